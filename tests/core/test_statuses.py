"""Status numbers in words; one that nobody knows is shown by its number."""

from __future__ import annotations

import pytest

from rb_dcc_core import statuses
from rb_dcc_core.messages import Message, add_catalogue

TASKS = {
    0: "waiting",
    5: "rendering",
    8: "preparing",
    10: "stopped",
    15: "stopped by user",
    20: "stopped, account in arrears",
    23: "stopped, timed out",
    25: "finished",
    30: "finished, some frames failed",
    35: "abandoned",
    40: "test frames done",
    45: "failed",
    50: "analysing",
    60: "submitting",
    65: "submit failed",
    70: "finished, some frames stopped",
    100: "updating",
}


@pytest.mark.parametrize("number", sorted(TASKS))
def test_a_tasks_status_has_its_words(number: int) -> None:
    assert str(statuses.task_words(number)) == TASKS[number]


def test_every_frame_status_and_type_of_the_protocol_has_words() -> None:
    assert sorted(statuses.FRAME_WORDS) == list(range(1, 13))
    assert sorted(statuses.FRAME_TYPE_WORDS) == list(range(1, 10))
    assert str(statuses.frame_words(4)) == "done"
    assert str(statuses.frame_type_words(2)) == "photon"


@pytest.mark.parametrize("words", [statuses.task_words, statuses.frame_words, statuses.frame_type_words])
def test_an_unknown_status_is_shown_by_its_number(words: object) -> None:
    assert str(words(4711)) == "status 4711"  # type: ignore[operator]
    assert str(words(None)) == "unknown"  # type: ignore[operator]


def test_a_status_is_ended_or_halted_or_neither_and_never_both() -> None:
    ended = {number for number in range(-1, 200) if statuses.has_ended(number)}
    halted = {number for number in range(-1, 200) if statuses.has_halted(number)}
    assert ended == {25, 30, 35, 45, 65, 70}
    assert halted == {10, 15, 20, 23, 40}
    assert not statuses.has_ended(None)
    assert [number for number in range(200) if statuses.has_succeeded(number)] == [25]


def test_a_message_is_formatted_late_and_in_a_language() -> None:
    add_catalogue("xx", {"{count} frames of {name}": "{name}: {count} Bilder"})
    message = Message("{count} frames of {name}", count=3, name="{odd}")
    assert (str(message), message.text("xx"), message.text("yy")) == (
        "3 frames of {odd}",
        "{odd}: 3 Bilder",
        "3 frames of {odd}",
    )
    assert message == Message("{count} frames of {name}", name="{odd}", count=3)
    assert message != Message("{count} frames of {name}", name="x", count=3)
    assert len({message, Message("{count} frames of {name}", count=3, name="{odd}")}) == 1
