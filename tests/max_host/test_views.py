"""Cameras, and what may be rendered instead of the one view: batch views, state sets, scene states."""

from __future__ import annotations

from typing import Any

import pytest

from rb_dcc_core.host import Camera
from rb_dcc_core.job import JobSettings, apply_settings
from tests.max_host.gathered import codes, gathered, snapshot
from tests.support.fake_pymxs.scene import MaxScene, Node, Set, View


def nodes(*more: Node) -> Any:
    return [Node("Cam001", handle=1), *more]


def test_targets_are_no_cameras() -> None:
    scene = MaxScene(
        nodes=nodes(
            Node("Cam001.Target", "Targetobject", "helper"),
            Node("Phys", "Physical_Camera"),
            Node("VRay", "VRayPhysicalCamera"),
            Node("Corona", "CoronaCam"),
        )
    )
    taken = snapshot(scene)
    assert taken.cameras == (
        Camera("Cam001", "Cam001", True),
        Camera("Phys", "Phys", False),
        Camera("VRay", "VRay", False),
        Camera("Corona", "Corona", False),
    )


def test_two_cameras_of_one_name_are_told() -> None:
    taken = snapshot(MaxScene(nodes=nodes(Node("cam001", handle=2), Node("Cam001", handle=3))))
    assert [camera.name for camera in taken.cameras] == ["Cam001", "cam001"]
    assert codes(taken).count("camera_name_twice") == 1


def test_the_camera_is_that_of_the_view_to_be_rendered() -> None:
    other = Node("Locked", handle=2)
    scene = MaxScene(
        nodes=nodes(other), uses_active_view=False, view_index=3, view_cameras={0: "Cam001", 3: "Locked"}
    )
    assert snapshot(scene).layers[0].cameras == ("Locked",)
    scene.uses_active_view = True
    assert snapshot(scene).layers[0].cameras == ("Cam001",)


@pytest.mark.parametrize("is_object", [False, True])
def test_a_view_without_a_camera_is_told(is_object: bool) -> None:
    taken = snapshot(MaxScene(view_cameras={}), undefined_is_object=is_object)
    assert taken.layers[0].cameras == ()
    assert "no_renderable_camera" in codes(taken)


def test_each_batch_view_is_a_choice() -> None:
    scene = MaxScene(
        time_type=2,
        nodes=nodes(Node("Side", handle=2)),
        views=[
            View("Plain", "Side", "D:\\out\\side.png", start=5, end=9),
            View("Own", None, "", overrides=True, width=320, height=240, pixel_aspect=2.0, start=5, end=9),
            View("Preset", "Side", preset="C:\\p\\night.rps", scene_state="Night"),
        ],
    )
    taken = snapshot(scene)
    assert [(layer.name, layer.renderable) for layer in taken.layers] == [
        ("scene", True),
        ("Plain", False),
        ("Own", False),
        ("Preset", False),
    ]
    plain, own = taken.layers[1:3]
    assert (plain.cameras, plain.frames, plain.width, plain.output) == (
        ("Side",),
        "0-100",
        1920,
        "D:/out/side.png",
    )
    assert (own.cameras, own.frames) == (("Cam001",), "5-9")
    assert (own.width, own.height, own.pixel_aspect, own.output) == (320, 240, 2.0, "D:/out/shot.exr")
    assert codes(taken).count("batch_view_preset") == 1
    assert codes(taken).count("scene_state_as_saved") == 1


def test_a_batch_view_renders_by_its_name() -> None:
    scene = MaxScene(
        nodes=nodes(Node("Side", handle=2)), views=[View("Side view", "Side", "D:\\out\\side.png")]
    )
    layers = apply_settings(snapshot(scene), JobSettings(layers=("Side view",)))
    assert [layer.cameras for layer in layers if layer.renderable] == [("Side",)]


def test_views_of_one_name_are_told_apart() -> None:
    taken = snapshot(MaxScene(views=[View("scene", "Cam001"), View("A", "Cam001"), View("A", "Cam001")]))
    assert [layer.name for layer in taken.layers] == [
        "scene",
        "batch view: scene",
        "A",
        "batch view: A (3)",
    ]
    assert len({layer.node for layer in taken.layers}) == 4


@pytest.mark.parametrize("first", [-1, 0])
def test_state_sets_are_found_from_whatever_number_they_count(first: int) -> None:
    scene = MaxScene(
        nodes=nodes(Node("Side", handle=2)), state_sets=[Set("Day", "Side", 10, 20), Set("Night", None, 0, 5)]
    )
    taken = snapshot(scene, state_sets_from=first)
    assert [(layer.name, layer.cameras, layer.frames) for layer in taken.layers[1:]] == [
        ("Day", ("Side",), "10-20"),
        ("Night", ("Cam001",), "0-5"),
    ]
    assert codes(taken).count("state_set_as_saved") == 2


def test_scene_states_are_told_and_not_offered() -> None:
    taken = snapshot(MaxScene(scene_states=["Day", "Night"]))
    assert taken.max_facts is not None
    assert taken.max_facts.scene_states == ("Day", "Night")
    assert [layer.name for layer in taken.layers] == ["scene"]
    assert "scene_states_as_saved" in codes(taken)


@pytest.mark.parametrize("year", [2021, 2022, 2023, 2024, 2025, 2026, 2027])
def test_the_release_is_told(year: int) -> None:
    assert gathered(MaxScene(), year=year).year == str(year)
