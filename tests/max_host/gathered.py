"""What the tests of reading share: a scene asked to its end, with what it took."""

from __future__ import annotations

from typing import Any, List

from rb_dcc_core.host import SceneSnapshot
from rb_max.gathering import Gathering
from rb_max.live_scene import LiveScene
from rb_max.live_snapshot import take_snapshot
from rb_max.runtime import Max
from tests.support.fake_pymxs.runtime import FakeRuntime
from tests.support.fake_pymxs.scene import MaxScene
from tests.support.fake_pymxs.values import ByRef


def gathered(scene: MaxScene, **options: Any) -> LiveScene:
    gathering = Gathering(Max(FakeRuntime(scene, **options), ByRef))
    for _ in gathering.steps():
        pass
    return gathering.scene


def snapshot(scene: MaxScene, **options: Any) -> SceneSnapshot:
    return take_snapshot(gathered(scene, **options))


def codes(taken: SceneSnapshot) -> List[str]:
    return [problem.code for problem in taken.problems]
