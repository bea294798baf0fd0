"""A submission prepared without a network and sent later, from this computer or another; never doubled."""

from __future__ import annotations

import contextlib
import errno
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, Iterator, List

import pytest

from rb_dcc_cli.demo import demo_scene
from rb_dcc_core.address import ServiceAddress
from rb_dcc_core.client import Client
from rb_dcc_core.credentials import Credentials
from rb_dcc_core.sandbox.service import Sandbox
from rb_dcc_core.store import StoreTransfer
from rb_dcc_core.transfer import Area
from rb_dcc_core.transport import Transport
from tests.e2e.conftest import Run
from tests.support import fault_proxy
from tests.support.fault_proxy import FaultProxy

# It takes a farm's time; what it goes through is tested piece by piece on every Python.
pytestmark = pytest.mark.long


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> Iterator[List[str]]:
    """Every way out is refused and noted, loopback too."""
    tried: List[str] = []

    def refuse(*where: Any, **_: Any) -> Any:
        tried.append(repr(where[-1:]))
        raise OSError(errno.ENETUNREACH, "Network is unreachable")

    with monkeypatch.context() as patch:
        for name in ("connect", "connect_ex", "sendto", "bind"):
            patch.setattr(socket.socket, name, refuse)
        for name in ("getaddrinfo", "create_connection", "gethostbyname"):
            patch.setattr(socket, name, refuse)
        yield tried
    assert tried == []


@pytest.fixture
def folder(rb_dcc: Run, tmp_path: Path) -> Path:
    """The demonstration scene's frames 1 and 3, exported."""
    made = tmp_path / "carried"
    ran = rb_dcc("submit", demo_scene(), "--frames", "1-3x2", "--label", "spot", "--offline", made)
    assert ran.code == 0, ran.err
    return made


def test_money_that_will_not_do_is_said_before_a_prepared_submission_is_sent(
    logged_in: Sandbox, rb_dcc: Run, tmp_path: Path
) -> None:
    rb_dcc("submit", demo_scene(), "--frames", "1-4", "--wait", "--interval", "0.2")
    rb_dcc("submit", demo_scene(), "--frames", "1-200000", "--offline", tmp_path / "carried")
    ran = rb_dcc("send", tmp_path / "carried")
    assert ran.code == 0
    assert "The job will cost about $" in ran.err
    assert ": the task would stop half-way. Top it up first, or render fewer frames." in ran.err


def tasks(rb_dcc: Run) -> List[Any]:
    return list(json.loads(rb_dcc("tasks", "--json").out))


def states(rb_dcc: Run) -> List[str]:
    return [each["state"] for each in json.loads(rb_dcc("submissions", "--json").out)]


def test_without_a_network_or_an_account_it_is_prepared_whole(
    no_network: List[str], rb_dcc: Run, tmp_path: Path
) -> None:
    out = tmp_path / "my shot"
    ran = rb_dcc("submit", demo_scene(), "--frames", "1-3", "--label", "spot", "--offline", out)
    assert ran.code == 0, ran.err
    size = sum(path.stat().st_size for path in (out / "files").rglob("*.*"))
    assert ran.out.splitlines() == [
        f"Nothing was sent. The submission is in {out}:",
        f"  scene        {demo_scene().as_posix()}",
        "  environment  one with Maya 2024, mtoa 5.3.5.2",
        "  label        spot",
        f"  upload       2 files, {size / 1000:.1f} kB",
        f"  holds        {size / 1000:.1f} kB of copies: the folder can be carried to another computer",
        f'Send it with: rb-dcc send "{out}"',
    ]
    assert ran.err.startswith(f"copy (2 files): {size / 1000:.1f} kB of {size / 1000:.1f} kB")


def test_what_is_exported_is_told_for_scripts(no_network: List[str], rb_dcc: Run, tmp_path: Path) -> None:
    ran = rb_dcc("submit", demo_scene(), "--offline", tmp_path / "out", "--no-copy", "--json")
    told = json.loads(ran.out)
    assert len(told.pop("id")) == 16
    assert told.pop("size_bytes") > 1000
    assert told == {
        "task_id": None,
        "offline": str(tmp_path / "out"),
        "copied": False,
        "files": 2,
        "held_bytes": 0,
        "command": f"rb-dcc send {tmp_path / 'out'}",
    }


