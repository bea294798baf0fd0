"""Small questions in windows of their own, every word of them in the panel's language: Qt's own buttons speak the host's."""

from __future__ import annotations

from typing import Optional

from rb_dcc_core.messages import Message
from rb_dcc_ui.binding import QtWidgets, exec_dialog, is_alive
from rb_dcc_ui.language import Language

_CANCEL = Message("Cancel")
_OK = Message("OK")


def agrees(language: Language, action: Message, question: Message, parent: QtWidgets.QWidget) -> bool:
    """Whether the artist wants what cannot be undone; leaving it is what Return and Escape do."""
    box = QtWidgets.QMessageBox(parent)
    box.setIcon(QtWidgets.QMessageBox.Icon.Question)
    box.setWindowTitle(language.say(action))
    box.setText(language.say(question))
    do = box.addButton(language.say(action), QtWidgets.QMessageBox.ButtonRole.YesRole)
    leave = box.addButton(language.say(_CANCEL), QtWidgets.QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(leave)
    box.setEscapeButton(leave)
    exec_dialog(box)
    if not is_alive(box):  # the panel was closed meanwhile, and the question with it
        return False
    box.deleteLater()
    return box.clickedButton() == do


def ask_hours(
    language: Language, action: Message, label: Message, parent: QtWidgets.QWidget
) -> Optional[float]:
    """From six minutes to six weeks; None where the artist thought better of it."""
    dialog = _dialog(language, action, label, parent)
    dialog.setInputMode(QtWidgets.QInputDialog.InputMode.DoubleInput)
    dialog.setDoubleRange(0.1, 1000.0)
    dialog.setDoubleDecimals(1)
    dialog.setDoubleValue(24.0)
    return dialog.doubleValue() if is_given(dialog) else None


def ask_name(language: Language, action: Message, label: Message, parent: QtWidgets.QWidget) -> Optional[str]:
    """A name without blanks around it; None where none was given."""
    dialog = _dialog(language, action, label, parent)
    dialog.setInputMode(QtWidgets.QInputDialog.InputMode.TextInput)
    return (dialog.textValue().strip() or None) if is_given(dialog) else None


def _dialog(
    language: Language, action: Message, label: Message, parent: QtWidgets.QWidget
) -> QtWidgets.QInputDialog:
    dialog = QtWidgets.QInputDialog(parent)
    dialog.setWindowTitle(language.say(action))
    dialog.setLabelText(language.say(label))
    dialog.setOkButtonText(language.say(_OK))
    dialog.setCancelButtonText(language.say(_CANCEL))
    return dialog


def is_given(dialog: QtWidgets.QDialog) -> bool:
    """Show a dialog until it is answered; True where it was accepted. It is deleted once this event is over, so that what
    it holds can still be read; closing the panel meanwhile is a no."""
    was_accepted = exec_dialog(dialog) == int(QtWidgets.QDialog.DialogCode.Accepted)
    if not is_alive(dialog):
        return False
    dialog.deleteLater()
    return was_accepted
