"""Values as pymxs gives them in its several ways: times, undefined, names, class numbers, arrays."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rb_max.runtime import Max, class_of, pair_of, text_of, whole_of, word_of
from rb_max.times import Clock
from tests.support.fake_pymxs.names import UnlistedName
from tests.support.fake_pymxs.runtime import FakeRuntime
from tests.support.fake_pymxs.scene import MaxScene
from tests.support.fake_pymxs.values import (
    FRAMES,
    REFUSES,
    TICKS,
    ByRef,
    SceneChanged,
    Time,
    TimeKind,
    Undefined,
    WrongIndex,
    WrongThread,
)


def door(scene: Any = None, **options: Any) -> Max:
    return Max(FakeRuntime(scene or MaxScene(), **options), ByRef)


@pytest.mark.parametrize("rate", [24, 25, 30, 60])
@pytest.mark.parametrize(
    "kind",
    [
        TimeKind(True, FRAMES),
        TimeKind(True, TICKS),
        TimeKind(True, REFUSES),
        TimeKind(False, FRAMES),
        TimeKind(False, REFUSES),
    ],
    ids=["frames", "ticks", "no int", "no members", "printed only"],
)
def test_a_time_is_its_frame_however_python_sees_it(rate: int, kind: TimeKind) -> None:
    scene = MaxScene(frame_rate=rate, span=(-12, 250))
    max_ = door(scene, times=kind)
    clock = Clock(max_)
    assert clock.span(max_.value("rendStart"), max_.value("rendEnd")) == (-12, 250)


@given(frame=st.integers(-100000, 100000), rate=st.sampled_from([24, 25, 30, 60]), part=st.integers(0, 79))
def test_a_time_between_two_frames_is_in_the_earlier(frame: int, rate: int, part: int) -> None:
    max_ = door(MaxScene(frame_rate=rate))
    per_frame = 4800 // rate
    time = Time(
        object.__getattribute__(max_._runtime, "gate"), frame * per_frame + part, per_frame, TimeKind()
    )
    assert Clock(max_).frame(time) == frame


def test_plain_numbers_count_frames() -> None:
    clock = Clock(door())
    assert [clock.frame(each) for each in (7, 7.9, -0.5, True, None, "soon")] == [7, 7, -1, None, None, None]


def test_for_ever_is_no_frame() -> None:
    clock = Clock(door())
    assert clock.frame(10**12) is None


@pytest.mark.parametrize("is_object", [False, True])
def test_undefined_is_none_in_both_its_shapes(is_object: bool) -> None:
    scene = MaxScene(view_cameras={})
    max_ = door(scene, undefined_is_object=is_object)
    assert max_.call("viewport.getCamera") is None
    assert max_.of(max_.call("viewport.getCamera"), "name") is None


def test_an_undefined_among_members_is_none_too() -> None:
    max_ = door(undefined_is_object=True)
    nothing = object.__getattribute__(max_._runtime, "nothing")
    assert isinstance(nothing, Undefined)
    assert max_.listed([1, nothing]) == [1, None]


def test_a_missing_plug_ins_class_is_nothing() -> None:
    assert door().value("VRayProxy") is None


@pytest.mark.parametrize(("year", "expected"), [(2023, None), (2024, "OCIO_Default")])
def test_what_a_release_lacks_is_nothing(year: int, expected: Any) -> None:
    found = door(year=year).value("ColorPipelineMgr.Mode")
    assert (None if found is None else word_of(found)) == expected


def test_words_are_plain() -> None:
    assert word_of("#gamma ") == "gamma"
    assert class_of("V_Ray_6__update_1:V_Ray_6__update_1") == "V_Ray_6__update_1"
    assert word_of(None) == ""
    assert (text_of(""), text_of(5), text_of("x")) == (None, None, "x")
    assert (whole_of(True), whole_of("5"), whole_of(5.0), whole_of(None)) == (None, None, 5, None)


def test_class_numbers_are_unsigned() -> None:
    assert pair_of([-1314637602, -1606064518]) == (2980329694, 2688902778)
    assert pair_of([1]) is None
    assert pair_of([1, "x"]) is None


# -- the fake is strict, or it would prove nothing ------------------------------------------------------------------


def test_the_fake_refuses_names_that_are_not_listed() -> None:
    with pytest.raises(UnlistedName):
        door().value("rendFancyNewThing")


def test_the_fake_refuses_wrong_indexes() -> None:
    with pytest.raises(WrongIndex):
        door().call("batchRenderMgr.GetView", 0)
    max_ = door()
    manager = max_.call("maxOps.GetCurRenderElementMgr")
    with pytest.raises(WrongIndex):
        max_.call_of(manager, "GetRenderElement", 1)


def test_the_fake_refuses_other_threads() -> None:
    import threading

    max_ = door()
    caught = []

    def ask() -> None:
        try:
            max_.value("rendTimeType")
        except WrongThread as error:
            caught.append(error)

    thread = threading.Thread(target=ask)
    thread.start()
    thread.join()
    assert len(caught) == 1


def test_the_fake_refuses_changes() -> None:
    max_ = door()
    with pytest.raises(SceneChanged):
        max_.put("renderWidth", 1)
    with pytest.raises(SceneChanged):
        max_.value("renderers.production").name = "x"


def test_the_fake_wants_arguments_by_reference() -> None:
    with pytest.raises(AssertionError, match="by reference"):
        door().call("ATSOps.GetFiles", [])
