"""Each guard of conftest.py catches its offence, and lets what is allowed pass."""

from __future__ import annotations

import os
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest

OFFENCES = """
import logging, os, socket, threading, time
import pytest

stop = threading.Event()

def test_connects_out():
    socket.create_connection(("192.0.2.1", 80), timeout=1)

def test_looks_a_name_up():
    socket.getaddrinfo("farm.example", 443)

def test_connects_out_in_a_thread_and_swallows_it():
    def reach():
        try:
            socket.socket().connect(("192.0.2.1", 80))
        except BaseException:
            pass
    thread = threading.Thread(target=reach)
    thread.start()
    thread.join()

def test_talks_to_itself():
    server = socket.socket()
    server.bind(("127.0.0.1", 0))
    server.listen(1)
    client = socket.create_connection(server.getsockname())
    client.close()
    server.close()

def test_logs_an_error():
    logging.getLogger("rb_dcc_core.transport").error("the door is stuck")

def test_logs_a_warning_for_the_panel():
    logging.getLogger("rb_dcc_ui").warning("late answer")

def test_logs_what_it_expects(expected_logs):
    expected_logs("the door")
    logging.getLogger("rb_dcc_core.transport").error("the door is stuck")

@pytest.mark.expected_logs("the door")
def test_logs_what_its_marker_expects():
    logging.getLogger("rb_dcc_core.transport").error("the door is stuck")

@pytest.mark.expected_logs("the door")
def test_expects_a_log_that_never_comes():
    pass

def test_logs_information():
    logging.getLogger("rb_dcc_core").info("all is well")

def test_leaves_a_thread():
    threading.Thread(target=stop.wait, name="stray", daemon=False).start()

def test_leaves_a_daemon_thread():
    threading.Thread(target=stop.wait, name="stray daemon", daemon=True).start()

def test_ends_its_thread_a_little_later():
    threading.Thread(target=time.sleep, args=(0.2,)).start()

def test_sees_no_settings_from_outside():
    assert "RB_DCC_PROFILE" not in os.environ
    assert "https_proxy" not in os.environ and "HTTP_PROXY" not in os.environ
    assert os.path.isdir(os.environ["RB_DCC_HOME"]) and os.environ["RB_DCC_HOME"] != "/settings/of/a/person"

def test_lets_the_stray_threads_go():
    stop.set()
"""


@pytest.fixture(scope="module")
def verdicts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Each offence's outcome: empty when it passed, else what pytest said of it."""
    folder = tmp_path_factory.mktemp("offences")
    conftest = Path(__file__).with_name("conftest.py").read_text(encoding="utf-8")
    (folder / "conftest.py").write_text(conftest, encoding="utf-8")
    (folder / "test_offences.py").write_text(OFFENCES, encoding="utf-8")
    markers = "[pytest]\nmarkers =\n    expected_logs(*texts): as in the project\n"
    (folder / "pytest.ini").write_text(markers, encoding="utf-8")
    outside = {
        "RB_DCC_PROFILE": "a person's own",
        "RB_DCC_HOME": "/settings/of/a/person",
        "https_proxy": "http://proxy.example:3128",
        "HTTP_PROXY": "http://proxy.example:3128",
    }
    plain = ["-p", "no:pytest-qt", "-p", "no:cacheprovider", "-p", "no:xdist"]
    words = [sys.executable, "-m", "pytest", *plain, "--junitxml=report.xml", "-q"]
    run = subprocess.run(
        words, cwd=str(folder), env=dict(os.environ, **outside), stdout=subprocess.PIPE, timeout=60
    )
    assert run.returncode == 1, run.stdout.decode()
    return read_verdicts(folder / "report.xml")


def read_verdicts(report: Path) -> dict[str, str]:
    found: dict[str, str] = {}
    for case in ElementTree.parse(str(report)).iter("testcase"):
        said = " ".join((problem.get("message") or "") + (problem.text or "") for problem in case)
        name = case.get("name") or ""
        found[name] = found.get(name, "") + said
    return found


@pytest.mark.parametrize(
    ("offence", "said"),
    [
        ("test_connects_out", "reached for the network: 192.0.2.1"),
        ("test_looks_a_name_up", "reached for the network: farm.example"),
        ("test_connects_out_in_a_thread_and_swallows_it", "reached for the network: 192.0.2.1"),
        ("test_logs_an_error", "unexpected log: ERROR rb_dcc_core.transport: the door is stuck"),
        ("test_logs_a_warning_for_the_panel", "unexpected log: WARNING rb_dcc_ui: late answer"),
        ("test_expects_a_log_that_never_comes", "expected log never came: the door"),
        ("test_leaves_a_thread", "left running: stray"),
        ("test_leaves_a_daemon_thread", "left running: stray daemon"),
    ],
)
def test_an_offence_is_caught(verdicts: dict[str, str], offence: str, said: str) -> None:
    assert said in verdicts[offence]


@pytest.mark.parametrize(
    "allowed",
    [
        "test_talks_to_itself",
        "test_logs_what_it_expects",
        "test_logs_what_its_marker_expects",
        "test_logs_information",
        "test_ends_its_thread_a_little_later",
        "test_sees_no_settings_from_outside",
        "test_lets_the_stray_threads_go",
    ],
)
def test_what_is_allowed_passes(verdicts: dict[str, str], allowed: str) -> None:
    assert verdicts[allowed] == ""
