"""What a person downloads for 3ds Max: what is in it, that it needs nothing else, and that it comes out the same every time."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import types
import zipfile
from pathlib import Path
from typing import Any, Dict, Iterator, List

import pytest

from rb_installer import cli, session
from rb_installer.max_folders import MaxFolders
from tests.support import max_package, maxscript, mzp
from tests.support.installing import files_below
from tests.support.isolated_bundle import imported_alone

FOLDER = "renderbus-max-0.1.0"
# What stands before the version folder's own paths in the folder of a user with a long name.
BEFORE = (
    r"C:\Users\twenty-letters-name\AppData\Roaming\Autodesk\ApplicationPlugins\Renderbus.bundle\Contents"
    + "\\"
)


@pytest.fixture(scope="module")
def downloads(checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Both files as the command makes them."""
    out = tmp_path_factory.mktemp("out")
    assert cli.main(["build", "max", "--out", str(out)]) == 0
    assert sorted(path.name for path in out.iterdir()) == [FOLDER + ".mzp", FOLDER + ".zip"]
    return out


@pytest.fixture(scope="module")
def unpacked(downloads: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The zip unpacked into a folder with all that a person's folders are called."""
    folder = tmp_path_factory.mktemp("Zoë's Downloads 下载")
    with zipfile.ZipFile(str(downloads / (FOLDER + ".zip"))) as opened:
        opened.extractall(str(folder))
    return folder / FOLDER


@pytest.fixture(scope="module")
def version_folder(unpacked: Path) -> Path:
    (folder,) = (unpacked / "Renderbus.bundle" / "Contents").iterdir()
    return folder


@pytest.fixture(autouse=True)
def _no_claim_left() -> Iterator[None]:
    yield
    session.let_go()


def test_a_person_sees_four_files_and_the_bundle(unpacked: Path) -> None:
    assert sorted(path.name for path in unpacked.iterdir()) == [
        "LICENSE.txt",
        "READ ME.txt",
        "Renderbus.bundle",
        "drag_into_3dsmax.ms",
        "install.py",
    ]


def test_the_bundle_is_by_3ds_max_rules_and_serves_a_studio_as_it_is(
    unpacked: Path, version_folder: Path
) -> None:
    bundle = unpacked / "Renderbus.bundle"
    assert max_package.problems(bundle) == []
    assert max_package.packages(unpacked) == [bundle]
    for year in (2021, 2024, 2027):
        found = {
            kind: path.relative_to(version_folder).as_posix()
            for kind, path in max_package.parts(bundle, year)
        }
        assert found == {
            "light icon paths parts": "icons/light",
            "dark icon paths parts": "icons/dark",
            "pre-start-up scripts parts": "scripts/renderbus_before.ms",
            "macroscripts parts": "macroscripts/Renderbus.mcr",
            "post-start-up scripts parts": "scripts/renderbus_after.ms",
        }
    assert max_package.parts(bundle, 2020) == []


def test_the_mzp_holds_the_zip_and_what_runs_it(downloads: Path, unpacked: Path) -> None:
    package = downloads / (FOLDER + ".mzp")
    assert mzp.names(package) == ["drag_into_3dsmax.ms", "install.py", "mzp.run", FOLDER + ".zip"]
    with zipfile.ZipFile(str(package)) as opened:
        told = mzp.commands(opened.read("mzp.run"))
        assert (told["name"], told["version"], told["drop"]) == (
            "Renderbus 0.1.0",
            "100",
            "drag_into_3dsmax.ms",
        )
        assert opened.read(FOLDER + ".zip") == (downloads / (FOLDER + ".zip")).read_bytes()
        script = opened.read("drag_into_3dsmax.ms").decode("ascii")
        assert script.encode("ascii") == (unpacked / "drag_into_3dsmax.ms").read_bytes()
    # Where 3ds Max does not tell the script's folder it knows it all the same.
    assert told["extract to"].replace("$temp\\", "") in script
    assert "@" not in script.replace("(codesOf here)", "")


def test_the_same_checkout_gives_the_same_bytes(downloads: Path, tmp_path: Path) -> None:
    assert cli.main(["build", "max", "--out", str(tmp_path)]) == 0
    for path in downloads.iterdir():
        assert (tmp_path / path.name).read_bytes() == path.read_bytes()


def test_both_are_small_and_no_path_is_too_long_for_windows(downloads: Path, version_folder: Path) -> None:
    for path in downloads.iterdir():
        assert path.stat().st_size < 3000000
    inner = [path.relative_to(version_folder.parent) for path in version_folder.rglob("*") if path.is_file()]
    # Python writes its compiled form beside: `__pycache__/name.cpython-311.pyc`, first under another name.
    assert max(len(BEFORE + str(path)) for path in inner) + 45 < 260


def test_nothing_of_a_desktop_or_a_test_is_in_it(downloads: Path) -> None:
    unwanted = re.compile(
        r"/(rb_dcc_cli|sandbox|flask|werkzeug|PIL|pillow|click|rich|tests?|rb_maya|__pycache__|\.[^/]*)/"
        r"|\.(pyc|so|pyd|dll|dylib)$"
    )
    assert [name for name in mzp.names(downloads / (FOLDER + ".zip")) if unwanted.search(name)] == []


def test_it_needs_nothing_but_a_hosts_python_and_qt(version_folder: Path, tmp_path: Path) -> None:
    packages = ("rb_dcc_core", "rb_dcc_ui", "rb_max", "rb_installer")
    assert imported_alone(version_folder, "python", packages, tmp_path) == {"failed": {}, "outside": []}


def test_the_install_script_is_balanced_and_plain(unpacked: Path) -> None:
    script = unpacked / "drag_into_3dsmax.ms"
    text = re.sub(r'"(?:\\.|[^"\\])*"|--[^\n]*', "", script.read_bytes().decode("ascii"))
    depths = [text[: at + 1].count("(") - text[: at + 1].count(")") for at in range(len(text))]
    assert min(depths) == 0
    assert depths[-1] == 0
    compile(maxscript.python_of(script), "the Python in it", "exec")


# -- dropped --------------------------------------------------------------------------------------------------------

DROP = r"""
import sys, types
code, app = sys.argv[1:]
boxes = []
runtime = types.SimpleNamespace(
    sysInfo=types.SimpleNamespace(GetMaxLanguage=lambda: [1033, "ENU", "English"]),
    queryBox=lambda text, title: boxes.append(text) or True, messageBox=lambda text, title: boxes.append(text),
    macros=types.SimpleNamespace(load=lambda folder: (_ for _ in ()).throw(RuntimeError("no macros here"))))
sys.modules["pymxs"] = types.SimpleNamespace(runtime=runtime)
exec(open(code, encoding="utf-8").read())
print("\n----\n".join(boxes))
"""


def drop(script: Path, tmp_path: Path) -> List[str]:
    """Runs what a dropped script hands to Python, in a 3ds Max that has nothing of us; returns what its boxes said."""
    code = tmp_path / "handed over.py"
    code.write_text(maxscript.python_of(script), encoding="utf-8")
    variables: Dict[str, str] = {**os.environ, "APPDATA": str(tmp_path / "Roaming")}
    variables.update(PYTHONIOENCODING="utf-8", ProgramData=str(tmp_path / "ProgramData"))
    command = [sys.executable, "-I", "-S", "-B", "-c", DROP, str(code), ""]
    done = subprocess.run(command, env=variables, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip().split("\n----\n")


@pytest.mark.parametrize("what", ["mzp", "zip"])
def test_dropped_it_installs_from_whatever_folder_it_lies_in(
    downloads: Path, unpacked: Path, version_folder: Path, tmp_path: Path, what: str
) -> None:
    script = unpacked / "drag_into_3dsmax.ms"
    if what == "mzp":
        # A user with a name of another alphabet, and one of its letters outside UTF-16's first plane.
        script = mzp.unpack(downloads / (FOLDER + ".mzp"), tmp_path / "Zoë 张𠮷" / "Temp")
    asked, said = drop(script, tmp_path)
    folders = MaxFolders(tmp_path / "Roaming" / "Autodesk" / "ApplicationPlugins")
    assert str(folders.contents / version_folder.name) in asked
    assert "could not be started at once (no macros here)" in said
    assert folders.loaded() == ("0.1.0", folders.contents / version_folder.name)
    assert max_package.problems(folders.bundle) == []


def test_taken_away_from_its_files_it_says_what_to_do(unpacked: Path, tmp_path: Path) -> None:
    for name in ("drag_into_3dsmax.ms", "install.py"):
        (tmp_path / name).write_bytes((unpacked / name).read_bytes())
    (tmp_path / "renderbus-max-0.0.1.zip").write_bytes(b"no zip")
    (said,) = drop(tmp_path / "drag_into_3dsmax.ms", tmp_path)
    assert "Unpack the whole zip" in said
    assert not (tmp_path / "Roaming").exists()


# -- a terminal -----------------------------------------------------------------------------------------------------


def run_file(file: Path, *words: str, code: int = 0, **variables: Any) -> str:
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-B", str(file), *words],
        env={**os.environ, "PYTHONIOENCODING": "utf-8", **variables},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == code, done.stdout
    return done.stdout


@pytest.mark.parametrize(("words", "code"), [([], 2), (["--help"], 0), (["instal"], 2)])
def test_without_a_word_it_knows_it_says_how_it_is_used(unpacked: Path, words: List[str], code: int) -> None:
    said = run_file(unpacked / "install.py", *words, code=code)
    assert said.startswith("Drop drag_into_3dsmax.ms into a viewport of 3ds Max. From a terminal:")
    assert "install.py uninstall" in said
    assert "rb_installer" not in said


def test_a_terminal_installs_tells_where_and_uninstalls_without_anything_installed(
    unpacked: Path, tmp_path: Path
) -> None:
    file = unpacked / "install.py"
    own = types.SimpleNamespace(APPDATA=str(tmp_path / "Jörg 王"), ProgramData=str(tmp_path / "all"))
    for folder in vars(own).values():
        Path(folder).mkdir()
    for chosen in ([], ["--all-users"]):
        assert "Renderbus 0.1.0 is in" in run_file(file, "install", *chosen, **vars(own))
    where = run_file(file, "where", **vars(own))
    assert "For this user: 0.1.0 in " in where
    assert "For all users: 0.1.0 in " in where
    for chosen in ([], ["--all-users"]):
        assert run_file(file, "uninstall", *chosen, **vars(own)).startswith("Renderbus was removed.\n")
    assert files_below(tmp_path) == ["Jörg 王/", "all/"]


def test_a_zip_is_installed_without_unpacking_it(downloads: Path, tmp_path: Path) -> None:
    place = ["--plugins-folder", str(tmp_path / "ApplicationPlugins")]
    archive = str(downloads / (FOLDER + ".zip"))
    assert cli.main(["install", "max", "--from", archive, *place]) == 0
    assert max_package.problems(tmp_path / "ApplicationPlugins" / "Renderbus.bundle") == []
