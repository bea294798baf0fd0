"""What a running 3ds Max owes the installer: that this version is in use, and what an upgrade left swept up. A checkout and
a studio's share have no receipt: nothing happens there."""

from __future__ import annotations

import importlib
import importlib.util
import logging
import os
import threading
from pathlib import Path
from typing import Any

from .import_paths import contents_folder

_log = logging.getLogger(__name__)
_MODULE = "rb_installer.session"
_RECEIPT = "receipt.json"


def is_installed() -> bool:
    """True where the installer laid this version among 3ds Max' packages."""
    receipt = os.path.join(contents_folder(), _RECEIPT)
    return os.path.isfile(receipt) and importlib.util.find_spec("rb_installer") is not None


def begin() -> threading.Thread:
    """Mark the version as used and sweep up, on a thread of its own: both look at the disk."""
    thread = threading.Thread(target=_begin_alone, name="renderbus-starting", daemon=True)
    thread.start()
    return thread


def _begin_alone() -> None:
    from rb_dcc_core.vendoring import importing

    with importing:
        _begin()


def _begin() -> None:
    from rb_dcc_core.vendoring import warn_of_older_copies

    try:
        warn_of_older_copies()
    except Exception:  # noqa: BLE001 - a thread ends here
        _log.exception("the packages on Python's path could not be looked at")
    if is_installed():
        _guarded(lambda session, root: session.begin(root))
        _guarded(lambda session, root: session.sweep(root))


def _guarded(call: Any) -> None:
    try:
        call(importlib.import_module(_MODULE), Path(contents_folder()))
    except Exception:  # noqa: BLE001 - a thread ends here; an installer's trouble is not the artist's
        _log.warning("an older version could not be swept up", exc_info=True)
