"""Layers and cameras of scenes in tests/scenes, compared with what a person reads in them."""

from __future__ import annotations

from pathlib import Path
from typing import List, Optional, Tuple

from rb_dcc_core.host import RenderLayer, SceneSnapshot
from rb_maya.reader import read_scene

SCENES = Path(__file__).resolve().parent.parent / "scenes"


def read(name: str) -> SceneSnapshot:
    return read_scene(SCENES / name / f"{name}.ma")


def layer(snapshot: SceneSnapshot, name: str) -> RenderLayer:
    return next(found for found in snapshot.layers if found.name == name)


def told(snapshot: SceneSnapshot) -> List[Tuple[str, str, Optional[str]]]:
    return [(problem.severity, problem.code, problem.node) for problem in snapshot.problems]


def test_the_minimal_scene_gives_its_layers_cameras_frames_size_and_prefix() -> None:
    snapshot = read("minimal_layers")
    assert (snapshot.layer_system, snapshot.renderer) == ("render_setup", "mayaHardware2")
    assert [(found.name, found.renderable) for found in snapshot.layers] == [
        ("masterLayer", False),
        ("purpleSphereLayer", True),
        ("orangeSphereLayer", True),
    ]
    for found in snapshot.layers:
        assert (found.frames, found.width, found.height) == ("1-2", 960, 540)
        assert (found.cameras, found.image_prefix) == (("topCam1", "sideCam1"), "rs_<RenderLayer>_<Camera>")
    assert list(layer(snapshot, "orangeSphereLayer").expected_outputs()) == [
        "rs_orangeSphereLayer_topCam1_0001.png",
        "rs_orangeSphereLayer_topCam1_0002.png",
        "rs_orangeSphereLayer_sideCam1_0001.png",
        "rs_orangeSphereLayer_sideCam1_0002.png",
    ]
    assert snapshot.problems == ()


def test_a_render_setup_layer_overrides_every_setting_that_is_read() -> None:
    found = layer(read("setup_settings"), "everything")
    assert (found.renderer, found.device) == ("mayaHardware2", "gpu")
    assert (found.frames, found.animation) == ("101-149x2", True)
    assert (found.width, found.height) == (640, 480)
    assert (found.image_format, found.image_prefix) == ("exr", "<RenderLayer>/<Scene>")
    assert found.cameras == ("persp",)


def test_overrides_that_are_off_or_below_what_is_off_change_nothing() -> None:
    snapshot = read("setup_settings")
    found, master = layer(snapshot, "switchedOff"), layer(snapshot, "masterLayer")
    assert (master.frames, master.width, master.height, master.cameras) == ("7", 1920, 1080, ("shotCam",))
    assert (found.frames, found.width, found.height, found.cameras) == ("7", 1920, 1080, ("shotCam",))


def test_later_overrides_win_and_relative_ones_count_from_those_before() -> None:
    snapshot = read("setup_settings")
    found = layer(snapshot, "stacked")
    assert found.width == 280, "9999, then 500, then half of that and 30"
    assert found.height == 540, "half of the master layer's 1080"
    off = [problem.message.text() for problem in snapshot.problems if problem.code == "animation_off"]
    assert "only frame 7 is rendered and not 1-36" in off[1], "the master layer's 24 and 12"


def test_collections_override_what_their_selectors_take() -> None:
    snapshot = read("setup_selectors")
    assert {found.name: found.cameras for found in snapshot.layers} == {
        "masterLayer": ("heroCam", "wideCam", "rigCam", "set:cam"),
        "byPattern": ("heroCam", "set:cam"),
        "byStatic": ("rigCam", "set:cam"),
        "byType": (),
        "nested": ("heroCam", "wideCam", "set:cam"),
        "byNamespace": ("heroCam", "wideCam", "rigCam"),
        "aovs": ("heroCam", "wideCam", "rigCam", "set:cam"),
        "wrongType": ("heroCam", "wideCam", "rigCam", "set:cam"),
    }
    assert layer(snapshot, "masterLayer").aovs == ("N", "Z", "diffuse")
    assert layer(snapshot, "aovs").aovs == ("Z",)
    assert [(aov.name, aov.enabled) for aov in layer(snapshot, "aovs").all_aovs] == [
        ("N", False),
        ("Z", True),
        ("diffuse", False),
    ]
    assert told(snapshot) == [("error", "no_renderable_camera", "rs_byType")]


def test_the_collection_of_an_aov_overrides_the_driver_of_its_files() -> None:
    snapshot = read("setup_selectors")
    merged = [image for image in layer(snapshot, "aovs").images if image.camera == "heroCam"]
    assert [image.pattern for image in merged] == ["aovs/heroCam/beauty.exr.#"]
    apart = [image for image in layer(snapshot, "byPattern").images if image.camera == "heroCam"]
    assert [image.pattern for image in apart] == [
        f"byPattern/heroCam/{name}.exr.#" for name in ("beauty", "N", "Z", "diffuse")
    ]


