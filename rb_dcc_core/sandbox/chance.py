"""What is left to chance, drawn from the seed: the same task, frame and try always come out the same."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from .statuses import COMPOSITE, FRAME_DONE, FRAME_FAILED, FRAME_TIMED_OUT, PHOTON, PHOTON_MERGE

SHORTEST_S = 20.0
LONGEST_S = 90.0
COMPOSITE_S = 5.0
FAILING_SHARE = 0.03
FULL_HD = 1920 * 1080


@dataclass(frozen=True)
class Draw:
    """How one try goes: after how many simulated seconds it ends, and in which frame status."""

    seconds: float
    outcome: int


def draw(seed: int, task_id: int, ordinal: int, attempt: int) -> tuple[float, float, float]:
    """Three numbers from 0 up to 1 that depend on nothing but the arguments."""
    digest = hashlib.sha256(f"{seed}/{task_id}/{ordinal}/{attempt}".encode("ascii")).digest()
    first, second, third = (int.from_bytes(digest[at : at + 6], "big") / 2**48 for at in (0, 6, 12))
    return first, second, third


def one_try(
    seed: int,
    task_id: int,
    ordinal: int,
    attempt: int,
    frame_type: int,
    pixels: int,
    pictures: int,
    stop_after_s: int,
) -> Draw:
    """One try of a frame of `pixels` that holds `pictures` pictures (a block is less than one picture's pixels).

    A first try fails for about 3 % of the frames; a second one never does, and photons never do. A time limit of 0
    means none.
    """
    size, luck, moment = draw(seed, task_id, ordinal, attempt)
    seconds = COMPOSITE_S
    if frame_type not in (COMPOSITE, PHOTON_MERGE):
        scale = max(0.05, min(8.0, pixels / float(FULL_HD)))
        seconds = (SHORTEST_S + (LONGEST_S - SHORTEST_S) * size) * scale * pictures
    outcome = FRAME_DONE
    if attempt == 1 and luck < FAILING_SHARE and frame_type not in (COMPOSITE, PHOTON, PHOTON_MERGE):
        outcome, seconds = FRAME_FAILED, seconds * (0.3 + 0.6 * moment)
    if stop_after_s and seconds > stop_after_s:
        return Draw(float(stop_after_s), FRAME_TIMED_OUT)
    return Draw(seconds, outcome)
