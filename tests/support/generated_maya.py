"""Random Maya ASCII scenes by Maya's own grammar: layers of both kinds, overrides, cameras, references, tokens."""

from __future__ import annotations

from dataclasses import dataclass
from typing import List, Tuple

from hypothesis import strategies as st

NUMBERS = st.one_of(st.integers(-5, 300), st.sampled_from([0.5, 12.25, 100.0]))
RENDERERS = ("mayaSoftware", "mayaHardware2", "arnold", "vray", "redshift", "renderman", "someday")
PREFIXES = ("", "<Scene>", "<RenderLayer>/<Camera>", "a b/<RenderPass>_<Version>", "层/<Layer>")
TEXTURES = (
    *("", "wall.png", "sourceimages/wall.png", "tile.<UDIM>.png", "tile.1001.png", "seq.0001.exr"),
    *(
        "seq.####.exr",
        "seq.%04d.exr",
        "u1_v1.png",
        "t_<UVTILE>.tx",
        "$NOWHERE/x.png",
        "D:/far/y.tga",
        "~/z.tif",
    ),
)
ON_DISK = (
    "wall.png",
    "sourceimages/wall.png",
    "tile.1001.png",
    "tile.1002.png",
    "seq.0001.exr",
    "seq.0003.exr",
)
# Targets of overrides: node, short name, long name, the type of the override's value.
TARGETS = (
    ("defaultRenderGlobals", "ef", "endFrame", "time"),
    ("defaultRenderGlobals", "fs", "startFrame", "time"),
    ("defaultRenderGlobals", "bfs", "byFrameStep", "float"),
    ("defaultResolution", "w", "width", "long"),
    ("defaultResolution", "pa", "pixelAspect", "float"),
    ("shotCamShape", "rnd", "renderable", "bool"),
)


@dataclass(frozen=True)
class GeneratedScene:
    """`files` are the scenes' texts by their relative paths; the first is the scene itself."""

    files: Tuple[Tuple[str, str], ...]


def word(value: object) -> str:
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)


@st.composite
def scenes(draw: st.DrawFn) -> GeneratedScene:
    inner = draw(st.booleans())
    lines: List[str] = ["//Maya ASCII 2024 scene", "//Codeset: UTF-8"]
    if inner:
        lines += references(draw)
    lines += ['requires maya "2024";', 'requires "mtoa" "5.3.5";', f"currentUnit -t {draw(units)};"]
    lines += cameras(draw)
    links = ['connectAttr "renderLayerManager.rlmi[0]" "defaultRenderLayer.rlid";']
    lines += ['createNode renderLayerManager -n "renderLayerManager";']
    lines += ['createNode renderLayer -n "defaultRenderLayer";', '\tsetAttr ".g" yes;']
    for number in range(draw(st.integers(0, 3))):
        (setup_layer if draw(st.booleans()) else legacy_layer)(draw, number, lines, links)
    lines += textures(draw) + render_settings(draw) + links + ["// End of scene.ma", ""]
    files = [("scene.ma", "\n".join(lines))]
    if inner:
        files.append(("inner.ma", inner_scene(draw)))
    return GeneratedScene(tuple(files))


units = st.sampled_from(["film", "pal", "ntscf", "23.976fps", "100fps"])


def references(draw: st.DrawFn) -> List[str]:
    lines: List[str] = []
    for number in range(draw(st.integers(1, 2))):
        name = draw(st.sampled_from(["inner.ma", "inner.ma", "gone.ma"]))
        unloaded = " -dr 1" if draw(st.booleans()) else ""
        tail = f'-rfn "inRN{number}" -typ "mayaAscii" "{name}";'
        lines += [f'file -rdi 1 -ns "in{number}"{unloaded} {tail}', f'file -r -ns "in{number}" -dr 1 {tail}']
    return lines


def cameras(draw: st.DrawFn) -> List[str]:
    lines = ['createNode transform -n "shotCam";', 'createNode camera -n "shotCamShape" -p "shotCam";']
    if draw(st.booleans()):
        lines.append(f'\tsetAttr ".rnd" {word(draw(st.booleans()))};')
    for group in draw(st.lists(st.sampled_from(["left", "right"]), unique=True)):
        lines += [f'createNode transform -n "{group}";', f'createNode transform -n "twin" -p "{group}";']
        lines += [f'createNode camera -n "twinShape" -p "|{group}|twin";']
        lines += [f'\tsetAttr ".rnd" {word(draw(st.booleans()))};']
    return lines


def override_value(draw: st.DrawFn, kind: str) -> str:
    if kind == "bool":
        return word(draw(st.booleans()))
    return word(draw(st.integers(1, 400)) if kind == "long" else draw(NUMBERS))


