"""Vendored packages stand behind everything else; a copy that wins and is too old is named."""

from __future__ import annotations

import importlib
import re
import sys
from pathlib import Path
from typing import Callable, Iterator

import pytest

from rb_dcc_core import vendoring


@pytest.fixture(autouse=True)
def _path_as_before(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(sys, "path", list(sys.path))
    yield
    importlib.invalidate_caches()


def package(folder: Path, name: str, release: str) -> Path:
    (folder / name).mkdir(parents=True)
    (folder / name / "__init__.py").write_text("", encoding="ascii")
    (folder / f"{name}-{release}.dist-info").mkdir()
    return folder


def test_the_folder_comes_last_and_once(tmp_path: Path) -> None:
    assert vendoring.use_vendored(tmp_path)
    assert vendoring.use_vendored(tmp_path / "." / "")
    assert sys.path[-1] == str(tmp_path)
    assert sys.path.count(str(tmp_path)) == 1


def test_where_there_is_no_folder_nothing_changes(tmp_path: Path) -> None:
    before = list(sys.path)
    assert vendoring.use_vendored(tmp_path / "absent") is False
    assert sys.path == before


def test_a_studios_older_copy_is_named_with_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, expected_logs: Callable[..., None]
) -> None:
    monkeypatch.setattr(vendoring, "OLDEST", {"studio_requests": (2, 31), "studio_retry": (8, 2)})
    package(tmp_path, "studio_requests", "2.22.0")
    sys.path.insert(0, str(package(tmp_path, "studio_retry", "9.1.2")))
    importlib.invalidate_caches()
    expected_logs("studio_requests 2.22.0 comes before the one that Renderbus brings and is older than 2.31")
    assert vendoring.warn_of_older_copies() == ["studio_requests"]


def test_a_copy_that_tells_no_release_is_let_be(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vendoring, "OLDEST", {"studio_requests": (2, 31), "studio_absent": (1,)})
    (tmp_path / "studio_requests").mkdir()
    (tmp_path / "studio_requests" / "__init__.py").write_text("", encoding="ascii")
    sys.path.insert(0, str(tmp_path))
    importlib.invalidate_caches()
    assert vendoring.warn_of_older_copies() == []


def test_what_is_installed_here_is_new_enough() -> None:
    assert vendoring.warn_of_older_copies() == []


def test_the_oldest_releases_are_those_of_the_project(checkout: Path) -> None:
    text = (checkout / "pyproject.toml").read_text(encoding="utf-8")
    block = text.partition("\ndependencies = [")[2].partition("\n]")[0]
    wanted = dict(re.findall(r'^\s*"([a-z]+)>=([\d.]+)",', block, re.MULTILINE))
    assert {
        name: ".".join(str(number) for number in release) for name, release in vendoring.OLDEST.items()
    } == wanted
