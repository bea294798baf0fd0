"""The files a 3ds Max scene needs: found as written, as resolved or beside the scene; sequences, lists, inner scenes."""

from __future__ import annotations

from pathlib import Path
from typing import Any, List, Tuple

from rb_dcc_core.host import SceneSnapshot
from rb_max.reader import read_scene
from tests.support.max_file import MaxFile


def read(tmp_path: Path, *paths: Any, name: str = "shot.max", **fields: Any) -> SceneSnapshot:
    """A scene that depends on each path; a pair is the path and where it was found when it was saved."""
    pairs = [path if isinstance(path, tuple) else (path, "") for path in paths]
    assets = [("Bitmap", str(written), str(resolved)) for written, resolved in pairs]
    files = [str(written).replace("\\", "/").rpartition("/")[2].lower() for written, _ in pairs]
    fields.setdefault("files", files)
    return read_scene(MaxFile(assets=assets, **fields).write(tmp_path / name))


def found(snapshot: SceneSnapshot, root: Path) -> List[Tuple[str, bool]]:
    return [(asset.path.replace(root.as_posix() + "/", ""), asset.exists) for asset in snapshot.assets[1:]]


def make(path: Path, text: str = "x") -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path.as_posix()


def test_a_file_is_looked_for_as_written_then_as_resolved_then_beside_the_scene(tmp_path: Path) -> None:
    here = make(tmp_path / "tex" / "here.png")
    moved = make(tmp_path / "moved" / "m.png")
    make(tmp_path / "beside.png")
    scene = read(tmp_path, here, ("X:\\old\\m.png", moved), "Y:\\gone\\Beside.PNG", "tex\\here.png")
    assert found(scene, tmp_path) == [("tex/here.png", True), ("moved/m.png", True), ("beside.png", True)]
    assert [asset.as_written for asset in scene.assets[1:]] == [
        here,
        "X:\\old\\m.png",
        "Y:\\gone\\Beside.PNG",
    ]


def test_missing_files_are_told_by_drive_where_the_drive_is_missing(tmp_path: Path) -> None:
    lost = (tmp_path / "lost.png").as_posix()
    scene = read(tmp_path, "Q:\\a\\1.png", "q:\\b\\2.png", "\\\\srv\\share\\c\\3.png", lost)
    assert [asset.path for asset in scene.assets[1:]] == [
        "Q:/a/1.png",
        "q:/b/2.png",
        "//srv/share/c/3.png",
        lost,
    ]
    told = [(each.code, each.message.text()) for each in scene.problems if each.severity == "warning"]
    assert told == [
        ("file_missing", f"There is no file {lost}. Put it there, or correct the path in 3ds Max."),
        (
            "drive_missing",
            "//srv/share is not on this computer; files in the scene that are on it: 1, the first is //srv/share/c/3.png."
            " Connect it, or correct the paths.",
        ),
        (
            "drive_missing",
            "Q: is not on this computer; files in the scene that are on it: 2, the first is Q:/a/1.png. Connect it, or"
            " correct the paths.",
        ),
    ]


def test_what_the_scene_does_not_depend_on_is_sent_where_it_is_there_and_not_missed(tmp_path: Path) -> None:
    make(tmp_path / "proxy.vrmesh")
    own = make(tmp_path / "3ds Max 2023" / "maps" / "uvwunwrap" / "UV_Checker.png")
    scene = read(
        tmp_path, (tmp_path / "proxy.vrmesh").as_posix(), own, "C:\\old\\left.png", files=("other.png",)
    )
    assert found(scene, tmp_path) == [("proxy.vrmesh", True), ("other.png", False)]
    (notice,) = (each for each in scene.problems if each.code == "files_not_needed")
    assert "not sent: 2, the first is" in notice.message.text()


def test_without_a_list_of_assets_names_are_looked_for_beside_the_scene(tmp_path: Path) -> None:
    make(tmp_path / "Wood.JPG")
    scene = read_scene(
        MaxFile(version="9.0", metadata=0, files=("wood.jpg", "no.jpg")).write(tmp_path / "a.max")
    )
    assert found(scene, tmp_path) == [("Wood.JPG", True), ("no.jpg", False)]


