"""The files an open scene needs: asked of every place in 3ds Max that knows some, found on disk, the farm's own left out."""

from __future__ import annotations

from pathlib import Path
from typing import Any, List

import pytest

from rb_dcc_core.host import SceneSnapshot
from tests.max_host.gathered import codes, gathered, snapshot
from tests.support.fake_pymxs.scene import ROOT, VRAY, Asset, Dll, Element, MaxScene, Renderer, View, XRef
from tests.support.max_file import MaxFile


def make(path: Path, text: str = "x") -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path.as_posix()


def scene_at(tmp_path: Path, **fields: Any) -> MaxScene:
    saved = MaxFile().write(tmp_path / "shot.max")
    return MaxScene(path=str(saved), **fields)


def found(taken: SceneSnapshot) -> List[str]:
    return [Path(asset.path).name for asset in taken.assets if asset.exists]


def missing(taken: SceneSnapshot) -> List[str]:
    return [asset.path for asset in taken.assets if not asset.exists]


def test_a_snapshot_begins_with_the_scene_itself(tmp_path: Path) -> None:
    taken = snapshot(scene_at(tmp_path))
    assert (taken.assets[0].kind, taken.assets[0].exists, taken.assets[0].path) == (
        "scene",
        True,
        taken.scene,
    )


def test_assets_are_found_as_written_as_resolved_and_beside_the_scene(tmp_path: Path) -> None:
    here = make(tmp_path / "tex" / "here.png")
    moved = make(tmp_path / "moved" / "m.png")
    make(tmp_path / "beside.png")
    scene = scene_at(
        tmp_path, assets=[Asset(here), Asset("X:\\old\\m.png", resolved=moved), Asset("Y:\\gone\\beside.png")]
    )
    assert found(snapshot(scene)) == ["shot.max", "here.png", "m.png", "beside.png"]


def test_what_the_scene_writes_itself_is_not_sent(tmp_path: Path) -> None:
    names = {each: make(tmp_path / "out" / each) for each in ("a.exr", "z.exr", "v.exr", "w.exr", "tex.png")}
    scene = scene_at(
        tmp_path,
        output=names["a.exr"],
        elements=[Element("Z", "ZRenderElement", names["z.exr"])],
        views=[View("V", "Cam001", names["v.exr"])],
        assets=[
            Asset(names["w.exr"], "RenderOutput"),
            Asset(names["v.exr"], "BatchRender"),
            Asset(names["tex.png"]),
            Asset(names["a.exr"]),
        ],
        tracked=[names["z.exr"], names["w.exr"]],
    )
    assert found(snapshot(scene)) == ["shot.max", "tex.png"]


def test_what_comes_with_3ds_max_is_not_sent_and_not_missed(tmp_path: Path) -> None:
    scene = scene_at(
        tmp_path,
        assets=[
            Asset(ROOT + "maps\\uvwunwrap\\UV_Checker.png"),
            Asset(ROOT.upper() + "OSL\\UberBitmap.osl", "Other"),
            Asset("D:\\gone\\needed.png"),
            Asset("D:\\gone\\leftover.png", is_tracked=False),
        ],
    )
    taken = snapshot(scene)
    assert missing(taken) == ["D:/gone/needed.png"]
    assert found(taken) == ["shot.max"]


def test_the_asset_tracking_knows_more(tmp_path: Path) -> None:
    cache = make(tmp_path / "cache.abc")
    taken = snapshot(scene_at(tmp_path, tracked=[cache]))
    assert [(asset.kind, asset.exists) for asset in taken.assets[1:]] == [("alembic", True)]


def test_xrefs_are_followed_into_each_other(tmp_path: Path) -> None:
    deep = MaxFile(assets=[("Bitmap", make(tmp_path / "deep.png"), "")], files=["deep.png"]).write(
        tmp_path / "deep.max"
    )
    outer = MaxFile(assets=[("XRef", str(deep), "")], files=["deep.max"]).write(tmp_path / "outer.max")
    objects = MaxFile().write(tmp_path / "objects.max")
    scene = scene_at(
        tmp_path, xrefs=[XRef(str(outer), [XRef("D:\\gone\\inner.max")])], object_xrefs=[str(objects)]
    )
    taken = snapshot(scene)
    assert set(found(taken)) == {"shot.max", "outer.max", "deep.max", "deep.png", "objects.max"}
    assert missing(taken) == ["D:/gone/inner.max"]


