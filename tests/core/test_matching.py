"""Saved environments beside a scene: their order, their differences in words, and what to create."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Dict, List, Optional, Tuple

import pytest

from rb_dcc_core import models
from rb_dcc_core.environments import RenderEnvironment, same_version, version_key
from rb_dcc_core.host import RENDER_SETUP
from rb_dcc_core.matching import match_environment, rank_environments
from rb_dcc_core.proposals import propose_environment
from tests.support.scenes import OFFERED, layer, scene


def env(name: str, version: str = "2023", default: int = 0, **plugins: str) -> models.RenderEnv:
    return models.RenderEnv.from_json(
        {
            "cgId": 2000,
            "editName": name,
            "cgName": "Maya",
            "cgVersion": version,
            "osName": 1,
            "renderLayerType": 0,
            "isDefault": default,
            "respUserPluginInfoVos": [
                {"pluginId": 1, "pluginName": each, "pluginVersion": f"{each} {number}"}
                for each, number in plugins.items()
            ],
        }
    )


def compared(folder: Path, environment: RenderEnvironment, **changed: Any) -> Tuple[str, List[str]]:
    match = match_environment(scene(folder / "a.ma", **changed), environment)
    return match.fit, [message.text() for message in match.differences]


@pytest.mark.parametrize(
    ("plugins", "version", "fit", "differences"),
    [
        ({"MtoA": "5.3.5"}, "2023", "exact", []),
        ({"mtoa": "5.3.5.0"}, "2023", "exact", []),
        ({"mtoa": "5.3.1"}, "2023", "compatible", ["mtoa 5.3.1 on the farm, 5.3.5 in the scene"]),
        ({"mtoa": "5.10"}, "2023", "compatible", ["mtoa 5.10 on the farm, 5.3.5 in the scene"]),
        ({"mtoa": "4.2"}, "2023", "none", ["mtoa 4.2 on the farm, 5.3.5 in the scene"]),
        ({}, "2023", "none", ["no mtoa in the environment, 5.3.5 in the scene"]),
        ({"mtoa": "5.3.5"}, "2024", "none", ["Maya 2024 on the farm, 2023 in the scene"]),
    ],
)
def test_each_difference_is_told_and_says_how_far_it_is(
    tmp_path: Path, plugins: Dict[str, str], version: str, fit: str, differences: List[str]
) -> None:
    environment = RenderEnvironment(2000, version, plugins)
    assert compared(tmp_path, environment, plugins={"mtoa": "5.3.5"}) == (fit, differences)


def test_a_plugin_that_does_not_render_may_differ_or_lack(tmp_path: Path) -> None:
    wanted = {"mtoa": "5.3.1", "yeti": "5.1.0", "stereoCamera": "10.0"}
    assert compared(tmp_path, RenderEnvironment(2000, "2023", {"mtoa": "5.3.1"}), plugins=wanted) == (
        "compatible",
        ["no yeti in the environment, 5.1.0 in the scene"],
    )
    old = RenderEnvironment(2000, "2023", {"mtoa": "5.3.1", "Yeti": "4.2"})
    assert compared(tmp_path, old, plugins=wanted)[0] == "compatible"


@pytest.mark.parametrize(
    ("scene_name", "farm_name", "farm_version"),
    [("vrayformaya", "vray", "vray_adv_6.10.08"), ("redshift4maya", "redshift", "6.10.08")],
)
def test_a_plugin_goes_by_the_farms_name_and_spelling(
    tmp_path: Path, scene_name: str, farm_name: str, farm_version: str
) -> None:
    environment = RenderEnvironment(2000, "2023", {farm_name: farm_version})
    layers = (layer(renderer="vray" if "vray" in scene_name else "redshift"),)
    assert compared(tmp_path, environment, plugins={scene_name: "6.10.8"}, layers=layers) == ("exact", [])


@pytest.mark.parametrize(
    ("layers", "fit"), [((layer(),), "compatible"), ((layer(), layer("b", "rs_b")), "none")]
)
def test_another_layer_system_matters_only_where_there_are_layers(
    tmp_path: Path, layers: Any, fit: str
) -> None:
    environment = RenderEnvironment(2000, "2023", {"mtoa": "5.3.1"})
    assert compared(tmp_path, environment, layers=layers, layer_system=RENDER_SETUP) == (
        fit,
        ["legacy render layers on the farm, Render Setup in the scene"],
    )


def test_a_renderer_that_the_scene_does_not_require_refuses_nothing(tmp_path: Path) -> None:
    assert compared(tmp_path, RenderEnvironment(2000, "2023"), plugins={}) == (
        "compatible",
        ["no mtoa in the environment, used in the scene"],
    )


def test_exact_stands_before_compatible_before_none_and_the_default_first_among_equals(
    tmp_path: Path,
) -> None:
    saved = [
        env("other release", "2024", mtoa="5.3.1"),
        env("older", mtoa="5.2"),
        env("newer", mtoa="5.10"),
        env("exact", MtoA="5.3.1"),
        env("default", default=1, mtoa="5.1"),
        models.RenderEnv.from_json({"cgId": 2001, "editName": "max", "cgVersion": "2023"}),
    ]
    ranked = rank_environments(scene(tmp_path / "a.ma"), saved)
    assert [(match.environment.name, match.fit, match.is_default) for match in ranked] == [
        ("exact", "exact", False),
        ("default", "compatible", True),
        ("newer", "compatible", False),
        ("older", "compatible", False),
        ("other release", "none", False),
    ]


def test_what_the_farm_has_withdrawn_no_longer_fits(tmp_path: Path) -> None:
    (match,) = rank_environments(
        scene(tmp_path / "a.ma", plugins={"mtoa": "5.3.0"}), [env("old", MtoA="5.3.0")], OFFERED
    )
    assert (match.fit, [each.text() for each in match.differences]) == (
        "none",
        ["the farm has no MtoA 5.3.0 any more"],
    )


def test_the_system_asked_for_is_told_and_refuses_nothing(tmp_path: Path) -> None:
    (match,) = rank_environments(scene(tmp_path / "a.ma"), [env("w", mtoa="5.3.1")], None, 0)
    assert [each.text() for each in match.differences] == ["Windows on the farm, Linux asked for"]
    assert match.fit == "compatible"


@pytest.mark.parametrize(
    ("plugins", "taken", "name", "ids"),
    [
        ({"mtoa": "5.3.1"}, (), "Maya_2023_MtoA_5.3.1_Windows", (1,)),
        ({"mtoa": "5.3.1"}, ("Maya_2023_MtoA_5.3.1_Windows",), "Maya_2023_MtoA_5.3.1_Windows_2", (1,)),
        ({"mtoa": "5.3.5"}, (), "Maya_2023_MtoA_5.10.0_Windows", (3,)),
        ({"mtoa": "5.3.1", "redshift4maya": "3.5.20"}, (), "Maya_2023_MtoA_5.3.1_and_1_Windows", (1, 6)),
        ({}, (), "Maya_2023_Windows", ()),
    ],
)
def test_what_to_create_has_a_readable_name_and_its_ids(
    tmp_path: Path, plugins: Dict[str, str], taken: Tuple[str, ...], name: str, ids: Tuple[int, ...]
) -> None:
    made = propose_environment(scene(tmp_path / "a.ma", plugins=plugins), OFFERED, 1, taken)
    assert made is not None
    assert made.fields() == {
        "cgId": 2000,
        "cgName": "Maya",
        "cgVersion": "2023",
        "renderLayerType": 0,
        "editName": name,
        "renderSystem": 1,
        "pluginIds": list(ids),
    }


@pytest.mark.parametrize("version", ["2016", None])
def test_nothing_can_be_created_for_a_release_the_farm_lacks(tmp_path: Path, version: Optional[str]) -> None:
    assert propose_environment(scene(tmp_path / "a.ma", host_version=version), OFFERED, 1) is None


def test_a_proposal_tells_the_system_and_the_layers(tmp_path: Path) -> None:
    made = propose_environment(scene(tmp_path / "a.ma", layer_system=RENDER_SETUP), OFFERED, 0)
    assert made is not None
    assert (made.name, made.fields()["renderSystem"], made.fields()["renderLayerType"]) == (
        "Maya_2023_MtoA_5.3.1_RenderSetup_Linux",
        0,
        1,
    )


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("5.3.5.2", "5.3.5.2", True),
        ("vray_adv_6.10.08", "6.10.8", True),
        ("2024.0", "2024", True),
        ("2024.1", "2024", False),
        ("5.10", "5.1", False),
        ("", "", True),
        ("beta", "alpha", False),
    ],
)
def test_two_spellings_mean_one_version_where_their_numbers_do(one: str, other: str, same: bool) -> None:
    assert same_version(one, other) is same


@pytest.mark.parametrize(
    ("older", "newer"),
    [("5.9", "5.10"), ("5.3.5", "5.3.5.2"), ("vray_adv_6.9.1", "vray_adv_6.10.08"), ("2024", "2024.1")],
)
def test_a_newer_version_stands_after_an_older(older: str, newer: str) -> None:
    assert version_key(older) < version_key(newer)
