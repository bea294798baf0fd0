"""The bytes of a Maya ASCII scene: opened, refused where they are something else, their codeset made out."""

from __future__ import annotations

import codecs
import re
from typing import List, NamedTuple, Optional, Tuple, Union

from rb_dcc_core.errors import SceneError
from rb_dcc_core.host import NOTICE, WARNING, Problem
from rb_dcc_core.messages import Message

from .scene_bytes import read_scene_bytes

HEADER = b"//Maya ASCII"
_BINARY = (b"FOR4", b"FOR8", b"FORM")
_FIRST_WORDS = re.compile(rb"(requires|createNode|file|currentUnit|fileInfo|select|setAttr|connectAttr)\b")
_HEADER_LINES = re.compile(rb"(?:[ \t\r\n]+|//[^\n]*\n?)*")
_CODESET = re.compile(rb"^//\s*Codeset:\s*(\S+)", re.MULTILINE)
_CONFLICT_MARKS = (b"<<<<<<< ", b">>>>>>> ")
# Large scenes are never held twice: what looks through one takes a piece at a time.
_PIECE = 1 << 20
# A backslash that may be a letter's second byte. Without any, no copy is made: the codesets' second bytes are never
# a quote, a semicolon or a blank.
_MAYBE_IN_TWO_BYTES = re.compile(rb"[\x80-\xff]\\")
_NOT_BLANK = re.compile(rb"\S")
_HIGH_BYTE = re.compile(rb"[\x80-\xff]")

# Two-byte codesets whose second byte may be a backslash: their lines are rewritten as UTF-8 before anything
# looks for quotes. Whether Maya doubles such a backslash itself is not known [?]; it is taken as not doubled.
_TWO_BYTE = {"932": "cp932", "936": "gbk", "949": "cp949", "950": "cp950", "54936": "gb18030"}
_BY_NUMBER = {"65001": "utf-8", "20127": "ascii", "28591": "latin-1", "20932": "euc-jp", "51949": "euc-kr"}


class SceneBytes(NamedTuple):
    """A scene's bytes, ready to be split: `codec` decodes every statement on its own."""

    data: bytes
    codec: str
    problems: Tuple[Problem, ...]


def read_bytes(path: str) -> SceneBytes:
    """Read a Maya ASCII file; raises SceneError with what to do where it is not one."""
    data = _without_mark(read_scene_bytes(path))
    _refuse_what_is_not_ascii(path, data)
    codec, problems = _codec(path, data)
    if codec in _TWO_BYTE.values() and _MAYBE_IN_TWO_BYTES.search(data) is not None:
        data, odd = _as_utf8(data, codec)
        codec = "utf-8"
        problems.extend(_odd_bytes(path, odd))
    return SceneBytes(data, codec, tuple(problems))


def line_number(data: bytes, position: int) -> int:
    return data.count(b"\n", 0, position) + 1


def _without_mark(data: bytes) -> bytes:
    return data[3:] if data.startswith(codecs.BOM_UTF8) else data


def _refuse_what_is_not_ascii(path: str, data: bytes) -> None:
    if _NOT_BLANK.search(data) is None:
        raise SceneError("{path} is empty. Save the scene again from Maya.", path=path)
    if data.startswith(_BINARY):
        raise SceneError(
            "{path} is a Maya binary scene. Save it as Maya ASCII (.ma) and try again.", path=path
        )
    conflict = _conflict(data)
    if conflict >= 0:
        raise SceneError(
            "{path} has a version control conflict in line {line}. Resolve the conflict, then try again.",
            path=path,
            line=line_number(data, conflict),
        )
    if b"\0" in data:
        raise SceneError(
            "{path} is not text (it holds zero bytes). Save it as Maya ASCII (.ma) from Maya.", path=path
        )
    head = _HEADER_LINES.match(data)
    first = head.end() if head is not None else 0
    if not _begins_with_header(data) and _FIRST_WORDS.match(data, first) is None:
        raise SceneError("{path} is not a Maya ASCII scene. Give a file that Maya saved as .ma.", path=path)


