"""Where a local file goes on the farm."""

from __future__ import annotations

import pytest

from rb_dcc_core.errors import InputError
from rb_dcc_core.serverpaths import check_sendable, server_path, server_path_of
from tests.support.scenes import asset


@pytest.mark.parametrize(
    ("local", "server"),
    [
        ("D:/a/b", "/D/a/b"),
        ("d:/a/b", "/d/a/b"),
        ("D:\\a\\b.ma", "/D/a/b.ma"),
        ("D:/a/b:c", "/D/a/bc"),
        ("/home/x", "home/x"),
        ("/home/项目/a b.png", "home/项目/a b.png"),
        ("/home/a:b", "home/ab"),
        ("//srv/share/x", "/srv/share/x"),
        ("\\\\srv\\share\\x", "/srv/share/x"),
    ],
)
def test_a_local_path_becomes_the_farms(local: str, server: str) -> None:
    assert server_path(local) == server


@pytest.mark.parametrize(
    ("style", "server"), [("share", "/srv/s/x"), ("keep", "//srv/s/x"), ("bare", "srv/s/x")]
)
def test_a_share_follows_the_one_setting(style: str, server: str) -> None:
    assert server_path("//srv/s/x", style) == server


@pytest.mark.parametrize(
    ("found", "as_written", "server"),
    [
        ("/mnt/tex/a.png", "/mnt/tex/a.png", "mnt/tex/a.png"),
        ("D:/new/a.png", "X:/old/a.png", "/X/old/a.png"),
        ("D:/new/a.png", "X:\\old\\a.png", "/X/old/a.png"),
        ("/new/a.png", "//srv/old/a.png", "/srv/old/a.png"),
        ("D:/p/sourceimages/a.png", "sourceimages/a.png", "/D/p/sourceimages/a.png"),
        ("/p/tex/a.1001.exr", "/p/tex/a.<UDIM>.exr", "p/tex/a.1001.exr"),
        ("/new/a.1001.exr", "/old/a.<UDIM>.exr", "old/a.1001.exr"),
        ("/p/c.0007.vdb", "/p/c.####.vdb", "p/c.0007.vdb"),
        ("/p/tex/a.tx", "/p/tex/a.png", "p/tex/a.tx"),
        ("/p/1001/a.exr", "/p/<UDIM>/a.exr", "p/1001/a.exr"),
        ("/p/a.png", "/p/x/../a.png", "p/a.png"),
        ("/p/a.png", "/p/$SHOT/a.png", "p/a.png"),
        ("/p/a.png", "$ROOT/a.png", "p/a.png"),
        ("/p/a.png", "~/a.png", "p/a.png"),
    ],
)
def test_the_scenes_own_path_counts_wherever_the_file_was_found(
    found: str, as_written: str, server: str
) -> None:
    assert server_path_of(asset(found, as_written)) == server


@pytest.mark.parametrize("path", ["a.ma", "", "scenes/a.ma", "D:a.ma", "~/a.ma"])
def test_a_scene_that_was_never_saved_is_refused(path: str) -> None:
    with pytest.raises(InputError, match=r"is not an absolute path\. Save the scene first\."):
        check_sendable(path)


@pytest.mark.parametrize("path", ["/a.ma", "D:/a.ma", "D:\\a.ma", "//srv/s/a.ma"])
def test_an_absolute_path_of_any_system_is_sendable(path: str) -> None:
    check_sendable(path)


@pytest.mark.parametrize(
    ("path", "mapped"),
    [
        ("/mnt/shows/a/t.png", "/X/shows/a/t.png"),
        ("/mnt/shows/film/t.png", "/farm/film/t.png"),
        ("/mnt/showsreel/t.png", "mnt/showsreel/t.png"),
        ("//SRV/Share/t.png", "/S/t.png"),
        ("d:/Tex/t.png", "/T/t.png"),
        ("/MNT/shows/t.png", "MNT/shows/t.png"),
    ],
)
def test_a_mapped_root_has_its_own_place_and_the_longest_counts(path: str, mapped: str) -> None:
    path_map = (
        ("/mnt/shows", "X:/shows"),
        ("/mnt/shows/film/", "/farm/film/"),
        ("\\\\srv\\share", "/S"),
        ("D:/tex", "T:/"),
    )
    assert server_path(path, path_map=path_map) == mapped
