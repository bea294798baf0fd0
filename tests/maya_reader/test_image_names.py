"""Names of images: tokens, Maya's ways of placing the frame number, and images that overwrite each other."""

from __future__ import annotations

from pathlib import Path
from typing import List, Optional, Tuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rb_dcc_core.frames import FrameRange
from rb_dcc_core.host import SceneSnapshot
from rb_dcc_core.images import ExpectedImage
from rb_maya.reader import read_scene
from rb_maya.renderers.naming import (
    Naming,
    Numbering,
    Pass,
    Scope,
    default_template,
    expand,
    expected_images,
)

NUMBERED = Numbering(4, "exr")


def one(template: str, numbering: Numbering = NUMBERED, camera: str = "shotCam") -> ExpectedImage:
    scope = Scope("shot", "beauty", (camera,), version="v7")
    return expected_images(Naming((Pass("N", "N", template),), numbering), scope)[0]


def read(folder: Path, globals_: str, *nodes: str) -> SceneSnapshot:
    lines = ["//Maya ASCII 2024 scene", 'createNode transform -n "c"; createNode camera -n "cShape" -p "c";']
    lines += [*nodes, "select -ne :defaultRenderGlobals;", globals_, "// End of shot.ma", ""]
    (folder / "shot.ma").write_text("\n".join(lines), encoding="utf-8")
    return read_scene(folder / "shot.ma")


def names(snapshot: SceneSnapshot) -> List[str]:
    return list(snapshot.layers[0].expected_outputs())


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("<Scene>/<RenderLayer>/<Camera>_<RenderPass>", "shot/beauty/shotCam_N"),
        ("<scene>_<LAYER>_<Version>", "shot_beauty_v7"),
        ("%s/%l/%c", "shot/beauty/shotCam"),
        ("a//b\\<Unknown>c", "a/b/c"),
        ("<Scene>.<Extension>", "shot.exr"),
    ],
)
def test_tokens_are_replaced_whatever_their_case_and_unknown_ones_left_out(
    template: str, expected: str
) -> None:
    assert one(template).before == expected + "."


@pytest.mark.parametrize(
    ("camera", "name"),
    [("cam", "cam"), ("set:cam", "set_cam"), ("left|cam", "left_cam"), ("left|set:cam", "left_set_cam")],
)
def test_a_camera_is_a_plain_name_in_a_file_and_one_of_its_own(camera: str, name: str) -> None:
    assert one("<Camera>", camera=camera).pattern == name + ".#.exr"


@pytest.mark.parametrize(
    ("numbering", "expected"),
    [
        (Numbering(None, "exr"), "img.exr"),
        (Numbering(None, ""), "img"),
        (Numbering(1, "exr"), "img.5.exr"),
        (Numbering(4, "exr"), "img.0005.exr"),
        (Numbering(4, "exr", True, "_"), "img_0005.exr"),
        (Numbering(4, "exr", True, ""), "img0005.exr"),
        (Numbering(4, "exr", False), "img.exr.0005"),
        (Numbering(4, ""), "img.0005"),
        (Numbering(4, "exr", renumber=(101, 1)), "img.0101.exr"),
    ],
)
def test_the_number_stands_where_the_settings_put_it(numbering: Numbering, expected: str) -> None:
    assert list(one("img", numbering).names([5])) == [expected]


def test_images_numbered_by_their_place_count_on_from_the_first() -> None:
    image = ExpectedImage("c", None, "a.", ".png", 3, (10, 5))
    assert list(image.names(FrameRange.parse("1-9x4"))) == ["a.010.png", "a.015.png", "a.020.png"]


def test_without_a_prefix_maya_makes_folders_where_there_are_several() -> None:
    assert default_template(None, Scope("s", "l", ("a",))) == "<Scene>"
    assert default_template(None, Scope("s", "l", ("a", "b"))) == "<Camera>/<Scene>"
    assert default_template("", Scope("s", "l", ("a", "b"), True)) == "<RenderLayer>/<Camera>/<Scene>"
    assert default_template("mine", Scope("s", "l", ("a", "b"), True)) == "mine"


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ('setAttr ".outf" 32;', ["shot.png"]),
        ('setAttr ".outf" 32; setAttr ".ofc" 1;', ["shot"]),
        ('setAttr ".ofc" 2; setAttr ".ofe" -type "string" "mine";', ["shot.mine"]),
        ('setAttr ".outf" 40; setAttr ".an" yes; setAttr ".ef" 2;', ["shot.exr.1", "shot.exr.2"]),
        (
            'setAttr ".outf" 40; setAttr ".an" yes; setAttr ".ef" 2; setAttr ".pff" yes; setAttr ".ep" 3;',
            ["shot.001.exr", "shot.002.exr"],
        ),
        (
            'setAttr ".outf" 40; setAttr ".an" yes; setAttr ".ef" 2; setAttr ".pff" yes; setAttr ".peie" 0;',
            ["shot1.exr", "shot2.exr"],
        ),
        (
            'setAttr ".outf" 40; setAttr ".an" yes; setAttr ".ef" 2; setAttr ".pff" yes; setAttr ".me" yes; setAttr ".se" 7;',
            ["shot.7.exr", "shot.8.exr"],
        ),
    ],
)
def test_mayas_own_settings_tell_the_names(tmp_path: Path, settings: str, expected: List[str]) -> None:
    assert names(read(tmp_path, settings)) == expected


