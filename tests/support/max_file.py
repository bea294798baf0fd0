"""Builds small .max files of every layout: plain, gzip and zstd, UTF-8 and UTF-16, Max 9 to 2027."""

from __future__ import annotations

import gzip
import struct
from dataclasses import dataclass, field
from pathlib import Path
from typing import Dict, List, Optional, Sequence, Tuple

from tests.support.ole_file import Content, write_ole

PLAIN, GZIP, ZSTD = "plain", "gzip", "zstd"
UTF_8, UTF_16 = 65001, 1200
Groups = Sequence[Tuple[str, Sequence[str]]]

AUTODESK_DLLS = (
    ("ctrl.dlc", "Standard Controllers (Autodesk)"),
    ("rend.dlr", "Scanline Renderer (Autodesk)"),
)


@dataclass
class MaxFile:
    """One scene. `assets` are (kind, path, resolved path); `decimal` is the separator of the saving host's language.

    `animation` is (frames a second, first frame, last frame); `render` are more lines of the render data.
    """

    version: str = "25.00"
    saved_as: str = "25.00"
    build: str = "25.0.0.997"
    renderer: str = "Scanline Renderer"
    renderer_id: Tuple[int, int] = (1, 0)
    cameras: Sequence[str] = ("Camera001",)
    size: Tuple[int, int] = (1920, 1080)
    animation: Tuple[int, int, int] = (30, 0, 100)
    render: Sequence[str] = ()
    assets: Sequence[Tuple[str, str, str]] = ()
    files: Sequence[str] = ()
    dlls: Sequence[Tuple[str, str]] = AUTODESK_DLLS
    nodes: Sequence[str] = ("Box001",)
    layout: str = PLAIN
    codepage: int = UTF_8
    decimal: str = "."
    sector: int = 4096
    scene: Content = b"\x23\x20\x0a\0\0\0\0\0\0\0" * 500
    metadata: int = 3
    more: Dict[str, Content] = field(default_factory=dict)

    def write(self, path: Path) -> Path:
        return write_ole(path, self.streams(), self.sector)

    def streams(self) -> Dict[str, Content]:
        found: Dict[str, Content] = {
            "\x05DocumentSummaryInformation": property_set(self.groups(), self.codepage),
            "SaveConfigData": b"\x70\x21\x0a\0\0\0\0\0\0\0",
        }
        if self.metadata:
            found[f"FileAssetMetaData{self.metadata}"] = asset_metadata(self.assets, self.metadata)
        for name, content in (
            ("Config", config(*self.animation)),
            ("DllDirectory", dll_directory(self.dlls)),
            ("Scene", self.scene),
        ):
            self._add(found, name, content)
        found.update(self.more)
        return found

    def _add(self, found: Dict[str, Content], name: str, content: Content) -> None:
        if self.layout == GZIP and isinstance(content, bytes):
            found[name] = gzip.compress(content)
        elif self.layout == ZSTD and isinstance(content, bytes):
            found[name + "_Compressed"] = b"\xff\xff" + zstd_frame(_wrapped(name, content))
        else:
            found[name] = content

    def groups(self) -> Groups:
        number = self.version.replace(".", self.decimal)
        general = [
            f"3ds Max Version: {number}",
            "Uncompressed" if self.layout == PLAIN else "Compressed",
            f"Build: {self.build}",
            f"Saved As Version: {self.saved_as.replace('.', self.decimal)}",
        ]
        if self.version == "9.0":
            general = [f"3ds max Version: {number}", "Uncompressed"]
        return (
            ("General", general),
            ("Mesh Totals", ("Vertices: 2090", "Faces: 4108")),
            ("Scene Totals", ("Objects: 2", f"Cameras: {len(self.cameras)}")),
            ("External Dependencies", self.files),
            ("Objects", self.nodes),
            ("Materials", ()),
            ("Used Plug-Ins", tuple(name for name, _ in self.dlls)),
            ("Render Data", self._render_data()),
        )

    def _render_data(self) -> List[str]:
        cameras = [f"Render Camera {number:02}={name}" for number, name in enumerate(self.cameras)]
        first, second = self.renderer_id
        return [
            "User Name=someone",
            "Computer Name=PC",
            *cameras,
            f"Render Width={self.size[0]}",
            f"Render Height={self.size[1]}",
            f"Render Aspect=1{self.decimal}00",
            f"Renderer ClassIDA={first}",
            f"Renderer ClassIDB={second}",
            f"Renderer Name={self.renderer}",
            "Animation Start=0",
            "Animation End=0",
            "RenderElements=1",
            *self.render,
        ]


