"""Files that name files are looked into: what they name is sent too, whatever bytes they hold."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import Dict, List

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rb_maya.contents import ContentTooOdd, look_into, reader_for
from rb_maya.contents.stream import BLOCK
from tests.maya_reader.file_scenes import codes, files, kinds, node, put, snapshot_of, texts

ASS = """options
{
 texture_searchpath "maps;/nowhere"
}

# filename "commented.png"
image
{
 name a
 filename "wood.<UDIM>.png"
}
driver_exr
{
 name d
 filename "out/beauty.exr"
}
volume { filename "smoke.vdb" }
photometric_light
{
 filename "../lamp.ies"
}
include "inner.ass"
procedural
{
 filename 1 2 STRING
  "a.abc" "b.ass.gz"
}
"""


def named(path: Path) -> List[str]:
    reader = reader_for(path.as_posix())
    assert reader is not None
    return [one.written for one in look_into(path.as_posix(), reader)]


def test_an_arnold_scene_names_images_volumes_profiles_and_scenes_but_not_what_it_writes(
    tmp_path: Path,
) -> None:
    put(tmp_path, "data/tree.ass", ASS)
    for name in ("data/maps/wood.1001.png", "data/maps/wood.1002.png", "data/smoke.vdb", "lamp.ies"):
        put(tmp_path, name)
    put(tmp_path, "data/inner.ass", 'image\n{\n filename "bark.png"\n}\ninclude "tree.ass"\n')
    put(tmp_path, "data/bark.png")
    put(tmp_path, "data/a.abc")
    put(tmp_path, "data/b.ass.gz", gzip.compress(b'image { filename "leaf.png" }'))
    put(tmp_path, "data/leaf.png")
    snapshot = snapshot_of(tmp_path, node("aiStandIn", "dso=data/tree.ass"))
    assert files(snapshot, tmp_path) == [
        "data/tree.ass",
        "data/maps/wood.1001.png",
        "data/maps/wood.1002.png",
        "data/smoke.vdb",
        "lamp.ies",
        "data/inner.ass",
        "data/a.abc",
        "data/b.ass.gz",
        "data/bark.png",
        "data/leaf.png",
    ]
    assert [kind for _, kind in kinds(snapshot)] == [
        *("standin", "texture", "texture", "volume", "ies", "standin", "alembic", "standin", "texture"),
        "texture",
    ]
    assert codes(snapshot) == ["content_not_looked_into"]


def test_what_a_content_names_and_is_missing_is_told_with_the_file_that_names_it(tmp_path: Path) -> None:
    tree = put(tmp_path, "data/tree.ass", 'image { filename "gone.png" }')
    snapshot = snapshot_of(tmp_path, node("aiStandIn", "dso=data/tree.ass", name="tree"))
    assert texts(snapshot, "file_missing") == [
        f"tree: {tree} names the file {tmp_path.as_posix()}/data/gone.png, which is not there. Put it there."
    ]


USDA = """#usda 1.0
(
    doc = "Mail someone@studio.com, or other@studio.com"
    subLayers = [ @./sub.usda@, @over.usda@ ]
)
# @commented.png@
def Xform "a" ( references = @asset.usdz[model.usda]@</a> payload = @@@odd@name.usdc@@@ )
{
    asset inputs:file = @textures/wood.<UDIM>.png@
    asset inputs:net = @https://example.com/x.png@
    string clips:templateAssetPath = "./clip.####.usda"
}
"""


def test_a_usd_layer_names_layers_assets_and_clips(tmp_path: Path) -> None:
    put(tmp_path, "usd/set.usda", USDA)
    assert named(tmp_path / "usd" / "set.usda") == [
        "./sub.usda",
        "over.usda",
        "asset.usdz",
        "odd@name.usdc",
        "textures/wood.<UDIM>.png",
        "./clip.####.usda",
    ]


def test_layers_that_name_each_other_are_read_once(tmp_path: Path) -> None:
    put(tmp_path, "usd/a.usda", "#usda 1.0\n( subLayers = [@b.usda@] )")
    put(tmp_path, "usd/b.usda", "#usda 1.0\n( subLayers = [@./a.usda@, @crate.usd@] )")
    put(tmp_path, "usd/crate.usd", b"PXR-USDC\0\0@x.png@")
    snapshot = snapshot_of(tmp_path, node("mayaUsdProxyShape", "fp=usd/a.usda"))
    assert files(snapshot, tmp_path) == ["usd/a.usda", "usd/b.usda", "usd/crate.usd"]
    assert texts(snapshot, "content_not_looked_into") == [
        "Sent, but not looked into: 1 of the kind .usd. Add what they name themselves by hand. "
        f"The first is {tmp_path.as_posix()}/usd/crate.usd."
    ]


def test_a_materialx_document_names_files_below_the_prefix_around_them(tmp_path: Path) -> None:
    text = (
        '<?xml version="1.0"?><materialx fileprefix="maps/" xmlns:xi="x"><xi:include href="lib.mtlx"/>'
        '<nodegraph fileprefix="other/"><input type="filename" value="a.&lt;UDIM&gt;.png"/></nodegraph>'
        '<input name="file" type="filename" value="b.png"/><input type="float" value="1"/></materialx>'
    )
    put(tmp_path, "look.mtlx", text)
    assert named(tmp_path / "look.mtlx") == ["lib.mtlx", "other/a.<UDIM>.png", "maps/b.png"]


def test_a_document_with_entities_is_refused(tmp_path: Path) -> None:
    put(tmp_path, "bomb.mtlx", '<!DOCTYPE m [<!ENTITY a "aaaa">]><m>&a;</m>')
    with pytest.raises(ContentTooOdd, match="it declares entities"):
        named(tmp_path / "bomb.mtlx")


VRSCENE = """#include "lights.vrscene"
SettingsOutput settingsOutput { img_file="out.png"; img_dir="C:/renders"; }
SettingsIrradianceMap gi { auto_save_file="C:/x.vrmap"; }
BitmapBuffer bitmap@1 {
  file="textures/wood.png";
  // file="old.png";
}
GeomMeshFile m { file = "tree.vrmesh"; }
LightIES l { ies_file="lamp.ies"; }
"""


def test_a_vray_scene_names_bitmaps_meshes_and_scenes_but_not_what_it_writes(tmp_path: Path) -> None:
    put(tmp_path, "scene.vrscene", VRSCENE)
    assert named(tmp_path / "scene.vrscene") == [
        "lights.vrscene",
        "textures/wood.png",
        "tree.vrmesh",
        "lamp.ies",
    ]


XGEN = """# XGen Palette Definition
FileVersion 18

