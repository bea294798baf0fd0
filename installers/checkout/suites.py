"""Runs the checks and the suite, on one Python or on each that a host ships, and sums up."""

from __future__ import annotations

import os
import xml.etree.ElementTree as ElementTree
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from checkout import environments, interpreters, processes, system_packages
from checkout.environments import Environment
from checkout.interpreters import Interpreter
from checkout.problem import SetupProblem

PYTEST_FOUND_NO_TEST = 5
# Several times what the slowest suite takes: one that hangs must not take the other Pythons' results with it.
SUITE_LIMIT_S = 1800.0


@dataclass(frozen=True)
class Plan:
    """What `test` was asked for."""

    checkout: Path
    every_python: bool
    long_suites: bool
    pytest_arguments: list[str]


@dataclass(frozen=True)
class Outcome:
    """How one check or one suite ended."""

    title: str
    exit_code: int
    passed: int = 0
    failed: int = 0
    skipped: int = 0

    def line(self) -> str:
        counted = self.passed or self.failed or self.skipped
        counts = f"{self.passed} passed, {self.failed} failed, {self.skipped} skipped" if counted else ""
        verdict = "ok" if self.exit_code == 0 else f"FAILED (exit code {self.exit_code})"
        return f"{self.title:<38} {verdict}{', ' if counts else ''}{counts}"


@dataclass(frozen=True)
class Suite:
    """One Python's run of pytest."""

    environment: Environment
    extras: tuple[str, ...]
    marker_expression: str


@dataclass(frozen=True)
class Run:
    """What a plan comes to on this machine; `missing` are the hosts' Pythons that are not here."""

    suites: list[Suite]
    checker: Environment
    missing: list[tuple[int, int]]


def run_all(plan: Plan) -> int:
    """Sets up, checks, tests, sums up; returns the exit code. Raises SetupProblem."""
    run = lay_out(plan)
    prepare_all(wanted_extras(run))
    outcomes = [run_check(plan.checkout, title, words) for title, words in check_commands(run.checker)]
    system_packages.want_seven_zip()
    for suite in run.suites:
        system_packages.require_qt(suite.environment.python, plan.checkout)
        if suite is run.suites[0]:
            system_packages.want_chinese_font(suite.environment.python, plan.checkout)
        outcomes.append(run_suite(plan, suite))
    return sum_up(outcomes, run.missing)


def lay_out(plan: Plan) -> Run:
    """Which Python does what."""
    start = interpreters.starting_interpreter()
    if plan.every_python:
        found, missing = interpreters.find_hosts_pythons(start)
        tested = found
    else:
        # The checks want a newer Python than one with PySide2 is; only then is it worth looking around.
        found = [start] if start.binding == "pyside6" else interpreters.find_hosts_pythons(start)[0]
        tested, missing = [start], []
    long_ones = interpreters.choose_for_long_suites(tested) if plan.long_suites else set()
    suites = [lay_out_suite(plan.checkout, one, one == start, one in long_ones) for one in tested]
    return Run(suites, lay_out_checks(plan.checkout, found, suites), missing)


def lay_out_suite(checkout: Path, interpreter: Interpreter, is_start: bool, with_long: bool) -> Suite:
    """The suite of one Python; the vendor's SDK stands beside the long suites on a Python it runs on."""
    if is_start:
        environment = environments.own_environment(checkout, interpreter)
    else:
        environment = environments.other_environment(checkout, interpreter)
    extras: tuple[str, ...] = environments.EXTRAS_FOR_SUITE
    if with_long and interpreter.binding == "pyside6":
        extras += environments.EXTRAS_FOR_SDK
    return Suite(environment, extras, "not bench" if with_long else "not long and not bench")


def lay_out_checks(checkout: Path, found: list[Interpreter], suites: list[Suite]) -> Environment:
    """Where the checks run: beside a suite on PySide6 if there is one, whose stubs they need."""
    checker = interpreters.choose_for_checks(found)
    if checker.binding == "pyside2":
        return environments.checks_environment(checkout, checker)
    beside = [suite.environment for suite in suites if suite.environment.interpreter == checker]
    return beside[0] if beside else environments.other_environment(checkout, checker)


def wanted_extras(run: Run) -> dict[Environment, tuple[str, ...]]:
    """What each environment must hold for its part of the run."""
    wanted = {suite.environment: suite.extras for suite in run.suites}
    wanted[run.checker] = wanted.get(run.checker, ()) + environments.EXTRAS_FOR_CHECKS
    return wanted


def prepare_all(wanted: dict[Environment, tuple[str, ...]]) -> None:
    """Sets up every environment, two at a time: pip waits for the network half of its time."""
    with ThreadPoolExecutor(max_workers=2) as pool:
        setups = [pool.submit(environment.prepare, extras) for environment, extras in wanted.items()]
        try:
            for setup in setups:
                setup.result()
        except (KeyboardInterrupt, SetupProblem):
            processes.end_all()
            raise


def check_commands(environment: Environment) -> list[tuple[str, list[str]]]:
    """Each check's title and command, the quickest first."""
    python = str(environment.python)
    return [
        ("ruff format", [python, "-m", "ruff", "format", "--check", "."]),
        ("ruff check", [python, "-m", "ruff", "check", "."]),
        ("mypy", [python, "-m", "mypy"]),
        ("maya's query and create modes", [python, "installers/checkout/maya_modes.py"]),
        ("import layers", [str(environment.script("lint-imports"))]),
    ]


