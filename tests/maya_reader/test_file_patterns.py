"""Tokens and numbers in names, and the files on disk they stand for."""

from __future__ import annotations

from pathlib import Path
from typing import List, Optional

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rb_maya.file_patterns import gaps, of_node, pattern_of, unknown_token, with_ending
from tests.maya_reader.file_scenes import codes, files, kinds, node, put, snapshot_of, texts, texture

THERE = (
    *("w.1001.png", "w.1002.png", "w.1000.png", "w.0001.png", "w.12.png", "w.-1.png", "w.u1_v2.png"),
    *("w_u1_v1.png", "w.u0_v0.1001.png", "w.10010.png", "w.x.png"),
)


@pytest.mark.parametrize(
    ("written", "fitting"),
    [
        ("w.<UDIM>.png", ["w.1001.png", "w.1002.png"]),
        ("w.<udim>.png", ["w.1001.png", "w.1002.png"]),
        ("w._MAPID_.png", ["w.1001.png", "w.1002.png", "w.u1_v2.png"]),
        ("w.<UVTILE>.png", ["w.u1_v2.png"]),
        ("w<tile>.png", ["w_u1_v1.png"]),
        ("w.<TileRef>.png", ["w.u1_v2.png"]),
        ("w.u<U>_v<V>.png", ["w.u1_v2.png"]),
        ("w.u$U_v$V.png", ["w.u1_v2.png"]),
        ("w.<UVTILE>.<UDIM>.png", ["w.u0_v0.1001.png"]),
        ("w.<f4>.png", ["w.0001.png", "w.1000.png", "w.1001.png", "w.1002.png", "w.10010.png"]),
        ("w.####.png", ["w.0001.png", "w.1000.png", "w.1001.png", "w.1002.png", "w.10010.png"]),
        ("w.%05d.png", ["w.10010.png"]),
        ("w.<frame.4>.png", ["w.0001.png", "w.1000.png", "w.1001.png", "w.1002.png", "w.10010.png"]),
        (
            "w.<f>.png",
            ["w.-1.png", "w.0001.png", "w.1000.png", "w.1001.png", "w.1002.png", "w.10010.png", "w.12.png"],
        ),
    ],
)
def test_a_token_fits_its_tiles_or_frames(written: str, fitting: List[str]) -> None:
    pattern = pattern_of(written)
    assert pattern is not None
    assert {name for name in THERE if pattern.names.fullmatch(name)} == set(fitting)
    assert all(name.startswith(pattern.prefix) and name.endswith(pattern.suffix) for name in fitting)


@pytest.mark.parametrize("name", ["wood.png", "100%.png", "a<b.png", "$HOME.png", "u$U.png", "<attr:a>.png"])
def test_a_name_without_a_known_token_is_no_pattern(name: str) -> None:
    assert pattern_of(name) is None


@pytest.mark.parametrize(
    ("path", "token"),
    [
        ("a/<attr:tex default:x.png>", "<attr:tex default:x.png>"),
        ("<shapeName>/a.<UDIM>.png", "<shapeName>"),
        ("a.<UDIM>.<f>.png", None),
        ("a<b/c>d.png", None),
    ],
)
def test_a_token_of_the_renderers_own_is_named(path: str, token: Optional[str]) -> None:
    assert unknown_token(path) == token


@pytest.mark.parametrize(
    ("name", "mode", "fits"),
    [
        ("skin_1001.png", 3, "skin_1034.png"),
        ("2048_skin.1011.exr", 3, "2048_skin.1099.exr"),
        ("skin_u0_v0.png", 1, "skin_u3_v12.png"),
        ("skin_U1_V1.png", 2, "skin_U2_V1.png"),
    ],
)
def test_a_first_tile_stands_for_all(name: str, mode: int, fits: str) -> None:
    pattern = of_node(name, mode)
    assert pattern is not None
    assert pattern.names.fullmatch(fits)
    assert pattern.names.fullmatch(name)


@pytest.mark.parametrize(("name", "mode"), [("skin.png", 3), ("skin_1001.png", 0), ("skin_1001.png", 9)])
def test_without_a_tile_in_the_name_there_is_no_pattern(name: str, mode: int) -> None:
    assert of_node(name, mode) is None


def test_the_last_number_of_a_name_is_its_frame() -> None:
    for name, fits in (("a2.0001.exr", "a2.0100.exr"), ("a.exr.0001", "a.exr.12"), ("a1.mp4", "a7.mp4")):
        pattern = of_node(name, is_sequence=True)
        assert pattern is not None
        assert pattern.names.fullmatch(fits)
    assert of_node("plate.exr", is_sequence=True) is None


