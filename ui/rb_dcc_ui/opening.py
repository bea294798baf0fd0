"""Puts a panel together: services over Qt, every page by its name. What a host or the command line calls."""

from __future__ import annotations

import logging
import os
from typing import Callable, Optional

from rb_dcc_core.errors import SettingsError
from rb_dcc_core.languages import ENGLISH, spoken_language
from rb_dcc_core.locations import Locations
from rb_dcc_core.log import set_log_level
from rb_dcc_core.scene_host import Host

from .binding import QtCore, QtWidgets
from .connection import Connect
from .delivery import QtDelivery
from .language import Language
from .lifetime import keep_until_deleted
from .pages import PAGES, load_ahead
from .panel import Panel
from .runner import TaskRunner
from .services import Services
from .timers import QtTimers

MakeHost = Callable[[TaskRunner], Host]


def make_panel(
    make_host: MakeHost,
    locations: Optional[Locations] = None,
    connect: Optional[Connect] = None,
    parent: Optional[QtWidgets.QWidget] = None,
) -> Panel:
    """A panel for a host, not yet connected: `panel.services.connection.open()` connects. Interface thread only."""
    roots = QtCore.QObject()
    delivery = QtDelivery(roots)
    runner = TaskRunner(delivery.deliver, delivery.close)
    services = Services.make(
        make_host(runner), runner, QtTimers(roots), locations or Locations.find(), connect
    )
    if services.preferences.now.verbose_log:
        set_log_level(logging.DEBUG)
    language = Language(_spoken(services.preferences.now.language))
    services.connection.language = language.code
    services.connection.load_ahead = load_ahead
    panel = Panel(services, language, PAGES, parent)
    roots.setParent(panel)
    keep_until_deleted(panel, lambda: _end(panel))
    return panel


def _end(panel: Panel) -> None:
    """Qt deletes the panel. Where nobody has shut it, nothing of it may be told anything any more; its threads end."""
    if not panel.is_shut:
        panel.services.close(wait=False)


def _spoken(chosen: str) -> str:
    """The language to start in; a wrong choice from outside is no reason not to open."""
    try:
        return spoken_language(chosen, os.environ)
    except SettingsError:
        return ENGLISH
