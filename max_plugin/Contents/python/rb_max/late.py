"""What the installer does with the product in a 3ds Max that runs already: begin at once, close and go. Main thread."""

from __future__ import annotations

import importlib
import logging
from typing import Any

from . import installation
from .import_paths import complete_path

_log = logging.getLogger(__name__)


def start() -> None:
    """All that a start of 3ds Max does."""
    complete_path()  # what follows imports vendored packages
    from . import menu, start_up
    from .runtime import Max

    start_up.before()
    start_up.after()
    max_ = Max.here()
    if menu.is_made_in_callback(max_):
        menu.rebuild(max_)


def close() -> None:
    """Take the panel and the menu away, before the files go; the log file is closed too, as the user may have it removed."""
    from rb_dcc_core import session_log

    from . import dock, menu, start_up
    from .runtime import Max

    start_up.stop()
    max_ = Max.here()
    found = dock.dock()
    panel = found.holder.panel if found is not None else None
    dock.close_panel()
    _delete_now(panel, found)
    menu.remove(max_)
    if menu.is_made_in_callback(max_):
        menu.rebuild(max_)
    session_log.stop()


def offer_uninstall() -> None:
    """What the menu's entry runs. It asks when 3ds Max is back at its events: the menu that was clicked goes too."""
    complete_path()
    from .main_thread import next_event

    next_event(_offer if installation.is_installed() else _refuse)


def _offer() -> None:
    try:
        importlib.import_module("rb_installer.in_max").offer_uninstall()
    except Exception:  # noqa: BLE001 - an event of the host ends here
        _log.exception("the product could not be removed")


def _refuse() -> None:
    from rb_dcc_core.messages import Message

    from . import menu
    from .runtime import Max
    from .spoken import spoken

    Max.here().call("messageBox", spoken.say(Message(_NOT_HERE)), title=menu.TITLE)


def _delete_now(*widgets: Any) -> None:
    """And not with the next events: whatever still paints or changes its style would look for files that are gone."""
    from rb_dcc_ui.binding import QtCore, is_alive

    for widget in widgets:
        if widget is not None and is_alive(widget):
            QtCore.QCoreApplication.sendPostedEvents(widget, int(QtCore.QEvent.Type.DeferredDelete))


_NOT_HERE = (
    "Renderbus was not put here by its installer: it runs from a checkout or from a folder of your studio. Whoever named"
    " that folder in ADSK_APPLICATION_PLUGINS removes it there."
)
