"""Maya as the panel's host: read in slices, told of changes, saved and selected in, and never changed."""

from __future__ import annotations

import threading
from typing import Any, Callable, List, Tuple

import pytest

from rb_dcc_core.errors import InputError, LocalFileError, RenderbusError
from rb_dcc_core.host import SceneSnapshot
from rb_dcc_core.scene_host import CHANGED, OTHER_SCENE, SAVED, OpenScene
from rb_dcc_ui.runner import TaskRunner
from rb_maya.host import MayaHost
from rb_maya.live_reader import read_open_scene
from tests.maya_host.conftest import LAYERS, SCENES, StartMaya
from tests.support.fake_maya.open_maya import EVALUATED
from tests.support.fake_maya.session import FakeMaya
from tests.support.panel import HandTimers

PERSP = "|persp|perspShape"


class Station:
    """A host with everything it stands on; the clock is the test's."""

    def __init__(self, maya: FakeMaya) -> None:
        self.maya = maya
        self.timers = HandTimers()
        self.answers: List[Callable[[], None]] = []
        self.runner = TaskRunner(self.answers.append)
        self.told: List[str] = []
        self.snapshots: List[SceneSnapshot] = []
        self.errors: List[RenderbusError] = []
        self.shares: List[float] = []
        self.host = MayaHost(self.runner, self.timers, maya.commands, maya.api, lambda: self.timers.now_s)
        self.host.listen(self.told.append)

    def read(self) -> Any:
        """With nobody who stops it."""
        return self.host.read(self.snapshots.append, self.errors.append, self.shares.append)

    def turn(self, until: Callable[[], bool], seconds: float = 0.01) -> None:
        """Let the time pass and answers arrive, until something is so."""
        for _ in range(20000):
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
        self.runner.close(5.0)


@pytest.fixture
def station(start_maya: StartMaya) -> Any:
    made = Station(start_maya(loaded=False))
    yield made
    made.close()
    assert made.maya.api.callbacks == {}
    assert made.timers.waiting == 0


def untouched(maya: FakeMaya) -> Tuple[Any, ...]:
    commands = maya.commands
    return (commands.edits, commands.modified, commands.saves, commands.selected)


def test_the_open_scene_is_told_at_a_glance(station: Station) -> None:
    expected = OpenScene(
        path=str(LAYERS),
        is_modified=False,
        host="maya",
        host_version="2025",
        project=str(LAYERS.parent),
    )
    assert station.host.scene() == expected


def test_a_snapshot_comes_in_slices_and_is_the_whole_one(station: Station) -> None:
    expected = read_open_scene(station.maya.commands)
    station.read()
    station.turn(lambda: bool(station.snapshots))
    assert station.snapshots == [expected]
    assert station.errors == []
    assert 0 < station.shares[0] <= station.shares[-1] < 1
    assert untouched(station.maya) == ([], False, [], [])


@pytest.mark.parametrize("language", ["en_US", "ja_JP"])
@pytest.mark.parametrize("year", ["2022", "2023", "2024", "2025", "2026", "2027"])
def test_every_year_and_a_localised_maya_are_read(start_maya: StartMaya, year: str, language: str) -> None:
    station = Station(start_maya(loaded=False, year=year, language=language))
    station.read()
    station.turn(lambda: bool(station.snapshots))
    assert station.snapshots[0].host_version == year
    assert station.host.scene().host_version == year
    assert untouched(station.maya) == ([], False, [], [])
    station.close()


def test_stopped_it_asks_nothing_more_and_tells_nobody(station: Station) -> None:
    counts: List[int] = []

    def stop(share: float) -> None:
        counts.append(len(station.maya.commands.calls))
        reading.cancel()

    reading = station.host.read(station.snapshots.append, station.errors.append, stop)
    station.turn(lambda: bool(counts))
    for _ in range(20):
        station.turn(lambda: True)
        station.timers.pass_time(0.05)
    assert counts == [len(station.maya.commands.calls)]
    assert (station.snapshots, station.errors) == ([], [])


def test_closing_while_it_reads_leaves_no_thread_and_no_callback(start_maya: StartMaya) -> None:
    station = Station(start_maya(loaded=False))
    station.host.read(station.snapshots.append, station.errors.append, lambda share: station.host.close())
    station.turn(lambda: not station.maya.api.callbacks)
    station.close()
    assert station.snapshots == []
    assert station.maya.api.callbacks == {}
    assert station.timers.waiting == 0


def test_a_scene_that_changes_meanwhile_is_read_anew(station: Station) -> None:
    changes: List[float] = []

    def change_once(share: float) -> None:
        if not changes:
            changes.append(share)
            station.maya.api.set_attribute(PERSP, "renderable")

    station.host.read(station.snapshots.append, station.errors.append, change_once)
    station.turn(lambda: bool(station.snapshots))
    assert len(station.snapshots) == 1
    assert station.told == [CHANGED]
    assert station.maya.commands.counts()["currentUnit"] == 2, "each reading asks for it once"


def test_a_scene_that_never_rests_is_taken_as_it_came_and_is_stale_at_once(station: Station) -> None:
    def restless(share: float) -> None:
        station.maya.api.set_attribute(PERSP, "renderable")

    station.host.read(station.snapshots.append, station.errors.append, restless)
    station.turn(lambda: bool(station.snapshots), seconds=0.4)
    assert station.told[-1] == CHANGED
    assert len(station.snapshots) == 1


