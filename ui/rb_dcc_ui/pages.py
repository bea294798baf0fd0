"""Every page of the panel by its name; a page's module is imported when the page is first shown."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Dict

from . import panel as names
from .binding import QtWidgets

if TYPE_CHECKING:
    from .panel import MakePage, Panel


def _submit(panel: Panel) -> QtWidgets.QWidget:
    from .submit.page import SubmitPage

    return SubmitPage(panel)


def _tasks(panel: Panel) -> QtWidgets.QWidget:
    from .tasks.page import TasksPage

    return TasksPage(panel)


def _settings(panel: Panel) -> QtWidgets.QWidget:
    from .settings.page import SettingsPage

    return SettingsPage(panel)


def _diagnose(panel: Panel) -> QtWidgets.QWidget:
    from .diagnose.page import DiagnosePage

    return DiagnosePage(panel)


def _account(panel: Panel) -> QtWidgets.QWidget:
    from .account.page import AccountPage

    return AccountPage(panel)


def _costs(panel: Panel) -> QtWidgets.QWidget:
    from .costs.page import CostsPage

    return CostsPage(panel)


PAGES: Dict[str, MakePage] = {
    names.SUBMIT: _submit,
    names.TASKS: _tasks,
    names.SETTINGS: _settings,
    names.DIAGNOSE: _diagnose,
    names.ACCOUNT: _account,
    names.COSTS: _costs,
}

_AHEAD = (
    "requests",
    "tenacity",
    "rb_dcc_core.client",
    "rb_dcc_core.journal",
    "rb_dcc_ui.submit.page",
    "rb_dcc_ui.tasks.page",
    "rb_dcc_ui.settings.page",
    "rb_dcc_ui.account.page",
    "rb_dcc_ui.diagnose.page",
    "rb_dcc_ui.costs.page",
)


def load_ahead() -> None:
    """What the pages need, on a working thread: loading it takes longer than anybody should wait."""
    for name in _AHEAD:
        importlib.import_module(name)
