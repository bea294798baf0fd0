"""Downloads without Qt: where results go, how far they are, stopping, going on, as frames finish; what is said at the end."""

from __future__ import annotations

from pathlib import Path
from typing import Iterator, List, Optional

import pytest

from rb_dcc_core.downloads import DownloadReport
from rb_dcc_core.errors import UnreachableError, service_error
from rb_dcc_core.messages import Message
from rb_dcc_core.models import TaskInfo
from rb_dcc_core.transfer import Area, RemoteFile
from rb_dcc_ui.downloads.presenter import DownloadsPresenter, own_folder
from rb_dcc_ui.downloads.report_words import failed_words, here_words, kept_words, replace_words
from tests.support.memory_transfer import MemoryTransfer
from tests.support.panel_farm import DONE, HandServices, PanelFarm

PICTURES = {"7_out/a.png": b"picture a of eight", "7_out/b.png": b"picture b"}


@pytest.fixture
def farm() -> PanelFarm:
    made = PanelFarm()
    made.add(7, DONE, [4, 4], outputFileName="7_out")
    return made


@pytest.fixture
def hand(farm: PanelFarm, tmp_path: Path) -> Iterator[HandServices]:
    made = HandServices(farm, tmp_path / "home")
    yield made
    made.now.close()


@pytest.fixture
def transfer(hand: HandServices) -> MemoryTransfer:
    made = MemoryTransfer(PICTURES)
    hand.now.connection._transfer = made
    return made


@pytest.fixture
def downloads(hand: HandServices, transfer: MemoryTransfer) -> Iterator[DownloadsPresenter]:
    made = DownloadsPresenter(hand.now, clock=lambda: 0.0)
    yield made
    made.close()


def task(farm: PanelFarm) -> TaskInfo:
    return TaskInfo.from_json(farm.tasks[7])


def said(hand: HandServices) -> str:
    trouble = hand.now.errors.current
    return "" if trouble is None else str(trouble.message)


def folder_for(downloads: DownloadsPresenter, wanted: TaskInfo) -> Optional[Path]:
    found: List[Optional[Path]] = []
    downloads.folder_for(wanted, found.append)
    return found[0]


def test_results_come_into_the_folder_and_the_panel_says_so(
    farm: PanelFarm, hand: HandServices, downloads: DownloadsPresenter, tmp_path: Path
) -> None:
    downloads.fetch(task(farm), tmp_path / "out")
    assert (tmp_path / "out" / "7_out" / "a.png").read_bytes() == b"picture a of eight"
    now = downloads.of(7)
    assert now is not None
    assert (now.is_running, now.share, now.files) == (False, 1.0, 2)
    assert said(hand) == f"2 pictures of shot_7.ma are in {tmp_path / 'out'}."


def test_each_task_has_a_folder_of_its_own_below_the_one_of_the_settings(
    farm: PanelFarm, hand: HandServices, downloads: DownloadsPresenter, tmp_path: Path
) -> None:
    assert folder_for(downloads, task(farm)) is None
    hand.now.preferences.set(download_folder=str(tmp_path / "pictures"))
    assert folder_for(downloads, task(farm)) == tmp_path / "pictures" / "shot_7 7"
    assert own_folder("/out", TaskInfo(id=3, scene_name="../../evil.ma")) == Path("/out/evil 3")
    downloads.fetch(task(farm), tmp_path / "elsewhere")
    assert folder_for(downloads, task(farm)) == tmp_path / "elsewhere"


def test_how_far_it_is_is_told_while_it_runs(
    farm: PanelFarm, hand: HandServices, downloads: DownloadsPresenter, tmp_path: Path
) -> None:
    shares: List[Optional[float]] = []
    times = iter(range(100))
    downloads._clock = lambda: float(next(times))

    def note() -> None:
        known = downloads.of(7)
        assert known is not None
        shares.append(known.share)

    downloads.listen(note)
    downloads.fetch(task(farm), tmp_path / "out")
    known = [each for each in shares if each is not None]
    assert len(set(known)) > 3
    assert (known[0], known[-1]) == (0.0, 1.0)
    assert known == sorted(known)


