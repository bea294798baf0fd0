"""How long a slice holds 3ds Max' main thread while a scene of 20,000 nodes and 5,000 assets is read from the open host.

Each use of pymxs costs what crossing into MAXScript is taken to cost. What is measured is ours: that no slice does more
than its share, and how much is asked.
"""

from __future__ import annotations

import gc
import time
from pathlib import Path
from typing import Any, List

import pytest

from rb_dcc_core.host import SceneSnapshot
from rb_max.runtime import Max
from rb_max.sliced_reading import SlicedReading
from tests.support.fake_pymxs.runtime import FakeRuntime
from tests.support.fake_pymxs.scene import Asset, Dll, MaxScene, Node
from tests.support.fake_pymxs.values import ByRef
from tests.support.max_file import MaxFile
from tests.support.panel import HandRunner, HandTimers

pytestmark = pytest.mark.bench

NODES, ASSETS, CAMERAS = 20000, 5000, 100
COST_S = 0.00003
MOST_STALL_S = 0.05
MOST_QUESTIONS_PER_ASSET = 4
MOST_OTHERS = 3000


def big_scene(folder: Path) -> MaxScene:
    nodes = [Node(f"Cam{number}", handle=number) for number in range(1, CAMERAS)]
    nodes += [Node(f"Cam{number}.Target", "Targetobject", "helper") for number in range(1, CAMERAS)]
    nodes += [Node(f"Box{number}", "Box", "GeometryClass", number) for number in range(CAMERAS, NODES)]
    for number in range(ASSETS):
        (folder / f"{number}.png").touch()
    path = MaxFile().write(folder / "big.max")
    return MaxScene(
        path=str(path),
        nodes=nodes,
        view_cameras={0: "Cam1"},
        assets=[Asset(f"{folder.as_posix()}/{number}.png") for number in range(ASSETS)],
        dlls=[
            Dll(f"p{number}.dlo", "C:\\Program Files\\Autodesk\\3ds Max 2024\\stdplugs")
            for number in range(400)
        ],
    )


class SteppedTimers(HandTimers):
    """Measures each call that the reading has made later: a slice."""

    def __init__(self) -> None:
        super().__init__()
        self.slices_s: List[float] = []

    def call_later(self, seconds: float, call: Any) -> Any:
        def measured() -> None:
            started = time.perf_counter()
            call()
            self.slices_s.append(time.perf_counter() - started)

        return super().call_later(seconds, measured)


def slices_s(scene: MaxScene) -> List[float]:
    runtime = FakeRuntime(scene)
    runtime.gate.cost_s = COST_S
    max_ = Max(runtime, ByRef)
    timers, runner = SteppedTimers(), HandRunner(waits=True)
    found: List[SceneSnapshot] = []
    gc.collect()
    gc.freeze()  # the fake keeps its scene in Python objects, which 3ds Max does not: no collection walks them here
    SlicedReading(
        runner,
        timers,
        max_,
        lambda: False,
        lambda reading, told: found.append(told),
        lambda *_: None,
        lambda _: None,
    )
    while timers.waiting:
        timers.pass_time(0.01)
    gc.unfreeze()
    runner.turn()
    assert len(found[0].assets) == ASSETS + 1
    print(
        f"{max_.asked} questions, {runtime.gate.uses} uses of pymxs in {len(timers.slices_s)} slices,"
        f" {sum(timers.slices_s):.2f} s of the main thread, the longest {max(timers.slices_s) * 1000:.1f} ms"
    )
    assert max_.asked < MOST_QUESTIONS_PER_ASSET * ASSETS + MOST_OTHERS
    runner.close()
    return timers.slices_s


def test_no_slice_holds_the_main_thread_for_50_ms_at_20000_nodes_and_5000_assets(tmp_path: Path) -> None:
    scene = big_scene(tmp_path)
    # The best of three turns, so that a busy moment of the machine fails nothing.
    longest = min(max(slices_s(scene)) for _ in range(3))
    assert longest <= MOST_STALL_S
