"""The vendor's transfer program, played by a stand-in: how it is found, called, heard, retried and ended."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any, Dict, List, Optional, Tuple

import pytest

from rb_dcc_core import models
from rb_dcc_core.client import Client
from rb_dcc_core.engine_program import (
    EngineLine,
    Program,
    Said,
    arguments,
    engine_lines,
    find_program,
    read_line,
    verdict,
    version_of,
    works_on,
)
from rb_dcc_core.errors import Cancelled, SettingsError, TransferError
from rb_dcc_core.transfer import Area
from rb_dcc_core.transfers import open_transfer
from rb_dcc_core.transmitter import TransmitterTransfer
from tests.support.recording import RecordingTransport
from tests.support.stand_in_transmitter import StandIn

BIDS = models.TransferBids.from_json({"config_bid": "30201", "output_bid": "20201", "input_bid": "10201"})
LINE = EngineLine("aspera", "farm.example", 33001)
posix_only = pytest.mark.skipif(os.name != "posix", reason="the stand-in is a script with a first line")


class Sending:
    """A transfer through the stand-in, and what was heard of it."""

    def __init__(
        self, folder: Path, *plays: Dict[str, Any], generation: str = "v2", silence_s: float = 20
    ) -> None:
        self.program = StandIn(folder / "program", *plays)
        self.door = RecordingTransport()
        self.slept: List[float] = []
        self.told: List[int] = []
        client = Client(self.door, generation)  # type: ignore[arg-type]
        found = Program(str(self.program.path), "path")
        self.transfer = TransmitterTransfer(
            found, LINE, client, BIDS, "100", sleep=self.slept.append, silence_s=silence_s
        )

    def send(self, *files: Path) -> None:
        self.transfer.send_set([(f.as_posix(), "/s/" + f.name) for f in files], Area.INPUT, self.told.append)


@pytest.fixture
def files(tmp_path: Path) -> Tuple[Path, Path]:
    made = (tmp_path / "a b;$(x).png", tmp_path / "项目 (1).exr")
    made[0].write_bytes(b"123")
    made[1].write_bytes(b"12345")
    return made


@posix_only
def test_a_whole_set_goes_in_one_run_by_an_argument_list(tmp_path: Path, files: Tuple[Path, Path]) -> None:
    sending = Sending(tmp_path)
    sending.send(*files)
    ((words, listed, _),) = sending.program.runs
    assert words[:12] == [
        "-E",
        "aspera",
        "-H",
        "farm.example",
        "-P",
        "33001",
        "-S",
        "10201",
        "-U",
        "100",
        "-T",
        "upload_json",
    ]
    assert words[12] == "-L"
    assert words[14:] == ["-R", "/", "-r", "2", "-K", "false", "-s", "1048576", "-C", "None", "-p", "0"]
    assert listed == [{"local": f.as_posix(), "server": "/s/" + f.name} for f in files]
    assert [size for size in sending.told if size] == [1, 2, 2, 3]
    assert not Path(words[13]).exists()


@posix_only
@pytest.mark.parametrize("code", [1, 10])
def test_codes_1_and_10_are_tried_again_with_longer_waits(
    tmp_path: Path, files: Tuple[Path, Path], code: int
) -> None:
    sending = Sending(tmp_path, {"lines": [], "exit": code}, {"lines": [], "exit": code})
    sending.send(*files)
    assert (len(sending.program.runs), sending.slept) == (3, [5.0, 10.0])


@posix_only
def test_it_is_tried_four_times_at_most(tmp_path: Path, files: Tuple[Path, Path]) -> None:
    sending = Sending(tmp_path, *[{"lines": ["no route"], "exit": 1}] * 9)
    with pytest.raises(TransferError, match=r"exit 1\): no route"):
        sending.send(*files)
    assert len(sending.program.runs) == 4


@posix_only
@pytest.mark.parametrize("code", [2, 9, 11, 255])
def test_any_other_code_is_final(tmp_path: Path, files: Tuple[Path, Path], code: int) -> None:
    sending = Sending(tmp_path, {"lines": [], "exit": code})
    with pytest.raises(TransferError, match=f"exit {code}"):
        sending.send(*files)
    assert len(sending.program.runs) == 1


@posix_only
@pytest.mark.parametrize("line", ["task has failure", "file fail (/a/x.png), error-3"])
def test_code_0_with_a_failure_told_is_no_success(
    tmp_path: Path, files: Tuple[Path, Path], line: str
) -> None:
    sending = Sending(tmp_path, *[{"lines": [line], "exit": 0}] * 4)
    with pytest.raises(TransferError, match="it reports failed files"):
        sending.send(*files)


@posix_only
def test_one_that_hangs_is_ended_and_tried_again(tmp_path: Path, files: Tuple[Path, Path]) -> None:
    sending = Sending(tmp_path, {"lines": ["file begin (x)"], "hang": True}, silence_s=1.0)
    started = time.monotonic()
    sending.send(*files)
    assert len(sending.program.runs) == 2
    assert time.monotonic() - started < 20


@posix_only
def test_cancelling_ends_the_program(tmp_path: Path, files: Tuple[Path, Path]) -> None:
    sending = Sending(tmp_path, {"lines": ["file begin (x)"], "hang": True})

    def cancel(size: int) -> None:
        raise Cancelled

    started = time.monotonic()
    with pytest.raises(Cancelled):
        sending.transfer.send_set([(files[0].as_posix(), "/x")], Area.INPUT, cancel)
    assert time.monotonic() - started < 20


def test_a_program_that_cannot_start_is_told(tmp_path: Path) -> None:
    client = Client(RecordingTransport(), "v2")  # type: ignore[arg-type]
    transfer = TransmitterTransfer(Program(str(tmp_path / "gone"), "path"), LINE, client, BIDS, "1")
    with pytest.raises(SettingsError, match="cannot be started"):
        transfer.send_set([], Area.INPUT)


@posix_only
def test_job_files_go_over_https_where_the_service_can(tmp_path: Path) -> None:
    sending = Sending(tmp_path)
    sending.transfer.send_bytes("{é}".encode(), Area.CONFIG, "/19084/cfg/task.json")
    (asked,) = sending.door.asked
    assert asked.path == "/api/render/submit/taskJsonFile"
    assert asked.body == {"taskId": 19084, "fileName": "task.json", "content": "{é}"}
    assert sending.program.runs == []


@posix_only
def test_job_files_go_by_the_program_in_v1(tmp_path: Path) -> None:
    sending = Sending(tmp_path, generation="v1")
    sending.transfer.send_bytes(b"{}", Area.CONFIG, "/19084/cfg/task.json")
    ((words, _, content),) = sending.program.runs
    named = dict(zip(words[::2], words[1::2]))
    assert (named["-T"], named["-S"], named["-R"]) == ("upload_path", "30201", "/19084/cfg/task.json")
    assert (Path(named["-L"]).name, content) == ("task.json", "{}")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("[INFO] file begin (D:/a (1)/b.png)", Said("begin", "D:/a (1)/b.png")),
        (
            "file progress (/x) 1 speed: 20 KB/S, progress: 3%",
            Said("progress", "/x", "1 speed: 20 KB/S, progress: 3%"),
        ),
        ("File Done (/x)\r", Said("done", "/x")),
        ("file interrupt (/x), error-12", Said("interrupt", "/x", "error-12")),
        ("file fail (/x), error-12", Said("fail", "/x", "error-12")),
        ("== task all success ==", Said("success")),
        ("task has failure", Said("failure")),
        (
            "upload file progress (/P/a.hip) upload speed: 1504.89KB/S, progress: 99.0475%",
            Said("progress", "/P/a.hip", "upload speed: 1504.89KB/S, progress: 99.0475%"),
        ),
        ("upload task success: all files are success", Said("success")),
        ("upload task failure: at least one file is failure", Said("failure")),
        ("get path (/P/gone.exr) info failed", Said("fail", "/P/gone.exr", "cannot be read")),
        ("recv disconnect response from transmit server", None),
        ("connecting ...", None),
        ("", None),
    ],
)
def test_its_lines_are_read_loosely(line: str, said: Optional[Said]) -> None:
    assert read_line(line) == said


def test_exit_codes_mean_what_the_document_says() -> None:
    assert [verdict(code) for code in (0, 1, 10, 9, 11, 255, -9)] == ["done", "retry", "retry"] + [
        "final"
    ] * 4


def test_the_speed_is_kept_within_what_it_takes() -> None:
    for asked, given in ((0, "1"), (500, "500"), (10**9, "1048576")):
        words = arguments(Program("p", "path"), LINE, "1", "2", "upload_path", "l", "/r", asked)
        assert words[words.index("-s") + 1] == given


def test_the_default_line_of_each_engine_is_taken() -> None:
    lines = [
        {"server": "a", "port": 1},
        {"server": "b", "port": "2", "isDefault": True},
        {"server": "c", "port": "x"},
    ]
    config = {
        "resqEngines": [
            {"engineName": "raysyncproxy", "respTaskEngineLines": lines},
            {"engineName": "aspera", "respTaskEngineLines": lines[:1]},
            {"engineName": "other", "respTaskEngineLines": lines},
            {"engineName": "aspera", "respTaskEngineLines": None},
            None,
        ]
    }
    assert engine_lines(config) == (EngineLine("aspera", "a", 1), EngineLine("raysync", "b", 2))
    for odd in ({}, {"resqEngines": None}, {"resqEngines": "x"}):
        assert engine_lines(odd) == ()


@posix_only
def test_it_is_found_in_the_settings_on_path_and_in_the_package(tmp_path: Path) -> None:
    program = str(StandIn(tmp_path / "bin").path)
    inside = StandIn(tmp_path / "package" / "transmission" / "linux")
    nowhere: Dict[str, str] = {"PATH": str(tmp_path / "none")}
    assert find_program("", {"RB_DCC_ENGINE": program}, lambda: None) == Program(program, "settings")
    assert find_program(program, nowhere, lambda: None) == Program(program, "settings")
    assert find_program("", {"PATH": str(tmp_path / "bin")}, lambda: None) == Program(program, "path")
    assert find_program("", nowhere, lambda: tmp_path / "package") == Program(str(inside.path), "package")
    assert find_program("", nowhere, lambda: None) is None
    with pytest.raises(SettingsError, match="it is not there"):
        find_program(str(tmp_path / "gone"), {"PATH": str(tmp_path / "bin")}, lambda: None)
    assert version_of(Program(program, "path")) == "1.1.5"
    assert version_of(Program(str(tmp_path / "gone"), "path")) is None


def test_it_works_on_windows_and_linux_only() -> None:
    assert [works_on(each) for each in ("win32", "linux", "darwin")] == [True, True, False]


PROFILE = {"userId": 100, "zone": 2}
CONFIG = {"resqEngines": [{"engineName": "aspera", "respTaskEngineLines": [{"server": "s", "port": 1}]}]}


def client_saying(*answers: Any) -> Client:
    return Client(RecordingTransport(*answers), "v2")  # type: ignore[arg-type]


def test_a_missing_program_is_told_before_anything_is_created() -> None:
    with pytest.raises(SettingsError, match="rayvision-sync"):
        open_transfer(client_saying(PROFILE, CONFIG), find=lambda _: None, system="linux")
    with pytest.raises(SettingsError, match="does not exist for this system"):
        open_transfer(client_saying(PROFILE, CONFIG), find=lambda _: Program("p", "path"), system="darwin")
    with pytest.raises(SettingsError, match="'rb-dcc send DIR' on Windows or Linux"):
        open_transfer(client_saying(PROFILE, CONFIG), find=lambda _: pytest.fail("tried"), system="darwin")
    with pytest.raises(SettingsError, match="names no transfer server"):
        open_transfer(client_saying(PROFILE, {}), find=lambda _: Program("p", "path"), system="linux")


def test_the_program_is_chosen_where_there_is_no_store_and_says_why() -> None:
    bids = {"config_bid": "3", "output_bid": "2", "input_bid": "1"}
    transfer = open_transfer(
        client_saying(PROFILE, CONFIG, CONFIG, bids), find=lambda _: Program("/p", "path"), system="linux"
    )
    assert isinstance(transfer, TransmitterTransfer)
    assert str(transfer.why) == (
        "Files go by the vendor's transfer program /p (aspera to s): the service has no store of its own."
    )
    with pytest.raises(TransferError, match="fetches whole folders"):
        transfer.fetch_blocks(Area.OUTPUT, "x", 0)
