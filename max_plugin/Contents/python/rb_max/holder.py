"""What stands in the dock: a plain sentence while there is no panel, then the panel."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Callable, Optional

from rb_dcc_core.errors import RenderbusError
from rb_dcc_core.messages import Message
from rb_dcc_ui.binding import QtCore, QtWidgets, is_alive
from rb_dcc_ui.delivery import QtDelivery
from rb_dcc_ui.theme import em
from rb_dcc_ui.timers import QtTimers

from .runtime import Max
from .spoken import spoken
from .warming import warm_up

if TYPE_CHECKING:
    from rb_dcc_ui.panel import Panel

_log = logging.getLogger(__name__)

FIRST_PAGE = "submit"


class Holder(QtWidgets.QWidget):
    """On the main thread. `begin` opens the panel, `end` shuts it without waiting for its threads; both any number of
    times. `exiting` is called when 3ds Max ends."""

    def __init__(self, max_: Max, parent: QtWidgets.QWidget, exiting: Callable[[], None]) -> None:
        super().__init__(parent)
        self.setObjectName("renderbusHolder")
        self.panel: Optional[Panel] = None
        self._max = max_
        self._exiting = exiting
        self._page: Optional[str] = None
        self._is_opening = False
        self._delivery = QtDelivery(self)
        self._sentence = QtWidgets.QLabel()
        self._button = QtWidgets.QPushButton()
        self._notice = self._build_notice()
        whole = QtWidgets.QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._notice, 1)
        # A function of its own: a method of a widget that is being deleted is not called any more.
        held = [self]
        self.destroyed.connect(lambda *_: held.pop().forget())

    def begin(self, page: Optional[str] = None) -> None:
        """Open the panel, or say why it cannot be."""
        self._page = page or self._page
        if self.panel is not None:
            self._turn_to_page()
        elif not self._is_opening:
            self._is_opening = True
            self._say(Message("Opening …"))
            deliver = self._delivery.deliver
            warm_up(lambda error: deliver(lambda: self._warm(error)))

    def end(self) -> None:
        """Cancel the panel's work and drop it; its threads end as soon as what they wait for answers."""
        self._is_opening = False
        panel, self.panel = self.panel, None
        if panel is None:
            return
        _shut(panel)
        if is_alive(panel):
            panel.setParent(None)
            panel.deleteLater()

    def forget(self) -> None:
        """Qt is deleting this widget and all in it: only what is not Qt's is left to end."""
        self._is_opening = False
        panel, self.panel = self.panel, None
        if panel is not None:
            _shut(panel)

    # -- opening -------------------------------------------------------------------------------------------------

    def _warm(self, error: Optional[RenderbusError]) -> None:
        """Everything is imported: make the panel now, its first page in the next event."""
        if not self._is_opening:
            return  # ended meanwhile
        self._is_opening = False
        if error is not None:
            self._say(error.message, Message("Try again"))
            return
        try:
            panel = self._make_panel()
        except Exception as raised:  # noqa: BLE001 - a callback of the host ends here
            _log.exception("the panel could not be made")
            self._say(Message(_BROKEN, what=type(raised).__name__), Message("Try again"))
            return
        self.panel = panel
        layout = self.layout()
        assert layout is not None
        layout.addWidget(panel)
        self._notice.hide()
        panel.language.listen(lambda: spoken.switch(panel.language.code))
        spoken.switch(panel.language.code)
        QtTimers(panel).call_later(0.0, self._connect)

    def _make_panel(self) -> Panel:
        from rb_dcc_ui.opening import make_panel

        from .host import MaxHost

        timers = QtTimers(self)
        return make_panel(lambda runner: MaxHost(runner, timers, self._max, self._exiting), parent=self)

    def _connect(self) -> None:
        if self.panel is not None:
            self.panel.services.connection.open()
            self._turn_to_page()

    def _turn_to_page(self) -> None:
        page, self._page = self._page, None
        if self.panel is not None and (page is not None or not self.panel.page):
            self.panel.show_page(page or FIRST_PAGE)

    # -- the plain sentence --------------------------------------------------------------------------------------

    def _build_notice(self) -> QtWidgets.QWidget:
        notice = QtWidgets.QWidget()
        self._sentence.setWordWrap(True)
        self._sentence.setTextFormat(QtCore.Qt.TextFormat.PlainText)
        self._sentence.setAlignment(QtCore.Qt.AlignmentFlag.AlignCenter)
        self._button.clicked.connect(lambda *_: self.begin())
        column = QtWidgets.QVBoxLayout(notice)
        margin = em(self, 1.2)
        column.setContentsMargins(margin, margin, margin, margin)
        column.setSpacing(em(self, 0.8))
        column.addStretch(2)
        column.addWidget(self._sentence)
        column.addWidget(self._button, 0, QtCore.Qt.AlignmentFlag.AlignCenter)
        column.addStretch(3)
        return notice

    def _say(self, sentence: Message, action: Optional[Message] = None) -> None:
        self._sentence.setText(spoken.say(sentence))
        self._button.setVisible(action is not None)
        if action is not None:
            self._button.setText(spoken.say(action))
            self._button.setAccessibleName(spoken.say(action))
        self._notice.show()


def _shut(panel: Panel) -> None:
    """Without waiting: a thread may be in the midst of a question to the farm."""
    try:
        panel.shut(wait=False)
    except RuntimeError:  # Qt has deleted the pages; what is not Qt's ends all the same
        panel.services.close(wait=False)


_BROKEN = "The panel could not be opened ({what}). The log file has the details: please send it to us. 3ds Max itself is fine."
