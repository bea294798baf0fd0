"""Imports what the panel needs on a thread, so that opening it costs 3ds Max' main thread next to nothing."""

from __future__ import annotations

import importlib
import logging
import threading
from typing import Callable, Optional

from rb_dcc_core.errors import RenderbusError, SettingsError
from rb_dcc_core.vendoring import importing

_log = logging.getLogger(__name__)

Told = Callable[[Optional[RenderbusError]], None]

# Classes are made here, no Qt object: those are made on the main thread alone.
MODULES = (
    "requests",
    "platformdirs",
    "rb_dcc_core.client",
    "rb_dcc_core.submitter",
    "rb_dcc_core.watcher",
    "rb_max.host",
    "rb_dcc_ui.opening",
    "rb_dcc_ui.submit.page",
    "rb_dcc_ui.tasks.page",
    "rb_dcc_ui.settings.page",
    "rb_dcc_ui.diagnose.page",
    "rb_dcc_ui.account.page",
    "rb_dcc_ui.costs.page",
)


def warm_up(tell: Told) -> threading.Thread:
    """Import everything; `tell` is called on the thread, with an error that says what to do, or None."""
    thread = threading.Thread(target=_work, args=(tell,), name="renderbus-opening", daemon=True)
    thread.start()
    return thread


def _work(tell: Told) -> None:
    error: Optional[RenderbusError] = None
    try:
        with importing:
            import_all()
    except RenderbusError as raised:
        error = raised
    except Exception as raised:  # noqa: BLE001 - a thread ends here
        _log.exception("the panel's packages could not be imported")
        error = RenderbusError(
            "A part of the plug-in could not be loaded ({what}). Install it again; the log file has the details.",
            what=str(raised)[:200],
        )
    tell(error)


def import_all() -> None:
    """Any thread. Raises SettingsError where this Python has no working ssl: nothing can be asked safely then."""
    try:
        importlib.import_module("_ssl")
    except ImportError as error:
        raise SettingsError(
            "This 3ds Max' Python cannot make secure connections (its ssl module does not load: {said}). Repair or"
            " reinstall 3ds Max, or take foreign OpenSSL libraries off the search path; until then 'rb-dcc submit' sends"
            " the scene.",
            said=str(error)[:200],
        ) from error
    for module in MODULES:
        importlib.import_module(module)
    from rb_dcc_core import session_log
    from rb_dcc_core.locations import Locations

    session_log.start(Locations.find())