def test_a_list_of_images_brings_its_images(tmp_path: Path) -> None:
    make(tmp_path / "seq" / "a1.png")
    make(tmp_path / "seq" / "a2.png")
    ifl = make(tmp_path / "seq" / "fire.ifl", "a1.png\na2.png 3\n")
    assert found(snapshot(scene_at(tmp_path, assets=[Asset(ifl)]))) == [
        "shot.max",
        "fire.ifl",
        "a1.png",
        "a2.png",
    ]


def test_proxies_are_found_though_nobody_lists_them(tmp_path: Path) -> None:
    keepers = {
        "VRayProxy": [{"filename": make(tmp_path / "tree.vrmesh")}, {"filename": None}],
        "VRayHDRI": [{"HDRIMapName": make(tmp_path / "sky.hdr")}],
        "AlembicObject": [{"source": make(tmp_path / "sim.abc")}, {"source": str(tmp_path / "sim.abc")}],
        "Redshift_Proxy": [{"file": make(tmp_path / "rock.rs")}],
    }
    taken = snapshot(scene_at(tmp_path, keepers=keepers), undefined_is_object=True)
    assert found(taken) == ["shot.max", "tree.vrmesh", "sky.hdr", "sim.abc", "rock.rs"]
    assert [asset.kind for asset in taken.assets[1:]] == ["proxy", "other", "alembic", "proxy"]


def test_arnolds_own_objects_bring_their_files(tmp_path: Path) -> None:
    for number in (1, 2):
        make(tmp_path / f"smoke.{number:04}.vdb")
    keepers = {
        "Arnold_Procedural_Object": [{"Procedural": make(tmp_path / "crowd.ass")}, {"Procedural": ""}],
        "Arnold_Alembic_Object": [{"filename": make(tmp_path / "cloth.abc")}],
        "Arnold_USD_Object": [{"filename": make(tmp_path / "set.usd")}],
        "Arnold_Volume_Object": [{"VDBFile": str(tmp_path / "smoke.####.vdb")}],
    }
    taken = snapshot(scene_at(tmp_path, keepers=keepers))
    assert [(Path(asset.path).name, asset.kind) for asset in taken.assets[1:]] == [
        ("crowd.ass", "proxy"),
        ("cloth.abc", "alembic"),
        ("set.usd", "proxy"),
        ("smoke.0001.vdb", "volume"),
        ("smoke.0002.vdb", "volume"),
    ]


def test_lights_bring_their_photometric_webs(tmp_path: Path) -> None:
    keepers = {
        "VRayIES": [{"ies_file": make(tmp_path / "spot.ies")}],
        "CoronaLight": [{"iesFile": make(tmp_path / "wall.ies")}, {"iesFile": None}],
    }
    taken = snapshot(scene_at(tmp_path, keepers=keepers))
    assert [(Path(asset.path).name, asset.kind) for asset in taken.assets[1:]] == [
        ("spot.ies", "ies"),
        ("wall.ies", "ies"),
    ]


def test_a_point_cache_brings_its_data(tmp_path: Path) -> None:
    for name in ("flag.mc", "flagFrame1.mc", "flagFrame2Tick80.MCX", "flagpole.mc", "flag.txt"):
        make(tmp_path / "cache" / name)
    keepers = {
        "Point_Cache": [{"filename": make(tmp_path / "cache" / "flag.xml")}],
        "Point_CacheSpacewarpModifier": [{"filename": make(tmp_path / "cache" / "sail.pc2")}],
    }
    assert found(snapshot(scene_at(tmp_path, keepers=keepers))) == [
        "shot.max",
        "flag.xml",
        "flag.mc",
        "flagFrame1.mc",
        "flagFrame2Tick80.MCX",
        "sail.pc2",
    ]


