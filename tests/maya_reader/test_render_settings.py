"""Frames, sizes, formats and AOVs, by renderer."""

from __future__ import annotations

from pathlib import Path
from typing import List, Optional

import pytest

from rb_dcc_core.host import RenderLayer, SceneSnapshot
from rb_maya.frame_range import frames_per_second
from rb_maya.reader import read_scene


def read(folder: Path, *lines: str) -> SceneSnapshot:
    text = "\n".join(
        ["//Maya ASCII 2024 scene", 'requires maya "2024";', 'createNode camera -n "c";', *lines]
    )
    (folder / "scene.ma").write_text(text + "\n// End of scene.ma\n", encoding="utf-8")
    return read_scene(folder / "scene.ma")


def master(folder: Path, renderer: str, *lines: str) -> RenderLayer:
    chosen = f'select -ne :defaultRenderGlobals; setAttr ".ren" -type "string" "{renderer}";'
    return read(folder, *lines, chosen).layers[0]


def animated(folder: Path, first: str, last: str, step: str) -> SceneSnapshot:
    values = f'setAttr ".an" yes; setAttr ".fs" {first}; setAttr ".ef" {last}; setAttr ".bfs" {step};'
    return read(folder, "select -ne :defaultRenderGlobals;", values)


def codes(snapshot: SceneSnapshot) -> List[str]:
    return [problem.code for problem in snapshot.problems]


def test_a_scene_that_stores_no_setting_has_mayas_defaults(tmp_path: Path) -> None:
    only = read(tmp_path).layers[0]
    assert (only.renderer, only.frames, only.animation) == ("mayaSoftware", "1", False)
    assert (only.width, only.height, only.pixel_aspect) == (960, 540, 1.0)
    assert (only.image_format, only.image_prefix, only.renderable) == ("iff", None, True)


def test_a_setting_that_is_only_locked_afterwards_keeps_its_value(tmp_path: Path) -> None:
    values = 'setAttr ".w" 500; setAttr -l on ".w"; setAttr -k on ".h";'
    only = read(tmp_path, "select -ne :defaultResolution;", values).layers[0]
    assert (only.width, only.height) == (500, 540)


@pytest.mark.parametrize(
    ("first", "last", "step", "text", "expected"),
    [
        ("1", "10", "1", "1-10", []),
        ("-5", "5", "2", "-5-5x2", []),
        ("7", "7", "1", "7", []),
        ("1.0000000000000002", "23.999999999999996", "1", "1-24", []),
        ("1.5", "10", "1", "1-10", ["frames_fractional"]),
        ("1", "10", "0.5", "1-10", ["frames_fractional"]),
        ("10", "1", "1", None, ["frames_reversed"]),
        ("1", "90000000", "1", None, ["frames_unusable"]),
        ("nan", "10", "1", None, ["frames_unknown"]),
    ],
)
def test_a_frame_range_is_whole_frames_or_none(
    tmp_path: Path, first: str, last: str, step: str, text: Optional[str], expected: List[str]
) -> None:
    snapshot = animated(tmp_path, first, last, step)
    assert snapshot.layers[0].frames == text
    assert codes(snapshot) == expected


def test_without_animation_the_current_frame_is_rendered(tmp_path: Path) -> None:
    snapshot = read(tmp_path, 'select -ne :time1; setAttr ".o" 42;')
    assert (snapshot.layers[0].frames, snapshot.layers[0].animation) == ("42", False)
    trace = read(tmp_path, 'select -ne :time1; setAttr ".o" 536.99999999999989;')
    assert trace.layers[0].frames == "537", "537 with a trace of a conversion of units"


@pytest.mark.parametrize(
    ("unit", "rate"),
    [
        *[("film", 24.0), ("pal", 25.0), ("ntsc", 30.0), ("ntscf", 60.0), ("palf", 50.0), ("show", 48.0)],
        *[("game", 15.0), ("23.976fps", 23.976), ("29.97df", 29.97), ("100fps", 100.0)],
        *[("fps", None), ("nanfps", None), ("-5fps", None), ("", None)],
    ],
)
def test_a_time_unit_is_a_rate(unit: str, rate: Optional[float]) -> None:
    assert frames_per_second(unit) == rate


