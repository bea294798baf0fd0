"""What a renderer keeps to itself is named; what can be told all the same is."""

from __future__ import annotations

from pathlib import Path
from typing import List, Tuple

import pytest

from rb_dcc_core.host import SceneSnapshot
from rb_maya.live_reader import read_open_scene
from rb_maya.reader import read_scene
from tests.maya_reader.file_scenes import codes, node, put, snapshot_of, texts
from tests.support.fake_maya import YEARS, FakeCommands, FakeScene

SCENES = Path(__file__).resolve().parent.parent / "scenes"


def read(name: str) -> SceneSnapshot:
    return read_scene(SCENES / name / f"{name}.ma")


def files(snapshot: SceneSnapshot) -> List[Tuple[str, bool]]:
    root = f"{Path(snapshot.scene).parent.as_posix()}/"
    return [(asset.path.replace(root, ""), asset.exists) for asset in snapshot.assets[1:]]


def test_a_photometric_lights_file_is_looked_for_in_arnolds_search_path_and_another_renderers_is_not() -> (
    None
):
    assert files(read("arnold_ies")) == [("library/spot.ies", True), ("flood.ies", False)]


def test_a_yeti_node_sends_its_cache_unless_it_reads_none_and_says_that_its_textures_are_not_known() -> None:
    snapshot = read("yeti")
    assert files(snapshot) == [
        ("cache/fur.0001.fur", True),
        ("cache/fur.0002.fur", True),
        ("cache/moss.fur", True),
    ]
    told = [problem for problem in snapshot.problems if problem.code == "yeti_textures_untold"]
    assert [(problem.severity, problem.node) for problem in told] == [
        ("notice", "furShape"),
        ("notice", "grassShape"),
        ("notice", "mossShape"),
    ]
    assert texts(snapshot, "yeti_textures_untold")[0].endswith("it looks for them in groom.")


def test_each_redshift_aov_is_named_by_its_own_prefix_and_once_more_for_each_light_group_it_lists() -> None:
    snapshot = read("redshift_aovs")
    assert [image.pattern for image in snapshot.layers[0].images] == [
        "masterLayer/redshift_aovs.png",
        "masterLayer/redshift_aovs.Z.png",
        "masterLayer/Diffuse/redshift_aovs_Diffuse.png",
        "masterLayer/Diffuse_key/redshift_aovs_Diffuse_key.png",
        "masterLayer/Diffuse_fill/redshift_aovs_Diffuse_fill.png",
        "aovs/shotCam_Spec.png",
    ]
    told = [(problem.node, problem.severity) for problem in snapshot.problems]
    assert told == [("rsAov_Specular", "notice")]


VRAY = 'select -ne :defaultRenderGlobals;\n\tsetAttr ".ren" -type "string" "vray";'


def test_names_in_vrays_settings_that_are_not_known_are_told_with_what_they_may_be(tmp_path: Path) -> None:
    settings = node("VRaySettingsNode", "dontSaveImage no", "mode 0", "xyz 3", name="vraySettings")
    assert texts(snapshot_of(tmp_path, settings, VRAY), "settings_untold") == [
        "vraySettings: the file stores settings under names that are not known (xyz); these may be among them, and "
        "V-Ray's defaults are taken for them: Common > Frame Padding (fileNamePadding), Settings > Distributed rendering "
        "(sys_distributed_rendering_on). Look at them in V-Ray's render settings. If you changed one, open the scene in "
        "Maya and submit from there, or save it with full attribute names (an option of Save Scene As)."
    ]
    assert "settings_untold" not in codes(snapshot_of(tmp_path, settings, VRAY.replace("vray", "arnold")))


def test_vrays_settings_with_known_names_alone_have_its_defaults_and_nothing_is_told(tmp_path: Path) -> None:
    names = (
        "gi yes",
        "sltp yes",
        "pbs 32",
        "pms 1024",
        "caoet yes",
        "animtp 1",
        "wi 960",
        "rt_maxPaths 10000",
        "vfbSA[0] 1",
        "fnprx=x",
    )
    settings = node("VRaySettingsNode", *names, name="vraySettings")
    assert "settings_untold" not in codes(snapshot_of(tmp_path, settings, VRAY))


def test_every_untold_setting_stored_by_its_long_name_leaves_nothing_to_tell(tmp_path: Path) -> None:
    names = ("fileNamePadding 3", "dontSaveImage no", "sys_distributed_rendering_on no", "mode 0", "xyz 1")
    settings = node("VRaySettingsNode", *names, name="vraySettings")
    assert "settings_untold" not in codes(snapshot_of(tmp_path, settings, VRAY))


@pytest.mark.parametrize("year", YEARS)
def test_an_open_maya_tells_every_setting_that_a_file_may_not(tmp_path: Path, year: str) -> None:
    """By their long names, which no file that Maya saves with its own settings has."""
    settings = (
        *("animtp 1", "fileNamePadding 6", "dontSaveImage yes", "sys_distributed_rendering_on yes", "mode 2"),
        *("fnm=light.vrlmap", "fnprx=v", "xyz 1"),
    )
    put(tmp_path, "light.vrlmap")
    snapshot_of(tmp_path, node("VRaySettingsNode", *settings, name="vraySettings"), VRAY)
    live = read_open_scene(FakeCommands(FakeScene(tmp_path / "scenes" / "shot.ma"), year))
    assert next(live.layers[0].expected_outputs()) == "v.000001.png"
    assert [asset.path for asset in live.assets if asset.kind == "cache"] == [
        f"{tmp_path.as_posix()}/light.vrlmap"
    ]
    found = codes(live)
    assert "images_not_saved" in found
    assert "distributed_rendering" in found
    assert "settings_untold" not in found


def test_distributed_rendering_that_a_batch_render_ignores_is_no_trap(tmp_path: Path) -> None:
    on, left_out = "sys_distributed_rendering_on yes", "sys_distributed_rendering_ignore_batch yes"
    alone = snapshot_of(tmp_path, node("VRaySettingsNode", on, name="vraySettings"), VRAY)
    assert "distributed_rendering" in codes(alone)
    ignored = snapshot_of(tmp_path, node("VRaySettingsNode", on, left_out, name="vraySettings"), VRAY)
    assert "distributed_rendering" not in codes(ignored)


def test_vray_that_only_calculates_light_is_told(tmp_path: Path) -> None:
    settings = node("VRaySettingsNode", "gogdri yes", name="vraySettings")
    snapshot = snapshot_of(tmp_path, settings, VRAY)
    told = [problem for problem in snapshot.problems if problem.code == "image_not_rendered"]
    assert [(problem.severity, problem.node) for problem in told] == [("warning", "vraySettings")]


def test_vrays_separator_is_read_by_its_short_name(tmp_path: Path) -> None:
    nodes = [
        node("VRaySettingsNode", "fnes=_", name="vraySettings"),
        node("VRayRenderElement", name="z"),
        'select -ne :defaultRenderGlobals;\n\tsetAttr ".ren" -type "string" "vray";',
    ]
    layer = snapshot_of(tmp_path, *nodes).layers[0]
    assert [image.pattern for image in layer.images] == ["shot.png", "shot_z.png"]
