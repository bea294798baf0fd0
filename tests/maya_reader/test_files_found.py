"""Where files are looked for: as stored, by variables, in the project and its rules, and beside the scene last."""

from __future__ import annotations

import os
from pathlib import Path
from typing import List, Tuple

import pytest

from rb_dcc_core.host import SceneSnapshot
from rb_maya.reader import read_scene


def scene(folder: Path, *nodes: str, name: str = "scenes/shot.ma") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = ["//Maya ASCII 2024 scene", "//Codeset: UTF-8", 'requires maya "2024";', *nodes]
    camera = 'createNode camera -n "c";'
    path.write_text("\n".join([*lines, camera, "// End of shot.ma\n"]), encoding="utf-8")
    return path


def texture(path: str, *more: str) -> str:
    return "\n".join(['createNode file -n "tex";', f'setAttr ".ftn" -type "string" "{path}";', *more])


def touch(folder: Path, name: str) -> str:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"12345")
    return path.as_posix()


def found(snapshot: SceneSnapshot) -> List[Tuple[str, bool]]:
    return [(asset.path, asset.exists) for asset in snapshot.assets[1:]]


def codes(snapshot: SceneSnapshot) -> List[str]:
    return [problem.code for problem in snapshot.problems]


def project(folder: Path, rules: str = 'workspace -fr "sourceImages" "maps";') -> None:
    (folder / "workspace.mel").write_text("//Maya 2024 Project Definition\n\n" + rules + "\n")


def test_a_relative_path_is_found_below_the_project_and_not_beside_the_scene(tmp_path: Path) -> None:
    project(tmp_path)
    wanted = touch(tmp_path, "art/wood.png")
    touch(tmp_path, "scenes/art/wood.png")
    snapshot = read_scene(scene(tmp_path, texture("art/wood.png")))
    assert found(snapshot) == [(wanted, True)]
    assert snapshot.project == tmp_path.as_posix()
    assert (snapshot.assets[1].size, snapshot.assets[1].as_written) == (5, "art/wood.png")
    assert codes(snapshot) == []


def test_a_relative_path_is_found_by_the_projects_file_rule(tmp_path: Path) -> None:
    project(tmp_path)
    wanted = touch(tmp_path, "maps/wood.png")
    assert found(read_scene(scene(tmp_path, texture("wood.png")))) == [(wanted, True)]


def test_a_path_found_beside_the_scene_only_is_told(tmp_path: Path) -> None:
    wanted = touch(tmp_path, "scenes/art/wood.png")
    snapshot = read_scene(scene(tmp_path, texture("art/wood.png")))
    assert found(snapshot) == [(wanted, True)]
    assert snapshot.project is None
    assert codes(snapshot) == ["found_beside_scene"]


def test_a_project_that_is_given_wins_over_the_one_around_the_scene(tmp_path: Path) -> None:
    project(tmp_path)
    wanted = touch(tmp_path, "other/sourceimages/wood.png")
    snapshot = read_scene(scene(tmp_path, texture("wood.png")), project=tmp_path / "other")
    assert found(snapshot) == [(wanted, True)]
    assert snapshot.project == (tmp_path / "other").as_posix()


def test_two_slashes_mark_where_the_project_begins(tmp_path: Path) -> None:
    project(tmp_path)
    wanted = touch(tmp_path, "sourceimages/wood.png")
    path = "Z:/elsewhere//sourceimages/wood.png"
    snapshot = read_scene(scene(tmp_path, texture(path)))
    assert found(snapshot) == [(wanted, True)]
    assert snapshot.assets[1].as_written == path
    assert codes(snapshot) == []


@pytest.mark.parametrize(
    ("kind", "attribute", "name"),
    [
        ("file", "ftn", "smoke_v003.<f>.vdb"),
        ("imagePlane", "imn", "smoke_v003.%04d.vdb"),
        ("aiVolume", "filename", "smoke_v003.####.vdb"),
        ("aiStandIn", "dso", "smoke_v003.####.vdb"),
        ("RedshiftVolumeShape", "fn", "smoke_v003.####.vdb"),
    ],
)
def test_a_sequence_with_a_version_and_a_token_in_its_name_is_found(
    tmp_path: Path, kind: str, attribute: str, name: str
) -> None:
    wanted = [touch(tmp_path, f"smoke_v003.000{frame}.vdb") for frame in (1, 2)]
    touch(tmp_path, "smoke_v004.0001.vdb")
    switch = "ufe" if kind in ("file", "imagePlane") else "useFrameExtension"
    node = (
        f'createNode {kind} -n "n"; setAttr ".{attribute}" -type "string" "{name}"; setAttr ".{switch}" yes;'
    )
    project(tmp_path)
    assert found(read_scene(scene(tmp_path, node))) == [(path, True) for path in wanted]


