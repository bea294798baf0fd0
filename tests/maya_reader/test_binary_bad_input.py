"""Binary files that are no scene, or no whole one: a sentence or a problem, never another exception."""

from __future__ import annotations

import struct
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from rb_dcc_core.errors import SceneError
from rb_dcc_core.host import SceneSnapshot
from rb_maya.open_file import open_file
from rb_maya.reader import read_scene
from tests.support.maya_binary import MayaBinary, default_cameras, zero


def write(folder: Path, data: bytes) -> Path:
    path = folder / "scene.mb"
    path.write_bytes(data)
    return path


def refusal(folder: Path, data: bytes) -> str:
    with pytest.raises(SceneError) as caught:
        read_scene(write(folder, data))
    return str(caught.value)


def whole(wide: bool = True) -> MayaBinary:
    scene = MayaBinary(wide)
    scene.plugin("mtoa", "3.1.2", {"aiStandIn": 0x00115D00})
    scene.reference("other.mb", "other", "otherRN")
    default_cameras(scene)
    scene.node(
        "RTFT", "file1", scene.added_text("extra"), scene.text("ftn", "a.png"), scene.text("extra", "b/c.png")
    )
    scene.node("RNDL", "beauty", scene.number("adjs[0].val", 640.0))
    scene.node("REFN", "otherRN", scene.leaf("RFED", zero("ed") + b" \0"))
    scene.select("time1", scene.time("o", 12))
    scene.select("defaultRenderGlobals", scene.text("ren", "arnold"), scene.time("ef", 48))
    scene.links.append(("renderLayerManager.rlmi[1]", "beauty.rlid"))
    scene.links.append(("defaultResolution.w", "beauty.adjs[0].plg"))
    return scene


WIDE, NARROW = whole(True).data, whole(False).data
BOTH = pytest.mark.parametrize("data", [WIDE, NARROW], ids=["FOR8", "FOR4"])


@pytest.mark.parametrize("data", [b"", b"\0" * 64, b" \n"])
def test_an_empty_file_is_refused(tmp_path: Path, data: bytes) -> None:
    assert "is empty. Save the scene again from Maya." in refusal(tmp_path, data)


@pytest.mark.parametrize(
    "data",
    [b"Hello", b"RIFF\0\0\0\x04WAVE", b"FOR4", b"FOR8\0\0\0\0", b"FOR4\0\0\0\x04ILBM", b"FOR9\0\0\0\x04Maya"],
)
def test_another_kind_of_file_is_refused(tmp_path: Path, data: bytes) -> None:
    text = refusal(tmp_path, data)
    assert "is not a Maya binary scene." in text or "is cut off or damaged (at byte 0)." in text


def test_an_ascii_scene_with_the_wrong_ending_is_told_apart(tmp_path: Path) -> None:
    assert "is a Maya ASCII scene. Give it the ending .ma" in refusal(tmp_path, b"//Maya ASCII 2023 scene\n")


@BOTH
def test_a_scene_cut_off_anywhere_is_refused(tmp_path: Path, data: bytes) -> None:
    for size in range(13, len(data), 7):
        assert "is cut off or damaged (at byte 0)" in refusal(tmp_path, data[:size])


@BOTH
def test_a_part_that_claims_to_be_longer_than_the_scene_is_told_with_its_place(
    tmp_path: Path, data: bytes
) -> None:
    place = data.index(b"CREA")
    header = 16 if data is WIDE else 8
    bad = bytearray(data)
    bad[place + header - 4 : place + header] = b"\xff\xff\xff\xff"
    found = read_scene(write(tmp_path, bytes(bad))).problems
    texts = [problem.message.text() for problem in found if problem.code == "scene_damaged"]
    path = (tmp_path / "scene.mb").as_posix()
    assert texts == [
        f"{path}: 1 parts of the scene are damaged (at byte {place}); what follows in them is not read."
    ]


def test_a_size_of_all_there_is_costs_no_memory(tmp_path: Path) -> None:
    path = write(tmp_path, b"FOR8\0\0\0\0" + b"\xff" * 8 + b"Maya" + b"\0" * 100)
    tracemalloc.start()
    with pytest.raises(SceneError):
        open_file(path.as_posix())
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 100_000


def test_groups_nested_ten_thousand_deep_are_stepped_over(tmp_path: Path) -> None:
    scene, inner = whole(), b""
    for _ in range(10_000):
        inner = b"FOR8\0\0\0\0" + struct.pack(">Q", len(inner) + 4) + b"DEEP" + inner
    scene.groups.append(inner)
    assert read_scene(write(tmp_path, scene.data)).renderer == "arnold"


