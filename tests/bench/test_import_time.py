"""Importing the core costs a host's start-up next to nothing, measured against a bare interpreter in the same run."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path
from typing import List

import pytest

pytestmark = pytest.mark.bench

MOST_MS = 40.0
PAIRS = 11


def run_ms(code: str, folder: Path) -> float:
    started = time.perf_counter()
    subprocess.run([sys.executable, "-c", code], cwd=str(folder), check=True, timeout=60)
    return (time.perf_counter() - started) * 1000


def test_importing_the_core_takes_at_most_forty_milliseconds(checkout: Path) -> None:
    run_ms(
        "import rb_dcc_core", checkout
    )  # writes the compiled files, which a user has from the first start on
    above: List[float] = []
    for _ in range(PAIRS):
        bare = run_ms("pass", checkout)
        above.append(run_ms("import rb_dcc_core", checkout) - bare)
    median = sorted(above)[PAIRS // 2]
    print(f"import rb_dcc_core: {median:.1f} ms above a bare interpreter")
    assert median <= MOST_MS