def test_the_older_list_of_assets_is_read_too(tmp_path: Path) -> None:
    scene = read(tmp_path, "D:\\a.png", metadata=2)
    assert [asset.path for asset in scene.assets[1:]] == ["D:/a.png"]


def test_files_3ds_max_writes_itself_are_not_sent(tmp_path: Path) -> None:
    assets = [(kind, "D:\\out\\a.exr", "") for kind in ("RenderOutput", "VideoPost", "BatchRender")]
    scene = read_scene(MaxFile(assets=assets).write(tmp_path / "a.max"))
    assert len(scene.assets) == 1


def test_tiles_and_sequences_are_found_whole(tmp_path: Path) -> None:
    for number in (1001, 1002):
        make(tmp_path / "tex" / f"skin.{number}.exr")
    make(tmp_path / "tex" / "skin.mask.exr")
    for number in (1, 2):
        make(tmp_path / "seq" / f"fire{number:04}.png")
    scene = read(tmp_path, f"{tmp_path}/tex/skin.<UDIM>.exr", f"{tmp_path}/seq/fire####.png")
    assert found(scene, tmp_path) == [
        ("tex/skin.1001.exr", True),
        ("tex/skin.1002.exr", True),
        ("seq/fire0001.png", True),
        ("seq/fire0002.png", True),
    ]


def test_an_image_list_brings_its_images(tmp_path: Path) -> None:
    make(tmp_path / "l" / "a b.tga")
    make(tmp_path / "l" / "c.tga")
    listed = make(tmp_path / "l" / "x.ifl", 'a b.tga 2\n; remark\n"c.tga"\n\ngone.tga 10\n')
    scene = read(tmp_path, listed)
    assert found(scene, tmp_path) == [
        ("l/x.ifl", True),
        ("l/a b.tga", True),
        ("l/c.tga", True),
        ("l/gone.tga", False),
    ]


def test_inner_scenes_bring_their_files_once_even_in_a_circle(tmp_path: Path) -> None:
    texture = make(tmp_path / "inner.png")
    outer, inner = (tmp_path / "outer.max").as_posix(), (tmp_path / "in.max").as_posix()
    MaxFile(assets=(("Bitmap", texture, ""), ("XRef", outer, "")), files=("inner.png", "outer.max")).write(
        tmp_path / "in.max"
    )
    scene = MaxFile(assets=(("XRef", inner, ""),), files=("in.max",)).write(tmp_path / "outer.max")
    read_one = read_scene(scene)
    assert found(read_one, tmp_path) == [("in.max", True), ("inner.png", True)]
    assert [asset.kind for asset in read_one.assets] == ["scene", "xref", "texture"]


def test_an_inner_scene_that_cannot_be_read_is_sent_and_said(tmp_path: Path) -> None:
    inner = make(tmp_path / "in.max", "no scene")
    scene = read(tmp_path, inner)
    assert found(scene, tmp_path) == [("in.max", True)]
    (problem,) = (each for each in scene.problems if each.code == "content_unreadable")
    assert problem.message.text().endswith("The files it names itself are not sent.")


def test_kinds_are_told_as_job_files_list_them(tmp_path: Path) -> None:
    names = ("a.vrmap", "a.vrlmap", "a.abc", "a.pc2", "a.fxd", "a.aur", "a.vrmesh", "a.xyz", "a.max")
    assets = [("Other", f"D:\\{name}", "") for name in names] + [("Photometric", "D:\\a.ies", "")]
    scene = read_scene(MaxFile(assets=assets, files=(*names, "a.ies")).write(tmp_path / "s.max"))
    assert [asset.kind for asset in scene.assets[1:]] == [
        *("vrmap", "vrlmap", "alembic", "point_cache", "fumefx", "phoenix", "proxy", "other", "xref", "ies")
    ]


def test_odd_paths_cost_nothing(tmp_path: Path) -> None:
    scene = read(tmp_path, "", "a\0b.png", "D:", "\\\\?\\D:\\x\\..\\y.png", files=None or ())
    assert all(asset.path for asset in scene.assets)