def test_a_prefix_without_the_camera_is_told_where_two_render(tmp_path: Path) -> None:
    second = 'createNode transform -n "d"; createNode camera -n "dShape" -p "d";'
    found = read(tmp_path, 'setAttr ".ifp" -type "string" "x";', second)
    assert [problem.code for problem in found.problems] == ["prefix_without_camera"]
    assert read(tmp_path, 'setAttr ".ifp" -type "string" "x_<Camera>";', second).problems == ()
    assert read(tmp_path, "", second).problems == (), "without a prefix Maya makes a folder for each"


def test_a_prefix_without_the_layer_is_told_where_two_render(tmp_path: Path) -> None:
    nodes = 'createNode renderLayer -n "a"; createNode renderLayer -n "b"; setAttr ".rndr" no;'
    found = read(tmp_path, 'setAttr ".ifp" -type "string" "x";', nodes)
    assert [problem.code for problem in found.problems] == ["prefix_without_layer"]
    assert read(tmp_path, 'setAttr ".ifp" -type "string" "x_%l";', nodes).problems == ()


def test_aovs_of_one_name_are_told(tmp_path: Path) -> None:
    aov = 'createNode RedshiftAOV -n "{n}"; setAttr ".name" -type "string" "Z";'
    nodes = ['createNode RedshiftOptions -s -n "redshiftOptions";', aov.format(n="a"), aov.format(n="b")]
    found = read(tmp_path, 'setAttr ".ren" -type "string" "redshift";', *nodes)
    assert [problem.code for problem in found.problems] == ["prefix_without_aov"]


def test_a_name_without_a_number_is_told_where_many_frames_render(tmp_path: Path) -> None:
    node = 'createNode rmanGlobals -s -n "rmanGlobals"; setAttr ".imageFileFormat" -type "string" "<scene>.<ext>";'
    found = read(tmp_path, 'setAttr ".ren" -type "string" "renderman"; setAttr ".an" yes;', node)
    assert [problem.code for problem in found.problems] == ["name_without_frame"]


def test_no_renderable_layer_is_an_error(tmp_path: Path) -> None:
    found = read(tmp_path, "", 'createNode renderLayer -n "defaultRenderLayer"; setAttr ".rndr" no;')
    assert [(problem.severity, problem.code) for problem in found.problems] == [
        ("error", "no_renderable_layer")
    ]


@pytest.mark.parametrize("prefix", ["D:/out/<Scene>", "/mnt/out/x", "//server/out/x", "$OUT/x", "~/x"])
def test_a_prefix_that_leaves_the_images_folder_is_told(tmp_path: Path, prefix: str) -> None:
    found = read(tmp_path, f'setAttr ".ifp" -type "string" "{prefix}";')
    assert [problem.code for problem in found.problems] == ["prefix_absolute"]


def arnold(folder: Path, driver: str, prefix: str, *options: str) -> Tuple[List[str], List[str]]:
    nodes = [
        'createNode aiOptions -s -n "defaultArnoldRenderOptions";',
        *options,
        f'createNode aiAOVDriver -s -n "defaultArnoldDriver"; {driver}',
        'createNode aiAOV -n "aiAOV_N"; setAttr ".aovn" -type "string" "N";',
        'connectAttr "aiAOV_N.msg" ":defaultArnoldRenderOptions.aovs" -na;',
    ]
    chosen = f'setAttr ".ren" -type "string" "arnold"; setAttr ".ifp" -type "string" "{prefix}";'
    found = read(folder, chosen, *nodes)
    return names(found), [problem.code for problem in found.problems]


