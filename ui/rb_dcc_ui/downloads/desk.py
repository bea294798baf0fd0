"""Asks for the folder where that must be asked, starts downloads, opens folders."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Callable, List, Optional, Sequence

from rb_dcc_core.messages import Message
from rb_dcc_ui.binding import QtCore, QtGui, QtWidgets
from rb_dcc_ui.error_desk import NOTICE
from rb_dcc_ui.language import Language
from rb_dcc_ui.services import Services

from .presenter import DownloadsPresenter, own_folder

if TYPE_CHECKING:
    from rb_dcc_core.models import TaskInfo


class DownloadDesk:
    """What pages call; interface thread."""

    def __init__(self, services: Services, language: Language) -> None:
        self.presenter = DownloadsPresenter(services)
        self._services = services
        self._language = language

    def fetch(self, tasks: Sequence[TaskInfo], widget: QtWidgets.QWidget) -> None:
        """Fetch the results of tasks, each into its folder; asks once for a folder where none is known."""
        asked: List[Optional[Path]] = []

        def answered(task: TaskInfo) -> Callable[[Optional[Path]], None]:
            def found(folder: Optional[Path]) -> None:
                if folder is None:
                    if not asked:
                        asked.append(self._ask(widget))
                    root = asked[0]
                    folder = None if root is None else own_folder(str(root), task)
                if folder is not None:
                    self.presenter.fetch(task, folder)

            return found

        for task in tasks:
            self.presenter.folder_for(task, answered(task))

    def open_folder(self, task: TaskInfo, widget: QtWidgets.QWidget) -> None:
        """Show a task's folder in the system's own file window; one that is not there yet is said so."""

        def found(folder: Optional[Path]) -> None:
            if folder is None or not folder.is_dir():
                text = Message(
                    "Nothing of {name} is on this computer yet. Download it first.", name=name_of(task)
                )
                self._services.errors.say(NOTICE, text, "open folder")
            else:
                QtGui.QDesktopServices.openUrl(QtCore.QUrl.fromLocalFile(str(folder)))

        self.presenter.folder_for(task, found)

    def _ask(self, widget: QtWidgets.QWidget) -> Optional[Path]:
        title = self._language.say(
            Message("Where shall the pictures go? Each task gets a folder of its own there.")
        )
        chosen = QtWidgets.QFileDialog.getExistingDirectory(widget, title)
        if not chosen:
            return None
        if not self._services.preferences.now.download_folder:
            self._services.preferences.set(download_folder=chosen)
        return Path(chosen)


def name_of(task: TaskInfo) -> str:
    return task.scene_name or str(task.id)
