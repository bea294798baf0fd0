"""Take one statement of a Maya ASCII scene apart: words, texts, flags, values."""

from __future__ import annotations

import math
import re
from typing import Any, Dict, List, Mapping, NamedTuple, Optional, Tuple

_TOKEN = re.compile(r'"([^"\\]*(?:\\.[^"\\]*)*)"|([()])|([^\s"()]+)', re.DOTALL)
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_ESCAPED = {"n": "\n", "t": "\t", "r": "\r"}
_TRUE = ("yes", "on", "true")
_FALSE = ("no", "off", "false")
_FLAG = re.compile(r"-[A-Za-z]\w*\Z")


class Token(NamedTuple):
    """A word or a text of a statement; `quoted` tells the text "-p" from the flag -p."""

    text: str
    quoted: bool


class Arguments(NamedTuple):
    """A statement's flags under their short names, and what follows them. A flag that repeats keeps its
    last value."""

    flags: Dict[str, Tuple[str, ...]]
    rest: Tuple[Token, ...]

    def flag(self, name: str) -> Optional[str]:
        """The flag's first value; "" for a flag without values, None where it is not given."""
        values = self.flags.get(name)
        if values is None:
            return None
        return values[0] if values else ""


def unescape(text: str) -> str:
    """Undo MEL's escapes; a backslash before any other character stands for that character."""
    if "\\" not in text:
        return text
    return _ESCAPE.sub(lambda match: _ESCAPED.get(match.group(1), match.group(1)), text)


def tokens(statement: str) -> List[Token]:
    """Split a statement; texts joined with + inside parentheses come back as one."""
    found: List[Token] = []
    parts: Optional[List[str]] = None
    for match in _TOKEN.finditer(statement):
        text, bracket, word = match.groups()
        if bracket == "(":
            parts = []
        elif bracket == ")":
            if parts is not None:
                found.append(Token("".join(parts), True))
            parts = None
        elif text is not None:
            if parts is None:
                found.append(Token(unescape(text), True))
            else:
                parts.append(unescape(text))
        elif parts is None:
            found.append(Token(word, False))
    if parts:
        found.append(Token("".join(parts), True))
    return found


def arguments(found: List[Token], flags: Mapping[str, Tuple[str, int]]) -> Arguments:
    """Sort tokens after the command. `flags` tells each flag's spelling (short or long) -> (short name,
    values).

    A flag that is not known takes no value.
    """
    given: Dict[str, Tuple[str, ...]] = {}
    rest: List[Token] = []
    position = 1
    while position < len(found):
        token = found[position]
        position += 1
        if token.quoted or not _FLAG.match(token.text):
            rest.append(token)
            continue
        name, count = flags.get(token.text[1:], (token.text[1:], 0))
        given[name] = tuple(value.text for value in found[position : position + count])
        position += count
    return Arguments(given, tuple(rest))


_SET_ATTR_FLAGS: Dict[str, Tuple[str, int]] = {
    spelling: (short, count)
    for short, long, count in (
        ("k", "keyable", 1),
        ("cb", "channelBox", 1),
        ("l", "lock", 1),
        ("av", "alteredValue", 0),
        ("ch", "capacityHint", 1),
        ("s", "size", 1),
        ("c", "clamp", 0),
        ("ca", "caching", 1),
        ("type", "type", 1),
        ("typ", "type", 1),
    )
    for spelling in (short, long)
}


def set_attr_value(statement: str) -> Any:
    """The value a setAttr stores: bool, int, float, str or a tuple of them; None where it only sets flags."""
    parsed = arguments(tokens(statement), _SET_ATTR_FLAGS)
    kind = parsed.flag("type") or parsed.flag("typ") or ""
    return value_of(list(parsed.rest[1:]), kind)


def value_of(values: List[Token], kind: str) -> Any:
    """Tokens as a value of a type; arrays lose their leading count."""
    if not values:
        return () if kind.endswith("Array") else None
    if kind == "string":
        return values[0].text
    if kind == "stringArray":
        return tuple(token.text for token in values if token.quoted)
    if kind.endswith("Array"):
        values = values[1:]
    read = tuple(_scalar(token) for token in values)
    return read[0] if len(read) == 1 and not kind.endswith("Array") else read


def _scalar(token: Token) -> Any:
    if token.quoted:
        return token.text
    if token.text in _TRUE:
        return True
    if token.text in _FALSE:
        return False
    try:
        return int(token.text)
    except ValueError:
        pass
    try:
        number = float(token.text)
    except ValueError:
        return token.text
    return number if math.isfinite(number) else token.text
