"""What an upload would come to, before anything is sent."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from rb_dcc_core.errors import Cancelled
from rb_dcc_core.filecache import FileCache, PersistentFileCache, stamp_of
from rb_dcc_core.upload_outlook import MISSING, NEW, SENT, look_at_files
from tests.support.scenes import asset, scene


@pytest.fixture
def textures(tmp_path: Path) -> list[Path]:
    files = [tmp_path / name for name in ("a.png", "b.png")]
    for size, path in zip((100, 300), files):
        path.write_bytes(b"x" * size)
        os.utime(str(path), (1_000_000, 1_000_000))
    return files


def test_the_first_time_everything_is_new(tmp_path: Path, textures: list[Path]) -> None:
    snapshot = scene(tmp_path / "shot.ma", *(asset(path.as_posix()) for path in textures))
    outlook = look_at_files(snapshot, FileCache())
    assert (outlook.count, outlook.size_bytes) == (3, 424)
    assert (len(outlook.new), outlook.new_bytes) == (3, 424)


def test_what_was_sent_and_is_unchanged_is_not_new(tmp_path: Path, textures: list[Path]) -> None:
    cache = PersistentFileCache(tmp_path / "cache")
    for path in textures:
        cache.learn(path.as_posix(), stamp_of(path.as_posix()), "0" * 64)
    cache.close()
    textures[0].write_bytes(b"changed")
    snapshot = scene(tmp_path / "shot.ma", *(asset(path.as_posix()) for path in textures))
    cache = PersistentFileCache(tmp_path / "cache")
    outlook = look_at_files(snapshot, cache)
    cache.close()
    states = {Path(file.reference.path).name: file.state for file in outlook.files}
    assert states == {"a.png": NEW, "b.png": SENT, "shot.ma": NEW}
    assert outlook.new_bytes == 24 + 7


def test_missing_files_stand_first_and_weigh_nothing(tmp_path: Path, textures: list[Path]) -> None:
    gone = asset((tmp_path / "gone.png").as_posix(), exists=False)
    vanished = asset((tmp_path / "vanished.png").as_posix())
    snapshot = scene(tmp_path / "shot.ma", asset(textures[1].as_posix()), gone, vanished, gone)
    outlook = look_at_files(snapshot, FileCache())
    assert [file.state for file in outlook.files] == [MISSING, MISSING, NEW, NEW]
    assert [Path(file.reference.path).name for file in outlook.missing] == ["gone.png", "vanished.png"]
    assert (outlook.count, outlook.size_bytes) == (2, 324)


def test_looking_can_be_stopped(tmp_path: Path) -> None:
    def stop() -> None:
        raise Cancelled()

    with pytest.raises(Cancelled):
        look_at_files(scene(tmp_path / "shot.ma"), FileCache(), stop)
