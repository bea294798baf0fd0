"""Results onto this computer's disk: whole, checked, going on where an earlier try stopped."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, List

import pytest

from rb_dcc_core.downloads import DownloadReport, download, results_of, total_size
from rb_dcc_core.errors import (
    AuthenticationError,
    ConnectionLost,
    LocalFileError,
    NetworkError,
    TruncatedAnswerError,
    UnreachableError,
    service_error,
)
from rb_dcc_core.models import TaskInfo
from rb_dcc_core.transfer import RemoteFile
from tests.support.memory_transfer import MemoryTransfer

PICTURE = b"0123456789abcdefghij"
HASH = hashlib.sha256(PICTURE).hexdigest()
REMOTE = RemoteFile("7_scene/a.png", 20, HASH)


class Fetching:
    """A download from memory, with all it told."""

    def __init__(self, folder: Path, **results: bytes) -> None:
        self.folder = folder / "out"
        self.transfer = MemoryTransfer(results or {"7_scene/a.png": PICTURE})
        self.slept: List[float] = []
        self.told: List[int] = []
        self.files: List[Path] = []

    @property
    def target(self) -> Path:
        return self.folder / "7_scene" / "a.png"

    @property
    def part(self) -> Path:
        return self.folder / "7_scene" / "a.png.rb-part"

    def hold(self, content: bytes) -> None:
        self.part.parent.mkdir(parents=True, exist_ok=True)
        self.part.write_bytes(content)

    def run(self, *remote: RemoteFile) -> DownloadReport:
        return download(
            self.transfer,
            remote or (REMOTE,),
            self.folder,
            self.slept.append,
            self.told.append,
            self.files.append,
        )


def test_a_result_is_fetched_whole(tmp_path: Path) -> None:
    fetching = Fetching(tmp_path)
    report = fetching.run()
    assert (report.fetched, report.present, report.failed) == ([fetching.target], [], [])
    assert report.files == fetching.files == [fetching.target]
    assert fetching.target.read_bytes() == PICTURE
    assert not fetching.part.exists()
    assert sum(fetching.told) == 20


def test_a_result_that_is_there_is_not_fetched_again(tmp_path: Path) -> None:
    fetching = Fetching(tmp_path)
    fetching.run()
    report = fetching.run()
    assert (report.fetched, report.present) == ([], [fetching.target])
    assert fetching.transfer.fetched == [("7_scene/a.png", 0)]
    assert sum(fetching.told) == 40


@pytest.mark.parametrize("there", [b"", b"short", b"x" * 20, b"x" * 30])
def test_another_file_in_its_place_is_replaced(tmp_path: Path, there: bytes) -> None:
    fetching = Fetching(tmp_path)
    fetching.target.parent.mkdir(parents=True)
    fetching.target.write_bytes(there)
    fetching.run()
    assert fetching.target.read_bytes() == PICTURE


def test_a_part_is_gone_on_with(tmp_path: Path) -> None:
    fetching = Fetching(tmp_path)
    fetching.hold(PICTURE[:7])
    fetching.run()
    assert fetching.transfer.fetched == [("7_scene/a.png", 7)]
    assert fetching.target.read_bytes() == PICTURE
    assert sum(fetching.told) == 20


def test_a_part_that_is_complete_needs_no_fetching(tmp_path: Path) -> None:
    fetching = Fetching(tmp_path)
    fetching.hold(PICTURE)
    fetching.run()
    assert fetching.transfer.fetched == []
    assert fetching.target.read_bytes() == PICTURE


def test_a_part_longer_than_the_file_is_an_older_files_and_dropped(tmp_path: Path) -> None:
    fetching = Fetching(tmp_path)
    fetching.hold(b"x" * 21)
    fetching.run()
    assert fetching.transfer.fetched == [("7_scene/a.png", 0)]
    assert fetching.target.read_bytes() == PICTURE


def test_an_empty_result_is_an_empty_file(tmp_path: Path) -> None:
    fetching = Fetching(tmp_path)
    fetching.run(RemoteFile("7_scene/a.png", 0))
    assert fetching.target.read_bytes() == b""


@pytest.mark.parametrize("error", [ConnectionLost("x"), TruncatedAnswerError("x"), UnreachableError("x")])
def test_a_break_is_gone_on_from_where_it_was(tmp_path: Path, error: NetworkError) -> None:
    fetching = Fetching(tmp_path)
    fetching.transfer.breaks["7_scene/a.png"] = [(5, error), (5, error), (13, error)]
    fetching.run()
    assert fetching.transfer.fetched == [("7_scene/a.png", start) for start in (0, 5, 5, 13)]
    assert fetching.target.read_bytes() == PICTURE
    assert sum(fetching.told) == 20
    assert len(fetching.slept) == 3


def test_a_network_lost_for_good_ends_it_and_keeps_what_came(tmp_path: Path) -> None:
    fetching = Fetching(tmp_path)
    fetching.transfer.breaks["7_scene/a.png"] = [(9, ConnectionLost("x"))] * 4
    with pytest.raises(ConnectionLost):
        fetching.run(REMOTE, RemoteFile("7_scene/b.png", 3))
    assert fetching.part.read_bytes() == PICTURE[:9]
    assert not fetching.target.exists()
    fetching.run()
    assert fetching.transfer.fetched[-1] == ("7_scene/a.png", 9)
    assert fetching.target.read_bytes() == PICTURE


def test_a_wrong_hash_is_reported_and_nothing_of_it_kept(tmp_path: Path) -> None:
    fetching = Fetching(tmp_path)
    report = fetching.run(RemoteFile("7_scene/a.png", 20, "0" * 64))
    assert [(path, str(why)) for path, why in report.failed] == [
        ("7_scene/a.png", "'7_scene/a.png' did not arrive whole (20 of 20 bytes). Download again.")
    ]
    assert report.files == fetching.files == []
    assert not fetching.part.exists()
    assert not fetching.target.exists()


def test_a_file_longer_than_told_is_reported_and_nothing_of_it_kept(tmp_path: Path) -> None:
    fetching = Fetching(tmp_path)
    report = fetching.run(RemoteFile("7_scene/a.png", 19))
    assert (
        str(report.failed[0][1]) == "'7_scene/a.png' did not arrive whole (20 of 19 bytes). Download again."
    )
    assert not fetching.part.exists()


def test_a_file_shorter_than_told_is_reported_and_kept_to_go_on_from(tmp_path: Path) -> None:
    fetching = Fetching(tmp_path)
    report = fetching.run(RemoteFile("7_scene/a.png", 25))
    assert (
        str(report.failed[0][1]) == "'7_scene/a.png' did not arrive whole (20 of 25 bytes). Download again."
    )
    assert fetching.part.read_bytes() == PICTURE
    assert not fetching.target.exists()


def test_a_damaged_part_is_dropped_by_its_hash_and_the_next_download_mends_it(tmp_path: Path) -> None:
    fetching = Fetching(tmp_path)
    fetching.hold(b"damaged")
    assert len(fetching.run().failed) == 1
    assert fetching.run().fetched == [fetching.target]
    assert fetching.target.read_bytes() == PICTURE


def test_one_that_fails_is_reported_and_the_others_go_on(tmp_path: Path) -> None:
    fetching = Fetching(tmp_path)
    gone, evil = RemoteFile("7_scene/gone.png", 4), RemoteFile("../evil.png", 4)
    report = fetching.run(gone, evil, REMOTE)
    assert [path for path, _ in report.failed] == ["7_scene/gone.png", "../evil.png"]
    assert "(code 404)" in str(report.failed[0][1])
    assert report.fetched == [fetching.target]
    assert not (tmp_path / "evil.png").exists()


def test_a_wrong_key_is_reported_for_each_file(tmp_path: Path) -> None:
    fetching = Fetching(tmp_path)
    fetching.transfer.breaks["7_scene/a.png"] = [(0, service_error(611, ""))]
    report = fetching.run()
    assert isinstance(service_error(611, ""), AuthenticationError)
    assert "(code 611)" in str(report.failed[0][1])


def test_a_folder_that_cannot_be_written_ends_it(tmp_path: Path) -> None:
    (tmp_path / "out").write_bytes(b"a file")
    with pytest.raises(LocalFileError, match="Choose a folder you may write to"):
        Fetching(tmp_path).run()


def test_a_folder_in_the_files_place_ends_it(tmp_path: Path) -> None:
    fetching = Fetching(tmp_path)
    fetching.target.mkdir(parents=True)
    with pytest.raises(LocalFileError):
        fetching.run(RemoteFile("7_scene/a.png", fetching.target.stat().st_size, HASH), REMOTE)
    assert fetching.part.exists()


# The kernel's limit on a file's size stands in for a full disk; it would end the tests' own process, so it has its own.
FULL_DISK = """
import errno, resource, signal, sys
from pathlib import Path
from rb_dcc_core.downloads import download
from rb_dcc_core.errors import LocalFileError
from rb_dcc_core.transfer import RemoteFile
from tests.support.memory_transfer import MemoryTransfer
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (100000, resource.RLIM_INFINITY))
small, large = b"s" * 1000, b"l" * 300000
transfer = MemoryTransfer({"t/a.png": small, "t/b.png": large, "t/c.png": small})
files = [RemoteFile(path, len(content)) for path, content in sorted(transfer.results.items())]
try:
    download(transfer, files, Path(sys.argv[1]), lambda seconds: None)
