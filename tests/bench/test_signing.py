"""Signing against the vendor's own package, both in the same run: at least twice its throughput."""

from __future__ import annotations

import time
from typing import Any, Callable, Dict, List

import pytest

from rb_dcc_core.signing import sign

pytestmark = pytest.mark.bench

LEAST_RATIO = 2.0
ROUNDS = 9
ROUND_S = 0.05
KEY = "Gu5t9xGARNpq86cd98joQYCN3EXAMPLE"
HOST = "task.renderbus.com"
PATH = "/api/render/handle/queryTaskInfo/v2"
HEADERS = {
    "accessId": "AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE",
    "channel": "4",
    "platform": "62",
    "UTCTimestamp": "1535957371",
    "nonce": "11886",
    "version": "2.0.0",
}


def median_s(sign_once: Callable[[], str]) -> float:
    """Seconds of one signature: the median over rounds, each long enough for the clock to be trusted."""
    started = time.perf_counter()
    sign_once()
    count = max(1, int(ROUND_S / max(1e-7, time.perf_counter() - started)))
    rounds: List[float] = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        for _ in range(count):
            sign_once()
        rounds.append((time.perf_counter() - started) / count)
    return sorted(rounds)[ROUNDS // 2]


def best_ratio(ours: Callable[[], str], theirs: Callable[[], str]) -> float:
    """The best of three turns, so that a busy moment of the machine fails nothing."""
    ratios: List[float] = []
    for _ in range(3):
        ratios.append(median_s(theirs) / median_s(ours))
    return max(ratios)


@pytest.mark.parametrize("items", [1, 100, 10000])
def test_signing_is_twice_as_fast_as_the_vendors(items: int) -> None:
    vendor = pytest.importorskip(
        "rayvision_api.signature",
        reason="the vendor's package, a dependency of the bench alone, is not installed",
    )
    body: Dict[str, Any] = {"taskIds": list(range(1, items + 1))}

    def theirs() -> str:
        text = vendor.generate_headers_body_str(HOST, PATH, HEADERS, body)
        return str(vendor.generate_signature(KEY, text).decode("ascii"))

    def ours() -> str:
        return sign(KEY, HOST, PATH, HEADERS, body)

    assert ours() == theirs()
    ratio = best_ratio(ours, theirs)
    print(f"{items} items: {ratio:.2f} times the vendor's throughput, {median_s(ours) * 1e6:.1f} us each")
    assert ratio >= LEAST_RATIO
