"""Windows paths in every spelling, judged by Python's own ntpath on every system."""

from __future__ import annotations

import ntpath
from typing import List

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rb_dcc_core.host import FileReference
from rb_dcc_core.serverpaths import server_path, server_path_of
from rb_max.paths import drive_of, file_name, is_absolute, is_foreign, is_of_host, plain_path

SPELLINGS = [
    ("D:\\a\\b.png", "D:/a/b.png", "/D/a/b.png"),
    ("d:/A/B.png", "d:/A/B.png", "/d/A/B.png"),
    ("D:\\My Maps\\木 纹.png", "D:/My Maps/木 纹.png", "/D/My Maps/木 纹.png"),
    ("D:\\a\\..\\b\\.\\c.png", "D:/b/c.png", "/D/b/c.png"),
    ("\\\\srv\\share\\x.png", "//srv/share/x.png", "/srv/share/x.png"),
    ("//Srv/Share/x.png", "//Srv/Share/x.png", "/Srv/Share/x.png"),
    ("\\\\?\\D:\\long\\x.png", "D:/long/x.png", "/D/long/x.png"),
    ("\\\\?\\UNC\\srv\\share\\x.png", "//srv/share/x.png", "/srv/share/x.png"),
    ("\\\\.\\D:\\x.png", "D:/x.png", "/D/x.png"),
    ('"D:\\quoted\\x.png"', "D:/quoted/x.png", "/D/quoted/x.png"),
]


@pytest.mark.parametrize(("stored", "plain", "farm"), SPELLINGS)
def test_a_stored_path_is_plain_here_and_on_the_farm(stored: str, plain: str, farm: str) -> None:
    assert plain_path(stored) == plain
    assert ntpath.normcase(plain_path(stored)) == ntpath.normcase(ntpath.normpath(plain))
    assert server_path(plain_path(stored)) == farm


@pytest.mark.parametrize(
    ("stored", "farm"),
    [
        ("\\\\?\\D:\\long\\x.png", "/D/long/x.png"),
        ("\\\\?\\UNC\\srv\\share\\x.png", "/srv/share/x.png"),
        ("\\\\srv\\share\\x.png", "/srv/share/x.png"),
    ],
)
def test_a_file_found_elsewhere_goes_where_the_scene_stores_it(stored: str, farm: str) -> None:
    asset = FileReference("/home/x/x.png", stored, "texture", None, True, 1)
    assert server_path_of(asset) == farm


def test_a_relative_path_is_looked_for_from_the_scenes_folder() -> None:
    assert plain_path("maps\\a.png", "D:/shots") == "D:/shots/maps/a.png"
    assert plain_path("..\\maps\\a.png", "//srv/share/shots") == "//srv/share/maps/a.png"
    assert plain_path("", "D:/shots") == ""
    assert plain_path("a\0b", "D:/shots") == ""


@pytest.mark.parametrize(
    ("path", "drive"),
    [("d:/a.png", "D:"), ("//srv/share/a.png", "//srv/share"), ("//srv", ""), ("/home/a.png", "")],
)
def test_a_paths_drive_or_share_is_told(path: str, drive: str) -> None:
    assert drive_of(path) == drive


def test_windows_paths_are_foreign_elsewhere() -> None:
    assert is_foreign("D:/a.png", is_windows=False)
    assert is_foreign("//srv/share/a.png", is_windows=False)
    assert not is_foreign("D:/a.png", is_windows=True)
    assert not is_foreign("/home/a.png", is_windows=False)


@pytest.mark.parametrize(
    ("path", "is_own"),
    [
        ("C:/Program Files/Autodesk/3ds Max 2019/maps/uvwunwrap/UV_Checker.png", True),
        ("D:/apps/3dsmax2019/maps/a.png", True),
        ("D:/work/3ds Max/Samples/maps/a.png", False),
        ("D:/work/3ds max 2019 films/maps/a.png", False),
    ],
)
def test_files_that_come_with_3ds_max_are_known(path: str, is_own: bool) -> None:
    assert is_of_host(path) is is_own


@given(st.text(max_size=60))
def test_any_text_is_a_plain_path_once_and_for_all(text: str) -> None:
    plain = plain_path(text, "D:/shots")
    assert "\\" not in plain
    assert plain == "" or is_absolute(plain)
    assert "/" not in file_name(plain)


@given(st.lists(st.text("aB 木.", min_size=1, max_size=5).filter(lambda part: part.strip(" .")), min_size=1))
def test_both_slashes_mean_the_same(parts: List[str]) -> None:
    assert plain_path("D:\\" + "\\".join(parts)) == plain_path("D:/" + "/".join(parts))