def test_a_path_without_a_drive_is_looked_for_where_it_stands_and_then_in_the_project(tmp_path: Path) -> None:
    project(tmp_path)
    wanted = touch(tmp_path, "maps/wood.png")
    there = read_scene(scene(tmp_path, texture(wanted)))
    assert (found(there), codes(there)) == ([(wanted, True)], [])
    below = read_scene(scene(tmp_path, texture("/maps/wood.png")))
    assert (found(below), codes(below)) == ([(wanted, True)], ["found_by_tail"])
    missing = read_scene(scene(tmp_path, texture("/maps/gone.png")))
    assert found(missing) == [("/maps/gone.png", False)]


def test_a_path_of_another_computer_is_found_by_its_last_folders_and_told(tmp_path: Path) -> None:
    project(tmp_path, 'workspace -fr "sourceImages" "sourceimages";')
    wanted = touch(tmp_path, "sourceimages/set/wood.png")
    snapshot = read_scene(scene(tmp_path, texture("D:\\\\old\\\\SourceImages\\\\set\\\\wood.png")))
    assert found(snapshot) == [(wanted, True)]
    assert codes(snapshot) == ["found_by_tail"]


def test_variables_and_the_home_folder_are_expanded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = touch(tmp_path, "library/wood.png")
    monkeypatch.setenv("RB_LIBRARY", str(tmp_path / "library"))
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    for written in ("$RB_LIBRARY/wood.png", "${RB_LIBRARY}/wood.png", "~/library/wood.png"):
        snapshot = read_scene(scene(tmp_path, texture(written)))
        assert found(snapshot) == [(wanted, True)]
        assert codes(snapshot) == []


@pytest.mark.skipif(os.name == "nt", reason="Windows does not tell the difference")
def test_a_name_in_other_letter_case_is_found_and_told(tmp_path: Path) -> None:
    project(tmp_path)
    wanted = touch(tmp_path, "maps/Wood.PNG")
    snapshot = read_scene(scene(tmp_path, texture("wood.png")))
    assert found(snapshot) == [(wanted, True)]
    assert codes(snapshot) == ["file_case_differs"]


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    (tmp_path / "scenes" / "wood.png").mkdir(parents=True)
    snapshot = read_scene(scene(tmp_path, texture("wood.png")))
    assert [exists for _, exists in found(snapshot)] == [False]
    assert codes(snapshot) == ["file_is_folder"]


def test_the_same_file_of_two_nodes_is_listed_once(tmp_path: Path) -> None:
    touch(tmp_path, "scenes/wood.png")
    snapshot = read_scene(scene(tmp_path, texture("wood.png"), texture("./wood.png").replace("tex", "tex2")))
    assert [(asset.node, asset.kind) for asset in snapshot.assets[1:]] == [("tex", "texture")]


def test_explicit_tiles_and_cache_files_are_found(tmp_path: Path) -> None:
    project(tmp_path, "")
    one, two = touch(tmp_path, "sourceimages/a.png"), touch(tmp_path, "sourceimages/b.png")
    tiles = ('setAttr ".uvt" 4;', 'setAttr ".eut[0].eutn" -type "string" "b.png";')
    described, data = touch(tmp_path, "cache/nCache/hair.xml"), touch(tmp_path, "cache/nCache/hair.mcx")
    frame = touch(tmp_path, "cache/nCache/hairFrame12.mcx")
    (tmp_path / "cache/nCache/hair.xml").write_text("<Autodesk_Cache_File></Autodesk_Cache_File>")
    cache = (
        'createNode cacheFile -n "k"; setAttr ".cn" -type "string" "hair"; setAttr ".cp" -type "string" "";'
    )
    cache = cache.replace('"";', '"cache/nCache";')
    snapshot = read_scene(scene(tmp_path, texture("a.png", *tiles), cache))
    assert [asset.path for asset in snapshot.assets[1:]] == [one, two, described, data, frame]
    assert codes(snapshot) == []


def test_an_ocio_config_of_ones_own_is_sent_and_mayas_is_not(tmp_path: Path) -> None:
    select = 'select -ne :defaultColorMgtGlobals; setAttr ".cfe" yes; setAttr ".cfp" -type "string" "{}";'
    own = read_scene(scene(tmp_path, select.format("/studio/config.ocio")))
    assert [(asset.path, asset.kind) for asset in own.assets[1:]] == [("/studio/config.ocio", "ocio")]
    mayas = read_scene(scene(tmp_path, select.format("<MAYA_RESOURCES>/OCIO-configs/config.ocio")))
    assert mayas.assets[1:] == ()
