"""Scenes of tests/scenes, read and compared with what a person reads in them."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Dict, List, Optional, Tuple

from rb_dcc_cli.demo import demo_scene
from rb_dcc_core.host import RenderLayer, SceneSnapshot
from rb_maya.reader import read_scene

SCENES = Path(__file__).resolve().parent.parent / "scenes"


def read(name: str) -> SceneSnapshot:
    return read_scene(SCENES / name)


def layer(snapshot: SceneSnapshot, name: str) -> RenderLayer:
    return next(found for found in snapshot.layers if found.name == name)


def codes(snapshot: SceneSnapshot, severity: str) -> List[str]:
    return [problem.code for problem in snapshot.problems if problem.severity == severity]


def files(snapshot: SceneSnapshot, folder: str) -> List[Tuple[str, str, Optional[str], bool]]:
    root = (SCENES / folder).as_posix() + "/"
    return [
        (asset.path.replace(root, ""), asset.kind, asset.node, asset.exists) for asset in snapshot.assets[1:]
    ]


def test_a_maya_software_scene_is_described_as_it_is_stored() -> None:
    snapshot = read("software/software.ma")
    assert snapshot.host == "maya"
    assert snapshot.host_version == "2018"
    assert snapshot.scene == (SCENES / "software/software.ma").as_posix()
    assert snapshot.project is None
    assert snapshot.fps == 25.0
    assert snapshot.renderer == "mayaSoftware"
    assert snapshot.plugins == {"stereoCamera": "10.0"}
    assert [(camera.name, camera.shape, camera.renderable) for camera in snapshot.cameras] == [
        ("persp", "perspShape", True),
        ("top", "topShape", False),
        ("front", "frontShape", False),
        ("side", "sideShape", False),
    ]
    assert [found.to_json() for found in snapshot.layers] == [
        {
            "name": "masterLayer",
            "node": "defaultRenderLayer",
            "renderable": True,
            "renderer": "mayaSoftware",
            "cameras": ["persp"],
            "frames": "101-150x5",
            "width": 1280,
            "height": 720,
            "pixel_aspect": 1.0,
            "image_format": "jpg",
            "image_prefix": "shots/<RenderLayer>",
            "aovs": [],
        }
    ]
    assert snapshot.layers[0].animation is True
    assert [(asset.kind, asset.node) for asset in snapshot.assets] == [("scene", None)]
    assert snapshot.problems == ()


def test_arnold_takes_its_format_from_the_driver_and_its_enabled_aovs() -> None:
    snapshot = read("arnold/arnold.ma")
    only = snapshot.layers[0]
    assert snapshot.plugins == {"mtoa": "5.3.5.2"}
    assert snapshot.project == (SCENES / "arnold").as_posix()
    assert (only.renderer, only.image_format, only.aovs) == ("arnold", "exr", ("N",))
    listed = [(aov.name, aov.enabled) for aov in only.all_aovs]
    assert listed == [("N", True), ("Z", False)], "the one left out of the options' list is not rendered"
    assert (only.frames, only.width, only.height) == ("1-24", 1920, 1080)
    assert only.cameras == ("shotCam",)
    assert files(snapshot, "arnold") == [
        ("data/tree.ass", "standin", "aiStandInShape1", False),
        ("sourceimages/wall.png", "texture", "aiImage1", True),
    ]
    assert [(problem.code, problem.node) for problem in snapshot.problems] == [
        ("file_missing", "aiStandInShape1")
    ]


def test_legacy_layers_carry_their_adjustments_and_imported_ones_are_left_out() -> None:
    snapshot = read("layers/layers.ma")
    assert snapshot.layer_system == "legacy"
    assert [(found.name, found.renderable) for found in snapshot.layers] == [
        ("masterLayer", False),
        ("beauty", True),
        ("matte", True),
    ]
    assert (layer(snapshot, "beauty").frames, layer(snapshot, "beauty").image_prefix) == (
        "1-20",
        "beauty/<Camera>",
    )
    assert (layer(snapshot, "matte").frames, layer(snapshot, "matte").image_prefix) == ("1-10", None)
    assert [found.cameras for found in snapshot.layers] == [("camA",), ("camA",), ("camB",)]
    assert {found.image_format for found in snapshot.layers} == {"png"}


def test_render_setup_layers_are_found_by_connection_in_the_order_of_their_list() -> None:
    snapshot = read("render_setup/render_setup.ma")
    assert snapshot.layer_system == "render_setup"
    assert snapshot.host_version == "2025"
    assert [(found.name, found.node, found.renderable) for found in snapshot.layers] == [
        ("masterLayer", "defaultRenderLayer", False),
        ("purpleSphereLayer", "rs_purpleBeforeRename", True),
        ("orangeSphereLayer", "rs_orangeSphereLayer", True),
    ]
    purple = layer(snapshot, "purpleSphereLayer")
    assert (purple.frames, purple.width, purple.height) == ("1-2", 960, 540)
    assert purple.cameras == ("topCam1", "sideCam1")
    assert (purple.image_format, purple.image_prefix) == ("png", "rs_<RenderLayer>_<Camera>")


def test_render_setup_overrides_count_when_enabled_also_at_their_default_value() -> None:
    orange = layer(read("render_setup/render_setup.ma"), "orangeSphereLayer")
    assert (orange.frames, orange.width) == ("1-4", 480)
    assert orange.height == 540, "the override of the height is switched off"
    assert orange.cameras == ("topCam1",), "the override of renderable stores no value: its default is no"


def test_references_are_followed_with_their_namespaces_once_round_a_circle() -> None:
    snapshot = read("references/shot.ma")
    assert [camera.name for camera in snapshot.cameras if camera.renderable] == [
        "persp",
        "set:roomCam",
        "set2:roomCam",
    ]
    assert files(snapshot, "references") == [
        ("scenes/set.ma", "reference", "setRN", True),
        ("scenes/prop.ma", "reference", "set:propRN", True),
        ("scenes/gone.ma", "reference", "goneRN", False),
        ("scenes/rig.mb", "reference", "rigRN", True),
        ("sourceimages/new wall.png", "texture", "set:wallTexture", True),
        ("sourceimages/prop.png", "texture", "set:prop:propTexture", True),
        ("sourceimages/wall.png", "texture", "set2:wallTexture", True),
        ("sourceimages/rig.png", "texture", "rig:rigTexture", True),
    ]
    assert codes(snapshot, "warning") == ["reference_cycle", "file_missing"]
    assert codes(snapshot, "notice") == ["reference_unloaded", "layers_in_references"]


def test_a_reference_that_a_referenced_file_leaves_unloaded_stays_so() -> None:
    prop = read("references/scenes/prop.ma")
    assert codes(prop, "notice") == ["reference_unloaded", "layers_in_references"]
    cycles = [
        problem.node
        for problem in read("references/scenes/set.ma").problems
        if problem.code == "reference_cycle"
    ]
    assert cycles == ["prop:again:setRN"], "prop:again:oldRN is not loaded, so that it leads nowhere"


def test_settings_and_layers_of_references_are_not_the_scenes_own() -> None:
    snapshot = read("references/shot.ma")
    assert snapshot.renderer == "mayaHardware2"
    assert [(found.name, found.frames) for found in snapshot.layers] == [("masterLayer", "1")]
    assert snapshot.layers[0].animation is False
    assert snapshot.plugins == {"stereoCamera": "10.0"}, "what a reference requires, the farm needs too"


def test_tiles_on_disk_are_found_and_a_token_without_any_stands_once_as_written() -> None:
    assert files(read("udim/udim.ma"), "udim") == [
        ("sourceimages/skin_1001.png", "texture", "skin", True),
        ("sourceimages/skin_1002.png", "texture", "skin", True),
        ("sourceimages/skin_1011.png", "texture", "skin", True),
        ("sourceimages/cloth.1001.png", "texture", "cloth", True),
        ("sourceimages/cloth.1002.png", "texture", "cloth", True),
        ("sourceimages/mud_u1_v1.png", "texture", "mud", True),
        ("sourceimages/mud_u2_v1.png", "texture", "mud", True),
        ("sourceimages/none.<UDIM>.png", "texture", "nothing", False),
    ]


def test_sequences_are_found_and_a_gap_is_told_once() -> None:
    snapshot = read("sequence/sequence.ma")
    assert files(snapshot, "sequence") == [
        ("fire.0001.png", "sequence", "fire", True),
        ("fire.0002.png", "sequence", "fire", True),
        ("fire.0004.png", "sequence", "fire", True),
        ("plate.0010.png", "sequence", "plateShape", True),
        ("plate.0011.png", "sequence", "plateShape", True),
        ("anim.abc", "alembic", "anim_AlembicNode", False),
        ("layer.abc", "alembic", "anim_AlembicNode", False),
        ("hut.abc", "gpu cache", "hutShape", False),
        ("music.wav", "audio", "music", False),
    ]
    gaps = [problem.message.text() for problem in snapshot.problems if problem.code == "sequence_gap"]
    assert gaps == [
        "fire: frames that are missing in the sequence fire.0001.png: 1, the first is 3. Put them there, if they "
        "are rendered."
    ]


def test_chinese_and_japanese_codesets_are_read_by_their_header() -> None:
    chinese = read("codesets/cp936.ma").assets[1]
    assert (chinese.node, chinese.as_written) == ("贴图1", "textures/木纹.png")
    japanese = read("codesets/cp932.ma").assets[1:]
    assert [(asset.node, asset.as_written) for asset in japanese] == [
        ("表示", "textures/表.png"),
        ("after", "textures/ソ"),
    ], "the second byte of these characters is a backslash"


def test_long_flags_and_long_attribute_names_are_understood() -> None:
    snapshot = read("long_flags/long_flags.ma")
    only = snapshot.layers[0]
    assert snapshot.fps == 30.0
    assert [(camera.name, camera.renderable) for camera in snapshot.cameras] == [
        ("persp", False),
        ("closeUp", True),
    ]
    assert (only.frames, only.width, only.height, only.image_prefix) == ("5", 320, 240, "out/<Camera>")
    assert only.animation is True
    assert snapshot.assets[1].as_written == "wood.png"


def test_odd_nodes_are_problems_with_their_names_and_the_rest_is_read() -> None:
    snapshot = read("odd/odd.ma")
    found: Dict[str, List[Optional[str]]] = {}
    for problem in snapshot.problems:
        found.setdefault(problem.code, []).append(problem.node)
    assert found == {
        "frames_reversed": ["defaultRenderGlobals"],
        "no_renderable_camera": ["defaultRenderLayer"],
        "attribute_odd": ["listValued"],
        "file_missing": ["fromVariable", "windows", "tool1"],
        **({} if os.path.isdir("D:/") else {"drive_missing": [None]}),
        "node_unknown": ["lostShader"],
        "codeset_unknown": [None],
        "statement_odd": [None, None, None],
        "renderer_unknown": ["defaultRenderGlobals"],
        "time_unit_unknown": [None],
        "script_nodes_idle": ["startup"],
    }
    assert snapshot.fps is None
    assert snapshot.renderer == "myRenderer"
    assert snapshot.layers[0].frames is None
    assert snapshot.plugins == {"Mayatomr": "2013.0 - 3.10.1.4", "noVersion": ""}
    assert [camera.name for camera in snapshot.cameras[4:]] == ["left|cam", "right|cam"]
    assert snapshot.assets[2].path == "D:/project/sourceimages/w.png"


def test_the_demonstration_scene_is_ready_to_be_sent() -> None:
    snapshot = read_scene(demo_scene())
    only = snapshot.layers[0]
    assert (snapshot.host_version, snapshot.renderer, snapshot.fps) == ("2024", "arnold", 24.0)
    assert snapshot.plugins == {"mtoa": "5.3.5.2"}
    assert (only.frames, only.width, only.height, only.image_format) == ("1-12", 640, 360, "exr")
    assert (only.cameras, only.image_prefix) == (("turntableCam",), "<Scene>/<Camera>/turntable")
    assert [(Path(asset.path).name, asset.exists) for asset in snapshot.assets] == [
        ("turntable.ma", True),
        ("checker.png", True),
    ]
    assert snapshot.problems == ()
