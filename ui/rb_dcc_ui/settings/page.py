"""The settings page: accounts, language, watching, transfer, folders, notices, log; everything applies at once."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Callable, Dict, List

from rb_dcc_core.messages import Message
from rb_dcc_ui.binding import QtCore, QtGui, QtWidgets
from rb_dcc_ui.costs.day_budget_card import DayBudgetCard
from rb_dcc_ui.language import NAMES
from rb_dcc_ui.theme import em
from rb_dcc_ui.widgets.buttons import IconButton, TextButton
from rb_dcc_ui.widgets.card import Card
from rb_dcc_ui.widgets.column import Column
from rb_dcc_ui.widgets.elided import ElidedLabel
from rb_dcc_ui.widgets.form import CheckLine, Form, fill_combo, narrow_combo, wrapped
from rb_dcc_ui.widgets.slices import Slices
from rb_dcc_ui.widgets.steady import SteadySpinBox

from .accounts_card import AccountsCard
from .presenter import LANGUAGES, LONGEST_POLL_S, NOTICES, SHORTEST_POLL_S, SettingsPresenter
from .transfer_card import TransferCard

if TYPE_CHECKING:
    from rb_dcc_ui.panel import Panel
    from rb_dcc_ui.services import Services


class SettingsPage(QtWidgets.QWidget):
    """A column of cards; `shut` ends it."""

    def __init__(self, panel: Panel) -> None:
        super().__init__(panel)
        self._language = panel.language
        self.presenter = SettingsPresenter(panel.services, panel.language.switch, _show_folder)
        self._checks: Dict[str, QtWidgets.QCheckBox] = {}
        self._column = Column()
        whole = QtWidgets.QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._column)
        self._stops: List[Callable[[], None]] = []
        self._accounts = AccountsCard(self._language, self.presenter, panel.show_page)
        self._column.content.addWidget(self._accounts)
        steps = (
            self._language_card,
            self._watching,
            lambda: self._make_budget(panel.services),
            self._make_transfer,
            self._folders,
            self._notices,
            self._log,
        )
        self.slices = Slices(panel.services.timers, [*map(self._adding, steps), self._begin])

    def shut(self) -> None:
        self.slices.stop()
        for stop in self._stops:
            stop()
        self.presenter.close()

    def _make_budget(self, services: Services) -> QtWidgets.QWidget:
        self._budget = DayBudgetCard(self._language, services)
        return self._budget

    def _make_transfer(self) -> QtWidgets.QWidget:
        self._transfer = TransferCard(self._language, self.presenter)
        return self._transfer

    def _adding(self, make: Callable[[], QtWidgets.QWidget]) -> Callable[[], None]:
        return lambda: self._column.content.addWidget(make())

    def _begin(self) -> None:
        """Every card is there: show what is set."""
        self._stops += [self.presenter.listen(self._show), self._language.listen(self._show)]
        self._show()

    # -- building ------------------------------------------------------------------------------------------------

    def _language_card(self) -> Card:
        card = Card(self._language, Message("Language"), "language")
        form = Form(self._language, card)
        self._spoken = narrow_combo()
        self._spoken.setObjectName("rbLanguage")
        self._spoken.activated.connect(
            lambda at: self.presenter.choose_language(str(self._spoken.itemData(at)))
        )
        form.add(
            Message("Language"), self._spoken, Message("Changes at once; the farm's own texts follow later.")
        )
        card.content.addLayout(form)
        return card

    def _watching(self) -> Card:
        card = Card(self._language, Message("Watching"), "clock")
        form = Form(self._language, card)
        self._interval = SteadySpinBox()
        self._interval.setRange(int(SHORTEST_POLL_S), int(LONGEST_POLL_S))
        self._interval.setKeyboardTracking(False)
        self._interval.valueChanged.connect(self.presenter.set_interval)
        self._language.bind(self._interval, "setSuffix", Message(" s"))
        row = QtWidgets.QHBoxLayout()
        row.addWidget(self._interval)
        row.addStretch(1)
        form.add(
            Message("Look every"),
            self._interval,
            Message("What the panel shows is asked for so often; what it does not show once a minute."),
            row,
        )
        card.content.addLayout(form)
        return card

    def _folders(self) -> Card:
        card = Card(self._language, Message("Folders"), "folder")
        form = Form(self._language, card)
        self._folder = QtWidgets.QLineEdit()
        self._folder.setClearButtonEnabled(True)
        self._folder.editingFinished.connect(self._take_folder)
        self._folder.textChanged.connect(self._folder_cleared)
        self._language.bind(self._folder, "setPlaceholderText", Message("Ask every time"))
        browse = IconButton(
            self._language, "folder", Message("Choose a folder"), Message("Pictures are put below it.")
        )
        browse.clicked.connect(self._choose_folder)
        row = QtWidgets.QHBoxLayout()
        row.setSpacing(em(self, 0.2))
        row.addWidget(self._folder, 1)
        row.addWidget(browse)
        form.add(Message("Pictures"), self._folder, Message("Where finished pictures are put."), row)
        card.content.addLayout(form)
        card.content.addWidget(
            self._check(
                "downloads_as_frames_finish",
                Message("Fetch frames as they finish"),
                Message("The first pictures are here while the last are still rendered."),
            )
        )
        self._no_folder = wrapped(
            self._language,
            Message("Choose a folder above: without one, only tasks with a folder of their own are fetched."),
            "caution",
        )
        self._no_folder.hide()
        card.content.addWidget(self._no_folder)
        return card

    def _notices(self) -> Card:
        card = Card(self._language, Message("Notices"), "bell")
        card.content.addWidget(wrapped(self._language, Message("Tell me when"), "dim"))
        for name, words, tip in NOTICES:
            card.content.addWidget(self._check(name, words, tip))
        card.content.addWidget(
            self._check(
                "update_notices",
                Message("A newer version of this plug-in is released"),
                Message(
                    "The package index is asked for the newest version once a day; nothing else is sent."
                ),
            )
        )
        card.content.addSpacing(em(self, 0.3))
        card.content.addWidget(
            self._check(
                "desktop_notices",
                Message("On the desktop too, while the panel is not seen"),
                Message("Without it a notice waits here until you look."),
            )
        )
        return card

    def _log(self) -> Card:
        card = Card(self._language, Message("Log file"), "log")
        self._log_path = ElidedLabel(mode=QtCore.Qt.TextElideMode.ElideMiddle)
        self._log_path.setProperty("rbTone", "dim")
        verbose = CheckLine(
            self._language,
            Message("Write down every request"),
            Message("For finding a fault; keys are never written down."),
        )
        self._verbose = verbose.box
        self._verbose.toggled.connect(self.presenter.set_verbose)
        show = TextButton(
            self._language, Message("Open the folder"), Message("To send the file to whoever helps you.")
        )
        show.clicked.connect(self.presenter.show_log_folder)
        card.content.addWidget(self._log_path)
        card.content.addWidget(verbose)
        card.content.addWidget(show, 0, QtCore.Qt.AlignmentFlag.AlignLeft)
        return card

    def _check(self, name: str, words: Message, tip: Message) -> QtWidgets.QWidget:
        line = CheckLine(self._language, words, tip)
        line.box.toggled.connect(lambda is_on: self.presenter.set(**{name: is_on}))
        self._checks[name] = line.box
        return line

    # -- showing -------------------------------------------------------------------------------------------------

    def _show(self) -> None:
        now = self.presenter.now
        self._accounts.show_profiles()
        self._transfer.show_transfer()
        self._budget.show_limits()
        follows = Message("As the system ({name})", name=NAMES[self.presenter.system_language])
        choices = [(code, NAMES[code] if code else self._language.say(follows)) for code in LANGUAGES]
        fill_combo(self._spoken, choices, now.language if now.language in LANGUAGES else "")
        self._interval.blockSignals(True)
        self._interval.setValue(round(now.poll_interval_s))
        self._interval.blockSignals(False)
        if not self._folder.hasFocus():
            self._folder.setText(now.download_folder)
        for name, box in self._checks.items():
            box.setChecked(bool(getattr(now, name)))
        self._no_folder.setVisible(now.downloads_as_frames_finish and not now.download_folder)
        self._verbose.setChecked(now.verbose_log)
        self._log_path.setText(str(self.presenter.log_file))

    # -- doing ---------------------------------------------------------------------------------------------------

    def _take_folder(self) -> None:
        self.presenter.set(download_folder=self._folder.text().strip())

    def _folder_cleared(self, text: str) -> None:
        if not text:
            self.presenter.set(download_folder="")

    def _choose_folder(self) -> None:
        title = self._language.say(Message("Choose a folder"))
        path = QtWidgets.QFileDialog.getExistingDirectory(self, title, self._folder.text())
        if path:
            self._folder.setText(path)
            self._take_folder()


def _show_folder(folder: Path) -> None:
    QtGui.QDesktopServices.openUrl(QtCore.QUrl.fromLocalFile(str(folder)))
