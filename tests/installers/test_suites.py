"""What `test` runs where, and the summary it ends with."""

from __future__ import annotations

from pathlib import Path

import pytest

from checkout import interpreters, suites
from checkout.interpreters import Interpreter
from checkout.suites import Outcome, Plan


def python(major: int, minor: int) -> Interpreter:
    return Interpreter((major, minor), f"{major}.{minor}.0", f"/opt/python{major}.{minor}")


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> list[Interpreter]:
    """A machine with these Pythons; the first is the one we are started with."""
    here: list[Interpreter] = []
    monkeypatch.setattr(interpreters, "starting_interpreter", lambda: here[0])
    monkeypatch.setattr(interpreters, "find", {one.version: one for one in here}.get)
    monkeypatch.setattr(
        interpreters, "find", lambda version: next((p for p in here if p.version == version), None)
    )
    return here


def lay_out(tmp_path: Path, every_python: bool, long_suites: bool = True) -> suites.Run:
    return suites.lay_out(Plan(tmp_path, every_python, long_suites, []))


def parts(run: suites.Run, checkout: Path) -> dict[str, tuple[str, list[str]]]:
    """Each suite's folder: its Python, and the extras it does not share with all suites."""
    common = {"cli", "sandbox", "qt", "test"}
    return {
        environment.folder.relative_to(checkout).as_posix(): (
            environment.interpreter.name,
            sorted(set(extras) - common),
        )
        for environment, extras in suites.wanted_extras(run).items()
    }


def test_one_python_runs_the_checks_and_its_whole_suite(machine: list[Interpreter], tmp_path: Path) -> None:
    machine.append(python(3, 11))
    run = lay_out(tmp_path, every_python=False)
    assert parts(run, tmp_path) == {".venv": ("Python 3.11", ["bench", "lint"])}
    assert [suite.marker_expression for suite in run.suites] == ["not bench"]


def test_every_python_has_its_own_environment_and_two_run_the_long_suites(
    machine: list[Interpreter], tmp_path: Path
) -> None:
    machine.extend([python(3, 11), python(3, 7), python(3, 10), python(3, 13)])
    run = lay_out(tmp_path, every_python=True)
    assert parts(run, tmp_path) == {
        ".venv": ("Python 3.11", ["bench", "lint"]),
        ".venvs/py37": ("Python 3.7", []),
        ".venvs/py310": ("Python 3.10", []),
        ".venvs/py313": ("Python 3.13", []),
    }
    expressions = {suite.environment.interpreter.short_name: suite.marker_expression for suite in run.suites}
    short = "not long and not bench"
    assert expressions == {"py311": "not bench", "py37": short, "py310": "not bench", "py313": short}
    assert run.missing == [(3, 9)]


def test_fast_leaves_the_long_suites_out(machine: list[Interpreter], tmp_path: Path) -> None:
    machine.append(python(3, 11))
    run = lay_out(tmp_path, every_python=False, long_suites=False)
    assert [suite.marker_expression for suite in run.suites] == ["not long and not bench"]


def test_started_with_an_old_python_the_checks_go_to_a_new_one(
    machine: list[Interpreter], tmp_path: Path
) -> None:
    machine.extend([python(3, 7), python(3, 13)])
    run = lay_out(tmp_path, every_python=False)
    assert parts(run, tmp_path) == {
        ".venv": ("Python 3.7", []),
        ".venvs/py313": ("Python 3.13", ["lint"]),
    }
    assert [suite.environment.interpreter.name for suite in run.suites] == ["Python 3.7"]


def test_with_an_old_python_alone_the_checks_keep_their_stubs_apart(
    machine: list[Interpreter], tmp_path: Path
) -> None:
    machine.append(python(3, 7))
    run = lay_out(tmp_path, every_python=False)
    assert parts(run, tmp_path) == {".venv": ("Python 3.7", []), ".venvs/checks": ("Python 3.7", ["lint"])}


def test_the_suite_sees_one_binding_no_screen_and_nobodys_settings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RB_DCC_PROFILE", "studio")
    variables = suites.suite_variables(tmp_path, python(3, 10))
    assert variables["PYTEST_QT_API"] == "pyside2"
    assert variables["QT_QPA_PLATFORM"] == "offscreen"
    assert not [name for name in variables if name.startswith("RB_DCC_")]


def test_the_summary_ends_with_one_plain_line(capsys: pytest.CaptureFixture[str]) -> None:
    outcomes = [
        Outcome("ruff check", 0),
        Outcome("mypy", 1),
        Outcome("suite, Python 3.11, pyside6", 1, passed=40, failed=2, skipped=1),
    ]
    assert suites.sum_up(outcomes, [(3, 9)]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[-1] == "41 passed, 3 failed"
    assert lines[-2] == "not found here, so not run: Python 3.9"


def test_a_suite_that_ended_badly_with_every_test_passed_has_failed(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert suites.sum_up([Outcome("suite", 3, passed=5)], []) == 1
    assert capsys.readouterr().out.splitlines()[-1] == "5 passed, 1 failed"


def test_all_well_is_exit_code_nought(capsys: pytest.CaptureFixture[str]) -> None:
    assert suites.sum_up([Outcome("ruff check", 0), Outcome("suite", 0, passed=5, skipped=1)], []) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "6 passed, 0 failed"


@pytest.mark.parametrize("written", [None, "", "<testsuites><testsuite tests='3'"])
def test_a_report_that_was_never_finished_counts_nothing(tmp_path: Path, written: str | None) -> None:
    report = tmp_path / "report.xml"
    if written is not None:
        report.write_text(written, encoding="utf-8")
    assert suites.read_report(report) == (0, 0, 0)


def test_a_report_counts_errors_as_failures(tmp_path: Path) -> None:
    report = tmp_path / "report.xml"
    suite = "<testsuite tests='9' failures='1' errors='2' skipped='3'/>"
    report.write_text(f"<testsuites>{suite}</testsuites>", encoding="utf-8")
    assert suites.read_report(report) == (3, 3, 3)
