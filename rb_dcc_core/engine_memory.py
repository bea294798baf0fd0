"""What the vendor's transfer program remembers as sent: its skip database, one for each account."""

from __future__ import annotations

import contextlib
import locale
from pathlib import Path
from typing import Iterator, Optional

from .atomic import write_atomically
from .errors import LocalFileError
from .locks import HeldElsewhere, hold

_INI = """\
[database]
on = true
platform_id = {platform}
type = sqlite

[redis]
host = 127.0.0.1
port = 6379
password =
table_index = 0
timeout = 5000

[sqlite]
db_path = {database}
temporary = false
"""


class SkipDatabase:
    """The program's own database of files sent, by size and time, in a folder of this product.

    The ini's form is the one that the vendor's package ships and writes; the program makes the database itself. A
    file that has not changed is not sent again, even where the farm has deleted it since: then `forget`.
    """

    def __init__(self, folder: Path, platform: str) -> None:
        self._folder = folder
        self._platform = platform

    @property
    def database(self) -> Path:
        return self._folder / "sent.db"

    @contextlib.contextmanager
    def held(self) -> Iterator[Optional[str]]:
        """The ini's path, for one run at a time; None where another run has it or this disk refuses it.

        Without it everything is only compared with what the farm has, so nothing fails for it.
        """
        with contextlib.ExitStack() as stack:
            ini: Optional[str] = None
            with contextlib.suppress(HeldElsewhere, LocalFileError, UnicodeEncodeError):
                stack.enter_context(hold(self._folder, "engine", HeldElsewhere("It is in use.")))
                ini = self._written()
            yield ini

    def forget(self) -> bool:
        """Delete the database, so that everything is compared again; False where there was none."""
        try:
            self.database.unlink()
        except FileNotFoundError:
            return False
        except OSError as error:
            raise LocalFileError(
                "{path} cannot be deleted ({why}). Wait until nothing is sent any more, then try again.",
                path=str(self.database),
                why=error.strerror or str(error),
            ) from error
        return True

    def _written(self) -> str:
        """The program reads its ini in this system's own encoding; a folder's name that has no place in it is refused."""
        text = _INI.format(platform=self._platform, database=self.database)
        path = self._folder / "engine.ini"
        write_atomically(path, text.encode(locale.getpreferredencoding(False)))
        return str(path)
