"""For the bench: one window in a process of its own, which prints what it took as JSON.

Started as `python -m tests.support.panel_bench KIND HOME`. "bare" and "panel" import Qt, make their window, show it and wait
until it is painted; milliseconds are from before the first import. "load" fills the panel with 2,000 tasks and 100,000
frames and lets the farm render on. Megabytes are what the process holds at its end.
"""

from __future__ import annotations

import json
import sys
import time
from typing import Any, Callable, Dict, List

ROUNDS = 3


def main(kind: str, home: str) -> None:
    told = load(home) if kind == "load" else opening(kind, home)
    print(json.dumps(dict(told, mb=held_mb())))


def opening(kind: str, home: str) -> Dict[str, Any]:
    started = time.perf_counter()
    from rb_dcc_ui.binding import QtCore, QtWidgets  # both are given the time to find the binding

    application = QtWidgets.QApplication([])
    loop = QtCore.QEventLoop()

    class Watch(QtCore.QObject):
        painted_ms = 0.0

        def eventFilter(self, watched: QtCore.QObject, event: QtCore.QEvent) -> bool:
            if event.type() == QtCore.QEvent.Type.Paint and not self.painted_ms:
                QtCore.QTimer.singleShot(0, self._note)
            return False

        def _note(self) -> None:
            self.painted_ms = self.painted_ms or (time.perf_counter() - started) * 1000
            loop.quit()

    watch = Watch()
    window = bare_window() if kind == "bare" else panel_window(home)
    window.centralWidget().installEventFilter(watch)
    window.show()
    run = getattr(loop, "exec", None) or loop.exec_
    run()
    page_ms = until_page(application, window, started) if kind == "panel" else watch.painted_ms
    window.close()
    return {"painted_ms": watch.painted_ms, "page_ms": page_ms}


def bare_window() -> Any:
    from rb_dcc_ui.binding import QtWidgets

    window = QtWidgets.QMainWindow()
    window.resize(460, 800)
    window.setCentralWidget(QtWidgets.QTreeView())
    return window


def panel_window(home: str) -> Any:
    from rb_dcc_core.locations import Locations
    from rb_dcc_ui.standalone import make_window

    window = make_window(lambda path: None, ("ma",), Locations.find({"RB_DCC_HOME": home}))
    window.resize(460, 800)
    return window


def until_page(application: Any, window: Any, started: float) -> float:
    """When the first page stands, which is the log-in form where there is no account."""
    window.panel.services.connection.open()
    while not window.panel.page:
        application.processEvents()
    application.processEvents()
    return (time.perf_counter() - started) * 1000


def load(home: str) -> Dict[str, Any]:
    """`refreshes_ms` are, round by round, the longest time that an answer held the interface thread; `paints_ms` the
    shortest of several paintings of each view."""
    from rb_dcc_core.locations import Locations
    from rb_dcc_ui.binding import QtWidgets
    from rb_dcc_ui.delivery import QtDelivery
    from rb_dcc_ui.opening import make_panel
    from tests.support.panel import HeldHost
    from tests.support.panel_farm import ACCOUNT
    from tests.support.panel_load import FRAMES, TASKS, BigFarm

    application = QtWidgets.QApplication([])
    held_ms: List[float] = []
    real = QtDelivery._call

    def timed(self: Any) -> None:
        begun = time.perf_counter()
        real(self)
        held_ms.append((time.perf_counter() - begun) * 1000)

    QtDelivery._call = timed  # type: ignore[method-assign]
    farm = BigFarm()
    panel = make_panel(lambda runner: HeldHost(), Locations.find({"RB_DCC_HOME": home}), lambda account: farm)  # type: ignore[arg-type,return-value]
    panel.resize(900, 1000)
    panel.show()

    def until(is_so: Callable[[], bool]) -> None:
        end = time.monotonic() + 120
        while not is_so():
            assert time.monotonic() < end, "it never came to that"
            application.processEvents()
            time.sleep(0.001)

    panel.services.watch.set_interval(0.5)
    panel.services.connection.use(ACCOUNT)
    until(lambda: panel.services.connection.is_online)
    page: Any = panel.show_page("tasks")
    frames = page.frames.presenter
    until(lambda: len(frames.table) == FRAMES and not frames.is_loading)
    while page.presenter.can_load_more:
        page.presenter.load_more()
        until(lambda: not page.presenter.is_loading)
    assert page.model.rowCount() == TASKS
    refreshes: List[float] = []
    for _ in range(ROUNDS):
        held_ms.clear()
        done = frames.table.count(4)
        farm.round += 1
        until(lambda: frames.table.count(4) > done and not frames.is_loading)  # noqa: B023 - called at once
        refreshes.append(max(held_ms))
    page.frames.grid._select(set(frames.table.ids))
    views = {
        "grid": page.frames.grid.viewport(),
        "times": page.frames.timeline,
        "tasks": page.tree.viewport(),
    }
    paints = {name: painting_ms(view) for name, view in views.items()}
    told = {"refreshes_ms": refreshes, "paints_ms": paints}
    panel.shut()
    return told


def painting_ms(view: Any) -> float:
    taken: List[float] = []
    for _ in range(9):
        view._is_measured = False  # the line of times measures anew, as after a page of frames
        begun = time.perf_counter()
        view.repaint()
        taken.append((time.perf_counter() - begun) * 1000)
    return min(taken)


def held_mb() -> float:
    """Memory of this process; 0 where the system does not tell."""
    try:
        with open("/proc/self/status", encoding="ascii") as status:
            line = next(each for each in status if each.startswith("VmRSS"))
    except OSError:
        return 0.0
    return int(line.split()[1]) / 1024.0


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else "")
