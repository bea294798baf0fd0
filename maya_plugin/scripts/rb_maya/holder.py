"""What stands in the docked control: a plain sentence while there is no panel, then the panel."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Callable, Optional

from rb_dcc_core.errors import RenderbusError
from rb_dcc_core.messages import Message
from rb_dcc_ui.binding import QtCore, QtGui, QtWidgets, is_alive
from rb_dcc_ui.delivery import QtDelivery
from rb_dcc_ui.theme import em
from rb_dcc_ui.timers import QtTimers

from . import plugin_state
from .keys import stays_here
from .live_commands import HOST_ERRORS
from .spoken import spoken
from .warming import warm_up

if TYPE_CHECKING:
    from rb_dcc_ui.panel import Panel

_log = logging.getLogger(__name__)

WIDTH_SETTLES_S = 0.8
LAYOUT_KEY = "maya_width"
FIRST_PAGE = "submit"


class Holder(QtWidgets.QWidget):
    """On the main thread. `begin` opens the panel, `end` shuts it; both any number of times.

    `on_gone` is told when Qt has deleted it, be it long after another took its place; `set_width` gives the control a
    width.
    """

    def __init__(
        self,
        parent: QtWidgets.QWidget,
        on_gone: Callable[[Holder], None],
        set_width: Callable[[int], None],
    ) -> None:
        super().__init__(parent)
        self._set_width = set_width
        self.setObjectName("renderbusHolder")
        self.panel: Optional[Panel] = None
        self._page: Optional[str] = None
        self._is_opening = False
        self._width_timer = QtCore.QTimer(self)
        self._width_timer.setSingleShot(True)
        self._width_timer.timeout.connect(self._keep_width)
        self._delivery = QtDelivery(self)
        self._steps = QtTimers(self)
        self._sentence = QtWidgets.QLabel()
        self._button = QtWidgets.QPushButton()
        self._notice = self._build_notice()
        whole = QtWidgets.QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._notice, 1)
        self._on_click: Callable[[], None] = self.begin
        # A function of its own: a method of a widget that is being deleted is not called any more.
        held = [self]

        def gone() -> None:
            holder = held.pop()
            holder.forget()
            on_gone(holder)

        self.destroyed.connect(lambda *_: gone())

    @property
    def is_there(self) -> bool:
        return is_alive(self)

    def begin(self, page: Optional[str] = None) -> None:
        """Open the panel, or say why it cannot be."""
        self._page = page or self._page
        if self.panel is not None:
            self._turn_to_page()
        elif not plugin_state.state.is_loaded:
            self._say(_NOT_LOADED, _LOAD, self._load_plugin)
        elif not self._is_opening:
            self._is_opening = True
            self._say(_OPENING)
            deliver = self._delivery.deliver
            warm_up(lambda error: deliver(lambda: self._warm(error)))

    def show_page(self, page: str) -> None:
        self.begin(page)

    def end(self) -> None:
        """Cancel the panel's work and drop it; its threads end as soon as what they wait for answers."""
        self._is_opening = False
        panel, self.panel = self.panel, None
        if panel is None:
            return
        _shut(panel)
        if is_alive(panel):
            panel.hide()
            panel.deleteLater()

    def forget(self) -> None:
        """Qt is deleting this widget and all in it: only what is not Qt's is left to end."""
        self._is_opening = False
        panel, self.panel = self.panel, None
        if panel is not None:
            _shut(panel)

    def showEvent(self, event: QtCore.QEvent) -> None:
        """Closed and shown again, it opens again: some of Maya's ways to close keep the widget."""
        super().showEvent(event)  # type: ignore[arg-type]
        if self.panel is None and not self._button.isVisibleTo(self) and plugin_state.state.is_loaded:
            self.begin()

    def resizeEvent(self, event: QtCore.QEvent) -> None:
        super().resizeEvent(event)  # type: ignore[arg-type]
        if self.panel is not None:
            self._width_timer.start(int(WIDTH_SETTLES_S * 1000))

    def keyPressEvent(self, event: QtGui.QKeyEvent) -> None:
        """What no widget in here took: accepted it ends here, otherwise it goes on to Maya's window."""
        if stays_here(event):
            event.accept()
        else:
            super().keyPressEvent(event)

    # -- opening -------------------------------------------------------------------------------------------------

    def _warm(self, error: Optional[RenderbusError]) -> None:
        """Everything is imported: make the panel now, its first page in the next event, and so on: each step is short,
        and Maya draws in between."""
        if not self._is_opening:
            return  # ended meanwhile
        self._is_opening = False
        if error is not None:
            self._say(error.message, _AGAIN, self.begin)
            return
        try:
            panel = self._make_panel()
        except Exception as raised:  # noqa: BLE001 - a callback of the host ends here
            _log.exception("the panel could not be made")
            self._say(Message(_BROKEN, what=type(raised).__name__), _AGAIN, self.begin)
            return
        self.panel = panel
        panel.language.listen(lambda: spoken.switch(panel.language.code))
        spoken.switch(panel.language.code)
        self._next(self._make_page)

    def _make_panel(self) -> Panel:
        from rb_dcc_ui.opening import make_panel

        from .host import MayaHost

        timers = QtTimers(self)
        return make_panel(lambda runner: MayaHost.here(runner, timers), parent=self)

    def _make_page(self) -> None:
        """While nothing of it is seen yet, which makes it cheaper."""
        self._turn_to_page()
        self._next(self._show_panel)

    def _show_panel(self) -> None:
        layout = self.layout()
        assert layout is not None
        if self.panel is not None:
            self._notice.hide()
            layout.addWidget(self.panel)
            self.panel.show()
            self._next(self._connect)

    def _connect(self) -> None:
        if self.panel is not None:
            self._restore_width()
            self.panel.services.connection.open()

    def _next(self, step: Callable[[], None]) -> None:
        """A step of opening in an event of its own; none once the panel is ended."""
        panel = self.panel
        if panel is not None:
            self._steps.call_later(0.0, lambda: step() if self.panel is panel else None)

    def _turn_to_page(self) -> None:
        page, self._page = self._page, None
        if self.panel is not None and (page is not None or not self.panel.page):
            self.panel.show_page(page or FIRST_PAGE)

    # -- width ---------------------------------------------------------------------------------------------------

    def _restore_width(self) -> None:
        assert self.panel is not None
        width = self.panel.services.preferences.now.layout.get(LAYOUT_KEY)
        if isinstance(width, int) and abs(width - self.width()) > 2:
            self._set_width(width)

    def _keep_width(self) -> None:
        if self.panel is not None and self.isVisible():
            store = self.panel.services.preferences
            store.set(layout={**store.now.layout, LAYOUT_KEY: self.width()})

    # -- the plain sentence --------------------------------------------------------------------------------------

    def _build_notice(self) -> QtWidgets.QWidget:
        notice = QtWidgets.QWidget()
        self._sentence.setWordWrap(True)
        self._sentence.setTextFormat(QtCore.Qt.TextFormat.PlainText)
        self._sentence.setAlignment(QtCore.Qt.AlignmentFlag.AlignCenter)
        self._button.clicked.connect(lambda *_: self._on_click())
        column = QtWidgets.QVBoxLayout(notice)
        margin = em(self, 1.2)
        column.setContentsMargins(margin, margin, margin, margin)
        column.setSpacing(em(self, 0.8))
        column.addStretch(2)
        column.addWidget(self._sentence)
        column.addWidget(self._button, 0, QtCore.Qt.AlignmentFlag.AlignCenter)
        column.addStretch(3)
        return notice

    def _say(
        self,
        sentence: Message,
        action: Optional[Message] = None,
        on_click: Optional[Callable[[], None]] = None,
    ) -> None:
        self._sentence.setText(spoken.say(sentence))
        self._button.setVisible(action is not None)
        if action is not None and on_click is not None:
            self._button.setText(spoken.say(action))
            self._button.setAccessibleName(spoken.say(action))
            self._on_click = on_click
        self._notice.show()

    def _load_plugin(self) -> None:
        import maya.cmds as commands

        try:
            commands.loadPlugin(plugin_state.PLUGIN, quiet=True)
        except HOST_ERRORS:
            self._say(_CANNOT_LOAD, _AGAIN, self._load_plugin)


def _shut(panel: Panel) -> None:
    """Whatever is under way is cut; no thread that cannot be broken into is waited for."""
    try:
        panel.shut()
    except RuntimeError:  # Qt has deleted the pages; what is not Qt's ends all the same
        panel.services.close(wait=False)


_OPENING = Message("Opening …")
_NOT_LOADED = Message("The Renderbus plug-in is not loaded.")
_LOAD = Message("Load it")
_AGAIN = Message("Try again")
_CANNOT_LOAD = Message(
    "Maya could not load the Renderbus plug-in. The Script Editor says why; install it again where its file is missing."
)
_BROKEN = "The panel could not be opened ({what}). The log file has the details: please send it to us. Maya itself is fine."
