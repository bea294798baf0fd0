"""The whole way from the zip that a person downloads, in processes that have Python, Qt and nothing else of ours.

Installed into an empty home, started, submitted with and watched to the end, restarted with the saved workspace,
upgraded, uninstalled: nothing is left behind, nothing is said on stderr, the scene is never touched.
"""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any, Dict, Iterator, List, Mapping, Optional

import pytest

from rb_installer import cli, contents, vendor
from rb_installer.bundle import MemoryBundle
from rb_installer.maya import Maya

pytest.importorskip("flask")

from rb_dcc_core.sandbox.service import Sandbox
from tests.maya_host.phases import laid_in

# The Mayas that ship this Python; 3.8, 3.12 and 3.14 are in none and stand in for the next one.
YEARS = {
    (3, 7): ("2022",),
    (3, 8): ("2023",),
    (3, 9): ("2023",),
    (3, 10): ("2024",),
    (3, 11): ("2025", "2026"),
}.get(sys.version_info[:2], ("2027",))
SCRIPT = Path(__file__).resolve().parents[1] / "support" / "isolated_maya.py"
KEPT = ("PATH", "SYSTEMROOT", "LD_LIBRARY_PATH", "TMPDIR", "TEMP")
# What every start of Maya must come to.
UNTOUCHED: Dict[str, Any] = {
    "callbacks": 0,
    "edits": [],
    "saves": [],
    "is_modified": False,
    "off_thread": [],
    "logged": [],
    "failed_scripts": [],
    "strangers": [],
}
MENU = ["Submit…", "Tasks", "Settings", "Diagnose", "Add a Button to the Shelf", "Help", "Uninstall…"]
MAYAS_CONTROL = "ChannelBoxLayerEditor"
# Where the user's own data is, below each folder that the system has for it.
OWN_DATA = "/renderbus-dcc/"
OWN_DATA_ABOVE = [".cache/", ".config/", ".local/", ".local/state/", "AppData/"]
OWN_CONTROL = "renderbusWorkspaceControl"


class Newer(Maya):
    """The same checkout as it will be built one day."""

    def bundle(self, checkout: Path, vendored: Path) -> MemoryBundle:
        built = super().bundle(checkout, vendored)
        now = f'"{built.manifest.version}"'.encode("ascii")
        told_in = ("scripts/rb_dcc_core/__init__.py", "plug-ins/renderbus_maya.py")
        changed = {path: built.contents[path].replace(now, b'"99.1.0"') for path in told_in}
        return MemoryBundle(self.name, "99.1.0", {**built.contents, **changed})


def download(host: Maya, checkout: Path, folder: Path) -> Path:
    """The file to drop, from the host's built zip as a person unpacks it."""
    before = set(folder.glob("*.zip"))
    cli.build(host, checkout, folder)
    (archive,) = set(folder.glob("*.zip")) - before
    with zipfile.ZipFile(str(archive)) as opened:
        opened.extractall(str(folder))
    return folder / archive.stem / "drag_into_maya.py"


@pytest.fixture
def beside(tmp_path: Path) -> List[str]:
    """Folders with this Python's Qt and with the tables of Maya's commands, and nothing of what is installed beside them."""
    folder = tmp_path / "beside"
    folder.mkdir()
    for name in ("PySide6", "shiboken6", "PySide2", "shiboken2", "pymel"):
        found = importlib.util.find_spec(name)
        if found is not None and found.origin:
            try:
                os.symlink(str(Path(found.origin).parent), str(folder / name))
            except OSError:
                pytest.skip("this system lets an ordinary user make no links")
    return [str(folder)]