def test_a_count_of_four_billion_texts_is_no_list_of_that_length(tmp_path: Path) -> None:
    scene = whole()
    scene.node("RTFT", "bomb", scene.leaf("STR#", zero("ftn") + b" \xff\xff\xff\xff" + b"a\0"))
    codes = [problem.code for problem in read_scene(write(tmp_path, scene.data)).problems]
    assert "value_not_decoded" in codes


def test_a_hundred_thousand_values_of_a_node_nobody_asks_for_are_not_kept(tmp_path: Path) -> None:
    scene = whole(wide=False)
    scene.node("NTWK", "bomb", *[scene.number(f"a{number}", 1.0) for number in range(100_000)])
    path = write(tmp_path, scene.data)
    tracemalloc.start()
    open_file(path.as_posix())
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 2 * path.stat().st_size


def test_texts_that_are_not_utf_8_are_told_once(tmp_path: Path) -> None:
    scene = whole()
    scene.node("RTFT", "old", scene.leaf("STR ", zero("ftn") + b" \xc8\xfd.png\0"))
    scene.node("RTFT", "older", scene.leaf("STR ", zero("ftn") + b" \xc8\xfe.png\0"))
    problems = read_scene(write(tmp_path, scene.data)).problems
    assert [problem.code for problem in problems].count("codeset_guessed") == 1


def read_or_refuse(folder: Path, data: bytes) -> None:
    try:
        snapshot = read_scene(write(folder, data))
    except SceneError:
        return
    assert isinstance(snapshot, SceneSnapshot)
    assert snapshot.to_json()["schema"] == 1


quick = settings(max_examples=120, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)


@quick
@given(data=st.binary(max_size=300), start=st.sampled_from([b"", b"FOR4", b"FOR8", b"FOR8\0\0\0\0\0\0\0\0"]))
def test_any_bytes_give_a_snapshot_or_a_scene_error(tmp_path: Path, data: bytes, start: bytes) -> None:
    read_or_refuse(tmp_path, start + data)


edits = st.lists(
    st.tuples(st.integers(min_value=0), st.binary(min_size=1, max_size=9)), min_size=1, max_size=6
)


@quick
@given(edits=edits, wide=st.booleans())
@example(edits=[(60, b"\xff" * 8)], wide=True)
def test_a_scene_with_bytes_changed_anywhere_does_too(
    tmp_path: Path, edits: list[tuple[int, bytes]], wide: bool
) -> None:
    data = bytearray(WIDE if wide else NARROW)
    for place, piece in edits:
        at = place % len(data)
        data[at : at + len(piece)] = piece
    read_or_refuse(tmp_path, bytes(data))


TAGS = [
    "CREA",
    "SLCT",
    "ATTR",
    "FLGS",
    "STR ",
    "STR#",
    "DBLE",
    "DBL3",
    "CMPD",
    "I32#",
    "PLUG",
    "FINF",
    "VERS",
]
TAGS += ["TUNI", "TDUR", "FREF", "FRDI", "CWFL", "RELA"]
KINDS = [
    "HEAD",
    "FREF",
    "FRDI",
    "SLCT",
    "XFRM",
    "DCAM",
    "RTFT",
    "RNDL",
    "RNLM",
    "REFN",
    "CONS",
    "CONN",
    "RGLB",
    "\0\0\0\1",
]
names = st.sampled_from(
    [b"\x80file1\0", b"\x04cam\0cam\0", b"ftn\0 a.png\0", b"fs\0 ", b":time1", b":defaultRenderGlobals"]
)
contents = st.tuples(names | st.just(b""), st.binary(max_size=24)).map(b"".join)
leaves = st.tuples(st.sampled_from(TAGS), contents)
groups = st.lists(st.tuples(st.sampled_from(KINDS), st.lists(leaves, max_size=5)), max_size=6)


@quick
@given(groups=groups, wide=st.booleans())
def test_any_order_of_mayas_parts_does_too(
    tmp_path: Path, groups: list[tuple[str, list[tuple[str, bytes]]]], wide: bool
) -> None:
    scene = MayaBinary(wide)
    for kind, found in groups:
        scene.groups.append(scene.group(kind, [scene.leaf(tag, data) for tag, data in found]))
    read_or_refuse(tmp_path, scene.data)


@pytest.mark.parametrize("index", ["\u00b2:3", "0:" + "9" * 5000, "9" * 5000, "-1:2", ":", "1:0"])
def test_an_index_that_is_no_number_of_an_array_is_passed_over(tmp_path: Path, index: str) -> None:
    scene = whole()
    scene.node("RNLM", "renderLayerManager", scene.number(f"rlmi[{index}]", 1.0, 2.0))
    scene.node("RTFT", "tiles", scene.number("uvt", 4.0), scene.text(f"eut[{index}].eutn", "a.png"))
    assert read_scene(write(tmp_path, scene.data)).renderer == "arnold"
