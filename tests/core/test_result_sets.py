"""Results by whole folders: fetched aside, moved in one by one, never outside the folder, never over newer work."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, Dict, List, Optional, Sequence, Tuple

import pytest

from rb_dcc_core.downloads import DownloadReport, Results, find_results
from rb_dcc_core.errors import ConnectionLost, LocalFileError, RenderbusError
from rb_dcc_core.models import TaskInfo
from rb_dcc_core.result_sets import download_results
from rb_dcc_core.transfer import Advance, RemoteFile, ResultFolder, no_progress
from tests.support.memory_transfer import MemoryTransfer

T0 = 1600000000000


class SetTransfer(MemoryTransfer):
    """Fetches whole folders, as the vendor's program does; `error` breaks it after the first file."""

    fetches_sets = True

    def __init__(self, results: Dict[str, bytes], keeps_folders: bool = True) -> None:
        super().__init__(results)
        self.keeps_folders = keeps_folders
        self.asked: List[Tuple[str, Tuple[str, ...], List[str]]] = []
        self.error: Optional[RenderbusError] = None
        self.links: Dict[str, str] = {}

    def fetch_set(
        self,
        results: ResultFolder,
        into: Path,
        only: Sequence[str] = (),
        advance: Advance = no_progress,
    ) -> None:
        there = sorted(path.name for path in into.rglob("*") if path.is_file())
        self.asked.append((results.path, tuple(only), there))
        for path, content in sorted(self.results.items()):
            if not path.startswith(results.path + "/") or (only and path not in only):
                continue
            target = into / (path if self.keeps_folders else path[len(results.path) + 1 :])
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
            advance(len(content))
            if self.error is not None:
                raise self.error
        for name, leads_to in self.links.items():
            (into / results.path / name).symlink_to(leads_to)


class Fetching:
    """A download of one folder."""

    def __init__(self, folder: Path, keeps_folders: bool = True) -> None:
        self.folder = folder / "out"
        self.transfer = SetTransfer({"7_s/a.png": b"aa", "7_s/l/b.png": b"bbb"}, keeps_folders)
        self.listed: Optional[Dict[str, Tuple[int, Optional[int]]]] = {
            "7_s/a.png": (2, T0),
            "7_s/l/b.png": (3, T0),
        }
        self.told: List[int] = []
        self.files: List[Path] = []

    def run(self, overwrites: bool = False) -> DownloadReport:
        files = None
        if self.listed is not None:
            files = tuple(RemoteFile(path, size, None, ms) for path, (size, ms) in self.listed.items())
        found = [Results(ResultFolder("7_s"), files)]
        return download_results(
            self.transfer, found, self.folder, lambda _: None, self.told.append, self.files.append, overwrites
        )

    def put(self, path: str, content: bytes, ms: int) -> Path:
        target = self.folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
        os.utime(str(target), (ms / 1000, ms / 1000))
        return target

    @property
    def there(self) -> Dict[str, bytes]:
        files = (path for path in self.folder.rglob("*") if path.is_file())
        return {path.relative_to(self.folder).as_posix(): path.read_bytes() for path in files}


@pytest.mark.parametrize("keeps_folders", [True, False])
@pytest.mark.parametrize("is_listed", [True, False])
def test_results_lie_in_the_tasks_own_folder(tmp_path: Path, keeps_folders: bool, is_listed: bool) -> None:
    fetching = Fetching(tmp_path, keeps_folders)
    if not is_listed:
        fetching.listed = None
    report = fetching.run()
    assert fetching.there == {"7_s/a.png": b"aa", "7_s/l/b.png": b"bbb"}
    assert sorted(report.fetched) == sorted(fetching.files) == sorted(report.files)
    assert (len(report.fetched), report.failed, sum(fetching.told)) == (2, [], 5)
    assert [path.name for path in fetching.folder.iterdir()] == ["7_s"]


def test_what_is_there_is_not_fetched_again_and_only_the_rest_asked_for(tmp_path: Path) -> None:
    fetching = Fetching(tmp_path)
    fetching.run()
    assert (fetching.folder / "7_s" / "a.png").stat().st_mtime == T0 / 1000
    assert len(fetching.run().present) == 2
    fetching.transfer.results["7_s/c.png"] = b"c"
    assert fetching.listed is not None
    fetching.listed["7_s/c.png"] = (1, T0)
    report = fetching.run()
    assert [only for _, only, _ in fetching.transfer.asked] == [
        ("7_s/a.png", "7_s/l/b.png"),
        ("7_s/c.png",),
    ]
    assert (len(report.present), [path.name for path in report.fetched]) == (2, ["c.png"])


def test_a_frame_rendered_again_replaces_the_one_fetched_before(tmp_path: Path) -> None:
    fetching = Fetching(tmp_path)
    fetching.run()
    fetching.transfer.results["7_s/a.png"] = b"AA"
    assert fetching.listed is not None
    fetching.listed["7_s/a.png"] = (2, T0 + 60000)
    report = fetching.run()
    assert [path.name for path in report.fetched] == ["a.png"]
    assert fetching.there["7_s/a.png"] == b"AA"


@pytest.mark.parametrize("overwrites", [False, True])
def test_a_file_changed_here_since_is_only_replaced_when_asked(tmp_path: Path, overwrites: bool) -> None:
    fetching = Fetching(tmp_path)
    mine = fetching.put("7_s/a.png", b"mine!", T0 + 60000)
    report = fetching.run(overwrites)
    assert report.kept == ([] if overwrites else [mine])
    assert fetching.there["7_s/a.png"] == (b"aa" if overwrites else b"mine!")
    assert (fetching.there["7_s/l/b.png"], report.failed) == (b"bbb", [])


