"""Rows of a name and a field, the name above its field where there is little room."""

from __future__ import annotations

from typing import Any, List, Optional, Tuple

from rb_dcc_core.messages import Message
from rb_dcc_ui.binding import QtCore, QtGui, QtWidgets
from rb_dcc_ui.language import Language
from rb_dcc_ui.theme import em

from .steady import SteadyComboBox

WORDS_EM = 6.5


class Form(QtWidgets.QFormLayout):
    """Every field has an accessible name and a tooltip that says why one would change it."""

    def __init__(self, language: Language, owner: QtWidgets.QWidget) -> None:
        super().__init__()
        self._language = language
        self._owner = owner
        self.setRowWrapPolicy(QtWidgets.QFormLayout.RowWrapPolicy.WrapLongRows)
        self.setFieldGrowthPolicy(QtWidgets.QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.setLabelAlignment(QtCore.Qt.AlignmentFlag.AlignLeft | QtCore.Qt.AlignmentFlag.AlignVCenter)
        self.setContentsMargins(0, 0, 0, 0)
        self.setHorizontalSpacing(em(owner, 0.6))
        self.setVerticalSpacing(em(owner, 0.4))

    def add(
        self, name: Message, field: QtWidgets.QWidget, tip: Message, shown: Optional[Any] = None
    ) -> QtWidgets.QLabel:
        """Add a row; `shown` is what stands there where the field is only a part of it."""
        label = QtWidgets.QLabel()
        label.setTextFormat(QtCore.Qt.TextFormat.PlainText)
        label.setMinimumWidth(em(self._owner, WORDS_EM))
        label.setBuddy(field)
        self._language.bind(label, "setText", name)
        self._language.bind(field, "setAccessibleName", name)
        self._language.bind(field, "setToolTip", tip)
        self.addRow(label, field if shown is None else shown)
        return label


class CheckLine(QtWidgets.QWidget):
    """A check box whose words take as many lines as they need; a click on them counts."""

    def __init__(
        self, language: Language, words: Message, tip: Message, parent: Optional[QtWidgets.QWidget] = None
    ) -> None:
        super().__init__(parent)
        self.box = QtWidgets.QCheckBox()
        language.bind(self.box, "setAccessibleName", words)
        language.bind(self, "setToolTip", tip)
        language.bind(self.box, "setToolTip", tip)
        self._words = wrapped(language, words)
        row = QtWidgets.QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(em(self, 0.2))
        row.addWidget(self.box, 0, QtCore.Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._words, 1)

    def mouseReleaseEvent(self, event: QtGui.QMouseEvent) -> None:
        if event.button() == QtCore.Qt.MouseButton.LeftButton and self.box.isEnabled():
            self.box.toggle()


def wrapped(language: Language, words: Optional[Message] = None, tone: str = "") -> QtWidgets.QLabel:
    """A label of sentences, as many lines as they need."""
    label = QtWidgets.QLabel()
    label.setTextFormat(QtCore.Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    if tone:
        label.setProperty("rbTone", tone)
    if words is not None:
        language.bind(label, "setText", words)
    return label


def narrow_combo() -> QtWidgets.QComboBox:
    """A choice that gives way where there is little room, whatever is in its list."""
    combo = SteadyComboBox()
    combo.setSizeAdjustPolicy(QtWidgets.QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    combo.setMinimumContentsLength(8)
    return combo


def fill_combo(combo: QtWidgets.QComboBox, choices: List[Tuple[str, str]], chosen: str) -> None:
    """Put choices (data, text) into a list where they are others than are there."""
    held = [(combo.itemData(at), combo.itemText(at)) for at in range(combo.count())]
    if held != choices:
        combo.clear()
        for data, text in choices:
            combo.addItem(text, data)
    combo.setCurrentIndex(max(0, combo.findData(chosen)) if choices else -1)
    combo.setEnabled(bool(choices))


def tone(label: QtWidgets.QLabel, name: str) -> None:
    """Have a label speak in another tone of the theme."""
    if label.property("rbTone") != name:
        label.setProperty("rbTone", name)
        label.style().unpolish(label)
        label.style().polish(label)


def say_or_hide(label: QtWidgets.QLabel, language: Language, words: Optional[Message]) -> None:
    """Show a sentence, or nothing where there is none."""
    label.setVisible(words is not None)
    label.setText("" if words is None else language.say(words))
