"""A running sandbox with a clock that the test moves, and a client that talks to it."""

from __future__ import annotations

from pathlib import Path
from typing import Callable, Iterator

import pytest

from rb_dcc_core.sandbox.service import Sandbox
from tests.sandbox.asker import Asker, HandClock


@pytest.fixture
def hand_clock() -> HandClock:
    return HandClock()


@pytest.fixture
def start_sandbox(tmp_path: Path, hand_clock: HandClock) -> Iterator[Callable[..., Asker]]:
    """Starts sandboxes over the test's folder, or another one, and stops them all at the end."""
    askers = []

    def start(folder: str = "state", **settings: object) -> Asker:
        options = dict({"clock": hand_clock}, **settings)
        sandbox = Sandbox(tmp_path / folder, **options).start()  # type: ignore[arg-type]
        askers.append(Asker(sandbox, hand_clock))
        return askers[-1]

    yield start
    for asker in askers:
        asker.session.close()
        asker.sandbox.stop()


@pytest.fixture
def asker(start_sandbox: Callable[..., Asker]) -> Asker:
    """With this seed none of the first twelve frames of the first four tasks fails, and one later frame does."""
    return start_sandbox(seed=2)
