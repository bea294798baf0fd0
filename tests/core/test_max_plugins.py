"""3ds Max plug-ins by their files: what a farm calls them, which are the host's own, and the environment they make."""

from __future__ import annotations

from typing import Any, Optional

import pytest

from rb_dcc_core import models
from rb_dcc_core.environments import RenderEnvironment, environment_for_scene, scene_plugins
from rb_dcc_core.matching import match_environment
from rb_dcc_core.max_plugins import farm_name, is_own
from tests.support.max_scenes import scene

OFFERED = models.SupportedPlugins.from_json(
    {
        "cgVersion": [{"id": 203, "cgId": 2001, "cgName": "3ds Max", "cgVersion": "2023"}],
        "cgPlugin": [
            {
                "cvId": 203,
                "pluginName": "vray",
                "pluginVersions": [
                    {"pluginId": 1, "pluginName": "vray", "pluginVersion": "vray 5.20.06"},
                    {"pluginId": 2, "pluginName": "vray", "pluginVersion": "vray 6.20.06"},
                    {"pluginId": 3, "pluginName": "vray", "pluginVersion": "vray 6.10.08"},
                ],
            }
        ],
    }
)


@pytest.mark.parametrize(
    ("file", "farm"),
    [
        ("vrender2024.dlr", "vray"),
        ("VRAY_RTMAX2019.DLR", "vray"),
        ("maxtoa.dlr", "maxtoa"),
        ("CoronaMax2024.dlr", "corona"),
        ("redshift4max.dlr", "redshift"),
        ("ForestPackPro.dlo", "forestpackpro"),
        ("RailClonePro.dlo", "railclonepro"),
        ("phoenixfd2024.dlo", "phoenixfd"),
        ("tyFlow_2024.dlo", "tyflow"),
        ("rend.dlr", None),
        ("growfx_2024.dlo", None),
    ],
)
def test_a_farm_calls_a_plugin_by_one_name_whatever_its_file(file: str, farm: Optional[str]) -> None:
    assert farm_name(file) == farm


def test_parts_of_3ds_max_are_no_plugins_of_the_scene() -> None:
    plugins = {"rend.dlr": None, "mtl.dlt": None, "autodesk_thing.dlo": None, "growfx_2024.dlo": None}
    assert is_own("mtl.dlt")
    told = scene(plugins=plugins)
    assert scene_plugins(told) == {"autodesk_thing": "", "growfx": ""}


def test_two_files_of_one_plugin_are_one_with_the_version_that_is_told() -> None:
    told = scene(plugins={"vrender2019.dlr": "3.60.03", "vray_rtmax2019.dlr": None})
    assert scene_plugins(told) == {"vray": "3.60.03"}


def test_the_newest_is_taken_where_the_scene_tells_no_version_and_said() -> None:
    environment, problems = environment_for_scene(scene("V_Ray_6"), OFFERED, 1)
    assert environment.plugins == {"vray": "6.20.06"}
    assert [(each.severity, each.code) for each in problems] == [("warning", "plugin_version_unknown")]


def fit(plugins: Any, renderer: str) -> Any:
    match = match_environment(scene(renderer), RenderEnvironment(2001, "2023", plugins), OFFERED)
    return match.fit, [problem.code for problem in match.problems]


def test_an_environment_fits_by_the_renderers_plugin() -> None:
    assert fit({"vray": "6.20.06"}, "V_Ray_6") == ("compatible", ["plugin_version_unknown"])
    assert fit({}, "V_Ray_6") == ("none", ["renderer_not_in_environment"])
    assert fit({"vray": "6.20.06"}, "Default_Scanline_Renderer") == ("exact", [])