def run_check(checkout: Path, title: str, command: list[str]) -> Outcome:
    print(f"\n== {title}", flush=True)
    return Outcome(title, processes.run(command, checkout, processes.child_variables(checkout)))


def run_suite(plan: Plan, suite: Suite) -> Outcome:
    """One Python's suite, on half as many workers again as the machine has cores: many tests wait for a farm's time."""
    interpreter = suite.environment.interpreter
    title = f"suite, {interpreter.name}, {interpreter.binding}"
    print(f"\n== {title} ({suite.marker_expression})", flush=True)
    report = plan.checkout / ".venvs" / "reports" / f"{interpreter.short_name}.xml"
    report.parent.mkdir(parents=True, exist_ok=True)
    if report.exists():
        report.unlink()
    words = ["-m", suite.marker_expression, f"--junitxml={report}"]
    if not plan.pytest_arguments:
        words += ["-n", str(workers()), "--dist", "loadfile", "--max-worker-restart", "3"]
    command = [str(suite.environment.python), "-m", "pytest", *words, *plan.pytest_arguments]
    variables = suite_variables(plan.checkout, interpreter)
    # With arguments of the caller's own (a soak, a debugger) there is no telling how long it takes.
    limit_s = None if plan.pytest_arguments else SUITE_LIMIT_S
    exit_code = processes.run(command, plan.checkout, variables, limit_s)
    passed, failed, skipped = read_report(report)
    return Outcome(title, exit_code, passed, failed, skipped)


def workers() -> int:
    cores = os.cpu_count() or 2
    return min(cores + max(cores // 2, 1), 8)


def suite_variables(checkout: Path, interpreter: Interpreter) -> dict[str, str]:
    """No screen, one binding, a quiet Qt, and nothing of this person's own Renderbus settings."""
    variables = processes.child_variables(checkout)
    variables = {name: value for name, value in variables.items() if not name.startswith("RB_DCC_")}
    variables["PYTEST_QT_API"] = interpreter.binding
    variables["QT_QPA_PLATFORM"] = "offscreen"
    variables["QT_LOGGING_RULES"] = "*.debug=false;qt.qpa.*=false"
    if "XDG_RUNTIME_DIR" not in variables:
        runtime = checkout / ".venvs" / "runtime"
        runtime.mkdir(parents=True, exist_ok=True, mode=0o700)
        variables["XDG_RUNTIME_DIR"] = str(runtime)
    return variables


def run_bench(checkout: Path, pytest_arguments: list[str]) -> int:
    """Measures on the starting Python, or on the newest found where the vendor's SDK does not run on that one."""
    interpreter = interpreters.starting_interpreter()
    environment = environments.own_environment(checkout, interpreter)
    if interpreter.version < interpreters.FIRST_WITH_PYSIDE6:
        found, _ = interpreters.find_hosts_pythons(interpreter)
        interpreter = max(found, key=lambda one: one.version)
        environment = environments.other_environment(checkout, interpreter)
    if interpreter.version < interpreters.FIRST_WITH_PYSIDE6:
        raise SetupProblem(
            "The bench needs Python 3.11 or newer for the vendor's SDK. Install one, then run it again."
        )
    beside = environments.EXTRAS_FOR_SDK + environments.EXTRAS_FOR_PEERS
    environment.prepare(environments.EXTRAS_FOR_SUITE + beside)
    system_packages.require_qt(environment.python, checkout)
    command = [str(environment.python), "-m", "pytest", "-m", "bench", "-s", "tests/bench", *pytest_arguments]
    return processes.run(command, checkout, suite_variables(checkout, interpreter))


def read_report(report: Path) -> tuple[int, int, int]:
    """Passed, failed and skipped from pytest's own XML; nothing passed when it ended before writing one."""
    try:
        tree = ElementTree.parse(str(report))
    except (OSError, ElementTree.ParseError):
        return 0, 0, 0
    tests = failed = skipped = 0
    for suite in tree.iter("testsuite"):
        tests += int(suite.get("tests", "0"))
        failed += int(suite.get("failures", "0")) + int(suite.get("errors", "0"))
        skipped += int(suite.get("skipped", "0"))
    return max(tests - failed - skipped, 0), failed, skipped


def sum_up(outcomes: list[Outcome], missing: list[tuple[int, int]]) -> int:
    """Prints one line each and the total; a check counts as one test. Returns the exit code."""
    print("\n== summary")
    for outcome in outcomes:
        print(outcome.line())
    if missing:
        print(
            "not found here, so not run: " + ", ".join("Python {}.{}".format(*version) for version in missing)
        )
    passed = sum(outcome.passed for outcome in outcomes)
    failed = sum(outcome.failed for outcome in outcomes)
    for outcome in outcomes:
        if not outcome.passed and not outcome.failed:
            passed, failed = (passed + 1, failed) if outcome.exit_code == 0 else (passed, failed + 1)
        elif outcome.exit_code != 0 and not outcome.failed:
            failed += 1
    print(f"{passed} passed, {failed} failed", flush=True)
    return 1 if failed else 0
