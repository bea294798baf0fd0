"""Writes small Maya binary scenes, narrow (FOR4, up to Maya 2013) and wide (FOR8), for tests of the reader."""

from __future__ import annotations

import struct
from typing import Dict, Iterable, List, Mapping, Optional, Sequence, Tuple, Union

TICKS_A_SECOND = 141120000
GARBAGE = b"\x44\x01\x00\x00"  # what real wide files have between a chunk's tag and its size
ID = bytes(range(128, 144))


class MayaBinary:
    """A scene in the making; `data` is the file. Wide scenes tell plug-ins' node ids and give nodes ids, as Maya
    does since 2016."""

    def __init__(self, wide: bool = True, version: str = "2019") -> None:
        self.wide = wide
        self.version = version
        self.units = {"LUNI": "cm", "TUNI": "film", "AUNI": "deg"}
        self.info: Dict[str, str] = {"application": "maya"}
        self.plugins: List[bytes] = []
        self.before: List[bytes] = []
        self.groups: List[bytes] = []
        self.links: List[Tuple[str, str]] = []

    @property
    def data(self) -> bytes:
        links = [self.leaf("CWFL", b"\0" + zero(source) + zero(to)) for source, to in self.links]
        connections = self.group("CONS", [self.group("CONN", links)], "LIS")
        tail = self.group("HEAD", [self.leaf("OBJN", b"103")])
        return self.group("Maya", [self.head(), *self.before, *self.groups, connections, tail])

    def head(self) -> bytes:
        leaves = [self.leaf("VERS", self.version.encode()), self.leaf("UVER", b"undef")]
        leaves.extend(self.leaf(tag, value.encode()) for tag, value in self.units.items())
        if self.wide:
            leaves.append(self.leaf("TDUR", str(TICKS_A_SECOND).encode()))
        leaves.extend(self.leaf("FINF", zero(name) + zero(value)) for name, value in self.info.items())
        return self.group("HEAD", [*leaves, *self.plugins])

    def plugin(self, name: str, version: str, types: Optional[Mapping[str, int]] = None) -> None:
        data = zero(name) + zero(version)
        if self.wide:
            data += zero("".join(f' -nodeType "{kind}"' for kind in types or {}))
            data += b"".join(zero(kind) + struct.pack(">I", code) for kind, code in (types or {}).items())
        self.plugins.append(self.leaf("PLUG", data))

    def node(
        self, kind: str, name: str, *leaves: bytes, parent: str = "", shared: bool = False, code: int = 0
    ) -> None:
        flags = (0x01 if shared else 0) | (0x04 if parent else 0x80)
        made = bytes([flags]) + zero(name) + (zero(parent) if parent else b"") + (ID if self.wide else b"")
        tag = struct.pack(">I", code).decode("latin-1") if code else kind
        self.groups.append(self.group(tag, [self.leaf("CREA", made), *leaves]))

    def select(self, name: str, *leaves: bytes) -> None:
        self.groups.append(self.group("SLCT", [self.leaf("SLCT", f":{name}".encode()), *leaves]))

    def camera(
        self, name: str, renderable: bool = True, orthographic: bool = False, shared: bool = False
    ) -> None:
        flags = [("rnd", renderable, True), ("o", orthographic, False)]
        leaves = [self.number(short, float(value)) for short, value, default in flags if value is not default]
        self.node("XFRM", name, shared=shared)
        self.node("DCAM", name + "Shape", *leaves, parent=name, shared=shared)

    def reference(
        self, path: str, namespace: str, node: str, *, loaded: bool = True, prefix: bool = False
    ) -> None:
        kind = "mayaBinary" if path.endswith(".mb") else "mayaAscii"
        tail = zero(node) + b"\0\0\0\0" + zero("VERS|2019|TUNI|film|") + zero(kind)
        said = zero(path) + zero(namespace) + (b"\0" if prefix else b"\1")
        depth = struct.pack(">I", 1) + said + (b"\0" if loaded else b"\1") + tail
        self.before.append(self.group("FRDI", [self.leaf("FRDI", depth)]))
        self.before.append(self.group("FREF", [self.leaf("FREF", said + b"\1" + tail)]))

    def text(self, name: str, value: str) -> bytes:
        return self.leaf("STR ", zero(name) + b"\x20" + zero(value))

    def texts(self, name: str, values: Iterable[str]) -> bytes:
        pieces = [zero(value) for value in values]
        return self.leaf("STR#", zero(name) + b"\x20" + struct.pack(">I", len(pieces)) + b"".join(pieces))

    def number(self, name: str, *values: float) -> bytes:
        return self.leaf("DBLE", zero(name) + b"\x20" + struct.pack(f">{len(values)}d", *values))

    def time(self, name: str, frame: float, fps: float = 24.0) -> bytes:
        """Ticks: four bytes at 6000 a second, since Maya 2018 eight bytes at what the header says."""
        data = struct.pack(">q", round(frame / fps * TICKS_A_SECOND)) if self.wide else b""
        return self.leaf(
            "DBLE", zero(name) + b"\x20" + (data or struct.pack(">i", round(frame / fps * 6000)))
        )

    def vector(self, name: str, *values: float) -> bytes:
        tag = f"DBL{len(values)}"
        return self.leaf(tag, zero(name) + b"\x20" + struct.pack(f">{len(values)}d", *values))

    def added_text(self, long: str, short: str = "", flags: int = 0x00F840C0) -> bytes:
        kind = b"aTYP" + struct.pack(">II", flags, 1) + b"STR "
        return self.leaf("ATTR", kind + zero(long) + zero(short or long) + bytes(4))

    def added_number(self, kind: str, long: str, default: float, short: str = "") -> bytes:
        head = b"a" + kind.encode() + struct.pack(">III", 0x00F84048, 1, 0)
        names = zero(long) + zero(short or long) + bytes(4)
        return self.leaf("ATTR", head + names + b"DBLE" + struct.pack(">d", default))

    def edits(self, node: str, *lists: Sequence[Tuple[str, Sequence[bytes]]]) -> bytes:
        """A reference node's changes: lists of groups, each a reference node's name with changes."""
        data = zero(node)
        for groups in lists:
            data += struct.pack(">I", len(groups))
            for name, changes in groups:
                data += zero(name) + struct.pack(">I", len(changes)) + b"".join(changes)
        return self.leaf("REFE", zero("ed") + b"\x20" + data)

    def leaf(self, tag: str, data: bytes) -> bytes:
        alignment = 8 if self.wide else 4
        return self._header(tag, len(data)) + data + bytes(-len(data) % alignment)

    def group(self, kind: str, children: Iterable[bytes], family: str = "FOR") -> bytes:
        content = kind.encode("latin-1") + b"".join(children)
        return self._header(family + ("8" if self.wide else "4"), len(content)) + content

    def _header(self, tag: str, size: int) -> bytes:
        if self.wide:
            return tag.encode("latin-1") + GARBAGE + struct.pack(">Q", size)
        return tag.encode("latin-1") + struct.pack(">I", size)


def change(*parts: Union[int, str]) -> bytes:
    """A change of a reference: numbers and texts as a .ma writes them."""
    return b"".join(struct.pack(">I", part) if isinstance(part, int) else zero(part) for part in parts)


def zero(text: str) -> bytes:
    return text.encode("utf-8") + b"\0"


def default_cameras(scene: MayaBinary) -> None:
    """What Maya puts into every scene."""
    scene.camera("persp", shared=True)
    for name in ("top", "front", "side"):
        scene.camera(name, renderable=False, orthographic=True, shared=True)
