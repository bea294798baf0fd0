"""Files that are no 3ds Max scene, or no whole one: a sentence or a problem, never another exception."""

from __future__ import annotations

import contextlib
import struct
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rb_dcc_core.errors import SceneError
from rb_dcc_core.host import SceneSnapshot
from rb_max.asset_metadata import parse_records
from rb_max.config import animation
from rb_max.dll_directory import descriptions
from rb_max.property_set import Malformed, groups
from rb_max.reader import read_scene
from rb_max.summary import summary_of
from tests.support.max_file import (
    GZIP,
    PLAIN,
    ZSTD,
    MaxFile,
    asset_metadata,
    config,
    dll_directory,
    property_set,
)
from tests.support.ole_file import write_ole

FUZZ = settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])


def whole(folder: Path, layout: str) -> bytes:
    scene = MaxFile(
        layout=layout,
        sector=512,
        scene=b"\x23\x20\x0a\0\0\0\0\0\0\0" * 40,
        assets=(("Bitmap", "D:\\a\\b.png", ""),),
        files=("b.png",),
        cameras=("A", "B"),
    )
    return scene.write(folder / "whole.max").read_bytes()


def refusal(folder: Path, data: bytes) -> str:
    path = folder / "scene.max"
    path.write_bytes(data)
    with pytest.raises(SceneError) as caught:
        read_scene(path)
    return str(caught.value)


def test_what_is_no_scene_is_refused_with_what_to_do(tmp_path: Path) -> None:
    assert "is empty. Save the scene again from 3ds Max." in refusal(tmp_path, b"")
    for data in (b"Hello", b"//Maya ASCII 2023 scene\n", b"7z\xbc\xaf\x27\x1c" + bytes(600)):
        assert "is not a 3ds Max scene. Give a .max file that 3ds Max has saved." in refusal(tmp_path, data)


def test_a_cut_off_file_is_refused(tmp_path: Path) -> None:
    data = whole(tmp_path, PLAIN)
    assert "is damaged or not whole. Save the scene again from 3ds Max." in refusal(tmp_path, data[:600])
    assert "is damaged or not whole." in refusal(tmp_path, data[:8])


def test_another_programs_compound_file_is_refused(tmp_path: Path) -> None:
    path = write_ole(tmp_path / "letter.max", {"WordDocument": b"x" * 5000}, 512)
    with pytest.raises(SceneError, match=r"is not a 3ds Max scene\."):
        read_scene(path)


def test_no_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(SceneError, match=r"There is no file .*gone.max"):
        read_scene(tmp_path / "gone.max")
    with pytest.raises(SceneError, match=r"is a folder\. Give the scene file inside it"):
        read_scene(tmp_path)


def test_streams_that_claim_to_be_huge_cost_no_memory(tmp_path: Path) -> None:
    data = bytearray(whole(tmp_path, PLAIN))
    for name in ("Config", "DllDirectory", "Root Entry", "FileAssetMetaData3"):
        at = data.find(name.encode("utf-16-le") + b"\0\0")
        damaged = bytearray(data)
        damaged[at + 120 : at + 128] = struct.pack("<Q", 1 << 31)
        path = tmp_path / "huge.max"
        path.write_bytes(damaged)
        tracemalloc.start()
        try:
            assert isinstance(read_scene(path), SceneSnapshot)
        except SceneError:
            pass
        finally:
            _, peak = tracemalloc.get_traced_memory()
            tracemalloc.stop()
        assert peak < 16 << 20


def test_a_damaged_gzip_stream_costs_only_itself(tmp_path: Path) -> None:
    path = MaxFile(more={"Config": b"\x1f\x8b\x08 and no more"}).write(tmp_path / "a.max")
    assert read_scene(path).fps is None


@FUZZ
@given(data=st.data())
@pytest.mark.parametrize("layout", [PLAIN, GZIP, ZSTD])
def test_a_changed_file_is_read_or_refused(tmp_path: Path, layout: str, data: st.DataObject) -> None:
    content = bytearray(whole(tmp_path, layout))
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(content) - 1) | st.integers(0, 1600))
        with_bytes = data.draw(st.binary(min_size=1, max_size=8) | st.just(b"\xff\xff\xff\xff"))
        content[at : at + len(with_bytes)] = with_bytes
    content = content[: data.draw(st.just(len(content)) | st.integers(0, len(content)))]
    path = tmp_path / "fuzzed.max"
    path.write_bytes(content)
    with contextlib.suppress(SceneError):
        assert read_scene(path).to_json()["schema"] == 1


@FUZZ
@given(st.binary(max_size=400), st.integers(0, 400), st.binary(max_size=20))
def test_any_bytes_in_a_stream_are_read_or_left_out(random: bytes, at: int, piece: bytes) -> None:
    for stored in (
        random,
        _changed(property_set(MaxFile().groups()), at, piece),
        _changed(property_set(MaxFile().groups(), 1200), at, piece),
    ):
        with contextlib.suppress(Malformed):
            summary_of(groups(stored))
    animation(random)
    animation(_changed(config(25, 1, 10), at, piece))
    descriptions(_changed(dll_directory((("a.dlo", "A"),)), at, piece))
    for texts in (2, 3):
        parse_records(_changed(asset_metadata((("Bitmap", "D:\\a", ""),), texts), at, piece), texts)


def _changed(data: bytes, at: int, piece: bytes) -> bytes:
    return data[:at] + piece + data[at + len(piece) :]
