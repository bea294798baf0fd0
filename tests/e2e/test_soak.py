"""Twenty-five submissions killed at random moments over a bad line; `python -m tests.e2e.soak 500` runs more of them."""

from __future__ import annotations

import os

import pytest

from tests.e2e.soak import soak


@pytest.mark.long
@pytest.mark.skipif(os.name != "posix", reason="SIGKILL is POSIX'")
def test_whatever_kills_them_each_is_one_submitted_task_with_every_file_sent_once() -> None:
    outcomes = soak(25)
    assert [(each.seed, each.complaints) for each in outcomes if each.complaints] == []
    assert sum(each.kills for each in outcomes) > 25
    assert sum(each.faults for each in outcomes) > 25


@pytest.mark.skipif(os.name != "posix", reason="SIGKILL is POSIX'")
def test_one_of_them_in_the_quick_suite() -> None:
    (outcome,) = soak(1, first_seed=3)
    assert outcome.complaints == []
