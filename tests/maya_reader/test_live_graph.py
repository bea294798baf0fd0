"""The open scene: what only a running Maya can say, what it may refuse, and how often it is asked."""

from __future__ import annotations

from pathlib import Path
from typing import Any, List, Optional, Tuple

import pytest

from rb_dcc_core.host import SceneSnapshot
from rb_maya.folders import Folders
from rb_maya.live_graph import LiveGraph
from rb_maya.live_reader import read_open_scene, read_workspace
from rb_maya.scene_graph import Plug
from rb_maya.workspace import Resolver
from tests.support.fake_maya import FakeCommands, open_in_maya

SCENES = Path(__file__).resolve().parents[1] / "scenes"


def scene(folder: Path, *lines: str, **options: Any) -> FakeCommands:
    text = "\n".join(["//Maya ASCII 2024 scene", 'requires maya "2024";', *lines])
    (folder / "scene.ma").write_text(text + "\n// End of scene.ma\n", encoding="utf-8")
    return open_in_maya(folder / "scene.ma", **options)


def graph(commands: FakeCommands) -> LiveGraph:
    return LiveGraph(commands, Resolver(read_workspace(commands), Folders(), {}))


def codes(snapshot: SceneSnapshot) -> List[Tuple[str, Optional[str]]]:
    return [(problem.code, problem.node) for problem in snapshot.problems]


CAMERA = ('createNode transform -n "cam";', 'createNode camera -n "camShape" -p "cam";')


def test_a_scene_that_was_never_saved_cannot_be_sent(tmp_path: Path) -> None:
    commands = scene(tmp_path, *CAMERA)
    commands.scene_name = ""
    snapshot = read_open_scene(commands)
    assert snapshot.scene == ""
    assert [problem.severity for problem in snapshot.problems] == ["error"]
    assert codes(snapshot) == [("scene_untitled", None)]
    assert snapshot.assets == ()


def test_files_of_a_scene_that_was_never_saved_are_looked_for_in_the_project_only(tmp_path: Path) -> None:
    commands = scene(tmp_path, *CAMERA, 'createNode file -n "f"; setAttr ".ftn" -type "string" "x.png";')
    commands.scene_name = ""
    resolver = Resolver(read_workspace(commands), Folders(), {})
    assert [place.path for place in resolver.candidates("x.png", ("sourceImages",), "")] == [
        (tmp_path / "x.png").as_posix(),
        (tmp_path / "sourceimages" / "x.png").as_posix(),
    ]
    assert [asset.path for asset in read_open_scene(commands).assets] == [(tmp_path / "x.png").as_posix()]


def test_changes_that_are_not_saved_are_told(tmp_path: Path) -> None:
    commands = scene(tmp_path, *CAMERA)
    commands.modified = True
    assert codes(read_open_scene(commands)) == [("scene_modified", None)]


@pytest.mark.parametrize("shape", ["pairs", "names", "tuples"])
def test_plug_ins_in_use_are_read_in_every_shape_of_the_list(tmp_path: Path, shape: str) -> None:
    commands = scene(tmp_path, 'requires "mtoa" "5.3.5";', 'requires "stereoCamera" "10.0";', *CAMERA)
    commands.plugins_shape = shape
    assert read_open_scene(commands).plugins == {"mtoa": "5.3.5", "stereoCamera": "10.0"}


def test_a_plug_in_that_maya_could_not_load_is_needed_and_missing(tmp_path: Path) -> None:
    commands = scene(tmp_path, 'requires "shave" "9.6";', *CAMERA)
    commands.unknown_plugins["shave"] = "9.6"
    snapshot = read_open_scene(commands)
    assert snapshot.plugins == {"shave": "9.6"}
    assert codes(snapshot) == [("plugin_missing", None)]
    assert "shave" in str(snapshot.problems[0].message)


def test_a_node_that_cannot_be_read_is_a_problem_with_its_name_and_the_rest_is_read(tmp_path: Path) -> None:
    (tmp_path / "b.png").write_bytes(b"1")
    commands = scene(
        tmp_path,
        *CAMERA,
        'createNode file -n "broken"; setAttr ".ftn" -type "string" "a.png";',
        'createNode file -n "sound"; setAttr ".ftn" -type "string" "b.png";',
    )
    commands.odd[("broken", "fileTextureName")] = RuntimeError("計算できません\nsecond line")
    snapshot = read_open_scene(commands)
    assert [(asset.node, asset.exists) for asset in snapshot.assets[1:]] == [("sound", True)]
    assert codes(snapshot) == [("node_unreadable", "broken")]
    assert "計算できません" in str(snapshot.problems[0].message)
    assert "second line" not in str(snapshot.problems[0].message)