Palette
\tname\t\thair
\txgDataPath\t\t${PROJECT}/xgen/collections/hair
\txgProjectPath\t\t@ROOT@/
Description
\tname\t\tfur
\tmask\t\tmap('${DESC}/paintmaps/mask')
\tdensity\t\tmap('@ROOT@/elsewhere/density')
\tcacheFileName\t\tcaches/guides.abc
"""


def test_an_xgen_collection_whose_first_lines_are_lost_is_read_all_the_same(tmp_path: Path) -> None:
    put(tmp_path, "scenes/a.xgen", "\tname\t\thair\n\txgDataPath\t\tlost/hair\n")
    snapshot = snapshot_of(tmp_path, node("xgmPalette", "xfn=a.xgen"))
    assert files(snapshot, tmp_path)[0] == "scenes/a.xgen"
    assert "content_unreadable" not in codes(snapshot)


def test_an_xgen_collection_brings_its_data_its_maps_elsewhere_and_the_patches_beside_it(
    tmp_path: Path,
) -> None:
    put(tmp_path, "scenes/shot__hair.xgen", XGEN.replace("@ROOT@", tmp_path.as_posix()))
    put(tmp_path, "scenes/shot__hair.abc")
    put(tmp_path, "xgen/collections/hair/fur/paintmaps/mask/body.ptx")
    put(tmp_path, "elsewhere/density/body.ptx")
    put(tmp_path, "caches/guides.abc")
    snapshot = snapshot_of(tmp_path, node("xgmPalette", "xfn=shot__hair.xgen"))
    assert sorted(files(snapshot, tmp_path)) == [
        "caches/guides.abc",
        "elsewhere/density/body.ptx",
        "scenes/shot__hair.abc",
        "scenes/shot__hair.xgen",
        "xgen/collections/hair/fur/paintmaps/mask/body.ptx",
    ]
    assert codes(snapshot) == ["content_not_looked_into"]
    body = next(asset for asset in snapshot.assets if "paintmaps" in asset.path)
    assert (body.kind, body.as_written) == ("xgen", body.path)


OCIO = """ocio_profile_version: 2
environment: {SHOW: alpha}
search_path: "luts:$SHOW"
roles: {}
colorspaces:
  - !<ColorSpace>
    name: film
    from_scene_reference: !<FileTransform> {src: film.spi1d, interpolation: linear}
    # to_reference: !<FileTransform> {src: old.spi1d}
    to_scene_reference: !<GroupTransform>
      children:
        - !<FileTransform> {src: "my look.cube"}
