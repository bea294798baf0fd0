"""Streams of scenes that were saved compressed: gzip in older releases, zstd in newer ones, both to a bound."""

from __future__ import annotations

import zlib
from typing import Optional

from .container import MOST_STREAM_BYTES, Container

_GZIP = b"\x1f\x8b"
_ZSTD = b"\x28\xb5\x2f\xfd"
_MARK = b"\xff\xff"
SUFFIX = "_Compressed"
_LONG = b"\xff\xff\xff\xff"


class NoZstd(Exception):
    """The stream is there, but this Python has nothing to inflate zstd with."""


def plain_stream(container: Container, name: str) -> Optional[bytes]:
    """A stream's bytes without their compression; None where there is none or it is damaged. Raises NoZstd."""
    stored = container.stream(name)
    if stored is not None:
        return _gunzipped(stored) if stored[:2] == _GZIP else stored
    packed = container.stream(name + SUFFIX)
    if packed is None:
        return None
    return _without_wrapper(_unzstd(packed))


def is_compressed(container: Container) -> bool:
    """True where the scene itself was saved compressed, whichever way."""
    if any(name.endswith(SUFFIX) for name in container.names):
        return True
    config = container.stream("Config")
    return config is not None and config[:2] == _GZIP


def _gunzipped(stored: bytes) -> Optional[bytes]:
    """What it holds; a stream may begin like gzip by chance, so that one which is none stays as it is."""
    try:
        return zlib.decompressobj(31).decompress(stored, MOST_STREAM_BYTES)
    except zlib.error:
        return stored


def _unzstd(packed: bytes) -> Optional[bytes]:
    frame = packed[2:] if packed[:2] == _MARK else packed
    if frame[:4] != _ZSTD:
        return None
    try:
        from compression import zstd  # type: ignore[import-not-found,unused-ignore]  # Python 3.14
    except ImportError:
        return _with_package(frame)
    try:
        inflated: bytes = zstd.ZstdDecompressor().decompress(frame, MOST_STREAM_BYTES)
        return inflated
    except zstd.ZstdError:
        return None


def _with_package(frame: bytes) -> Optional[bytes]:
    try:
        import zstandard
    except ImportError as error:
        raise NoZstd from error
    try:
        with zstandard.ZstdDecompressor().stream_reader(frame) as reader:
            inflated: bytes = reader.read(MOST_STREAM_BYTES)
            return inflated
    except (zstandard.ZstdError, MemoryError):
        return None


def _without_wrapper(inflated: Optional[bytes]) -> Optional[bytes]:
    """The chunks inside the one that newer releases wrap around them, whose size says "to the end"."""
    if inflated is None:
        return None
    if inflated[2:6] == _LONG:
        return inflated[6:]
    return inflated[14:] if inflated[2:14] == b"\0\0\0\0" + _LONG * 2 else inflated