@pytest.mark.parametrize("odd", [["a.png", "b.png"], [("a.png", "b.png")], [], object()])
def test_a_value_that_is_not_one_text_is_passed_over(tmp_path: Path, odd: object) -> None:
    commands = scene(tmp_path, *CAMERA, 'createNode file -n "listed";')
    commands.odd[("listed", "fileTextureName")] = odd
    snapshot = read_open_scene(commands)
    assert len(snapshot.assets) == 1
    assert set(codes(snapshot)) <= {("attribute_odd", "listed")}


def test_a_reference_that_maya_cannot_answer_for_is_a_problem_with_its_name() -> None:
    commands = open_in_maya(SCENES / "references" / "shot.ma")
    commands.broken_references.add("setRN")
    snapshot = read_open_scene(commands)
    assert ("reference_broken", "setRN") in codes(snapshot)
    assert any(problem.node == "oldRN" for problem in snapshot.problems), "the others are told as ever"


def test_references_are_told_with_what_they_are_in() -> None:
    found = graph(open_in_maya(SCENES / "references" / "shot.ma")).references()
    inner = next(reference for reference in found if reference.node == "set:propRN")
    assert (inner.namespace, inner.loaded, inner.exists) == ("set:prop", True, True)
    assert inner.folder == (SCENES / "references" / "scenes").as_posix()


def test_a_renamed_layer_that_is_not_saved_goes_by_its_new_name() -> None:
    commands = open_in_maya(SCENES / "render_setup" / "render_setup.ma")
    names = [(layer.name, layer.node) for layer in read_open_scene(commands).layers]
    assert ("purpleSphereLayer", "rs_purpleBeforeRename") in names


def test_names_that_several_nodes_share_are_told_apart(tmp_path: Path) -> None:
    commands = scene(
        tmp_path,
        'createNode transform -n "a";',
        'createNode transform -n "cam" -p "a";',
        'createNode camera -n "camShape" -p "|a|cam";',
        'createNode transform -n "cam";',
        'createNode camera -n "camShape" -p "|cam";',
    )
    live = graph(commands)
    assert live.nodes("camera") == ["|a|cam|camShape", "|cam|camShape"]
    assert [live.unique_name(shape) for shape in live.nodes("camera")] == ["a|cam|camShape", "|cam|camShape"]
    assert live.unique_name("|a|cam") == "a|cam"
    assert live.parent("|a|cam|camShape") == "|a|cam"
    assert live.parent("|a") is None
    assert (live.node("cam"), live.node("a|cam"), live.node(":a")) == (None, "|a|cam", "|a")
    assert (live.node("ca*"), live.node(""), live.node("cam.rnd")) == (None, None, None)


def test_connections_come_with_full_names_and_long_attributes() -> None:
    live = graph(open_in_maya(SCENES / "layers" / "layers.ma"))
    layers = live.destinations("renderLayerManager", "renderLayerId")
    assert Plug("beauty", "identification") in layers
    assert live.sources("beauty", "identification")[0].node == "renderLayerManager"
    assert live.sources("beauty", "noSuchAttribute") == []


@pytest.mark.parametrize("path", sorted(SCENES.rglob("*.ma")), ids=lambda path: path.stem)
def test_no_question_is_asked_twice_and_each_kind_is_listed_once(path: Path) -> None:
    commands = open_in_maya(path)
    read_open_scene(commands)
    asked = [(call.command, call.arguments, sorted(map(repr, call.flags.items()))) for call in commands.calls]
    assert [question for question in asked if asked.count(question) > 1] == []
    listed = [call.flags["type"] for call in commands.calls if {"type", "showType"} <= set(call.flags)]
    assert len(listed) == len(set(listed))


