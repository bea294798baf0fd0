"""The frames of a task without Qt: which pages are asked for and when, what stays, acting on frames, the chosen frame."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Iterator, List, Optional

import pytest

from rb_dcc_core.errors import UnreachableError
from rb_dcc_core.estimate import Interval
from rb_dcc_core.models import TaskInfo
from rb_dcc_ui.frames.detail_presenter import DetailPresenter, log_text
from rb_dcc_ui.frames.presenter import FramesPresenter
from tests.support.memory_transfer import MemoryTransfer
from tests.support.panel_farm import DONE, WITH_FAILED, HandServices, PanelFarm

LOST = UnreachableError("The farm cannot be reached.")
NOW_S = 1700000000.0 + 30


@pytest.fixture
def farm() -> PanelFarm:
    return PanelFarm()


@pytest.fixture
def hand(farm: PanelFarm, tmp_path: Path) -> Iterator[HandServices]:
    made = HandServices(farm, tmp_path)
    farm.take_asked()
    yield made
    made.now.close()


@pytest.fixture
def frames(hand: HandServices) -> FramesPresenter:
    return FramesPresenter(hand.now, lambda: NOW_S)


def task(farm: PanelFarm, number: int = 1) -> TaskInfo:
    return TaskInfo.from_json(farm.tasks[number])


def test_every_page_is_asked_for_once_and_told_as_it_comes(farm: PanelFarm, frames: FramesPresenter) -> None:
    farm.add(1, frames=[1] * 450)
    told: List[int] = []
    frames.listen(lambda: told.append(len(frames.table)))
    frames.show(task(farm))
    assert farm.take_asked() == ["frames 1 1", "frames 1 2", "frames 1 3"]
    assert sorted(set(told)) == [0, 200, 400, 450]
    assert not frames.is_loading


def test_frames_are_asked_for_only_when_the_counts_changed(farm: PanelFarm, frames: FramesPresenter) -> None:
    farm.add(1, frames=[4] * 200 + [2, 1])
    frames.show(task(farm))
    farm.take_asked()
    frames.show(task(farm))
    assert farm.take_asked() == []
    farm.set_frame(1, 201, 4)
    frames.show(task(farm))
    assert farm.take_asked() == ["frames 1 2"]  # the first page is done and stays as it is
    assert frames.table.count(4) == 201


def test_counts_that_change_while_frames_come_are_followed_by_one_more_sweep(
    farm: PanelFarm, hand: HandServices, frames: FramesPresenter
) -> None:
    farm.add(1, frames=[1, 1])
    hand.runner.waits = True
    frames.show(task(farm))
    for at in (1, 2):
        farm.set_frame(1, at, 2)
        frames.show(task(farm))
    hand.runner.turn()
    assert farm.take_asked("frames") == ["frames 1 1", "frames 1 1"]


def test_coming_back_to_a_task_shows_its_frames_at_once(
    farm: PanelFarm, hand: HandServices, frames: FramesPresenter
) -> None:
    farm.add(1, DONE, [4, 4])
    farm.add(2, frames=[1])
    frames.show(task(farm, 1))
    frames.show(task(farm, 2))
    hand.runner.waits = True
    frames.show(task(farm, 1))
    assert len(frames.table) == 2


def test_a_task_with_parts_shows_the_one_of_most_frames_until_another_is_chosen(
    farm: PanelFarm, frames: FramesPresenter
) -> None:
    farm.add(11, frames=[4])
    farm.add(12, frames=[1, 1])
    farm.add(10)
    farm.tasks[10]["respRenderingTaskList"] = [farm.tasks[11], farm.tasks[12]]
    frames.show(task(farm, 10))
    assert (frames.leaf.id if frames.leaf else None, len(frames.table)) == (12, 2)
    frames.choose_leaf(11)
    frames.show(task(farm, 10))
    assert (frames.leaf.id if frames.leaf else None, len(frames.table)) == (11, 1)


def test_a_part_that_comes_later_with_more_frames_is_shown_unless_another_was_chosen(
    farm: PanelFarm, frames: FramesPresenter
) -> None:
    farm.add(11, frames=[4])
    farm.add(12, frames=[1, 1])
    farm.add(10)
    farm.tasks[10]["respRenderingTaskList"] = [farm.tasks[11]]
    frames.show(task(farm, 10))
    assert (frames.leaf.id if frames.leaf else None) == 11
    farm.tasks[10]["respRenderingTaskList"] = [farm.tasks[11], farm.tasks[12]]
    frames.show(task(farm, 10))
    assert (frames.leaf.id if frames.leaf else None) == 12


def test_frames_that_could_not_be_had_come_by_themselves_when_the_line_is_back(
    farm: PanelFarm, hand: HandServices, frames: FramesPresenter
) -> None:
    farm.add(1, frames=[1, 1])
    farm.error = LOST
    frames.show(task(farm))
    assert (len(frames.table), frames.is_loading) == (0, False)
    farm.error = None
    hand.timers.pass_time(5)
    assert len(frames.table) == 2
    assert hand.now.errors.current is None


def test_time_left_rests_on_the_finished_frames_of_this_task(
    farm: PanelFarm, frames: FramesPresenter
) -> None:
    farm.add(1, frames=[1, 1, 2])
    frames.show(task(farm))
    assert frames.left is None
    for at in (1, 2):
        farm.set_frame(1, at, 4, frameExecuteTime=60)
    frames.show(task(farm))
    assert frames.left is not None
    assert (frames.left.frames, frames.left.machines, round(frames.left.likely_s)) == (2, 1, 30)


def test_chosen_frames_are_rendered_again_and_the_task_is_followed(
    farm: PanelFarm, hand: HandServices, frames: FramesPresenter
) -> None:
    farm.add(1, WITH_FAILED, [4, 5, 5])
    frames.show(task(farm))
    assert frames.can_retry([0, 1])
    assert not frames.can_retry([0])
    farm.take_asked()
    frames.retry([1002])
    hand.timers.pass_time(0)
    assert farm.take_asked() == ["restart 1 [1002]", "frames 1 1", "tasks [1]"]
    assert frames.table.statuses == bytearray([4, 1, 5])
    assert frames.can_stop([1])
    frames.stop([1002])
    assert "stop frames 1 [1002]" in farm.take_asked()


def test_of_chosen_frames_only_those_are_acted_on_that_it_fits(
    farm: PanelFarm, hand: HandServices, frames: FramesPresenter
) -> None:
    farm.add(1, 5, [4, 5, 1, 2, 3, 11])
    frames.show(task(farm))
    farm.take_asked()
    everything = list(frames.table.ids)
    frames.stop(everything)
    assert farm.take_asked("stop frames") == ["stop frames 1 [1003, 1004]"]
    frames.retry(everything)
    assert farm.take_asked("restart") == ["restart 1 [1002, 1005, 1006]"]
    assert hand.now.errors.troubles == ()
    frames.retry([1001])
    assert farm.take_asked() == []


def test_frames_chosen_one_after_another_are_all_rendered_again(
    farm: PanelFarm, hand: HandServices, frames: FramesPresenter
) -> None:
    farm.add(1, 30, [5, 5, 4])
    frames.show(task(farm))
    farm.take_asked()
    hand.runner.waits = True
    frames.retry([1001])
    frames.retry([1002])
    hand.runner.turn()
    assert farm.take_asked("restart") == ["restart 1 [1001]", "restart 1 [1002]"]


def test_a_retry_that_was_lost_is_tried_again_from_the_error_bar_which_goes_then(
    farm: PanelFarm, hand: HandServices, frames: FramesPresenter
) -> None:
    farm.add(1, WITH_FAILED, [5, 4])
    frames.show(task(farm))
    farm.error = LOST
    frames.retry([1001])
    farm.error = None
    farm.take_asked()
    (trouble,) = hand.now.errors.troubles
    assert trouble.retry is not None
    trouble.retry()
    assert farm.take_asked("restart") == ["restart 1 [1001]"]
    assert hand.now.errors.troubles == ()


def test_nothing_is_asked_without_a_task(farm: PanelFarm, frames: FramesPresenter) -> None:
    frames.show(None)
    frames.reload()
    frames.retry([1])
    assert (farm.take_asked(), frames.leaves, len(frames.table)) == ([], (), 0)


@pytest.fixture
def store(hand: HandServices) -> MemoryTransfer:
    made = MemoryTransfer({"small_pic/a.jpg": b"picture of a"})
    hand.now.connection._transfer = made
    return made


def shown(frames: FramesPresenter, detail: DetailPresenter, row: Optional[int]) -> Any:
    detail.show(frames.leaf, None if row is None else frames.table.row(row))
    return detail.detail


def test_a_finished_frame_shows_its_picture_and_is_not_fetched_twice(
    farm: PanelFarm, hand: HandServices, frames: FramesPresenter, store: MemoryTransfer
) -> None:
    farm.add(1, DONE, [4, 4])
    farm.pictures[1001] = ["small_pic/a.jpg"]
    frames.show(task(farm))
    detail = DetailPresenter(hand.now)
    assert shown(frames, detail, 0).picture == b"picture of a"
    assert str(shown(frames, detail, 1).words) == "The farm has no small picture of this frame."
    assert shown(frames, detail, None) is None
    assert shown(frames, detail, 0).picture == b"picture of a"
    assert store.fetched == [("small_pic/a.jpg", 0)]


def test_a_frame_that_waits_says_when_its_picture_comes(
    farm: PanelFarm, hand: HandServices, frames: FramesPresenter
) -> None:
    farm.add(1, frames=[1])
    frames.show(task(farm))
    farm.take_asked()
    detail = DetailPresenter(hand.now)
    assert str(shown(frames, detail, 0).words) == "A picture comes when the frame is done."
    assert farm.take_asked() == []


def grabbed(index: str, block: str, percent: str, url: str = "") -> List[dict[str, str]]:
    one = {
        "frameIndex": index,
        "frameBlock": block,
        "framePercent": percent,
        "frameEst": "90",
        "grabUrl": url,
    }
    return [one]


@pytest.mark.parametrize(("name", "percent"), [("7-2", 40.0), ("7", 5.0), ("-3", 60.0), ("8-1", 70.0)])
def test_a_rendering_frame_of_a_max_task_tells_how_far_it_is_block_by_block(
    farm: PanelFarm,
    hand: HandServices,
    frames: FramesPresenter,
    store: MemoryTransfer,
    name: str,
    percent: float,
) -> None:
    farm.add(1, frames=[2], cgId=2001)
    farm.frames[1][0]["frameIndex"] = name
    url = "/mnt/output/d20/small_pic/a.jpg"
    farm.grabbed[1, 5] = [
        grabbed("7", "1", "30", url) + grabbed("7", "2", "40", url) + grabbed("7", "0", "5", url),
        grabbed("-3", "1", "60", url),
        grabbed("8-1", "1", "70", url),
    ]
    frames.show(task(farm))
    found = shown(frames, DetailPresenter(hand.now), 0)
    assert (found.percent, found.estimate_s, found.picture) == (percent, 90, b"picture of a")


def test_a_photon_tells_how_far_it_is_though_the_farm_refuses_its_pictures(
    farm: PanelFarm, hand: HandServices, frames: FramesPresenter
) -> None:
    farm.add(1, frames=[2], cgId=2001)
    farm.frames[1][0].update(frameIndex="7", frameType=5)
    farm.grabbed[1, 2] = [grabbed("7", "1", "30")]
    frames.show(task(farm))
    detail = DetailPresenter(hand.now)
    assert shown(frames, detail, 0).percent == 30.0
    farm.frames[1][0].update(frameType=2)
    frames.reload()
    farm.take_asked()
    assert shown(frames, detail, 0).percent == 30.0
    assert farm.take_asked("progress") == ["progress 1 2"]
    farm.grabbed.clear()
    assert str(shown(frames, detail, 0).words) == "A picture comes when the frame is done."


def test_a_picture_that_a_lost_line_kept_back_is_asked_for_again(
    farm: PanelFarm, hand: HandServices, frames: FramesPresenter, store: MemoryTransfer
) -> None:
    farm.add(1, DONE, [4])
    farm.pictures[1001] = ["small_pic/a.jpg"]
    frames.show(task(farm))
    detail = DetailPresenter(hand.now)
    farm.error = LOST
    assert str(shown(frames, detail, 0).words) == "The farm cannot be reached."
    assert not detail.is_loading
    farm.error = None
    assert shown(frames, detail, 0).picture == b"picture of a"


def test_a_log_is_read_when_asked_for_whatever_shape_it_has(
    farm: PanelFarm, hand: HandServices, frames: FramesPresenter
) -> None:
    farm.add(1, frames=[1])
    farm.logs[1001] = {"items": [{"content": "first line"}, "second line"]}
    frames.show(task(farm))
    detail = DetailPresenter(hand.now)
    assert shown(frames, detail, 0).log is None
    detail.read_log()
    assert detail.detail is not None
    assert detail.detail.log == "first line\nsecond line"
    assert log_text(None) == ""
    farm.generation = "v1"
    assert not detail.has_logs


def test_what_the_whole_costs_is_left_to_the_card_while_the_test_frames_wait(
    farm: PanelFarm, frames: FramesPresenter
) -> None:
    farm.add(1, frames=[4, 4, 8, 8], taskStatus=5)
    frames.show(task(farm))
    frames.spent, frames.rest_cost = 2.0, Interval(1.0, 2.0, 4.0)
    assert frames.whole_cost == Interval(3.0, 4.0, 6.0)
    farm.tasks[1]["taskStatus"] = 40
    frames.show(task(farm))
    frames.spent, frames.rest_cost = 2.0, Interval(1.0, 2.0, 4.0)
    assert frames.whole_cost is None
