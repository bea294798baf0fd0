"""What a binary scene changes in its references, and the attributes that were added to its nodes."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import List, NamedTuple, Sequence, Tuple

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from rb_dcc_core.host import SceneSnapshot
from rb_maya.binary_edits import Changes, changes
from rb_maya.binary_entries import Added, added
from rb_maya.file_graph import FileGraph
from rb_maya.folders import Folders
from rb_maya.open_file import open_file
from rb_maya.reader import read_scene
from rb_maya.reference_edits import edits, placeholders
from rb_maya.scene_graph import Plug
from rb_maya.workspace import Resolver, Workspace
from tests.support.maya_binary import MayaBinary, change, default_cameras, zero

BOTH = pytest.mark.parametrize("wide", [True, False], ids=["FOR8", "FOR4"])
NOT_READ = "reference_edits_not_read"
PATH = ' -type "string" "D:/maps/new wall.png"'
EDIT = change(2, "in:file1", "fileTextureName", PATH)


def written(scene: MayaBinary, path: Path) -> Path:
    path.write_bytes(scene.data)
    return path


def shot(folder: Path, wide: bool, *leaves: bytes) -> MayaBinary:
    """A scene with a reference whose texture is old.png, and what its reference node holds."""
    inner = MayaBinary(wide)
    inner.node("RTFT", "file1", inner.text("ftn", "old.png"))
    inner.camera("cam", renderable=False)
    written(inner, folder / "inner.mb")
    outer = MayaBinary(wide)
    default_cameras(outer)
    outer.reference("inner.mb", "in", "inRN")
    outer.node("REFN", "inRN", *leaves)
    return outer


def textures(snapshot: SceneSnapshot) -> List[Tuple[str, str]]:
    return [(file.as_written, str(file.node)) for file in snapshot.assets if file.kind == "texture"]


def told(snapshot: SceneSnapshot) -> List[str]:
    return [problem.code for problem in snapshot.problems if problem.code == NOT_READ]


@BOTH
def test_a_texture_repathed_by_an_edit_is_the_one_sent_and_nothing_is_told(
    tmp_path: Path, wide: bool
) -> None:
    leaf = MayaBinary(wide).edits("inRN", [("inRN", [])], [("inRN", [EDIT])])
    snapshot = read_scene(written(shot(tmp_path, wide, leaf), tmp_path / "shot.mb"))
    assert textures(snapshot) == [("D:/maps/new wall.png", "in:file1")]
    assert told(snapshot) == []


EVERY_KIND = [
    change(0, "|in:a", "|group", "-s -r "),
    change(1, "|in:a", "blend", "bl", ' -ci 1 -k 1 -dv 1 -at "double"'),
    change(3, "in:a.message", "in:b.texture", "-na"),
    change(4, "|in:a", "shader", ""),
    change(5, 0, "inRN", "in:a.o", "in:b.i", "inRN.placeHolderList[1]", "inRN.placeHolderList[2]", ""),
    *(change(5, kind, "inRN", "in:a.tx", f"inRN.placeHolderList[{kind}]", "") for kind in (1, 2, 3, 4)),
    change(7, "ignore", ":lightLinker1", 2, "in:a.message", "|light.message", 0),
    change(8, "|in:a", "translateX"),
    change(9, "|in:a", "translateX"),
]


@BOTH
def test_every_kind_of_change_is_passed_on_the_way_to_those_that_matter(tmp_path: Path, wide: bool) -> None:
    shown = change(2, "|in:cam|in:camShape", "renderable", " -k 1 1")
    lists = [[("in:xRN", []), ("inRN", EVERY_KIND)], [("in:xRN", [EVERY_KIND[0]]), ("inRN", [EDIT, shown])]]
    snapshot = read_scene(
        written(shot(tmp_path, wide, MayaBinary(wide).edits("inRN", *lists)), tmp_path / "shot.mb")
    )
    assert textures(snapshot) == [("D:/maps/new wall.png", "in:file1")]
    assert "in:cam" in [camera.name for camera in snapshot.cameras if camera.renderable]
    assert told(snapshot) == []


def test_a_connection_within_the_reference_has_no_placeholder_that_stands_for_a_plug() -> None:
    data = zero("inRN") + struct.pack(">I", 1) + zero("inRN") + struct.pack(">I", len(EVERY_KIND))
    found = changes(b"REFE", data + b"".join(EVERY_KIND))
    assert found is not None
    assert [holder for holder, plug in found.holders if plug == b"in:a.tx"] == [
        f"inRN.placeHolderList[{kind}]".encode() for kind in (1, 2, 3, 4)
    ]
    assert len(found.holders) == 4


def test_a_file_named_by_a_change_of_what_names_no_file_is_not_sent(tmp_path: Path) -> None:
    (tmp_path / "maps").mkdir()
    (tmp_path / "maps" / "note.png").write_bytes(b"12345")
    noted = change(2, "in:file1", "notes", ' -type "string" "maps/note.png"')
    scene = shot(tmp_path, True, MayaBinary().edits("inRN", [("inRN", [noted])]))
    assert textures(read_scene(written(scene, tmp_path / "shot.mb"))) == [("old.png", "in:file1")]


def test_placeholders_of_a_binary_scene_stand_for_the_plugs_of_its_reference(tmp_path: Path) -> None:
    holder = change(5, 3, "inRN", "in:file1.outColor", "inRN.placeHolderList[7]", "")
    scene = shot(tmp_path, True, MayaBinary().edits("inRN", [("inRN", [holder])]))
    scene.node("RLAM", "wall")
    scene.links.append(("inRN.phl[7]", "wall.c"))
    path = written(scene, tmp_path / "shot.mb").as_posix()
    graph = FileGraph(open_file(path), Resolver(Workspace.around(tmp_path.as_posix()), Folders(), {}))
    assert graph.sources("wall", "c") == [Plug("in:file1", "outColor")]


STRANGE = {
    "cut off": b"inRN\0\0\0\0\1inRN\0\0\0\0\1" + EDIT[:-1],
    "one change more than told": b"inRN\0\0\0\0\1inRN\0\0\0\0\1" + EDIT + EDIT,
    "one change fewer": b"inRN\0\0\0\0\1inRN\0\0\0\0\2" + EDIT,
    "an unknown code": b"inRN\0\0\0\0\1inRN\0\0\0\0\2" + EDIT + change(6, "a", "b", "c"),
    "an unknown kind of connection": b"inRN\0\0\0\0\1inRN\0\0\0\0\2"
    + EDIT
    + change(5, 9, "a", "b", "c", "d"),
    "a relation that goes on": b"inRN\0\0\0\0\1inRN\0\0\0\0\2" + EDIT + change(7, "a", "b", 0, 1),
    "no counts": b"inRN\0" + EDIT,
    "something behind": b"inRN\0\0\0\0\1inRN\0\0\0\0\1" + EDIT + b"\0",
    "a huge count": b"inRN\0\xff\xff\xff\xffinRN\0\xff\xff\xff\xff" + EDIT,
    "nothing": b"",
}


@pytest.mark.parametrize("data", STRANGE.values(), ids=STRANGE)
def test_changes_that_do_not_come_out_to_the_byte_are_told_and_not_taken(tmp_path: Path, data: bytes) -> None:
    scene = MayaBinary()
    leaf = scene.leaf("REFE", zero("ed") + b" " + data)
    snapshot = read_scene(written(shot(tmp_path, True, leaf), tmp_path / "shot.mb"))
    assert textures(snapshot) == [("old.png", "in:file1")]
    assert told(snapshot) == [NOT_READ]


def test_a_reference_without_changes_has_none_to_tell(tmp_path: Path) -> None:
    snapshot = read_scene(written(shot(tmp_path, True), tmp_path / "shot.mb"))
    assert textures(snapshot) == [("old.png", "in:file1")]
    assert told(snapshot) == []


@given(data=st.binary(max_size=80) | st.lists(st.sampled_from([EDIT, *EVERY_KIND])).map(b"".join))
@example(data=b"inRN\0" + b"\0\0\0\0" * 9)
def test_any_bytes_are_changes_or_none(data: bytes) -> None:
    found = changes(b"REFE", data)
    assert found is None or isinstance(found, Changes)
    assert changes(b"RFED", data) is None


class Edited(NamedTuple):
    node: str
    attribute: str
    command: str


names = st.text("abc:_|[]1", min_size=1, max_size=9)
values = st.sampled_from(
    [" 1", " -k 1 0", " -av", ' -type "double3" 0 1 2', ' -type "string" "a\\\\b \\"c\\".png"']
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(made=st.lists(st.builds(Edited, names, names, values), max_size=5), wide=st.booleans())
def test_edits_are_the_same_from_both_of_mayas_formats(
    tmp_path: Path, made: Sequence[Edited], wide: bool
) -> None:
    scene = MayaBinary(wide)
    scene.node("REFN", "inRN", scene.edits("inRN", [("inRN", [change(2, *one) for one in made])]))
    file = open_file(written(scene, tmp_path / "shot.mb").as_posix())
    lines = (f'\t\t2 "{node}" "{name}" "{escaped(command)}"\n' for node, name, command in made)
    statement = 'setAttr ".ed" -type "dataReferenceEdits" \n\t\t"inRN"\n\t\t"inRN" 9\n' + "".join(lines)
    assert list(file.edits(file.nodes[0])) == list(edits(statement.encode(), "utf-8"))


def escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')


def test_flags_of_an_edit_are_no_values_and_flags_alone_change_nothing() -> None:
    lines = '2 "a" "renderable" " -k 1 -cb 0 1"\n2 "a" "visibility" " -av"\n2 "a" "shown" " -av -k 1 0"'
    found = [(edit.attribute, edit.value) for edit in edits(lines.encode(), "utf-8")]
    assert found == [("renderable", 1), ("shown", 0)]


def test_a_connection_of_any_kind_with_outside_tells_what_its_placeholder_stands_for() -> None:
    lines = [f'5 {kind} "aRN" "a:x.o{kind}" \n\t\t"aRN.placeHolderList[{kind}]" ""' for kind in range(6)]
    assert list(placeholders("\n".join(lines).encode(), "utf-8")) == [
        ("aRN.placeHolderList[1]", "a:x.o1"),
        ("aRN.placeHolderList[2]", "a:x.o2"),
        ("aRN.placeHolderList[3]", "a:x.o3"),
        ("aRN.placeHolderList[4]", "a:x.o4"),
    ]


def attribute(kind: bytes, flags: int, *rest: bytes) -> bytes:
    """An added attribute's leaf, in the order of bytes that Maya 2018 and 2020 save."""
    return kind + struct.pack(">I", flags) + b"".join(rest)


