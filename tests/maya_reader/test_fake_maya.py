"""The fake host refuses what Maya refuses, by the published tables of each year."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import List

import pytest

from tests.support.fake_maya import YEARS, FakeCommands, open_in_maya
from tests.support.fake_maya.command_tables import command_table

LAYERS = Path(__file__).resolve().parents[1] / "scenes" / "layers" / "layers.ma"


def maya(year: str = "2025", language: str = "en_US") -> FakeCommands:
    return open_in_maya(LAYERS, year=year, language=language)


def test_a_command_that_maya_does_not_have_is_no_attribute() -> None:
    with pytest.raises(AttributeError, match=r"module 'maya.cmds' has no attribute 'listCamera'"):
        maya().listCamera()


def test_a_flag_that_the_command_does_not_have_is_refused() -> None:
    with pytest.raises(TypeError, match="Invalid flag 'types'"):
        maya().ls(types="camera")


def test_a_short_flag_is_refused_though_maya_knows_it() -> None:
    with pytest.raises(TypeError, match="Invalid flag 'typ'"):
        maya().ls(typ="camera")


@pytest.mark.parametrize("year", ["2022", "2023"])
def test_full_node_names_of_connections_came_with_2024(year: str) -> None:
    with pytest.raises(TypeError, match="Invalid flag 'fullNodeName'"):
        maya(year).listConnections("beauty", fullNodeName=True)
    with pytest.raises(TypeError, match="Invalid flag 'fullNodeName'"):
        maya(year).listAttr("beauty", fullNodeName=True)
    with pytest.raises(TypeError, match="Invalid flag 'showFullPath'"):
        maya(year).referenceQuery("beauty", showFullPath=True)


def test_getting_a_value_without_evaluation_came_with_2025() -> None:
    assert "noEvaluation" not in command_table("2024", "getAttr")["flags"]  # type: ignore[index]
    assert "noEvaluation" in command_table("2025", "getAttr")["flags"]  # type: ignore[index]


def test_years_without_a_published_table_are_checked_by_the_last_one() -> None:
    assert command_table("2027", "ls") == command_table("2026", "ls") == command_table("2025", "ls")
    assert command_table("2022", "ls") != command_table("2025", "ls")


def test_a_flag_in_the_wrong_mode_is_refused() -> None:
    with pytest.raises(RuntimeError, match="Flag 'sceneName' cannot be used in create mode"):
        maya().file(sceneName=True)
    with pytest.raises(RuntimeError, match="Flag 'pluginsInUse' cannot be used in create mode"):
        maya().pluginInfo(pluginsInUse=True)
    with pytest.raises(TypeError, match="Invalid flag 'query'"):
        maya().renderSettings(query=True, firstImageName=True)


def test_an_argument_of_the_wrong_type_is_refused() -> None:
    with pytest.raises(TypeError, match="Invalid arguments for flag 'type'"):
        maya().ls(type=3)
    with pytest.raises(TypeError, match="Invalid argument 1"):
        maya().getAttr(None)


def test_what_is_not_in_the_scene_is_refused_in_the_language_of_the_host() -> None:
    with pytest.raises(ValueError, match=r"No object matches name: gone\.renderable"):
        maya().getAttr("gone.renderable")
    with pytest.raises(ValueError, match=r"No object matches name: beauty\.noSuchAttribute"):
        maya().getAttr("beauty.noSuchAttribute")
    with pytest.raises(ValueError, match="名前と一致するオブジェクトはありません"):
        maya(language="ja_JP").getAttr("gone.renderable")
    with pytest.raises(RuntimeError, match="Message attributes have no data values"):
        maya().getAttr("beauty.message")
    with pytest.raises(RuntimeError, match="Unknown object type: noSuchType"):
        maya().ls(type="noSuchType")


def test_every_edit_marks_the_scene_as_modified() -> None:
    edits: List[FakeCommands] = [maya() for _ in range(5)]
    edits[0].setAttr("beauty.renderable", False)
    edits[1].select("beauty")
    edits[2].editRenderLayerGlobals(currentRenderLayer="beauty")
    edits[3].pluginInfo("mtoa", edit=True, autoload=True)
    edits[4].currentUnit(time="pal")
    assert [(commands.modified, len(commands.edits)) for commands in edits] == [(True, 1)] * 5


def test_a_command_off_the_main_thread_is_found() -> None:
    commands, refused = maya(), []

    def ask() -> None:
        try:
            commands.about(version=True)
        except AssertionError as error:
            refused.append(str(error))

    thread = threading.Thread(target=ask)
    thread.start()
    thread.join()
    assert refused == ["about ran off Maya's main thread"]


@pytest.mark.parametrize("year", YEARS)
def test_calls_are_written_down_and_counted(year: str) -> None:
    commands = maya(year)
    assert commands.about(version=True) == year
    assert commands.getAttr("beauty.rndr") is commands.getAttr("beauty.renderable") is True
    assert commands.counts() == {"about": 1, "getAttr": 2}
    assert (commands.edits, commands.modified) == ([], False)
