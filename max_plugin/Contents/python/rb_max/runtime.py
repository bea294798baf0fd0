"""The one door to 3ds Max: asks pymxs by name, and makes one thing of the many ways in which it has nothing to say."""

from __future__ import annotations

import logging
from typing import Any, Callable, Iterator, List, Optional, Tuple

_log = logging.getLogger(__name__)

HOST_ERRORS = (AttributeError, IndexError, KeyError, RuntimeError, SystemError, TypeError, ValueError)
"""What pymxs raises: MAXScript's errors as RuntimeError, names that a release or a missing plug-in lacks as
AttributeError, values of another kind as the rest."""
_PLAIN = (bool, int, float, str)


class Max:
    """Asks 3ds Max; on its main thread alone. Every name asked for is written out here where it is asked, as a literal,
    so that all of them can be held against a list.

    `value`, `call`, `of` and `call_of` answer None for `undefined`, for a name that this release lacks and for a
    refusal: one odd node or missing plug-in costs only what it would have told. `demand` raises what 3ds Max raised.
    """

    def __init__(self, runtime: Any, byref: Callable[[Any], Any]) -> None:
        self._runtime = runtime
        self._byref = byref
        self._undefined = getattr(runtime, "undefined", None)
        self.asked = 0
        """How many questions were asked; what a reading's progress is measured by."""

    @classmethod
    def here(cls) -> Max:
        """In the 3ds Max that runs."""
        import pymxs

        return cls(pymxs.runtime, pymxs.byref)

    def value(self, path: str) -> Any:
        """A global ("rendTimeType") or what a core interface has ("batchRenderMgr.numViews")."""
        return self._quietly(lambda: self._found(path), path)

    def call(self, path: str, *arguments: Any, **named: Any) -> Any:
        """A global function or a core interface's; indexes as MAXScript counts them there."""
        return self._quietly(lambda: self._found(path)(*arguments, **named), path)

    def of(self, thing: Any, name: str) -> Any:
        """A property of something that 3ds Max gave."""
        return None if thing is None else self._quietly(lambda: getattr(thing, name), name)

    def call_of(self, thing: Any, name: str, *arguments: Any, **named: Any) -> Any:
        """A method of something that 3ds Max gave."""
        if thing is None:
            return None
        return self._quietly(lambda: getattr(thing, name)(*arguments, **named), name)

    def demand(self, path: str, *arguments: Any, **named: Any) -> Any:
        """As `call`; raises one of HOST_ERRORS where 3ds Max refuses."""
        self.asked += 1
        return self._defined(self._found(path)(*arguments, **named))

    def put(self, name: str, value: Any) -> None:
        """Set one of the program's own globals, never the scene's; raises one of HOST_ERRORS."""
        self.asked += 1
        setattr(self._runtime, name, value)

    def name(self, text: str) -> Any:
        """MAXScript's #text."""
        return self._runtime.Name(text)

    def filled(self) -> Any:
        """An argument that 3ds Max fills; the answer is (what the call gives, what was filled in)."""
        return self._byref(None)

    def listed(self, collection: Any) -> List[Any]:
        """The members of any short array or collection; [] for none."""
        return list(self.each(collection))

    def each(self, collection: Any) -> Iterator[Any]:
        """The members of any array or collection, each asked for when it is its turn: one may rest between two."""
        if collection is None or isinstance(collection, _PLAIN):
            return
        try:
            for member in collection:
                yield self._defined(member)
        except HOST_ERRORS:
            _log.debug("3ds Max gave something that cannot be gone through", exc_info=True)

    def _found(self, path: str) -> Any:
        found = self._runtime
        for name in path.split("."):
            found = getattr(found, name)
        return found

    def _quietly(self, question: Callable[[], Any], name: str) -> Any:
        self.asked += 1
        try:
            return self._defined(question())
        except HOST_ERRORS as error:
            _log.debug("3ds Max does not answer %s: %s", name, error)
            return None

    def _defined(self, answer: Any) -> Any:
        """None for `undefined`, which pymxs gives as None or, in places, as an object that is true [?]: both are met."""
        if answer is None or isinstance(answer, (*_PLAIN, list, tuple)):
            return answer
        if self._undefined is not None:
            if answer is self._undefined:
                return None
            try:
                if bool(answer == self._undefined):
                    return None
            except HOST_ERRORS:
                pass
        return answer


def text_of(value: Any) -> Optional[str]:
    """A text that is one; None for "" and all else."""
    return value if isinstance(value, str) and value else None


def whole_of(value: Any) -> Optional[int]:
    """A whole number; an object that stands for one counts, a truth value does not."""
    if isinstance(value, bool) or value is None or isinstance(value, str):
        return None
    try:
        return int(value)
    except (*HOST_ERRORS, OverflowError):
        return None


def decimal_of(value: Any) -> Optional[float]:
    if isinstance(value, bool) or value is None or isinstance(value, str):
        return None
    try:
        number = float(value)
    except (*HOST_ERRORS, OverflowError):
        return None
    return number if abs(number) < 1e12 else None


def flag_of(value: Any) -> Optional[bool]:
    return value if isinstance(value, bool) else None


def word_of(value: Any) -> str:
    """A MAXScript name ("#gamma"), a class or anything else that says its name, as a plain word."""
    try:
        return "" if value is None else str(value).strip().lstrip("#")
    except HOST_ERRORS:
        return ""


def class_of(thing: Any) -> str:
    """What MAXScript prints before the ":" of an object: the class. "V_Ray_6__update_1:V_Ray_6__update_1"."""
    return word_of(thing).partition(":")[0].strip()


def pair_of(values: List[Any]) -> Optional[Tuple[int, int]]:
    """A ClassID, both halves unsigned, as 3ds Max prints some signed."""
    halves = [whole_of(each) for each in values]
    if len(halves) != 2 or halves[0] is None or halves[1] is None:
        return None
    return halves[0] & 0xFFFFFFFF, halves[1] & 0xFFFFFFFF