class Workplace:
    """One artist's computer: an empty home, a Maya, the downloads, the scene, what the studio brings."""

    def __init__(self, root: Path, checkout: Path, beside: List[str], farm: Sandbox) -> None:
        self.home = root / "Zoë 张伟"
        self.home.mkdir()
        self.app = self.home / "maya"
        self.downloads = root / "Downloads"
        self.studio = root / "studio"
        self.runtime = root / "runtime"
        self.runtime.mkdir(mode=0o700)
        self.expected = dict(UNTOUCHED)
        self._farm = farm
        project = root / "project"
        shutil.copytree(str(checkout / "ui" / "rb_dcc_cli" / "demo_scene"), str(project))
        self.settings: Dict[str, Any] = {
            "checkout": str(checkout),
            "beside": beside,
            "app": str(self.app),
            "unpacked": str(self.downloads),
            "studio": str(self.studio),
            "year": YEARS[0],
            "scene": str(project / "turntable.ma"),
        }
        self._settings_file = root / "settings.json"

    def maya(self, phase: str, dropped: Optional[Path] = None, ends: str = "well") -> Dict[str, Any]:
        """One start of Maya to its end; what it told, but for what must be so at every end of it."""
        told = self._run({"phase": phase, "dropped": str(dropped), "ends": ends})
        expected = {name: self.expected[name] for name in told if name in self.expected}
        assert {name: told[name] for name in expected} == expected
        assert ends == "crash" or set(expected) == set(self.expected)
        return {name: value for name, value in told.items() if name not in expected}

    def _run(self, more: Mapping[str, str]) -> Dict[str, Any]:
        self._settings_file.write_text(json.dumps({**self.settings, **more}), encoding="utf-8")
        done = subprocess.run(
            [sys.executable, "-I", "-S", str(SCRIPT), str(self._settings_file)],
            env=self._variables(),
            cwd=str(self.home),
            capture_output=True,
            encoding="utf-8",
            timeout=200,
            check=False,
        )
        assert done.stderr == "", done.stderr
        assert done.returncode == 0
        told: Dict[str, Any] = json.loads(done.stdout)
        return told

    def _variables(self) -> Dict[str, str]:
        variables = {name: os.environ[name] for name in KEPT if name in os.environ}
        if sys.platform == "win32":  # where no variable leads elsewhere
            variables["RB_DCC_HOME"] = str(self.home / "AppData" / "renderbus-dcc")
        return {
            **variables,
            "HOME": str(self.home),
            "USERPROFILE": str(self.home),
            "XDG_RUNTIME_DIR": str(self.runtime),
            "LANG": "C.UTF-8",
            "LANGUAGE": "en",
            "QT_QPA_PLATFORM": "offscreen",
            "RB_DCC_SERVICE": self._farm.url,
            "RB_DCC_PLATFORM": self._farm.platform,
            "RB_DCC_ACCESS_ID": self._farm.access_id,
            "RB_DCC_ACCESS_KEY": self._farm.access_key,
        }

    def files(self) -> Dict[str, bytes]:
        """Everything in the home by its path; a folder's ends in a slash."""
        found = {}
        for path in sorted(self.home.rglob("*")):
            name = path.relative_to(self.home).as_posix()
            found[name + "/" * path.is_dir()] = b"" if path.is_dir() else path.read_bytes()
        return found

    def assert_nothing_is_left(self, before: Mapping[str, bytes], is_purged: bool = False) -> None:
        """But the user's own data, with no secret in it, where it was not purged; the system's folders for it stay."""
        after = self.files()
        own = [name for name in after if OWN_DATA in name]
        assert is_purged == (not own)
        own += OWN_DATA_ABOVE
        made = [name for name in after if name not in before and name not in own]
        assert made == []
        assert {name: after.get(name) for name in before} == dict(before)
        secret = self._farm.access_key.encode("ascii")
        assert [name for name in after if secret in after[name]] == []


@pytest.fixture
def workplace(tmp_path: Path, checkout: Path, beside: List[str]) -> Iterator[Workplace]:
    with Sandbox(tmp_path / "farm", speed=400.0, seed=3) as farm:
        yield Workplace(tmp_path, checkout, beside, farm)


def test_the_whole_way(workplace: Workplace, checkout: Path) -> None:
    version = contents.version(checkout)
    first = download(Maya(), checkout, workplace.downloads)
    second = download(Newer(), checkout, workplace.downloads)
    without = {"menu": [], "plug_in": False, "requests": "", "controls": [MAYAS_CONTROL]}
    assert workplace.maya("look") == without
    before = workplace.files()

    seen = workplace.maya("install", first)
    assert (seen["version"], seen["menu"], seen["shelf"]) == (version, MENU, [])
    assert (
        seen["boxes"][-1]
        == f"Renderbus {version} is installed and loaded: look for Renderbus in the menu bar."
    )
    assert (seen["requests"], seen["controls"]) == ("", [MAYAS_CONTROL])

    seen = workplace.maya("submit")
    # With this seed one frame fails; all the same each is watched to its end.
    assert (seen["frames"], seen["done"], seen["failed"]) == (12, 11, 1)
    assert seen["controls"] == [MAYAS_CONTROL, OWN_CONTROL]

    seen = workplace.maya("upgrade", second)
    assert (seen["before"], seen["after"], seen["menu"]) == (version, "99.1.0", MENU)
    assert f"Installed now: {version} (Maya {YEARS[0]})" in seen["boxes"][0]
    assert seen["controls"] == [MAYAS_CONTROL, OWN_CONTROL]
    assert laid_in(workplace.app) == ["99.1.0"]

    seen = workplace.maya("uninstall")
    assert (seen["version"], seen["menu"], seen["controls"]) == ("99.1.0", [], [MAYAS_CONTROL])
    assert len(seen["boxes"]) == 3
    assert seen["boxes"][0].startswith("Remove Renderbus? Your scenes were never changed.")
    assert seen["boxes"][1].startswith("Renderbus was removed.\n\nYour settings, your account")
    assert seen["boxes"][2].startswith("Your own data was removed from\n")
    assert workplace.maya("look") == without
    workplace.assert_nothing_is_left(before, is_purged=True)


