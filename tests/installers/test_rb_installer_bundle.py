"""The zip that a person downloads: what is in it, that it needs nothing else, and that it comes out the same every time."""

from __future__ import annotations

import importlib.util
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any, Dict, Iterator, List

import pytest

from rb_installer import cli, session
from rb_installer.bundle import find_bundle
from rb_installer.maya import Maya, MayaFolders
from tests.support.isolated_bundle import imported_alone

FOLDER = "renderbus-maya-0.1.0"


@pytest.fixture(scope="module")
def archive(checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The zip as the command makes it. It fetches the vendored packages once for the checkout, where they are not there."""
    out = tmp_path_factory.mktemp("out")
    assert cli.main(["build", "maya", "--out", str(out)]) == 0
    (built,) = out.iterdir()
    return built


@pytest.fixture(scope="module")
def unpacked(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The zip unpacked into a folder with all that a person's folders are called."""
    folder = tmp_path_factory.mktemp("Zoë's Downloads 下载")
    with zipfile.ZipFile(str(archive)) as opened:
        opened.extractall(str(folder))
    return folder / FOLDER


@pytest.fixture(scope="module")
def bundle_folder(unpacked: Path) -> Path:
    (folder,) = (unpacked / "modules" / "renderbus").iterdir()
    return folder


@pytest.fixture(autouse=True)
def _no_claim_left() -> Iterator[None]:
    yield
    session.let_go()


def names_in(archive: Path) -> List[str]:
    with zipfile.ZipFile(str(archive)) as opened:
        return opened.namelist()


def test_a_person_sees_three_files_and_a_folder(unpacked: Path) -> None:
    assert sorted(path.name for path in unpacked.iterdir()) == [
        "LICENSE.txt",
        "READ ME.txt",
        "drag_into_maya.py",
        "modules",
    ]


def test_its_modules_folder_serves_a_studio_as_it_is(unpacked: Path, bundle_folder: Path) -> None:
    lines = (unpacked / "modules" / "renderbus.mod").read_text(encoding="ascii").splitlines()
    path = f"./renderbus/{bundle_folder.name}"
    assert lines == [f"+ MAYAVERSION:{year} renderbus 0.1.0 {path}" for year in range(2022, 2028)]
    for folder in ("plug-ins", "scripts", "vendor"):
        assert (bundle_folder / folder).is_dir()


def test_the_same_checkout_gives_the_same_bytes(archive: Path, tmp_path: Path) -> None:
    assert cli.main(["build", "maya", "--out", str(tmp_path)]) == 0
    assert (tmp_path / archive.name).read_bytes() == archive.read_bytes()


def test_it_is_small(archive: Path) -> None:
    assert archive.stat().st_size < 3000000


def test_nothing_of_a_desktop_or_a_test_is_in_it(archive: Path) -> None:
    unwanted = re.compile(
        r"/(rb_dcc_cli|sandbox|flask|werkzeug|PIL|pillow|click|rich|tests?|rb_max|__pycache__|\.[^/]*)/"
        r"|\.(pyc|so|pyd|dll|dylib)$|userSetup"
    )
    assert [name for name in names_in(archive) if unwanted.search(name)] == []


def test_every_vendored_package_brings_its_licence(bundle_folder: Path, checkout: Path) -> None:
    pinned = (checkout / "installers" / "rb_installer" / "vendor.txt").read_text(encoding="utf-8")
    names = {line.split("==")[0] for line in pinned.splitlines() if "==" in line}
    licensed = {path.name.rpartition("-")[0] for path in (bundle_folder / "vendor" / "LICENSES").iterdir()}
    assert {name.replace("_", "-") for name in licensed} == names
    for folder in (bundle_folder / "vendor" / "LICENSES").iterdir():
        assert any(path.stat().st_size > 200 for path in folder.iterdir()), folder


def test_it_needs_nothing_but_a_hosts_python_and_qt(bundle_folder: Path, tmp_path: Path) -> None:
    packages = ("rb_dcc_core", "rb_dcc_ui", "rb_maya", "rb_installer")
    assert imported_alone(bundle_folder, "scripts", packages, tmp_path) == {"failed": {}, "outside": []}


def dropped(path: Path) -> Any:
    """The file as Maya imports it when it is dropped."""
    spec = importlib.util.spec_from_file_location("drag_into_maya", str(path))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_dropped_file_finds_its_bundle_beside_itself(unpacked: Path, bundle_folder: Path) -> None:
    found = dropped(unpacked / "drag_into_maya.py").find_sources()
    assert found == (str(bundle_folder), str(bundle_folder / "scripts"))
    assert find_bundle(Path(found[0]), Maya.bundles_inside).manifest.version == "0.1.0"


def test_taken_out_alone_it_finds_the_bundle_in_the_zip_beside_it(
    archive: Path, unpacked: Path, bundle_folder: Path, tmp_path: Path
) -> None:
    (tmp_path / "renderbus-maya-0.0.1.zip").write_bytes(b"no zip")
    (tmp_path / archive.name).write_bytes(archive.read_bytes())
    alone = tmp_path / "drag_into_maya.py"
    alone.write_bytes((unpacked / "drag_into_maya.py").read_bytes())
    module = dropped(alone)
    source, _ = module.find_sources()
    assert source == str(tmp_path / archive.name)
    out = run_dropped(alone, ["install", "--maya-folder", str(tmp_path / "maya"), "--years", "2024"])
    assert "for Maya 2024" in out
    assert [target.path for target in MayaFolders(tmp_path / "maya").pointed().values()] == [
        f"./renderbus/{bundle_folder.name}"
    ]


def test_taken_away_from_its_files_it_says_what_to_do(unpacked: Path, tmp_path: Path) -> None:
    alone = tmp_path / "drag_into_maya.py"
    alone.write_bytes((unpacked / "drag_into_maya.py").read_bytes())
    module = dropped(alone)
    assert module.find_sources() is None
    assert "Unpack the whole zip" in module.NOT_FOUND


DROP_TWICE = r"""
import importlib.util, os, sys, types
dropped, app = sys.argv[1:]
boxes, loaded = [], {}

def confirmDialog(**box):
    boxes.append(box["button"])
    return box["defaultButton"] if "Cancel" in box["button"] else box["button"][-1]

def loadPlugin(plugin, quiet):
    for folder in os.environ["MAYA_PLUG_IN_PATH"].split(os.pathsep):
        if os.path.exists(os.path.join(folder, plugin)):
            loaded["renderbus_maya"] = os.path.join(folder, plugin)
            return
    raise RuntimeError(plugin)

def pluginInfo(plugin="", query=False, **flags):
    return loaded.get(plugin, "") if query else None

maya = types.ModuleType("maya")
maya.cmds = types.SimpleNamespace(
    about=lambda **flags: "2026" if "version" in flags else "en_US", internalVar=lambda **flags: app + "/",
    confirmDialog=confirmDialog, waitCursor=lambda **flags: None, moduleInfo=lambda **flags: ["renderbus"],
    pluginInfo=pluginInfo, loadPlugin=loadPlugin, unloadPlugin=loaded.pop)
sys.modules["maya"] = maya
for _ in range(2):
    spec = importlib.util.spec_from_file_location("drag_into_maya", dropped)
    module = sys.modules["drag_into_maya"] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.onMayaDroppedPythonFile("persp")
    assert "drag_into_maya" not in sys.modules
    assert os.path.dirname(dropped) in sys.modules["rb_installer"].__file__
print(len(boxes), boxes[1], boxes[-1])
print(os.path.relpath(loaded["renderbus_maya"], app).replace(os.sep, "/"))
"""


def test_dropped_twice_it_installs_and_then_mends(
    unpacked: Path, bundle_folder: Path, tmp_path: Path
) -> None:
    app = tmp_path / "Maya's own"
    variables = {name: value for name, value in os.environ.items() if not name.startswith("MAYA")}
    variables.update(PYTHONIOENCODING="utf-8", PATH=os.environ.get("PATH", ""))
    command = [sys.executable, "-I", "-S", "-B", "-c", DROP_TWICE]
    done = subprocess.run(
        [*command, str(unpacked / "drag_into_maya.py"), str(app)],
        env=variables,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == [
        "4 ['Add a shelf button', 'Done'] ['OK']",
        f"modules/renderbus/{bundle_folder.name}/plug-ins/renderbus_maya.py",
    ]
    assert (app / "modules" / "renderbus.mod").is_file()


def run_dropped(path: Path, words: List[str], code: int = 0) -> str:
    variables: Dict[str, str] = {**os.environ, "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-B", str(path), *words],
        env=variables,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == code, done.stdout
    return done.stdout


def test_a_terminal_installs_tells_where_and_uninstalls_without_anything_installed(
    unpacked: Path, tmp_path: Path
) -> None:
    file = unpacked / "drag_into_maya.py"
    place = ["--maya-folder", str(tmp_path / "Jörg 王" / "maya")]
    assert "Renderbus 0.1.0 is in" in run_dropped(file, ["install", *place, "--years", "2025,2027"])
    where = run_dropped(file, ["where", *place])
    assert "Maya 2025: 0.1.0 in " in where
    assert "Maya 2027: 0.1.0 in " in where
    assert run_dropped(file, ["uninstall", *place]) == "Renderbus was removed.\n"
    assert "Renderbus is not installed there." in run_dropped(file, ["where", *place])
    assert list(tmp_path.iterdir()) == [tmp_path / "Jörg 王"]


def test_a_removal_says_what_it_removed_and_from_which_mayas(
    unpacked: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RB_DCC_HOME", str(tmp_path / "no data"))
    file = unpacked / "drag_into_maya.py"
    place = ["--maya-folder", str(tmp_path / "maya")]
    assert run_dropped(file, ["uninstall", *place]) == "Renderbus is not installed there.\n"
    run_dropped(file, ["install", *place, "--years", "2024,2026"])
    assert run_dropped(file, ["uninstall", *place, "--years", "2023"]) == (
        "Renderbus is not installed for Maya 2023. It is for Maya 2024, 2026.\n"
    )
    assert run_dropped(file, ["uninstall", *place, "--years", "2023,2024"]) == (
        "Renderbus was removed from Maya 2024. It stays for Maya 2026.\n"
    )
    assert run_dropped(file, ["uninstall", *place]) == "Renderbus was removed.\n"


@pytest.mark.parametrize(("words", "code"), [([], 2), (["--help"], 0), (["instal"], 2)])
def test_without_a_word_it_knows_the_dropped_file_says_how_it_is_used(
    unpacked: Path, words: List[str], code: int
) -> None:
    said = run_dropped(unpacked / "drag_into_maya.py", words, code)
    assert said.startswith("Drop this file into Maya's viewport. From a terminal:")
    assert "drag_into_maya.py uninstall" in said
    assert "rb_installer" not in said


def test_a_zip_is_installed_without_unpacking_it(archive: Path, tmp_path: Path) -> None:
    place = ["--maya-folder", str(tmp_path / "maya")]
    assert cli.main(["install", "maya", "--from", str(archive), "--years", "2026", *place]) == 0
    folders = MayaFolders(tmp_path / "maya")
    (name,) = folders.versions.names()
    assert (folders.versions.folder / name / "plug-ins" / "renderbus_maya.py").is_file()


def test_what_is_no_download_is_refused_with_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "some.zip").write_bytes(b"PK nothing")
    assert cli.main(["install", "maya", "--from", str(tmp_path / "some.zip")]) == 1
    assert "Unpack the zip again" in capsys.readouterr().err