def test_opening_saving_and_making_a_scene_are_told(station: Station) -> None:
    station.maya.open(SCENES / "arnold" / "arnold.ma")
    assert station.settle() == [OTHER_SCENE]
    assert station.host.scene().path.endswith("arnold.ma")
    station.maya.api.fire("kBeforeNew")
    station.maya.api.fire("kAfterNew")
    assert station.settle() == [OTHER_SCENE]
    station.maya.commands.file(save=True, type="mayaAscii")
    assert station.settle() == [SAVED]
    station.maya.api.fire("kAfterImport")
    assert station.settle() == [CHANGED]


@pytest.mark.parametrize(
    "change",
    [
        lambda api: api.set_attribute(PERSP, "renderable"),
        lambda api: api.rename("|persp", "persp1"),
        lambda api: api.rename(PERSP, "perspShape1"),
        lambda api: api.add_node("camera", "cameraShape1"),
        lambda api: api.remove_node("renderLayer", "layer1"),
        lambda api: api.set_attribute("defaultRenderGlobals", "endFrame"),
        lambda api: api.set_attribute("defaultResolution", "width"),
        lambda api: api.set_attribute("defaultRenderLayer", "renderable"),
    ],
)
def test_cameras_layers_and_render_settings_are_watched(
    station: Station, change: Callable[[Any], None]
) -> None:
    change(station.maya.api)
    change(station.maya.api)
    assert station.settle() == [CHANGED]
    assert station.settle() == []


def test_looking_around_and_playing_are_no_change(station: Station) -> None:
    station.maya.api.set_attribute(PERSP, "centerOfInterest")
    station.maya.api.set_attribute("defaultRenderGlobals", "endFrame", EVALUATED)
    assert station.settle() == []


def test_what_is_new_is_watched_too(station: Station) -> None:
    station.maya.open(SCENES / "ortho" / "ortho.ma")
    station.settle()
    station.maya.api.set_attribute("|side|sideShape", "renderable")
    assert station.settle() == [CHANGED]


def test_a_first_edit_is_seen_though_no_callback_tells_it(station: Station) -> None:
    station.maya.commands.modified = True
    station.timers.pass_time(3)
    assert station.told == [CHANGED]
    assert station.host.scene().is_modified is True
    station.maya.commands.scene_name = "/shots/other.ma"
    station.host.look_again()
    assert station.settle() == [CHANGED, OTHER_SCENE]


def test_while_maya_opens_a_scene_nothing_is_asked(station: Station) -> None:
    station.maya.conditions.add("readingFile")
    station.maya.api.fire("kBeforeOpen")
    station.read()
    asked = len(station.maya.commands.calls)
    station.timers.pass_time(1.5)
    assert len(station.maya.commands.calls) == asked
    station.timers.pass_time(4)
    asked_only = {call.command for call in station.maya.commands.calls[asked:]}
    assert asked_only == {"isTrue"}


def test_an_opening_that_failed_untold_is_noticed(station: Station) -> None:
    station.maya.api.fire("kBeforeOpen")
    station.timers.pass_time(5)
    assert station.told == [OTHER_SCENE]
    station.read()
    station.turn(lambda: bool(station.snapshots))


def test_saving_is_mayas_own_under_the_scenes_type(station: Station) -> None:
    done: List[int] = []
    station.maya.commands.modified = True
    station.host.save(lambda: done.append(1), station.errors.append)
    assert station.maya.commands.saves == [], "it begins after the call has returned"
    station.timers.pass_time(0.5)
    assert station.maya.commands.saves == [str(LAYERS)]
    assert (done, station.errors, station.told) == ([1], [], [SAVED])
    assert station.maya.commands.edits == []


def test_what_cannot_be_saved_says_what_to_do(station: Station) -> None:
    commands = station.maya.commands
    commands.scene_name = ""
    station.host.save(lambda: None, station.errors.append)
    station.timers.pass_time(0.1)
    commands.scene_name = "/shots/model.fbx"
    station.host.save(lambda: None, station.errors.append)
    station.timers.pass_time(0.1)
    commands.scene_name = "/shots/shot.ma"
    commands.save_refusal = "書き込みできません"
    station.host.save(lambda: None, station.errors.append)
    station.timers.pass_time(0.1)
    kinds = [type(error) for error in station.errors]
    assert kinds == [InputError, InputError, LocalFileError]
    assert [str(error).split(".")[0] for error in station.errors[:2]] == [
        "The scene has no name yet",
        "/shots/model",
    ]
    assert "書き込みできません" in str(station.errors[2])
    assert commands.edits == []


def test_selecting_shows_a_node_and_changes_nothing(station: Station) -> None:
    station.host.select(PERSP)
    assert station.maya.commands.selected == [PERSP]
    assert (station.maya.commands.edits, station.maya.commands.modified) == ([], False)
    station.host.select("gone")
    assert station.settle() == [CHANGED]


def test_a_closed_host_hears_nothing(station: Station) -> None:
    station.host.close()
    station.maya.open(LAYERS)
    assert station.settle() == []


def test_a_wrong_thread_is_refused_by_the_fake_itself(station: Station) -> None:
    refused: List[str] = []

    def work() -> None:
        for call in (station.host.scene, lambda: station.maya.api.MMessage.removeCallback(1)):
            try:
                call()
            except AssertionError as error:
                refused.append(str(error))

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert len(refused) == 2
