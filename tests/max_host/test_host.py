"""3ds Max as the panel's host: read in slices, told of changes, saved and selected in, and never changed."""

from __future__ import annotations

from typing import Any, Callable, Iterator, List

import pytest

from rb_dcc_core.errors import InputError, LocalFileError, RenderbusError
from rb_dcc_core.host import SceneSnapshot
from rb_dcc_core.scene_host import CHANGED, OTHER_SCENE, SAVED, OpenScene
from rb_dcc_ui.runner import TaskRunner
from rb_max import callbacks, sliced_reading
from rb_max.host import MaxHost
from rb_max.runtime import Max
from tests.max_host.conftest import StartMax
from tests.max_host.gathered import snapshot
from tests.support.fake_pymxs.scene import Asset, MaxScene, Node, View
from tests.support.fake_pymxs.session import FakeMax
from tests.support.fake_pymxs.values import ByRef
from tests.support.panel import HandTimers


class Station:
    """A host with everything it stands on; the clock is the test's."""

    def __init__(self, max_: FakeMax) -> None:
        self.max = max_
        self.timers = HandTimers()
        self.answers: List[Callable[[], None]] = []
        self.runner = TaskRunner(self.answers.append)
        self.told: List[str] = []
        self.snapshots: List[SceneSnapshot] = []
        self.errors: List[RenderbusError] = []
        self.shares: List[float] = []
        self.exits = 0
        door = Max(max_.runtime, ByRef)
        self.host = MaxHost(self.runner, self.timers, door, self._exits, lambda: self.timers.now_s)
        self.host.listen(self.told.append)

    def _exits(self) -> None:
        self.exits += 1

    def read(self) -> Any:
        return self.host.read(self.snapshots.append, self.errors.append, self.shares.append)

    def turn(self, until: Callable[[], bool], seconds: float = 0.01) -> None:
        """Let the time pass and answers arrive, until something is so."""
        for _ in range(100000):
            if until():
                return
            self.timers.pass_time(seconds)
            while self.answers:
                self.answers.pop(0)()
        raise AssertionError("it never came")

    def settle(self) -> List[str]:
        """What was told, some time later."""
        self.timers.pass_time(0.5)
        told, self.told[:] = list(self.told), []
        return told

    def close(self) -> None:
        self.host.close()
        self.runner.close()


def busy_scene() -> MaxScene:
    return MaxScene(
        assets=[Asset(f"D:\\gone\\{number}.png") for number in range(300)],
        views=[View("A", "Cam001")],
    )


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each slice asks as little as one can: a reading takes seconds of the test's clock, however quick the machine is."""
    monkeypatch.setattr(sliced_reading, "SLICE_S", 0.0)


@pytest.fixture
def station(start_max: StartMax, slow: None) -> Iterator[Station]:
    made = Station(start_max(busy_scene()))
    yield made
    made.close()
    assert made.timers.waiting == 0


def untouched(max_: FakeMax) -> bool:
    return not max_.runtime.saves and not max_.runtime.selected and not max_.scene.is_modified


def test_the_open_scene_is_told_at_a_glance(station: Station) -> None:
    assert station.host.scene() == OpenScene("D:/shots/shot.max", False, "3dsmax", "2024", "D:/shots")


def test_a_snapshot_comes_in_slices_and_is_the_whole_one(station: Station) -> None:
    expected = snapshot(busy_scene())
    station.read()
    station.turn(lambda: bool(station.snapshots))
    assert station.snapshots == [expected]
    assert len(station.shares) > 2
    assert 0 < station.shares[0] <= station.shares[-1] < 1
    assert untouched(station.max)


@pytest.mark.parametrize("year", [2021, 2022, 2023, 2024, 2025, 2026, 2027])
def test_every_year_is_read(start_max: StartMax, year: int) -> None:
    station = Station(start_max(year=year))
    station.read()
    station.turn(lambda: bool(station.snapshots))
    assert station.snapshots[0].host_version == station.host.scene().host_version == str(year)
    assert untouched(station.max)
    station.close()


def test_stopped_it_asks_nothing_more_and_tells_nobody(station: Station) -> None:
    reading = station.read()
    station.turn(lambda: len(station.shares) > 0, seconds=0.001)
    reading.cancel()
    asked = station.max.runtime.gate.uses
    station.timers.pass_time(1.0)
    assert station.max.runtime.gate.uses == asked
    assert (station.snapshots, station.errors) == ([], [])


def test_closing_while_it_reads_leaves_no_timer_and_no_callback(start_max: StartMax, slow: None) -> None:
    station = Station(start_max(busy_scene()))
    station.read()
    station.turn(lambda: len(station.shares) > 0, seconds=0.001)
    assert station.max.runtime.count_callbacks(callbacks.ID) > 10
    station.close()
    assert station.max.runtime.count_callbacks(callbacks.ID) == 0
    assert station.timers.waiting == 0


def test_a_scene_that_changes_meanwhile_is_read_anew(station: Station) -> None:
    station.read()
    station.turn(lambda: len(station.shares) > 0, seconds=0.001)
    station.max.runtime.fire("renderParamsChanged")
    station.turn(lambda: bool(station.snapshots))
    assert len(station.snapshots) == 1
    assert station.told == [CHANGED]


def test_a_scene_that_never_rests_is_taken_as_it_came_and_is_stale_at_once(station: Station) -> None:
    def restless(share: float) -> None:
        station.max.runtime.fire("renderParamsChanged")

    station.host.read(station.snapshots.append, station.errors.append, restless)
    station.turn(lambda: bool(station.snapshots), seconds=0.4)
    assert station.told[-1] == CHANGED
    assert len(station.told) > 3


