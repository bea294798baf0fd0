"""Keeps 3ds Max' shortcuts and the panel's keys apart: while a field or a list of ours has the focus, and only then, they rest."""

from __future__ import annotations

import logging
from typing import Optional

from rb_dcc_ui.binding import QtWidgets, is_alive
from rb_dcc_ui.widgets.typed_into import takes_keys

from .runtime import HOST_ERRORS, Max, flag_of

_log = logging.getLogger(__name__)
NAME = "enableAccelerators"


class Accelerators:
    """Watches the focus; main thread. Whether a docked Qt widget is safe from 3ds Max' shortcuts by itself differs by
    release [?]: they are switched off while a field or a list has the focus, where a letter or Delete would act on the
    scene, and on as they were when it leaves. Every other widget of ours lets 3ds Max have its keys."""

    def __init__(self, max_: Max, area: QtWidgets.QWidget) -> None:
        self._max = max_
        self._area = area
        self._was: Optional[bool] = None
        application = QtWidgets.QApplication.instance()
        assert isinstance(application, QtWidgets.QApplication)
        self._application = application
        application.focusChanged.connect(self._moved)
        self._is_closed = False

    @property
    def are_resting(self) -> bool:
        return self._was is not None

    def close(self) -> None:
        """Any number of times; they are on again afterwards."""
        if self._is_closed:
            return
        self._is_closed = True
        if is_alive(self._application):
            self._application.focusChanged.disconnect(self._moved)
        self._restore()

    def _moved(self, _old: object, new: object) -> None:
        """The focus is elsewhere now; nowhere, where another program has it."""
        if self._takes_keys(new):
            self._rest()
        else:
            self._restore()

    def _takes_keys(self, widget: object) -> bool:
        if not isinstance(widget, QtWidgets.QWidget) or not is_alive(self._area):
            return False
        if not self._area.isAncestorOf(widget):
            return False
        return takes_keys(widget)

    def _rest(self) -> None:
        if self._was is None:
            self._was = flag_of(self._max.value("enableAccelerators")) is not False
            self._put(False)

    def _restore(self) -> None:
        if self._was is not None:
            was, self._was = self._was, None
            self._put(was)

    def _put(self, value: bool) -> None:
        try:
            self._max.put(NAME, value)
        except HOST_ERRORS:
            _log.debug("3ds Max keeps its shortcuts as they are", exc_info=True)
