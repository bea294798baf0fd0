"""The account's form: id, key with its test below it, zone, platform, and what few people need folded away."""

from __future__ import annotations

from typing import Dict, Optional, Tuple

from rb_dcc_core.messages import Message
from rb_dcc_core.platforms import ZONE_NAMES, platform_words, state_words
from rb_dcc_ui.binding import QtCore, QtWidgets
from rb_dcc_ui.language import Language
from rb_dcc_ui.looks import BAD, BUSY, GOOD, IDLE
from rb_dcc_ui.theme import em
from rb_dcc_ui.widgets.buttons import IconButton, TextButton
from rb_dcc_ui.widgets.card import Card
from rb_dcc_ui.widgets.form import Form, fill_combo, narrow_combo, say_or_hide, tone, wrapped
from rb_dcc_ui.widgets.symbol import Symbol

from . import presenter as state
from .presenter import AccountPresenter

_LOOKS: Dict[str, Tuple[str, str]] = {
    state.UNTESTED: ("user", IDLE),
    state.TESTING: ("more", BUSY),
    state.RIGHT: ("tick", GOOD),
    state.WRONG: ("error", BAD),
}
_TONES = {state.WRONG: "bad", state.UNTESTED: "dim", state.TESTING: "dim"}
_HINT = Message("Both are tested as you type.")