def test_an_error_of_the_scene_stops_it_and_leaves_no_folder(
    no_network: List[str], rb_dcc: Run, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    ran = rb_dcc("submit", demo_scene(), "--layer", "x", "--offline", out)
    assert (ran.code, ran.out) == (1, "")
    assert ran.err == "The scene has no layer 'x'. It has: masterLayer.\n"
    assert not out.exists()


def test_it_is_sent_from_another_computer_and_rendered(
    folder: Path, rb_dcc: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, logged_in: Sandbox
) -> None:
    elsewhere = tmp_path / "another computer" / "disk"
    elsewhere.parent.mkdir()
    shutil.move(str(folder), str(elsewhere))
    monkeypatch.setenv("RB_DCC_HOME", str(tmp_path / "another home"))
    words = ["--download", tmp_path / "pictures", "--interval", "0.2", "--json"]
    ran = rb_dcc("send", elsewhere, *words)
    assert ran.code == 0, ran.err
    told = json.loads(ran.out)
    assert (told["status"], told["total_frames"], told["done_frames"]) == (25, 2, 2)
    assert len(list((tmp_path / "pictures").rglob("*.png"))) == 2
    (task,) = tasks(rb_dcc)
    assert (task["id"], task["label"], task["scene"]) == (told["task_id"], "spot", "turntable.ma")
    assert states(rb_dcc) == ["downloaded"]


def test_what_arrives_stands_where_the_first_computer_had_it(
    rb_dcc: Run, tmp_path: Path, logged_in: Sandbox
) -> None:
    scene = tmp_path / "show" / "a.ma"
    shutil.copytree(str(demo_scene().parent), str(scene.parent))
    (scene.parent / "turntable.ma").rename(scene)
    assert rb_dcc("submit", scene, "--offline", tmp_path / "out").code == 0
    shutil.rmtree(str(scene.parent))
    assert rb_dcc("send", tmp_path / "out").code == 0
    (task,) = tasks(rb_dcc)
    base = scene.parent.as_posix().lstrip("/")
    credentials = Credentials(logged_in.access_id, logged_in.access_key)
    transport = Transport(ServiceAddress.parse(logged_in.url), credentials, "62")
    with contextlib.closing(Client(transport, "v2")) as client:
        stored = StoreTransfer(transport, client.get_transfer_bid(), "/store", time.sleep)
        arrived = {each.path.lstrip("/") for each in stored.list_files(Area.INPUT, base)}
        assert arrived == {f"{base}/a.ma", f"{base}/checker.png"}
        upload = b"".join(stored.fetch_blocks(Area.CONFIG, f"/{task['id']}/cfg/upload.json", 0))
    told = json.loads(upload.decode("utf-8"))["scene"][0]
    assert told["server"] == base + "/a.ma"
    assert told["local"].startswith((tmp_path / "out").as_posix() + "/files/")


def test_a_folder_that_only_refers_is_sent_too(rb_dcc: Run, tmp_path: Path, logged_in: Sandbox) -> None:
    assert rb_dcc("submit", demo_scene(), "--offline", tmp_path / "out", "--no-copy").code == 0
    ran = rb_dcc("send", tmp_path / "out", "--wait", "--interval", "0.2")
    assert ran.code == 0, ran.err
    assert ran.out.startswith("Task ")
    assert len(tasks(rb_dcc)) == 1


def test_a_folder_is_sent_once_unless_it_is_asked_for_anew(
    folder: Path, rb_dcc: Run, tmp_path: Path, logged_in: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert rb_dcc("send", folder).code == 0
    (task,) = tasks(rb_dcc)
    shutil.copytree(str(folder), str(tmp_path / "copy"))
    (tmp_path / "copy" / "sent.json").unlink()
    for again in (folder, tmp_path / "copy"):
        ran = rb_dcc("send", again)
        assert (ran.code, ran.out) == (1, "")
        assert ran.err == (
            f"The submission in {again} was sent already, as task {task['id']}. Give --new to send it once more.\n"
        )
    monkeypatch.setenv("RB_DCC_HOME", str(tmp_path / "another home"))
    assert f"was sent already, as task {task['id']}" in rb_dcc("send", folder).err
    assert len(tasks(rb_dcc)) == 1
    assert rb_dcc("send", folder, "--new").code == 0
    assert len(tasks(rb_dcc)) == 2


@pytest.mark.skipif(os.name != "posix", reason="a killed process is told by its signal")
def test_killed_while_it_is_sent_it_is_resumed_and_never_doubled(
    folder: Path, rb_dcc: Run, logged_in: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = [sys.executable, "-m", "rb_dcc_cli", "send", str(folder)]
    with FaultProxy(int(logged_in.url.rsplit(":", 1)[1])) as proxy:
        monkeypatch.setenv("RB_DCC_SERVICE", proxy.url)
        running: List[Any] = []
        puts: List[str] = []

        def kill_in_the_upload(method: str, path: str) -> str:
            """The four job files go first; then come the scene and its texture."""
            if method == "PUT":
                puts.append(path)
            if len(puts) < 6:
                return fault_proxy.PASS
            running[0].kill()
            return fault_proxy.DROP_AFTER_BODY

        proxy.plan = kill_in_the_upload
        running.append(subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE))
        _, err = running[0].communicate(timeout=60)
        assert (running[0].returncode, len(puts)) == (-signal.SIGKILL, 6), err
        proxy.plan = lambda method, path: fault_proxy.PASS
        (left,) = json.loads(rb_dcc("submissions", "--json").out)
        assert left["state"] == "config_sent"
        refused = rb_dcc("send", folder)
        assert refused.code == 1
        assert "Submission 1 of this scene was not finished (uploading). Give --resume" in refused.err
        resumed = rb_dcc("resume", "1")
        assert resumed.out == f"Task {left['task_id']} is submitted.\n"
        assert "was sent already" in rb_dcc("send", folder).err
        assert [each["id"] for each in tasks(rb_dcc)] == [left["task_id"]]


def press_ctrl_c(*_: object, **__: object) -> Any:
    raise KeyboardInterrupt


@pytest.mark.parametrize(("word", "count"), [("--resume", 1), ("--new", 1)])
def test_an_interrupted_sending_goes_on_or_is_given_up(
    folder: Path, rb_dcc: Run, logged_in: Sandbox, monkeypatch: pytest.MonkeyPatch, word: str, count: int
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("rb_dcc_core.store.StoreTransfer.send_file", press_ctrl_c)
        ran = rb_dcc("send", folder)
    assert ran.code == 130
    assert "'rb-dcc resume 1' goes on." in ran.err
    assert rb_dcc("send", folder, word).code == 0
    assert states(rb_dcc) == ["submitted"]
    assert len(tasks(rb_dcc)) == count


def test_a_full_disk_is_told_and_the_same_command_goes_on(
    no_network: List[str], rb_dcc: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    words = ["submit", demo_scene(), "--offline", tmp_path / "out"]
    with monkeypatch.context() as patch:
        patch.setattr("rb_dcc_core.offline_copies.os.fsync", full)
        ran = rb_dcc(*words)
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.splitlines()[-1].startswith("The disk is full: ")
    assert rb_dcc(*words).code == 0
    assert rb_dcc(*words).code == 0


def test_two_submissions_do_not_go_into_one_folder(
    folder: Path, no_network: List[str], rb_dcc: Run, tmp_path: Path
) -> None:
    before = (folder / "submission.json").read_bytes()
    ran = rb_dcc("submit", demo_scene(), "--frames", "7", "--offline", folder)
    assert ran.code == 1
    assert ran.err.splitlines()[-1] == (
        f"{folder} holds another submission, of {demo_scene().as_posix()}: its scene, settings or files were others."
        " Choose a new folder."
    )
    assert (folder / "submission.json").read_bytes() == before
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine").write_bytes(b"")
    ran = rb_dcc("submit", demo_scene(), "--offline", tmp_path / "full")
    assert f"{tmp_path / 'full'} is not empty." in ran.err


@pytest.mark.parametrize("copy", ["../secret.png", "files/../../secret.png", "/etc/hostname"])
def test_a_manifest_that_names_other_files_sends_nothing(
    folder: Path, rb_dcc: Run, logged_in: Sandbox, copy: str
) -> None:
    (folder.parent / "secret.png").write_bytes(b"secret")
    data = json.loads((folder / "submission.json").read_text(encoding="utf-8"))
    data["files"][1].update(copy=copy, size=6)
    (folder / "submission.json").write_text(json.dumps(data), encoding="utf-8")
    ran = rb_dcc("send", folder)
    assert (ran.code, ran.out) == (1, "")
    assert "cannot be read as an offline submission (files 2: copy)" in ran.err
    assert tasks(rb_dcc) == []
    assert states(rb_dcc) == []


def test_a_damaged_copy_is_named_before_a_task_exists(folder: Path, rb_dcc: Run, logged_in: Sandbox) -> None:
    (copy,) = (folder / "files").rglob("checker.png")
    copy.write_bytes(b"x" * copy.stat().st_size)
    ran = rb_dcc("send", folder)
    assert ran.code == 1
    assert f"{copy.as_posix()}, the copy of" in ran.err
    assert tasks(rb_dcc) == []


def test_an_environment_named_when_it_was_prepared_must_be_there(
    rb_dcc: Run, tmp_path: Path, logged_in: Sandbox
) -> None:
    assert rb_dcc("submit", demo_scene(), "--env", "gone", "--offline", tmp_path / "out").code == 0
    ran = rb_dcc("send", tmp_path / "out")
    assert ran.code == 1
    assert "There is no render environment 'gone'." in ran.err
    assert ran.err.endswith("The submission was prepared for it; choose another with --env.\n")
    made = rb_dcc("env", "create", "here", "--version", "2024", "--plugin", "mtoa 5.3.5.2")
    assert made.code == 0, made.err
    assert "choose another with --env" not in rb_dcc("send", tmp_path / "out", "--env", "nor this").err
    ran = rb_dcc("send", tmp_path / "out", "--env", "here")
    assert ran.code == 0, ran.err


def test_a_release_that_the_farm_has_not_is_refused(rb_dcc: Run, tmp_path: Path, logged_in: Sandbox) -> None:
    scene = tmp_path / "old.ma"
    text = (
        demo_scene()
        .read_text(encoding="utf-8")
        .replace('"2024"', '"2011"')
        .replace("Maya ASCII 2024", "Maya ASCII 2011")
    )
    scene.write_text(text, encoding="utf-8")
    assert rb_dcc("submit", scene, "--offline", tmp_path / "out").code == 0
    ran = rb_dcc("send", tmp_path / "out")
    assert ran.code == 1
    assert "The farm has no Maya 2011. It has: " in ran.err
    assert tasks(rb_dcc) == []


def test_no_secret_is_in_the_folder(rb_dcc: Run, tmp_path: Path, logged_in: Sandbox) -> None:
    out = tmp_path / "out"
    assert rb_dcc("--verbose", "submit", demo_scene(), "--offline", out).code == 0
    assert rb_dcc("--verbose", "send", out).code == 0
    files = [path for path in out.rglob("*") if path.is_file()]
    assert {path.name for path in files} >= {"submission.json", "export.jsonl", "sent.json"}
    user_id = json.loads(rb_dcc("account", "--json").out)["user_id"]
    for path in files:
        content = path.read_bytes()
        for secret in (logged_in.access_key, logged_in.access_id):
            assert secret.encode() not in content, path
    manifest = json.loads((out / "submission.json").read_text(encoding="utf-8"))
    assert str(user_id) not in json.dumps(manifest["job_files"])


@pytest.mark.parametrize(
    "words", [["--resume"], ["--new"], ["--wait"], ["--download", "x"], ["--dry-run", "x"]]
)
def test_preparing_alone_takes_no_word_of_sending(rb_dcc: Run, tmp_path: Path, words: List[str]) -> None:
    assert rb_dcc("submit", demo_scene(), "--offline", tmp_path / "out", *words).code == 2
    assert rb_dcc("send", tmp_path / "out", "--resume", "--new").code == 2
    assert os.listdir(str(tmp_path)) == []


def test_a_folder_that_holds_none_is_told(rb_dcc: Run, tmp_path: Path) -> None:
    ran = rb_dcc("send", tmp_path)
    assert (ran.code, ran.err) == (
        1,
        f"{tmp_path} holds no offline submission. 'rb-dcc submit SCENE --offline DIR' makes one.\n",
    )