except LocalFileError as error:
    print(error)
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
held = (Path(sys.argv[1]) / "t/b.png.rb-part").stat().st_size
report = download(transfer, files, Path(sys.argv[1]), lambda seconds: None)
print(held, transfer.fetched[-2], len(report.files), (Path(sys.argv[1]) / "t/b.png").read_bytes() == large)
"""


@pytest.mark.skipif(os.name != "posix", reason="the limit that stands in for a full disk is POSIX's")
def test_a_disk_that_takes_no_more_ends_it_and_the_next_download_goes_on(
    tmp_path: Path, checkout: Path
) -> None:
    words = [sys.executable, "-c", FULL_DISK, str(tmp_path)]
    run = subprocess.run(words, cwd=str(checkout), stdout=subprocess.PIPE, timeout=60)
    told, after = run.stdout.decode().splitlines()
    assert told.startswith(f"{tmp_path / 't' / 'b.png'} could not be written (File too large).")
    assert after == "100000 ('t/b.png', 100000) 3 True"


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="this system has no device that is always full")
def test_a_full_disk_is_told_by_its_name(tmp_path: Path) -> None:
    fetching = Fetching(tmp_path)
    fetching.part.parent.mkdir(parents=True)
    fetching.part.symlink_to("/dev/full")
    with pytest.raises(LocalFileError) as raised:
        fetching.run()
    assert str(raised.value) == (
        f"The disk is full: {fetching.target} could not be written. Make room and try again."
    )


def test_the_results_of_a_task_are_its_leaves(tmp_path: Path) -> None:
    task: Any = {
        "id": 1,
        "outputFileName": None,
        "respRenderingTaskList": [
            {"id": 2, "outputFileName": "2_scene"},
            {"id": 3, "outputFileName": None},
            {"id": 4, "outputFileName": "4_scene"},
        ],
    }
    transfer = MemoryTransfer({"2_scene/a": b"1", "2_scene_b/x": b"", "4_scene/b/c": b"22", "9/x": b""})
    found = results_of(transfer, TaskInfo.from_json(task))
    assert found == [RemoteFile("2_scene/a", 1), RemoteFile("4_scene/b/c", 2)]
    assert total_size(found) == 3
    assert total_size([]) is None
