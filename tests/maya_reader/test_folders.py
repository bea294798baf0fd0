"""The disk is asked as seldom as a network drive likes, and odd paths are problems."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path
from typing import Any, List

import pytest

from rb_maya.file_sources import Wanted
from rb_maya.files import FileFinder
from rb_maya.folders import Folders, list_folder
from rb_maya.workspace import Resolver, Workspace
from tests.maya_reader.file_scenes import codes, files, put, snapshot_of, texts, texture

posix_only = pytest.mark.skipif(os.name == "nt", reason="Windows has neither letter case nor these links")


class CountingEntry:
    """An entry of a folder that counts the questions which reach the disk."""

    def __init__(self, entry: os.DirEntry[str], asked: Counter[str]) -> None:
        self.name = entry.name
        self.is_dir = entry.is_dir
        self.is_symlink = entry.is_symlink
        self._entry = entry
        self._asked = asked

    def stat(self) -> os.stat_result:
        self._asked[self._entry.path.replace("\\", "/")] += 1
        return self._entry.stat()


class CountingDisk:
    def __init__(self) -> None:
        self.listed: Counter[str] = Counter()
        self.asked: Counter[str] = Counter()

    def list(self, folder: str) -> List[Any]:
        self.listed[folder] += 1
        return [CountingEntry(entry, self.asked) for entry in list_folder(folder)]


def test_each_folder_is_listed_once_and_each_file_found_is_asked_once(tmp_path: Path) -> None:
    disk = CountingDisk()
    folders = Folders(lister=disk.list)
    root = tmp_path.as_posix()
    wanted = []
    for number in range(60):
        put(tmp_path, f"sourceimages/set{number % 3}/wood{number}.1001.png")
        put(tmp_path, f"sourceimages/set{number % 3}/other{number}.png")
        for name in (f"wood{number}.<UDIM>.png", f"gone{number}.png", f"WOOD{number}.1001.png"):
            wanted.append(Wanted(f"sourceimages/set{number % 3}/{name}", "texture", "n", root))
    put(tmp_path, "scene.ma")
    finder = FileFinder(f"{root}/scene.ma", Resolver(Workspace(root, {}), folders, {}), folders)
    assert sum(asset.exists for asset in finder.find(wanted)) == 61
    assert set(disk.asked.values()) == {1}
    assert sorted(disk.asked) == sorted(
        [f"{root}/scene.ma", *(f"{root}/sourceimages/set{n % 3}/wood{n}.1001.png" for n in range(60))]
    )
    assert max(disk.listed.values()) == 1
    below = {folder for folder in disk.listed if folder.startswith(root)}
    assert below == {root, f"{root}/sourceimages", *(f"{root}/sourceimages/set{n}" for n in range(3))} | {
        folder for folder in below if folder.startswith(f"{root}/sourceimages/sourceimages")
    }


@posix_only
def test_folders_in_another_letter_case_are_found_and_told(tmp_path: Path) -> None:
    wanted = put(tmp_path, "Art/Maps/Wood.PNG")
    snapshot = snapshot_of(tmp_path, texture("art/maps/wood.png"))
    assert files(snapshot, tmp_path) == ["Art/Maps/Wood.PNG"]
    assert texts(snapshot, "file_case_differs") == [
        f"tex: the file's name differs in upper and lower case from {wanted}. A Linux render node will not find it."
    ]


@posix_only
def test_a_file_of_the_very_name_wins_over_one_in_another_letter_case(tmp_path: Path) -> None:
    put(tmp_path, "WOOD.png")
    put(tmp_path, "sourceimages/wood.png")
    snapshot = snapshot_of(tmp_path, texture("wood.png"))
    assert files(snapshot, tmp_path) == ["sourceimages/wood.png"]
    assert codes(snapshot) == []


@posix_only
def test_a_link_that_leads_to_itself_is_told(tmp_path: Path) -> None:
    os.symlink("round.png", str(tmp_path / "round.png"))
    snapshot = snapshot_of(tmp_path, texture("round.png"))
    assert files(snapshot, tmp_path) == ["-round.png"]
    assert codes(snapshot) == ["file_unreadable"]


def test_a_folder_that_may_not_be_read_is_told(tmp_path: Path) -> None:
    def refuse(folder: str) -> List[Any]:
        if folder.endswith("/secret"):
            raise PermissionError(13, "Permission denied")
        return list_folder(folder)

    folders = Folders(lister=refuse)
    root = tmp_path.as_posix()
    put(tmp_path, "secret/a.png")
    finder = FileFinder(f"{root}/a.ma", Resolver(Workspace(root, {}), folders, {}), folders)
    finder.find([Wanted(f"{root}/secret/a.png", "texture", "tex", root)])
    assert [(problem.code, problem.message.text()) for problem in finder.problems] == [
        ("file_unreadable", f"tex: its file {root}/secret/a.png cannot be looked for: Permission denied."),
        ("folder_unreadable", f"The folder {root}/secret cannot be read: Permission denied."),
    ]


def test_drives_that_are_not_there_are_told_once_each(tmp_path: Path) -> None:
    if os.path.isdir("Q:/") or os.path.isdir("R:/"):
        pytest.skip("this computer has these drives")
    nodes = [texture(path, name=f"t{i}") for i, path in enumerate(("Q:/a.png", "q:/b.png", "R:/c.png"))]
    snapshot = snapshot_of(tmp_path, *nodes)
    assert codes(snapshot) == [
        "file_missing",
        "file_missing",
        "file_missing",
        "drive_missing",
        "drive_missing",
    ]
    assert texts(snapshot, "drive_missing") == [
        "The drive Q: is not on this computer; files in the scene that are on it: 2, the first is Q:/a.png. Connect it, or correct the paths."
        "",
        "The drive R: is not on this computer; files in the scene that are on it: 1, the first is R:/c.png. Connect it, or correct the paths."
        "",
    ]


def test_long_paths_and_letters_beyond_ascii_are_told_once(tmp_path: Path) -> None:
    put(tmp_path, "木.png")
    long = "/".join(["folder" * 8] * 6) + "/x.png"
    snapshot = snapshot_of(
        tmp_path, texture("木.png"), texture(long, name="far"), texture("x" * 5000, name="odd")
    )
    assert codes(snapshot) == ["file_missing", "file_unreadable", "path_too_long", "path_not_ascii"]
    assert texts(snapshot, "path_not_ascii") == [
        f"Paths with letters beyond plain ASCII: 1, the first is {tmp_path.as_posix()}/木.png. If a render node "
        "does not find them, rename them."
    ]
