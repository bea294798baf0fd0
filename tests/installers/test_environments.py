"""An environment is made once, completed when more is wanted, and made anew when it cannot be trusted."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest

from checkout import environments, processes, system_packages
from checkout.environments import Environment
from checkout.interpreters import Interpreter
from checkout.problem import SetupProblem

PYTHON = Interpreter((3, 11), "3.11.7 (main)", os.path.join(os.sep, "usr", "bin", "python3.11"))


class Recorder:
    """Stands in for the running of commands: remembers each, answers as told, makes what venv would make."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.commands: list[str] = []
        self.failing: dict[str, str] = {}

    def capture(self, command: list[str], folder: Path, variables: dict[str, str]) -> tuple[int, str]:
        line = " ".join(command[1:]).replace(str(self.folder), ".")
        self.commands.append(line)
        for beginning, said in self.failing.items():
            if line.startswith(beginning):
                return 1, said
        if line.startswith("-m venv"):
            Path(command[-1]).mkdir(parents=True, exist_ok=True)
            (Path(command[-1]) / "pyvenv.cfg").touch()
        if line == "-m pip --version":
            return 0, "pip 23.2.1 from somewhere (python 3.11)"
        return 0, "site-packages" if line.startswith("-c") else ""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "installers").mkdir()
    (tmp_path / "installers" / "constraints.txt").write_text("requests==2.31.0\n", encoding="utf-8")
    (tmp_path / "pyproject.toml").write_text("[project]\n", encoding="utf-8")
    return tmp_path


