"""The scene's card: what is open, how it was read, a way to choose one where no host has any open."""

from __future__ import annotations

from typing import List, Optional

from rb_dcc_core.environments import CG_IDS, CG_NAMES
from rb_dcc_core.messages import Message
from rb_dcc_ui.binding import QtCore, QtWidgets
from rb_dcc_ui.language import Language
from rb_dcc_ui.looks import CAUTION, IDLE
from rb_dcc_ui.theme import em, sized_font
from rb_dcc_ui.widgets.buttons import IconButton, TextButton
from rb_dcc_ui.widgets.card import Card
from rb_dcc_ui.widgets.elided import ElidedLabel
from rb_dcc_ui.widgets.form import say_or_hide, wrapped
from rb_dcc_ui.widgets.symbol import Symbol

from .scene_presenter import ScenePresenter

_RENDERERS = {
    "arnold": "Arnold",
    "vray": "V-Ray",
    "redshift": "Redshift",
    "renderman": "RenderMan",
    "mayaSoftware": "Maya Software",
    "mayaHardware2": "Maya Hardware 2.0",
}


class SceneCard(Card):
    """Name, host, renderer, frame rate; a thin bar while it is read; what was changed since."""

    def __init__(
        self, language: Language, scene: ScenePresenter, parent: Optional[QtWidgets.QWidget] = None
    ) -> None:
        super().__init__(language, Message("Scene"), "scene", can_fold=False, parent=parent)
        self._language = language
        self._scene = scene
        self._name = ElidedLabel()
        font = sized_font(self._name.font(), self._name.font(), 1.12)
        font.setBold(True)
        self._name.setFont(font)
        self._facts = ElidedLabel()
        self._facts.setProperty("rbTone", "dim")
        self._trouble = wrapped(language, tone="bad")
        self._path = ElidedLabel(mode=QtCore.Qt.TextElideMode.ElideMiddle)
        self._path.setProperty("rbTone", "dim")
        self._bar = thin_bar(self)
        self._drop = DropTarget(language, scene)
        self._build()
        scene.listen(self._show)
        language.listen(self._show)
        self._show()

    def _build(self) -> None:
        speak, scene = self._language, self._scene
        if scene.can_choose:
            choose = IconButton(
                speak, "folder", Message("Choose a scene"), Message("Take another scene file than this one.")
            )
            choose.clicked.connect(self._drop.ask)
            self.add_tool(choose)
        again = IconButton(
            speak,
            "refresh",
            Message("Read the scene again"),
            Message("What you changed in the scene since is seen here after that."),
        )
        again.clicked.connect(scene.read)
        self.add_tool(again)
        self._changed = _Notice(Message("Changed since it was saved: what is sent is the file."), speak)
        save = TextButton(
            speak, Message("Save"), Message("The farm gets the file, not what is on the screen.")
        )
        save.clicked.connect(scene.save)
        save.setVisible(scene.can_save)
        self._changed.row.addWidget(save)
        self._stale = _Notice(Message("Changed since it was read."), speak)
        read = TextButton(speak, Message("Read again"), Message("Submit does it by itself too."))
        read.clicked.connect(scene.read)
        self._stale.row.addWidget(read)
        for widget in (
            self._drop,
            self._name,
            self._facts,
            self._path,
            self._trouble,
            self._bar,
            self._changed,
            self._stale,
        ):
            self.content.addWidget(widget)
        self.content.setSpacing(em(self, 0.15))

    def _show(self) -> None:
        scene = self._scene
        path = scene.open_scene.path
        self._drop.setVisible(scene.is_empty)
        facts = self._facts_text()
        self._name.setVisible(not scene.is_empty)
        self._facts.setVisible(bool(facts) and not scene.is_empty)
        self._path.setVisible(bool(path))
        self._name.setText(path.replace("\\", "/").rpartition("/")[2] or self._language.say(_UNTITLED))
        self._path.setText(path)
        self._facts.setText(facts)
        say_or_hide(self._trouble, self._language, scene.trouble)
        self._bar.setVisible(scene.is_reading)
        share = scene.share or 0.0
        self._bar.setRange(0, 1000 if share else 0)
        self._bar.setValue(round(share * 1000))
        self._changed.setVisible(scene.is_modified and not scene.is_empty)
        self._stale.setVisible(scene.is_stale and not scene.is_reading)
        self.summary.setText(self._summary())

    def _summary(self) -> str:
        if not self._scene.is_reading:
            return ""
        share = self._scene.share or 0.0
        if not share:
            return self._language.say(Message("Reading …"))
        return self._language.say(Message("Reading … {percent} %", percent=round(share * 100)))

    def _facts_text(self) -> str:
        scene, snapshot = self._scene, self._scene.snapshot
        if snapshot is None:
            known = scene.open_scene
            return f"{CG_NAMES[CG_IDS[known.host]]} {known.host_version or ''}".strip() if known.host else ""
        facts = [f"{CG_NAMES[CG_IDS[snapshot.host]]} {snapshot.host_version or ''}".strip()]
        facts += [renderer_name(snapshot.renderer)] if snapshot.renderer else []
        facts += [self._language.say(Message("{fps} fps", fps=f"{snapshot.fps:g}"))] if snapshot.fps else []
        return "  ·  ".join(facts)


