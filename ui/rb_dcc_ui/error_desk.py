"""The one place for errors: what happened last, what to do about it, and where it may be tried again."""

from __future__ import annotations

import dataclasses
import traceback
from dataclasses import dataclass
from typing import Callable, List, Optional, Tuple

from rb_dcc_core.errors import Cancelled, RenderbusError
from rb_dcc_core.log import redacted
from rb_dcc_core.messages import Message

from .presenter import Presenter

ERROR = "error"
WARNING = "warning"
NOTICE = "notice"
MOST_KEPT = 50


@dataclass(frozen=True)
class Trouble:
    """One thing that went wrong (or well: a notice). `key` names what was tried: its next success takes this away.

    `retry` is what can be done about it at once, `retry_words` its button's text, None for "Try again". What `passes` says only
    that what was asked for was done, and goes by itself.
    """

    severity: str
    message: Message
    key: str = ""
    details: str = ""
    retry: Optional[Callable[[], None]] = None
    retry_words: Optional[Message] = None
    count: int = 1
    passes: bool = False


class ErrorDesk(Presenter):
    """What the error bar shows: the newest, worst first seen of the unread ones; never a stack of windows."""

    def __init__(self) -> None:
        super().__init__()
        self._open: List[Trouble] = []

    @property
    def current(self) -> Optional[Trouble]:
        """What the bar shows now; None where it is hidden."""
        return self._open[-1] if self._open else None

    @property
    def troubles(self) -> Tuple[Trouble, ...]:
        """All that is not put away, newest last."""
        return tuple(self._open)

    def report(
        self, error: RenderbusError, key: str = "", retry: Optional[Callable[[], None]] = None
    ) -> None:
        """Show an error; one of the same key takes the earlier one's place, and is counted where it says the same. What the user stopped is no error."""
        if isinstance(error, Cancelled):
            return
        self._put(Trouble(ERROR, error.message, key, details_of(error), retry))

    def say(
        self,
        severity: str,
        message: Message,
        key: str = "",
        retry: Optional[Callable[[], None]] = None,
        retry_words: Optional[Message] = None,
    ) -> None:
        """Show a sentence that no error stands behind."""
        self._put(Trouble(severity, message, key, "", retry, retry_words))

    def confirm(self, message: Message, key: str) -> None:
        """Say for a moment that what was asked for was done."""
        self._put(Trouble(NOTICE, message, key, passes=True))

    def settled(self, key: str) -> None:
        """What this key named works again."""
        kept = [each for each in self._open if each.key != key]
        if len(kept) != len(self._open):
            self._open = kept
            self.changed()

    def dismiss(self) -> None:
        """Put away what is shown; the one before it comes back."""
        if self._open:
            self._open.pop()
            self.changed()

    def let_pass(self, trouble: Trouble) -> None:
        """A confirmation has been seen."""
        if trouble in self._open:
            self._open.remove(trouble)
            self.changed()

    def dismiss_all(self) -> None:
        if self._open:
            self._open.clear()
            self.changed()

    def _put(self, trouble: Trouble) -> None:
        same = [each for each in self._open if trouble.key and each.key == trouble.key]
        count = sum(each.count for each in same if each.message == trouble.message) + 1
        self._open = [each for each in self._open if each not in same][-MOST_KEPT:]
        self._open.append(dataclasses.replace(trouble, count=count))
        self.changed()


def details_of(error: BaseException) -> str:
    """What a developer wants to know, without secrets."""
    lines = traceback.format_exception(type(error), error, error.__traceback__)
    return redacted("".join(lines))
