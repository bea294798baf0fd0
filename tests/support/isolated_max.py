"""A 3ds Max in a process that has Python, Qt and the fake, and of the product only what its user installed.

Run as `python -I -S isolated_max.py settings.json`: one phase of the artist's life with the product, told in one line of
JSON. The fake knows Qt by the product's own name of it: that comes from the checkout, is kept by the fake alone, and is
forgotten before 3ds Max starts, so that every import of the product's has to find what was installed.
"""

from __future__ import annotations

import contextlib
import faulthandler
import importlib
import json
import logging
import sys
import threading
import time
from pathlib import Path
from typing import Any, Callable, Dict, Iterator, List, Tuple

OURS = ("rb_max", "rb_dcc_ui", "rb_dcc_core", "rb_installer")
WITHIN_S = 60.0


@contextlib.contextmanager
def checkout_in_sight(checkout: Path) -> Iterator[None]:
    """What is imported meanwhile comes from the checkout; nobody but who imported it has it afterwards."""
    paths = list(sys.path)
    sys.path[:0] = [str(checkout), str(checkout / "ui")]
    yield
    sys.path[:] = paths
    for name in list(sys.modules):
        if name.partition(".")[0] in OURS:
            del sys.modules[name]
    importlib.invalidate_caches()


class Collector(logging.Handler):
    """Keeps each warning of ours, or worse."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.texts: List[str] = []
        for name in OURS:
            logging.getLogger(name).addHandler(self)

    def emit(self, record: logging.LogRecord) -> None:
        self.texts.append(f"{record.levelname} {record.name}: {self.format(record)}")


class Runtime:
    """The fake's runtime, with what only an installer asks of 3ds Max: boxes and macroscripts."""

    def __init__(self, inner: Any, boxes: List[str], answers: List[Any], load: Callable[[str], None]) -> None:
        def ask(text: str, title: str) -> Any:
            boxes.append(text)
            return answers.pop(0)

        own = {"querybox": ask, "yesnocancelbox": ask, "messagebox": lambda text, title: boxes.append(text)}
        object.__setattr__(self, "inner", inner)
        object.__setattr__(self, "own", {**own, "macros": type("Macros", (), {"load": staticmethod(load)})})

    def __getattr__(self, name: str) -> Any:
        own: Dict[str, Any] = object.__getattribute__(self, "own")
        return own[name.lower()] if name.lower() in own else getattr(self.inner, name)

    def __setattr__(self, name: str, value: Any) -> None:
        setattr(self.inner, name, value)


