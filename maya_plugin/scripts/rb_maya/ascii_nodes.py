"""Nodes as Maya nearly always writes them, each found whole by one pattern; what is written otherwise is left to the
statements."""

from __future__ import annotations

import re
from typing import Iterator, List, Match

from .ascii_tokens import set_attr_value
from .scene_file import Span, Spans, SpanSource

# Lines with texts without escapes alone, and none of the long arrays of meshes: what does not fit is never looked at
# for long.
_FLAGS = rb"(?:-\w+ (?:\w+ )?){0,8}"
_REST = rb'[^"\\;\r\n]{0,400}(?:"[^"\\\r\n]{0,400}"[^"\\;\r\n]{0,400}){0,50}'
_SET = rb"\tsetAttr " + _FLAGS + rb'"\.[^"\s\\]{1,200}"' + _REST + rb";\r?\n"
_RENAME = rb'\trename -uid "[\w-]{0,60}";\r?\n'
_NODE = re.compile(
    rb'createNode (\w+)( -s)? -n "([^"\\]*)"(?: -p "([^"\\]*)")?;\r?\n'
    + rb"(?:" + _RENAME + rb")?((?:" + _SET + rb"){0,500})"
)


def plain_nodes(data: bytes, position: int) -> Iterator[Match[bytes]]:
    """The nodes that stand in a row from a position on: kind, "-s", name, parent, and the lines that follow.

    Those lines set the node's own attributes or its identifier, nothing else, and end where a statement does.
    """
    fits = _NODE.match
    found = fits(data, position)
    while found is not None:
        yield found
        found = fits(data, found.end())


class PlainLines(SpanSource):
    """The plain lines of a file's nodes, looked into when a node is asked: most never are."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._lines: List[Span] = []

    def keep(self, lines: Span) -> int:
        """The place a node's lines are found at again."""
        self._lines.append(lines)
        return len(self._lines) - 1

    def spans(self, place: int) -> Spans:
        found: Spans = {}
        start, end = self._lines[place]
        for line in self._data[start:end].splitlines(True):
            name = line.split(b'"', 2)[1][1:].decode("ascii", "replace")
            size = len(line)
            if name not in found or _has_value(line):
                found[name] = (start + 1, start + size - (3 if line.endswith(b"\r\n") else 2))
            start += size
        return found


def _has_value(line: bytes) -> bool:
    """One that only locks or hides leaves the value of another before it."""
    return set_attr_value(line.rstrip(b";\r\n").decode("latin-1")) is not None
