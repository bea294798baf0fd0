"""Files that only a render layer names, and names that only a renderer's search path makes whole."""

from __future__ import annotations

from pathlib import Path
from typing import List, Optional, Tuple

import pytest

from rb_dcc_core.host import SceneSnapshot
from rb_maya.reader import read_scene
from rb_maya.search_paths import folders_of
from tests.maya_reader.file_scenes import files, node, put, snapshot_of, texture

PROJECT = Path(__file__).resolve().parent.parent / "scenes" / "layer_files"


def found(snapshot: SceneSnapshot) -> List[Tuple[str, str, Optional[str], bool]]:
    root = PROJECT.as_posix() + "/"
    return [
        (asset.path.replace(root, ""), asset.kind, asset.node, asset.exists) for asset in snapshot.assets[1:]
    ]


def test_a_file_name_that_render_setup_overrides_is_sent_as_each_renderable_layer_has_it() -> None:
    snapshot = read_scene(PROJECT / "layer_files.ma")
    assert [(layer.name, layer.renderable) for layer in snapshot.layers] == [
        ("masterLayer", False),
        ("night", True),
        ("both", True),
        ("resting", False),
    ]
    assert found(snapshot) == [
        ("sourceimages/day.png", "texture", "sky", True),
        ("sourceimages/night.0001.png", "sequence", "sky", True),
        ("sourceimages/night.0002.png", "sequence", "sky", True),
        ("sourceimages/lost.png", "texture", "sky", False),
        ("sourceimages/plain.png", "texture", "ground", True),
        ("library/rust.png", "texture", "hull", True),
        ("library/tree.vdb", "volume", "cloudShape", True),
        ("storm.vdb", "volume", "cloudShape", False),
    ]
    assert [problem.node for problem in snapshot.problems if problem.code == "file_missing"] == [
        "sky",
        "cloudShape",
    ]


def test_a_file_name_that_legacy_layers_adjust_is_sent_once_for_all_of_them() -> None:
    snapshot = read_scene(PROJECT / "legacy_files.ma")
    assert found(snapshot) == [
        ("sourceimages/day.png", "texture", "sky", True),
        ("sourceimages/night.0001.png", "texture", "sky", True),
    ]


def tiles(name: str) -> List[Tuple[str, Optional[str], bool]]:
    scene = PROJECT.parent / "layer_tiles" / name
    snapshot = read_scene(scene)
    assert snapshot.problems == ()
    root = scene.parent.as_posix() + "/sourceimages/"
    return [(asset.path.replace(root, ""), asset.node, asset.exists) for asset in snapshot.assets[1:]]


def test_single_tiles_and_added_file_names_are_sent_as_each_layer_has_them() -> None:
    assert tiles("layer_tiles.ma") == [
        ("a.png", "skin", True),
        ("b.png", "skin", True),
        ("night.png", "skin", True),
        ("added.png", "skin", True),
        ("day.cube", "lut", True),
        ("night.cube", "lut", True),
    ], "the adjustments that are left at a Render Setup layer's own node name files that nothing renders"
    assert tiles("legacy_tiles.ma") == [
        ("a.png", "skin", True),
        ("b.png", "skin", True),
        ("dusk.png", "skin", True),
        ("day.cube", "lut", True),
        ("dusk.cube", "lut", True),
    ]


def added_name_below(tmp_path: Path, kind: str, filter_number: int) -> SceneSnapshot:
    scene = (PROJECT.parent / "layer_tiles" / "layer_tiles.ma").read_text(encoding="utf-8")
    scene = scene.replace('setAttr ".tf" 0;', f'setAttr ".tf" {filter_number};')
    scene = scene.replace(
        'createNode network -n "lut";',
        f'createNode transform -n "body";\ncreateNode {kind} -n "lut" -p "body";',
    )
    return read_scene(put(tmp_path, "s.ma", scene))


def test_an_added_file_name_of_a_shape_is_taken_by_the_filter_for_shapes_and_not_by_that_for_transforms(
    tmp_path: Path,
) -> None:
    name = "sourceimages/night.cube"
    shapes, transforms = (added_name_below(tmp_path, "mesh", number) for number in (2, 1))
    assert name in [asset.as_written for asset in shapes.assets]
    assert name not in [asset.as_written for asset in transforms.assets]


def test_whether_a_filter_for_lights_takes_a_node_of_another_type_is_left_to_maya(tmp_path: Path) -> None:
    snapshot = added_name_below(tmp_path, "mesh", 4)
    assert "sourceimages/night.cube" not in [asset.as_written for asset in snapshot.assets]
    assert [problem.node for problem in snapshot.problems if problem.code == "selector_unread"] == [
        "nightLutsSelector"
    ]


def test_the_project_is_looked_into_before_the_search_path(tmp_path: Path) -> None:
    for name in ("library/wood.png", "sourceimages/wood.png"):
        put(tmp_path, name)
    snapshot = snapshot_of(tmp_path, node("aiOptions", "tspath=library"), texture("wood.png"))
    assert files(snapshot, tmp_path) == ["sourceimages/wood.png"]


def test_a_texture_is_not_looked_for_where_procedurals_are(tmp_path: Path) -> None:
    put(tmp_path, "library/wood.png")
    snapshot = snapshot_of(tmp_path, node("aiOptions", "pspath=library"), texture("wood.png"))
    assert files(snapshot, tmp_path) == ["-wood.png"]


def test_a_variable_in_a_search_path_is_the_environments(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = put(tmp_path / "far", "wood.1001.png")
    monkeypatch.setenv("RB_TEST_LIBRARY", (tmp_path / "far").as_posix())
    snapshot = snapshot_of(
        tmp_path / "project", node("aiOptions", "tspath=[RB_TEST_LIBRARY]"), texture("wood.<UDIM>.png")
    )
    assert [(asset.path, asset.exists) for asset in snapshot.assets[1:]] == [(wanted, True)]


@pytest.mark.parametrize(
    ("text", "folders"),
    [
        ("", []),
        ("maps", ["maps"]),
        ("/a:/b;c", ["/a", "/b", "c"]),
        ("D:\\maps;E:/x", ["D:/maps", "E:/x"]),
        ("[ROOT]/maps: ;//server/share", ["${ROOT}/maps", "//server/share"]),
    ],
)
def test_a_search_path_is_split_at_semicolons_and_colons(text: str, folders: List[str]) -> None:
    assert folders_of(text) == folders
