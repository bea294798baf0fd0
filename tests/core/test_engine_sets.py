"""The vendor's transfer program at its finer work: results, its skip database, a limit, whose storage, and how it ends."""

from __future__ import annotations

import os
import sqlite3
import time
from pathlib import Path
from typing import Any, Dict, List

import pytest

from rb_dcc_core import engine_run, models
from rb_dcc_core.client import Client
from rb_dcc_core.engine_memory import SkipDatabase
from rb_dcc_core.engine_program import EngineLine, Program, Said, make_runnable
from rb_dcc_core.engine_progress import FolderProgress, SetProgress
from rb_dcc_core.errors import Cancelled, SettingsError, TransferError
from rb_dcc_core.locks import HeldElsewhere, hold
from rb_dcc_core.transfer import Area, ResultFolder
from rb_dcc_core.transmitter import TransmitterTransfer
from tests.support.farm import HandClock
from tests.support.recording import RecordingTransport
from tests.support.stand_in_transmitter import StandIn

BIDS = models.TransferBids.from_json(
    {"config_bid": "30201", "output_bid": "20201", "input_bid": "10201", "parent_input_bid": "10999"}
)
LINE = EngineLine("aspera", "farm.example", 33001)
RESULTS = {"7_scene/a.png": "aa", "7_scene/l/b (1).png": "bbb", "8_other/x.png": "x"}
posix_only = pytest.mark.skipif(os.name != "posix", reason="the stand-in is a script with a first line")


class Door(RecordingTransport):
    """A door that knows its platform, as the skip database needs it."""

    platform = "62"


class Engine:
    """A transfer through the stand-in."""

    def __init__(self, place: Path, *plays: Dict[str, Any], **more: Any) -> None:
        self.program = StandIn(place / "program", *plays)
        self.slept: List[float] = []
        self.told: List[int] = []
        client = Client(Door(), "v1")  # type: ignore[arg-type]
        found = Program(str(self.program.path), "path")
        self.transfer = TransmitterTransfer(
            found, LINE, client, BIDS, "100", sleep=self.slept.append, silence_s=20, **more
        )

    def named(self, run: int = -1) -> Dict[str, str]:
        words = self.program.runs[run][0]
        return dict(zip(words[::2], words[1::2]))


@posix_only
def test_a_folder_of_results_is_fetched_in_one_run(tmp_path: Path) -> None:
    engine = Engine(tmp_path)
    engine.program.hold(RESULTS)
    engine.transfer.fetch_set(ResultFolder("7_scene"), tmp_path / "out", (), engine.told.append)
    named = engine.named()
    assert [named[each] for each in ("-T", "-S", "-U", "-R", "-K", "-C")] == [
        "download_path",
        "20201",
        "100",
        "7_scene",
        "true",
        "None",
    ]
    assert (tmp_path / "out" / "7_scene" / "l" / "b (1).png").read_text() == "bbb"
    assert sum(engine.told) == 5


@posix_only
def test_what_is_missing_is_asked_for_by_a_list(tmp_path: Path) -> None:
    engine = Engine(tmp_path)
    engine.program.hold(RESULTS)
    engine.transfer.fetch_set(ResultFolder("7_scene"), tmp_path / "out", ["7_scene/a.png"])
    assert engine.named()["-T"] == "download_list"
    assert engine.program.runs[0][2] == "7_scene/a.png\n"
    assert [each.name for each in (tmp_path / "out").rglob("*.png")] == ["a.png"]


@posix_only
def test_a_list_that_is_refused_for_good_means_the_whole_folder(tmp_path: Path) -> None:
    engine = Engine(tmp_path, {"lines": ["open remote-path-list (x) failed"], "exit": 9})
    engine.program.hold(RESULTS)
    engine.transfer.fetch_set(ResultFolder("7_scene"), tmp_path / "out", ["7_scene/a.png"])
    assert [run[0][11] for run in engine.program.runs] == ["download_list", "download_path"]
    assert len(list((tmp_path / "out").rglob("*.png"))) == 2