def test_vray_has_its_own_size_format_and_prefix(tmp_path: Path) -> None:
    settings = 'createNode VRaySettingsNode -s -n "vraySettings"; setAttr ".wi" 2560; setAttr ".he" 1440;'
    more = (
        'setAttr ".fnprx" -type "string" "<Scene>/v"; setAttr ".imgfs" -type "string" "exr (multichannel)";'
    )
    elements = 'createNode VRayRenderElement -n "reflect"; createNode VRayRenderElement -n "off";'
    only = master(tmp_path, "vray", settings, more, elements, 'setAttr ".enabled" no;')
    assert (only.width, only.height) == (2560, 1440)
    assert (only.image_format, only.image_prefix) == ("exr (multichannel)", "<Scene>/v")
    assert only.aovs == ("reflect",)


def test_redshift_has_its_own_format_and_aovs(tmp_path: Path) -> None:
    options = 'createNode RedshiftOptions -s -n "redshiftOptions"; setAttr ".imageFormat" 2;'
    aov = 'createNode RedshiftAOV -n "rsAov1"; setAttr ".name" -type "string" "Depth";'
    only = master(tmp_path, "redshift", options, aov)
    assert (only.image_format, only.aovs) == ("png", ("Depth",))


def test_renderman_takes_its_format_from_the_display(tmp_path: Path) -> None:
    nodes = 'createNode rmanGlobals -s -n "rmanGlobals"; setAttr ".imageFileFormat" -type "string" "<scene>.<ext>";'
    display = 'createNode rmanDisplay -n "rmanDefaultDisplay"; createNode d_tiff -n "d_tiff1";'
    links = 'connectAttr ":rmanDefaultDisplay.msg" ":rmanGlobals.displays[0]";'
    links += 'connectAttr "d_tiff1.msg" "rmanDefaultDisplay.displayType";'
    only = master(tmp_path, "renderman", nodes, display, links)
    assert (only.image_format, only.image_prefix, only.aovs) == ("tif", "<scene>.<ext>", ())


@pytest.mark.parametrize("renderer", ["arnold", "vray", "redshift", "renderman"])
def test_a_renderer_without_its_settings_node_is_still_described(tmp_path: Path, renderer: str) -> None:
    only = master(tmp_path, renderer)
    assert (only.renderer, only.width, only.frames) == (renderer, 960, "1")
    assert codes(read_scene(tmp_path / "scene.ma")) == ["renderer_settings_missing"]


def test_a_plug_in_format_is_named_by_its_key(tmp_path: Path) -> None:
    only = master(tmp_path, "mayaHardware2", 'select -ne :defaultRenderGlobals; setAttr ".outf" 51;')
    assert only.image_format is None
    key = 'select -ne :defaultRenderGlobals; setAttr ".outf" 51; setAttr ".imfkey" -type "string" "exr";'
    assert master(tmp_path, "mayaHardware2", key).image_format == "exr"


def test_a_setting_that_a_plain_attribute_drives_has_its_value_and_one_that_moves_is_told(
    tmp_path: Path,
) -> None:
    snapshot = read(
        tmp_path,
        'createNode network -n "shot"; addAttr -sn "l" -ln "last" -at "long"; addAttr -sn "s" -ln "seen" -at "bool";',
        'setAttr ".l" 48; setAttr ".s" no;',
        'createNode animCurveTU -n "zoom";',
        'createNode camera -n "second";',
        'select -ne :defaultRenderGlobals; setAttr ".an" yes; setAttr ".ef" 12;',
        'connectAttr "shot.l" ":defaultRenderGlobals.ef";',
        'connectAttr "zoom.o" ":defaultResolution.w";',
        'connectAttr "shot.s" "second.rnd";',
    )
    only = snapshot.layers[0]
    assert (only.frames, only.width, only.cameras) == ("1-48", 960, ("c",))
    told = [(problem.code, problem.node, problem.message.text()) for problem in snapshot.problems]
    assert told == [
        (
            "setting_connected",
            "defaultResolution",
            "The render setting defaultResolution.width takes its value from a connection, which cannot be told "
            "without Maya; the one it would have without is taken.",
        )
    ]


def test_what_a_visible_layer_drives_is_no_setting_that_cannot_be_told(tmp_path: Path) -> None:
    scene = Path(__file__).resolve().parent.parent / "scenes" / "setup_visible" / "setup_visible.ma"
    assert "setting_connected" not in codes(read_scene(scene))