class AccountForm(Card):
    """`fill` puts the presenter's entry into the fields, `show_state` the rest; `left` is emitted by Cancel."""

    left = QtCore.Signal()

    def __init__(
        self, language: Language, presenter: AccountPresenter, parent: Optional[QtWidgets.QWidget] = None
    ) -> None:
        super().__init__(language, Message("Account"), "user", can_fold=False, parent=parent)
        self._language = language
        self.presenter = presenter
        self._build()

    def _build(self) -> None:
        self.content.addLayout(self._keys())
        self.content.addWidget(self._state_row())
        self.content.addLayout(self._places())
        self.content.addWidget(self._more())
        self.content.addLayout(self._buttons())

    def _keys(self) -> Form:
        self._id = _line("rbAccessId", 200)
        self._key = _line("rbAccessKey", 400)
        self._key.setEchoMode(QtWidgets.QLineEdit.EchoMode.Password)
        hints = QtCore.Qt.InputMethodHint
        self._key.setInputMethodHints(
            hints.ImhSensitiveData | hints.ImhNoAutoUppercase | hints.ImhNoPredictiveText
        )
        self._id.textEdited.connect(lambda text: self.presenter.enter(access_id=text))
        self._key.textEdited.connect(lambda text: self.presenter.enter(access_key=text))
        self._id.returnPressed.connect(self._confirm)
        self._key.returnPressed.connect(self._confirm)
        form = Form(self._language, self)
        form.add(Message("Access id"), self._id, Message("Says which account it is. It is not secret."))
        form.add(
            Message("Access key"),
            self._key,
            Message("Signs every request. It never leaves this computer and is in no log."),
            self._with_eye(),
        )
        return form

    def _places(self) -> Form:
        self._zone = narrow_combo()
        self._platform = narrow_combo()
        self._zone.activated.connect(lambda at: self.presenter.choose_zone(int(self._zone.itemData(at))))
        self._platform.activated.connect(
            lambda at: self.presenter.choose_platform(str(self._platform.itemData(at)))
        )
        form = Form(self._language, self)
        form.add(Message("Zone"), self._zone, Message("Where the account was opened."))
        form.add(
            Message("Platform"), self._platform, Message("The part of the farm that renders; prices differ.")
        )
        return form

    def _with_eye(self) -> QtWidgets.QHBoxLayout:
        self._eye = IconButton(
            self._language,
            "eye",
            Message("Show the key"),
            Message("To compare it letter by letter, when nobody looks over your shoulder."),
        )
        self._eye.setObjectName("rbEye")
        self._eye.setCheckable(True)
        self._eye.toggled.connect(self._show_key)
        row = QtWidgets.QHBoxLayout()
        row.setSpacing(em(self, 0.2))
        row.addWidget(self._key, 1)
        row.addWidget(self._eye)
        return row

    def _state_row(self) -> QtWidgets.QWidget:
        held = QtWidgets.QWidget()
        row = QtWidgets.QHBoxLayout(held)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(em(self, 0.4))
        self._mark = Symbol("user", IDLE)
        self._words = wrapped(self._language)
        self._words.setTextInteractionFlags(QtCore.Qt.TextInteractionFlag.TextSelectableByMouse)
        self._words.setAlignment(QtCore.Qt.AlignmentFlag.AlignLeft | QtCore.Qt.AlignmentFlag.AlignTop)
        self._again = IconButton(
            self._language, "retry", Message("Try again"), Message("Tests the same id and key once more.")
        )
        self._again.clicked.connect(self.presenter.test_now)
        top = QtCore.Qt.AlignmentFlag.AlignTop
        row.addWidget(self._mark, 0, top)
        row.addWidget(self._words, 1)
        row.addWidget(self._again, 0, top)
        # Room for two lines, so that the fields below stay where they are while the sentence changes.
        held.setMinimumHeight(em(self, 2.4))
        return held

    def _more(self) -> QtWidgets.QWidget:
        """What few people need, folded away."""
        self._more_button = IconButton(
            self._language,
            "right",
            Message("More"),
            Message("Another service address, another name for the profile."),
            shows_text=True,
        )
        self._more_button.setCheckable(True)
        self._more_button.toggled.connect(self._unfold)
        self._below = QtWidgets.QWidget()
        self._below.setLayout(self._rare())
        self._below.hide()
        self._name_trouble = wrapped(self._language, tone="bad")
        held = QtWidgets.QWidget()
        column = QtWidgets.QVBoxLayout(held)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._more_button, 0, QtCore.Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._below)
        column.addWidget(self._name_trouble)
        return held

    def _rare(self) -> Form:
        self._service = _line("rbService", 300)
        self._service.textEdited.connect(lambda text: self.presenter.enter(service=text))
        self._service.returnPressed.connect(self._confirm)
        self._name = _line("rbProfileName", 60)
        self._name.textEdited.connect(self.presenter.call_it)
        form = Form(self._language, self)
        form.add(
            Message("Service"),
            self._service,
            Message("Only where your farm has told you another address than this."),
        )
        form.add(
            Message("Profile"), self._name, Message("What this account is called here, beside your others.")
        )
        return form

    def _buttons(self) -> QtWidgets.QHBoxLayout:
        self._save = TextButton(
            self._language,
            Message("Use this account"),
            Message("Keeps it on this computer: the key where only you can read it."),
            is_main=True,
        )
        self._save.setObjectName("rbSave")
        self._save.clicked.connect(self.presenter.save)
        self._cancel = TextButton(
            self._language, Message("Cancel"), Message("Goes back; nothing of this is kept.")
        )
        self._cancel.clicked.connect(self.left)
        row = QtWidgets.QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self._cancel)
        row.addWidget(self._save)
        return row

    def fill(self) -> None:
        """Put into the fields what the presenter holds; typing itself never comes back this way."""
        entry = self.presenter.entry
        for field, text in (
            (self._id, entry.access_id),
            (self._key, entry.access_key),
            (self._service, entry.service),
            (self._name, entry.name),
        ):
            if field.text().strip() != text:
                field.setText(text)
                field.setCursorPosition(0)
        self._key.setPlaceholderText(
            self._language.say(Message("The kept key is used")) if self.presenter.has_kept_key else ""
        )
        self._name.setEnabled(not self.presenter.edited)

    def start_typing(self) -> None:
        """The keyboard goes to what is missing; only where the user has asked for the form, never by itself."""
        (self._key if self._id.text() else self._id).setFocus()

    def show_state(self) -> None:
        """Show how the key stands and what can be chosen now."""
        shown = self.presenter
        symbol, role = _LOOKS[shown.state]
        self._mark.show_as(symbol, role)
        self._words.setText(self._language.say(shown.words or _HINT))
        tone(self._words, _TONES.get(shown.state, ""))
        self._again.setVisible(shown.state == state.WRONG)
        self._fill_choices()
        trouble = shown.name_trouble
        say_or_hide(self._name_trouble, self._language, trouble)
        self._save.setEnabled(shown.can_save and trouble is None)
        self._cancel.setVisible(shown.is_open_by_wish)

    def _fill_choices(self) -> None:
        shown, speak = self.presenter, self._language
        zones = [(str(zone), speak.say(ZONE_NAMES[zone])) for zone in shown.zones if zone in ZONE_NAMES]
        fill_combo(self._zone, zones, str(shown.zone))
        platforms = []
        for each in shown.platforms:
            words = state_words(each)
            ending = "" if words is None else f"  ·  {speak.say(words)}"
            platforms.append((str(each.platform), speak.say(platform_words(each)) + ending))
        fill_combo(self._platform, platforms, shown.platform)

    def _confirm(self) -> None:
        """Enter saves what is right, and tests what is not."""
        if self.presenter.can_save:
            self.presenter.save()
        else:
            self.presenter.test_now()

    def _show_key(self, is_shown: bool) -> None:
        modes = QtWidgets.QLineEdit.EchoMode
        self._key.setEchoMode(modes.Normal if is_shown else modes.Password)

    def _unfold(self, is_open: bool) -> None:
        self._below.setVisible(is_open)
        self._more_button.set_symbol("down" if is_open else "right")


def _line(name: str, most: int) -> QtWidgets.QLineEdit:
    field = QtWidgets.QLineEdit()
    field.setObjectName(name)
    field.setMaxLength(most)
    return field
