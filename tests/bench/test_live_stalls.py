"""How long a slice holds the main thread while a scene of 20,000 nodes is read from the open host.

The commands are the fake's and cost what Python makes them cost; Maya's own time is its own. What is measured is
ours: that no slice does more than its share, and that the thinking is on the other thread.
"""

from __future__ import annotations

import gc
import threading
import time
from pathlib import Path
from typing import List

import pytest

from rb_dcc_core.host import SceneSnapshot
from rb_maya.live_slices import SceneReading
from tests.support.fake_maya import open_in_maya

pytestmark = pytest.mark.bench

NODES = 20000
MOST_STALL_S = 0.05


def big_scene(folder: Path) -> Path:
    """Every fourth node is a texture on disk, the others are in the outliner."""
    lines = ["//Maya ASCII 2024 scene", 'requires maya "2024";', 'createNode camera -n "cam";']
    for number in range(NODES):
        if number % 4:
            lines.append(f'createNode transform -n "t{number}";')
        else:
            lines.append(f'createNode file -n "f{number}"; setAttr ".ftn" -type "string" "{number}.png";')
            (folder / f"{number}.png").touch()
    path = folder / "big.ma"
    path.write_text("\n".join([*lines, "// End of big.ma\n"]), encoding="utf-8")
    return path


def slices_s(path: Path) -> List[float]:
    commands = open_in_maya(path)
    reading = SceneReading(commands)
    found: List[SceneSnapshot] = []
    reader = threading.Thread(target=lambda: found.append(reading.run()))
    gc.collect()
    gc.freeze()  # the fake keeps its scene in Python objects, which Maya does not: no collection walks them here
    reader.start()
    slices: List[float] = []
    going_on = True
    while going_on:
        started = time.perf_counter()
        going_on = reading.step()
        slices.append(time.perf_counter() - started)
        time.sleep(0.001)  # the host's own work between two idle events
    reader.join()
    gc.unfreeze()
    assert len(found[0].assets) == NODES // 4 + 1
    print(f"{len(commands.calls)} commands in {len(slices)} slices, {sum(slices):.2f} s of the main thread")
    return slices


def test_no_slice_holds_the_main_thread_for_50_ms_at_20000_nodes(tmp_path: Path) -> None:
    path = big_scene(tmp_path)
    # The best of three turns, so that a busy moment of the machine fails nothing.
    longest = min(max(slices_s(path)) for _ in range(3))
    print(f"the longest slice took {longest * 1000:.1f} ms")
    assert longest <= MOST_STALL_S