def test_gi_maps_are_sent_where_they_are_read(tmp_path: Path) -> None:
    for number in ("0000", "0001"):
        make(tmp_path / f"gi{number}.vrmap")
    settings = {
        "adv_irradmap_mode": 7,
        "adv_irradmap_loadFileName": str(tmp_path / "gi.vrmap"),
        "lightcache_mode": 2,
        "lightcache_loadFileName": make(tmp_path / "lc.vrlmap"),
    }
    taken = snapshot(scene_at(tmp_path, renderer=Renderer(*VRAY, settings=settings)))
    assert found(taken) == ["shot.max", "gi0000.vrmap", "gi0001.vrmap", "lc.vrlmap"]
    settings.update(adv_irradmap_mode=0, lightcache_mode=0)
    assert found(snapshot(scene_at(tmp_path, renderer=Renderer(*VRAY, settings=settings)))) == ["shot.max"]


def test_plug_ins_are_those_the_saved_scene_uses_with_the_loaded_versions(tmp_path: Path) -> None:
    saved = MaxFile(
        dlls=[("prim.dlo", "Primitives (Autodesk)"), ("growfx.dlo", "Grow"), ("vrender2024.dlr", "V-Ray")]
    ).write(tmp_path / "p.max")
    scene = MaxScene(
        path=str(saved),
        dlls=[
            Dll("prim.dlo", ROOT + "stdplugs", "26,0,0,0\t\t26,0,0,0"),
            Dll("GrowFX.dlo", ROOT + "Plugins\\", "2,0,1,0\t\t2,0,1,0"),
            Dll("vrender2024.dlr", "C:\\Chaos\\plugins\\", "6,10,8,0"),
            Dll("tyFlow_2024.dlo", "C:\\tyFlow\\", "1,0,0,0"),
            Dll("asleep.dlo", "C:\\x\\", "1,0,0,0", is_loaded=False),
        ],
    )
    taken = snapshot(scene)
    assert dict(taken.plugins) == {"prim.dlo": None, "growfx.dlo": "2.0.1.0", "vrender2024.dlr": "6.10.8.0"}
    assert taken.max_facts is not None
    assert "prim.dlo" in taken.max_facts.own_plugins


def test_objects_that_lost_their_plug_in_are_counted(tmp_path: Path) -> None:
    taken = snapshot(scene_at(tmp_path, missing={"Missing_Mtl": 3, "Missing_TextureMap": 1}))
    problem = next(each for each in taken.problems if each.code == "plugins_missing")
    assert dict(problem.message.args) == {"count": 4}


def test_a_scene_never_saved_has_no_file_of_its_own() -> None:
    taken = snapshot(MaxScene(path="", assets=[Asset("D:\\gone\\a.png")]))
    assert (taken.scene, [asset.path for asset in taken.assets]) == ("", ["D:/gone/a.png"])
    assert "scene_untitled" in codes(taken)


def test_unsaved_changes_are_told(tmp_path: Path) -> None:
    assert "scene_modified" in codes(snapshot(scene_at(tmp_path, is_modified=True)))


def test_a_scene_file_that_cannot_be_read_costs_only_what_it_tells(tmp_path: Path) -> None:
    path = make(tmp_path / "broken.max", "nothing of the kind")
    taken = snapshot(MaxScene(path=path))
    assert "content_unreadable" in codes(taken)
    assert taken.layers[0].frames == "7"


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("D:\\shots\\shot.max", "D:/shots/shot.max"),
        ("\\\\server\\share\\shots\\shot.max", "//server/share/shots/shot.max"),
        ("D:\\镜头\\第一 场.max", "D:/镜头/第一 场.max"),
        ("d:\\a.b\\..\\shot.max", "d:/shot.max"),
    ],
)
def test_windows_paths_are_read_on_every_system(path: str, expected: str) -> None:
    assert gathered(MaxScene(path=path)).path == expected