def legacy_layer(draw: st.DrawFn, number: int, lines: List[str], links: List[str]) -> None:
    layer = f"layer{number}"
    lines.append(f'createNode renderLayer -n "{layer}";')
    lines.append(f'\tsetAttr ".rndr" {word(draw(st.booleans()))};')
    lines.append(f'\tsetAttr ".do" {draw(st.integers(0, 2))};')
    links.append(f'connectAttr "renderLayerManager.rlmi[{number + 1}]" "{layer}.rlid";')
    chosen = draw(st.lists(st.sampled_from(TARGETS), unique=True, max_size=4))
    for place, (node, short, _, kind) in enumerate(chosen):
        index = place * 2
        lines.append(f'\tsetAttr ".adjs[{index}].val" {override_value(draw, kind)};')
        links.append(f'connectAttr "{node}.{short}" "{layer}.adjs[{index}].plg";')


def setup_layer(draw: st.DrawFn, number: int, lines: List[str], links: List[str]) -> None:
    layer, legacy = f"setup{number}", f"rs_old{number}"
    lines += [f'createNode renderSetupLayer -n "{layer}";', f'createNode renderLayer -n "{legacy}";']
    lines.append(f'\tsetAttr ".rndr" {word(draw(st.booleans()))};')
    links.append(f'connectAttr "renderLayerManager.rlmi[{number + 1}]" "{legacy}.rlid";')
    links.append(f'connectAttr "{legacy}.msg" "{layer}.lrl";')
    collection = f"collection{number}"
    lines += [f'createNode collection -n "{collection}";', f'\tsetAttr ".sen" {word(draw(st.booleans()))};']
    links.append(f'connectAttr "{layer}.lit" "{collection}.pls";')
    for place, (node, _, long, kind) in enumerate(
        draw(st.lists(st.sampled_from(TARGETS), unique=True, max_size=3))
    ):
        override, relative = f"ov{number}_{place}", kind != "bool" and draw(st.booleans())
        lines.append(f'createNode {"rel" if relative else "abs"}UniqueOverride -n "{override}";')
        lines.append(f'\taddAttr -ci true -sn "atv" -ln "attrValue" -at "{kind}";')
        lines.append(f'\tsetAttr ".atr" -type "string" "{long}";')
        lines.append(f'\tsetAttr ".tgName" -type "string" "{node}";')
        lines.append(f'\tsetAttr ".sen" {word(draw(st.booleans()))};')
        if relative:
            lines += [
                f'\tsetAttr ".mul" {draw(st.integers(1, 3))};',
                f'\tsetAttr ".ofs" {draw(st.integers(0, 5))};',
            ]
        elif draw(st.booleans()):
            lines.append(f'\tsetAttr ".atv" {override_value(draw, kind)};')
        links.append(f'connectAttr "{collection}.lit" "{override}.pls";')


def textures(draw: st.DrawFn) -> List[str]:
    lines: List[str] = []
    for number, written in enumerate(draw(st.lists(st.sampled_from(TEXTURES), max_size=4))):
        lines += [f'createNode file -n "f{number}";', f'\tsetAttr ".ftn" -type "string" "{written}";']
        if draw(st.booleans()):
            lines.append(f'\tsetAttr ".ufe" {word(draw(st.booleans()))};')
        if draw(st.booleans()):
            lines.append(f'\tsetAttr ".uvt" {draw(st.integers(0, 4))};')
    if draw(st.booleans()):
        lines += ['createNode transform -n "tool";', '\taddAttr -uaf -ln "ramp" -sn "rp" -dt "string";']
        lines.append(f'\tsetAttr ".rp" -type "string" "{draw(st.sampled_from(TEXTURES))}";')
    return lines


def render_settings(draw: st.DrawFn) -> List[str]:
    lines = ["select -ne :defaultRenderGlobals;"]
    lines.append(f'\tsetAttr ".ren" -type "string" "{draw(st.sampled_from(RENDERERS))}";')
    lines.append(f'\tsetAttr ".an" {word(draw(st.booleans()))};')
    lines += [
        f'\tsetAttr ".{name}" {word(draw(NUMBERS))};' for name in ("fs", "ef", "bfs") if draw(st.booleans())
    ]
    lines.append(f'\tsetAttr ".ifp" -type "string" "{draw(st.sampled_from(PREFIXES))}";')
    lines.append(f'\tsetAttr ".outf" {draw(st.sampled_from([7, 8, 32, 40, 51, 99]))};')
    lines.append(f'select -ne :defaultResolution;\n\tsetAttr ".w" {draw(st.integers(0, 4096))};')
    return lines


def inner_scene(draw: st.DrawFn) -> str:
    lines = ["//Maya ASCII 2024 scene", "//Codeset: UTF-8", 'requires maya "2024";']
    lines += ['requires "stereoCamera" "10.0";', *cameras(draw), 'createNode renderLayer -n "innerLayer";']
    return "\n".join([*lines, *textures(draw), "// End of inner.ma", ""])
