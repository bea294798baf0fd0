"""What 3ds Max' start runs: `before` its menus are there, `after` everything is up. Main thread; quick, and never fatal."""

from __future__ import annotations

import logging
import threading
from typing import Any, Callable, List

from .import_paths import complete_path

_log = logging.getLogger(__name__)
_deliveries: List[Any] = []


def before() -> None:
    """From 2025 on the menu has to be asked for now. Until 2024 nothing is done yet."""

    def register() -> None:
        from . import menu
        from .runtime import Max

        max_ = Max.here()
        if menu.is_made_in_callback(max_):
            menu.register(max_)

    _carefully(register)


def after() -> None:
    """The menu until 2024, and the panel where it was open when 3ds Max ended."""

    def build() -> None:
        from . import installation, menu
        from .runtime import Max, flag_of

        max_ = Max.here()
        if flag_of(max_.call("maxOps.isInNonInteractiveMode")) is True:
            return
        if not menu.is_made_in_callback(max_):
            menu.build(max_)
        installation.begin()
        _restore_panel()

    _carefully(build)


def stop() -> None:
    """What a start still waits for is not wanted any more."""
    while _deliveries:
        _deliveries.pop().close()


def _restore_panel() -> None:
    """The disk is asked on a thread; the panel is opened when 3ds Max is at its events."""
    from rb_dcc_core.locations import Locations
    from rb_dcc_ui.delivery import QtDelivery

    from .place import Place, read_place

    delivery = QtDelivery()
    _deliveries[:] = [delivery]

    def show(place: Place) -> None:
        from . import dock

        delivery.close()
        if place.is_open and dock.dock() is None:
            dock.open_panel(place=place)

    def look() -> None:
        place = read_place(Locations.find())
        delivery.deliver(lambda: show(place))

    threading.Thread(target=look, name="renderbus-place", daemon=True).start()


def _carefully(call: Callable[[], None]) -> None:
    """One error of ours must not stop the scripts of others that 3ds Max runs next."""
    try:
        complete_path()
        call()
    except Exception:  # noqa: BLE001 - a host callback ends here
        _log.exception("Renderbus could not start")
