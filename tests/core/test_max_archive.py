"""The archive a 3ds Max scene is sent as: where it stands, how it is packed, when it goes."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from rb_dcc_core import max_archive
from rb_dcc_core.host import SceneSnapshot
from rb_dcc_core.jobfiles import UploadEntry
from rb_dcc_core.locations import Locations
from rb_dcc_core.parcel import COPIED, PACKED, Parcel
from tests.support import scenes
from tests.support.max_scenes import FROM_FILE, scene
from tests.support.seven_zip_reader import read_archive


@pytest.fixture
def shot(tmp_path: Path) -> SceneSnapshot:
    path = tmp_path / "show" / "shot.max"
    path.parent.mkdir()
    path.write_bytes(b"scene" * 1000)
    return scene(scene=path.as_posix())


def parcel_of(snapshot: SceneSnapshot, archive: Path, packing: str = PACKED) -> Parcel:
    entry = UploadEntry(archive.as_posix(), "/show/shot.max.7z", "0" * 32)
    return Parcel(snapshot.scene, {}, (entry,), packing=packing)


def test_a_compressed_scene_is_copied_any_other_packed_and_mayas_sent_as_it_is(tmp_path: Path) -> None:
    assert max_archive.packing_of(scene()) == PACKED
    assert max_archive.packing_of(scene(max_facts=replace(FROM_FILE, is_compressed=True))) == COPIED
    assert max_archive.packing_of(scenes.scene(tmp_path / "a.ma")) == ""


def test_without_lzma_scenes_are_copied(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(max_archive, "can_compress", lambda: False)
    assert max_archive.packing_of(scene()) == COPIED


def test_the_archive_stands_in_the_cache_apart_for_each_state_of_the_scene(shot: SceneSnapshot) -> None:
    first = max_archive.pack_scene(shot)
    assert first.parent.parent == Locations.find().cache / "archives"
    assert read_archive(first.read_bytes()) == ("shot.max", b"scene" * 1000)
    assert max_archive.pack_scene(shot) == first
    Path(shot.scene).write_bytes(b"saved again")
    second = max_archive.pack_scene(shot)
    assert second != first
    assert first.exists()
    assert [each.name for each in Path(shot.scene).parent.iterdir()] == ["shot.max"]


def test_one_that_is_gone_is_made_again_byte_for_byte(shot: SceneSnapshot) -> None:
    archive = max_archive.pack_scene(shot)
    made = archive.read_bytes()
    archive.unlink()
    archive.parent.rmdir()
    max_archive.restore(parcel_of(shot, archive))
    assert archive.read_bytes() == made


def test_one_in_the_cache_is_discarded_one_elsewhere_stays(shot: SceneSnapshot, tmp_path: Path) -> None:
    archive = max_archive.pack_scene(shot)
    max_archive.discard(parcel_of(shot, archive))
    assert not archive.parent.exists()
    kept = max_archive.pack_scene(shot, tmp_path / "dry")
    max_archive.discard(parcel_of(shot, kept))
    assert kept == tmp_path / "dry" / "shot.max.7z"
    assert kept.exists()
    max_archive.discard(parcel_of(shot, Path(shot.scene), packing=""))
    assert Path(shot.scene).exists()


def test_archives_nobody_went_on_with_are_cleared_after_a_month(shot: SceneSnapshot) -> None:
    archive = max_archive.pack_scene(shot)
    other = archive.parent.parent / "0123456789abcdef" / "old.max.7z"
    other.parent.mkdir()
    other.write_bytes(b"old")
    os.utime(str(other), (1, 1))
    max_archive.pack_scene(shot)
    assert not other.parent.exists()
    assert archive.exists()


def test_a_parcel_keeps_how_its_scene_was_packed(shot: SceneSnapshot) -> None:
    parcel = parcel_of(shot, Path("/a.7z"), COPIED)
    assert Parcel.from_json(parcel.to_json()) == parcel
    old = {name: value for name, value in parcel.to_json().items() if name != "packing"}
    assert Parcel.from_json(old).packing == ""
