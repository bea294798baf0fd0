"""The open scene read in slices of the main thread's time, driven from idle events, stoppable between any two."""

from __future__ import annotations

import os
import threading
import time
from typing import Any, Callable, Dict, List, Mapping, NamedTuple, Optional, Tuple, cast

from rb_dcc_core.errors import Cancelled
from rb_dcc_core.host import SceneSnapshot

from .live_commands import Commands
from .live_reader import read_open_scene

SLICE_S = 0.02
MOST_CALLS = 400
# How long a slice waits for the next question before it gives the time back: the reader may be at the disk.
PATIENCE_S = 0.002


class _Question(NamedTuple):
    command: str
    arguments: Tuple[Any, ...]
    flags: Dict[str, Any]


class _Relay:
    """Looks like `maya.cmds` to the thread that reads: each command waits until the main thread has run it."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._question: Optional[_Question] = None
        self._answer: List[Tuple[Any, Optional[BaseException]]] = []
        self._stopped = False

    def __getattr__(self, command: str) -> Callable[..., Any]:
        def ask(*arguments: Any, **flags: Any) -> Any:
            return self._ask(_Question(command, arguments, flags))

        return ask

    def _ask(self, question: _Question) -> Any:
        with self._changed:
            self._question = question
            self._changed.notify_all()
            while not self._answer and not self._stopped:
                self._changed.wait()
            if not self._answer:
                raise Cancelled()
            value, error = self._answer.pop()
        if error is not None:
            raise error
        return value

    def next_question(self, patience_s: float) -> Optional[_Question]:
        with self._changed:
            if self._question is None and not self._stopped:
                self._changed.wait(patience_s)
            question, self._question = self._question, None
            return None if self._stopped else question

    def answer(self, value: Any, error: Optional[BaseException]) -> None:
        with self._changed:
            self._answer.append((value, error))
            self._changed.notify_all()

    def stop(self) -> None:
        with self._changed:
            self._stopped = True
            self._changed.notify_all()


class SceneReading:
    """One reading of the open scene. Made on Maya's main thread.

    `run` goes on a thread of its own: all thinking, the disk and its waits are there. The main thread calls
    `step` from its idle events as long as it answers True; it runs the commands that the reader waits for, and
    nothing else. The two must not be the same thread. Who edits the scene meanwhile gets a mixed answer: stop
    the reading when the scene changes.
    """

    def __init__(self, commands: Commands, environment: Optional[Mapping[str, str]] = None) -> None:
        self._commands = commands
        self._environment = os.environ if environment is None else environment
        self._relay = _Relay()
        self._main_thread = threading.get_ident()
        self._over = threading.Event()

    def run(self) -> SceneSnapshot:
        """Read, on a thread other than Maya's main one. Raises Cancelled after `cancel`."""
        if threading.get_ident() == self._main_thread:
            raise RuntimeError(
                "run() would wait for ever on the thread that steps; call read_open_scene there"
            )
        try:
            return read_open_scene(cast(Commands, self._relay), self._environment)
        finally:
            self._over.set()
            self._relay.stop()

    def step(
        self,
        slice_s: float = SLICE_S,
        most_calls: int = MOST_CALLS,
        clock: Callable[[], float] = time.perf_counter,
    ) -> bool:
        """Run waiting commands for so long, or so many; True while the reading is not over."""
        if threading.get_ident() != self._main_thread:
            raise RuntimeError("step() belongs on Maya's main thread")
        until = clock() + slice_s
        for _ in range(most_calls):
            question = self._relay.next_question(PATIENCE_S)
            if question is None:
                break
            self._run_command(question)
            if clock() >= until:
                break
        return not self._over.is_set()

    def cancel(self) -> None:
        """Stop before the next command; from any thread, any number of times."""
        self._over.set()
        self._relay.stop()

    def _run_command(self, question: _Question) -> None:
        try:
            command = getattr(self._commands, question.command)
            value = command(*question.arguments, **question.flags)
        except Exception as error:  # noqa: BLE001 - whatever the host raises belongs to the thread that asked
            self._relay.answer(None, error)
        else:
            self._relay.answer(value, None)
