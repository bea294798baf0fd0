"""The panel: header, one place for errors, the pages. One widget, for a dock of either host and for standing alone."""

from __future__ import annotations

from typing import Callable, Dict, List, Optional, Tuple

from rb_dcc_core.messages import Message

from .binding import QtCore, QtGui, QtWidgets
from .costs.bookkeeper import Bookkeeper
from .costs.budget_keeper import BudgetKeeper
from .desktop_notice import DesktopNotices
from .downloads.desk import DownloadDesk
from .header import Header
from .language import Language
from .notices import Notices
from .services import Services
from .theme import em, style_sheet, theme_of
from .update_notice import UpdateNotice
from .widgets.buttons import IconButton
from .widgets.error_bar import ErrorBar

SUBMIT = "submit"
TASKS = "tasks"
SETTINGS = "settings"
DIAGNOSE = "diagnose"
ACCOUNT = "account"
COSTS = "costs"

MakePage = Callable[["Panel"], QtWidgets.QWidget]


class Panel(QtWidgets.QWidget):
    """Made on the interface thread. Pages are made when first shown; `shut` ends everything and leaves nothing behind."""

    page_changed = QtCore.Signal(str)

    def __init__(
        self,
        services: Services,
        language: Language,
        pages: Dict[str, MakePage],
        parent: Optional[QtWidgets.QWidget] = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("rbPanel")
        self.services = services
        self.language = language
        self._make = pages
        self._pages: Dict[str, QtWidgets.QWidget] = {}
        self._tabs: Dict[str, QtWidgets.QAbstractButton] = {}
        self._tab_group = QtWidgets.QButtonGroup(self)
        self.is_shut = False
        self._stack = QtWidgets.QStackedWidget()
        self.error_bar = ErrorBar(language, services.errors)
        self._header = Header(services, language, self.show_page)
        self.error_bar.is_told_above = self._header.tells
        self._header.presenter.listen(self.error_bar.refresh)
        self.downloads = DownloadDesk(services, language)
        self.notices = Notices(services)
        self.books = Bookkeeper(services)
        self.budgets = BudgetKeeper(services, self.notices)
        self.budgets.show_settings = self._opener(SETTINGS)
        self.updates = UpdateNotice(services)
        self._desktop = DesktopNotices(language, self)
        self.notices.send_desktop = self._desktop.send
        self._build()
        self._restyle()
        services.connection.listen(self._connection_changed)

    @property
    def page(self) -> str:
        """The name of the page that is shown."""
        shown = self._stack.currentWidget()
        return next((name for name, page in self._pages.items() if page is shown), "")

    def show_page(self, name: str) -> QtWidgets.QWidget:
        """Show a page, making it first where this is its first time."""
        if name not in self._pages:
            self._pages[name] = self._make[name](self)
            self._stack.addWidget(self._pages[name])
        self._stack.setCurrentWidget(self._pages[name])
        # An exclusive group lets nobody uncheck its last; the account has no tab.
        self._tab_group.setExclusive(False)
        for each, tab in self._tabs.items():
            tab.setChecked(each == name)
        self._tab_group.setExclusive(True)
        self.page_changed.emit(name)
        return self._pages[name]

    def shut(self, wait: bool = True) -> None:
        """Cancel everything, cut every request, leave no timer, thread or callback. The widget may go then.

        It gives the threads a moment to end where `wait`; it never waits for one that cannot be broken into.
        """
        if self.is_shut:
            return
        self.is_shut = True
        for page in self._pages.values():
            close = getattr(page, "shut", None)
            if close is not None:
                close()
        self._desktop.close()
        self.notices.close()
        self.updates.close()
        self.budgets.close()
        self.books.close()
        self.downloads.presenter.close()
        self.services.close(wait)

    def changeEvent(self, event: QtCore.QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QtCore.QEvent.Type.PaletteChange, QtCore.QEvent.Type.FontChange):
            self._restyle()

    def showEvent(self, event: QtGui.QShowEvent) -> None:
        super().showEvent(event)
        self.services.watch.set_visible(True)
        self.services.host.look_again()

    def hideEvent(self, event: QtGui.QHideEvent) -> None:
        super().hideEvent(event)
        if not self.is_shut:
            self.services.watch.set_visible(False)

    def _build(self) -> None:
        whole = QtWidgets.QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._header)
        whole.addLayout(self._tab_row())
        whole.addWidget(self.error_bar)
        whole.addWidget(self._stack, 1)
        self.setMinimumWidth(em(self, 16))

    def _tab_row(self) -> QtWidgets.QHBoxLayout:
        row = QtWidgets.QHBoxLayout()
        margin = em(self, 0.4)
        row.setContentsMargins(margin, 0, margin, margin // 2)
        row.setSpacing(em(self, 0.2))
        for name, symbol, text, tip, is_wide in _TABS:
            button = IconButton(self.language, symbol, text, tip, shows_text=is_wide)
            button.setCheckable(True)
            button.clicked.connect(self._opener(name))
            self._tab_group.addButton(button)
            self._tabs[name] = button
            if name == SETTINGS:
                row.addStretch(1)
            row.addWidget(button)
        return row

    def _opener(self, name: str) -> Callable[[], None]:
        def show() -> None:
            self.show_page(name)

        return show

    def _connection_changed(self) -> None:
        """Nothing but the form makes sense without an account; once it stands, the form has done its work.

        A form that was opened by wish stays: the account it adds is not the one that came online.
        """
        from .connection import NO_ACCOUNT, ONLINE, OPENING

        now, page = self.services.connection.standing, self.page
        kind = now.kind
        form_is_done = kind == ONLINE and page == ACCOUNT and not getattr(self._pages[page], "is_busy", False)
        if kind == NO_ACCOUNT and page in ("", SUBMIT, TASKS):
            self.show_page(ACCOUNT)
        elif form_is_done or (page == "" and (now.service or kind != OPENING)):
            self.show_page(SUBMIT)

    def _restyle(self) -> None:
        sheet = style_sheet(theme_of(self))
        if self.styleSheet() != sheet:
            self.setStyleSheet(sheet)


_TABS: List[Tuple[str, str, Message, Message, bool]] = [
    (SUBMIT, "upload", Message("Submit"), Message("Send the open scene to the farm."), True),
    (TASKS, "grid", Message("Tasks"), Message("See what the farm renders, frame by frame."), True),
    (SETTINGS, "settings", Message("Settings"), Message("Profiles, language, folders, notices."), False),
    (DIAGNOSE, "diagnose", Message("Diagnose"), Message("Find out why something does not work."), False),
]
