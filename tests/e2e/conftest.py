"""A running sandbox, and the command line as a user starts it."""

from __future__ import annotations

import io
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Callable, Iterator

import pytest

from rb_dcc_cli.main import main
from rb_dcc_core.sandbox.service import Sandbox

SCENES = Path(__file__).resolve().parents[1] / "scenes"


@dataclass(frozen=True)
class Ran:
    """What one run of the command left."""

    code: int
    out: str
    err: str


Run = Callable[..., Ran]


@pytest.fixture(autouse=True)
def _stalls(request: pytest.FixtureRequest, record_property: Callable[[str, object], None]) -> Iterator[None]:
    """Wherever there is a panel the interface thread's stalls are measured, and kept with the test's result."""
    if "qtbot" not in request.fixturenames:
        yield
        return
    request.getfixturevalue("qtbot")
    from tests.support.stall_meter import StallMeter

    with StallMeter() as meter:
        yield
    assert meter.gaps_ms, "nobody let Qt's events come"
    record_property("interface stalls", meter.report())


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Sandbox]:
    """A farm on which an hour passes in seven seconds."""
    with Sandbox(tmp_path / "farm", speed=500.0, seed=11) as running:
        yield running


@pytest.fixture
def rb_dcc(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """The command in this process; `stdin` is what is piped in."""

    def run(*words: object, stdin: str = "") -> Ran:
        monkeypatch.setattr(sys, "stdin", io.StringIO(stdin))
        capsys.readouterr()
        try:
            code = main([str(word) for word in words])
        except SystemExit as leaving:
            code = int(leaving.code or 0)
        seen = capsys.readouterr()
        return Ran(code, seen.out, seen.err)

    return run


@pytest.fixture
def logged_in(service: Sandbox, monkeypatch: pytest.MonkeyPatch) -> Sandbox:
    """The environment variables a studio would set."""
    told = service.announcement()
    for name in ("service", "access_id", "access_key", "platform"):
        monkeypatch.setenv("RB_DCC_" + name.upper(), str(told[name]))
    return service
