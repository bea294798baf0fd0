"""Random scenes: whatever layers, overrides, references and tokens there are, both sources tell the same."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings

from rb_maya.live_reader import read_open_scene
from rb_maya.reader import read_scene
from tests.support.fake_maya import FakeCommands, FakeScene
from tests.support.fake_maya.comparing import comparable
from tests.support.generated_maya import ON_DISK, GeneratedScene, scenes


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(scene=scenes())
def test_generated_scenes_read_the_same_from_the_host_and_from_the_file(scene: GeneratedScene) -> None:
    with tempfile.TemporaryDirectory() as folder:
        for name, text in scene.files:
            (Path(folder) / name).write_text(text, encoding="utf-8")
        (Path(folder) / "sourceimages").mkdir()
        for name in ON_DISK:
            (Path(folder) / name).touch()
        opened = FakeScene(Path(folder) / "scene.ma")
        live = read_open_scene(FakeCommands(opened, "2024"))
        file = read_scene(Path(folder) / "scene.ma", folder)
    assert comparable(live, opened) == comparable(file, opened)
