"""Nothing heavy is loaded before it is needed: a host's start-up pays nothing for the core."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = ("requests", "urllib3", "flask", "tenacity", "platformdirs", "keyring", "PIL", "sqlite3", "ssl")


@pytest.mark.parametrize(
    "module",
    [
        "rb_dcc_core",
        "rb_dcc_core.client",
        "rb_dcc_core.transport",
        "rb_dcc_core.store",
        "rb_dcc_core.submission",
    ],
)
def test_importing_a_module_loads_nothing_heavy(module: str, checkout: Path) -> None:
    code = f"import sys, {module}; print([name for name in {HEAVY!r} if name in sys.modules])"
    run = subprocess.run([sys.executable, "-c", code], cwd=str(checkout), stdout=subprocess.PIPE, timeout=60)
    assert run.stdout.decode().strip() == "[]"


def test_importing_the_core_loads_nothing_else_of_it(checkout: Path) -> None:
    code = "import sys, rb_dcc_core; print(sorted(name for name in sys.modules if name.startswith('rb_')))"
    run = subprocess.run([sys.executable, "-c", code], cwd=str(checkout), stdout=subprocess.PIPE, timeout=60)
    assert run.stdout.decode().strip() == "['rb_dcc_core']"
