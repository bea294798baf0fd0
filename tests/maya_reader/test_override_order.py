"""Any stack of Render Setup overrides gives what counting by hand gives."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import List, NamedTuple

from hypothesis import given, settings
from hypothesis import strategies as st

from rb_maya.reader import read_scene


class Override(NamedTuple):
    enabled: bool
    relative: bool
    value: int


class Collection(NamedTuple):
    enabled: bool
    in_group: bool
    overrides: List[Override]


OVERRIDES = st.builds(Override, st.booleans(), st.booleans(), st.integers(1, 300))
COLLECTIONS = st.builds(Collection, st.booleans(), st.booleans(), st.lists(OVERRIDES, max_size=3))

HEAD = """//Maya ASCII 2025 scene
createNode transform -n "cam"; createNode camera -n "camShape" -p "cam";
createNode renderSetup -n "renderSetup";
createNode renderSetupLayer -n "shown"; createNode renderLayer -n "rs_before"; setAttr ".do" 1;
connectAttr "rs_before.msg" "shown.lrl";
select -ne :defaultResolution; setAttr ".w" 1000;
"""


def scene(collections: List[Collection]) -> str:
    """The nodes are written backwards: only their connections tell the order."""
    nodes: List[str] = []
    links: List[str] = []
    above = ""
    for place, collection in enumerate(collections):
        name, top = f"col{place}", f"group{place}" if collection.in_group else f"col{place}"
        off = "" if collection.enabled else ' setAttr ".sen" no;'
        nodes.append(f'createNode renderSettingsCollection -n "{name}";{off}')
        if collection.in_group:
            nodes.append(f'createNode group -n "{top}";')
            links.append(f'connectAttr "{top}.lit" "{name}.pls";')
        links.append(f'connectAttr "shown.lit" "{top}.pls";')
        links.extend([f'connectAttr "{above}.nxt" "{top}.prv";'] if above else [])
        above = top
        nodes.extend(override(name, index, each) for index, each in enumerate(collection.overrides))
        links.extend(f'connectAttr "{name}.lit" "{name}_{i}.pls";' for i in range(len(collection.overrides)))
        links.extend(
            f'connectAttr "{name}_{i}.nxt" "{name}_{i + 1}.prv";'
            for i in range(len(collection.overrides) - 1)
        )
    return HEAD + "\n".join([*reversed(nodes), *reversed(links)]) + "\n// End of scene.ma\n"


def override(collection: str, index: int, each: Override) -> str:
    kind = "relUniqueOverride" if each.relative else "absUniqueOverride"
    stored = f'setAttr ".ofs" {each.value};' if each.relative else f'setAttr ".atv" {each.value};'
    off = "" if each.enabled else 'setAttr ".sen" no;'
    target = 'setAttr ".atr" -type "string" "width"; setAttr ".tgName" -type "string" "defaultResolution";'
    return f'createNode {kind} -n "{collection}_{index}"; {target} {stored} {off}'


def by_hand(collections: List[Collection]) -> int:
    width = 1000
    for collection in collections:
        for each in collection.overrides:
            if collection.enabled and each.enabled:
                width = width + each.value if each.relative else each.value
    return width


@settings(max_examples=40)
@given(st.lists(COLLECTIONS, max_size=4))
def test_any_stack_of_overrides_is_counted_in_its_order(collections: List[Collection]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "scene.ma"
        path.write_text(scene(collections), encoding="utf-8")
        master, shown = read_scene(path).layers
    assert (shown.name, shown.node) == ("shown", "rs_before")
    assert (master.width, shown.width) == (1000, by_hand(collections))


def test_a_layer_of_the_other_system_is_told_and_old_adjustments_are_not_counted_twice(
    tmp_path: Path,
) -> None:
    more = (
        'createNode renderLayer -n "old"; setAttr ".do" 2;\n'
        'select -ne rs_before; setAttr ".adjs[0].val" 1005;\n'
        'connectAttr ":defaultResolution.w" "rs_before.adjs[0].plg";\n'
    )
    stack = [Collection(True, False, [Override(True, True, 5)])]
    path = tmp_path / "scene.ma"
    path.write_text(scene(stack).replace("// End", more + "// End"), encoding="utf-8")
    snapshot = read_scene(path)
    assert [(layer.name, layer.width) for layer in snapshot.layers] == [
        ("masterLayer", 1000),
        ("shown", 1005),
        ("old", 1000),
    ]
    told = [(problem.severity, problem.code, problem.node) for problem in snapshot.problems]
    assert told == [("warning", "layer_systems_mixed", "old")]
    off = path.read_text(encoding="utf-8").replace('-n "old";', '-n "old"; setAttr ".rndr" no;')
    path.write_text(off, encoding="utf-8")
    told = [(problem.severity, problem.code, problem.node) for problem in read_scene(path).problems]
    assert told == [("notice", "layer_systems_mixed", "old")]
