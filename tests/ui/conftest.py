"""A farm whose time stands until the test moves it, for the tests of the panel's pages."""

from __future__ import annotations

from pathlib import Path
from typing import Iterator

import pytest

from rb_dcc_core.sandbox.service import Sandbox
from tests.support.panel_window import FarmClock


@pytest.fixture
def clock() -> FarmClock:
    return FarmClock()


@pytest.fixture
def farm(tmp_path: Path, clock: FarmClock) -> Iterator[Sandbox]:
    with Sandbox(tmp_path / "farm", seed=1, clock=clock) as running:
        yield running
