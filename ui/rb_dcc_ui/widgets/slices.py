"""A page made piece by piece, one in each turn of the event loop: the host draws and listens in between."""

from __future__ import annotations

from typing import Any, Callable, Dict, Generic, Iterable, List, Optional, TypeVar, cast

from rb_dcc_ui.waiting import Cancel, Timers

T = TypeVar("T")


class Slices:
    """Steps in their order. Interface thread only; `finish` makes at once what is left, `stop` leaves it unmade."""

    def __init__(self, timers: Timers, steps: Iterable[Callable[[], object]]) -> None:
        self._timers = timers
        self._left: List[Callable[[], object]] = list(steps)
        self._is_at_work = False
        self._next: Optional[Cancel] = None
        self._plan()

    @property
    def are_done(self) -> bool:
        return not self._left and not self._is_at_work

    def finish(self) -> None:
        """For who needs what is not made yet. A step that asks for a later one's work gets what there is."""
        while self._left and not self._is_at_work:
            self._make_one()
        if not self._left:
            self._cancel_next()

    def stop(self) -> None:
        """The page ends before it was whole."""
        self._left.clear()
        self._cancel_next()

    def _turn(self) -> None:
        self._next = None
        try:
            if self._left:
                self._make_one()
        finally:
            self._plan()

    def _make_one(self) -> None:
        step = self._left.pop(0)
        self._is_at_work = True
        try:
            step()
        finally:
            self._is_at_work = False

    def _plan(self) -> None:
        self._cancel_next()
        if self._left:
            self._next = self._timers.call_later(0.0, self._turn)

    def _cancel_next(self) -> None:
        if self._next is not None:
            self._next()
            self._next = None


class Later(Generic[T]):
    """An attribute which one of its owner's `slices` sets: who reads it before has them finished first."""

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    def __get__(self, owner: Any, kind: Optional[type] = None) -> T:
        held: Dict[str, object] = owner.__dict__
        if self._name not in held:
            owner.slices.finish()
        try:
            return cast(T, held[self._name])
        except KeyError:
            raise AttributeError(self._name) from None

    def __set__(self, owner: Any, value: T) -> None:
        owner.__dict__[self._name] = value
