"""What a Maya binary scene changes in what it references: the REFE leaf of a reference node.

Behind the leaf's name and flags stand the reference node's name and, to the end, lists: how many groups, and those.
A group is a reference node's name, how many changes, and those. A change is a code and its texts, the codes and texts
of a .ma (see reference_edits). Numbers have four bytes, a zero byte ends a text.

Sources: the REFE decoder of MayaSceneKit (yamahigashi, GitHub), and for the order of lists and the number of texts a
code has, .ma scenes that store the same. No saved .mb with changes was at hand [?]: what does not come out to the
byte, counts and all, is not taken.
"""

from __future__ import annotations

from typing import List, NamedTuple, Optional, Tuple

from .reference_edits import CONNECT, SET

_TAG = b"REFE"
_RELATE = 7
# How many texts a change has, by its code: 0 sets a parent, 1 adds an attribute, 3 disconnects, 4 deletes an
# attribute, 8 and 9 lock and unlock one.
_TEXTS = {0: 3, 1: 4, SET: 3, 3: 3, 4: 3, 8: 2, 9: 2}
# A connection's kind follows its code: within the reference, or of a plug in it (1 to 4) with one outside.
_CONNECT_TEXTS = {0: 6, 1: 4, 2: 4, 3: 4, 4: 4}


class Changes(NamedTuple):
    """`values`: node, attribute, the rest of the setAttr. `holders`: a placeholder and the plug it stands for."""

    values: List[Tuple[bytes, bytes, bytes]]
    holders: List[Tuple[bytes, bytes]]


def changes(tag: bytes, data: bytes) -> Optional[Changes]:
    """A leaf's changes, `data` behind its name and flags; None where it is not as told above."""
    if tag != _TAG:
        return None
    found, cursor = Changes([], []), _Cursor(data)
    try:
        cursor.text()
        while cursor.at < len(data):
            for _ in range(cursor.number()):
                cursor.text()
                for _ in range(cursor.number()):
                    _change(cursor, found)
    except _Strange:
        return None
    return found


class _Strange(Exception):
    """The data is not as understood."""


class _Cursor:
    def __init__(self, data: bytes) -> None:
        self.data = data
        self.at = 0

    def number(self) -> int:
        start, self.at = self.at, self.at + 4
        if self.at > len(self.data):
            raise _Strange
        return int.from_bytes(self.data[start : self.at], "big")

    def text(self) -> bytes:
        end = self.data.find(b"\0", self.at)
        if end < 0:
            raise _Strange
        start, self.at = self.at, end + 1
        return self.data[start:end]

    def texts(self, count: Optional[int]) -> List[bytes]:
        """Raises _Strange where the count is not known."""
        if count is None or count > len(self.data) - self.at:
            raise _Strange
        return [self.text() for _ in range(count)]


def _change(cursor: _Cursor, found: Changes) -> None:
    code = cursor.number()
    if code == CONNECT:
        kind = cursor.number()
        texts = cursor.texts(_CONNECT_TEXTS.get(kind))
        if kind:
            found.holders.append((texts[2], texts[1]))
    elif code == _RELATE:
        cursor.texts(2)
        cursor.texts(cursor.number())
        if cursor.number():
            raise _Strange
    else:
        texts = cursor.texts(_TEXTS.get(code))
        if code == SET:
            found.values.append((texts[0], texts[1], texts[2]))
