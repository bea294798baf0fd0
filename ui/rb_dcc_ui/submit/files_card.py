"""The files' card: how many, how large, what is new since last time; the missing ones by name."""

from __future__ import annotations

import os
from typing import Any, List, Optional, Tuple

from rb_dcc_core.messages import Message
from rb_dcc_core.upload_outlook import MISSING, NEW, SENT, OutlookFile
from rb_dcc_ui.binding import QtCore, QtWidgets
from rb_dcc_ui.icon import icon
from rb_dcc_ui.language import Language
from rb_dcc_ui.looks import BAD, BUSY, GOOD
from rb_dcc_ui.theme import em, theme_of
from rb_dcc_ui.widgets.card import Card
from rb_dcc_ui.wording import count_words, size_words

from .files_presenter import FilesPresenter
from .scene_presenter import ScenePresenter

MOST_LINES = 8
ALL = "all"
_STATES = {
    MISSING: ("error", BAD, Message("missing")),
    NEW: ("upload", BUSY, Message("new")),
    SENT: ("tick", GOOD, Message("sent before")),
}
_CHOICES = (
    (MISSING, Message("Missing {n}"), Message("What the farm would render without.")),
    (NEW, Message("New {n}"), Message("What has to be sent: it is new or was changed.")),
    (ALL, Message("All {n}"), Message("Every file of the scene.")),
)
# The readers' kinds of files; others are names that both languages write the same, or shown as they are.
_KINDS = {
    "scene": Message("scene"),
    "reference": Message("reference"),
    "xref": Message("reference"),
    "texture": Message("texture"),
    "sequence": Message("image sequence"),
    "cache": Message("cache"),
    "gpu cache": Message("GPU cache"),
    "standin": Message("stand-in"),
    "proxy": Message("proxy"),
    "volume": Message("volume"),
    "point_cache": Message("point cache"),
    "animation": Message("animation"),
    "audio": Message("audio"),
    "sound": Message("audio"),
    "image plane": Message("image plane"),
    "ies": Message("light profile"),
    "lut": Message("colour table"),
    "script": Message("script"),
    "container": Message("container"),
    "link": Message("linked file"),
    "file": Message("file"),
    "other": Message("file"),
}
FILE, SIZE, STATE = range(3)
_ROOT = QtCore.QModelIndex()


class FileModel(QtCore.QAbstractTableModel):
    """One line for each file of one kind of state."""

    def __init__(self, language: Language, view: QtWidgets.QWidget) -> None:
        super().__init__(view)
        self._language = language
        self._view = view
        self._files: Tuple[OutlookFile, ...] = ()

    def show_files(self, files: Tuple[OutlookFile, ...]) -> None:
        if files != self._files:
            self.beginResetModel()
            self._files = files
            self.endResetModel()

    def file_of(self, index: Any) -> Optional[OutlookFile]:
        return self._files[index.row()] if index.isValid() else None

    def rowCount(self, parent: Any = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._files)

    def columnCount(self, parent: Any = _ROOT) -> int:
        return 0 if parent.isValid() else 3

    def data(self, index: Any, role: int = 0) -> Any:
        file = self.file_of(index)
        roles = QtCore.Qt.ItemDataRole
        if file is None:
            return None
        if role == roles.DisplayRole:
            return self._text(file, index.column())
        if role == roles.ToolTipRole:
            return self._tip(file)
        if role == roles.DecorationRole and index.column() == FILE:
            theme = theme_of(self._view)
            symbol, tone, _ = _STATES[file.state]
            return icon(symbol, theme.role(tone), theme.faint)
        if role == roles.TextAlignmentRole and index.column() == SIZE:
            return int(QtCore.Qt.AlignmentFlag.AlignRight | QtCore.Qt.AlignmentFlag.AlignVCenter)
        return None

    def _text(self, file: OutlookFile, column: int) -> str:
        if column == FILE:
            # What is missing is looked for by its whole path.
            return _written(file) if file.state == MISSING else os.path.basename(_written(file))
        if column == SIZE:
            return "" if file.state == MISSING else self._language.say(size_words(file.size_bytes))
        return "  " + self._language.say(_STATES[file.state][2])

    def _tip(self, file: OutlookFile) -> str:
        kind = file.reference.kind
        lines = [file.reference.path, self._language.say(_KINDS[kind]) if kind in _KINDS else kind]
        lines += [file.reference.as_written] if file.reference.as_written != file.reference.path else []
        lines += [file.reference.node] if file.reference.node else []
        return "\n".join(lines)


def _written(file: OutlookFile) -> str:
    path = file.reference.path if file.state != MISSING else file.reference.as_written or file.reference.path
    return path.replace("\\", "/")


