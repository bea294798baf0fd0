"""Transfers through the command line: limits, names, damage, the vendor's program from upload to results."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path
from typing import Any, List

import pytest

from rb_dcc_cli import progress
from rb_dcc_cli.demo import demo_scene
from rb_dcc_cli.progress import ByteProgress
from rb_dcc_core import blocks
from rb_dcc_core.bandwidth import Bandwidth
from rb_dcc_core.client import Client
from rb_dcc_core.sandbox.service import Sandbox
from rb_dcc_core.store import StoreTransfer
from rb_dcc_core.transfer import Area, Held
from rb_dcc_core.transfers import open_transfer
from rb_dcc_core.transport import Transport
from tests.e2e.conftest import Run
from tests.support.farm import HandClock
from tests.support.stand_in_transmitter import StandIn

posix_only = pytest.mark.skipif(os.name != "posix", reason="the stand-in is a script with a first line")


@pytest.fixture
def waited(monkeypatch: pytest.MonkeyPatch) -> List[float]:
    """The limits that were asked for; nothing waits."""
    asked: List[float] = []

    def spend(limit: Bandwidth, size: int) -> None:
        asked.append(limit._bytes_per_s)

    monkeypatch.setattr(Bandwidth, "spend", spend)
    return asked


def finished_task(rb_dcc: Run) -> int:
    ran = rb_dcc("submit", demo_scene(), "--frames", "1", "--wait", "--interval", "0.2", "--json")
    assert ran.code == 0, ran.err
    task: int = json.loads(ran.out)["task_id"]
    return task


def test_a_limit_holds_for_uploads_and_downloads(
    logged_in: Sandbox, rb_dcc: Run, waited: List[float], tmp_path: Path
) -> None:
    ran = rb_dcc("submit", demo_scene(), "--limit", "2.5", "--json")
    assert ran.code == 0, ran.err
    assert set(waited) == {2500000.0}
    task = finished_task(rb_dcc)
    waited.clear()
    assert rb_dcc("download", task, tmp_path / "out", "--limit", "0.5").code == 0
    assert set(waited) == {500000.0}
    assert rb_dcc("submit", demo_scene(), "--limit", "0").code == 2


def test_a_profiles_limit_holds_unless_another_is_given(
    service: Sandbox, rb_dcc: Run, waited: List[float]
) -> None:
    told = service.announcement()
    words = ["--service", told["service"], "--access-id", told["access_id"], "--platform", told["platform"]]
    ran = rb_dcc("login", *words, "--key-stdin", stdin=told["access_key"] + "\n")
    assert ran.code == 0, ran.err
    path = Path(os.environ["RB_DCC_HOME"]) / "settings.json"
    kept = json.loads(path.read_text(encoding="utf-8"))
    kept["profiles"]["default"]["bandwidth_limit_mb_s"] = 4
    path.write_text(json.dumps(kept), encoding="utf-8")
    assert rb_dcc("engine", "--test").code == 0
    assert set(waited) == {4000000.0}
    waited.clear()
    assert rb_dcc("engine", "--test", "--limit", "1").code == 0
    assert set(waited) == {1000000.0}
    kept["profiles"]["default"]["bandwidth_limit_mb_s"] = "fast"
    path.write_text(json.dumps(kept), encoding="utf-8")
    ran = rb_dcc("engine", "--test")
    assert (ran.code, "Give a number above 0" in ran.err) == (1, True)


def test_the_way_to_the_farm_is_tried_with_a_small_file(logged_in: Sandbox, rb_dcc: Run) -> None:
    ran = rb_dcc("engine", "--test")
    assert ran.code == 0, ran.err
    assert ran.out.startswith("The way to the farm works: 1.0 MB in ")
    assert ran.out.endswith("/s) by HTTP store.\n")
    told = json.loads(rb_dcc("engine", "--test", "--json").out)
    assert (told["way"], told["bytes"]) == ("HTTP store", 1048576)
    assert json.loads(rb_dcc("tasks", "--json").out) == []


def test_a_trial_that_fails_says_why_in_a_sentence(
    logged_in: Sandbox, rb_dcc: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RB_DCC_ACCESS_KEY", "wrong")
    ran = rb_dcc("engine", "--test")
    assert (ran.code, ran.out) == (1, "")
    assert "did not accept the access id and key" in ran.err


def test_a_file_changed_here_is_kept_until_it_is_asked_for(
    logged_in: Sandbox, rb_dcc: Run, tmp_path: Path
) -> None:
    task = finished_task(rb_dcc)
    assert rb_dcc("download", task, tmp_path).code == 0
    (picture,) = tmp_path.rglob("*.png")
    rendered = picture.read_bytes()
    picture.write_bytes(b"mine")
    later = picture.stat().st_mtime + 10**8
    os.utime(str(picture), (later, later))
    ran = rb_dcc("download", task, tmp_path, "--json")
    assert (ran.code, json.loads(ran.out)["kept"]) == (0, [picture.as_posix()])
    assert "--overwrite" in ran.err
    assert picture.read_bytes() == b"mine"
    assert rb_dcc("download", task, tmp_path, "--overwrite").code == 0
    assert picture.read_bytes() == rendered


@pytest.fixture
def transfer(logged_in: Sandbox) -> Any:
    """A transfer to the embedded service as it announces itself."""
    from rb_dcc_core.address import ServiceAddress
    from rb_dcc_core.credentials import Credentials

    credentials = Credentials(logged_in.access_id, logged_in.access_key)
    client = Client(Transport(ServiceAddress.parse(logged_in.url), credentials, "62"), "v2")
    yield open_transfer(client)
    client.close()


@pytest.mark.parametrize("name", ["a\nb\r.png", "🎬 项目 é.exr", "e\u0301.tif", "empty"])
def test_odd_names_and_empty_files_arrive_as_they_are(
    transfer: StoreTransfer, tmp_path: Path, name: str
) -> None:
    content = b"" if name == "empty" else name.encode("utf-8")
    (tmp_path / name).write_bytes(content)
    for expected in (len(content), 0):
        assert transfer.send_file(tmp_path / name, Area.INPUT, "/D/" + name).sent_bytes == expected
    (found,) = transfer.list_files(Area.INPUT, "D")
    assert (found.path, found.size) == ("D/" + name, len(content))


@pytest.mark.parametrize("piece_bytes", [3, 1000])
def test_a_block_damaged_on_the_way_is_sent_again(
    transfer: StoreTransfer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, piece_bytes: int
) -> None:
    """Its checksum goes before it where it is one piece, behind it where it is several."""
    (tmp_path / "f").write_bytes(b"0123456789")
    monkeypatch.setattr(blocks, "PIECE_BYTES", piece_bytes)
    monkeypatch.setattr(transfer, "_sleep", lambda seconds: None)
    bodies: List[bytes] = []
    whole = Transport.send_bytes

    def damage(door: Transport, path: str, version: str, query: Any, content: Any) -> Any:
        came = b"".join(content)
        bodies.append(came if bodies else b"X" + came[1:])
        return whole(door, path, version, query, bodies[-1])

    monkeypatch.setattr(Transport, "send_bytes", damage)
    assert transfer.send_file(tmp_path / "f", Area.INPUT, "/f").sent_bytes == 10
    tail = hashlib.sha256(b"0123456789").digest() if piece_bytes == 3 else b""
    assert bodies == [b"X123456789" + tail, b"0123456789" + tail]
    (found,) = transfer.list_files(Area.INPUT, "f")
    assert found.sha256 == hashlib.sha256(b"0123456789").hexdigest()


@posix_only
def test_the_vendors_program_fetches_what_the_service_lists(
    logged_in: Sandbox, rb_dcc: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    task = finished_task(rb_dcc)
    assert rb_dcc("download", task, tmp_path / "by store").code == 0
    (picture,) = (tmp_path / "by store").rglob("*.png")
    path = picture.relative_to(tmp_path / "by store").as_posix()
    program = StandIn(tmp_path / "program")
    program.hold({path: "x" * picture.stat().st_size})
    monkeypatch.setenv("RB_DCC_ENGINE", str(program.path))
    monkeypatch.setattr("rb_dcc_core.transfers.path_of", lambda store, client: None)
    ran = rb_dcc("download", task, tmp_path / "out", "--limit", "1", "--json")
    assert ran.code == 0, ran.err
    assert json.loads(ran.out)["files"] == [(tmp_path / "out" / path).as_posix()]
    assert rb_dcc("download", task, tmp_path / "out").code == 0
    ((words, _, listed),) = program.runs
    assert (words[11], listed, words[words.index("-s") + 1]) == ("download_list", path + "\n", "976")
    ran = rb_dcc("engine", "--test")
    assert (ran.code, "by rayvision_transmitter." in ran.out) == (0, True), ran.err
    assert program.runs[-1][1][0]["server"] == "/renderbus-dcc/transfer-test.bin"
    assert program.facts[-1]["ini"].startswith("[database]\non = true\nplatform_id = ")


@posix_only
def test_the_vendors_program_is_told_with_its_version_and_server(
    logged_in: Sandbox, rb_dcc: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    program = StandIn(tmp_path / "program")
    monkeypatch.setenv("RB_DCC_ENGINE", str(program.path))
    told = json.loads(rb_dcc("engine", "--json").out)
    assert (told["path"], told["found"], told["version"]) == (str(program.path), "settings", "1.1.5")
    assert (told["server"], told["engine"], told["limit_mb_s"]) == ("127.0.0.1:2121", "aspera", None)
    ran = rb_dcc("engine", "--limit", "2")
    assert "limit        2 MB/s" in ran.out
    assert "'rb-dcc submit SCENE --offline DIR'" in ran.out
    assert rb_dcc("engine", "--forget").out == "There was nothing to forget.\n"


@posix_only
@pytest.mark.parametrize("is_there", [True, False])
def test_a_program_that_cannot_run_stops_a_submission_before_anything_is_created(
    logged_in: Sandbox, rb_dcc: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, is_there: bool
) -> None:
    program = tmp_path / "rayvision_transmitter"
    if is_there:
        program.write_bytes(b"\x7fELF of another machine")
        program.chmod(0o755)
    monkeypatch.setenv("RB_DCC_ENGINE", str(program))
    monkeypatch.setattr("rb_dcc_core.transfers.path_of", lambda store, client: None)
    ran = rb_dcc("submit", demo_scene())
    assert ran.code == 1
    assert ("cannot be started" if is_there else "it is not there") in ran.err
    assert json.loads(rb_dcc("tasks", "--json").out) == []


def test_progress_tells_bytes_files_rate_and_time_left(capsys: pytest.CaptureFixture[str]) -> None:
    clock = HandClock()
    with ByteProgress("upload", 10000000, 4, clock) as bar:
        bar.advance(0)
        clock.move(2.0)
        bar.advance(2000000)
        bar.count_file("a")
        clock.move(progress._LINE_EVERY_S - 1.0)
        bar.advance(2000000)
        for _ in range(9):
            bar.count_file("b")
        clock.move(2.0)
        bar.advance(6000000)
    assert capsys.readouterr().err.splitlines() == [
        "upload: 4.0 MB of 10.0 MB, 1 of 4 files, 666.7 kB/s, 0:09 left",
        "upload: 10.0 MB of 10.0 MB, 4 of 4 files, 1.2 MB/s",
    ]


def test_what_was_sent_before_makes_no_rate_and_no_hope(capsys: pytest.CaptureFixture[str]) -> None:
    clock = HandClock()
    with ByteProgress("upload", 10000000, 1, clock) as bar:
        bar.advance(Held(6000000))
        clock.move(10.0)
        bar.advance(1000000)
        clock.move(30.0)
        bar.advance(3000000)
        bar.count_file("a")
    assert capsys.readouterr().err.splitlines() == [
        "upload: 7.0 MB of 10.0 MB, 0 of 1 files, 100.0 kB/s, 0:30 left",
        "upload: 10.0 MB of 10.0 MB, 0 of 1 files, 100.0 kB/s",
        "upload: 10.0 MB of 10.0 MB, 1 of 1 files, 100.0 kB/s",
    ]


def test_a_bar_tells_the_rate_of_the_last_seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = HandClock()
    monkeypatch.setattr(progress, "is_terminal", lambda: True)
    with ByteProgress("upload", 10000000, 1, clock) as bar:
        bar.advance(Held(6000000))
        assert bar._pace_now() == ""
        clock.move(2.0)
        bar.advance(1000000)
        assert bar._pace_now() == "500.0 kB/s, 0:06 left"
        clock.move(60.0)
        assert bar._pace_now() == ""


def test_progress_of_what_nobody_can_measure_tells_what_there_is(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with ByteProgress("download", None, None, HandClock()) as bar:
        bar.advance(3)
        bar.count_file("a")
    assert capsys.readouterr().err == "download: 3 B, 1 file\n"