_UNTITLED = Message("Never saved")


def renderer_name(renderer: str) -> str:
    """As its makers spell it."""
    return _RENDERERS.get(renderer, renderer)


def thin_bar(widget: QtWidgets.QWidget) -> QtWidgets.QProgressBar:
    """A bar without words, as high as a line is thick."""
    bar = QtWidgets.QProgressBar()
    bar.setTextVisible(False)
    bar.setFixedHeight(em(widget, 0.28))
    return bar


class _Notice(QtWidgets.QWidget):
    """A line of caution with something to do about it."""

    def __init__(self, text: Message, language: Language) -> None:
        super().__init__()
        self.row = QtWidgets.QHBoxLayout(self)
        self.row.setContentsMargins(0, em(self, 0.15), 0, 0)
        self.row.setSpacing(em(self, 0.35))
        label = QtWidgets.QLabel()
        label.setWordWrap(True)
        label.setTextFormat(QtCore.Qt.TextFormat.PlainText)
        language.bind(label, "setText", text)
        self.row.addWidget(Symbol("warning", CAUTION))
        self.row.addWidget(label, 1)


class DropTarget(QtWidgets.QFrame):
    """Where nothing is open: drop a scene file here, or choose one."""

    def __init__(
        self, language: Language, scene: ScenePresenter, parent: Optional[QtWidgets.QWidget] = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("rbDrop")
        self._language = language
        self._scene = scene
        title = QtWidgets.QLabel()
        title.setAlignment(QtCore.Qt.AlignmentFlag.AlignCenter)
        language.bind(title, "setText", Message("Drop a Maya or 3ds Max scene here"))
        below = QtWidgets.QLabel()
        below.setProperty("rbTone", "dim")
        below.setWordWrap(True)
        below.setAlignment(QtCore.Qt.AlignmentFlag.AlignCenter)
        kinds = ", ".join("." + kind for kind in scene.kinds)
        language.bind(
            below, "setText", Message("{kinds}: read without the program that made it.", kinds=kinds)
        )
        choose = TextButton(
            language,
            Message("Choose a scene"),
            Message("The file is only read, never changed."),
            is_main=True,
        )
        choose.clicked.connect(self.ask)
        column = QtWidgets.QVBoxLayout(self)
        column.setSpacing(em(self, 0.5))
        column.setContentsMargins(em(self), em(self, 1.4), em(self), em(self, 1.4))
        middle = QtCore.Qt.AlignmentFlag.AlignHCenter
        column.addWidget(Symbol("scene", IDLE, 2.4), 0, middle)
        column.addWidget(title)
        column.addWidget(below)
        column.addWidget(choose, 0, middle)

    def ask(self) -> None:
        """Let the user choose a file."""
        kinds = " ".join("*." + kind for kind in self._scene.kinds)
        title = self._language.say(Message("Choose a scene"))
        filters = self._language.say(Message("Scenes")) + f" ({kinds})"
        path, _ = QtWidgets.QFileDialog.getOpenFileName(self, title, self._scene.open_scene.path, filters)
        if path:
            self._scene.choose(path)


def dropped_scene(data: QtCore.QMimeData, kinds: tuple[str, ...]) -> str:
    """The scene file that is being dragged, "" where none is."""
    paths: List[str] = [url.toLocalFile() for url in data.urls() if url.isLocalFile()]
    return next((path for path in paths if path.lower().endswith(tuple("." + kind for kind in kinds))), "")
