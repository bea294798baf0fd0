"""The open scene read in slices: the main thread runs commands only, a bounded number at a time, until stopped."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import List, Optional

import pytest

from rb_dcc_core.errors import Cancelled
from rb_dcc_core.host import SceneSnapshot
from rb_maya.live_reader import read_open_scene
from rb_maya.live_slices import SceneReading
from tests.support.fake_maya import FakeCommands, open_in_maya

SCENES = Path(__file__).resolve().parents[1] / "scenes"
MOST_STEPS = 100000


class Reader:
    """The caller's side: a thread that runs the reading, as the panel's task runner would."""

    def __init__(self, reading: SceneReading) -> None:
        self.snapshot: Optional[SceneSnapshot] = None
        self.error: Optional[BaseException] = None
        self._reading = reading
        self._thread = threading.Thread(target=self._run)

    def _run(self) -> None:
        try:
            self.snapshot = self._reading.run()
        except (Cancelled, RuntimeError) as error:
            self.error = error

    def __enter__(self) -> Reader:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._reading.cancel()
        self._thread.join(10)


def calls_per_step(commands: FakeCommands, reading: SceneReading, most_calls: int) -> List[int]:
    counts: List[int] = []
    for _ in range(MOST_STEPS):
        before = len(commands.calls)
        going_on = reading.step(most_calls=most_calls)
        counts.append(len(commands.calls) - before)
        if not going_on:
            return counts
    raise AssertionError("the reading never ended")


@pytest.mark.parametrize("name", ["layers/layers.ma", "references/shot.ma", "render_setup/render_setup.ma"])
def test_slices_give_the_same_snapshot_with_few_commands_in_each(name: str) -> None:
    expected = read_open_scene(open_in_maya(SCENES / name))
    commands = open_in_maya(SCENES / name)
    reading = SceneReading(commands)
    with Reader(reading) as reader:
        counts = calls_per_step(commands, reading, 10)
    assert reader.snapshot is not None
    assert reader.snapshot == expected
    assert max(counts) <= 10
    assert sum(counts) == len(commands.calls)
    assert (commands.edits, commands.modified) == ([], False)


def test_a_slice_ends_when_its_time_is_up() -> None:
    commands = open_in_maya(SCENES / "layers" / "layers.ma")
    reading = SceneReading(commands)
    ticks = iter(range(10**6))
    with Reader(reading):
        before = len(commands.calls)
        reading.step(slice_s=3, clock=lambda: next(ticks))
        assert len(commands.calls) - before <= 3


def test_nothing_more_is_asked_after_cancel() -> None:
    commands = open_in_maya(SCENES / "layers" / "layers.ma")
    reading = SceneReading(commands)
    with Reader(reading) as reader:
        while len(commands.calls) < 5:
            assert reading.step(most_calls=1)
        reading.cancel()
        reading.cancel()
        asked = len(commands.calls)
        assert reading.step() is False
    assert isinstance(reader.error, Cancelled)
    assert (len(commands.calls), reader.snapshot) == (asked, None)


def test_cancelled_before_it_began_it_never_asks() -> None:
    commands = open_in_maya(SCENES / "layers" / "layers.ma")
    reading = SceneReading(commands)
    reading.cancel()
    with Reader(reading) as reader:
        assert reading.step() is False
    assert isinstance(reader.error, Cancelled)
    assert commands.calls == []


def test_what_the_host_refuses_reaches_the_reader() -> None:
    commands = open_in_maya(SCENES / "references" / "shot.ma")
    commands.broken_references.add("goneRN")
    reading = SceneReading(commands)
    with Reader(reading) as reader:
        calls_per_step(commands, reading, 50)
    assert reader.snapshot is not None
    assert "reference_broken" in [problem.code for problem in reader.snapshot.problems]


def test_the_two_threads_cannot_be_mixed_up() -> None:
    reading = SceneReading(open_in_maya(SCENES / "layers" / "layers.ma"))
    with pytest.raises(RuntimeError, match="read_open_scene"):
        reading.run()
    refused: List[str] = []

    def step() -> None:
        try:
            reading.step()
        except RuntimeError as error:
            refused.append(str(error))

    thread = threading.Thread(target=step)
    thread.start()
    thread.join()
    assert refused == ["step() belongs on Maya's main thread"]
