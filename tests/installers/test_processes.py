"""Children are freed from the caller's settings and never outlive us."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from checkout import processes


def test_the_callers_python_does_not_reach_the_children(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VIRTUAL_ENV", "/some/environment")
    monkeypatch.setenv("PYTHONPATH", "/some/packages")
    monkeypatch.setenv("PYTHONHOME", "/some/python")
    monkeypatch.setenv("PIP_TARGET", "/some/target")
    variables = processes.child_variables(tmp_path)
    assert not {"VIRTUAL_ENV", "PYTHONPATH", "PYTHONHOME", "PIP_TARGET"} & set(variables)


def test_pips_index_settings_stay_as_they_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIP_INDEX_URL", "https://packages.studio.example/simple")
    monkeypatch.setenv("PIP_USER", "1")
    variables = processes.child_variables(tmp_path)
    assert variables["PIP_INDEX_URL"] == "https://packages.studio.example/simple"
    assert variables["PIP_USER"] == "0"


def test_a_home_that_is_not_there_sends_caches_into_the_checkout(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("PIP_CACHE_DIR", "XDG_CACHE_HOME", "RB_DCC_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path / "nonexistent"))
    monkeypatch.setenv("USERPROFILE", str(tmp_path / "nonexistent"))
    variables = processes.child_variables(tmp_path)
    home = tmp_path / ".venvs" / "home"
    assert variables["PIP_CACHE_DIR"] == str(home / "cache/pip")
    assert variables["XDG_CACHE_HOME"] == str(home / "cache")
    assert variables["RB_DCC_HOME"] == str(home / "renderbus")
    assert variables["HOME"] == str(home)


def test_a_home_of_ones_own_keeps_its_caches(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PIP_CACHE_DIR", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    assert "PIP_CACHE_DIR" not in processes.child_variables(tmp_path)


def test_a_command_that_is_not_there_is_an_exit_code(tmp_path: Path) -> None:
    code, said = processes.capture([str(tmp_path / "nothing")], tmp_path, dict(os.environ))
    assert code == 127
    assert "nothing" in said


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_stopping_ends_the_children_and_shows_no_traceback(
    checkout: Path, tmp_path: Path, number: signal.Signals
) -> None:
    pid_file = tmp_path / "pid"
    child = f"import os, time; open({str(pid_file)!r}, 'w').write(str(os.getpid())); time.sleep(60)"
    program = f"""
import sys
sys.path.insert(0, {str(checkout / "installers")!r})
import dev
from checkout import processes
dev.COMMANDS["demo"] = lambda words: processes.run([sys.executable, "-c", {child!r}], dev.CHECKOUT, dict(dev.os.environ))
sys.exit(dev.main(["demo"]))
"""
    ours = subprocess.Popen([sys.executable, "-c", program], stderr=subprocess.PIPE, stdout=subprocess.PIPE)
    until = time.monotonic() + 20
    while not (pid_file.exists() and pid_file.read_text()) and time.monotonic() < until:
        time.sleep(0.02)
    ours.send_signal(number)
    _, said = ours.communicate(timeout=20)
    assert ours.returncode == 130
    assert said.decode().strip() == "Stopped. The same command goes on from here."
    with pytest.raises(ProcessLookupError):
        os.kill(int(pid_file.read_text()), 0)


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_what_does_not_end_in_its_time_is_aborted_with_all_it_started_and_shows_where_it_stood(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    grandchild = "import time; time.sleep(60)"
    child = f"""
import faulthandler, subprocess, sys
faulthandler.enable()
started = subprocess.Popen([sys.executable, "-c", {grandchild!r}])
open("pid", "w").write(str(started.pid))
def stuck():
    started.wait()
stuck()
"""
    variables = processes.child_variables(tmp_path)
    code = processes.run([sys.executable, "-c", child], tmp_path, variables, limit_s=2.0)
    assert code == processes.OVER_THE_LIMIT
    said = capfd.readouterr()
    assert "Not done within 2 s: aborting it." in said.out
    assert "in stuck" in said.err
    assert_gone(int((tmp_path / "pid").read_text(encoding="utf-8")))


def assert_gone(pid: int) -> None:
    """An orphan's end is noted by whoever adopts it, a moment later."""
    until = time.monotonic() + 5.0
    while time.monotonic() < until:
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return
        if Path(f"/proc/{pid}/stat").exists() and Path(f"/proc/{pid}/stat").read_text().split()[2] == "Z":
            return
        time.sleep(0.02)
    pytest.fail(f"process {pid} still runs")