def test_what_only_maya_could_tell_is_named_and_left_out() -> None:
    snapshot = read("setup_unreadable")
    found = layer(snapshot, "look")
    assert (found.cameras, found.frames, found.width) == (("shotCam",), "1-24", 1920)
    assert told(snapshot) == [
        ("notice", "selector_unread", "oddSelector"),
        ("notice", "isolate_ignored", "isolated"),
        ("notice", "override_connected", "fromCurve"),
        ("notice", "override_local", "localWidth"),
    ]


def test_an_override_takes_the_value_that_a_plain_attribute_brings_and_names_what_only_maya_can_tell() -> (
    None
):
    snapshot = read("connected_overrides")
    found = layer(snapshot, "look")
    assert (found.width, found.height, found.image_prefix) == (640, 1080, "fromNetwork")
    assert found.frames == "1-30"
    assert told(snapshot) == [
        ("notice", "override_connected", "heightFromCurve"),
        ("notice", "override_connected", "startFromComputed"),
        ("notice", "override_connected", "stepFromTime"),
    ]


def test_a_scene_saved_with_a_render_setup_layer_visible_keeps_the_others_as_they_are() -> None:
    snapshot = read("setup_visible")
    for name in ("masterLayer", "other"):
        found = layer(snapshot, name)
        assert (found.frames, found.width, found.height) == ("1-48", 1920, 1080)
        assert (found.cameras, found.image_prefix) == (("shotCam",), "all/<RenderLayer>")
    visible = layer(snapshot, "visible")
    assert (visible.frames, visible.width, visible.cameras) == ("1-5", 320, ())
    assert visible.image_prefix == "vis"


def test_adjustments_that_are_left_at_render_setup_layers_change_nothing() -> None:
    snapshot = read("setup_leftovers")
    assert [(found.name, found.renderable, found.cameras, found.frames) for found in snapshot.layers] == [
        ("masterLayer", True, ("persp", "cam1"), "1-10"),
        ("ownRange", True, ("persp", "cam1"), "1-10"),
        ("threeCams", True, ("cam1", "cam2", "cam3"), "20-30"),
        ("leftOver", True, ("cam1",), "1-10"),
        ("longer", True, ("persp", "cam1"), "1-20"),
        ("resting", False, ("persp", "cam1"), "5-10"),
    ]
    assert [found.renderer for found in snapshot.layers] == ["mayaSoftware", "mayaHardware2"] + [
        "mayaSoftware"
    ] * 4
    assert [(found.width, found.height) for found in snapshot.layers] == [(960, 540)] * 4 + [
        (1920, 1080),
        (960, 540),
    ]
    assert {found.image_format for found in snapshot.layers} == {"exr"}
    assert next(layer(snapshot, "leftOver").expected_outputs()) == "leftOver/cam1.1.exr"
    assert snapshot.problems == ()


def test_a_scene_saved_with_a_legacy_layer_current_keeps_the_others_as_they_are() -> None:
    snapshot = read("legacy_current")
    assert [(found.name, found.frames, found.cameras) for found in snapshot.layers] == [
        ("masterLayer", "1-24", ("camA", "camB")),
        ("matte", "1-6", ("camA",)),
        ("beauty", "1-48", ("camA", "camB")),
    ]


def test_a_layer_adjusts_cameras_of_references_and_takes_none_of_their_layers() -> None:
    snapshot = read("legacy_reference")
    assert [(found.name, found.cameras) for found in snapshot.layers] == [
        ("masterLayer", ("camA", "rig:rigCam")),
        ("withoutRig", ("camA",)),
    ]
    assert ("notice", "layers_in_references", "rig:ofTheRig") in told(snapshot)


def test_a_stereo_rig_renders_its_pair_and_not_its_centre() -> None:
    snapshot = read("stereo")
    assert [(camera.name, camera.renderable, camera.stereo) for camera in snapshot.cameras[4:]] == [
        ("stereoCameraLeft", True, "left"),
        ("stereoCameraRight", True, "right"),
        ("stereoCamera", False, "center"),
    ]
    assert snapshot.layers[0].cameras == ("stereoCameraLeft", "stereoCameraRight")
    names = list(snapshot.layers[0].expected_outputs())
    assert (names[0], names[-1]) == ("stereoCameraLeft/stereo.0001.exr", "stereoCameraRight/stereo.0010.exr")


def test_an_orthographic_camera_may_render_and_a_layer_without_any_is_told() -> None:
    snapshot = read("ortho")
    assert [(camera.name, camera.orthographic) for camera in snapshot.cameras] == [
        ("persp", False),
        ("top", True),
        ("front", True),
        ("side", True),
        ("plan", True),
    ]
    assert [(found.name, found.cameras) for found in snapshot.layers] == [
        ("masterLayer", ("plan",)),
        ("blind", ()),
    ]
    assert told(snapshot) == [("error", "no_renderable_camera", "rs_blind")]


def test_movies_scripts_and_ranges_that_are_never_rendered_are_told() -> None:
    assert told(read("farm_traps")) == [
        ("error", "movie_format", "defaultRenderGlobals"),
        ("warning", "animation_off", "defaultRenderGlobals"),
        ("notice", "render_scripts", "defaultRenderGlobals"),
        ("notice", "script_nodes", "onOpen"),
        ("notice", "script_nodes_idle", "startup"),
    ]


