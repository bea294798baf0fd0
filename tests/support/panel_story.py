"""An artist at the panel: types the key, submits the scene, watches, renders failed frames again, downloads. With real
clicks and keys; told where the service is, it needs to know nothing else of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Callable, List

from rb_dcc_ui.account.page import AccountPage
from rb_dcc_ui.binding import QtCore, QtWidgets
from rb_dcc_ui.panel import ACCOUNT, SUBMIT, TASKS, Panel
from rb_dcc_ui.submit.page import SubmitPage
from rb_dcc_ui.submit.submissions_strip import RowWidget
from rb_dcc_ui.tasks.page import TasksPage
from tests.support.panel_window import WAIT_MS, wait_whole

LEFT = QtCore.Qt.MouseButton.LeftButton


class Artist:
    """Works at a panel that is shown. `between` is called while something is waited for: the farm's time may pass there."""

    def __init__(self, qtbot: Any, panel: Panel, between: Callable[[], object] = lambda: None) -> None:
        self.panel = panel
        self._qtbot = qtbot
        self._between = between

    def wait(self, is_so: Callable[[], bool], timeout_ms: int = WAIT_MS) -> None:
        def checked() -> bool:
            if is_so():
                return True
            self._between()
            return False

        self._qtbot.waitUntil(checked, timeout=timeout_ms)

    def press(self, button: QtWidgets.QAbstractButton) -> None:
        self.wait(button.isEnabled)
        self._qtbot.mouseClick(button, LEFT)

    @property
    def submitting(self) -> SubmitPage:
        page = self.panel.show_page(SUBMIT)
        assert isinstance(page, SubmitPage)
        return page

    @property
    def tasks(self) -> TasksPage:
        page = self.panel.show_page(TASKS)
        assert isinstance(page, TasksPage)
        return page

    def log_in(self, url: str, access_id: str, access_key: str) -> None:
        """The form that a panel without an account opens with."""
        self.wait(lambda: self.panel.page == ACCOUNT)
        page = self.panel.show_page(ACCOUNT)
        assert isinstance(page, AccountPage)
        for name, text in (("rbService", url), ("rbAccessId", access_id), ("rbAccessKey", access_key)):
            field = page.findChild(QtWidgets.QLineEdit, name)
            assert isinstance(field, QtWidgets.QLineEdit)
            field.setFocus()
            field.selectAll()
            self._qtbot.keyClicks(field, text)
        save = page.findChild(QtWidgets.QPushButton, "rbSave")
        assert isinstance(save, QtWidgets.QPushButton)
        self.press(save)
        self.wait(lambda: self.panel.services.connection.is_online and self.panel.page == SUBMIT)

    def submit(self, frames: str) -> int:
        """Submit these frames of the scene that is open; on with it wherever the line breaks it off."""
        page = self.submitting
        wait_whole(self._qtbot, page)
        self.wait(lambda: page.presenter.environment.chosen is not None)
        field = page.frames_card.findChild(QtWidgets.QLineEdit)
        assert isinstance(field, QtWidgets.QLineEdit)
        field.setFocus()
        field.selectAll()
        self._qtbot.keyClicks(field, frames)
        self.press(page.footer.submit)
        sent = page.presenter.submissions
        self.wait(lambda: bool(sent.rows))
        row = sent.rows[0]

        def is_done() -> bool:
            if row.can_go_on:
                self._qtbot.mouseClick(self._strip_row(page).go_on, LEFT)
            return row.state == "done"

        self.wait(is_done)
        assert row.task_id is not None
        self._qtbot.mouseClick(self._strip_row(page).show_task, LEFT)
        self.wait(lambda: self.panel.page == TASKS)
        self.wait(lambda: [task.id for task in self.tasks.selected_tasks()] == [row.task_id])
        return row.task_id

    @staticmethod
    def _strip_row(page: SubmitPage) -> RowWidget:
        (row,) = page.strip.findChildren(RowWidget)
        return row

    def watch_to_the_end(self, number: int, frames: int) -> None:
        """Until every frame is done or has failed, and both panes say the same."""
        page = self.tasks

        def has_ended() -> bool:
            task, table = page.presenter.tasks.get(number), page.frames.presenter.table
            return (
                task is not None
                and task.task_status in (25, 30)
                and table.count(4, 5) == frames
                and table.count(5) == sum(leaf.failed_frames or 0 for leaf in task.leaves())
            )

        self.wait(has_ended)

    def retry_until_all_are_done(self, number: int, frames: int) -> List[int]:
        """How many frames had failed, round after round."""
        page, failed = self.tasks, []
        table = page.frames.presenter.table
        while table.count(5):
            failed.append(table.count(5))
            self.press(page.bar.buttons["retry"])
            self.wait(lambda: self._try_again() or page.presenter.tasks[number].task_status != 30)
            self.watch_to_the_end(number, frames)
        return failed

    def _try_again(self) -> bool:
        """Press the error bar's button where it has one; False, so that whoever waits goes on waiting."""
        trouble = self.panel.services.errors.current
        if trouble is not None and trouble.retry is not None:
            buttons = self.panel.findChildren(QtWidgets.QPushButton)
            for button in [each for each in buttons if each.isVisible() and each.text() == "Try again"][:1]:
                self._qtbot.mouseClick(button, LEFT)
        return False

    def download(self, number: int, folder: Path, files: int) -> List[Path]:
        """Into a folder that the settings name."""
        self.panel.services.preferences.set(download_folder=str(folder))
        self.press(self.tasks.bar.buttons["download"])
        desk = self.panel.downloads.presenter

        def is_done() -> bool:
            known = desk.of(number)
            trouble = self.panel.services.errors.current
            if (
                known is not None
                and not known.is_running
                and trouble is not None
                and trouble.retry is not None
            ):
                trouble.retry()  # as its button does
            return known is not None and not known.is_running and known.files == files

        self.wait(is_done)
        return sorted(path for path in folder.rglob("*") if path.is_file())