@pytest.fixture
def recorder(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Recorder:
    recorder = Recorder(folder)
    monkeypatch.setattr(processes, "capture", recorder.capture)
    monkeypatch.setattr(system_packages, "may_install", lambda: False)
    return recorder


@pytest.fixture
def environment(folder: Path, recorder: Recorder) -> Environment:
    return Environment(folder, PYTHON, folder / ".venv")


def test_a_first_run_makes_the_environment_and_stamps_it_last(
    environment: Environment, recorder: Recorder
) -> None:
    environment.prepare(("cli", "sandbox"))
    constraints = os.path.join(".", "installers", "constraints.txt")
    assert recorder.commands == [
        f"-m venv {os.path.join('.', '.venv')}",
        "-m pip --version",
        f"-m pip install -q --prefer-binary -c {constraints} hatchling",
        f"-m pip install -q --prefer-binary -c {constraints} --no-build-isolation -e .[cli,sandbox]",
    ]
    assert environments.read_stamp(environment.folder)["extras"] == ["cli", "sandbox"]


def test_a_second_run_does_nothing(environment: Environment, recorder: Recorder) -> None:
    environment.prepare(("cli", "sandbox"))
    recorder.commands.clear()
    environment.prepare(("cli",))
    assert recorder.commands == []


def test_a_run_that_wants_more_installs_it_beside_what_is_there(
    environment: Environment, recorder: Recorder
) -> None:
    environment.prepare(("cli",))
    recorder.commands.clear()
    environment.prepare(("test",))
    assert not any("venv" in command.split()[1] for command in recorder.commands)
    assert recorder.commands[-1].endswith("-e .[cli,test]")


def test_changed_requirements_are_installed_into_the_same_environment(
    environment: Environment, recorder: Recorder, folder: Path
) -> None:
    environment.prepare(("cli",))
    recorder.commands.clear()
    (folder / "pyproject.toml").write_text("[project]\nname = 'other'\n", encoding="utf-8")
    environment.prepare(("cli",))
    assert recorder.commands[0] == "-m pip --version"
    assert recorder.commands[-1].endswith("-e .[cli]")


def test_an_interrupted_run_leaves_no_stamp_and_the_next_makes_the_environment_anew(
    environment: Environment, recorder: Recorder
) -> None:
    environment.prepare(("cli",))
    recorder.failing = {"-m pip install": "the line went dead"}
    with pytest.raises(SetupProblem, match="the line went dead"):
        environment.prepare(("test",))
    (environment.folder / "half-a-package").touch()
    recorder.failing = {}
    environment.prepare(("test",))
    assert not (environment.folder / "half-a-package").exists()
    assert environments.read_stamp(environment.folder)["extras"] == ["test"]


@pytest.mark.parametrize(
    "other",
    [
        Interpreter((3, 11), "3.11.9 (main)", PYTHON.executable),
        Interpreter((3, 13), "3.13.0 (main)", "/usr/local/bin/python3.13"),
    ],
)
def test_another_python_makes_the_environment_anew(
    environment: Environment, recorder: Recorder, folder: Path, other: Interpreter
) -> None:
    environment.prepare(("cli",))
    recorder.commands.clear()
    Environment(folder, other, environment.folder).prepare(("cli",))
    assert recorder.commands[0].startswith("-m venv")


def test_without_ensurepip_pip_is_brought_in_from_outside(
    environment: Environment, recorder: Recorder
) -> None:
    recorder.failing = {f"-m venv {os.path.join('.', '.venv')}": "ensurepip is not available"}
    environment.prepare(("cli",))
    assert recorder.commands[1] == f"-m venv --without-pip {os.path.join('.', '.venv')}"
    assert recorder.commands[3] == "-m pip install -q --target site-packages pip"
    assert environments.read_stamp(environment.folder)["extras"] == ["cli"]


def test_without_any_pip_one_line_says_what_to_run(environment: Environment, recorder: Recorder) -> None:
    recorder.failing = {"-m venv": "No module named ensurepip", "-m pip": "No module named pip"}
    with pytest.raises(SetupProblem, match="neither ensurepip nor pip") as caught:
        environment.prepare(("cli",))
    if sys.platform.startswith("linux"):
        assert "apt-get install -y python3.11-venv" in str(caught.value)
    assert environments.read_stamp(environment.folder) == {}


def test_an_old_pip_is_renewed_before_it_meets_an_editable_project(
    environment: Environment, recorder: Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(environments, "pip_version", lambda said: (19, 0))
    environment.prepare(("cli",))
    assert recorder.commands[2] == "-m pip install -q --prefer-binary --upgrade pip>=21.3"


def test_the_vendors_sdk_is_added_without_its_own_pins(environment: Environment, recorder: Recorder) -> None:
    environment.prepare(("bench",))
    assert recorder.commands[-1].endswith("--no-deps --no-build-isolation rayvision-api")


def test_somebodys_own_folder_is_never_removed(environment: Environment, folder: Path) -> None:
    environment.folder.mkdir()
    (environment.folder / "thesis.txt").touch()
    with pytest.raises(SetupProblem, match="Move it away"):
        environment.prepare(("cli",))
    assert (environment.folder / "thesis.txt").exists()


@pytest.mark.parametrize("content", ["", "{", "[]", "null"])
def test_a_damaged_stamp_is_no_stamp(folder: Path, content: str) -> None:
    (folder / environments.STAMP).write_text(content, encoding="utf-8")
    assert environments.read_stamp(folder) == {}


def test_a_stamp_is_whole_or_not_there(folder: Path) -> None:
    environments.write_stamp(folder, {"extras": ["cli"]})
    assert [path.name for path in folder.glob("*.json*")] == [environments.STAMP]
    assert json.loads((folder / environments.STAMP).read_text(encoding="utf-8")) == {"extras": ["cli"]}


@pytest.mark.parametrize(
    ("said", "version"),
    [
        ("pip 22.0.4 from /x (python 3.7)", (22, 0)),
        ("pip 9.0 from /x", (9, 0)),
        ("pip 26.1b1 from /x", (26,)),
        ("No module named pip", (0,)),
        ("", (0,)),
    ],
)
def test_pips_own_words_give_its_version(said: str, version: tuple[int, ...]) -> None:
    assert environments.pip_version(said) == version


def test_a_checkout_that_cannot_be_written_says_what_to_do(folder: Path) -> None:
    (folder / ".venvs").touch()
    with pytest.raises(SetupProblem, match="copy the checkout into a folder of your own"):
        environments.require_writable(folder)
