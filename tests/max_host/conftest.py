"""A 3ds Max with a window and an open scene, begun and ended around each test."""

from __future__ import annotations

import gc
import sys
from typing import Any, Callable, Iterator, List

import pytest

from rb_dcc_core import session_log
from rb_max import callbacks, dock, menu
from rb_max.spoken import spoken
from tests.support.fake_pymxs.scene import MaxScene
from tests.support.fake_pymxs.session import FakeMax

StartMax = Callable[..., FakeMax]


@pytest.fixture
def start_max(qapp: Any, qtbot: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[StartMax]:
    """Starts a 3ds Max; everything of it has gone when the test is over, and nothing of ours is left with it."""
    started: List[FakeMax] = []
    monkeypatch.setattr(spoken, "_chosen", None)
    monkeypatch.setattr(spoken, "_listeners", [])
    monkeypatch.setattr(menu, "_stop", None)

    def start(*arguments: Any, **options: Any) -> FakeMax:
        for name in ("pymxs", "qtmax"):
            monkeypatch.delitem(sys.modules, name, raising=False)
        found = FakeMax(*arguments, **options)
        found.install(sys.modules)
        started.append(found)
        assert found.main is not None
        found.main.show()
        return found

    yield start
    dock.close_panel()
    for found in reversed(started):
        found.end()
        assert found.runtime.count_callbacks(callbacks.ID) == 0, "callbacks were left with 3ds Max"
        assert found.scene.undo_steps == MaxScene().undo_steps, "the artist's undo was touched"
    session_log.stop()
    for name in ("pymxs", "qtmax"):
        sys.modules.pop(name, None)
    qapp.processEvents()
    gc.collect()


@pytest.fixture
def max_(start_max: StartMax) -> FakeMax:
    return start_max()