def property_set(groups: Groups, codepage: int = UTF_8, padded: Optional[bool] = None) -> bytes:
    """A document summary; UTF-16 texts are filled up to four bytes, others not, unless it is said."""
    is_padded = codepage == UTF_16 if padded is None else padded

    def text(value: str) -> bytes:
        name = {UTF_8: "utf-8", UTF_16: "utf-16-le"}.get(codepage, f"cp{codepage}")
        raw = (value + "\0").encode(name)
        stored = struct.pack("<I", len(raw)) + raw
        return stored + b"\0" * (-len(stored) % 4 if is_padded else 0)

    pairs = b"".join(
        struct.pack("<I", 30) + text(name) + struct.pack("<II", 3, len(texts)) for name, texts in groups
    )
    headings = struct.pack("<II", 0x100C, 2 * len(groups)) + pairs
    titles = [each for _, texts in groups for each in texts]
    values = {
        1: struct.pack("<IH2x", 2, codepage),
        12: headings,
        13: struct.pack("<II", 0x101E, len(titles)) + b"".join(text(each) for each in titles),
    }
    table, body, place = b"", b"", 8 + 8 * len(values)
    for number, value in values.items():
        table += struct.pack("<II", number, place + len(body))
        body += value
    section = struct.pack("<II", place + len(body), len(values)) + table + body
    head = struct.pack("<HHI16sI", 0xFFFE, 0, 2, bytes(16), 1)
    format_id = bytes.fromhex("02d5cdd59c2e1b10939708002b2cf9ae")
    return head + format_id + struct.pack("<I", len(head) + 20) + section


def chunk(number: int, content: bytes, is_group: bool = False, is_long: bool = False) -> bytes:
    if is_long:
        size = 14 + len(content)
        return struct.pack("<HIQ", number, 0, size | (1 << 63 if is_group else 0)) + content
    return struct.pack("<HI", number, (6 + len(content)) | (1 << 31 if is_group else 0)) + content


def config(fps: int, first: int, last: int, is_long: bool = False) -> bytes:
    ticks = 4800 // fps
    values = ((0x10, fps), (0x20, 0), (0x50, first * ticks), (0x60, last * ticks), (0x70, 0))
    inner = b"".join(chunk(number, struct.pack("<i", value)) for number, value in values)
    return chunk(0x2090, b"\0\0\0\0") + chunk(0x20B0, inner, True, is_long) + chunk(0x2130, b"", True)


def dll_directory(dlls: Sequence[Tuple[str, str]]) -> bytes:
    entries = b"".join(
        chunk(
            0x2038,
            chunk(0x2039, text.encode("utf-16-le")) + chunk(0x2037, name.encode("utf-16-le")),
            is_group=True,
        )
        for name, text in dlls
    )
    return chunk(0x21C0, b"\x4d\x03\x08\x52") + entries


def asset_metadata(assets: Sequence[Tuple[str, str, str]], texts: int = 3) -> bytes:
    stored = b""
    for number, values in enumerate(assets):
        stored += struct.pack("<4I", number, 1, 2, 3)
        for value in values[:texts]:
            stored += struct.pack("<I", len(value.encode("utf-16-le")) // 2) + (value + "\0").encode(
                "utf-16-le"
            )
    return stored


def zstd_frame(content: bytes) -> bytes:
    """A whole zstd frame of raw blocks, so that no compressor is needed to make one."""
    blocks = b""
    for start in range(0, max(len(content), 1), 1 << 16):
        part = content[start : start + (1 << 16)]
        is_last = start + (1 << 16) >= len(content)
        blocks += struct.pack("<I", len(part) << 3 | int(is_last))[:3] + part
    # Frame header: single segment, content size in four bytes.
    return b"\x28\xb5\x2f\xfd\xa0" + struct.pack("<I", len(content)) + blocks


def _wrapped(name: str, content: bytes) -> bytes:
    """Newer releases put one more chunk header before the others, whose size says "to the end"."""
    if name == "Scene":
        return struct.pack("<HIQ", 0x2028, 0, (1 << 64) - 1) + content
    return struct.pack("<HI", 0x2090, 0xFFFFFFFF) + content