ONE, NONE, END = b"\0\0\0\1", b"\0\0\0\0", b"\0\0\0\0"


def test_added_attributes_are_read_as_maya_saves_them() -> None:
    nice = attribute(b"aBOL", 0x00F8804E, ONE, NONE, b"doubleSided\0ds\0Two Sides\0", END, b"\0" * 8)
    nice += struct.pack(">d", 1.0) + b"DBLE" + struct.pack(">d", 1.0)
    soft = attribute(
        b"aLI1", 0x00F878C8, ONE, NONE, b"handle\0\0", END, bytes(16), b"DBLE", struct.pack(">d", 4.0)
    )
    text = attribute(b"aTYP", 0x00F840C0, ONE, b"STR note\0nt\0", END)
    three = attribute(b"aFL3", 0x00F80450, b"\0\0\0\3", b"\0\0\0\4FLT3DBL3SRT3LNG3colour\0cl\0", END)
    assert [added(leaf) for leaf in (nice, soft, text, three)] == [
        Added("doubleSided", "ds", False, True),
        Added("handle", "handle", False, 4),
        Added("note", "nt", True, ""),
        None,
    ]


@pytest.mark.parametrize("bit", [0x00010000, 0x00020000, 0x00040000, 0x02000000, 0x80000000])
def test_a_bare_file_name_counts_where_the_attribute_may_be_marked_as_one(tmp_path: Path, bit: int) -> None:
    scene = MayaBinary()
    for name, value in (("map", "wall.png"), ("version", "1.5"), ("kind", "mel"), ("note", "two\nlines.png")):
        leaves = (scene.added_text(name, flags=0x00F840C0 | bit), scene.text(name, value))
        scene.node("XFRM", name + "Node", *leaves)
    scene.node("XFRM", "plain", scene.added_text("map"), scene.text("map", "other.png"))
    found = [
        (file.as_written, file.node) for file in read_scene(written(scene, tmp_path / "a.mb")).assets[1:]
    ]
    assert found == [("wall.png", "mapNode")]