def _begins_with_header(data: bytes) -> bool:
    """Looked for without a copy of the scene."""
    begin = _NOT_BLANK.search(data)
    return begin is not None and data.startswith(HEADER, begin.start())


def _conflict(data: bytes) -> int:
    """Where a line begins with a mark of git's; -1 where none does. Plain searches: patterns are far
    slower here."""
    if data.startswith(_CONFLICT_MARKS):
        return 0
    places = [data.find(b"\n" + mark) + 1 for mark in _CONFLICT_MARKS]
    return min((place for place in places if place > 0), default=-1)


def _codec(path: str, data: bytes) -> Tuple[str, List[Problem]]:
    """The codec of the `//Codeset:` line; UTF-8, else Latin-1, where it is missing or not known."""
    head = _HEADER_LINES.match(data)
    found = _CODESET.search(data, 0, head.end() if head is not None else 0)
    name = found.group(1).decode("ascii", "replace") if found is not None else ""
    codec = _known_codec(name)
    if codec is not None:
        return codec, []
    fallback = _guess(data)
    if not name:
        return fallback, []
    text = Message(
        "{path} names the codeset {name}, which is not known; it is read as {used}.",
        path=path,
        name=name,
        used=fallback,
    )
    return fallback, [Problem(NOTICE, "codeset_unknown", text)]


def _known_codec(name: str) -> Optional[str]:
    known = _TWO_BYTE.get(name) or _BY_NUMBER.get(name)
    if known is not None:
        return known
    for candidate in ("cp" + name,) if name.isdigit() else (name,):
        try:
            codec = codecs.lookup(candidate).name
            b"a".decode(codec)
        except (LookupError, ValueError, UnicodeError):
            continue
        keeps_ascii = codec.startswith(("utf-8", "ascii", "iso8859", "cp", "koi8", "mac-", "euc_", "latin"))
        two_byte = {"shift_jis": "cp932", "gb2312": "gbk", "gbk": "gbk", "big5": "cp950"}.get(codec, codec)
        if two_byte in _TWO_BYTE.values():
            return two_byte
        return codec if keeps_ascii else None
    return None


def _guess(data: bytes) -> str:
    decoder = codecs.getincrementaldecoder("utf-8")()
    view = memoryview(data)
    try:
        for start in range(0, len(data), _PIECE):
            decoder.decode(view[start : start + _PIECE])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return "latin-1"
    return "utf-8"


def _as_utf8(data: bytes, codec: str) -> Tuple[bytes, List[int]]:
    """Rewrite the lines that are not plain ASCII; the numbers of lines with bytes outside the codeset come
    back."""
    view = memoryview(data)
    pieces: List[Union[bytes, memoryview]] = []
    odd: List[int] = []
    done = 0
    found = _HIGH_BYTE.search(data)
    while found is not None:
        start = data.rfind(b"\n", done, found.start()) + 1 or done
        end = data.find(b"\n", found.start())
        end = len(data) if end < 0 else end
        pieces.append(view[done:start])
        text = data[start:end].decode(codec, "replace")
        if "\ufffd" in text and len(odd) < 20:
            odd.append(line_number(data, start))
        pieces.append(text.encode("utf-8"))
        done = end
        found = _HIGH_BYTE.search(data, end)
    pieces.append(view[done:])
    return b"".join(pieces), odd


def _odd_bytes(path: str, lines: List[int]) -> List[Problem]:
    return [odd_text_problem(path, line) for line in lines]


def odd_text_problem(path: str, line: int) -> Problem:
    text = Message(
        "{path}, line {line}: a text is not in the file's codeset; it may be garbled.", path=path, line=line
    )
    return Problem(WARNING, "text_garbled", text)
