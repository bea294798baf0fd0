"""What may be sent again, and after how long: queries after passing faults, anything else only if it never left."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Callable, TypeVar

from .errors import (
    ConnectionLost,
    HttpStatusError,
    NetworkError,
    ServerFaultError,
    StaleConnection,
    TimeoutExceeded,
    TlsError,
    TruncatedAnswerError,
)

if TYPE_CHECKING:
    from tenacity import RetryCallState

T = TypeVar("T")
TRIES = 4
FIRST_WAIT_S = 0.5
LONGEST_WAIT_S = 20.0


def may_retry(error: BaseException, repeatable: bool) -> bool:
    """True where the same question may be asked again.

    What creates, submits, restarts or deletes (`repeatable` False) is only tried again where nothing of it can have
    left this computer: a second createTask is a second task.
    """
    if isinstance(error, TlsError):
        return False
    if isinstance(error, NetworkError) and not error.may_have_arrived:
        return True
    if not repeatable:
        return False
    if isinstance(error, HttpStatusError):
        return error.status == 429 or error.status >= 500
    if isinstance(error, ServerFaultError):
        return error.code == 500
    return isinstance(error, (ConnectionLost, TimeoutExceeded, TruncatedAnswerError))


def with_retries(attempt: Callable[[], T], repeatable: bool, sleep: Callable[[float], None]) -> T:
    """Run an attempt up to TRIES times, waiting longer each time, with jitter; the last error is raised as it is."""
    import tenacity

    policy = tenacity.Retrying(
        retry=tenacity.retry_if_exception(lambda error: may_retry(error, repeatable)),
        stop=tenacity.stop_after_attempt(TRIES),
        wait=_wait,
        sleep=sleep,
        reraise=True,
    )
    return policy(attempt)


def past_a_stale_connection(attempt: Callable[[], T]) -> T:
    """Run what may be repeated, and once more at once where its kept connection had been closed: no fault of the line."""
    try:
        return attempt()
    except StaleConnection:
        return attempt()


def _wait(state: RetryCallState) -> float:
    """Doubled each time, with jitter, or what the service asked for (Retry-After); at most LONGEST_WAIT_S."""
    asked = 0.0
    error = state.outcome.exception() if state.outcome is not None else None
    if isinstance(error, HttpStatusError) and error.retry_after_s is not None:
        asked = error.retry_after_s
    own = FIRST_WAIT_S * 2.0 ** (state.attempt_number - 1) + random.uniform(0, FIRST_WAIT_S)
    return min(max(asked, own), LONGEST_WAIT_S)