def lay_in_studio(workplace: Workplace, vendored: Path) -> Path:
    """The studio's own folder of packages, first on Python's path, and a userSetup that fails once it has put it there.

    Its requests and urllib3 are ours by another number: which copy wins is what is looked at.
    """
    folder = workplace.studio / "python"
    for name in ("ui", "utils"):
        (folder / name).mkdir(parents=True)
        (folder / name / "__init__.py").write_text("def Panel(): return 'of the studio'\n", encoding="ascii")
    for name in ("requests", "urllib3"):
        shutil.copytree(
            str(vendored / name), str(folder / name), ignore=shutil.ignore_patterns("__pycache__")
        )
    (folder / "requests-2.25.1.dist-info").mkdir()
    for path, number in (("requests/__version__.py", "2.25.1"), ("urllib3/_version.py", "1.26.5")):
        text = (folder / path).read_text(encoding="utf-8")
        (folder / path).write_text(f"{text}\n__version__ = version = {number!r}\n", encoding="utf-8")
    scripts = workplace.app / "scripts"
    scripts.mkdir(parents=True)
    (scripts / "userSetup.py").write_text(
        f"import sys\nsys.path.insert(0, {str(folder)!r})\nimport ui, urllib3, utils\n"
        "raise RuntimeError('no licence server')\n",
        encoding="utf-8",
    )
    return folder


@pytest.mark.long
def test_the_whole_way_in_a_studio_that_is_in_the_way(workplace: Workplace, checkout: Path) -> None:
    first = download(Maya(), checkout, workplace.downloads)
    second = download(Newer(), checkout, workplace.downloads)
    workplace.settings["year"] = YEARS[-1]
    packages = lay_in_studio(workplace, vendor.make_ready(checkout))
    workplace.expected["failed_scripts"] = ["RuntimeError('no licence server')"]
    workplace.maya("look")
    before = workplace.files()

    older = (
        "WARNING rb_dcc_core.vendoring: requests 2.25.1 comes before the one that Renderbus brings and is older than 2.31: "
        f"{packages / 'requests'}"
    )
    workplace.expected["logged"] = [older]
    workplace.settings["answers"] = [f"For Maya {YEARS[-1]}", "Add a shelf button"]
    seen = workplace.maya("install", first)
    assert (seen["menu"], [label for label, _ in seen["shelf"]]) == (MENU, ["Renderbus"])
    seen = workplace.maya("submit")
    assert (seen["frames"], seen["done"], seen["failed"]) == (12, 11, 1)
    assert seen["requests"] == str(packages / "requests" / "__init__.py")

    workplace.expected["logged"] = [older, older]  # once by each version
    workplace.maya("upgrade", second, ends="crash")
    assert laid_in(workplace.app) == [contents.version(checkout), "99.1.0"]
    workplace.expected["logged"] = [older]
    workplace.settings["own_data"] = "Keep them"
    seen = workplace.maya("uninstall")
    assert len(seen["boxes"]) == 2
    assert (seen["version"], seen["versions"]) == ("99.1.0", ["99.1.0"])
    workplace.expected["logged"] = []
    assert workplace.maya("look")["menu"] == []
    workplace.assert_nothing_is_left(before)


def test_a_chinese_maya_whose_python_has_no_ssl(workplace: Workplace, checkout: Path) -> None:
    """It starts, it speaks Chinese, and where the panel would be it says what to do."""
    first = download(Maya(), checkout, workplace.downloads)
    workplace.settings.update(language="zh_CN", missing=["_ssl"], year=YEARS[-1])
    workplace.settings["answers"] = [f"用于 Maya {YEARS[-1]}", "完成"]
    seen = workplace.maya("install", first)
    assert seen["menu"] == ["提交…", "任务", "设置", "诊断", "在工具架上添加按钮", "帮助", "卸载…"]
    assert "已安装并加载" in seen["boxes"][-1]
    seen = workplace.maya("open_without_ssl")
    assert not seen["panel"]
    assert "ssl" in seen["shown"][0]
    assert "Maya" in seen["shown"][0]
    assert seen["shown"][1] == "重试"
    assert seen["controls"] == [MAYAS_CONTROL, OWN_CONTROL]
    workplace.settings["missing"] = []
    seen = workplace.maya("look_again")
    assert seen["panel"]