def test_a_stopped_download_keeps_what_came_and_the_next_goes_on_from_there(
    farm: PanelFarm,
    hand: HandServices,
    downloads: DownloadsPresenter,
    transfer: MemoryTransfer,
    tmp_path: Path,
) -> None:
    transfer.breaks["7_out/a.png"] = [(8, UnreachableError("The line is gone."))] * 4
    hand.runner.waits = True
    downloads.fetch(task(farm), tmp_path / "out")
    assert downloads.is_busy
    downloads.stop(7)
    hand.runner.turn()
    assert (downloads.is_busy, said(hand)) == (False, "")
    transfer.breaks.clear()
    downloads.fetch(task(farm), tmp_path / "out")
    hand.runner.turn()
    assert (tmp_path / "out" / "7_out" / "a.png").read_bytes() == b"picture a of eight"


def test_asked_for_twice_it_runs_once_and_then_once_more(
    farm: PanelFarm,
    hand: HandServices,
    downloads: DownloadsPresenter,
    transfer: MemoryTransfer,
    tmp_path: Path,
) -> None:
    hand.runner.waits = True
    for _ in range(3):
        downloads.fetch(task(farm), tmp_path / "out")
    assert hand.runner.waiting == 1
    hand.runner.turn()
    assert [path for path, _ in transfer.fetched] == ["7_out/a.png", "7_out/b.png"]
    assert not downloads.is_busy


class DatedTransfer(MemoryTransfer):
    """Knows when a result was rendered: long ago."""

    def list_files(self, area: Area, folder: str) -> Iterator[RemoteFile]:
        for each in super().list_files(area, folder):
            yield RemoteFile(each.path, each.size, modified_ms=1500000000000)


def test_files_newer_than_the_farms_stay_and_can_be_replaced_by_wish(
    farm: PanelFarm, hand: HandServices, downloads: DownloadsPresenter, tmp_path: Path
) -> None:
    hand.now.connection._transfer = DatedTransfer(PICTURES)
    mine = tmp_path / "out" / "7_out" / "a.png"
    mine.parent.mkdir(parents=True)
    mine.write_bytes(b"retouched")
    downloads.fetch(task(farm), tmp_path / "out")
    assert mine.read_bytes() == b"retouched"
    assert said(hand) == (f"A file in {tmp_path / 'out'} is newer than the farm's and was left as it is.")
    trouble = hand.now.errors.current
    assert trouble is not None
    assert trouble.retry is not None
    assert str(trouble.retry_words) == "Replace it"
    trouble.retry()
    assert mine.read_bytes() == b"picture a of eight"


def test_a_picture_that_cannot_be_had_is_named_and_the_others_come(
    farm: PanelFarm,
    hand: HandServices,
    downloads: DownloadsPresenter,
    transfer: MemoryTransfer,
    tmp_path: Path,
) -> None:
    transfer.breaks["7_out/a.png"] = [(4, service_error(404, "not found"))] * 2
    downloads.fetch(task(farm), tmp_path / "out")
    assert (tmp_path / "out" / "7_out" / "b.png").exists()
    assert said(hand).startswith("A picture of shot_7.ma could not be fetched, 7_out/a.png: ")
    trouble = hand.now.errors.current
    assert trouble is not None
    assert trouble.retry is not None
    transfer.breaks.clear()
    trouble.retry()
    assert (tmp_path / "out" / "7_out" / "a.png").exists()


def test_as_frames_finish_what_is_ours_is_fetched_where_the_settings_say_so(
    farm: PanelFarm,
    hand: HandServices,
    downloads: DownloadsPresenter,
    transfer: MemoryTransfer,
    tmp_path: Path,
) -> None:
    farm.add(7, 5, [4, 2], outputFileName="7_out")
    hand.now.preferences.set(download_folder=str(tmp_path / "out"))
    hand.now.watch.keep([7])
    hand.timers.pass_time(0)
    assert downloads.of(7) is None
    hand.now.preferences.set(downloads_as_frames_finish=True)
    transfer.results.pop("7_out/b.png")
    farm.set_frame(7, 1, 4, frameExecuteTime=1)
    farm.tasks[7]["executingFrames"] = 0
    hand.timers.pass_time(60)
    assert (tmp_path / "out" / "shot_7 7" / "7_out" / "a.png").exists()
    transfer.results["7_out/b.png"] = b"picture b"
    farm.set_frame(7, 2, 4)
    hand.timers.pass_time(60)
    assert (tmp_path / "out" / "shot_7 7" / "7_out" / "b.png").exists()