def test_many_file_nodes_cost_one_listing_and_what_is_read_of_them(tmp_path: Path) -> None:
    count = 2000
    lines = [
        f'createNode file -n "f{number}"; setAttr ".ftn" -type "string" "x.png";' for number in range(count)
    ]
    commands = scene(tmp_path, *CAMERA, *lines)
    read_open_scene(commands)
    counts = commands.counts()
    of_files = [call for call in commands.calls if call.arguments and str(call.arguments[0]).startswith("f")]
    reads = [call for call in of_files if call.command == "getAttr"]
    assert counts["ls"] < 200
    assert counts["listAttr"] <= count // 100 + 10
    assert len(reads) <= 4 * count, "the name, the tiling, the frame extension and what follows from them"
    assert {call.command for call in of_files} <= {"getAttr", "listAttr", "listConnections"}


def test_the_scene_is_left_as_it_was() -> None:
    for path in sorted(SCENES.rglob("*.ma")):
        commands = open_in_maya(path)
        read_open_scene(commands)
        assert (commands.edits, commands.modified) == ([], False), path
        changing = {
            "select",
            "setAttr",
            "editRenderLayerGlobals",
            "currentTime",
            "filePathEditor",
            "undoInfo",
        }
        assert not changing.intersection(commands.counts()), path


def test_a_texture_of_a_shader_that_nobody_here_knows_is_found_by_its_mark(tmp_path: Path) -> None:
    (tmp_path / "wood.png").write_bytes(b"12")
    commands = scene(
        tmp_path,
        *CAMERA,
        'createNode nobodysTexture -n "one"; setAttr ".map" -type "string" "wood.png";',
        'createNode nobodysTexture -n "two"; setAttr ".map" -type "string" "gone.png";',
        'setAttr ".outputPath" -type "string" "made.exr";',
    )
    commands.marked_types["nobodysTexture"] = ["map", "outputPath"]
    snapshot = read_open_scene(commands)
    assert [(asset.node, asset.as_written, asset.exists) for asset in snapshot.assets[1:]] == [
        ("one", "wood.png", True),
        ("two", "gone.png", False),
    ]


def test_added_attributes_are_found_among_many_nodes_in_few_commands(tmp_path: Path) -> None:
    (tmp_path / "ramp.exr").write_bytes(b"1")
    lines = [f'createNode transform -n "t{number}";' for number in range(1000)]
    lines[700] += ' addAttr -uaf -ln "ramp" -sn "rp" -dt "string"; setAttr ".rp" -type "string" "ramp.exr";'
    commands = scene(tmp_path, *CAMERA, *lines)
    snapshot = read_open_scene(commands)
    assert [(asset.node, asset.as_written) for asset in snapshot.assets[1:]] == [("t700", "ramp.exr")]
    assert commands.counts()["listAttr"] <= 40


class Refusing:
    """A host of which one command is broken, as a plug-in's callback can break it."""

    def __init__(self, commands: FakeCommands, command: str, error: Exception) -> None:
        self._commands = commands
        self._command = command
        self._error = error

    def __getattr__(self, command: str) -> Any:
        if command == self._command:
            return self._refuse
        return getattr(self._commands, command)

    def _refuse(self, *arguments: Any, **flags: Any) -> Any:
        raise self._error


COMMANDS = (
    *("about", "allNodeTypes", "currentUnit", "file", "getAttr", "listAttr", "listConnections", "ls"),
    *("objExists", "pluginInfo", "referenceQuery", "unknownPlugin", "workspace"),
)


@pytest.mark.parametrize("error", [RuntimeError("だめ"), TypeError(), ValueError("gone")], ids=repr)
@pytest.mark.parametrize("command", COMMANDS)
def test_whatever_command_is_refused_there_is_a_snapshot(command: str, error: Exception) -> None:
    for name in ("references/shot.ma", "render_setup/render_setup.ma", "odd/odd.ma"):
        commands = open_in_maya(SCENES / name)
        snapshot = read_open_scene(Refusing(commands, command, error))
        assert [layer.node for layer in snapshot.layers][:1] == ["defaultRenderLayer"]
        assert commands.edits == []


def test_a_refused_fact_is_told_with_what_maya_says(tmp_path: Path) -> None:
    commands = scene(tmp_path, *CAMERA)
    snapshot = read_open_scene(Refusing(commands, "currentUnit", RuntimeError("no units today")))
    assert snapshot.fps is None
    told = [str(problem.message) for problem in snapshot.problems if problem.code == "host_refused"]
    assert told == ["Maya cannot tell: time unit. It says: no units today"]