@posix_only
def test_a_name_with_a_line_break_is_never_put_in_a_list(tmp_path: Path) -> None:
    engine = Engine(tmp_path)
    engine.program.hold(RESULTS)
    engine.transfer.fetch_set(ResultFolder("7_scene"), tmp_path / "out", ["7_scene/a\nb.png"])
    assert engine.named()["-T"] == "download_path"


@posix_only
def test_results_in_another_accounts_storage_are_fetched_from_there(tmp_path: Path) -> None:
    engine = Engine(tmp_path)
    engine.transfer.fetch_set(ResultFolder("7_scene", "20999", "555"), tmp_path / "out")
    assert (engine.named()["-S"], engine.named()["-U"]) == ("20999", "555")


@posix_only
def test_a_download_that_fails_names_no_folder_of_the_farm(tmp_path: Path) -> None:
    lines = ["get path (/mnt/farm (2)/output/d/7_scene/a.png) info failed", "download task has failure"]
    engine = Engine(tmp_path, {"lines": lines, "exit": 11})
    with pytest.raises(TransferError) as raised:
        engine.transfer.fetch_set(ResultFolder("7_scene"), tmp_path / "out")
    assert str(raised.value) == (
        "The transfer program did not fetch everything (exit 11): get path (a.png) info failed | download task has"
        " failure Check the network, then download again."
    )


