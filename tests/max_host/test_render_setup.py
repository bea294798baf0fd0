"""Size, output, colour, renderer with the job file's settings, render elements: of every renderer and release."""

from __future__ import annotations

from typing import Any, Dict

import pytest

from rb_dcc_core import images, max_renderers
from rb_dcc_core.max_scene import RenderElement
from tests.max_host.gathered import codes, gathered, snapshot
from tests.support.fake_pymxs import scene as fake
from tests.support.fake_pymxs.scene import Element, MaxScene, Renderer
from tests.support.fake_pymxs.values import ClassValue

VRAY_SETTINGS: Dict[str, Any] = {
    "gi_on": True,
    "gi_primary_type": 2,
    "gi_secondary_type": 3,
    "adv_irradmap_mode": 0,
    "lightcache_mode": 0,
    "imageSampler_type": 1,
    "filter_on": True,
    "filter_kernel": ClassValue("VRayLanczosFilter"),
    "options_displacement": True,
    "options_reflectionRefraction": True,
    "options_dontRenderImage": False,
    "system_raycaster_memLimit": 4000,
    "system_raycaster_defaultGeometry": 0,
    "output_on": True,
    "output_getsetsfrommax": True,
    "output_splitgbuffer": True,
    "output_splitfilename": "D:\\out\\split.exr",
    "output_saveRawFile": False,
    "output_rawFileName": None,
}


@pytest.mark.parametrize(
    ("told", "name", "family", "device"),
    [
        (fake.SCANLINE, "Default_Scanline_Renderer", "scanline", images.CPU),
        (fake.ART, "ART_Renderer", "art", images.CPU),
        (fake.ARNOLD, "Arnold", "arnold", None),
        (fake.VRAY_3, "V_Ray_Adv_3_60_03", "vray", images.CPU),
        (fake.VRAY, "V_Ray_6__update_1_2", "vray", images.CPU),
        (fake.VRAY_7, "V_Ray_7_Hotfix_1", "vray", images.CPU),
        (fake.VRAY_GPU, "V_Ray_GPU_6__update_1_2", "vray", images.GPU),
        (fake.CORONA, "Corona", "corona", images.CPU),
        (fake.REDSHIFT, "Redshift_Renderer", "redshift", images.GPU),
        (fake.QUICKSILVER, "Quicksilver_Hardware_Renderer", None, None),
    ],
)
@pytest.mark.parametrize("is_object", [False, True])
def test_each_renderer_is_known(told: Any, name: str, family: Any, device: Any, is_object: bool) -> None:
    taken = snapshot(MaxScene(renderer=Renderer(*told)), undefined_is_object=is_object)
    assert taken.renderer == name
    assert taken.layers[0].renderer == name
    assert max_renderers.family(taken.renderer) == family
    assert taken.layers[0].device == device
    assert taken.max_facts is not None
    assert taken.max_facts.renderer_id == told[1]
    assert "renderer_missing" not in codes(taken)


def test_a_renderer_in_another_language_is_known_by_its_number() -> None:
    taken = snapshot(MaxScene(renderer=Renderer("扫描线渲染器", (1, 0))))
    assert taken.renderer == "Default_Scanline_Renderer"


def test_a_missing_renderer_is_told() -> None:
    taken = snapshot(MaxScene(renderer=Renderer(*fake.MISSING)))
    assert "renderer_missing" in codes(taken)


def test_vray_tells_what_the_job_file_names() -> None:
    taken = snapshot(MaxScene(renderer=Renderer(*fake.VRAY, settings=VRAY_SETTINGS)))
    assert taken.max_facts is not None
    assert taken.max_facts.renderer_settings == {
        "gi": "1",
        "primary_gi_engine": "2",
        "secondary_gi_engine": "3",
        "irradiance_map_mode": "0",
        "light_cache_mode": "0",
        "image_sampler_type": "1",
        "filter_on": "1",
        "filter_kernel": "VRayLanczosFilter",
        "displacement": "1",
        "reflection_refraction": "1",
        "onlyphoton": "0",
        "mem_limit": "4000",
        "default_geometry": "0",
        "vfb": "1",
        "save_sep_channel": "1",
        "channel_file": "D:\\out\\split.exr",
    }


def test_vray_gpu_keeps_them_in_an_object_of_its_own() -> None:
    taken = snapshot(MaxScene(renderer=Renderer(*fake.VRAY_GPU, settings=VRAY_SETTINGS)))
    assert taken.max_facts is not None
    assert taken.max_facts.renderer_settings["gi"] == "1"


@pytest.mark.parametrize(("newer", "expected"), [(0, "1"), (1, "3")])
def test_newer_vray_has_two_samplers(newer: int, expected: str) -> None:
    settings = {**VRAY_SETTINGS, "imageSampler_type_new": newer}
    taken = snapshot(MaxScene(renderer=Renderer(*fake.VRAY, settings=settings)))
    assert taken.max_facts is not None
    assert taken.max_facts.renderer_settings["image_sampler_type"] == expected


