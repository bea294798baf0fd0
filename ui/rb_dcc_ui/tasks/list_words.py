"""What is said of the whole list: how many tasks it has, and why it has none. No Qt."""

from __future__ import annotations

from typing import Optional

from rb_dcc_core.messages import Message
from rb_dcc_ui.connection import NO_ACCOUNT, ONLINE, OPENING, Standing
from rb_dcc_ui.wording import count_words

from .presenter import TasksPresenter


def how_many(presenter: TasksPresenter) -> Optional[Message]:
    """None where there is no task."""
    loaded = len(presenter.order)
    if not loaded:
        return None
    if presenter.total and presenter.total > loaded:
        return Message("{shown} of {total}", shown=count_words(loaded), total=count_words(presenter.total))
    return Message("1 task") if loaded == 1 else Message("{shown} tasks", shown=count_words(loaded))


def why_empty(presenter: TasksPresenter, standing: Standing) -> Message:
    """What to do where the list shows nothing."""
    if standing.kind == NO_ACCOUNT:
        return Message("Log in to see your tasks: click on the account above.")
    if presenter.is_loading or standing.kind == OPENING:
        return Message("Asking for your tasks …")
    if standing.kind != ONLINE:
        return standing.trouble or Message("There is no connection to the farm.")
    if presenter.search or presenter.filter_name != "all":
        return Message("No task fits. Clear the search or show all.")
    return Message("No task yet. Submit a scene and watch it here.")