def test_what_is_fetched_by_itself_is_told_when_the_task_has_ended_not_frame_by_frame(
    farm: PanelFarm, hand: HandServices, downloads: DownloadsPresenter, tmp_path: Path
) -> None:
    farm.add(7, 5, [4, 2], outputFileName="7_out")
    hand.now.preferences.set(download_folder=str(tmp_path / "out"), downloads_as_frames_finish=True)
    hand.now.watch.keep([7])
    hand.timers.pass_time(60)
    assert (tmp_path / "out" / "shot_7 7" / "7_out" / "a.png").exists()
    assert said(hand) == ""
    (tmp_path / "out" / "shot_7 7" / "7_out" / "a.png").unlink()
    farm.set_frame(7, 2, 4)
    farm.tasks[7]["taskStatus"] = DONE
    hand.timers.pass_time(60)
    assert said(hand) == f"2 pictures of shot_7.ma are in {tmp_path / 'out' / 'shot_7 7'}."


def test_without_a_folder_it_is_said_once_why_nothing_is_fetched(
    farm: PanelFarm, hand: HandServices, downloads: DownloadsPresenter, tmp_path: Path
) -> None:
    farm.add(7, 5, [4, 2, 1], outputFileName="7_out")
    hand.now.preferences.set(downloads_as_frames_finish=True)
    hand.now.watch.keep([7])
    hand.timers.pass_time(60)
    assert said(hand) == (
        "Frames of shot_7.ma are finished, but there is no folder to put them into. Choose one in the settings, or press"
        " Download."
    )
    hand.now.errors.dismiss()
    farm.set_frame(7, 2, 4)
    hand.timers.pass_time(60)
    assert said(hand) == ""
    hand.now.preferences.set(download_folder=str(tmp_path / "out"))
    farm.set_frame(7, 3, 4)
    hand.timers.pass_time(60)
    assert (tmp_path / "out" / "shot_7 7" / "7_out" / "a.png").exists()


def test_what_was_stopped_by_hand_is_fetched_again_only_by_hand(
    farm: PanelFarm, hand: HandServices, downloads: DownloadsPresenter, tmp_path: Path
) -> None:
    farm.add(7, 5, [4, 2], outputFileName="7_out")
    hand.now.preferences.set(download_folder=str(tmp_path / "out"), downloads_as_frames_finish=True)
    hand.now.watch.keep([7])
    hand.runner.waits = True
    downloads.fetch(task(farm), tmp_path / "out")
    assert downloads.is_running(7)
    downloads.stop(7)
    hand.runner.waits = False
    hand.runner.turn()
    farm.set_frame(7, 2, 4)
    hand.timers.pass_time(120)
    assert not (tmp_path / "out").exists()
    downloads.fetch(task(farm), tmp_path / "out")
    assert (tmp_path / "out" / "7_out" / "b.png").exists()


def test_a_lost_line_ends_it_with_a_way_to_go_on(
    farm: PanelFarm, hand: HandServices, downloads: DownloadsPresenter, tmp_path: Path
) -> None:
    farm.error = None
    hand.now.connection._transfer = None
    hand.now.connection.account = None
    downloads.fetch(task(farm), tmp_path / "out")
    assert said(hand) == "There is no connection to the farm. Log in first."
    assert not downloads.is_busy


def test_what_a_download_came_to_is_worded_for_one_and_for_several(tmp_path: Path) -> None:
    gone, a, b = Message("gone"), tmp_path / "a.png", tmp_path / "b.png"
    reports = (
        DownloadReport([a], failed=[("a.png", gone)], kept=[a]),
        DownloadReport([a, b], failed=[("a.png", gone), ("b.png", gone)], kept=[a, b]),
    )
    assert [str(here_words(each, "shot.ma", tmp_path)) for each in reports] == [
        f"One picture of shot.ma is in {tmp_path}.",
        f"2 pictures of shot.ma are in {tmp_path}.",
    ]
    assert [str(failed_words(each, "shot.ma")) for each in reports] == [
        "A picture of shot.ma could not be fetched, a.png: gone",
        "2 pictures of shot.ma could not be fetched. The first is a.png: gone",
    ]
    assert [f"{kept_words(each, tmp_path)} {replace_words(each)}" for each in reports] == [
        f"A file in {tmp_path} is newer than the farm's and was left as it is. Replace it",
        f"2 files in {tmp_path} are newer than the farm's and were left as they are. Replace them",
    ]
