"""Nodes as Maya nearly always writes them, each found whole by one pattern; what is written otherwise is left to the
statements."""

from __future__ import annotations

import re
from typing import Any, Iterator, List, Match, Optional, Sequence

from .ascii_tokens import set_attr_value
from .scene_file import Span, Spans, SpanSource

# Lines that set one text without escapes, or numbers; not the long arrays of meshes: what does not fit is never looked
# at for long.
_TEXT = ' -type "string" "'
_FLAGGED = rb"(?:-(?:k|cb|l|av|ch|s|c|ca) (?:\w+ )?){1,8}"
_VALUE = rb'(?: -type "(?:string" "[^"\\\r\n]{0,400}"|\w+"[^"\\;\r\n]{0,400})|[^"\\;\r\n]{0,400})'
_SET = rb'\tsetAttr (?:"|' + _FLAGGED + rb'")\.[^"\s\\\x80-\xff]{1,200}"' + _VALUE + rb" ?;\r?\n"
_RENAME = rb'\trename -uid "[\w-]{0,60}";\r?\n'
_NODE = re.compile(
    rb'createNode (\w+)( -s)? -n "([^"\\]+)"(?: -p "([^"\\]*)")?;\r?\n'
    + rb"(?:"
    + _RENAME
    + rb")?((?:"
    + _SET
    + rb"){0,500})"
)
# A plain line's name and what follows; no quote stands before the name.
_WRITTEN = re.compile(r'"\.([^"]+)"(.*);\r?\n')
_WRITTEN_LINE = re.compile(r'\tsetAttr [^"\n]*"\.([^"\n]+)"([^\n]*);\r?\n')


def plain_nodes(data: bytes, position: int) -> Iterator[Match[bytes]]:
    """The nodes that stand in a row from a position on: kind, "-s", name, parent, and the lines that follow.

    Those lines set the node's own attributes, nothing else, and end where a statement does.
    """
    fits = _NODE.match
    found = fits(data, position)
    while found is not None:
        yield found
        found = fits(data, found.end())


def plain_value(written: str) -> Any:
    """The value of what stands behind an attribute's name in a plain line."""
    if written.startswith(_TEXT):
        return written[len(_TEXT) : written.rfind('"')]
    return set_attr_value('setAttr ""' + written)


class PlainLines(SpanSource):
    """The plain lines of a file's nodes, looked into when a node is asked: most never are."""

    def __init__(self, data: bytes, codec: str) -> None:
        self._data = data
        self._codec = codec
        self._lines: List[Span] = []

    def keep(self, lines: Span) -> int:
        """The place a node's lines are found at again."""
        self._lines.append(lines)
        return len(self._lines) - 1

    def spans(self, place: int) -> Spans:
        """What is written behind each attribute's name; where it is not in the codeset, the statements' places."""
        start, end = self._lines[place]
        lines = self._data[start:end]
        try:
            written = _WRITTEN.findall(lines.decode(self._codec))
        except UnicodeDecodeError:
            return _places(start, lines.decode("latin-1"))
        found: Spans = dict(written)
        if len(found) < len(written):  # one that only locks or hides leaves the value of another before it
            found = {}
            for name, value in written:
                if name not in found or plain_value(value) is not None:
                    found[name] = value
        return found

    def glance(self, place: int, wanted: Sequence[Sequence[str]]) -> Optional[List[Optional[str]]]:
        """What is written behind each attribute's name, given by its spellings in quotes ('".ftn"'); None for one that
        is not there. None for all where more than a glance is needed."""
        start, end = self._lines[place]
        try:
            lines = self._data[start:end].decode(self._codec)
        except UnicodeDecodeError:
            return None
        found: List[Optional[str]] = []
        for spellings in wanted:
            written = None
            for quoted in spellings:
                at = lines.find(quoted)
                if at < 0:
                    continue
                behind = at + len(quoted)
                # A text may look like a name, and one that only locks or hides leaves the value of another.
                if lines[at - 2] == '"' or lines.find(quoted, behind) >= 0:
                    return None
                written = lines[behind : lines.find("\n", behind)].rstrip("\r")[:-1]
                break
            found.append(written)
        return found


def _places(start: int, lines: str) -> Spans:
    """Latin-1 has a letter for each byte, so that places in the text are those in the file."""
    found: Spans = {}
    for line in _WRITTEN_LINE.finditer(lines):
        name, value = line.groups()
        if name not in found or plain_value(value) is not None:
            found[name] = (start + line.start() + 1, start + line.end(2))
    return found
