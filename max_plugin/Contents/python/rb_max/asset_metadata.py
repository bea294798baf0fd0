"""The streams FileAssetMetaData2 and 3: the full paths of the files a scene names."""

from __future__ import annotations

import struct
from typing import List, NamedTuple, Optional

from .container import Container
from .inflate import plain_stream

# Stream names, newest first, with how many texts each record of theirs has.
_STREAMS = (("FileAssetMetaData3", 3), ("FileAssetMetaData2", 2))
_ID_BYTES = 16
_COUNT = struct.Struct("<I")


class AssetRecord(NamedTuple):
    """`kind` is 3ds Max' own ("Bitmap"), `written` the path in the scene, `resolved` where it was found on saving."""

    kind: str
    written: str
    resolved: str = ""


def asset_records(container: Container) -> Optional[List[AssetRecord]]:
    """The records in their order; None where the scene has no such stream. Raises NoZstd."""
    for name, texts in _STREAMS:
        stored = plain_stream(container, name)
        if stored is not None:
            return parse_records(stored, texts)
    return None


def parse_records(data: bytes, texts: int) -> List[AssetRecord]:
    """As many records as are whole; what follows a damaged one cannot be told apart any more."""
    records: List[AssetRecord] = []
    place = 0
    while place + _ID_BYTES <= len(data):
        place += _ID_BYTES
        values: List[str] = []
        for _ in range(texts):
            if place + _COUNT.size > len(data):
                return records
            end = place + _COUNT.size + 2 * _COUNT.unpack_from(data, place)[0]
            if end + 2 > len(data):
                return records
            values.append(data[place + _COUNT.size : end].decode("utf-16-le", "replace"))
            place = end + 2
        records.append(AssetRecord(*values))
    return records