"""


def test_a_colour_configuration_names_its_tables_in_the_folders_of_its_search_path(tmp_path: Path) -> None:
    config = put(tmp_path, "ocio/config.ocio", OCIO)
    put(tmp_path, "ocio/luts/film.spi1d")
    put(tmp_path, "ocio/alpha/my look.cube")
    select = (
        f'select -ne :defaultColorMgtGlobals; setAttr ".cfe" yes; setAttr ".cfp" -type "string" "{config}";'
    )
    snapshot = snapshot_of(tmp_path, select)
    assert kinds(snapshot) == [("config.ocio", "ocio"), ("film.spi1d", "lut"), ("my look.cube", "lut")]
    assert codes(snapshot) == []


def test_a_search_path_may_be_a_list(tmp_path: Path) -> None:
    put(tmp_path, "c.ocio", "search_path:\n  - a\n  - D:/b\nx: {src: t.cube}\n")
    reader = reader_for("c.ocio")
    assert reader is not None
    near = look_into((tmp_path / "c.ocio").as_posix(), reader)[0].near
    assert near == (f"{tmp_path.as_posix()}/a", "D:/b", tmp_path.as_posix())


def test_a_cache_description_names_its_data_and_another_xml_none(tmp_path: Path) -> None:
    put(tmp_path, "cache/nCache/cloth.xml", "<Autodesk_Cache_File><cacheType/></Autodesk_Cache_File>")
    for name in ("cloth.mcx", "clothFrame1.mcx", "clothFrame1Tick125.mcx", "clothes.mcx"):
        put(tmp_path, f"cache/nCache/{name}")
    put(tmp_path, "cache/nCache/other.xml", "<other/>")
    nodes = [node("diskCache", f"cn={name}.xml", name=name) for name in ("cloth", "other")]
    assert sorted(files(snapshot_of(tmp_path, *nodes), tmp_path)) == [
        "cache/nCache/cloth.mcx",
        "cache/nCache/cloth.xml",
        "cache/nCache/clothFrame1.mcx",
        "cache/nCache/clothFrame1Tick125.mcx",
        "cache/nCache/other.xml",
    ]


def test_names_are_found_once_wherever_a_window_of_a_large_file_ends(tmp_path: Path) -> None:
    expected = []
    with open(tmp_path / "big.ass", "wb") as stream:
        for number in range(40):
            stream.write(b"image\n{\n" + b" # " + b"x" * (BLOCK // 9 + number) + b"\n")
            stream.write(b' filename "tex%d.png"\n}\n' % number)
            expected.append(f"tex{number}.png")
        stream.write(b'driver_exr\n{\n vlist "' + b"y" * (3 * BLOCK) + b'"\n filename "out.exr"\n}\n')
    assert named(tmp_path / "big.ass") == expected


def test_a_file_that_cannot_be_looked_into_is_told_and_still_sent(tmp_path: Path) -> None:
    cut_off = gzip.compress(b"image { }" * 5000)[:-9]
    put(tmp_path, "data/tree.ass.gz", cut_off)
    snapshot = snapshot_of(tmp_path, node("aiStandIn", "dso=data/tree.ass.gz"))
    assert files(snapshot, tmp_path) == ["data/tree.ass.gz"]
    assert codes(snapshot) == ["content_unreadable"]


FORMATS = ("ass", "ass.gz", "usda", "usd", "mtlx", "vrscene", "xgen", "xml", "ocio")
PIECES: Dict[str, List[bytes]] = {
    "words": [b"filename", b' "x.png"', b"{", b"}", b"@", b'"', b"\n", b"#", b"include", b"searchpath"],
    "more": [
        b"file=",
        b"src: ",
        b"search_path: ",
        b"xgDataPath\t\t",
        b"\n\tname\td\n",
        b"Description\n",
        b"map('${DESC}/a')",
        b"\xff\xfe",
        b"\0",
    ],
    "xml": [
        b"<a>",
        b"</a>",
        b'<?xml version="1.0" encoding="gbk"?>',
        b"<!DOCTYPE",
        b"environment: {A: ",
        b":",
    ],
}
quick = settings(max_examples=120, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)


@quick
@given(
    ending=st.sampled_from(FORMATS),
    data=st.binary(max_size=200)
    | st.lists(st.sampled_from([piece for group in PIECES.values() for piece in group])).map(b"".join),
)
def test_any_bytes_are_read_or_refused_in_every_format(tmp_path: Path, ending: str, data: bytes) -> None:
    path = tmp_path / f"any.{ending}"
    path.write_bytes(gzip.compress(data) if ending.endswith("gz") and len(data) % 2 else data)
    reader = reader_for(path.as_posix())
    assert reader is not None
    try:
        found = look_into(path.as_posix(), reader)
    except ContentTooOdd:
        return
    assert all(one.written.strip() for one in found)


def test_of_a_long_sequence_the_first_the_last_and_the_middle_are_looked_into_at_least(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rb_maya.file_contents.MOST_SEQUENCE_BYTES", 100)
    for frame in range(1, 8):
        put(tmp_path, f"data/t.{frame:04}.ass", f'image {{ filename "only{frame}.png" }}\n')
        put(tmp_path, f"data/only{frame}.png")
    snapshot = snapshot_of(tmp_path, node("aiStandIn", "dso=data/t.####.ass"))
    assert [name for name, kind in kinds(snapshot) if kind == "texture"] == [
        "only1.png",
        "only4.png",
        "only7.png",
    ]
    assert texts(snapshot, "content_partly") == [
        "Sent without a look into them, as they are too large: 4 of the frames of data/t.####.ass, the first is "
        f"{tmp_path.as_posix()}/data/t.0002.ass."
    ]
