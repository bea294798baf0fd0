"""A server's path never writes outside the folder the user chose."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rb_dcc_core.errors import TransferError
from rb_dcc_core.localpaths import local_path


@pytest.mark.parametrize(
    ("path", "parts"),
    [
        ("7_scene/a.png", ("7_scene", "a.png")),
        ("/7_scene/a.png", ("7_scene", "a.png")),
        ("7_scene\\beauty\\a.png", ("7_scene", "beauty", "a.png")),
        ("7_scene//./a.png", ("7_scene", "a.png")),
        ("/etc/passwd", ("etc", "passwd")),
        ("\\\\server\\share\\a.png", ("server", "share", "a.png")),
        ("项目/a b.png", ("项目", "a b.png")),
        ("console.txt", ("console.txt",)),
        ("a..b/...c", ("a..b", "...c")),
    ],
)
def test_a_path_stays_below_the_folder(tmp_path: Path, path: str, parts: tuple[str, ...]) -> None:
    assert local_path(tmp_path, path) == tmp_path.joinpath(*parts)


@pytest.mark.parametrize(
    "path",
    [
        "../x",
        "a/../../x",
        "a/..",
        "..",
        "..\\x",
        "C:\\x",
        "C:/x",
        "c:x",
        "a/b:stream",
        "con.txt",
        "a/NUL",
        "aux.png",
        "Com1",
        "lpt9.exr",
        "a\x00b",
        "a\nb",
        "a?b",
        "a*b",
        'a"b',
        "a|b",
        "a<b>",
        "a.",
        "a ",
        "a/ /b",
        "",
        "/",
        ".",
        "x" * 256,
        "é" * 128,
        "\ud800.png",
    ],
)
def test_a_path_that_could_do_harm_is_left_out(tmp_path: Path, path: str) -> None:
    with pytest.raises(TransferError) as refused:
        local_path(tmp_path, path)
    text = str(refused.value)
    assert text.endswith("which cannot be written safely; it was left out.")
    assert "\n" not in text
    text.encode("utf-8")


@pytest.mark.skipif(os.name != "posix", reason="links need a right of their own on Windows")
def test_a_link_does_not_lead_out_of_the_folder(tmp_path: Path) -> None:
    chosen, outside = tmp_path / "chosen", tmp_path / "outside"
    (chosen / "inside").mkdir(parents=True)
    outside.mkdir()
    (chosen / "leads_out").symlink_to(outside)
    (chosen / "leads_in").symlink_to(chosen / "inside")
    with pytest.raises(TransferError, match="outside the chosen folder through a link"):
        local_path(chosen, "leads_out/a.png")
    assert local_path(chosen, "leads_in/a.png") == chosen / "leads_in" / "a.png"


@pytest.mark.skipif(os.name != "posix", reason="links need a right of their own on Windows")
def test_the_chosen_folder_may_itself_be_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    assert local_path(tmp_path / "link", "a/b.png") == tmp_path / "link" / "a" / "b.png"


def test_the_folder_need_not_exist_yet(tmp_path: Path) -> None:
    assert local_path(tmp_path / "new", "a.png") == tmp_path / "new" / "a.png"


@settings(max_examples=150)
@given(st.text(max_size=20) | st.text(alphabet="./\\ab:\x00 ", max_size=20))
def test_any_path_stays_below_the_folder_or_is_left_out(path: str) -> None:
    folder = Path("/nonexistent/chosen")
    try:
        target = local_path(folder, path)
    except TransferError:
        return
    real = os.path.normpath(str(target))
    assert real.startswith(os.path.normpath(str(folder)) + os.sep)
