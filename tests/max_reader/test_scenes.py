"""What a .max file tells, in every layout, code page and release."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

from rb_dcc_core import images
from rb_dcc_core.host import MAX, Camera, SceneSnapshot
from rb_max.reader import read_scene
from tests.support.max_file import GZIP, PLAIN, UTF_8, UTF_16, ZSTD, MaxFile, config, property_set

VRAY_GPU = {"renderer": "V-Ray GPU Next, update 1.1", "renderer_id": (1770671000, 1323107829)}
V_RAY_DLLS = (("rend.dlr", "Scanline Renderer (Autodesk)"), ("vrender2019.dlr", "V-Ray Renderer by Chaos"))


def read(tmp_path: Path, **fields: Any) -> SceneSnapshot:
    return read_scene(MaxFile(**fields).write(tmp_path / "shot.max"))


def codes(snapshot: SceneSnapshot) -> Any:
    return [(problem.severity, problem.code) for problem in snapshot.problems]


@pytest.mark.parametrize("codepage", [UTF_8, UTF_16], ids=["utf8", "utf16"])
@pytest.mark.parametrize("layout", [PLAIN, GZIP, ZSTD])
@pytest.mark.parametrize("sector", [512, 4096])
def test_every_layout_and_code_page_tells_the_same(
    tmp_path: Path, layout: str, codepage: int, sector: int
) -> None:
    read_one = read(
        tmp_path,
        layout=layout,
        codepage=codepage,
        sector=sector,
        cameras=("镜头 1", "Caméra"),
        animation=(25, 1, 50),
        assets=(("Bitmap", "D:\\tex\\木.png", ""),),
        files=("木.png",),
    )
    assert read_one.host == MAX
    assert read_one.host_version == "2023"
    assert read_one.fps == 25.0
    assert [camera.name for camera in read_one.cameras] == ["镜头 1", "Caméra"]
    assert [(asset.path, asset.exists, asset.kind) for asset in read_one.assets[1:]] == [
        ("D:/tex/木.png", False, "texture")
    ]
    assert read_one.max_facts is not None
    assert read_one.max_facts.animation_range == "1-50"
    assert read_one.max_facts.is_compressed is (layout != PLAIN)


def test_a_scene_is_described_as_the_contract_says(tmp_path: Path) -> None:
    path = MaxFile(render=("Render Output=D:\\out\\Shot.EXR",), dlls=V_RAY_DLLS, **VRAY_GPU).write(
        tmp_path / "shot.max"
    )
    described = read_scene(path).to_json()
    problems = described.pop("problems")
    assert described == {
        "schema": 1,
        "host": "3dsmax",
        "host_version": "2023",
        "scene": path.as_posix(),
        "project": None,
        "fps": 30.0,
        "renderer": "V_Ray_GPU_Next__update_1_1",
        "renderer_id": [1770671000, 1323107829],
        "build": "25.0.0.997",
        "saved_as": "2023",
        "animation_range": "0-100",
        "pickup_frames": None,
        "plugins": {"rend.dlr": None, "vrender2019.dlr": None},
        "cameras": [{"name": "Camera001", "shape": "Camera001", "renderable": None}],
        "layers": [
            {
                "name": "scene",
                "node": "scene",
                "renderable": True,
                "renderer": "V_Ray_GPU_Next__update_1_1",
                "cameras": [],
                "frames": None,
                "width": 1920,
                "height": 1080,
                "pixel_aspect": 1.0,
                "image_format": "exr",
                "image_prefix": "Shot",
                "aovs": [],
                "output": "D:/out/Shot.EXR",
            }
        ],
        "assets": [
            {
                "path": path.as_posix(),
                "as_written": path.as_posix(),
                "kind": "scene",
                "node": None,
                "exists": True,
                "size": path.stat().st_size,
            }
        ],
    }
    assert [each["code"] for each in problems] == [
        "frames_unknown",
        "no_renderable_camera",
        "elements_unknown",
    ]


@pytest.mark.parametrize(
    ("version", "year"),
    [
        ("9.0", "9"),
        ("10.00", "2008"),
        ("14.00", "2012"),
        ("16.00", "2014"),
        ("25.00", "2023"),
        ("29.00", "2027"),
    ],
)
@pytest.mark.parametrize("decimal", [".", ","])
def test_releases_from_max_9_to_2027_are_told_by_year(
    tmp_path: Path, version: str, year: str, decimal: str
) -> None:
    found = read(tmp_path, version=version, saved_as=version, decimal=decimal)
    assert found.host_version == year
    assert found.layers[0].pixel_aspect == 1.0


def test_a_localised_host_is_read_by_the_shape_of_its_lines(tmp_path: Path) -> None:
    scene = MaxFile()
    groups = [list(group) for group in scene.groups()]
    groups[0] = ["常规", ["3ds Max 版本：25,00", "未压缩", "内部版本：25.0.0.997", "另存为版本：24,00"]]
    groups[1] = ["网格总计", ["顶点：2,090", "面：4.108"]]
    groups[6][0], groups[7][0] = "使用的插件", "渲染数据"
    scene.more["\x05DocumentSummaryInformation"] = property_set(groups)  # type: ignore[arg-type]
    found = read_scene(scene.write(tmp_path / "a.max"))
    assert found.max_facts is not None
    facts = found.max_facts
    assert (found.host_version, facts.build, facts.saved_as) == ("2023", "25.0.0.997", "2022")
    assert (facts.vertices, facts.faces) == (2090, 4108)
    assert found.layers[0].width == 1920
    assert ("notice", "saved_as_other_release") in codes(found)


@pytest.mark.parametrize(
    ("padded", "codepage"), [(False, 1252), (True, 1252), (True, UTF_8), (False, UTF_16)]
)
def test_texts_filled_up_or_not_are_both_read(tmp_path: Path, padded: bool, codepage: int) -> None:
    scene = MaxFile(cameras=("Café",))
    stored = property_set(scene.groups(), codepage, padded)
    found = read_scene(MaxFile(more={"\x05DocumentSummaryInformation": stored}).write(tmp_path / "a.max"))
    assert found.cameras == (Camera("Café", "Café", None),)
    assert found.host_version == "2023"


@pytest.mark.parametrize(
    ("name", "renderer_id", "printed", "device"),
    [
        ("Scanline Renderer", (1, 0), "Default_Scanline_Renderer", images.CPU),
        ("Default Scanline Renderer", (1, 0), "Default_Scanline_Renderer", images.CPU),
        ("扫描线渲染器", (1, 0), "Default_Scanline_Renderer", images.CPU),
        ("ART Renderer", (2980325325, 2688898415), "ART_Renderer", images.CPU),
        ("Arnold", (2980329694, 2688902778), "Arnold", None),
        ("Arnold", (-1314637602, -1606064518), "Arnold", None),
        ("V-Ray Adv 3.60.03", (1941615238, 2012806412), "V_Ray_Adv_3_60_03", images.CPU),
        ("V-Ray 6, update 2.1", (1941615238, 2012806412), "V_Ray_6__update_2_1", images.CPU),
        ("V-Ray GPU 6, update 2.1", (1770671000, 1323107829), "V_Ray_GPU_6__update_2_1", images.GPU),
        ("Corona", (1655201228, 1379677700), "Corona", images.CPU),
        ("Redshift Renderer", (1, 2), "Redshift_Renderer", images.GPU),
    ],
)
def test_the_renderer_is_its_class_as_the_host_prints_it(
    tmp_path: Path, name: str, renderer_id: Any, printed: str, device: Any
) -> None:
    found = read(tmp_path, renderer=name, renderer_id=renderer_id)
    assert found.renderer == found.layers[0].renderer == printed
    assert found.layers[0].device == device


def test_a_version_stands_beside_a_plugin_only_where_the_file_tells_all_of_it(tmp_path: Path) -> None:
    adv = read(tmp_path, renderer="V-Ray Adv 3.60.03", renderer_id=(1941615238, 2012806412), dlls=V_RAY_DLLS)
    assert dict(adv.plugins) == {"rend.dlr": None, "vrender2019.dlr": "3.60.03"}
    update = read(
        tmp_path, renderer="V-Ray 6, update 2.1", renderer_id=(1941615238, 2012806412), dlls=V_RAY_DLLS
    )
    assert dict(update.plugins) == {"rend.dlr": None, "vrender2019.dlr": None}
    assert update.max_facts is not None
    assert update.max_facts.own_plugins == ("rend.dlr",)


def test_each_scene_state_is_a_layer_and_the_farm_renders_as_saved(tmp_path: Path) -> None:
    found = read(tmp_path, render=("Render Scene State 01=Night", "Render Scene State 00=Day"))
    assert [layer.name for layer in found.layers] == ["Day", "Night"]
    told = {problem.code: problem.message.text() for problem in found.problems}
    assert told["scene_state_as_saved"] == (
        "The scene has scene states (Day, Night). The farm renders it as it was saved, in the state it was in then:"
        " restore the one you want in 3ds Max and save."
    )


def test_what_the_file_cannot_tell_is_asked_for_by_option(tmp_path: Path) -> None:
    found = read(tmp_path, render=("Non Sequential Frames=1,3,5-12",))
    told = [
        (problem.code, problem.message.text()) for problem in found.problems if problem.severity == "error"
    ]
    assert told == [
        (
            "frames_unknown",
            "The file does not tell which frames of 'scene' are rendered. Give them with --frames; its animation runs over"
            " 0-100, its list of frames is 1,3,5-12.",
        ),
        (
            "no_renderable_camera",
            "The file does not tell which camera 'scene' renders. Give it with --camera: Camera001.",
        ),
        (
            "output_unknown",
            "The scene does not tell where 'scene' writes its images. Give the image with --output, for example"
            " --output shot.exr.",
        ),
    ]
    fix = found.problems[0].fix
    assert fix is not None
    assert fix.label.text() == "Render 0-100"


def test_an_output_without_an_ending_asks_for_the_format(tmp_path: Path) -> None:
    found = read(tmp_path, render=("Render Output=D:\\out\\shot.v01",))
    assert found.layers[0].output == "D:/out/shot.v01"
    (problem,) = (each for each in found.problems if each.code == "format_unknown")
    assert "Give the format with --format, for example --format exr." in problem.message.text()


def test_a_scene_without_cameras_says_so(tmp_path: Path) -> None:
    (problem,) = (each for each in read(tmp_path, cameras=()).problems if each.code == "no_renderable_camera")
    assert "has no camera, and the farm renders cameras only." in problem.message.text()


def test_without_zstd_only_what_needs_it_is_unknown_and_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "zstandard", None)
    monkeypatch.setitem(sys.modules, "compression", None)
    found = read(tmp_path, layout=ZSTD)
    assert (found.fps, found.host_version, found.layers[0].width) == (None, "2023", 1920)
    assert found.max_facts is not None
    assert found.max_facts.is_compressed
    (problem,) = (each for each in found.problems if each.code == "zstd_missing")
    assert "Install 'zstandard' (pip install zstandard), or save the scene without" in problem.message.text()


@pytest.mark.parametrize(
    ("fps", "first", "last"), [(24, 1, 100), (30, 0, 140), (60, -10, 5), (15, 0, 0), (48, 1001, 1100)]
)
def test_the_animations_range_is_read_in_frames(tmp_path: Path, fps: int, first: int, last: int) -> None:
    found = read(tmp_path, animation=(fps, first, last))
    assert found.max_facts is not None
    wanted = str(first) if first == last else f"{first}-{last}"
    assert (found.fps, found.max_facts.animation_range) == (float(fps), wanted)


def test_long_chunks_are_read_too(tmp_path: Path) -> None:
    found = read(tmp_path, more={"Config": config(24, 5, 9, is_long=True)})
    assert (found.fps, found.max_facts and found.max_facts.animation_range) == (24.0, "5-9")


def test_a_missing_summary_costs_what_it_tells_and_no_more(tmp_path: Path) -> None:
    found = read(tmp_path, more={"\x05DocumentSummaryInformation": b"\xfe\xff"})
    assert (found.host_version, found.renderer, found.fps) == (None, None, 30.0)
    assert ("warning", "summary_unreadable") in codes(found)
    assert ("warning", "release_unknown") in codes(found)
    assert sorted(found.plugins) == ["ctrl.dlc", "rend.dlr"]
