"""A Maya with a window and an open scene, loaded and unloaded around each test."""

from __future__ import annotations

import gc
import sys
from pathlib import Path
from typing import Any, Callable, Dict, Iterator, List

import pytest

from rb_maya import plugin_state
from rb_maya.spoken import spoken
from tests.support.fake_maya.session import FakeMaya, forget

SCENES = Path(__file__).resolve().parents[1] / "scenes"
LAYERS = SCENES / "layers" / "layers.ma"

StartMaya = Callable[..., FakeMaya]


@pytest.fixture
def start_maya(qapp: Any, qtbot: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[StartMaya]:
    """Starts a Maya; `loaded` loads the plug-in and lets Maya come to rest. Everything has gone when the test is over."""
    started: List[FakeMaya] = []
    before: Dict[str, Any] = dict(sys.modules)
    monkeypatch.setattr(spoken, "_chosen", None)

    def start(scene: object = LAYERS, loaded: bool = True, **options: Any) -> FakeMaya:
        maya = FakeMaya(scene, **options)
        maya.install(sys.modules)
        started.append(maya)
        if maya.windows.main is not None:
            maya.windows.main.show()
        if loaded:
            maya.load_plugin("renderbus_maya")
            maya.idle()
        return maya

    yield start
    for maya in started:
        maya.install(sys.modules)
        if maya.is_plugin_loaded:
            maya.unload_plugin("renderbus_maya")
        qapp.processEvents()
        maya.end()
        assert maya.api.callbacks == {}, "callbacks were left with Maya"
    forget(sys.modules)
    if "maya" in before:
        sys.modules["maya"] = before["maya"]
    assert not plugin_state.state.is_loaded
    gc.collect()


@pytest.fixture
def maya(start_maya: StartMaya) -> FakeMaya:
    return start_maya()
