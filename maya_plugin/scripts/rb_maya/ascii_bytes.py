"""The bytes of a Maya ASCII scene: opened, refused where they are something else, their codeset made out."""

from __future__ import annotations

import codecs
import os
import re
import stat
from typing import List, NamedTuple, Optional, Tuple

from rb_dcc_core.errors import SceneError
from rb_dcc_core.host import NOTICE, WARNING, Problem
from rb_dcc_core.messages import Message

HEADER = b"//Maya ASCII"
_BINARY = (b"FOR4", b"FOR8", b"FORM")
_FIRST_WORDS = re.compile(rb"(requires|createNode|file|currentUnit|fileInfo|select|setAttr|connectAttr)\b")
_HEADER_LINES = re.compile(rb"(?:[ \t\r\n]+|//[^\n]*\n?)*")
_CODESET = re.compile(rb"^//\s*Codeset:\s*(\S+)", re.MULTILINE)
_CONFLICT_MARKS = (b"<<<<<<< ", b">>>>>>> ")
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
    data = _without_mark(_open(path))
    _refuse_what_is_not_ascii(path, data)
    codec, problems = _codec(path, data)
    if codec in _TWO_BYTE.values():
        data, odd = _as_utf8(data, codec)
        codec = "utf-8"
        problems.extend(_odd_bytes(path, odd))
    return SceneBytes(data, codec, tuple(problems))


def line_number(data: bytes, position: int) -> int:
    return data.count(b"\n", 0, position) + 1


def _open(path: str) -> bytes:
    try:
        mode = os.stat(path).st_mode
        if stat.S_ISDIR(mode):
            raise SceneError("{path} is a folder. Give the scene file inside it.", path=path)
        if not stat.S_ISREG(mode):
            raise SceneError("{path} is not a file. Give a Maya scene (.ma).", path=path)
        with open(path, "rb") as stream:
            return stream.read()
    except (FileNotFoundError, NotADirectoryError) as error:
        raise SceneError("There is no file {path}. Check the path of the scene.", path=path) from error
    except PermissionError as error:
        raise SceneError("{path} may not be read. Ask for permission, or copy it.", path=path) from error
    except (OSError, ValueError, MemoryError) as error:
        raise SceneError("{path} cannot be read: {why}.", path=path, why=_why(error)) from error


def _why(error: BaseException) -> str:
    return getattr(error, "strerror", None) or str(error) or type(error).__name__


def _without_mark(data: bytes) -> bytes:
    return data[3:] if data.startswith(codecs.BOM_UTF8) else data


def _refuse_what_is_not_ascii(path: str, data: bytes) -> None:
    if not data.strip():
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
    if not data.lstrip().startswith(HEADER) and _FIRST_WORDS.match(data, first) is None:
        raise SceneError("{path} is not a Maya ASCII scene. Give a file that Maya saved as .ma.", path=path)


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
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return "latin-1"
    return "utf-8"


def _as_utf8(data: bytes, codec: str) -> Tuple[bytes, List[int]]:
    """Rewrite the lines that are not plain ASCII; the numbers of lines with bytes outside the codeset come
    back."""
    pieces: List[bytes] = []
    odd: List[int] = []
    done = 0
    found = _HIGH_BYTE.search(data)
    while found is not None:
        start = data.rfind(b"\n", done, found.start()) + 1 or done
        end = data.find(b"\n", found.start())
        end = len(data) if end < 0 else end
        pieces.append(data[done:start])
        text = data[start:end].decode(codec, "replace")
        if "\ufffd" in text and len(odd) < 20:
            odd.append(line_number(data, start))
        pieces.append(text.encode("utf-8"))
        done = end
        found = _HIGH_BYTE.search(data, end)
    pieces.append(data[done:])
    return b"".join(pieces), odd


def _odd_bytes(path: str, lines: List[int]) -> List[Problem]:
    return [odd_text_problem(path, line) for line in lines]


def odd_text_problem(path: str, line: int) -> Problem:
    text = Message(
        "{path}, line {line}: a text is not in the file's codeset; it may be garbled.", path=path, line=line
    )
    return Problem(WARNING, "text_garbled", text)
