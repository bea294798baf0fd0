"""Archives of one file: read back by a strict reader of our own and by 7-Zip itself, made again byte for byte."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from rb_dcc_core.errors import Cancelled, LocalFileError
from rb_dcc_core.seven_zip import _number, write_archive
from tests.support.seven_zip_reader import _Bytes, read_archive

SEVEN_ZIP = next(filter(None, map(shutil.which, ("7zz", "7z", "7za"))), None)
SCENE = random.Random(7).randbytes(3000) if hasattr(random.Random, "randbytes") else os.urandom(3000)
CONTENTS = [b"", b"x", b"3ds Max" * 300000, SCENE, SCENE * 1200]


def pack(folder: Path, content: bytes, is_stored: bool, name: str = "shot 镜头.max") -> Path:
    (folder / name).write_bytes(content)
    target = folder / "out" / (name + ".7z")
    write_archive(folder / name, target, is_stored)
    return target


@pytest.mark.parametrize("is_stored", [False, True])
@pytest.mark.parametrize("content", CONTENTS, ids=len)
def test_what_is_packed_comes_out_again(tmp_path: Path, content: bytes, is_stored: bool) -> None:
    archive = pack(tmp_path, content, is_stored)
    assert read_archive(archive.read_bytes()) == ("shot 镜头.max", content)
    assert [each.name for each in archive.parent.iterdir()] == [archive.name]


@pytest.mark.skipif(SEVEN_ZIP is None, reason="7-Zip is not installed (Debian: 7zip)")
@pytest.mark.parametrize("is_stored", [False, True])
@pytest.mark.parametrize("content", CONTENTS, ids=len)
def test_7_zip_itself_finds_nothing_wrong(tmp_path: Path, content: bytes, is_stored: bool) -> None:
    archive = pack(tmp_path, content, is_stored, "shot.max")
    tested = subprocess.run([str(SEVEN_ZIP), "t", "-bd", str(archive)], stdout=subprocess.PIPE, check=False)
    assert (tested.returncode, b"Everything is Ok" in tested.stdout, b"Warning" in tested.stdout) == (
        0,
        True,
        False,
    )
    command = [str(SEVEN_ZIP), "x", "-bd", f"-o{tmp_path / 'unpacked'}", str(archive)]
    subprocess.run(command, stdout=subprocess.PIPE, check=True)
    assert (tmp_path / "unpacked" / "shot.max").read_bytes() == content


@pytest.mark.parametrize("is_stored", [False, True])
def test_the_same_file_makes_the_same_archive_whenever_and_wherever(tmp_path: Path, is_stored: bool) -> None:
    for folder, time in (("a", 1), ("b", 2000000000)):
        (tmp_path / folder).mkdir()
        pack(tmp_path / folder, SCENE * 3, is_stored)
        os.utime(str(tmp_path / folder / "shot 镜头.max"), (time, time))
        write_archive(tmp_path / folder / "shot 镜头.max", tmp_path / folder / "again.7z", is_stored)
    made = {path.read_bytes() for path in tmp_path.glob("*/**/*.7z")}
    assert len(made) == 1


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
@given(st.binary(max_size=5000), st.booleans(), st.text("ab 木.é", min_size=1, max_size=20))
def test_any_content_under_any_name_comes_out_again(
    tmp_path: Path, content: bytes, is_stored: bool, name: str
) -> None:
    archive = pack(tmp_path, content, is_stored, f"x{name}x.max")
    assert read_archive(archive.read_bytes()) == (f"x{name}x.max", content)


@given(st.integers(0, 2**64 - 1))
@example(0x7F)
@example(0x80)
@example(0x3FFF)
@example(0x4000)
@example(2**56 - 1)
@example(2**56)
def test_a_number_of_the_format_is_read_back(value: int) -> None:
    written = _number(value)
    read = _Bytes(written)
    assert (read.number(), read.at) == (value, len(written))


def test_progress_is_told_in_bytes_of_the_scene_and_stopping_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.max").write_bytes(SCENE * 1200)
    told = []
    write_archive(tmp_path / "a.max", tmp_path / "a.7z", advance=told.append)
    assert sum(told) == len(SCENE) * 1200

    def stop(size: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        write_archive(tmp_path / "a.max", tmp_path / "b.7z", advance=stop)
    assert sorted(each.name for each in tmp_path.iterdir()) == ["a.7z", "a.max"]


def peak_of(folder: Path, size: int, is_stored: bool) -> int:
    """The most memory that packing a scene of this size takes, the compressor's own included."""
    with open(str(folder / "large.max"), "wb") as scene:
        scene.truncate(size)
    tracemalloc.start()
    try:
        write_archive(folder / "large.max", folder / "large.7z", is_stored)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("is_stored", [False, True])
def test_a_larger_scene_takes_no_more_memory(tmp_path: Path, is_stored: bool) -> None:
    small, large = (peak_of(tmp_path, size, is_stored) for size in (32 << 20, 160 << 20))
    assert large < small + (2 << 20)
    assert ((tmp_path / "large.7z").stat().st_size > 160 << 20) is is_stored


def test_what_the_disk_refuses_is_said(tmp_path: Path) -> None:
    with pytest.raises(LocalFileError, match=r"gone\.max cannot be read"):
        write_archive(tmp_path / "gone.max", tmp_path / "a.7z")
    (tmp_path / "file").write_bytes(b"x")
    with pytest.raises(LocalFileError, match=r"could not be written"):
        write_archive(tmp_path / "file", tmp_path / "file" / "a.7z")
    assert [each.name for each in tmp_path.iterdir()] == ["file"]
