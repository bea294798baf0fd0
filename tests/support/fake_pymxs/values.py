"""MAXScript's values as Python sees them: names, times, intervals, arrays, undefined, arguments by reference, things."""

from __future__ import annotations

import threading
import time
from typing import Any, Callable, Dict, Iterator, List, Optional, Sequence

from .names import check_listed


class WrongThread(AssertionError):
    """pymxs was used away from 3ds Max' main thread."""


class SceneChanged(AssertionError):
    """The product changed the scene."""


class WrongIndex(AssertionError):
    """An index counted from the wrong number."""


class Gate:
    """Every use of the fake passes it: counted, on the main thread, at a cost."""

    def __init__(self, year: int) -> None:
        self.year = year
        self.uses = 0
        self.cost_s = 0.0
        self._thread = threading.get_ident()

    def pass_(self, name: str) -> None:
        if threading.get_ident() != self._thread:
            raise WrongThread(f"'{name}' was asked on another thread than 3ds Max' main one")
        self.uses += 1
        if self.cost_s:
            until = time.perf_counter() + self.cost_s
            while time.perf_counter() < until:
                pass


class Undefined:
    """What pymxs gives in places where nothing is: an object, and a true one."""

    def __repr__(self) -> str:
        return "undefined"


class Name:
    def __init__(self, text: str) -> None:
        assert isinstance(text, str)
        assert not text.startswith("#"), "a Name is made of the word without #"
        self.text = text

    def __str__(self) -> str:
        return self.text

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Name) and other.text.lower() == self.text.lower()

    def __hash__(self) -> int:
        return hash(self.text.lower())


class ByRef:
    """An argument that the call fills."""

    def __init__(self, value: Any) -> None:
        self.value = value


class Array:
    """A MAXScript array or collection: counted from 0 in Python, from the end never. Each member asked for is a use."""

    def __init__(self, members: Sequence[Any], gate: Optional[Gate] = None) -> None:
        self._members = list(members)
        self._gate = gate

    def __len__(self) -> int:
        return len(self._members)

    def __getitem__(self, index: int) -> Any:
        if index < 0:
            raise WrongIndex("pymxs counts no array from its end")
        if self._gate is not None:
            self._gate.pass_("a member")
        member = self._members[index]
        return member() if isinstance(member, Asked) else member

    def __iter__(self) -> Iterator[Any]:
        return (self[place] for place in range(len(self._members)))


class ClassValue:
    """A class as MAXScript prints it."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __str__(self) -> str:
        return self._name

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ClassValue) and other._name == self._name

    def __hash__(self) -> int:
        return hash(self._name)


class Thing:
    """An object of 3ds Max': `kind` is what its members are listed under. A member that is callable with `is_asked` is
    worked out when it is asked for. Nothing of it can be set."""

    def __init__(
        self, gate: Gate, kind: str, members: Dict[str, Any], printed: str = "", class_name: str = ""
    ) -> None:
        object.__setattr__(self, "_gate", gate)
        object.__setattr__(self, "_kind", kind)
        object.__setattr__(self, "_members", {name.lower(): value for name, value in members.items()})
        object.__setattr__(self, "_printed", printed or f"{kind}:{kind}")
        object.__setattr__(self, "class_", ClassValue(class_name or kind))

    def __getattr__(self, name: str) -> Any:
        self._gate.pass_(f"{self._kind}.{name}")
        check_listed(f"{self._kind}.{name}", self._gate.year)
        members: Dict[str, Any] = self._members
        if name.lower() not in members:
            raise AttributeError(f"{self._printed} has no '{name}'")
        value = members[name.lower()]
        return value() if isinstance(value, Asked) else value

    def __setattr__(self, name: str, value: Any) -> None:
        raise SceneChanged(f"{self._kind}.{name} was set")

    def __str__(self) -> str:
        return str(self._printed)


class Asked:
    """A member worked out each time."""

    def __init__(self, answer: Callable[[], Any]) -> None:
        self._answer = answer

    def __call__(self) -> Any:
        return self._answer()


FRAMES, TICKS, REFUSES = "frames", "ticks", "refuses"


class TimeKind:
    """How this 3ds Max' Time values behave in Python: what no source tells for sure."""

    def __init__(self, has_members: bool = True, int_gives: str = FRAMES) -> None:
        self.has_members = has_members
        self.int_gives = int_gives


class Time(Thing):
    def __init__(self, gate: Gate, ticks: int, ticks_per_frame: int, kind: TimeKind) -> None:
        frame = ticks / ticks_per_frame
        members = {"ticks": ticks, "frame": frame} if kind.has_members else {}
        printed = f"{frame:g}f"
        super().__init__(gate, "Time", members, printed, "Time")
        object.__setattr__(self, "_int", {FRAMES: int(frame // 1), TICKS: ticks}.get(kind.int_gives))

    def __int__(self) -> int:
        if self._int is None:
            raise TypeError("int() argument must be a string, a bytes-like object or a number")
        return int(self._int)


def plain_list(values: Optional[Sequence[Any]]) -> List[Any]:
    return list(values or ())
