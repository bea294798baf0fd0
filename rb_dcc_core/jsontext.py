"""JSON of very large values, made piece by piece: its text stands in memory once, or packed."""

from __future__ import annotations

import itertools
import json
import zlib
from typing import Any, Iterator, List, Union

_CHUNKS = 20000
_QUICK = 1


def file_text(content: Any) -> bytes:
    """For a file that people may read; what UTF-8 does not know of a name is written as its escape."""
    encoder = json.JSONEncoder(ensure_ascii=False, indent=2)
    return b"".join(piece.encode("utf-8", "backslashreplace") for piece in _pieces(encoder, content))


def packed(content: Any) -> bytes:
    """For a place where only `unpacked` reads it: a tenth of the text's size or less where it is long."""
    packer = zlib.compressobj(_QUICK)
    parts: List[bytes] = [
        packer.compress(piece.encode("ascii")) for piece in _pieces(json.JSONEncoder(), content)
    ]
    return b"".join([*parts, packer.flush()])


def unpacked(data: Union[bytes, str]) -> Any:
    """What `packed` was given; plain JSON, as it was kept before, is read too."""
    return json.loads(data if isinstance(data, str) else zlib.decompress(data).decode("ascii"))


def _pieces(encoder: json.JSONEncoder, content: Any) -> Iterator[str]:
    chunks = encoder.iterencode(content)
    for first in chunks:
        yield first + "".join(itertools.islice(chunks, _CHUNKS))
