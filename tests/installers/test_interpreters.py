"""Finding the Pythons that really run, and choosing which of them does what."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from checkout import interpreters
from checkout.interpreters import Interpreter

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the fake interpreters here are shell scripts")


def python(major: int, minor: int) -> Interpreter:
    return Interpreter((major, minor), f"{major}.{minor}.0 (main)", f"/opt/python/{major}.{minor}/bin/python")


def fake(path: Path, *lines: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(["#!/bin/sh", *lines, ""]), encoding="utf-8")
    path.chmod(0o755)
    return path


@pytest.fixture
def only_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine whose PATH and pyenv folder are ours, and empty."""
    monkeypatch.setenv("PATH", str(tmp_path / "bin") + os.pathsep + "/bin")
    monkeypatch.setenv("PYENV_ROOT", str(tmp_path / "pyenv [1]"))
    return tmp_path


def test_the_starting_python_is_not_the_environment_it_was_started_in() -> None:
    start = interpreters.starting_interpreter()
    assert start.version == sys.version_info[:2]
    assert not start.executable.startswith(os.path.join(sys.prefix, "")) or sys.prefix == sys.base_prefix


def test_the_same_python_asked_from_outside_is_the_same_build() -> None:
    start = interpreters.starting_interpreter()
    assert interpreters.ask(start.executable) == start


def test_a_shim_that_prints_not_found_is_no_interpreter(tmp_path: Path) -> None:
    shim = fake(tmp_path / "python3.7", 'echo "pyenv: python3.7: command not found" >&2', "exit 127")
    assert interpreters.ask(str(shim)) is None


def test_a_shim_that_says_not_found_and_ends_well_is_no_interpreter(tmp_path: Path) -> None:
    shim = fake(tmp_path / "python3.7", "echo 'python3.7: not found'")
    assert interpreters.ask(str(shim)) is None


def test_what_is_not_there_is_no_interpreter(tmp_path: Path) -> None:
    assert interpreters.ask(str(tmp_path / "python3.7")) is None


def test_one_that_never_answers_is_no_interpreter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(interpreters, "_ANSWER_WITHIN_S", 0.2)
    assert interpreters.ask(str(fake(tmp_path / "python3.7", "exec sleep 5"))) is None


def test_behind_a_dead_shim_the_one_of_the_version_manager_is_found(only_here: Path) -> None:
    fake(only_here / "bin" / "python3.6", "echo 'not found'; exit 127")
    real = only_here / "pyenv [1]" / "versions" / "3.6.9" / "bin" / "python3.6"
    fake(real, "echo 3.6; echo '3.6.9 (default)'")
    assert interpreters.find((3, 6)) == Interpreter((3, 6), "3.6.9 (default)", str(real))


def test_one_that_answers_with_another_version_is_passed_over(only_here: Path) -> None:
    fake(only_here / "bin" / "python3.6", "echo 3.12; echo '3.12.1 (main)'")
    assert interpreters.find((3, 6)) is None


def test_every_hosts_python_is_looked_for_and_the_absent_ones_are_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    here = {(3, 7): python(3, 7), (3, 13): python(3, 13)}
    monkeypatch.setattr(interpreters, "find", here.get)
    found, missing = interpreters.find_hosts_pythons(python(3, 11))
    assert [one.version for one in found] == [(3, 11), (3, 7), (3, 13)]
    assert missing == [(3, 9), (3, 10)]


@pytest.mark.parametrize(
    ("version", "binding"),
    [((3, 7), "pyside2"), ((3, 10), "pyside2"), ((3, 11), "pyside6"), ((3, 14), "pyside6")],
)
def test_each_python_has_its_binding(version: tuple[int, int], binding: str) -> None:
    assert python(*version).binding == binding


def test_checks_run_on_the_starting_python_if_todays_tools_do() -> None:
    assert interpreters.choose_for_checks([python(3, 11), python(3, 13)]) == python(3, 11)


def test_checks_run_on_the_newest_python_otherwise() -> None:
    assert interpreters.choose_for_checks([python(3, 7), python(3, 9), python(3, 13)]) == python(3, 13)
    assert interpreters.choose_for_checks([python(3, 7)]) == python(3, 7)


def test_long_suites_run_on_the_python_of_each_binding_that_is_nearest_to_3_11() -> None:
    found = [python(3, 13), python(3, 7), python(3, 10), python(3, 11)]
    assert interpreters.choose_for_long_suites(found) == {python(3, 10), python(3, 11)}
