"""The render environment: a saved one by name, or one that fits the scene."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from rb_dcc_core import models
from rb_dcc_core.environments import (
    RenderEnvironment,
    environment_for_scene,
    environment_of,
    saved_environment,
    version_key,
)
from rb_dcc_core.errors import InputError, UnknownNameError
from rb_dcc_core.host import RENDER_SETUP
from tests.support.examples import example_data
from tests.support.scenes import OFFERED, scene

SAVED = models.RenderEnv.list_from_json(example_data("getRenderEnv"))


def test_a_saved_environment_is_found_by_its_name() -> None:
    assert saved_environment(SAVED, "testRenderEnv222") == RenderEnvironment(
        2000, "2020", {"wobble": "0.9.5"}, "testRenderEnv222", 0, 0
    )


def test_an_unknown_environment_is_refused_with_the_names_there_are() -> None:
    with pytest.raises(UnknownNameError) as refused:
        saved_environment(SAVED, "nope")
    assert str(refused.value) == (
        "There is no render environment 'nope'. There are: testRenderEnv332, testRenderEnv222."
    )
    with pytest.raises(UnknownNameError, match="none yet; 'rb-dcc env create' makes one"):
        saved_environment([], "nope")


def test_an_environment_that_says_little_is_windows_and_legacy_layers() -> None:
    env = environment_of(models.RenderEnv.from_json({"editName": "x"}))
    assert env == RenderEnvironment(0, "", {}, "x", 1, 0)


def for_scene(folder: Path, plugins: Any, **changed: Any) -> Any:
    env, problems = environment_for_scene(scene(folder / "a.ma", plugins=plugins, **changed), OFFERED, 1)
    return dict(env.plugins), [(each.severity, each.code, each.message.text()) for each in problems]


def test_the_scenes_exact_version_is_taken_without_a_word(tmp_path: Path) -> None:
    assert for_scene(tmp_path, {"mtoa": "5.3.1"}) == ({"MtoA": "5.3.1"}, [])


@pytest.mark.parametrize(
    ("asked", "chosen"),
    [("5.3.2", "5.3.4"), ("5.3.5", "5.10.0"), ("3.0", "4.2.0"), ("9.9", "5.10.0"), ("", "4.2.0")],
)
def test_else_the_nearest_newer_or_the_newest_with_a_warning(tmp_path: Path, asked: str, chosen: str) -> None:
    plugins, problems = for_scene(tmp_path, {"mtoa": asked})
    assert plugins == {"MtoA": chosen}
    assert problems == [
        (
            "warning",
            "plugin_version_differs",
            f"mtoa {chosen} on the farm, {asked} in the scene. Choose another environment with --env if it matters.",
        )
    ]


def test_a_plugin_the_farm_lacks_is_left_out_with_a_notice(tmp_path: Path) -> None:
    plugins, problems = for_scene(tmp_path, {"ncloth_pro": "1.0"})
    assert plugins == {}
    assert problems == [
        ("notice", "plugin_not_on_farm", "The farm offers no plug-in 'ncloth_pro'; the scene asks for 1.0.")
    ]


def test_what_is_part_of_maya_itself_is_no_matter(tmp_path: Path) -> None:
    assert for_scene(tmp_path, {"stereoCamera": "10.0", "modelingToolkit": "0.0"}) == ({}, [])


def test_a_plugin_goes_by_the_farms_own_name(tmp_path: Path) -> None:
    assert for_scene(tmp_path, {"redshift4maya": "3.5.20"}) == ({"redshift": "3.5.20"}, [])


def test_only_the_scenes_own_release_counts(tmp_path: Path) -> None:
    plugins, problems = for_scene(tmp_path, {"mtoa": "5.3.1", "redshift4maya": "3.5.20"}, host_version="2024")
    assert plugins == {"MtoA": "5.4.0"}
    assert [problem[1] for problem in problems] == ["plugin_version_differs", "plugin_not_on_farm"]


@pytest.mark.parametrize("version", ["2016", None])
def test_a_release_the_farm_lacks_is_refused_with_those_it_has(tmp_path: Path, version: Any) -> None:
    with pytest.raises(InputError) as refused:
        environment_for_scene(scene(tmp_path / "a.ma", host_version=version), OFFERED, 1)
    assert str(refused.value) == (
        f"The farm has no Maya {version or 'of unknown release'}. It has: 2023, 2024. Choose an environment with --env."
    )


def test_the_layer_system_and_the_system_are_told(tmp_path: Path) -> None:
    setup = scene(tmp_path / "a.ma", layer_system=RENDER_SETUP)
    env, _ = environment_for_scene(setup, OFFERED, 0)
    assert (env.cg_id, env.cg_name, env.cg_version, env.os_name, env.render_layer_type) == (
        2000,
        "Maya",
        "2023",
        0,
        1,
    )


def test_versions_stand_in_their_natural_order() -> None:
    versions = [
        "5.10.0",
        "5.9",
        "5.3.4",
        "vray_adv_6.10.08",
        "vray_adv_6.9.01",
        "10",
        "2",
        "5.3.4.1",
        "²",
        "",
    ]
    assert sorted(versions, key=version_key) == [
        "²",
        "",
        "vray_adv_6.9.01",
        "vray_adv_6.10.08",
        "2",
        "5.3.4",
        "5.3.4.1",
        "5.9",
        "5.10.0",
        "10",
    ]
