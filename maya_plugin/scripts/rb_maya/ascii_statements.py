"""Split a Maya ASCII scene into statements, aware of quotes, in one pass and without copying."""

from __future__ import annotations

import re
from typing import Iterator, Tuple

_BLANK = re.compile(rb"(?:[\s;]+|//[^\n]*)*")
_STRING_REST = re.compile(rb'[^"\\]*(?:\\.[^"\\]*)*"', re.DOTALL)


class UnfinishedStatement(Exception):
    """The file ends inside a statement (or inside a text of one); `start` is where the statement begins."""

    def __init__(self, start: int, inside_text: bool) -> None:
        super().__init__(start, inside_text)
        self.start = start
        self.inside_text = inside_text


class Statements:
    """Every statement of a scene as (start, end), without its `;`. Raises UnfinishedStatement at a cut-off end.

    `//` starts a comment only where a statement may start, as Maya writes it. Linear: each search for a quote
    or a semicolon goes on from where the last one stopped.
    """

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._next = 0

    def go_on_at(self, position: int) -> None:
        """What stands before is not given any more: whoever calls has read it, up to the end of a statement."""
        self._next = position

    def __iter__(self) -> Iterator[Tuple[int, int]]:
        data = self._data
        find = data.find
        size = len(data)
        position = _skip_blank(data, self._next)
        quote = find(b'"', position)
        stop = find(b";", position)
        escape = find(b"\\", position)
        while position < size:
            start = position
            while 0 <= quote < stop or (stop < 0 <= quote):
                closing = find(b'"', quote + 1)
                if 0 <= escape < closing:  # perhaps an escaped quote: only then a pattern is needed
                    match = _STRING_REST.match(data, quote + 1)
                    closing = match.end() - 1 if match is not None else -1
                    escape = find(b"\\", closing)
                if closing < 0:
                    raise UnfinishedStatement(start, inside_text=True)
                position = closing + 1
                quote = find(b'"', position)
                if 0 <= stop < position:
                    stop = find(b";", position)
            if stop < 0:
                raise UnfinishedStatement(start, inside_text=False)
            self._next = stop + 1
            yield start, stop
            # Nearly always one line end, perhaps a tab, and the next command: no pattern is needed for that.
            position = self._next
            gap = data[position : position + 3]
            if gap[:2] == b"\n\t" and gap[2:].isalpha():
                position += 2
            elif gap[:1] == b"\n" and gap[1:2].isalpha():
                position += 1
            else:
                position = _skip_blank(data, position)
            if 0 <= quote < position:
                quote = find(b'"', position)
            stop = find(b";", position)


def statements(data: bytes) -> Iterator[Tuple[int, int]]:
    return iter(Statements(data))


def _skip_blank(data: bytes, position: int) -> int:
    match = _BLANK.match(data, position)
    return match.end() if match is not None else position
