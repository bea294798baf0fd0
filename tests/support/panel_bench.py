"""For the bench: one way of opening a window, in a process of its own. Prints what it took as JSON.

Started as `python -m tests.support.panel_bench bare` or `... panel HOME`. Both import Qt, make their window, show it and
wait until it is painted; milliseconds are from before the first import, megabytes what the process holds then.
"""

from __future__ import annotations

import json
import sys
import time


def main(kind: str, home: str) -> None:
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
    print(json.dumps({"painted_ms": watch.painted_ms, "page_ms": page_ms, "mb": held_mb()}))
    window.close()


def bare_window() -> object:
    from rb_dcc_ui.binding import QtWidgets

    window = QtWidgets.QMainWindow()
    window.resize(460, 800)
    window.setCentralWidget(QtWidgets.QTreeView())
    return window


def panel_window(home: str) -> object:
    from rb_dcc_core.locations import Locations
    from rb_dcc_ui.standalone import make_window

    window = make_window(lambda path: None, ("ma",), Locations.find({"RB_DCC_HOME": home}))  # type: ignore[arg-type,return-value]
    window.resize(460, 800)
    return window


def until_page(application: object, window: object, started: float) -> float:
    """When the first page stands, which is the log-in form where there is no account."""
    window.panel.services.connection.open()  # type: ignore[attr-defined]
    while not window.panel.page:  # type: ignore[attr-defined]
        application.processEvents()  # type: ignore[attr-defined]
    application.processEvents()  # type: ignore[attr-defined]
    return (time.perf_counter() - started) * 1000


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
