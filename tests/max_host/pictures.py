"""Pictures of the panel docked in a window furnished as 3ds Max' is: the scene read, submitted to a sandbox, watched.

    QT_QPA_PLATFORM=offscreen python -m tests.max_host.pictures --out DIR [--scale 2] [--narrow] [--light] [--language zh]

For people to look at: everything in them is the real plug-in and a real submission; only 3ds Max is the fake.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import Any, Callable, List, Optional

from rb_dcc_core.sandbox.service import Sandbox
from tests.support.fake_pymxs.scene import VRAY, Asset, Dll, Element, MaxScene, Node, Renderer, Set, View
from tests.support.max_file import MaxFile

WITHIN_S = 60.0
YEAR = 2024
VRAY_SETTINGS = {"output_on": True, "gi_on": True, "gi_primary_type": 0, "gi_secondary_type": 3}


def scene_in(folder: Path) -> MaxScene:
    """A shot with cameras, batch views, a state set, and textures of which two are gone."""
    folder.mkdir()
    names = ["wood_oak_diffuse", "wood_oak_bump", "concrete", "leaf", "sky"]
    for name in names:
        (folder / f"{name}.png").write_bytes(name.encode("ascii") * 20000)
    file = MaxFile(
        renderer="V-Ray 6, update 1.2",
        renderer_id=VRAY[1],
        dlls=(("vrender2024.dlr", "V-Ray by Chaos"), ("rend.dlr", "Scanline (Autodesk)")),
        version="26.00",
        saved_as="26.00",
    ).write(folder / "shot_010.max")
    assets = [Asset((folder / f"{name}.png").as_posix()) for name in names]
    return MaxScene(
        path=str(file),
        project=folder.as_posix(),
        time_type=2,
        segment=(0, 39),
        nodes=[
            Node(name, "Physical_Camera", handle=at) for at, name in enumerate(("Cam_Hero", "Cam_Side"), 1)
        ],
        view_cameras={0: "Cam_Hero"},
        renderer=Renderer(*VRAY, settings=VRAY_SETTINGS),
        vray_version=["V-Ray 6", "6.10.08"],
        output="D:\\shows\\house\\out\\shot_010.exr",
        elements=[Element("Z", "VRayZDepth", "D:\\shows\\house\\out\\shot_010_Z.exr")],
        views=[
            View(
                "Hero still",
                "Cam_Hero",
                "D:\\out\\hero.exr",
                overrides=True,
                width=3840,
                height=2160,
                start=12,
                end=12,
            )
        ],
        state_sets=[Set("Night", "Cam_Side", 0, 39)],
        assets=[
            *assets,
            Asset("D:\\textures\\facade\\brick_04.png"),
            Asset("D:\\textures\\facade\\brick_05.png"),
        ],
        dlls=[Dll("vrender2024.dlr", "C:\\Chaos\\plugins\\", "6,10,8,0")],
    )


class Photographer:
    """Opens the plug-in in the furnished window, works it as an artist would, and keeps what it looks like."""

    def __init__(self, fake: Any, application: Any, out: Path, suffix: str) -> None:
        self._fake, self._application, self._out, self._suffix = fake, application, out, suffix
        self.taken: List[Path] = []

    def wait(self, is_so: Callable[[], Any], what: str) -> Any:
        until = time.monotonic() + WITHIN_S
        while time.monotonic() < until:
            self._application.processEvents()
            found = is_so()
            if found:
                return found
            time.sleep(0.01)
        raise AssertionError(f"waited in vain for {what}")

    def rest(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            self._application.processEvents()
            time.sleep(0.01)

    def take(self, name: str, widget: Optional[Any] = None) -> None:
        self.rest(0.4)
        path = self._out / f"{name}{self._suffix}.png"
        (widget or self._fake.main).grab().save(str(path), "PNG")
        self.taken.append(path)

    def panel(self) -> Any:
        from rb_max import dock

        def is_there() -> Any:
            found = dock.dock()
            panel = found.holder.panel if found is not None else None
            return panel if panel is not None and panel.services.connection.client is not None else None

        return self.wait(is_there, "the panel")

    def narrow(self) -> None:
        from rb_dcc_ui.binding import QtCore
        from rb_max import dock

        found = dock.dock()
        assert found is not None
        self._fake.main.resizeDocks([found], [found.minimumWidth() or 1], QtCore.Qt.Orientation.Horizontal)

    def work(self, is_narrow: bool, language: str) -> None:
        from rb_max import dock, start_up

        start_up.before()
        self._fake.runtime.menus.register() if YEAR >= 2025 else None
        start_up.after()
        self._fake.main.show()
        dock.open_panel("submit")
        self.take("opening")
        panel = self.panel()
        panel.language.switch(language)
        if is_narrow:
            self.narrow()
        page = panel.show_page("submit")
        self.wait(lambda: page.presenter.environment.chosen is not None, "an environment")
        self.wait(page.footer.submit.isEnabled, "a job that may be sent")
        self.take("submit")
        page.footer.submit.click()
        sent = page.presenter.submissions
        self.wait(lambda: sent.rows and sent.rows[0].state == "done", "the submission")
        self.take("submitted")
        tasks = panel.show_page("tasks")
        self.wait(lambda: tasks.presenter.total, "the task")
        self.wait(lambda: tasks.frames.presenter.table.count(4) >= 12, "frames")
        table = tasks.frames.presenter.table
        done = table.ids[table.statuses.index(4)]
        tasks.frames.timeline.chosen.emit(done)
        self.rest(1.0)
        self.take("watching")
        for name in ("settings", "diagnose"):
            panel.show_page(name)
            self.take(name)


def main(words: List[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--scale", default="1")
    parser.add_argument("--narrow", action="store_true")
    parser.add_argument("--light", action="store_true")
    parser.add_argument("--language", default="en")
    parser.add_argument("--speed", type=float, default=60.0)
    parser.add_argument("--size", default="1600x960")
    given = parser.parse_args(words)
    given.out.mkdir(parents=True, exist_ok=True)
    os.environ["QT_SCALE_FACTOR"] = given.scale
    # Qt reads the scale when it is first imported.
    from rb_dcc_ui.binding import QtGui, QtWidgets
    from tests.support.fake_pymxs.session import FakeMax
    from tests.support.max_window import furnished_window

    application = QtWidgets.QApplication([])
    application.setStyle("Fusion")
    font = QtGui.QFont("DejaVu Sans Condensed")
    font.setPixelSize(12)
    application.setFont(font)
    width, height = (int(side) for side in given.size.split("x"))
    marks = (given.narrow, "narrow"), (given.light, "light"), (given.scale != "1", "x" + given.scale)
    suffix = "".join(f"_{name}" for is_so, name in marks if is_so) + ("" if given.language == "en" else "_zh")
    with tempfile.TemporaryDirectory() as folder, Sandbox(
        Path(folder) / "farm", speed=given.speed, seed=5
    ) as farm:
        told = farm.announcement()
        for name in ("service", "access_id", "access_key", "platform"):
            os.environ["RB_DCC_" + name.upper()] = str(told[name])
        os.environ["RB_DCC_HOME"] = str(Path(folder) / "home")
        scene = scene_in(Path(folder) / "house")
        fake = FakeMax(replace(scene), YEAR, not given.light, window=lambda: furnished_window(width, height))
        fake.install(sys.modules)
        photographer = Photographer(fake, application, given.out, suffix)
        try:
            photographer.work(given.narrow, given.language)
        finally:
            from rb_max import dock

            dock.close_panel()
            fake.end()
            photographer.rest(0.3)
    for path in photographer.taken:
        print(path)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
