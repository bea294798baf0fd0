"""`rb_max` for scripts: Python's and MAXScript's."""

from __future__ import annotations

import gc
import re
import threading
from pathlib import Path
from typing import Any, Dict, List, Optional

import pytest

import rb_max
from rb_dcc_core.errors import InputError
from rb_dcc_core.frames import FrameRange
from rb_max import scripting
from rb_max.main_thread import next_event
from tests.support.fake_pymxs.session import FakeMax


def test_describe_tells_the_open_scene(max_: FakeMax) -> None:
    found = rb_max.describe()
    assert (found.host, found.scene, found.layers[0].frames) == ("3dsmax", "D:/shots/shot.max", "7")


def test_describe_from_another_thread_asks_on_3ds_max_main_one(max_: FakeMax, qtbot: Any) -> None:
    found: List[Any] = []
    thread = threading.Thread(target=lambda: found.append(rb_max.describe()))
    thread.start()
    qtbot.waitUntil(lambda: bool(found), timeout=5000)
    thread.join()
    assert found[0].scene == "D:/shots/shot.max"


def test_a_call_for_the_next_event_outlives_a_collection_of_garbage(max_: FakeMax, qtbot: Any) -> None:
    made: List[str] = []
    next_event(lambda: made.append("made"))
    gc.collect()
    qtbot.waitUntil(lambda: made == ["made"], timeout=5000)


def test_a_plain_import_is_cheap_and_names_what_there_is() -> None:
    assert {"describe", "submit", "JobSettings", "SceneSnapshot", "SubmissionRun"} <= set(dir(rb_max))
    with pytest.raises(AttributeError):
        _ = rb_max.nothing_of_the_kind


def test_maxscripts_keywords_become_settings() -> None:
    given = {"frames": "1-10x2", "camera": "Cam001", "view": "", "output": "D:\\o\\a.exr", "label": "shot"}
    settings = scripting.settings_of(given)
    assert settings.frames == FrameRange.parse("1-10x2")
    assert (settings.cameras, settings.layers) == (("Cam001",), ())
    assert (settings.output, settings.label) == ("D:/o/a.exr", "shot")


def test_every_keyword_of_maxscripts_function_is_heeded(checkout: Path) -> None:
    script = checkout / "max_plugin" / "Contents" / "scripts" / "renderbus_after.ms"
    text = script.read_text(encoding="ascii")
    declared = re.findall(r'(\w+):""', re.search(r"fn submit (.*) =", text).group(1))  # type: ignore[union-attr]
    names = re.findall(r'"(\w+)"', re.search(r"local names = #\((.*)\)", text).group(1))  # type: ignore[union-attr]
    values = re.search(r"local values = #\((.*)\)", text).group(1).split(", ")  # type: ignore[union-attr]
    assert declared == names == values
    nothing = scripting.settings_of({})
    heeded = [name for name in names if scripting.settings_of({name: "7"}) != nothing]
    assert [name for name in names if name not in heeded] == ["profile"]  # submit() takes that one itself


def test_letters_beyond_the_first_plane_come_from_maxscript_in_halves(
    max_: FakeMax, monkeypatch: pytest.MonkeyPatch
) -> None:
    labels: List[str] = []
    monkeypatch.setattr(scripting, "submit", lambda settings, profile: labels.append(settings.label) or 1)
    scripting.submit_for_maxscript({"label": "take \ud83c\udfac"})
    scripting.submit_for_maxscript({"label": "half \ud83c"})
    assert labels == ["take \U0001f3ac", "half \ufffd"]


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (None, {"rbMaxAnswer": "1234", "rbMaxError": ""}),
        (InputError("Choose a camera."), {"rbMaxAnswer": "", "rbMaxError": "Choose a camera."}),
    ],
)
def test_maxscript_gets_the_task_or_what_to_do(
    max_: FakeMax, monkeypatch: pytest.MonkeyPatch, error: Optional[InputError], expected: Dict[str, str]
) -> None:
    def submit(settings: Any, profile: Any) -> int:
        assert profile is None
        if error is not None:
            raise error
        return 1234

    monkeypatch.setattr(scripting, "submit", submit)
    scripting.submit_for_maxscript({"frames": "1-10"})
    assert max_.runtime.set_globals == expected


def test_maxscript_is_told_of_frames_that_are_none(max_: FakeMax) -> None:
    scripting.submit_for_maxscript({"frames": "x"})
    assert "is not a frame range" in max_.runtime.set_globals["rbMaxError"]
