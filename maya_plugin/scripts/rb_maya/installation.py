"""What the installer needs of a running Maya: that this version is in use, what an upgrade left swept up, let go at the
end. A checkout and a studio's share have no installer beside them: nothing of this happens there."""

from __future__ import annotations

import importlib
import logging
import os
import threading
from pathlib import Path
from typing import Any

from .import_paths import module_root

_log = logging.getLogger(__name__)
_MODULE = "rb_installer.session"
# rb_installer.receipt has the name; it is not imported on the main thread, which it would hold for long.
RECEIPT = "receipt.json"

UNINSTALL_SCRIPT = "import rb_installer.in_maya\nrb_installer.in_maya.offer_uninstall()\n"


def is_installed() -> bool:
    """True where the installer laid this version into a user's Maya folder: only there is something to remove."""
    root = module_root()
    is_among_modules = os.path.basename(os.path.dirname(os.path.dirname(root))) == "modules"
    return is_among_modules and os.path.isfile(os.path.join(root, RECEIPT))


def begin() -> threading.Thread:
    """Mark the version as used and sweep up, on a thread of its own: it all looks at the disk."""
    thread = threading.Thread(target=_begin_alone, name="renderbus-starting", daemon=True)
    thread.start()
    return thread


def finish() -> None:
    """Let go of the version, at Maya's end; what was replaced meanwhile goes now."""
    if is_installed():
        _guarded(lambda session, root: session.finish(root))


def _begin_alone() -> None:
    from rb_dcc_core.vendoring import importing

    with importing:
        _begin()


def _begin() -> None:
    if is_installed():
        _guarded(lambda session, root: session.begin(root))
        _guarded(lambda session, root: session.sweep(root))
    try:
        from rb_dcc_core.vendoring import warn_of_older_copies

        warn_of_older_copies()
    except Exception:  # noqa: BLE001 - a thread ends here
        _log.exception("the packages on Python's path could not be looked at")


def _guarded(call: Any) -> None:
    try:
        call(importlib.import_module(_MODULE), Path(module_root()))
    except Exception:  # noqa: BLE001 - a thread or the host's end; an installer's trouble is not the artist's
        _log.warning("an older version could not be swept up", exc_info=True)