@pytest.mark.parametrize(("there", "is_kept"), [(b"aa", False), (b"mine", True)])
def test_without_a_listing_nothing_that_differs_is_replaced(
    tmp_path: Path, there: bytes, is_kept: bool
) -> None:
    fetching = Fetching(tmp_path)
    fetching.listed = None
    mine = fetching.put("7_s/a.png", there, T0)
    report = fetching.run()
    assert (report.kept, report.present) == (([mine], []) if is_kept else ([], [mine]))
    assert fetching.there["7_s/a.png"] == there
    assert fetching.run(overwrites=True).kept == []
    assert fetching.there["7_s/a.png"] == b"aa"


def test_a_broken_try_is_gone_on_from(tmp_path: Path) -> None:
    fetching = Fetching(tmp_path)
    fetching.transfer.error = ConnectionLost("x")
    with pytest.raises(ConnectionLost):
        fetching.run()
    assert not (fetching.folder / "7_s").exists()
    fetching.transfer.error = None
    fetching.run()
    assert [there for _, _, there in fetching.transfer.asked] == [[], ["a.png"]]
    assert sorted(fetching.there) == ["7_s/a.png", "7_s/l/b.png"]


def test_names_that_lead_out_and_links_are_left_out(tmp_path: Path) -> None:
    fetching = Fetching(tmp_path)
    fetching.transfer.results = {"7_s/a.png": b"aa", "7_s/a\nb.png": b"n", "7_s/x.png.aspx": b"half"}
    fetching.transfer.links = {"link.png": "/etc/passwd"}
    fetching.listed = {"7_s/a.png": (2, T0), "../evil.png": (1, T0), "7_s/a\nb.png": (1, T0)}
    report = fetching.run()
    assert [path for path, _ in report.failed] == ["../evil.png", "7_s/a\nb.png"]
    assert fetching.there == {"7_s/a.png": b"aa"}
    fetching.listed = None
    report = fetching.run()
    assert [path for path, _ in report.failed] == ["7_s/a\nb.png"]
    assert sorted(path.name for path in tmp_path.rglob("*") if not path.is_dir()) == ["a.png"]


def test_a_link_in_the_place_of_the_folder_aside_is_not_followed(tmp_path: Path) -> None:
    fetching = Fetching(tmp_path)
    fetching.transfer.error = ConnectionLost("x")
    with pytest.raises(ConnectionLost):
        fetching.run()
    (aside,) = fetching.folder.iterdir()
    elsewhere = tmp_path / "elsewhere"
    aside.rename(elsewhere)
    aside.symlink_to(elsewhere)
    fetching.transfer.error = None
    fetching.run()
    assert sorted(path.name for path in elsewhere.rglob("*.png")) == ["a.png"]


def test_what_came_short_or_not_at_all_is_told(tmp_path: Path) -> None:
    fetching = Fetching(tmp_path)
    fetching.listed = {"7_s/a.png": (9, T0), "7_s/l/b.png": (3, T0), "7_s/late.png": (1, T0)}
    report = fetching.run()
    assert [(path, str(why)) for path, why in report.failed] == [
        ("7_s/a.png", "'7_s/a.png' did not arrive whole. Download again."),
        ("7_s/late.png", "'7_s/late.png' did not arrive. Download again."),
    ]
    assert fetching.there == {"7_s/l/b.png": b"bbb"}


def test_a_folder_that_cannot_be_written_ends_it(tmp_path: Path) -> None:
    (tmp_path / "out").write_bytes(b"a file")
    with pytest.raises(LocalFileError, match="Choose a folder you may write to"):
        Fetching(tmp_path).run()


def test_a_transfer_by_blocks_is_used_by_blocks(tmp_path: Path) -> None:
    transfer = MemoryTransfer({"7_s/a.png": b"aa"})
    found = [Results(ResultFolder("7_s"), (RemoteFile("7_s/a.png", 2, None, T0),))]
    report = download_results(transfer, found, tmp_path, lambda _: None)
    assert (transfer.fetched, len(report.fetched)) == ([("7_s/a.png", 0)], 1)
    os.utime(str(tmp_path / "7_s" / "a.png"), (T0 / 1000 + 99, T0 / 1000 + 99))
    (tmp_path / "7_s" / "a.png").write_bytes(b"mine")
    report = download_results(transfer, found, tmp_path, lambda _: None)
    assert (len(report.kept), (tmp_path / "7_s" / "a.png").read_bytes()) == (1, b"mine")
    download_results(transfer, found, tmp_path, lambda _: None, overwrites=True)
    assert (tmp_path / "7_s" / "a.png").read_bytes() == b"aa"


def test_a_task_tells_whose_storage_its_results_lie_in() -> None:
    child: Any = {"id": 2, "outputFileName": "2_s", "userId": 555, "bid": 20999}
    task: Any = {"id": 1, "outputFileName": None, "respRenderingTaskList": [child]}
    (found,) = find_results(MemoryTransfer({"2_s/a": b"1"}), TaskInfo.from_json(task))
    assert found == Results(ResultFolder("2_s", "20999", "555"), (RemoteFile("2_s/a", 1),))
