"""A picture is named as Maya would name it, from what the job files tell."""

from __future__ import annotations

import pytest

from rb_dcc_core.sandbox.paths import camera_name, layer_name, picture_path, picture_pattern, safe_names


@pytest.mark.parametrize(
    ("shape", "name"),
    [
        ("camShape", "cam"),
        ("cameraShape1", "camera1"),
        ("set:camShape", "set:cam"),
        ("hero", "hero"),
        ("Shape", "Shape"),
        ("Shape2", "Shape2"),
    ],
)
def test_a_camera_is_called_by_its_transform(shape: str, name: str) -> None:
    assert camera_name(shape) == name


def test_a_layer_is_called_as_maya_shows_it() -> None:
    assert [layer_name(node) for node in ("defaultRenderLayer", "rs_beauty", "layer1", "rs_")] == [
        "masterLayer",
        "beauty",
        "layer1",
        "rs_",
    ]


def test_tokens_become_names_and_missing_ones_folders() -> None:
    assert (
        picture_pattern("<Scene>/<RenderLayer>/<Camera>/a", "shot", "rs_key", True, True)
        == "shot/key/<Camera>/a"
    )
    assert picture_pattern("a", "shot", "rs_key", True, True) == "key/<Camera>/a"
    assert picture_path("9_shot", "<Camera>/a", "cam1", 7) == "9_shot/cam1/a.0007.png"


def test_two_cameras_never_share_a_name() -> None:
    assert safe_names(["aShape", "AShape", "a"]) == {"aShape": "a", "AShape": "A_2", "a": "a_3"}
