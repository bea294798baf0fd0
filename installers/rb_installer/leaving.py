"""What a start of 3ds Max runs after the product was removed while some of it was in use: the rest goes, this module too."""

from __future__ import annotations

import sys
import threading
import time
from pathlib import Path
from typing import Callable, Sequence

from . import session
from .problem import InstallProblem

# The script that calls this is read from the version folder while it runs, so that not even the first try is at once.
_WAITS_S = (2.0, 10.0, 60.0)


def begin(script: str) -> threading.Thread:
    """Called by the script of a version folder that stayed; all of it is on a thread of its own and never fails."""
    root = Path(script).resolve().parent.parent
    thread = threading.Thread(target=leave, args=(root,), name="renderbus-leaving", daemon=True)
    thread.start()
    return thread


def leave(
    root: Path, waits_s: Sequence[float] = _WAITS_S, sleep: Callable[[float], None] = time.sleep
) -> bool:
    """Remove what is free now, and try again for what is not; True when all of it has gone. What then is still in use
    goes at a later start."""
    try:
        for wait_s in waits_s:
            sleep(wait_s)
            if _sweeps_clean(root):
                return True
        return False
    finally:
        ours = str(root / "python")
        sys.path[:] = [entry for entry in sys.path if entry != ours]


def _sweeps_clean(root: Path) -> bool:
    try:
        return not session.sweep(root)
    except InstallProblem:
        return False  # another installation is under way there
