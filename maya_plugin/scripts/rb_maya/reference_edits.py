"""What a scene changes in what it references: the setAttr lines of dataReferenceEdits."""

from __future__ import annotations

import re
from typing import Any, Iterator, NamedTuple

from .ascii_tokens import arguments, tokens, unescape, value_of

# Code 2 is a setAttr: node, attribute, the rest of the command. (1 adds an attribute, 3 disconnects, 5
# connects.)
_SET = re.compile(rb'(?<![^\s])2\s+"([^"\\]+)"\s+"([^"\\]+)"\s+"([^"\\]*(?:\\.[^"\\]*)*)"', re.DOTALL)


class Edit(NamedTuple):
    """`node` is as the edit writes it ("|ns:a|ns:b", "ns:file1"); `attribute` is a long name."""

    node: str
    attribute: str
    value: Any


def edits(statement: bytes, codec: str) -> Iterator[Edit]:
    """Every setAttr of a `.ed` statement that sets a value."""
    for match in _SET.finditer(statement):
        node, attribute, command = (part.decode(codec, "replace") for part in match.groups())
        parsed = arguments(tokens("setAttr " + unescape(command)), {"type": ("type", 1), "typ": ("type", 1)})
        value = value_of(list(parsed.rest), parsed.flag("type") or "")
        if value is not None:
            yield Edit(node, attribute, value)
