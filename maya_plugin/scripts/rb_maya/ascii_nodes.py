"""Nodes as Maya nearly always writes them, each found whole by one pattern; what is written otherwise is left to the
statements."""

from __future__ import annotations

import re
from typing import Iterator, List, Match

from .ascii_tokens import set_attr_value
from .scene_file import Span, Spans, SpanSource

# Texts without escapes alone, and none of the long arrays of meshes: what does not fit is never looked at for long.
_REST = rb'[^"\\;]{0,400}(?:"[^"\\]{0,400}"[^"\\;]{0,400}){0,50}'
_SET = rb'setAttr (?:-\w+ (?:\w+ )?){0,8}"\.([^"\s\\]{1,200})"' + _REST
_LINE = rb'\r?\n\t(?:rename -uid "[\w-]{0,60}"|' + _SET.replace(rb"\.(", rb"\.(?:") + rb");"
_NODE = re.compile(
    rb'(?:\r?\n)?createNode (\w+)( -s)? -n "([^"\\]*)"(?: -p "([^"\\]*)")?;((?:' + _LINE + rb"){0,500})"
)
_SET_LINE = re.compile(rb"\n\t(" + _SET + rb");")


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
        for line in _SET_LINE.finditer(self._data, *self._lines[place]):
            name = line.group(2).decode("ascii", "replace")
            if name not in found or set_attr_value(line.group(1).decode("latin-1")) is not None:
                found[name] = line.span(1)  # one that only locks or hides leaves the first one's value
        return found
