"""What a scene changes in what it references: the setAttr lines of dataReferenceEdits."""

from __future__ import annotations

import re
from typing import Iterator, Tuple

from .ascii_tokens import arguments, tokens, unescape, value_of
from .scene_file import Edit

# Code 2 is a setAttr: node, attribute, the rest of the command. (1 adds an attribute, 3 disconnects, 5
# connects.)
_SET = re.compile(rb'(?<![^\s])2\s+"([^"\\]+)"\s+"([^"\\]+)"\s+"([^"\\]*(?:\\.[^"\\]*)*)"', re.DOTALL)

# Code 5 with 3 or 4 connects a plug of the reference, as source or destination, with one of the scene: there the
# reference node's placeholder stands for it.
_CONNECT = re.compile(
    rb'(?<![^\s])5\s+[34]\s+"[^"\\]*"\s+"([^"\\]+)"\s+"([^"\\]+\.placeHolderList\[\d+\])"', re.DOTALL
)


def edits(statement: bytes, codec: str) -> Iterator[Edit]:
    """Every setAttr of a `.ed` statement that sets a value."""
    for match in _SET.finditer(statement):
        node, attribute, command = (part.decode(codec, "replace") for part in match.groups())
        parsed = arguments(tokens("setAttr " + unescape(command)), {"type": ("type", 1), "typ": ("type", 1)})
        value = value_of(list(parsed.rest), parsed.flag("type") or "")
        if value is not None:
            yield Edit(node, attribute, value)


def placeholders(statement: bytes, codec: str) -> Iterator[Tuple[str, str]]:
    """Every placeholder of a `.ed` statement with the plug it stands for."""
    for match in _CONNECT.finditer(statement):
        plug, holder = (part.decode(codec, "replace") for part in match.groups())
        yield holder, plug
