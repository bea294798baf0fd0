"""The formats that a layer may be written in, as its renderer's reader tells them, and the images of the other kind."""

from __future__ import annotations

from pathlib import Path
from typing import List, Optional, Tuple

import pytest

from rb_dcc_core.host import RenderLayer
from rb_dcc_core.job import JobSettings, chosen_layers
from rb_dcc_core.outputs import first_names
from rb_maya.reader import read_scene
from rb_maya.renderers import renderer
from rb_maya.renderers.base import _FORMATS, _MOVIES
from rb_maya.renderers.redshift import _FORMATS as _REDSHIFT_FORMATS

ARNOLD = (
    'createNode aiOptions -s -n "defaultArnoldRenderOptions"; setAttr ".aovMode" 1;',
    'createNode aiAOVDriver -s -n "defaultArnoldDriver"; setAttr ".ai_translator" -type "string" "{format}";'
    ' setAttr ".merge_AOVs" yes;',
    'createNode aiAOV -n "aov1"; setAttr ".name" -type "string" "N"; setAttr ".enabled" yes;',
    'connectAttr "aov1.msg" ":defaultArnoldRenderOptions.aovs" -na;',
)
VRAY = (
    'createNode VRaySettingsNode -s -n "vraySettings"; setAttr ".imageFormatStr" -type "string" "{format}";'
    ' setAttr ".animType" 1;',
    'createNode VRayRenderElement -n "vrayRE_Z";',
)
REDSHIFT = (
    'createNode RedshiftOptions -s -n "redshiftOptions"; setAttr ".imageFormat" {format};'
    ' setAttr ".exrForceMultilayer" yes;',
    'createNode RedshiftAOV -n "aov1"; setAttr ".name" -type "string" "Z"; setAttr ".enabled" yes;',
)


def read(folder: Path, name: str, *nodes: str, image_format: object = "") -> Tuple[RenderLayer, Path]:
    path = folder / "shot.ma"
    lines = ["//Maya ASCII 2024 scene", 'createNode transform -n "c"; createNode camera -n "cShape" -p "c";']
    lines += [line.replace("{format}", str(image_format)) for line in nodes]
    lines += ["select -ne :defaultRenderGlobals;", f'setAttr ".ren" -type "string" "{name}";']
    lines += ['setAttr ".an" yes; setAttr ".ef" 2; setAttr ".pff" yes; setAttr ".peie" 1; setAttr ".ep" 4;']
    path.write_text("\n".join([*lines, "// End of shot.ma", ""]), encoding="utf-8")
    return read_scene(path).layers[0], path


def names_in(path: Path, chosen: Optional[str]) -> List[str]:
    formats = () if chosen is None else (("masterLayer", chosen),)
    return list(first_names(chosen_layers(read_scene(path), JobSettings(layer_formats=formats))[0]))


@pytest.mark.parametrize(
    ("name", "first", "count"),
    [
        ("mayaSoftware", ["exr", "png", "jpg", "tif", "tga", "iff"], 17),
        ("mayaHardware2", ["exr", "png", "jpg", "tif", "tga", "iff"], 17),
        ("arnold", ["exr", "deepexr", "png", "tif", "jpg"], 5),
        ("vray", ["exr", "exr (multichannel)", "exr (deep)", "png"], 10),
        ("redshift", ["exr", "png", "jpg", "tif", "tga", "iff"], 6),
        ("renderman", [], 0),
        ("maxwell", [], 0),
    ],
)
def test_a_layer_tells_what_its_renderer_writes(
    tmp_path: Path, name: str, first: List[str], count: int
) -> None:
    layer, _ = read(tmp_path, name)
    told = [each.name for each in layer.formats]
    assert (told[: len(first)], len(told)) == (first, count)
    assert len(set(told)) == len(told)


def test_the_tables_of_formats_and_of_what_is_offered_agree() -> None:
    assert {each.name for each in renderer("mayaSoftware").formats} == set(_FORMATS.values()) - set(_MOVIES)
    assert {each.name for each in renderer("redshift").formats} == set(_REDSHIFT_FORMATS.values())


@pytest.mark.parametrize(
    ("name", "nodes", "own", "chosen", "before", "after"),
    [
        ("arnold", ARNOLD, "exr", "png", ["shot.0001.exr"], ["beauty/shot.0001.png", "N/shot.0001.png"]),
        ("arnold", ARNOLD, "png", "exr", ["beauty/shot.0001.png", "N/shot.0001.png"], ["shot.0001.exr"]),
        ("arnold", ARNOLD, "exr", "deepexr", ["shot.0001.exr"], ["shot.0001.exr"]),
        (
            "vray",
            VRAY,
            "exr (multichannel)",
            "png",
            ["shot.0001.exr"],
            ["shot.0001.png", "shot.vrayRE_Z.0001.png"],
        ),
        (
            "vray",
            VRAY,
            "png",
            "exr (deep)",
            ["shot.0001.png", "shot.vrayRE_Z.0001.png"],
            ["shot.0001.exr"],
        ),
        ("redshift", REDSHIFT, 1, "tif", ["shot.0001.exr"], ["shot.0001.tif", "shot.Z.0001.tif"]),
        ("redshift", REDSHIFT, 2, "exr", ["shot.0001.png", "shot.Z.0001.png"], ["shot.0001.exr"]),
        ("mayaSoftware", (), "", "png", ["shot.0001.iff"], ["shot.0001.png"]),
    ],
)
def test_the_names_are_those_the_scene_would_have_with_that_format(
    tmp_path: Path,
    name: str,
    nodes: Tuple[str, ...],
    own: object,
    chosen: str,
    before: List[str],
    after: List[str],
) -> None:
    _, path = read(tmp_path, name, *nodes, image_format=own)
    assert names_in(path, None) == before
    assert names_in(path, chosen) == after


def test_without_aovs_no_other_images_are_kept(tmp_path: Path) -> None:
    layer, _ = read(tmp_path, "arnold", *ARNOLD[:2], image_format="exr")
    assert layer.images
    assert layer.other_images == ()