def test_arnold_writes_a_file_for_each_aov_on_the_graphics_card() -> None:
    snapshot = read("arnold_aovs")
    only = snapshot.layers[0]
    assert (only.device, only.aovs) == ("gpu", ("RGBA", "N", "diffuse"))
    assert [(image.aov, image.pattern) for image in only.images] == [
        (None, "beauty/arnold_aovs_v003/shotCam.#.exr"),
        ("N", "N/arnold_aovs_v003/shotCam.#.exr"),
        ("diffuse", "diffuse/arnold_aovs_v003/shotCam.#.exr"),
        ("diffuse_lgroups", "diffuse_lgroups/arnold_aovs_v003/shotCam.#.exr"),
    ]
    assert [problem.code for problem in snapshot.problems] == [
        "absolute_texture_paths",
        "abort_on_license_fail",
    ]


def test_an_aov_of_a_reference_is_rendered_where_it_is_in_arnolds_list(tmp_path: Path) -> None:
    aovs = ['createNode aiOptions -s -n "defaultArnoldRenderOptions";']
    for name in ("inList", "leftOver"):
        aovs.append(f'createNode aiAOV -n "{name}"; setAttr ".aovn" -type "string" "{name}";')
    aovs.append('connectAttr "inList.msg" ":defaultArnoldRenderOptions.aovs" -na;')
    (tmp_path / "look.ma").write_text("\n".join(["//Maya ASCII 2025 scene", *aovs, ""]), encoding="utf-8")
    shot = [
        "//Maya ASCII 2025 scene",
        'file -r -ns "look" -rfn "lookRN" -typ "mayaAscii" "look.ma";',
        'createNode aiOptions -s -n "defaultArnoldRenderOptions";',
        'createNode aiAOV -n "own"; setAttr ".aovn" -type "string" "own";',
        'createNode reference -n "lookRN";',
        'select -ne :defaultRenderGlobals; setAttr ".ren" -type "string" "arnold";',
        'connectAttr "own.msg" ":defaultArnoldRenderOptions.aovs" -na;',
    ]
    (tmp_path / "shot.ma").write_text("\n".join([*shot, ""]), encoding="utf-8")
    assert read_scene(tmp_path / "shot.ma").layers[0].aovs == ("inList", "own")


def test_vray_has_its_own_frames_names_and_traps() -> None:
    snapshot = read("vray")
    only = snapshot.layers[0]
    assert (only.frames, only.width, only.height, only.device) == ("1,5-7,20", 2048, 858, "gpu")
    assert [image.pattern for image in only.images] == [
        "vray/masterLayer/shotCam/beauty.#.exr",
        "vray/masterLayer/shotCam/beauty_vrayRE_Reflection.#.exr",
        "vray/masterLayer/shotCam/beauty_vrayRE_Light_Select.#.exr",
    ]
    assert next(only.expected_outputs()) == "vray/masterLayer/shotCam/beauty.0001.exr"
    assert told(snapshot) == [
        ("error", "images_not_saved", "vraySettings"),
        ("error", "export_only", "vraySettings"),
        ("warning", "distributed_rendering", "vraySettings"),
    ]


def test_redshift_merges_all_but_cryptomatte_where_a_layer_says_so() -> None:
    master, merged = read("redshift").layers
    assert [image.pattern for image in master.images] == [
        "masterLayer/redshift.#.exr",
        "masterLayer/redshift.Depth.#.exr",
        "masterLayer/crypto/redshift_Crypto.#.exr",
    ]
    assert [image.pattern for image in merged.images] == [
        "merged/redshift.#.exr",
        "merged/crypto/redshift_Crypto.#.exr",
    ]
    assert (master.device, master.aovs) == ("gpu", ("Depth", "Crypto"))


def test_a_display_of_renderman_that_is_switched_off_writes_nothing(tmp_path: Path) -> None:
    text = (SCENES / "renderman" / "renderman.ma").read_text(encoding="utf-8")
    for display, left in (("albedo", "beauty"), ("rmanDefaultDisplay", "albedo")):
        node = f'createNode rmanDisplay -n "{display}";'
        (tmp_path / "off.ma").write_text(
            text.replace(node, node + ' setAttr ".enable" no;'), encoding="utf-8"
        )
        only = read_scene(tmp_path / "off.ma").layers[0]
        assert [image.pattern for image in only.images] == [f"off_v03_t01/masterLayer/shotCam_{left}.#.exr"]


def test_renderman_writes_the_whole_name_itself() -> None:
    only = read("renderman").layers[0]
    assert (only.device, only.aovs) == ("cpu+gpu", ("albedo",))
    assert list(only.expected_outputs()) == [
        "renderman_v03_t01/masterLayer/shotCam_beauty.0001.exr",
        "renderman_v03_t01/masterLayer/shotCam_beauty.0002.exr",
        "renderman_v03_t01/masterLayer/shotCam_albedo.0001.exr",
        "renderman_v03_t01/masterLayer/shotCam_albedo.0002.exr",
    ]