class Artist:
    """Sits before the 3ds Max: starts it, drops files into it, clicks, waits, looks."""

    def __init__(
        self, fake: Any, tools: Tuple[Any, Any, Any], settings: Dict[str, Any], application: Any
    ) -> None:
        self.fake = fake
        self.settings = settings
        self.boxes: List[str] = []
        self.answers: List[Any] = []
        self.macros: Dict[str, Path] = {}
        self._packages, self._maxscript, self._mzp = tools
        self._application = application
        runtime = Runtime(fake.runtime, self.boxes, self.answers, lambda folder: self._know(Path(folder)))
        sys.modules["pymxs"].runtime = runtime  # type: ignore[attr-defined]

    @property
    def versions(self) -> List[str]:
        """The version folders that lie there, by the version alone."""
        contents = Path(self.settings["plugins"], "Renderbus.bundle", "Contents")
        folders = [path.name for path in contents.glob("*") if path.is_dir()]
        return sorted(name.partition("-")[0] for name in folders)

    def start(self) -> None:
        """As 3ds Max starts: what must be before its menus, the menus, the macroscripts, then the rest."""
        parts = [
            part
            for bundle in self._packages.packages(Path(self.settings["plugins"]))
            for part in self._packages.parts(bundle, self.settings["year"])
        ]
        self._run([path for kind, path in parts if kind == "pre-start-up scripts parts"])
        if self.settings["year"] >= 2025:
            self.fake.runtime.menus.register()
        for kind, path in parts:
            if kind == "macroscripts parts":
                self._know(path.parent)
        self._run([path for kind, path in parts if kind == "post-start-up scripts parts"])
        self.fake.main.show()
        self.wait_for(lambda: "renderbus-starting" not in thread_names(), "the start")

    def drop(self, package: str, *answers: Any) -> List[str]:
        """An .mzp into the viewport; returns what its boxes said."""
        self.answers[:] = list(answers)
        self.boxes.clear()
        self._run([self._mzp.unpack(Path(package), Path(self.settings["temp"]))])
        assert self.answers == []
        return list(self.boxes)

    def click(self, macro: str) -> None:
        file = self.macros[macro]
        self._hand_over(self._maxscript.macro_text(file, macro))
        self._exec(self._maxscript.macro_python(file, macro))

    @property
    def menu(self) -> List[str]:
        """The macros behind our menu's entries."""
        menus = self.fake.runtime.menus
        if self.settings["year"] >= 2025:
            actions = [what for menu in menus.new if menu.title == "Renderbus" for _, what in menu.actions]
        else:
            kept = menus.kept.get("Renderbus")
            actions = [entry.action for entry in kept.entries] if kept else []
        return [action.split("`")[0] for action in actions if "`" in action]

    def panel(self) -> Any:
        """The panel, once it is there and connected."""

        def is_there() -> Any:
            dock = sys.modules.get("rb_max.dock")
            found = dock.dock() if dock is not None else None
            panel = found.holder.panel if found is not None else None
            return panel if panel is not None and panel.services.connection.client is not None else None

        return self.wait_for(is_there, "the panel")

    def wait_for(self, condition: Callable[[], Any], what: str) -> Any:
        until = time.monotonic() + WITHIN_S
        while time.monotonic() < until:
            self._application.processEvents()
            found = condition()
            if found:
                return found
            time.sleep(0.005)
        labels = self._application.allWidgets()
        shown = [each.text() for each in labels if hasattr(each, "text") and each.isVisible()]
        faulthandler.dump_traceback(all_threads=True)
        raise AssertionError(f"waited in vain for {what}; boxes {self.boxes}, on the screen {shown}")

    def _know(self, folder: Path) -> None:
        for file in sorted(folder.glob("*.mcr")):
            self.macros.update(dict.fromkeys(self._maxscript.macros(file), file))

    def _run(self, scripts: List[Path]) -> None:
        for script in scripts:
            self._hand_over(script.read_text(encoding="ascii").partition("struct ")[0])
            self._exec(self._maxscript.python_of(script))

    def _hand_over(self, text: str) -> None:
        (options,) = self._maxscript.handing_over(text)
        self.fake.executes(options)

    @staticmethod
    def _exec(code: str) -> None:
        exec(code, {"__name__": "__main__"})  # noqa: S102 - what 3ds Max does with it


def thread_names() -> List[str]:
    return [thread.name for thread in threading.enumerate()]


# -- what an artist does --------------------------------------------------------------------------------------------


def install_and_submit(artist: Artist) -> Dict[str, Any]:
    artist.start()
    before = list(artist.menu)
    said = artist.drop(artist.settings["package"], True)
    artist.click("RenderbusSubmit")
    panel = artist.panel()
    page = panel.show_page("submit")
    artist.wait_for(lambda: page.presenter.environment.chosen is not None, "an environment")
    artist.wait_for(page.footer.submit.isEnabled, "a job that may be sent")
    page.footer.submit.click()
    sent = page.presenter.submissions
    artist.wait_for(lambda: sent.rows and sent.rows[0].state == "done", "the submission")
    return {"before": before, "said": said, "task": sent.rows[0].task_id}


def watch_after_a_restart(artist: Artist) -> Dict[str, Any]:
    artist.start()
    panel = artist.panel()
    page = panel.show_page("tasks")
    artist.wait_for(lambda: page.presenter.total == 1, "the task")
    (task,) = page.presenter.tasks
    artist.wait_for(lambda: page.presenter.tasks[task].task_status == 25, "its end")
    return {"task": task, "done": page.presenter.tasks[task].done_frames}


