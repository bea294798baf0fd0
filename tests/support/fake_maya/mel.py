"""As much of MEL as a kept script may use: comments, and calls of functions with texts joined by `+`, or a number."""

from __future__ import annotations

import re
from typing import Iterator, List, NamedTuple, Tuple, Union

_TOKEN = re.compile(
    r"""(?P<space>[ \t\r\n]+|//[^\n]*|/\*.*?\*/)
      | (?P<text>"(?:[^"\\\n]|\\.)*")
      | (?P<number>\d+)
      | (?P<name>[A-Za-z_]\w*)
      | (?P<sign>[();+,])""",
    re.VERBOSE | re.DOTALL,
)
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", '"': '"', "\\": "\\"}
# Maya's own files never have a longer literal.
LONGEST_LITERAL = 1000

Value = Union[str, int]


class Statement(NamedTuple):
    """`name(argument);`"""

    name: str
    argument: Value


def statements(script: str) -> List[Statement]:
    """Raises RuntimeError("Syntax error") as Maya does, for anything else too."""
    tokens = list(_tokens(script))
    found = []
    while tokens:
        end = tokens.index(("sign", ";")) if ("sign", ";") in tokens else len(tokens)
        statement, tokens = tokens[:end], tokens[end + 1 :]
        if statement:
            found.append(_call(statement))
    return found


def _tokens(script: str) -> Iterator[Tuple[str, str]]:
    at = 0
    while at < len(script):
        match = _TOKEN.match(script, at)
        if match is None:
            raise _syntax_error(script[at : at + 20])
        at = match.end()
        if match.lastgroup != "space":
            assert match.lastgroup is not None
            yield match.lastgroup, match.group()


def _call(tokens: List[Tuple[str, str]]) -> Statement:
    kinds = [kind if kind != "sign" else text for kind, text in tokens]
    if kinds[:2] != ["name", "("] or kinds[-1] != ")":
        raise _syntax_error(" ".join(text for _, text in tokens)[:60])
    inner = tokens[2:-1]
    if [kind for kind, _ in inner] == ["number"]:
        return Statement(tokens[0][1], int(inner[0][1]))
    joints = inner[1::2]
    if not inner or len(inner) % 2 == 0 or any(joint != ("sign", "+") for joint in joints):
        raise _syntax_error(" ".join(text for _, text in tokens)[:60])
    return Statement(tokens[0][1], "".join(_text(token) for token in inner[::2]))


def _text(token: Tuple[str, str]) -> str:
    kind, literal = token
    if kind != "text" or len(literal) > LONGEST_LITERAL:
        raise _syntax_error(literal[:60])
    return re.sub(r"\\(.)", _escape, literal[1:-1], flags=re.DOTALL)


def _escape(match: re.Match[str]) -> str:
    if match.group(1) not in _ESCAPES:
        raise _syntax_error(match.group())
    return _ESCAPES[match.group(1)]


def _syntax_error(near: str) -> RuntimeError:
    return RuntimeError(f"Syntax error: {near}")
