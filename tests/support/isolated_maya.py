"""A Maya in a process that has Python, Qt and the fake, and of the product only what its user installed.

Run as `python -I -S isolated_maya.py settings.json`: one phase of the artist's life with the product, told in one line of
JSON. The fake reads scenes with the product's own readers: they come from the checkout, are kept by the fake alone, and
are forgotten before Maya starts, so that every import of the product's has to find what was installed.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import logging
import os
import sys
import threading
import time
from pathlib import Path
from typing import Any, Callable, Dict, Iterator, List

OURS = ("rb_maya", "rb_dcc_ui", "rb_dcc_core", "rb_installer")
BINDINGS = (
    "PySide6",
    "shiboken6",
    "PySide2",
    "shiboken2",
    "shibokensupport",
    "signature_bootstrap",
    "__feature__",
)
WITHIN_S = 60.0


@contextlib.contextmanager
def checkout_in_sight(checkout: Path) -> Iterator[None]:
    """What is imported meanwhile comes from the checkout; nobody but who imported it has it afterwards."""
    inner = ("", "ui", "maya_plugin/scripts", "maya_plugin/vendor")
    paths, modules = list(sys.path), set(sys.modules)
    sys.path[:0] = [str(checkout / each) for each in inner]
    yield
    sys.path[:] = paths
    for name in set(sys.modules) - modules:
        file = getattr(sys.modules[name], "__file__", None) or ""
        is_ours = name.partition(".")[0] in OURS or file.startswith(str(checkout / "maya_plugin"))
        if is_ours:
            del sys.modules[name]
    importlib.invalidate_caches()


class Collector(logging.Handler):
    """Takes what is logged, as Maya's own handler does; a warning or worse is kept."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.texts: List[str] = []

    def listen(self) -> Collector:
        """To everybody's root, and to our own loggers, which keep apart from it while their file is open."""
        logging.getLogger().addHandler(logging.NullHandler())
        for name in OURS:
            logging.getLogger(name).addHandler(self)
        return self

    def emit(self, record: logging.LogRecord) -> None:
        self.texts.append(f"{record.levelname} {record.name}: {record.getMessage()}")


class Artist:
    """Sits before the Maya: waits for it, looks at it."""

    def __init__(self, maya: Any, settings: Dict[str, Any], process_events: Callable[[], None]) -> None:
        self.maya = maya
        self.settings = settings
        self._process_events = process_events

    def wait_for(self, condition: Callable[[], Any], what: str) -> Any:
        """Maya goes on until it holds."""
        until = time.monotonic() + WITHIN_S
        while time.monotonic() < until:
            self._process_events()
            self.maya.idle()
            found = condition()
            if found:
                return found
            time.sleep(0.005)
        raise AssertionError(f"waited in vain for {what}")

    def wait_for_start(self) -> None:
        """Until what the plug-in does off the main thread at its start is done."""
        self.wait_for(lambda: "renderbus-starting" not in thread_names(), "the start")

    @property
    def menu(self) -> List[str]:
        items = self.maya.commands.menus.get("renderbusMenu", [])
        return [item["label"] for item in items if "label" in item]

    @property
    def threads(self) -> List[str]:
        return thread_names()

    @property
    def holder(self) -> Any:
        control = sys.modules.get("rb_maya.control")
        return None if control is None else control.holder()

    def panel_at(self, page: str) -> Any:
        """The page, once the panel shows it and is connected."""

        def is_there() -> bool:
            panel = self.holder and self.holder.panel
            return bool(panel and panel.page and panel.services.connection.client is not None)

        self.wait_for(is_there, "the panel")
        return self.holder.panel.show_page(page)


def thread_names() -> List[str]:
    return [thread.name for thread in threading.enumerate()]


def strangers(allowed: List[str]) -> List[str]:
    """What was imported from neither Python, Qt, the fake nor the folders that are allowed."""
    standard = os.path.realpath(os.path.dirname(os.__file__))
    found = []
    for name, module in list(sys.modules.items()):
        file = os.path.realpath(getattr(module, "__file__", None) or standard)
        top = name.partition(".")[0]
        is_known = top in BINDINGS or top == "tests" or name == "__main__"
        is_standard = file.startswith(standard) and "site-packages" not in file
        if not (is_known or is_standard or any(file.startswith(os.path.realpath(each)) for each in allowed)):
            found.append(name)
    return sorted(found)


def say_what_qt_says(core: Any) -> None:
    """On stderr, where nothing may be; but for what the platform without a screen says of every window."""

    def say(_: Any, __: Any, text: str) -> None:
        if text != "This plugin does not support propagateSizeHints()":
            sys.stderr.write(f"Qt: {text}\n")

    core.qInstallMessageHandler(say)


def run(settings: Dict[str, Any]) -> Dict[str, Any]:
    checkout = Path(settings["checkout"])
    with checkout_in_sight(checkout):
        # Imported here and nowhere above: before this there is no path to any of it.
        from tests.maya_host import phases
        from tests.support.fake_maya.installed import InstalledMaya
        from tests.support.fake_maya.user_folder import UserFolder

        importlib.import_module("tests.support.fake_maya.command_tables")
        from rb_dcc_ui.binding import QtCore, QtWidgets
    say_what_qt_says(QtCore)
    collector = Collector().listen()
    application = QtWidgets.QApplication([])
    folder = UserFolder(Path(settings["app"]), settings["year"])
    maya = InstalledMaya(settings["scene"], folder, language=settings.get("language", "en_US"))
    maya.install(sys.modules)
    for name in settings.get("missing", []):
        sys.modules[name] = None  # type: ignore[assignment]
    artist = Artist(maya, settings, application.processEvents)
    maya.start()
    told = getattr(phases, settings["phase"])(artist)
    told["requests"] = getattr(sys.modules.get("requests"), "__file__", "")
    if settings.get("ends") == "crash":
        print(json.dumps({**told, **seen_by(maya, collector)}), flush=True)
        os._exit(0)
    controls = maya.quit()
    artist.wait_for(lambda: "renderbus" not in " ".join(thread_names()), "the end of our threads")
    told["controls"] = [each.name for each in controls]
    told["callbacks"] = len(maya.api.callbacks)
    told["strangers"] = strangers([settings["app"], settings["unpacked"], settings["studio"]])
    return {**told, **seen_by(maya, collector)}


def seen_by(maya: Any, collector: Collector) -> Dict[str, Any]:
    """What Maya saw of us."""
    commands = maya.commands
    return {
        "edits": [call.command for call in commands.edits],
        "saves": commands.saves,
        "is_modified": commands.modified,
        "off_thread": commands.off_thread + ["OpenMaya"] * maya.api.off_thread,
        "logged": collector.texts,
        "failed_scripts": maya.failed_scripts,
    }


if __name__ == "__main__":
    given = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    sys.path.extend(given["beside"])
    print(json.dumps(run(given)))
