"""Transfer: the vendor's program as far as it is here, a file named by hand, a limit on the speed."""

from __future__ import annotations

from typing import Optional

from rb_dcc_core.messages import Message
from rb_dcc_ui.binding import QtCore, QtWidgets
from rb_dcc_ui.language import Language
from rb_dcc_ui.looks import BUSY, CAUTION, GOOD
from rb_dcc_ui.theme import em
from rb_dcc_ui.widgets.buttons import IconButton
from rb_dcc_ui.widgets.card import Card
from rb_dcc_ui.widgets.elided import ElidedLabel
from rb_dcc_ui.widgets.form import Form, wrapped
from rb_dcc_ui.widgets.steady import SteadyDoubleSpinBox
from rb_dcc_ui.widgets.symbol import Symbol

from .presenter import SettingsPresenter

_FASTEST_MB_S = 1000.0


class TransferCard(Card):
    """Set for the profile the panel works with."""

    def __init__(
        self, language: Language, presenter: SettingsPresenter, parent: Optional[QtWidgets.QWidget] = None
    ) -> None:
        super().__init__(language, Message("Transfer"), "upload", parent=parent)
        self._language = language
        self._presenter = presenter
        self._mark = Symbol("more", BUSY)
        self._words = wrapped(language)
        self._path = ElidedLabel(mode=QtCore.Qt.TextElideMode.ElideMiddle)
        self._path.setProperty("rbTone", "dim")
        self.content.addLayout(self._found_row())
        self.content.addWidget(self._path)
        self.content.addLayout(self._form())
        self._only_now = wrapped(
            language, Message("For this session only: the account is in no settings."), "dim"
        )
        self.content.addWidget(self._only_now)

    def show_transfer(self) -> None:
        shown = self._presenter
        engine = shown.engine
        is_there = engine is not None and engine.trouble is None
        self._mark.show_as(
            *(("more", BUSY) if engine is None else ("tick", GOOD) if is_there else ("info", CAUTION))
        )
        words = Message("Looking for the vendor's transfer program …") if engine is None else engine.words
        self._words.setText(self._language.say(words))
        self._path.setVisible(engine is not None and bool(engine.path))
        self._path.setText("" if engine is None else engine.path)
        has_profile = shown.profile is not None
        if not self._field.hasFocus() and self._field.text() != shown.engine_path:
            self._field.setText(shown.engine_path)
        limit = shown.limit_mb_s
        for widget in (self._field, self._browse, self._is_limited):
            widget.setEnabled(has_profile)
        for field in (self._is_limited, self._rate):
            field.blockSignals(True)
        self._is_limited.setChecked(limit is not None)
        if limit is not None and not self._rate.hasFocus():
            self._rate.setValue(limit)
        for field in (self._is_limited, self._rate):
            field.blockSignals(False)
        self._rate.setEnabled(has_profile and limit is not None)
        self._only_now.setVisible(has_profile and not shown.is_lasting)
        self.summary.setText(
            "" if limit is None else self._language.say(Message("{rate} MB/s", rate=f"{limit:g}"))
        )

    def _form(self) -> Form:
        speak = self._language
        self._field = QtWidgets.QLineEdit()
        self._field.setClearButtonEnabled(True)
        self._field.textEdited.connect(self._presenter.set_engine_path)
        self._field.textChanged.connect(self._cleared)
        self._is_limited = QtWidgets.QCheckBox()
        self._is_limited.toggled.connect(self._limit)
        speak.bind(
            self._is_limited, "setAccessibleName", Message("Limit how fast files are sent and fetched")
        )
        speak.bind(
            self._is_limited,
            "setToolTip",
            Message("So that uploads leave the others in the house some line."),
        )
        self._rate = SteadyDoubleSpinBox()
        self._rate.setRange(0.1, _FASTEST_MB_S)
        self._rate.setDecimals(1)
        self._rate.setValue(10.0)
        self._rate.setKeyboardTracking(False)
        self._rate.valueChanged.connect(self._limit)
        speak.bind(self._rate, "setSuffix", Message(" MB/s"))
        form = Form(speak, self)
        form.add(
            Message("Program"),
            self._field,
            Message("Only where it is not found by itself: the file rayvision_transmitter."),
            self._with_browse(),
        )
        form.add(Message("Speed limit"), self._rate, Message("Millions of bytes a second."), self._rate_row())
        return form

    def _found_row(self) -> QtWidgets.QHBoxLayout:
        again = IconButton(
            self._language,
            "refresh",
            Message("Look again"),
            Message("After you have installed it, or moved it."),
        )
        again.clicked.connect(self._presenter.look_for_engine)
        row = QtWidgets.QHBoxLayout()
        row.setSpacing(em(self, 0.4))
        top = QtCore.Qt.AlignmentFlag.AlignTop
        row.addWidget(self._mark, 0, top)
        row.addWidget(self._words, 1)
        row.addWidget(again, 0, top)
        return row

    def _with_browse(self) -> QtWidgets.QHBoxLayout:
        self._browse = IconButton(
            self._language, "folder", Message("Choose the program"), Message("Names its file here.")
        )
        self._browse.clicked.connect(self._choose)
        row = QtWidgets.QHBoxLayout()
        row.setSpacing(em(self, 0.2))
        row.addWidget(self._field, 1)
        row.addWidget(self._browse)
        return row

    def _rate_row(self) -> QtWidgets.QHBoxLayout:
        row = QtWidgets.QHBoxLayout()
        row.setSpacing(em(self, 0.3))
        row.addWidget(self._is_limited)
        row.addWidget(self._rate)
        row.addStretch(1)
        return row

    def _limit(self, *_: object) -> None:
        self._presenter.set_limit(round(self._rate.value(), 1) if self._is_limited.isChecked() else None)

    def _cleared(self, text: str) -> None:
        """The clear button edits nothing in Qt's eyes."""
        if not text and self._presenter.engine_path:
            self._presenter.set_engine_path("")

    def _choose(self) -> None:
        title = self._language.say(Message("Choose the program"))
        path, _ = QtWidgets.QFileDialog.getOpenFileName(self, title, self._field.text())
        if path:
            self._field.setText(path)
            self._presenter.set_engine_path(path)
