"""From the .mzp to a watched task, a restart, an upgrade beside what is open, and nothing left: in processes that have
Python, Qt and a stand-in for 3ds Max, and of the product only what was installed."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any, Dict, Iterator

import pytest

from rb_installer import vendor
from rb_installer.bundle import MemoryBundle
from rb_installer.max import Max
from tests.support.installing import files_below
from tests.support.isolated_bundle import bare_variables, qt_alone
from tests.support.max_file import MaxFile

pytest.importorskip("flask")

from rb_dcc_core.sandbox.service import Sandbox

# The release that brings this Python.
YEARS = {(3, 7): 2021, (3, 9): 2023, (3, 10): 2024, (3, 11): 2025, (3, 13): 2027}
YEAR = YEARS.get(sys.version_info[:2], 2026)
ENTRIES = ["RenderbusSubmit", "RenderbusTasks", "RenderbusSettings", "RenderbusDiagnose", "RenderbusHelp"]
INSTALLED = [*ENTRIES, "RenderbusUninstall"]
REMOVED = "Renderbus was removed."


def write_package(checkout: Path, folder: Path, version: str) -> Path:
    """An .mzp of this checkout under a version."""
    built = Max().bundle(checkout, vendor.make_ready(checkout))
    now = built.manifest.version
    contents = dict(built.contents)
    for path in ("package.xml", "python/rb_dcc_core/__init__.py"):
        contents[path] = contents[path].replace(f'"{now}"'.encode("ascii"), f'"{version}"'.encode("ascii"))
    bundle = MemoryBundle("max", version, contents)
    package = folder / f"renderbus-max-{version}.mzp"
    package.write_bytes(Max().archives(bundle, checkout)[package.name])
    return package


class Workplace:
    """A user of Windows who has 3ds Max, an account, and never had us."""

    def __init__(self, checkout: Path, folder: Path, farm: Sandbox) -> None:
        self.folder = folder
        self.roaming = folder / "Zoë 张伟" / "AppData" / "Roaming"
        self.roaming.mkdir(parents=True)
        project = folder / "project"
        project.mkdir()
        scene = MaxFile().write(project / "shot.max")
        self._script = checkout / "tests" / "support" / "isolated_max.py"
        self._variables = bare_variables(folder / "Zoë 张伟")
        self._variables.update(
            APPDATA=str(self.roaming),
            ProgramData=str(folder / "ProgramData"),
            RB_DCC_HOME=str(folder / "settings"),
            RB_DCC_SERVICE=farm.url,
            RB_DCC_PLATFORM=farm.platform,
            RB_DCC_ACCESS_ID=farm.access_id,
            RB_DCC_ACCESS_KEY=farm.access_key,
            PYTHONIOENCODING="utf-8",
            LANGUAGE="en",
        )
        self._settings: Dict[str, Any] = {
            "checkout": str(checkout),
            "beside": [str(qt_alone(folder / "qt"))],
            "plugins": str(self.roaming / "Autodesk" / "ApplicationPlugins"),
            "temp": str(folder / "temp"),
            "year": YEAR,
            "scene": str(scene),
            "project": str(project),
            "package": str(write_package(checkout, folder, "0.1.0")),
            "newer": str(write_package(checkout, folder, "0.2.0")),
        }

    def run(self, phase: str) -> Any:
        """One life of 3ds Max: what was seen. It was quiet, ended well, and had every module from where we installed it."""
        given = self.folder / "settings.json"
        given.write_text(json.dumps({**self._settings, "phase": phase}), encoding="utf-8")
        done = subprocess.run(
            [sys.executable, "-I", "-S", str(self._script), str(given)],
            env=self._variables,
            cwd=str(self.folder),
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert done.returncode == 0, done.stderr
        told = json.loads(done.stdout.strip().splitlines()[-1])
        seen = {name: told.pop(name) for name in ("logged", "callbacks", "modified", "undo_steps", "from")}
        assert seen == {"logged": [], "callbacks": 0, "modified": False, "undo_steps": 2, "from": []}
        return told


@pytest.fixture
def farm(tmp_path: Path) -> Iterator[Sandbox]:
    with Sandbox(tmp_path / "farm", speed=200.0, seed=3) as running:
        yield running


def test_from_the_first_drop_to_the_last(checkout: Path, tmp_path: Path, farm: Sandbox) -> None:
    place = Workplace(checkout, tmp_path, farm)

    first = place.run("install_and_submit")
    assert first["before"] == []
    assert "look for Renderbus in the menu bar" in first["said"][1]
    assert first["menu"] == INSTALLED
    assert first["versions"] == ["0.1.0"]

    second = place.run("watch_after_a_restart")
    assert second["menu"] == INSTALLED
    assert second["task"] == first["task"]
    assert second["done"] > 0

    third = place.run("upgrade_while_it_is_open")
    assert "Restart 3ds Max to use it" in third["said"][1]
    assert (third["running"], third["versions"]) == ("0.1.0", ["0.1.0", "0.2.0"])

    last = place.run("use_the_newer_and_remove_it")
    assert (last["running"], last["versions_before"]) == ("0.2.0", ["0.2.0"])
    assert last["menu_before"] == INSTALLED
    assert last["said"][0].startswith("Remove Renderbus 0.2.0?")
    removed, locked, own = last["said"][1].split("\n\n")
    assert removed == REMOVED
    assert "dock.py is in use" in locked
    assert own.endswith(f"the journal of submissions and the cache stay in\n{place.folder / 'settings'}")
    assert (last["menu"], last["menu_callbacks"], last["docks"]) == ([], 0, [])
    left = [path for path in files_below(place.roaming) if "/rb_installer/" not in path]
    assert sorted(path.rpartition("/")[2] for path in left) == [
        "PackageContents.xml",
        "dock.py",
        "in-use.sqlite",
        "install.sqlite",
        "receipt.json",
        "renderbus_leaving.ms",
    ]

    after = place.run("start_once_more")
    assert (after["versions_before"], after["loaded"], after["menu"]) == (["0.2.0"], [], [])
    assert files_below(place.roaming) == []
    own_data = place.folder / "settings"
    assert own_data.is_dir()

    again = place.run("install_and_remove_by_dropping")
    assert again["said"][1].startswith(REMOVED)
    assert (again["menu"], again["versions"], files_below(place.roaming)) == ([], [], [])
    assert "Keep them?" in again["said"][1]
    assert again["said"][2].startswith(f"Your own data was removed from\n{own_data}")
    assert not own_data.exists()