@pytest.mark.parametrize(
    ("name", "mode", "fits", "never"),
    [
        ("a.1001.0001.png", 3, "a.1002.0012.png", "a.2002.0012.png"),
        ("a.0001.1001.png", 3, "a.0012.1002.png", "a.0012.2002.png"),
        ("a.1001.1001.png", 3, "a.0012.1002.png", "a.0012.2002.png"),
        ("a_u0_v0.7.png", 1, "a_u3_v1.12.png", "a_u3.12.png"),
        ("a.<UDIM>.0001.png", 3, "a.1002.0012.png", "a.<UDIM>.0012.png"),
        ("a_1001_v2.<f>.png", 3, "a_1002_v2.12.png", "a_1002_v3.12.png"),
    ],
)
def test_tiles_and_frames_of_one_name_are_told_apart(name: str, mode: int, fits: str, never: str) -> None:
    pattern = of_node(name, mode, is_sequence=True)
    assert pattern is not None
    assert pattern.names.fullmatch(fits)
    assert not pattern.names.fullmatch(never)
    names = [fits, fits.replace("12", "14")]
    assert gaps(names, pattern) == [13], "a missing tile is no gap"


@pytest.mark.parametrize(
    "name", ["smoke_v003.####.vdb", "plate_v2.<f>.png", "plate_v2.%04d.png", "skin2_<UDIM>.png"]
)
def test_a_number_beside_a_token_is_no_frame(name: str) -> None:
    assert of_node(name, is_sequence=True) is None, "the name's own tokens say it all"


def test_gaps_are_the_frames_between_and_at_most_a_hundred() -> None:
    pattern = pattern_of("p.####.exr")
    assert pattern is not None
    assert gaps(["p.0001.exr", "p.0004.exr", "p.0005.exr"], pattern) == [2, 3]
    assert len(gaps(["p.0001.exr", "p.9000.exr", "p.99999.exr"], pattern)) == 100


def test_twins_of_a_pattern_have_another_ending_or_one_more() -> None:
    pattern = pattern_of("w.<UDIM>.png")
    assert pattern is not None
    twins = with_ending(pattern, "w.<UDIM>.png", (".tx",))
    assert twins is not None
    assert [
        bool(twins.names.fullmatch(n)) for n in ("w.1001.tx", "w.1001.png.tx", "w.1001.png", "v.1001.tx")
    ] == [*(True, True, False, False)]


@given(
    st.text(max_size=30)
    | st.lists(st.sampled_from(["<UDIM>", "#", "%d", "<f", ">", "1001", "_", "$U", "$V"])).map("".join)
)
def test_any_name_is_taken(name: str) -> None:
    pattern_of(name)
    pattern_of(name, in_folder=True)
    unknown_token(name)
    for mode in range(5):
        of_node(name, mode)
        pattern = of_node(name, mode, is_sequence=True)
        assert pattern is None or gaps([name], pattern) == []


def test_tokens_in_folder_names_are_filled_in_the_same_in_the_file_name(tmp_path: Path) -> None:
    for name in ("1001/w.1001.png", "1002/w.1002.png", "1002/w.1003.png", "10020/w.1002.png"):
        put(tmp_path, "sourceimages/" + name)
    put(tmp_path, "sourceimages/1009")
    snapshot = snapshot_of(tmp_path, texture("<UDIM>/w.<UDIM>.png"), texture("<UDIM>/w.1003.png", name="t2"))
    assert files(snapshot, tmp_path) == [
        "sourceimages/1001/w.1001.png",
        "sourceimages/1002/w.1002.png",
        "sourceimages/1002/w.1003.png",
    ]
    assert codes(snapshot) == []


def test_maya_s_frame_extension_and_a_gap_are_told_once(tmp_path: Path) -> None:
    for frame in (1, 2, 9):
        put(tmp_path, f"sourceimages/p.{frame:04}.exr")
    snapshot = snapshot_of(tmp_path, texture("p.0002.exr", "ufe yes"))
    assert kinds(snapshot) == [(f"p.000{frame}.exr", "sequence") for frame in (1, 2, 9)]
    assert texts(snapshot, "sequence_gap") == [
        "tex: frames that are missing in the sequence p.0002.exr: 6, the first is 3. Put them there, if they are rendered."
    ]


def test_image_planes_send_what_they_show(tmp_path: Path) -> None:
    for name in ("a.1.png", "a.2.png", "b.1.mov", "b.2.mov", "c.png", "d.png"):
        put(tmp_path, "sourceimages/" + name)
    snapshot = snapshot_of(
        tmp_path,
        node("imagePlane", "imn=a.1.png", "ufe yes", name="frames"),
        node("imagePlane", "imn=b.1.mov", "ufe yes", "t 2", name="movie"),
        node("imagePlane", "imn=c.png", "t 1", name="fromTexture"),
        node("imagePlane", "imn=d.png", "dm 0", name="notShown"),
    )
    assert kinds(snapshot) == [
        ("a.1.png", "sequence"),
        ("a.2.png", "sequence"),
        ("b.1.mov", "image plane"),
    ]


def test_a_token_that_cannot_be_filled_in_is_told_as_such(tmp_path: Path) -> None:
    snapshot = snapshot_of(tmp_path, node("aiImage", "filename=maps/<attr:tex>.png", name="image"))
    assert texts(snapshot, "token_unknown") == [
        "image: only the renderer can tell what <attr:tex> in maps/<attr:tex>.png stands for; add its files to "
        "the job by hand."
    ]
    assert codes(snapshot) == ["token_unknown"]
