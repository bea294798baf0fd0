"""One scene written in both of Maya's formats is described alike."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Dict, List, NamedTuple, Tuple

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rb_maya.reader import read_scene
from tests.support.maya_binary import MayaBinary


class Scene(NamedTuple):
    """`cameras`: renderable, orthographic. `layers`: renderable, an adjusted width or none."""

    renderer: str
    animation: bool
    frames: Tuple[int, int, int]
    now: int
    size: Tuple[int, int]
    time_unit: str
    cameras: List[Tuple[bool, bool]]
    layers: List[Tuple[bool, int]]
    textures: List[Tuple[str, bool]]


FPS = {"film": 24.0, "pal": 25.0, "ntsc": 30.0, "100fps": 100.0}
frame = st.integers(min_value=-2000, max_value=100_000)
texts = st.text("abcZ09_ äß墙.-/", min_size=1, max_size=12)
scenes = st.builds(
    Scene,
    renderer=st.sampled_from(["mayaSoftware", "arnold", "vray", "redshift", "someOther"]),
    animation=st.booleans(),
    frames=st.tuples(frame, frame, st.integers(min_value=1, max_value=20)),
    now=frame,
    size=st.tuples(st.integers(min_value=1, max_value=9000), st.integers(min_value=1, max_value=9000)),
    time_unit=st.sampled_from(sorted(FPS)),
    cameras=st.lists(st.tuples(st.booleans(), st.booleans()), max_size=3),
    layers=st.lists(st.tuples(st.booleans(), st.integers(min_value=0, max_value=4000)), max_size=3),
    textures=st.lists(st.tuples(texts, st.booleans()), max_size=3),
)


def binary(scene: Scene, wide: bool) -> bytes:
    made, fps = MayaBinary(wide, "2013"), FPS[scene.time_unit]
    made.units["TUNI"] = scene.time_unit
    for number, (renderable, orthographic) in enumerate(scene.cameras):
        made.camera(f"cam{number}", renderable, orthographic)
    made.node("RNLM", "renderLayerManager")
    made.node("RNDL", "defaultRenderLayer", made.number("g", 1.0))
    for number, (renderable, width) in enumerate(scene.layers):
        adjusted = [made.number("adjs[0].val", float(width))] if width else []
        made.node("RNDL", f"layer{number}", made.number("rndr", float(renderable)), *adjusted)
    for number, (written, sequence) in enumerate(scene.textures):
        made.node("RTFT", f"file{number}", made.text("ftn", written), made.number("ufe", float(sequence)))
    made.select("time1", made.time("o", scene.now, fps))
    first, last, step = scene.frames
    made.select(
        "defaultRenderGlobals",
        *(made.text("ren", scene.renderer), made.number("an", float(scene.animation))),
        *(made.time("fs", first, fps), made.time("ef", last, fps), made.number("bfs", float(step))),
    )
    made.select("defaultResolution", made.number("w", scene.size[0]), made.number("h", scene.size[1]))
    made.links.extend(links(scene))
    return made.data


def links(scene: Scene) -> List[Tuple[str, str]]:
    found = [("renderLayerManager.rlmi[0]", "defaultRenderLayer.rlid")]
    for number, (_, width) in enumerate(scene.layers):
        found.append((f"renderLayerManager.rlmi[{number + 1}]", f"layer{number}.rlid"))
        if width:
            found.append(("defaultResolution.w", f"layer{number}.adjs[0].plg"))
    return found


def ascii_text(scene: Scene) -> str:
    lines = [
        "//Maya ASCII 2013 scene",
        "//Codeset: UTF-8",
        'requires maya "2013";',
        'fileInfo "application" "maya";',
    ]
    lines.append(f"currentUnit -l centimeter -a degree -t {scene.time_unit};")
    for number, (renderable, orthographic) in enumerate(scene.cameras):
        lines.append(f'createNode transform -n "cam{number}";')
        lines.append(f'createNode camera -n "cam{number}Shape" -p "cam{number}";')
        lines.extend([] if renderable else ['\tsetAttr ".rnd" no;'])
        lines.extend(['\tsetAttr ".o" yes;'] if orthographic else [])
    lines.extend(['createNode renderLayerManager -n "renderLayerManager";'])
    lines.extend(['createNode renderLayer -n "defaultRenderLayer";', '\tsetAttr ".g" yes;'])
    for number, (renderable, width) in enumerate(scene.layers):
        lines.extend(
            [f'createNode renderLayer -n "layer{number}";', f'\tsetAttr ".rndr" {switch(renderable)};']
        )
        lines.extend([f'\tsetAttr ".adjs[0].val" {width};'] if width else [])
    for number, (written, sequence) in enumerate(scene.textures):
        lines.append(f'createNode file -n "file{number}";')
        lines.append(f'\tsetAttr ".ftn" -type "string" "{written}";\n\tsetAttr ".ufe" {switch(sequence)};')
    first, last, step = scene.frames
    lines.append(f'select -ne :time1;\n\tsetAttr ".o" {scene.now};')
    lines.append(f'select -ne :defaultRenderGlobals;\n\tsetAttr ".ren" -type "string" "{scene.renderer}";')
    lines.append(
        f'\tsetAttr ".an" {switch(scene.animation)};\n\tsetAttr ".fs" {first};\n\tsetAttr ".ef" {last};'
    )
    lines.append(f'\tsetAttr ".bfs" {step};')
    lines.append(
        f'select -ne :defaultResolution;\n\tsetAttr ".w" {scene.size[0]};\n\tsetAttr ".h" {scene.size[1]};'
    )
    lines.extend(f'connectAttr "{source}" "{to}";' for source, to in links(scene))
    return "\n".join([*lines, "// End of shot.ma", ""])


def switch(value: bool) -> str:
    return "yes" if value else "no"


def described(path: Path, folder: Path) -> Dict[str, Any]:
    """The description, without what must differ: the scene's own file and its size."""
    found = read_scene(path, folder).to_json()
    del found["scene"]
    found["assets"] = found["assets"][1:]
    return found


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(scene=scenes, wide=st.booleans())
def test_a_scene_in_both_formats_gives_one_description(tmp_path: Path, scene: Scene, wide: bool) -> None:
    (tmp_path / "shot.ma").write_text(ascii_text(scene), encoding="utf-8")
    (tmp_path / "shot.mb").write_bytes(binary(scene, wide))
    assert described(tmp_path / "shot.mb", tmp_path) == described(tmp_path / "shot.ma", tmp_path)
