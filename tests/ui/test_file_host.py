"""A scene file without a host: what is seen of it when somebody else saves it again. No Qt."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, List

import pytest

from rb_dcc_core.errors import SceneError
from rb_dcc_core.scene_host import CHANGED, OTHER_SCENE
from rb_dcc_ui.file_host import FileHost
from tests.support.panel import HandRunner


class Shelf:
    """Scene files whose text is what is read of them."""

    def __init__(self, folder: Path, runner: HandRunner) -> None:
        self.path = folder / "shot.ma"
        self.told: List[str] = []
        self.read: List[Any] = []
        self.save("first")
        self.host = FileHost(runner, self._read, ("ma",), str(self.path))
        self.host.listen(self.told.append)

    def save(self, text: str) -> None:
        self.path.write_text(text)

    def ask(self) -> None:
        self.host.read(self.read.append, self.read.append, lambda share: None)

    def _read(self, path: str) -> Any:
        try:
            return Path(path).read_text()
        except OSError as error:
            raise SceneError("The file is gone.") from error


@pytest.fixture
def runner() -> HandRunner:
    return HandRunner()


@pytest.fixture
def shelf(tmp_path: Path, runner: HandRunner) -> Shelf:
    return Shelf(tmp_path, runner)


def test_a_file_that_was_saved_again_is_told_once_before_whoever_waits_goes_on(shelf: Shelf) -> None:
    shelf.ask()
    shelf.save("a second, longer one")
    for _ in range(2):
        shelf.host.when_seen(lambda: shelf.told.append("seen"))
    assert shelf.told == [CHANGED, "seen", "seen"]


def test_a_file_nobody_has_touched_is_as_it_was_read(shelf: Shelf) -> None:
    shelf.host.look_again()  # not read yet
    shelf.ask()
    shelf.host.look_again()
    assert (shelf.told, shelf.read) == ([], ["first"])


def test_the_interface_thread_never_looks_at_the_disk_itself(
    shelf: Shelf, runner: HandRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("a share that is gone would hold up the whole window")

    runner.waits = True
    monkeypatch.setattr(os, "stat", refuse)
    shelf.host.look_again()
    shelf.ask()
    shelf.host.choose_scene(str(shelf.path))
    monkeypatch.undo()
    runner.turn()
    assert shelf.told == [OTHER_SCENE]


def test_what_is_written_while_it_is_read_is_a_change(
    shelf: Shelf, runner: HandRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = shelf.host._read_scene

    def saved_meanwhile(path: str) -> Any:
        found = real(path)
        shelf.save("written while it was read")
        return found

    shelf.host._read_scene = saved_meanwhile
    shelf.ask()
    shelf.host.look_again()
    assert (shelf.read, shelf.told) == (["first"], [CHANGED])


def test_a_file_that_comes_back_is_told(shelf: Shelf) -> None:
    shelf.path.unlink()
    shelf.ask()
    assert [str(each) for each in shelf.read] == ["The file is gone."]
    shelf.save("first")
    shelf.host.look_again()
    assert shelf.told == [CHANGED]


def test_another_file_chosen_meanwhile_is_not_taken_for_a_changed_one(
    shelf: Shelf, runner: HandRunner, tmp_path: Path
) -> None:
    shelf.ask()
    other = tmp_path / "other.ma"
    other.write_text("another one")
    runner.waits = True
    shelf.host.look_again()
    shelf.host.choose_scene(str(other))
    runner.turn()
    assert shelf.told == [OTHER_SCENE]
