"""Background work of the panel: answers come back on the right thread, in the right order, or not at all."""

from __future__ import annotations

import threading
from typing import Any, Callable, List

import pytest

from rb_dcc_core.errors import Cancelled, InputError, RenderbusError
from rb_dcc_ui.runner import MOVE, TaskRunner, Ticket
from tests.support.panel import HandRunner


class Mailbox:
    """Calls wait here until the test makes them, as they would for Qt's next turn."""

    def __init__(self) -> None:
        self.calls: List[Callable[[], None]] = []
        self._came = threading.Semaphore(0)

    def deliver(self, call: Callable[[], None]) -> None:
        self.calls.append(call)
        self._came.release()

    def make(self, count: int = 1) -> None:
        for _ in range(count):
            assert self._came.acquire(timeout=10)
            self.calls.pop(0)()


def test_work_runs_on_another_thread_and_its_answer_arrives_when_delivered() -> None:
    box, answers = Mailbox(), []
    runner = TaskRunner(box.deliver)
    runner.run(lambda ticket: threading.current_thread().name, answers.append)
    box.make()
    runner.close()
    assert answers[0].startswith("renderbus-ask")


def test_an_older_answer_of_the_same_key_is_dropped_on_arrival() -> None:
    runner = HandRunner(waits=True)
    answers: List[str] = []
    runner.run(lambda ticket: "first", answers.append, key="tasks")
    runner.run(lambda ticket: "second", answers.append, key="tasks")
    runner.turn()
    assert answers == ["second"]


def test_an_older_answer_is_dropped_even_when_its_work_was_done_before_it_was_superseded() -> None:
    box, answers = Mailbox(), []
    runner = TaskRunner(box.deliver)
    gate = threading.Event()
    runner.run(lambda ticket: "old", answers.append, key="page")
    runner.run(lambda ticket: gate.wait(10) and "new", answers.append, key="page")
    gate.set()
    box.make(2)
    runner.close()
    assert answers == ["new"]


def test_a_failure_goes_to_failed_and_a_surprise_becomes_a_sentence(caplog: pytest.LogCaptureFixture) -> None:
    runner = HandRunner()
    errors: List[RenderbusError] = []

    def refuse(ticket: Ticket) -> None:
        raise InputError("Choose a camera.")

    runner.run(refuse, errors.append, errors.append)
    assert [str(each) for each in errors] == ["Choose a camera."]


@pytest.mark.expected_logs("background work failed unexpectedly")
def test_an_unforeseen_exception_is_logged_and_told_without_its_text() -> None:
    runner = HandRunner()
    errors: List[RenderbusError] = []
    runner.run(lambda ticket: 1 // 0, errors.append, errors.append)
    assert str(errors[0]).startswith("Something went wrong that should not (ZeroDivisionError).")


def test_cancelled_work_stops_and_calls_nobody() -> None:
    box = Mailbox()
    runner = TaskRunner(box.deliver)
    started, seen = threading.Event(), []

    def wait(ticket: Ticket) -> None:
        started.set()
        try:
            ticket.sleep(10)
        except Cancelled:
            seen.append("stopped")
            raise

    ticket = runner.run(wait, seen.append, seen.append, lane=MOVE)
    assert started.wait(10)
    ticket.cancel()
    box.make()
    runner.close()
    assert seen == ["stopped"]


def test_closing_waits_for_the_threads_and_drops_what_still_comes() -> None:
    box, answers = Mailbox(), []
    runner = TaskRunner(box.deliver)
    started = threading.Event()

    def work(ticket: Ticket) -> Any:
        started.set()
        ticket.sleep(10)

    runner.run(work, answers.append, answers.append)
    assert started.wait(10)
    runner.close()
    box.make()
    assert answers == []
    assert runner.run(lambda ticket: 1, answers.append).is_cancelled
