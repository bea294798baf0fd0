"""`python -m rb_dcc_cli` is `rb-dcc`."""

import sys

from rb_dcc_cli.main import main

if __name__ == "__main__":
    sys.exit(main())
