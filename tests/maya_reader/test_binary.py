"""Maya binary scenes, written here chunk by chunk, narrow and wide: what the reader finds in them."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import Dict, List, Tuple

import pytest

from rb_dcc_core.host import SceneSnapshot
from rb_maya.file_graph import FileGraph
from rb_maya.folders import Folders
from rb_maya.open_file import open_file
from rb_maya.reader import read_scene
from rb_maya.workspace import Resolver, Workspace
from tests.support.maya_binary import MayaBinary, default_cameras, zero

BOTH = pytest.mark.parametrize("wide", [True, False], ids=["FOR8", "FOR4"])


def saved(scene: MayaBinary, folder: Path, name: str = "shot.mb") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(scene.data)
    return path


def read(scene: MayaBinary, folder: Path) -> SceneSnapshot:
    return read_scene(saved(scene, folder))


def graph(scene: MayaBinary, folder: Path) -> FileGraph:
    path = saved(scene, folder).as_posix()
    return FileGraph(open_file(path), Resolver(Workspace.around(folder.as_posix()), Folders(), {}))


def codes(snapshot: SceneSnapshot) -> List[str]:
    return [problem.code for problem in snapshot.problems]


def textures(snapshot: SceneSnapshot) -> List[Tuple[str, str]]:
    return [(file.as_written, str(file.node)) for file in snapshot.assets if file.kind == "texture"]


def shot(wide: bool) -> MayaBinary:
    scene = MayaBinary(wide, "2019" if wide else "2013")
    scene.plugin("mtoa", "3.1.2", {"aiOptions": 0x00115C00, "aiStandIn": 0x00115D00})
    default_cameras(scene)
    scene.camera("shotCam")
    scene.node("RNLM", "renderLayerManager")
    scene.node("RNDL", "defaultRenderLayer", scene.number("g", 1.0))
    scene.node("RTFT", "file1", scene.text("ftn", "sourceimages/wall.png"), scene.text("cs", "sRGB"))
    scene.select("time1", scene.time("o", 12))
    scene.select(
        "defaultRenderGlobals",
        scene.text("ren", "arnold"),
        scene.number("an", 1.0),
        scene.time("fs", 101),
        scene.time("ef", 148),
        scene.number("bfs", 2.0),
        scene.text("ifp", "<Scene>/<RenderLayer>/<Camera>"),
    )
    scene.select("defaultResolution", scene.number("w", 1920.0), scene.number("h", 1080.0))
    scene.links.append(("renderLayerManager.rlmi[0]", "defaultRenderLayer.rlid"))
    return scene


@BOTH
def test_a_scene_tells_its_release_units_plug_ins_and_file_info(tmp_path: Path, wide: bool) -> None:
    scene = shot(wide)
    scene.units["TUNI"] = "pal"
    scene.info["vrayBuild"] = "3.52.02 45aa5cc"
    found = graph(scene, tmp_path)
    assert found.host_version == ("2019" if wide else "2013")
    assert found.time_unit == "pal"
    assert found.plugins == {"mtoa": "3.1.2"}
    assert found.file_info == {"application": "maya", "vrayBuild": "3.52.02 45aa5cc"}


@BOTH
def test_cameras_frames_size_and_renderer_are_read(tmp_path: Path, wide: bool) -> None:
    snapshot = read(shot(wide), tmp_path)
    assert [(camera.name, camera.renderable) for camera in snapshot.cameras] == [
        ("persp", True),
        ("top", False),
        ("front", False),
        ("side", False),
        ("shotCam", True),
    ]
    (layer,) = snapshot.layers
    assert (layer.renderer, layer.frames, layer.width, layer.height) == ("arnold", "101-148x2", 1920, 1080)
    assert layer.image_prefix == "<Scene>/<RenderLayer>/<Camera>"
    assert textures(snapshot) == [("sourceimages/wall.png", "file1")]


@BOTH
def test_without_animation_the_current_time_is_the_frame(tmp_path: Path, wide: bool) -> None:
    scene = MayaBinary(wide)
    default_cameras(scene)
    scene.select("time1", scene.time("o", 42))
    assert read(scene, tmp_path).layers[0].frames == "42"


@BOTH
def test_times_may_lie_before_the_first_frame(tmp_path: Path, wide: bool) -> None:
    scene = MayaBinary(wide)
    scene.select("defaultRenderGlobals", scene.time("fs", -5), scene.time("ef", 7.5))
    found = graph(scene, tmp_path)
    assert found.value("defaultRenderGlobals", "startFrame") == -5
    assert found.value("defaultRenderGlobals", "endFrame") == 7.5


@BOTH
def test_times_are_frames_of_the_scenes_own_rate(tmp_path: Path, wide: bool) -> None:
    scene = MayaBinary(wide)
    scene.units["TUNI"] = "ntsc"
    scene.select("time1", scene.time("o", 30, fps=30.0))
    assert graph(scene, tmp_path).value("time1", "outTime") == 30


@BOTH
def test_values_of_every_kind_are_read(tmp_path: Path, wide: bool) -> None:
    scene = MayaBinary(wide)
    scene.node(
        "NTWK",
        "network1",
        scene.text("word", "Grüße/墙.png"),
        scene.texts("words", ["one", "", "three"]),
        scene.number("whole", 51.0),
        scene.number("part", 0.25),
        scene.number("several[0:2]", 1.0, 2.0, 0.5),
        scene.vector("place", 1.0, 2.0, 3.5),
        scene.leaf("I32#", zero("counts") + b" " + struct.pack(">3i", 1, -2, 3)),
        scene.leaf("FLT3", zero("colour") + b" " + struct.pack(">3f", 0.5, 0.25, 1.0)),
        scene.leaf("CMPD", zero("keys[0]") + b" " + struct.pack(">2d", 4.0, 0.5)),
        scene.leaf("FLGS", zero("hidden") + b" "),
    )
    found = graph(scene, tmp_path)
    names = (
        "word",
        "words",
        "whole",
        "part",
        "several[0:2]",
        "place",
        "counts",
        "colour",
        "keys[0]",
        "hidden",
    )
    stored: Dict[str, object] = {name: found.stored("network1", name) for name in names}
    assert stored == {
        "word": "Grüße/墙.png",
        "words": ("one", "", "three"),
        "whole": 51,
        "part": 0.25,
        "several[0:2]": (1, 2, 0.5),
        "place": (1, 2, 3.5),
        "counts": (1, -2, 3),
        "colour": (0.5, 0.25, 1),
        "keys[0]": (4, 0.5),
        "hidden": None,
    }
    assert found.problems() == []


@BOTH
def test_switches_come_back_as_switches(tmp_path: Path, wide: bool) -> None:
    scene = MayaBinary(wide)
    scene.node("RTFT", "file1", scene.text("ftn", "a.0001.png"), scene.number("ufe", 1.0))
    assert graph(scene, tmp_path).value("file1", "useFrameExtension") is True


@BOTH
def test_parents_and_connections_are_followed_both_ways(tmp_path: Path, wide: bool) -> None:
    scene = shot(wide)
    found = graph(scene, tmp_path)
    assert found.nodes("camera")[-1] == "|shotCam|shotCamShape"
    assert found.parent("|shotCam|shotCamShape") == "|shotCam"
    assert [plug.node for plug in found.destinations("renderLayerManager", "renderLayerId")] == [
        "defaultRenderLayer"
    ]
    assert [tuple(plug) for plug in found.sources("defaultRenderLayer", "identification")] == [
        ("renderLayerManager", "rlmi[0]")
    ]


def test_legacy_layers_with_adjustments_are_read(tmp_path: Path) -> None:
    scene = shot(wide=True)
    scene.node("RNDL", "beauty", scene.number("do", 1.0), scene.number("adjs[0].val", 640.0))
    scene.links.append(("renderLayerManager.rlmi[1]", "beauty.rlid"))
    scene.links.append(("defaultResolution.w", "beauty.adjs[0].plg"))
    layers = {layer.name: (layer.width, layer.height) for layer in read(scene, tmp_path).layers}
    assert layers == {"masterLayer": (1920, 1080), "beauty": (640, 1080)}


def test_plug_ins_nodes_are_known_by_the_ids_the_scene_tells(tmp_path: Path) -> None:
    scene = shot(wide=True)
    scene.node("", "standin", scene.text("dso", "proxies/tree.ass"), code=0x00115D00)
    files = [(file.as_written, file.kind) for file in read(scene, tmp_path).assets]
    assert ("proxies/tree.ass", "standin") in files


def test_added_texts_that_look_like_files_are_files(tmp_path: Path) -> None:
    scene = shot(wide=True)
    scene.node(
        "XFRM",
        "prop",
        scene.added_text("cacheFile", "cfl"),
        scene.added_text("note"),
        scene.added_text("script"),
        scene.added_number("BOL", "visibleToMe", 1.0),
        scene.text("cfl", "data/prop.bin"),
        scene.text("note", "either/or. A note, no file"),
        scene.text("script", 'print("a/b.c");'),
    )
    files = [(file.as_written, file.kind, file.node) for file in read(scene, tmp_path).assets]
    assert ("data/prop.bin", "file", "prop") in files
    assert len(files) == 3, "the scene, the texture and the added file"


def test_an_override_that_stores_nothing_holds_its_attributes_default(tmp_path: Path) -> None:
    scene = shot(wide=True)
    scene.plugin("renderSetup.py", "1.0", {"absOverride": 0x58000378})
    scene.node("", "off", scene.added_number("BOL", "attrValue", 0.0, "atv"), code=0x58000378)
    scene.node("", "wide", scene.added_number("LI1", "attrValue", 640.0, "atv"), code=0x58000378)
    found = graph(scene, tmp_path)
    assert found.stored("off", "attrValue") is False
    assert found.stored("wide", "attrValue") == 640


def test_two_parts_about_one_built_in_node_are_read_together(tmp_path: Path) -> None:
    scene = MayaBinary()
    scene.select("defaultResolution", scene.number("w", 640.0))
    scene.select("defaultResolution", scene.number("h", 480.0))
    found = graph(scene, tmp_path)
    assert (found.value("defaultResolution", "width"), found.value("defaultResolution", "height")) == (
        640,
        480,
    )


def texture_scene(written: str, wide: bool = True) -> MayaBinary:
    scene = MayaBinary(wide)
    default_cameras(scene)
    scene.node("RTFT", "file1", scene.text("ftn", written))
    return scene


@BOTH
def test_references_are_followed_binary_and_ascii_alike(tmp_path: Path, wide: bool) -> None:
    inner = texture_scene("inner.png", wide)
    saved(inner, tmp_path, "scenes/inner.mb")
    middle = (
        '//Maya ASCII 2019 scene\nfile -rdi 1 -ns "in" -rfn "inRN" "scenes/inner.mb";\n'
        'file -r -ns "in" -dr 1 -rfn "inRN" "scenes/inner.mb";\nrequires maya "2019";\n'
        'createNode file -n "file1";\n\tsetAttr ".ftn" -type "string" "middle.png";\n// End of middle.ma\n'
    )
    (tmp_path / "scenes" / "middle.ma").write_text(middle)
    (tmp_path / "workspace.mel").write_text("//Maya 2019 Project Definition\n")
    outer = texture_scene("outer.png", wide)
    outer.reference("scenes/middle.ma", "mid", "midRN")
    outer.reference("scenes/inner.mb", "old", "oldRN", prefix=True)
    outer.reference("scenes/inner.mb{1}", "away", "awayRN", loaded=False)
    snapshot = read(outer, tmp_path)
    assert textures(snapshot) == [
        ("outer.png", "file1"),
        ("middle.png", "mid:file1"),
        ("inner.png", "mid:in:file1"),
    ]
    assert [file.node for file in snapshot.assets if file.kind == "reference"] == ["midRN", "mid:inRN"]
    assert "reference_unloaded" in codes(snapshot)
    assert graph(outer, tmp_path).nodes("file") == ["file1", "mid:file1", "mid:in:file1", "old_file1"]


def test_a_circle_of_references_ends_where_it_closes(tmp_path: Path) -> None:
    first, second = texture_scene("a.png"), texture_scene("b.png")
    first.reference("second.mb", "s", "sRN")
    second.reference("shot.mb", "f", "fRN")
    saved(second, tmp_path, "second.mb")
    snapshot = read(first, tmp_path)
    assert "reference_cycle" in codes(snapshot)
    assert textures(snapshot) == [("a.png", "file1"), ("b.png", "s:file1")]


def test_what_is_not_known_is_named_once_a_kind(tmp_path: Path) -> None:
    scene = shot(wide=True)
    for number in range(1000):
        scene.node("", f"odd{number}", code=0x0011CAC1)
    scene.node("QQQQ", "letters")
    scene.groups.append(scene.group("NEWS", [scene.leaf("WHAT", b"ever")]))
    texts = [
        problem.message.text() for problem in read(scene, tmp_path).problems if problem.severity == "notice"
    ]
    path = (tmp_path / "shot.mb").as_posix()
    assert f"{path} has nodes of 2 types that are not known by their number (0x0011cac1, QQQQ)." in texts
    assert f"{path} has 1 kinds of parts that are not known (NEWS); they are not read." in texts


def test_a_value_that_cannot_be_decoded_is_named_when_it_is_asked_for(tmp_path: Path) -> None:
    scene = MayaBinary()
    scene.node("RTFT", "file1", scene.leaf("ODD#", zero("ftn") + b" \1\2\3"))
    texts = [problem.message.text() for problem in read(scene, tmp_path).problems]
    path = (tmp_path / "shot.mb").as_posix()
    assert f"{path} stores 1 kinds of values that cannot be decoded (ftn (0x4f444423))." in texts


def test_edits_of_a_reference_are_told_because_they_cannot_be_read(tmp_path: Path) -> None:
    scene = texture_scene("a.png")
    scene.reference("b.mb", "b", "bRN")
    scene.node("REFN", "bRN", scene.leaf("RFED", zero("ed") + b" \0\0\0\1"))
    found = [
        problem for problem in read(scene, tmp_path).problems if problem.code == "reference_edits_not_read"
    ]
    assert [(problem.severity, problem.node) for problem in found] == [("warning", "bRN")]


@pytest.mark.parametrize("wide", [True, False])
@pytest.mark.parametrize("grouped", [True, False])
def test_files_that_edits_of_a_reference_name_are_sent_if_they_are_there(
    tmp_path: Path, wide: bool, grouped: bool
) -> None:
    (tmp_path / "maps").mkdir()
    (tmp_path / "maps" / "new wall.png").write_bytes(b"12345")
    scene = MayaBinary(wide)
    scene.reference("b.mb", "b", "bRN")
    written = [
        *("bRN", "b:wall", "fileTextureName", ' -type "string" "maps/new wall.png"'),
        *("b:gone", "fileTextureName", ' -type "string" "maps/gone.png"'),
        *("b:note", "notes", ' -type "string" "see \\"maps/new wall.png\\""', ' -type "string" "a/b.c'),
    ]
    leaf = scene.leaf("RFED", zero("ed") + b" " + b"".join(zero(text) for text in written))
    scene.node("REFN", "bRN", scene.group("RFES", [leaf]) if grouped else leaf)
    snapshot = read(scene, tmp_path)
    found = [(asset.as_written, asset.kind, asset.node) for asset in snapshot.assets if asset.exists]
    assert found[1:] == [("maps/new wall.png", "texture", "bRN")]
    told = [problem for problem in snapshot.problems if problem.code == "reference_edits_not_read"]
    assert [(problem.severity, problem.node) for problem in told] == [("warning", "bRN")]
    assert not any("gone.png" in problem.message.text() for problem in snapshot.problems)


def test_the_shared_nodes_of_a_reference_are_the_scenes_own(tmp_path: Path) -> None:
    inner = shot(wide=True)
    saved(inner, tmp_path, "inner.mb")
    outer = texture_scene("a.png")
    outer.reference("inner.mb", "in", "inRN")
    names = [camera.name for camera in read(outer, tmp_path).cameras]
    assert names == ["persp", "top", "front", "side", "in:shotCam"]


def rig() -> MayaBinary:
    """The scene behind tests/scenes/references/scenes/rig.mb."""
    scene = MayaBinary(version="2022")
    default_cameras(scene)
    scene.node("XFRM", "rig")
    scene.node("RTFT", "rigTexture", scene.text("ftn", "sourceimages/rig.png"))
    return scene


def test_the_binary_scene_among_the_scenes_is_what_is_written_here(checkout: Path) -> None:
    assert (checkout / "tests/scenes/references/scenes/rig.mb").read_bytes() == rig().data
