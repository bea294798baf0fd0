"""The bar that says what happened and what to do: one sentence, Details, Copy, Try again, and a way to put it away."""

from __future__ import annotations

from typing import Callable, Optional

from rb_dcc_core.messages import Message
from rb_dcc_ui.binding import QtCore, QtGui, QtWidgets
from rb_dcc_ui.error_desk import ERROR, NOTICE, WARNING, ErrorDesk, Trouble
from rb_dcc_ui.language import Language
from rb_dcc_ui.looks import BAD, BUSY, CAUTION
from rb_dcc_ui.theme import em

from .buttons import IconButton, TextButton
from .symbol import Symbol
from .tinted import TintedFrame

_LOOKS = {ERROR: ("error", BAD), WARNING: ("warning", CAUTION), NOTICE: ("info", BUSY)}
TRY_AGAIN = Message("Try again")
PASSES_AFTER_MS = 8000


class ErrorBar(TintedFrame):
    """Hidden while there is nothing to say. Shows the error desk's current trouble.

    `is_told_above` says of a sentence that it stands somewhere else already: nothing is said twice. `refresh` asks it again.
    """

    def __init__(
        self, language: Language, errors: ErrorDesk, parent: Optional[QtWidgets.QWidget] = None
    ) -> None:
        super().__init__(parent)
        self.is_told_above: Callable[[Message], bool] = lambda message: False
        self.setObjectName("rbErrorBar")
        self._language = language
        self._errors = errors
        self._symbol = Symbol("error", BAD)
        self._text = QtWidgets.QLabel()
        self._text.setWordWrap(True)
        self._text.setTextFormat(QtCore.Qt.TextFormat.PlainText)
        self._text.setTextInteractionFlags(QtCore.Qt.TextInteractionFlag.TextSelectableByMouse)
        self._details = QtWidgets.QPlainTextEdit()
        self._details.setReadOnly(True)
        self._details.setMaximumHeight(em(self, 9))
        self._details.hide()
        language.bind(self._details, "setAccessibleName", Message("Details"))
        language.bind(self._details, "setToolTip", Message("For whoever helps you; without secrets."))
        self._passing: Optional[Trouble] = None
        self._moment = QtCore.QTimer(self)
        self._moment.setSingleShot(True)
        self._moment.timeout.connect(self._pass)
        self._build()
        errors.listen(self._show)
        language.listen(self._show)
        self._show()

    def open_details(self) -> None:
        """Unfold what a developer would want to know."""
        self._more.setChecked(True)

    def _build(self) -> None:
        speak = self._language
        self._again = TextButton(speak, TRY_AGAIN, Message("Does once more what failed."))
        self._more = IconButton(
            speak, "log", Message("Details"), Message("Shows what a developer would want to know.")
        )
        self._more.setCheckable(True)
        self._more.toggled.connect(self._details.setVisible)
        copy = IconButton(
            speak, "copy", Message("Copy"), Message("Copies the sentence and its details, without secrets.")
        )
        close = IconButton(
            speak, "close", Message("Put away"), Message("Hides this; what was before it comes back.")
        )
        self._again.clicked.connect(self._try_again)
        copy.clicked.connect(self._copy)
        close.clicked.connect(self._errors.dismiss)
        row = QtWidgets.QHBoxLayout()
        row.setSpacing(em(self, 0.3))
        row.addWidget(self._symbol)
        row.addWidget(self._text, 1)
        for widget in (self._again, self._more, copy, close):
            row.addWidget(widget)
        whole = QtWidgets.QVBoxLayout(self)
        margin = em(self, 0.35)
        whole.setContentsMargins(margin * 2, margin, margin, margin)
        whole.addLayout(row)
        whole.addWidget(self._details)

    def refresh(self) -> None:
        """What is told above has changed."""
        self._show()

    def _show(self) -> None:
        trouble = self._errors.current
        self._time(trouble)
        if trouble is None or self.is_told_above(trouble.message):
            self.hide()
            return
        self.setVisible(True)
        symbol, role = _LOOKS[trouble.severity]
        self._symbol.show_as(symbol, role)
        text = self._language.say(trouble.message)
        self._text.setText(text + (f"  ({trouble.count}×)" if trouble.count > 1 else ""))
        self._details.setPlainText(trouble.details)
        self._more.setVisible(bool(trouble.details))
        self._details.setVisible(self._more.isChecked() and bool(trouble.details))
        self._again.setVisible(trouble.retry is not None)
        self._again.setText(self._language.say(trouble.retry_words or TRY_AGAIN))
        self.tint(role)

    def _time(self, trouble: Optional[Trouble]) -> None:
        """A confirmation stands for a moment, from when it is seen."""
        passing = trouble if trouble is not None and trouble.passes else None
        if passing is not self._passing:
            self._passing = passing
            self._moment.stop()
            if passing is not None:
                self._moment.start(PASSES_AFTER_MS)

    def _pass(self) -> None:
        """Not while the mouse is on it: somebody reads it."""
        if self._passing is not None and self.underMouse():
            self._moment.start(PASSES_AFTER_MS)
        elif self._passing is not None:
            self._errors.let_pass(self._passing)

    def _try_again(self) -> None:
        trouble = self._errors.current
        if trouble is not None and trouble.retry is not None:
            self._errors.dismiss()
            trouble.retry()

    def _copy(self) -> None:
        trouble = self._errors.current
        if trouble is not None:
            text = self._language.say(trouble.message)
            QtGui.QGuiApplication.clipboard().setText(text + "\n\n" + trouble.details)
