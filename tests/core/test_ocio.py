"""What a colour configuration names: each table once, in the folders of its search path."""

from __future__ import annotations

from typing import List

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rb_dcc_core.named_paths import is_path, search_folders, split
from rb_dcc_core.ocio import Table, tables

CONFIG = """ocio_profile_version: 2
environment: {SHOW: alpha, LOOK: "night"}
search_path: "luts:$SHOW/${LOOK}"
colorspaces:
  - !<ColorSpace>
    from_scene_reference: !<FileTransform> {src: film.spi1d, interpolation: linear}
    # to_reference: !<FileTransform> {src: old.spi1d}
    to_scene_reference: !<GroupTransform>
      children:
        - !<FileTransform> {src: "my look.cube"}
        - !<FileTransform> {src: 'D:/luts/$LOOK.clf'}
        - !<FileTransform> {src: film.spi1d}
        - !<BuiltinTransform> {style: "ACES"}
"""


def written(text: str) -> List[str]:
    return [table.written for table in tables(text.encode("utf-8"), "D:/c")]


def test_each_table_is_named_once_and_remarks_name_none() -> None:
    folders = ("D:/c/luts", "D:/c/alpha/night", "D:/c")
    assert tables(CONFIG.encode("utf-8"), "D:/c") == [
        Table("film.spi1d", folders),
        Table("my look.cube", folders),
        Table("D:/luts/night.clf", folders),
    ]


def test_windows_line_ends_change_nothing() -> None:
    assert tables(CONFIG.replace("\n", "\r\n").encode("utf-8"), "D:/c") == tables(
        CONFIG.encode("utf-8"), "D:/c"
    )


def test_a_search_path_may_be_a_list_and_may_be_missing() -> None:
    text = "search_path:\n  - a\n  - '//srv/luts'\nx: {src: t.cube}\n"
    assert tables(text.encode("ascii"), "D:/c") == [Table("t.cube", ("D:/c/a", "//srv/luts", "D:/c"))]
    assert tables(b"x: {src: t.cube}\n", "/c") == [Table("t.cube", ("/c",))]


def test_a_variable_that_the_configuration_does_not_set_stays_as_it_is() -> None:
    assert written("x: {src: $GRADE/t.cube}") == ["$GRADE/t.cube"]


def test_names_of_any_language_are_read() -> None:
    assert written("x: {src: 颜色/夜.cube}") == ["颜色/夜.cube"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("luts:more", ["luts", "more"]),
        ("C:/luts;D:\\more", ["C:/luts", "D:/more"]),
        ("C:/luts:D:/more", ["C:/luts", "D:/more"]),
        (" a ; ;b", ["a", "b"]),
    ],
)
def test_a_search_path_is_split_whatever_system_wrote_it(text: str, expected: List[str]) -> None:
    assert split(text) == expected


def test_folders_of_a_search_path_are_below_the_file_that_has_it() -> None:
    assert search_folders("luts:D:/all://srv/x", "D:/c") == ["D:/c/luts", "D:/all", "//srv/x"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [("a.cube", True), ("D:/a.cube", True), ("ocio://default", False), ("", False), ("a\nb", False)],
)
def test_what_can_be_a_path(text: str, expected: bool) -> None:
    assert is_path(text) is expected


@given(st.binary(max_size=300) | st.lists(st.sampled_from(CONFIG.split())).map(" ".join).map(str.encode))
def test_any_bytes_are_read(data: bytes) -> None:
    for table in tables(data, "/c"):
        assert is_path(table.written)
        assert table.folders[-1] == "/c"
