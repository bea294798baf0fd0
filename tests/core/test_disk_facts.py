"""What checks may know of the disk: looked at once."""

from __future__ import annotations

import os
from pathlib import Path
from typing import List

import pytest

from rb_dcc_core import disk_facts
from rb_dcc_core.disk_facts import DiskFacts, look_at_disk
from rb_dcc_core.job import JobSettings
from tests.support.scenes import asset, scene


def test_what_is_as_it_should_be_is_told_so(tmp_path: Path) -> None:
    (tmp_path / "wood.png").write_bytes(b"wood")
    made = scene(tmp_path / "a.ma", asset((tmp_path / "wood.png").as_posix()))
    assert look_at_disk(made, JobSettings()) == DiskFacts(has_project=True)


def test_a_project_folder_that_is_gone_or_none_is_told_apart(tmp_path: Path) -> None:
    gone = scene(tmp_path / "a.ma", project=(tmp_path / "gone").as_posix())
    assert look_at_disk(gone, JobSettings()).has_project is False
    assert look_at_disk(scene(tmp_path / "a.ma", project=None), JobSettings()).has_project is None
    assert look_at_disk(scene(tmp_path / "a.ma", project=gone.scene), JobSettings()).has_project is False


@pytest.mark.parametrize(
    ("name", "is_usable"), [("", None), ("out", True), ("new/er", True), ("file", False), ("file/out", False)]
)
def test_a_file_where_the_results_should_go_is_told(tmp_path: Path, name: str, is_usable: object) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "file").write_bytes(b"")
    settings = JobSettings(output_folder=str(tmp_path / name) if name else "")
    assert look_at_disk(scene(tmp_path / "a.ma"), settings).is_output_folder_usable is is_usable


def test_files_that_may_not_be_read_are_told_once_each(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = [(tmp_path / name).as_posix() for name in ("locked.png", "open.png", "vanished.png")]
    for path in paths[:2]:
        Path(path).write_bytes(b"")
    looked: List[str] = []

    def access(path: str, mode: int) -> bool:
        assert mode == os.R_OK
        looked.append(path)
        return path in (paths[1], made.scene)

    missing = asset("/t/missing.png", exists=False)
    made = scene(tmp_path / "a.ma", *(asset(path) for path in [*paths, paths[0]]), missing)
    monkeypatch.setattr(disk_facts.os, "access", access)
    assert look_at_disk(made, JobSettings()).unreadable == (paths[0],)
    assert looked == [made.scene, *paths]


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_the_right_to_read_it_is_found(tmp_path: Path) -> None:
    locked = tmp_path / "locked.png"
    locked.write_bytes(b"")
    locked.chmod(0)
    made = scene(tmp_path / "a.ma", asset(locked.as_posix()))
    assert look_at_disk(made, JobSettings()).unreadable == (locked.as_posix(),)