@posix_only
def test_a_sub_accounts_assets_go_to_the_main_account_and_its_job_files_to_its_own(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(b"1")
    engine = Engine(tmp_path, shares_main_capital=True, main_user_id="7")
    engine.transfer.send_set([((tmp_path / "a.png").as_posix(), "/a.png")], Area.INPUT)
    assert (engine.named()["-S"], engine.named()["-U"]) == ("10999", "7")
    engine.transfer.send_bytes(b"{}", Area.CONFIG, "/1/cfg/task.json")
    assert (engine.named()["-S"], engine.named()["-U"]) == ("30201", "100")


@posix_only
def test_its_skip_database_lies_in_the_accounts_folder(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(b"1")
    folder = tmp_path / "state" / "项目"
    engine = Engine(tmp_path, folder=folder)
    engine.transfer.send_set([((tmp_path / "a.png").as_posix(), "/a.png")], Area.INPUT)
    assert engine.named()["-C"] == str(folder / "engine.ini")
    (facts,) = engine.program.facts
    assert "platform_id = 62\ntype = sqlite\n" in facts["ini"]
    assert f"[sqlite]\ndb_path = {folder / 'sent.db'}\ntemporary = false\n" in facts["ini"]
    assert (facts["cwd"], facts["log"]) == (str(folder), str(folder))
    engine.transfer.send_bytes(b"{}", Area.CONFIG, "/1/cfg/task.json")
    assert engine.named()["-C"] == "None"


@posix_only
def test_paths_are_whole_because_it_runs_in_a_folder_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.png").write_bytes(b"1")
    engine = Engine(tmp_path, folder=tmp_path / "state")
    engine.transfer.send_set([("a.png", "/a.png")], Area.INPUT, engine.told.append)
    assert engine.program.runs[0][1] == [{"local": f"{tmp_path}/a.png", "server": "/a.png"}]
    assert sum(engine.told) == 1
    engine.program.hold(RESULTS)
    engine.transfer.fetch_set(ResultFolder("7_scene"), Path("out"))
    assert (tmp_path / "out" / "7_scene" / "a.png").read_text() == "aa"


@posix_only
def test_two_runs_at_once_never_share_the_database(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(b"1")
    engine = Engine(tmp_path, folder=tmp_path / "state")
    with hold(tmp_path / "state", "engine", HeldElsewhere("x")):
        engine.transfer.send_set([((tmp_path / "a.png").as_posix(), "/a.png")], Area.INPUT)
    assert engine.named()["-C"] == "None"


def test_the_database_is_forgotten_where_the_farm_has_deleted_files(tmp_path: Path) -> None:
    database = SkipDatabase(tmp_path, "2")
    assert database.forget() is False
    sqlite3.connect(str(database.database)).close()
    database.database.touch()
    assert database.forget() is True
    assert not database.database.exists()


def test_a_state_folder_that_cannot_be_written_costs_only_the_database(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file")
    with SkipDatabase(tmp_path / "state", "2").held() as ini:
        assert ini is None


@posix_only
def test_a_limit_is_the_programs_own_flag(tmp_path: Path) -> None:
    engine = Engine(tmp_path, speed_kb_s=976)
    engine.transfer.fetch_set(ResultFolder("7_scene"), tmp_path / "out")
    assert engine.named()["-s"] == "976"


@posix_only
def test_the_question_for_a_servers_key_is_answered_once(tmp_path: Path) -> None:
    engine = Engine(tmp_path)
    engine.transfer.send_bytes(b"{}", Area.CONFIG, "/1/cfg/task.json")
    assert engine.program.facts[0]["stdin"] == "y\n"


@posix_only
def test_what_the_program_has_started_ends_with_it(tmp_path: Path) -> None:
    engine = Engine(tmp_path, {"lines": ["file begin (x)"], "child": True, "hang": True})

    def cancel(size: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        engine.transfer.fetch_set(ResultFolder("7_scene"), tmp_path / "out", (), cancel)
    for _ in range(200):
        if not is_running(engine.program.child):
            return
        time.sleep(0.05)
    pytest.fail("the program's child goes on")


def is_running(number: int) -> bool:
    """True of a process that is there and no zombie."""
    status = Path(f"/proc/{number}/stat")
    if os.path.isdir("/proc/self"):
        return status.exists() and status.read_text().rpartition(")")[2].split()[0] != "Z"
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    return True


@posix_only
def test_a_program_that_pip_forgot_to_allow_to_run_is_allowed(tmp_path: Path) -> None:
    program = StandIn(tmp_path / "linux").path
    beside = tmp_path / "linux" / "aspera" / "ascp"
    beside.parent.mkdir()
    beside.write_text("")
    for each in (program, beside):
        each.chmod(0o640)
    make_runnable(Program(str(program), "package"))
    assert [each.stat().st_mode & 0o777 for each in (program, beside)] == [0o750, 0o750]
    program.chmod(0o640)
    make_runnable(Program(str(program), "settings"))
    assert program.stat().st_mode & 0o777 == 0o640


@posix_only
def test_a_program_for_another_machine_is_told_before_anything_is_created(tmp_path: Path) -> None:
    from rb_dcc_core.engine_program import help_text

    other = tmp_path / "rayvision_transmitter"
    other.write_bytes(b"\x7fELF no such machine")
    other.chmod(0o755)
    with pytest.raises(SettingsError, match="cannot be started"):
        help_text(Program(str(other), "settings"))


def test_an_upload_counts_each_byte_once_however_often_it_is_begun() -> None:
    told: List[int] = []
    files: List[str] = []
    progress = SetProgress([("/a", 200), ("/b", 0), ("/c", 50), ("/c", 50)], told.append, files.append)
    for said in (
        Said("progress", "/a", "speed: 9KB/S, progress: 60%"),
        Said("interrupt", "/a", "error-1"),
        Said("progress", "/a", "speed: 9KB/S, progress: 10%"),
        Said("progress", "/a", "speed: 9KB/S, progress: 75.5%"),
        Said("done", "/a"),
        Said("done", "/a"),
        Said("done", "/c"),
        Said("done", "/strange"),
        None,
    ):
        progress.hear(said)
    assert told == [120, 0, 0, 31, 49, 0, 50, 0, 0]
    progress.finish()
    assert (sum(told), files) == (300, ["/a", "/c", "/b", "/c"])


def test_a_download_is_measured_by_what_lies_there(tmp_path: Path) -> None:
    told: List[int] = []
    clock = HandClock()
    progress = FolderProgress(tmp_path, told.append, clock)
    (tmp_path / "a").write_bytes(b"12345")
    progress.hear(None)
    clock.move(1.0)
    progress.hear(None)
    (tmp_path / "a").unlink()
    clock.move(1.0)
    progress.hear(None)
    (tmp_path / "b").write_bytes(b"1234567")
    progress.hear(Said("success"))
    assert told == [0, 5, 0, 2]


def test_lines_in_this_windows_own_code_page_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("locale.getpreferredencoding", lambda _=True: "gbk")
    assert engine_run._text("file done (项目)".encode("gbk")) == "file done (项目)"
    assert engine_run._text("file done (项目)".encode()) == "file done (项目)"
