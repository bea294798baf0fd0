"""The dialog that makes or changes an environment: name, release, system, layer system, plug-ins."""

from __future__ import annotations

from typing import Dict, Optional

from rb_dcc_core.job import OS_LINUX, OS_WINDOWS
from rb_dcc_core.matching import SYSTEMS
from rb_dcc_core.messages import Message
from rb_dcc_ui.binding import QtWidgets, is_alive
from rb_dcc_ui.language import Language
from rb_dcc_ui.theme import em
from rb_dcc_ui.widgets.buttons import TextButton

from .environment_presenter import Draft, EnvironmentPresenter

_NONE = Message("–")
_LAYER_TYPES = (Message("Legacy render layers"), Message("Render Setup"))


class EnvironmentDialog(QtWidgets.QDialog):
    """Each plug-in of the farm with the version to load, or none. Saving asks the farm; the dialog closes when it has."""

    def __init__(
        self,
        language: Language,
        environment: EnvironmentPresenter,
        draft: Draft,
        parent: Optional[QtWidgets.QWidget] = None,
    ) -> None:
        super().__init__(parent)
        self._language = language
        self._environment = environment
        self._draft = draft
        self._boxes: Dict[str, QtWidgets.QComboBox] = {}
        self.setWindowTitle(
            language.say(Message("New environment") if draft.is_new else Message("Change environment"))
        )
        self._name = QtWidgets.QLineEdit(draft.name)
        self._name.setEnabled(draft.is_new)
        self._name.setMaxLength(60)
        self._release = QtWidgets.QComboBox()
        self._system = QtWidgets.QComboBox()
        self._layers = QtWidgets.QComboBox()
        self._plugins = QtWidgets.QWidget()
        self._form = QtWidgets.QFormLayout(self._plugins)
        self._form.setContentsMargins(0, 0, em(self, 0.4), 0)
        self._build()
        self._fill_releases()

    def draft(self) -> Draft:
        """As it stands in the dialog."""
        plugins = {name: box.currentText() for name, box in self._boxes.items() if box.currentIndex() > 0}
        return Draft(
            self._name.text().strip(),
            self._release.currentText(),
            plugins,
            int(self._system.currentData()),
            self._layers.currentIndex(),
            self._draft.is_new,
        )

    def _build(self) -> None:
        say = self._language.say
        for number in (OS_WINDOWS, OS_LINUX):
            self._system.addItem(SYSTEMS[number], number)
        self._system.setCurrentIndex(0 if self._draft.os_name == OS_WINDOWS else 1)
        for words in _LAYER_TYPES:
            self._layers.addItem(say(words))
        self._layers.setCurrentIndex(1 if self._draft.render_layer_type else 0)
        form = QtWidgets.QFormLayout()
        for words, widget in (
            (Message("Name"), self._name),
            (Message("Release"), self._release),
            (Message("System"), self._system),
            (Message("Layers"), self._layers),
        ):
            form.addRow(say(words), widget)
            widget.setAccessibleName(say(words))
        scroll = QtWidgets.QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QtWidgets.QFrame.Shape.NoFrame)
        scroll.setWidget(self._plugins)
        self._save = TextButton(
            self._language,
            Message("Create") if self._draft.is_new else Message("Save"),
            Message("The job takes it then."),
            is_main=True,
        )
        leave = TextButton(self._language, Message("Cancel"), Message("Nothing is changed."))
        leave.clicked.connect(self.reject)
        self._save.clicked.connect(self._store)
        self._name.textChanged.connect(self._judge)
        self._release.currentIndexChanged.connect(self._fill_plugins)
        self._system.currentIndexChanged.connect(self._fill_releases)
        row = QtWidgets.QHBoxLayout()
        row.addStretch(1)
        row.addWidget(leave)
        row.addWidget(self._save)
        whole = QtWidgets.QVBoxLayout(self)
        whole.addLayout(form)
        heading = QtWidgets.QLabel(say(Message("Plug-ins")))
        whole.addWidget(heading)
        whole.addWidget(scroll, 1)
        whole.addLayout(row)
        self.resize(em(self, 26), em(self, 30))

    def _fill_releases(self) -> None:
        wanted = self._release.currentText() or self._draft.cg_version
        self._release.blockSignals(True)
        self._release.clear()
        for release in self._environment.releases(int(self._system.currentData())):
            self._release.addItem(release)
        place = self._release.findText(wanted)
        self._release.setCurrentIndex(place if place >= 0 else self._release.count() - 1)
        self._release.blockSignals(False)
        self._fill_plugins()

    def _fill_plugins(self) -> None:
        """What was chosen stays chosen where the other release has it too."""
        wanted = {name: box.currentText() for name, box in self._boxes.items()} or dict(self._draft.plugins)
        while self._form.rowCount():
            self._form.removeRow(0)
        self._boxes = {}
        found = self._environment.plugins(int(self._system.currentData()), self._release.currentText())
        for name, versions in sorted(found.items(), key=lambda pair: pair[0].lower()):
            box = QtWidgets.QComboBox()
            box.addItem(self._language.say(_NONE))
            box.addItems(list(versions))
            place = box.findText(wanted.get(name, ""))
            box.setCurrentIndex(place if place > 0 else 0)
            box.setAccessibleName(name)
            self._boxes[name] = box
            self._form.addRow(name, box)
        self._judge()

    def _judge(self) -> None:
        self._save.setEnabled(bool(self._name.text().strip()) and bool(self._release.currentText()))

    def _store(self) -> None:
        self._save.setEnabled(False)

        def saved() -> None:
            if is_alive(self):  # it may be left before the farm has answered
                self.accept()

        def failed() -> None:
            if is_alive(self):
                self._judge()

        self._environment.save(self.draft(), saved, failed)