def upgrade_while_it_is_open(artist: Artist) -> Dict[str, Any]:
    artist.start()
    artist.panel()
    said = artist.drop(artist.settings["newer"], True)
    artist.click("RenderbusDiagnose")
    artist.wait_for(lambda: artist.panel().page == "diagnose", "a page that was never open")
    return {"said": said, "running": sys.modules["rb_dcc_core"].__version__}  # type: ignore[attr-defined]


def use_the_newer_and_remove_it(artist: Artist) -> Dict[str, Any]:
    """By the menu, while something holds one of its files."""
    artist.start()
    artist.panel()
    core: Any = sys.modules["rb_dcc_core"]
    found = {"running": core.__version__, "menu_before": artist.menu, "versions_before": artist.versions}
    with one_file_locked("dock.py"):
        artist.boxes.clear()
        artist.answers[:] = [True]
        artist.click("RenderbusUninstall")
        artist.wait_for(lambda: len(artist.boxes) == 2, "the removal")
    found["said"] = list(artist.boxes)
    found["menu_callbacks"] = artist.fake.runtime.count_callbacks("renderbusMenu")
    found["docks"] = [
        each.objectName() for each in artist.fake.main.children() if "enderbus" in each.objectName()
    ]
    return found


def start_once_more(artist: Artist) -> Dict[str, Any]:
    """What was in use goes; nothing of the product is loaded."""
    before = artist.versions
    artist.start()
    artist.wait_for(lambda: "renderbus-leaving" not in thread_names(), "the end of what removes the rest")
    return {"versions_before": before, "loaded": [name for name in OURS[:3] if name in sys.modules]}


def install_and_remove_by_dropping(artist: Artist) -> Dict[str, Any]:
    artist.start()
    first = artist.drop(artist.settings["newer"], True)
    time.sleep(1.1)  # a second drop within the second is the same one
    return {"first": first, "said": artist.drop(artist.settings["newer"], "#no", "#no")}


@contextlib.contextmanager
def one_file_locked(name: str) -> Iterator[None]:
    """As Windows has it where somebody reads a file: it cannot be removed."""
    unlink = Path.unlink

    def refused(self: Path, *options: Any, **named: Any) -> None:
        if self.name == name:
            raise PermissionError(13, "Permission denied", str(self))
        unlink(self, *options, **named)

    Path.unlink = refused  # type: ignore[method-assign,assignment]
    yield
    Path.unlink = unlink  # type: ignore[method-assign]


def run(settings: Dict[str, Any]) -> Dict[str, Any]:
    with checkout_in_sight(Path(settings["checkout"])):
        # Imported here and nowhere above: before this there is no path to any of it.
        from rb_dcc_ui.binding import QtWidgets
        from tests.support import max_package, maxscript, mzp
        from tests.support.fake_pymxs.scene import MaxScene
        from tests.support.fake_pymxs.session import FakeMax
    collector = Collector()
    application = QtWidgets.QApplication([])
    fake = FakeMax(MaxScene(path=settings["scene"], project=settings["project"]), settings["year"])
    fake.install(sys.modules)
    artist = Artist(fake, (max_package, maxscript, mzp), settings, application)
    told: Dict[str, Any] = globals()[settings["phase"]](artist)
    told["menu"] = artist.menu
    told["versions"] = artist.versions
    roots = {
        name: getattr(sys.modules.get(name), "__file__", None) or ""
        for name in ("rb_max", "rb_dcc_core", "requests")
    }
    told["from"] = [name for name, file in roots.items() if file and not file.startswith(settings["plugins"])]
    fake.end()
    artist.wait_for(lambda: "renderbus" not in " ".join(thread_names()), "the end of our threads")
    told["callbacks"] = fake.runtime.count_callbacks("renderbusPanel")
    told["logged"] = collector.texts
    told["modified"] = fake.scene.is_modified
    told["undo_steps"] = fake.scene.undo_steps
    return told


if __name__ == "__main__":
    given = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    sys.path.extend(given["beside"])
    print(json.dumps(run(given)))