def test_opening_saving_resetting_and_merging_are_told(station: Station) -> None:
    runtime = station.max.runtime
    runtime.open(MaxScene(path="D:\\other.max"))
    assert station.settle() == [OTHER_SCENE]
    assert station.host.scene().path == "D:/other.max"
    for before, after in (("systemPreNew", "systemPostNew"), ("systemPreReset", "systemPostReset")):
        runtime.fire(before)
        runtime.fire(after)
        assert station.settle() == [OTHER_SCENE]
    runtime.fire("filePostSave", "D:\\OTHER.max")
    assert station.settle() == [SAVED]
    runtime.fire("filePreMerge")
    runtime.fire("filePostMerge")
    assert station.settle() == [CHANGED]


def test_an_autobackup_is_no_saving(station: Station) -> None:
    station.max.runtime.fire("filePostSave", "C:\\Users\\x\\autoback\\AutoBackup01.max")
    assert station.settle() == []


def test_loading_a_render_preset_is_a_change_of_the_same_scene(station: Station) -> None:
    station.max.runtime.fire("filePreOpen", 2)
    station.max.runtime.fire("filePostOpen", 2)
    assert station.settle() == [CHANGED]


@pytest.mark.parametrize(
    ("event", "node", "told"),
    [
        ("nodeCreated", Node("Cam002"), [CHANGED]),
        ("nodePreDelete", Node("Cam002"), [CHANGED]),
        ("nodeCreated", Node("Box001", "Box", "GeometryClass"), []),
    ],
)
def test_a_camera_that_comes_or_goes_is_a_change(
    station: Station, event: str, node: Node, told: List[str]
) -> None:
    station.max.runtime.fire(event, station.max.runtime._node(node))
    assert station.settle() == told


def test_merging_thousands_of_nodes_asks_nothing_of_each(station: Station) -> None:
    runtime = station.max.runtime
    runtime.fire("filePreMerge")
    asked = runtime.gate.uses
    for _ in range(100):
        runtime.fire("nodeCreated", None)
    assert runtime.gate.uses == asked
    runtime.fire("filePostMerge")
    assert station.settle() == [CHANGED]


@pytest.mark.parametrize(
    "event", ["renderParamsChanged", "postRendererChange", "animationRangeChange", "postImport"]
)
def test_render_settings_are_watched(station: Station, event: str) -> None:
    station.max.runtime.fire(event)
    station.max.runtime.fire(event)
    assert station.settle() == [CHANGED]
    assert station.settle() == []


def test_an_edit_is_seen_though_no_callback_tells_it(station: Station) -> None:
    station.max.scene.is_modified = True
    station.timers.pass_time(3)
    assert station.told == [CHANGED]
    station.max.scene.path = "D:\\renamed.max"
    station.host.look_again()
    assert station.settle() == [CHANGED, OTHER_SCENE]


def test_while_3ds_max_opens_a_scene_nothing_is_asked(station: Station) -> None:
    station.read()
    station.turn(lambda: len(station.shares) > 0, seconds=0.001)
    station.max.runtime.fire("filePreOpen")
    asked = station.max.runtime.gate.uses
    station.timers.pass_time(3)
    assert station.max.runtime.gate.uses == asked
    station.max.runtime.fire("fileOpenFailed")
    station.turn(lambda: bool(station.snapshots))
    assert OTHER_SCENE in station.told


def test_while_3ds_max_renders_nothing_is_asked(station: Station) -> None:
    station.max.runtime.fire("preRender")
    asked = station.max.runtime.gate.uses
    station.read()
    station.timers.pass_time(30)
    assert station.max.runtime.gate.uses == asked
    station.max.runtime.fire("postRender")
    station.turn(lambda: bool(station.snapshots))


def test_a_new_scene_that_was_given_up_is_noticed(station: Station) -> None:
    station.max.runtime.fire("systemPreNew")
    station.timers.pass_time(8)
    assert station.told == [OTHER_SCENE]


def test_where_functions_are_not_taken_callbacks_come_as_text(start_max: StartMax) -> None:
    station = Station(start_max(takes_functions=False))
    station.max.runtime.fire("renderParamsChanged")
    assert station.settle() == [CHANGED]
    station.close()
    station.max.runtime.fire("renderParamsChanged")
    assert station.settle() == []


def test_saving_begins_after_the_call_and_is_told(station: Station) -> None:
    done: List[int] = []
    station.max.scene.is_modified = True
    station.host.save(lambda: done.append(1), station.errors.append)
    assert station.max.runtime.saves == []
    station.timers.pass_time(0.5)
    assert station.max.runtime.saves == ["D:/shots/shot.max"]
    assert (done, station.errors, station.told) == ([1], [], [SAVED])


def test_what_cannot_be_saved_says_what_to_do(station: Station) -> None:
    object.__setattr__(station.max.runtime, "refuses_saving", True)
    station.host.save(lambda: None, station.errors.append)
    station.timers.pass_time(0.1)
    station.max.scene.path = ""
    station.host.save(lambda: None, station.errors.append)
    station.timers.pass_time(0.1)
    assert [type(error) for error in station.errors] == [LocalFileError, InputError]


def test_selecting_shows_the_node_and_one_that_is_gone_shows_a_stale_snapshot(station: Station) -> None:
    station.host.select("Cam001")
    assert station.max.runtime.selected == ["$Cam001"]
    station.host.select("Gone")
    assert station.settle() == [CHANGED]


def test_exit_is_told_once_to_whoever_ends_the_panel(station: Station) -> None:
    station.max.runtime.fire("preSystemShutdown")
    assert station.exits == 1
