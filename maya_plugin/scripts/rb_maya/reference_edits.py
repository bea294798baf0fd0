"""What a scene changes in what it references: the setAttr lines of dataReferenceEdits."""

from __future__ import annotations

import re
from typing import Iterator, Optional, Tuple

from .ascii_tokens import set_attr_value, unescape
from .scene_file import Edit

# A setAttr: node, attribute, the rest of the command. (1 adds an attribute, 3 disconnects, 5 connects.)
SET = 2
_SET = re.compile(rb'(?<![^\s])2\s+"([^"\\]+)"\s+"([^"\\]+)"\s+"([^"\\]*(?:\\.[^"\\]*)*)"', re.DOTALL)

# With 1 to 4 behind it, it connects a plug of the reference, as source or destination, with one outside: there the
# reference node's placeholder stands for it.
CONNECT = 5
_CONNECT = re.compile(
    rb'(?<![^\s])5\s+[1-4]\s+"[^"\\]*"\s+"([^"\\]+)"\s+"([^"\\]+\.placeHolderList\[\d+\])"', re.DOTALL
)


def edits(statement: bytes, codec: str) -> Iterator[Edit]:
    """Every setAttr of a `.ed` statement that sets a value."""
    for match in _SET.finditer(statement):
        node, attribute, command = (part.decode(codec, "replace") for part in match.groups())
        found = edit(node, attribute, unescape(command))
        if found is not None:
            yield found


def edit(node: str, attribute: str, command: str) -> Optional[Edit]:
    """The value that a setAttr's flags and values give (` -k 1 0`); None where they set flags alone."""
    value = set_attr_value(f'setAttr "." {command}')
    return Edit(node, attribute, value) if value is not None else None


def placeholders(statement: bytes, codec: str) -> Iterator[Tuple[str, str]]:
    """Every placeholder of a `.ed` statement with the plug it stands for."""
    for match in _CONNECT.finditer(statement):
        plug, holder = (part.decode(codec, "replace") for part in match.groups())
        yield holder, plug