def test_arnold_names_its_aovs_by_merging_and_by_the_prefix(tmp_path: Path) -> None:
    exr = 'setAttr ".ai_translator" -type "string" "exr";'
    assert arnold(tmp_path, exr, "x")[0] == ["beauty/x.exr", "N/x.exr"]
    assert arnold(tmp_path, exr, "x_<RenderPass>")[0] == ["x_beauty.exr", "x_N.exr"]
    merged = 'setAttr ".merge_AOVs" yes;'
    assert arnold(tmp_path, exr + merged, "x")[0] == ["x.exr"]
    png = 'setAttr ".ai_translator" -type "string" "png";'
    assert arnold(tmp_path, png + merged, "x")[0] == ["beauty/x.png", "N/x.png"], "png holds no AOVs"
    assert arnold(tmp_path, exr, "x", 'setAttr ".aovm" 0;')[0] == ["x.exr"]


def test_arnold_that_only_exports_is_an_error(tmp_path: Path) -> None:
    _, codes = arnold(tmp_path, "", "x", 'setAttr ".arnrt" 1;')
    assert codes == ["export_only", "absolute_texture_paths"]


@pytest.mark.parametrize(
    ("settings", "frames", "expected"),
    [
        ('setAttr ".animtp" 0;', "1", ["v.exr"]),
        ('setAttr ".animtp" 1;', "1-2", ["v.0001.exr", "v.0002.exr"]),
        ('setAttr ".animtp" 1; setAttr ".fileNamePadding" 2;', "1-2", ["v.01.exr", "v.02.exr"]),
    ],
)
def test_vrays_own_switch_tells_the_frames(
    tmp_path: Path, settings: str, frames: str, expected: List[str]
) -> None:
    node = f'createNode VRaySettingsNode -s -n "vraySettings"; {settings}'
    more = (
        'setAttr ".fnprx" -type "string" "v"; setAttr ".imgfs" -type "string" "exr (multichannel)";'
        'createNode VRayRenderElement -n "z";'
    )
    found = read(tmp_path, 'setAttr ".ren" -type "string" "vray"; setAttr ".ef" 2;', node + more)
    assert (found.layers[0].frames, names(found)) == (frames, expected)


@pytest.mark.parametrize(
    ("written", "frames"),
    [
        ("1-9;2, 20", "1-9x2,20"),
        ("3 ; 7", None),
        ("1-9 ; 4 , 12", "1-9x4,12"),
        ("5 7-8", "5,7-8"),
        ("-3--1;2", "-3--1x2"),
    ],
)
def test_vrays_listed_frames_have_their_step_after_a_semicolon(
    tmp_path: Path, written: str, frames: Optional[str]
) -> None:
    node = f'createNode VRaySettingsNode -s -n "vraySettings"; setAttr ".animtp" 2; setAttr ".animFrames" -type "string" "{written}";'
    assert read(tmp_path, 'setAttr ".ren" -type "string" "vray";', node).layers[0].frames == frames


def test_vray_frames_that_are_no_frames_are_an_error(tmp_path: Path) -> None:
    node = 'createNode VRaySettingsNode -s -n "vraySettings"; setAttr ".animtp" 2; setAttr ".animFrames" -type "string" "a";'
    found = read(tmp_path, 'setAttr ".ren" -type "string" "vray";', node)
    assert (found.layers[0].frames, [problem.code for problem in found.problems]) == (
        None,
        ["frames_unusable"],
    )
    assert names(found) == []


def test_vray_elements_go_into_folders_of_their_own_where_asked(tmp_path: Path) -> None:
    node = (
        'createNode VRaySettingsNode -s -n "vraySettings"; setAttr ".relements_separateFolders" yes;'
        'setAttr ".dontSaveRgbChannel" yes; createNode VRayRenderElement -n "z";'
    )
    found = read(tmp_path, 'setAttr ".ren" -type "string" "vray";', node)
    assert names(found) == ["z/shot.z.png"]


def test_an_unknown_renderer_is_named_and_has_names_by_mayas_settings(tmp_path: Path) -> None:
    found = read(tmp_path, 'setAttr ".ren" -type "string" "appleseed"; setAttr ".outf" 40;')
    assert (found.renderer, found.layers[0].device, names(found)) == ("appleseed", None, ["shot.exr"])
    assert [problem.code for problem in found.problems] == ["renderer_unknown"]


@given(st.text(alphabet="<>%slcSceneLayr/ab.", max_size=40))
def test_no_token_is_left_in_any_name(template: str) -> None:
    values = {"scene": "S", "layer": "L", "renderlayer": "L", "camera": "C"}
    assert "<Scene>" not in expand(template, values)
    assert expand(template, values).count("//") == 0
