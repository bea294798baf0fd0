"""Does what was pressed to the chosen tasks: asks first what has to be asked, then has it done."""

from __future__ import annotations

from typing import TYPE_CHECKING, List, Optional, Sequence

from rb_dcc_core.budget import Budget
from rb_dcc_core.messages import Message
from rb_dcc_core.models import TaskInfo
from rb_dcc_core.money import currency
from rb_dcc_ui.binding import QtWidgets
from rb_dcc_ui.costs.budget_dialog import ask_budget
from rb_dcc_ui.widgets.asking import agrees, ask_hours, ask_name

from .actions import BUDGET, DOWNLOAD, FOLDER, LABEL, OVER_TIME, TaskAction, possible
from .presenter import TasksPresenter

if TYPE_CHECKING:
    from rb_dcc_ui.panel import Panel


class Doer:
    """Questions stand above `widget`. Downloads, folders and budgets are the panel's own affair, all else the farm's."""

    def __init__(self, panel: Panel, presenter: TasksPresenter, widget: QtWidgets.QWidget) -> None:
        self._panel = panel
        self._presenter = presenter
        self._widget = widget

    def do(self, action: TaskAction, chosen: Sequence[TaskInfo]) -> None:
        """To those of the chosen it can be done to."""
        tasks = list(possible(action, chosen, self._presenter.generation))
        if not tasks:
            return
        if action.name == DOWNLOAD:
            self._panel.downloads.fetch(tasks, self._widget)
        elif action.name == FOLDER:
            self._panel.downloads.open_folder(tasks[0], self._widget)
        elif action.name == BUDGET:
            self._set_budget(tasks)
        elif action.asks is None or self._agrees(action, tasks):
            self._do_at_farm(action, tasks)

    def _do_at_farm(self, action: TaskAction, tasks: Sequence[TaskInfo]) -> None:
        given: Optional[object] = None
        if action.name in (OVER_TIME, LABEL):
            given = self._ask_for(action)
            if given is None:
                return
        self._presenter.do(action, tasks, given)

    def _agrees(self, action: TaskAction, tasks: List[TaskInfo]) -> bool:
        names = ", ".join(f"{task.scene_name or ''} ({task.id})".strip() for task in tasks[:3])
        names += " …" if len(tasks) > 3 else ""
        assert action.asks is not None, "only called where there is a question"
        question = Message(action.asks.template, names=names)
        return agrees(self._panel.language, action.words, question, self._widget)

    def _ask_for(self, action: TaskAction) -> Optional[object]:
        """The hours, or the label's name; None where the user thought better of it."""
        speak = self._panel.language
        if action.name == OVER_TIME:
            return ask_hours(speak, action.words, Message("Hours of rendering:"), self._widget)
        return ask_name(speak, action.words, Message("Label:"), self._widget)

    def _set_budget(self, tasks: Sequence[TaskInfo]) -> None:
        ids = [task.id for task in tasks if task.id is not None]
        now = self._panel.budgets.budget_of(ids[0]) if ids else Budget()
        sign = currency(self._panel.services.connection.standing.user)
        wanted = ask_budget(self._panel.language, now, sign, self._widget)
        if wanted is not None and ids:
            self._panel.budgets.set_budget(ids, wanted)
