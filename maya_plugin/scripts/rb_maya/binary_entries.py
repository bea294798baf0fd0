"""What single leaves of a Maya binary file say: plug-ins, references, nodes, added attributes, connections."""

from __future__ import annotations

import locale
import re
import struct
from typing import Any, Dict, List, NamedTuple, Optional, Tuple

from .file_nodes import kind_by_ending

_SHARED = 0x01
_NO_PARENT = 0x80
# An added attribute's kind, its flags, how many values it has, what kinds of data it takes, its names.
_ADDED_TEXT = re.compile(rb"aTYP(.{4})\0\0\0\x01STR ([^\0]+)\0([^\0]*)\0", re.DOTALL)
_ADDED_NUMBER = re.compile(rb"a(...).{4}\0\0\0\x01\0\0\0\0([^\0]+)\0([^\0]*)\0", re.DOTALL)
# The flags that are known: proxy 01000000; storable, writable, readable, what a disconnecting does 00f80000; nice
# name, keyable, hidden, soft limits, colour, enum, index does not matter 0000ff00; internal, cached, has a parent, is
# one, default, limits, multi 000000ff.
_KNOWN_FLAGS = 0x01F8FFFF
_FILE_NAME = re.compile(r"[^\n\r]{0,1000}[/\\][^/\\\n\r]{1,255}\.\w{1,12}\Z")
_SET_TEXT = re.compile(rb'-type "string" "((?:[^"\\\0\n]|\\[^\0\n]){1,4096})"')
_SCRIPT = re.compile(r"[;{}\"=]|\w+://")


class Plugin(NamedTuple):
    """`types` are the node types it brings, by their ids."""

    name: str
    version: str
    types: Dict[bytes, str]


def plugin(data: bytes) -> Plugin:
    """A PLUG leaf: name, version and, since Maya 2016, its -nodeType and -dataType flags and each one's id."""
    name, _, rest = data.partition(b"\0")
    version, _, rest = rest.partition(b"\0")
    _, _, rest = rest.partition(b"\0")
    types: Dict[bytes, str] = {}
    while rest:
        type_name, end, rest = rest.partition(b"\0")
        if end and type_name and len(rest) >= 4:
            types[rest[:4]] = type_name.decode("utf-8", "replace")
        rest = rest[4:]
    return Plugin(name.decode("utf-8", "replace"), version.decode("utf-8", "replace").strip(), types)


class Created(NamedTuple):
    """A node as its CREA leaf tells it."""

    name: bytes
    parent: Optional[bytes]
    shared: bool


def created(data: bytes) -> Optional[Created]:
    """A CREA leaf: flags, name, the parent where there is one, an id since Maya 2016; None for a node without a
    name."""
    name, end, rest = data[1:].partition(b"\0")
    if not name:
        return None
    parent, end, _ = rest.partition(b"\0")
    has_parent = end and parent and not data[0] & _NO_PARENT
    return Created(name, parent if has_parent else None, bool(data[0] & _SHARED))


class Referenced(NamedTuple):
    path: bytes
    namespace: bytes
    uses_namespace: bool
    deferred: bool
    node: bytes
    type: str


def referenced(data: bytes) -> Optional[Referenced]:
    """A FREF leaf: path, namespace or prefix, two switches, the reference node; options and file type, in no fixed
    places; None where it names no file.

    By the flags a .ma writes in the same order, and as MayaSceneKit (yamahigashi, GitHub) tests it: the first switch
    tells a namespace from a renaming prefix [?], the second is -dr (deferred). Files without the switches are
    understood too.
    """
    path, _, rest = data.partition(b"\0")
    namespace, _, rest = rest.partition(b"\0")
    if not path.strip():
        return None
    switches = (1, 0)
    if len(rest) >= 2 and rest[0] < 32 and rest[1] < 32:
        switches, rest = (rest[0], rest[1]), rest[2:]
    node, _, rest = rest.partition(b"\0")
    words = [word for word in rest.split(b"\0") if word in (b"mayaAscii", b"mayaBinary")]
    kind = words[0].decode("ascii") if words else ""
    return Referenced(path, namespace, switches[0] != 0, switches[1] == 1, node, kind)


class Added(NamedTuple):
    """An added attribute; `default` is what it holds where nothing is stored, None where that is not known.

    `may_be_marked`: it has a flag whose meaning is not known, as one that Maya marks as a file name must have.
    """

    long: str
    short: str
    is_text: bool
    default: Any
    may_be_marked: bool = False


def added(data: bytes) -> Optional[Added]:
    """An ATTR leaf of a text or a single number; None for others (compounds, messages, arrays).

    As in saved scenes of Maya 2018 and 2020; the flags after MayaSceneKit (yamahigashi, GitHub) and isopod, which
    agree on them. Neither knows the one of -usedAsFilename: it is one of those left.
    """
    text = _ADDED_TEXT.match(data)
    if text is not None:
        flags, long, short = text.groups()
        marked = int.from_bytes(flags, "big") & ~_KNOWN_FLAGS != 0
        return Added(_name(long), _name(short or long), True, "", marked)
    number = _ADDED_NUMBER.match(data)
    if number is None:
        return None
    kind, long, short = number.groups()
    value: Any = None
    if data[-12:-8] == b"DBLE":
        (read,) = struct.unpack(">d", data[-8:])
        if abs(read) < 1e12:
            value = bool(read) if kind == b"BOL" else int(read) if read == int(read) else read
    return Added(_name(long), _name(short or long), False, value)


def looks_like_a_file(value: Any) -> bool:
    """Whether a text can hardly be anything but a file's path: a folder, a name with an ending, one line."""
    return isinstance(value, str) and _FILE_NAME.match(value) is not None and _SCRIPT.search(value) is None


def has_known_ending(value: Any) -> bool:
    """Whether a text is one line with an ending that some kind of file has."""
    return isinstance(value, str) and "\n" not in value and "." in value and bool(kind_by_ending(value, ""))


def texts_set(data: bytes) -> List[bytes]:
    """The texts of all that looks like the end of a setAttr command: -type "string" "a.png"."""
    return [re.sub(rb"\\(.)", rb"\1", match.group(1)) for match in _SET_TEXT.finditer(data)]


def connection(data: bytes) -> Optional[Tuple[bytes, bytes]]:
    """A CWFL leaf: flags, source, destination."""
    source, _, rest = data[1:].partition(b"\0")
    destination = rest.partition(b"\0")[0]
    return (source, destination) if source and destination else None


def pair(data: bytes) -> Tuple[bytes, bytes]:
    """Two texts, each ended by a zero byte: a FINF leaf."""
    first, _, rest = data.partition(b"\0")
    return first, rest.partition(b"\0")[0]


def guessed(raw: bytes) -> str:
    """A text that is not UTF-8: in the codeset of this computer, of a Chinese one, or Latin-1, whichever fits
    first."""
    for codec in (locale.getpreferredencoding(False), "gbk"):
        try:
            return raw.decode(codec)
        except UnicodeDecodeError:
            continue
    return raw.decode("latin-1")


def _name(raw: bytes) -> str:
    return raw.decode("utf-8", "replace")