def test_vrays_own_size_outweighs_the_render_setups() -> None:
    settings = {**VRAY_SETTINGS, "output_getsetsfrommax": False, "output_width": 4000, "output_height": 2000}
    layer = snapshot(MaxScene(renderer=Renderer(*fake.VRAY, settings=settings))).layers[0]
    assert (layer.width, layer.height) == (4000, 2000)


def test_vrays_raw_image_is_the_output_where_there_is_no_other() -> None:
    settings = {**VRAY_SETTINGS, "output_saveRawFile": True, "output_rawFileName": "E:\\raw\\beauty.exr"}
    renderer = Renderer(*fake.VRAY, settings=settings)
    assert snapshot(MaxScene(renderer=renderer, output="")).layers[0].output == "E:/raw/beauty.exr"
    assert snapshot(MaxScene(renderer=renderer)).layers[0].output == "D:/out/shot.exr"


def test_vrays_version_is_the_loaded_ones() -> None:
    scene = MaxScene(
        renderer=Renderer(*fake.VRAY, settings=VRAY_SETTINGS),
        vray_version=["V-Ray 6", "6.10.08", "build 32208"],
        dlls=[fake.Dll("vrender2024.dlr", "C:\\Program Files\\Chaos\\V-Ray\\bin\\plugins", "")],
    )
    assert snapshot(scene).plugins == {"vrender2024.dlr": "6.10.08"}


def test_size_output_and_what_else_the_render_setup_says() -> None:
    taken = snapshot(
        MaxScene(width=800, height=600, pixel_aspect=1.5, saves_file=False, number_base=3, uses_net=True)
    )
    layer = taken.layers[0]
    assert (layer.width, layer.height, layer.pixel_aspect) == (800, 600, 1.5)
    assert (layer.output, layer.image_prefix, layer.image_format) == ("D:/out/shot.exr", "shot", "exr")
    assert taken.max_facts is not None
    assert taken.max_facts.net_render is True
    assert {"save_file_off", "file_number_base"} <= set(codes(taken))


@pytest.mark.parametrize(
    ("kind", "is_told"), [("view", False), ("region", True), ("blowUp", True), ("crop", True)]
)
def test_a_region_is_told(kind: str, is_told: bool) -> None:
    assert ("render_region" in codes(snapshot(MaxScene(render_type=kind)))) is is_told


def test_without_an_output_one_is_asked_for() -> None:
    taken = snapshot(MaxScene(output=""), undefined_is_object=True)
    assert taken.layers[0].output is None
    assert "output_unknown" in codes(taken)


def test_render_elements_are_told_with_their_paths() -> None:
    scene = MaxScene(
        elements=[
            Element("Z", "ZRenderElement", "D:\\out\\shot_z.exr"),
            Element("Alpha", "VRayAlpha", None),
            Element("Off", "VRayDRBucket", "D:\\out\\off.exr", enabled=False),
            Element("Gone", "Missing_Render_Element_Plug_in", "D:\\out\\gone.exr"),
        ]
    )
    taken = snapshot(scene)
    assert taken.max_facts is not None
    assert taken.max_facts.elements == (
        RenderElement("ZRenderElement", "D:\\out\\shot_z.exr"),
        RenderElement("VRayAlpha", None),
    )
    assert taken.max_facts.elements_active is True
    assert [(aov.name, aov.enabled) for aov in taken.layers[0].all_aovs] == [
        ("Z", True),
        ("Alpha", True),
        ("Off", False),
    ]


@pytest.mark.parametrize("member", ["AOVManager", "AOV_Manager"])
def test_arnolds_aovs_pass_the_element_manager_by(member: str) -> None:
    renderer = Renderer(*fake.ARNOLD, aovs={"ArnoldEXRDriver": ["RGBA", "Z"]}, aov_member=member)
    assert snapshot(MaxScene(renderer=renderer)).layers[0].aovs == ("RGBA", "Z")


def test_gamma_until_2023() -> None:
    told = gathered(MaxScene(gamma_mode="gamma", gamma=2.2), year=2023).colour
    assert (told.has_gamma, told.gamma, told.gamma_in, told.gamma_out, told.mode) == (True, 2.2, 2.2, 2.2, "")
    assert gathered(MaxScene(gamma_mode="none"), year=2021).colour.has_gamma is False


@pytest.mark.parametrize("year", [2024, 2025, 2026, 2027])
@pytest.mark.parametrize(
    ("pipeline", "has_gamma"), [("Gamma", True), ("Unmanaged", False), ("OCIO_Default", False)]
)
def test_the_colour_pipeline_from_2024(year: int, pipeline: str, has_gamma: bool) -> None:
    told = gathered(MaxScene(pipeline=pipeline), year=year).colour
    assert (told.mode, told.has_gamma) == (pipeline, has_gamma)


def test_an_own_ocio_configuration_is_sent_and_told(tmp_path: Any) -> None:
    config = tmp_path / "config.ocio"
    config.write_text("ocio_profile_version: 2\n")
    taken = snapshot(MaxScene(pipeline="OCIO_Custom", ocio_config=str(config)))
    assert config.as_posix() in [asset.path for asset in taken.assets]
    assert "ocio_config" in codes(taken)
