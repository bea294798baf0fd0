"""Writes one file into a .7z archive, streamed and always byte for byte the same; the standard library alone."""

from __future__ import annotations

import contextlib
import os
import struct
import zlib
from pathlib import Path
from typing import IO, TYPE_CHECKING, NamedTuple

from .atomic import disk_error, read_error
from .transfer import Advance, no_progress

if TYPE_CHECKING:
    import lzma

# Fast settings: a scene is sent once, and a slower, smaller archive rarely wins back its time on the line.
PRESET = 1
DICTIONARY_BYTES = 1 << 22
_DICTIONARY_BYTE = 2 * (22 - 12)  # LZMA2's way to write 2 ** 22 bytes
_BLOCK = 1 << 20
_SIGNATURE = b"7z\xbc\xaf\x27\x1c"
_VERSION = b"\x00\x04"
_START_HEADER = struct.Struct("<QQI")
_HEADER_BYTES = 32

# Property ids of 7-Zip's documentation of the format (7zFormat.txt).
_END, _HEADER, _MAIN_STREAMS, _FILES = b"\x00", b"\x01", b"\x04", b"\x05"
_PACK_INFO, _UNPACK_INFO, _SUB_STREAMS, _SIZE = b"\x06", b"\x07", b"\x08", b"\x09"
_CRC, _FOLDER, _UNPACK_SIZE, _NAMES = b"\x0a", b"\x0b", b"\x0c", b"\x11"
_COPY, _LZMA2 = b"\x00", b"\x21"
_HAS_PROPERTIES = 0x20


class _Packed(NamedTuple):
    """What was written of the file: sizes in bytes, `crc` that of the file itself."""

    size: int
    packed_size: int
    crc: int


def write_archive(path: Path, target: Path, is_stored: bool = False, advance: Advance = no_progress) -> None:
    """Pack a file into the archive `target`, whole or not at all; `advance` is told the bytes read, and may raise.

    `is_stored` copies a file that is compressed already. The archive depends on the file's name and bytes and on
    nothing else, its time too, so that it can be made again under the same checksum. Needs little memory, whatever the
    file's size. Raises LocalFileError.
    """
    partial = target.with_name(target.name + ".part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with _opened(path) as source, open(str(partial), "wb") as stream:
            _write(source, stream, path, is_stored, advance)
        os.replace(str(partial), str(target))
    except OSError as error:
        raise disk_error(error, target) from error
    finally:
        with contextlib.suppress(OSError):
            partial.unlink()


def can_compress() -> bool:
    """False where this Python was built without lzma; stored archives can be made by any."""
    try:
        import lzma
    except ImportError:
        return False
    return lzma.is_check_supported(lzma.CHECK_NONE)


def _opened(path: Path) -> IO[bytes]:
    try:
        return open(str(path), "rb")
    except OSError as error:
        raise read_error(error, str(path)) from error


def _write(source: IO[bytes], stream: IO[bytes], path: Path, is_stored: bool, advance: Advance) -> None:
    stream.write(bytes(_HEADER_BYTES))
    packed = _pack(source, stream, path, is_stored, advance)
    header = _header(path.name, packed, is_stored)
    stream.write(header)
    start = _START_HEADER.pack(packed.packed_size, len(header), zlib.crc32(header))
    stream.seek(0)
    stream.write(_SIGNATURE + _VERSION + struct.pack("<I", zlib.crc32(start)) + start)
    stream.flush()
    os.fsync(stream.fileno())


def _pack(source: IO[bytes], stream: IO[bytes], path: Path, is_stored: bool, advance: Advance) -> _Packed:
    compressor = None if is_stored else _compressor()
    size = packed_size = crc = 0
    while True:
        try:
            block = source.read(_BLOCK)
        except OSError as error:
            raise read_error(error, str(path)) from error
        if not block:
            break
        size += len(block)
        crc = zlib.crc32(block, crc)
        packed_size += stream.write(block if compressor is None else compressor.compress(block))
        advance(len(block))
    if compressor is not None and size:
        packed_size += stream.write(compressor.flush())
    return _Packed(size, packed_size, crc)


def _compressor() -> lzma.LZMACompressor:
    import lzma

    chain = [{"id": lzma.FILTER_LZMA2, "preset": PRESET, "dict_size": DICTIONARY_BYTES}]
    return lzma.LZMACompressor(lzma.FORMAT_RAW, filters=chain)


def _header(name: str, packed: _Packed, is_stored: bool) -> bytes:
    """The header at the archive's end: one stream, one folder of one coder, one file. An empty file has no stream."""
    if not packed.size:
        return _HEADER + _files(name, is_empty=True) + _END
    streams = (
        _PACK_INFO + _number(0) + _number(1) + _SIZE + _number(packed.packed_size) + _END,
        _UNPACK_INFO + _FOLDER + _number(1) + b"\x00" + _coder(is_stored),
        _UNPACK_SIZE + _number(packed.size) + _END,
        _SUB_STREAMS + _CRC + b"\x01" + struct.pack("<I", packed.crc) + _END,
    )
    return _HEADER + _MAIN_STREAMS + b"".join(streams) + _END + _files(name) + _END


def _coder(is_stored: bool) -> bytes:
    if is_stored:
        return _number(1) + bytes([len(_COPY)]) + _COPY
    flags = bytes([len(_LZMA2) | _HAS_PROPERTIES])
    return _number(1) + flags + _LZMA2 + _number(1) + bytes([_DICTIONARY_BYTE])


def _files(name: str, is_empty: bool = False) -> bytes:
    """One file by its name; an empty one is marked so, and as a file."""
    names = b"\x00" + (name + "\0").encode("utf-16-le", "surrogatepass")
    marks = b"\x0e" + _number(1) + b"\x80" + b"\x0f" + _number(1) + b"\x80" if is_empty else b""
    return _FILES + _number(1) + marks + _NAMES + _number(len(names)) + names + _END


def _number(value: int) -> bytes:
    """7-Zip's number: the first byte's leading ones count the bytes that follow, little end first."""
    first, mask = 0, 0x80
    for extra in range(8):
        if value < 1 << (7 * (extra + 1)):
            rest = value & ((1 << 8 * extra) - 1)
            return bytes([first | value >> (8 * extra)]) + rest.to_bytes(extra, "little")
        first |= mask
        mask >>= 1
    return b"\xff" + value.to_bytes(8, "little")
