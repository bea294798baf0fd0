"""Which attributes of which nodes name files, and what is sent along with them."""

from __future__ import annotations

import os
from pathlib import Path
from typing import List, Tuple

import pytest

from rb_maya.file_nodes import FILE_ATTRIBUTES, kind_by_ending
from rb_maya.reader import read_scene
from tests.maya_reader.file_scenes import codes, files, kinds, node, put, snapshot_of, texts, texture


@pytest.mark.parametrize(
    "entry", [e for e in FILE_ATTRIBUTES if not e.folder], ids=lambda e: e.node_type + "." + e.long
)
def test_every_attribute_of_the_table_is_found_by_either_name(entry: object, tmp_path: Path) -> None:
    assert isinstance(entry, type(FILE_ATTRIBUTES[0]))
    put(tmp_path, "one.bin")
    put(tmp_path, "two.bin")
    snapshot = snapshot_of(
        tmp_path,
        node(entry.node_type, f"{entry.long}=one.bin", name="a"),
        node(entry.node_type, f"{entry.short}=two.bin", name="b"),
    )
    assert kinds(snapshot) == [("one.bin", entry.kind), ("two.bin", entry.kind)]


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("a/b.ABC", "alembic"),
        ("x.ass.gz", "standin"),
        ("x.py", "script"),
        ("x.cube", "lut"),
        ("noending", "file"),
    ],
)
def test_a_file_s_kind_is_told_by_its_ending_where_nothing_else_tells(path: str, kind: str) -> None:
    assert kind_by_ending(path) == kind


def test_attributes_marked_as_file_names_are_found_on_any_node(tmp_path: Path) -> None:
    put(tmp_path, "sourceimages/tool.py")
    marked = 'addAttr -ln "tool" -sn "tl" -uaf -dt "string";\n\tsetAttr ".tl" -type "string" "tool.py";'
    snapshot = snapshot_of(tmp_path, node("transform", name="t") + "\n\t" + marked)
    assert kinds(snapshot) == [("tool.py", "script")]


def test_alembic_layers_are_one_list(tmp_path: Path) -> None:
    put(tmp_path, "a.abc")
    put(tmp_path, "b.abc")
    layers = 'createNode AlembicNode -n "n";\n\tsetAttr ".fns" -type "stringArray" 2 "a.abc" "b.abc";'
    assert kinds(snapshot_of(tmp_path, layers)) == [("a.abc", "alembic"), ("b.abc", "alembic")]


def test_procedurals_of_meshes_lists_of_files_and_shaders_are_found_and_files_yet_to_be_written_are_not_missed() -> (
    None
):
    project = Path(__file__).resolve().parent.parent / "scenes" / "procedurals"
    snapshot = read_scene(project / "procedurals.ma")
    assert files(snapshot, project) == [
        "sourceimages/rust.osl",
        "cache/stool.0001.rs",
        "cache/stool.0002.rs",
        "cache/light.rsmap",
        "sourceimages/front.png",
        "sourceimages/side.png",
        "cache/crowd.ass.gz",
        "cache/city.abc",
        "sourceimages/rust.oso",
    ]
    assert set(codes(snapshot)) == {"content_not_looked_into"}


def test_meshes_are_asked_for_procedurals_only_where_the_scene_needs_mtoa(tmp_path: Path) -> None:
    mesh = node("mesh", "dso=gone.ass", name="crowd")
    assert files(snapshot_of(tmp_path, mesh), tmp_path) == []
    with_mtoa = snapshot_of(tmp_path, 'requires "mtoa" "5.3.5";', mesh)
    assert [(asset.kind, asset.exists) for asset in with_mtoa.assets[1:]] == [("standin", False)]


def test_vray_s_saved_light_is_sent_only_where_it_is_read(tmp_path: Path) -> None:
    for name in ("imap.vrmap", "imap0001.vrmap", "imap0002.vrmap", "cache.vrlmap"):
        put(tmp_path, name)
    names = ("ifile=imap.vrmap", "fnm=cache.vrlmap")

    def sent(*modes: str) -> List[Tuple[str, str]]:
        return kinds(snapshot_of(tmp_path, node("VRaySettingsNode", *names, *modes, name="vraySettings")))

    assert sent() == []
    assert sent("imode 6", "mode 0") == []
    assert sent("imode 2", "mode 2") == [("imap.vrmap", "cache"), ("cache.vrlmap", "cache")]
    assert sent("imode 7") == [
        ("imap.vrmap", "cache"),
        ("imap0001.vrmap", "cache"),
        ("imap0002.vrmap", "cache"),
    ]


def test_an_assembly_s_representations_are_sent_but_not_a_locator_s_label(tmp_path: Path) -> None:
    put(tmp_path, "scenes/tree.ma", "//Maya ASCII 2024 scene\n// End of tree.ma\n")
    put(tmp_path, "tree.abc")
    assembly = node("assemblyDefinition", "rep[0].rda=tree", "rep[1].rda=tree.ma", "rep[2].rda=tree.abc")
    assert files(snapshot_of(tmp_path, assembly), tmp_path) == ["scenes/tree.ma", "tree.abc"]


def test_a_folder_is_sent_with_all_in_it(tmp_path: Path) -> None:
    put(tmp_path, "mesh/a/1.bif")
    put(tmp_path, "mesh/2.bif")
    if os.name != "nt":
        os.symlink(str(tmp_path / "mesh"), str(tmp_path / "mesh" / "a" / "up"))
    snapshot = snapshot_of(tmp_path, node("BifMeshImportNode", "bifMeshDirectory=mesh"))
    assert files(snapshot, tmp_path) == ["mesh/2.bif", "mesh/a/1.bif"]


def test_twins_are_sent_with_their_textures(tmp_path: Path) -> None:
    for name in (
        *("wood.png", "wood.tx", "wood.png.tx", "wood_sRGB_ACEScg.png.tx", "wood.png.srgb_acescg.tex"),
        *("wood.rstexbin", "wood_bump.png", "wood_bump.png.tx", "woods.tx", "tile.1001.exr", "tile.1001.tx"),
    ):
        put(tmp_path, "sourceimages/" + name)
    snapshot = snapshot_of(tmp_path, texture("wood.png"), texture("tile.<UDIM>.exr", name="tile"))
    assert sorted(name for name, _ in kinds(snapshot)) == [
        *("tile.1001.exr", "tile.1001.tx", "wood.png", "wood.png.srgb_acescg.tex", "wood.png.tx"),
        *("wood.rstexbin", "wood.tx", "wood_sRGB_ACEScg.png.tx"),
    ]
    assert {kind for _, kind in kinds(snapshot)} == {"texture"}


def test_a_twin_that_stands_alone_is_sent_and_told(tmp_path: Path) -> None:
    for name in ("wood.tx", "tile.1001.png.tx", "tile.1002.tx"):
        put(tmp_path, "sourceimages/" + name)
    snapshot = snapshot_of(tmp_path, texture("wood.png"), texture("tile.<UDIM>.png", name="tile"))
    assert [name for name, _ in kinds(snapshot)] == ["wood.tx", "tile.1001.png.tx", "tile.1002.tx"]
    assert texts(snapshot, "twin_used") == [
        "Missing, but what a renderer made of them is there and is sent: 2 of the textures, the first is "
        "tile.<UDIM>.png."
    ]
    assert codes(snapshot) == ["twin_used"]