class FilesCard(Card):
    """Opens on what is missing, where something is; else on what is new."""

    def __init__(
        self,
        language: Language,
        scene: ScenePresenter,
        files: FilesPresenter,
        parent: Optional[QtWidgets.QWidget] = None,
    ) -> None:
        super().__init__(language, Message("Files"), "files", parent=parent)
        self._language = language
        self._scene = scene
        self._files = files
        self._choice = ""
        self._buttons: List[QtWidgets.QToolButton] = []
        self._view = QtWidgets.QTreeView()
        self._model = FileModel(language, self._view)
        self._said = QtWidgets.QLabel()
        self._said.setProperty("rbTone", "dim")
        self._build()
        self.fold(True)
        self._stops = [files.listen(self._show), scene.listen(self._show), language.listen(self._show)]
        self._show()

    def _build(self) -> None:
        row = QtWidgets.QHBoxLayout()
        row.setSpacing(em(self, 0.2))
        group = QtWidgets.QButtonGroup(self)
        for choice, _, tip in _CHOICES:
            button = QtWidgets.QToolButton()
            button.setCheckable(True)
            button.setProperty("rbKind", "quiet")
            button.setFocusPolicy(QtCore.Qt.FocusPolicy.StrongFocus)
            self._language.bind(button, "setToolTip", tip)
            button.clicked.connect(lambda checked=False, held=choice: self._choose(held))
            group.addButton(button)
            row.addWidget(button)
            self._buttons.append(button)
        row.addStretch(1)
        view = self._view
        view.setModel(self._model)
        view.setRootIsDecorated(False)
        view.setUniformRowHeights(True)
        view.setAlternatingRowColors(True)
        view.setHeaderHidden(True)
        view.setFrameShape(QtWidgets.QFrame.Shape.NoFrame)
        view.setTextElideMode(QtCore.Qt.TextElideMode.ElideMiddle)
        view.setHorizontalScrollBarPolicy(QtCore.Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.doubleClicked.connect(self._select)
        view.activated.connect(self._select)
        self._language.bind(view, "setAccessibleName", Message("Files"))
        self._language.bind(
            view,
            "setToolTip",
            Message("To see before it costs time what is missing and what has to be sent."),
        )
        header = view.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(FILE, QtWidgets.QHeaderView.ResizeMode.Stretch)
        for column, wide in ((SIZE, 5), (STATE, 6)):
            header.setSectionResizeMode(column, QtWidgets.QHeaderView.ResizeMode.Fixed)
            header.resizeSection(column, em(self, wide))
        self.content.addLayout(row)
        self.content.addWidget(self._said)
        self.content.addWidget(view)

    def _choose(self, choice: str) -> None:
        self._choice = choice
        self._show()

    def _select(self, index: Any) -> None:
        file = self._model.file_of(index)
        if file is not None and file.reference.node and self._scene.can_select:
            self._scene.select(file.reference.node)

    def _show(self) -> None:
        outlook = self._files.outlook
        self.setVisible(self._scene.snapshot is not None)
        self.summary.setText(self._summary())
        if outlook is None:
            self._model.show_files(())
            return
        files = {MISSING: outlook.missing, NEW: outlook.new, ALL: outlook.files}
        choice = self._choice or next((each for each in (MISSING, NEW) if files[each]), ALL)
        for button, (name, words, _) in zip(self._buttons, _CHOICES):
            button.setText(self._language.say(Message(words.template, n=count_words(len(files[name])))))
            button.setChecked(name == choice)
        shown = files[choice]
        self._model.show_files(shown)
        # What is missing has no size, and of one kind nobody need be told the kind: the room is the paths'.
        self._view.setColumnHidden(SIZE, choice == MISSING)
        self._view.setColumnHidden(STATE, choice != ALL)
        self._said.setVisible(not shown)
        self._said.setText(self._language.say(_NOTHING.get(choice, _NOTHING[ALL])))
        self._view.setVisible(bool(shown))
        self._fit()

    def _summary(self) -> str:
        outlook = self._files.outlook
        if outlook is None:
            return self._language.say(Message("Looking …")) if self._files.is_looking else ""
        parts = [
            Message("1 file") if outlook.count == 1 else Message("{n} files", n=count_words(outlook.count)),
            size_words(outlook.size_bytes),
        ]
        if outlook.new:
            parts.append(Message("{size} new", size=size_words(outlook.new_bytes)))
        else:
            parts.append(Message("nothing new"))
        missing = len(outlook.missing)
        parts += [Message("{n} missing", n=missing)] if missing else []
        return " · ".join(self._language.say(part) for part in parts)

    def _fit(self) -> None:
        view = self._view
        rows = self._model.rowCount()
        height = max(1, view.sizeHintForRow(0)) * max(1, min(rows, MOST_LINES))
        view.setFixedHeight(height + 2)


_NOTHING = {
    MISSING: Message("No file is missing."),
    NEW: Message("Every file was sent before and is unchanged."),
    ALL: Message("The scene needs no files."),
}
