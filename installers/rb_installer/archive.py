"""Zips that come out the same, byte for byte, whenever and wherever the same files go in."""

from __future__ import annotations

import io
import os
import zipfile
from pathlib import Path
from typing import Mapping, Tuple

# The first moment that a zip can say; a build has no other time of its own.
_MOMENT = (1980, 1, 1, 0, 0, 0)
_ORDINARY_FILE = 0o100644


def zipped(contents: Mapping[str, bytes]) -> bytes:
    """The zip of these files, by name. The same zlib gives the same bytes; owner, time and system stay out."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in sorted(contents):
            entry = zipfile.ZipInfo(name, _MOMENT)
            entry.create_system = 3
            entry.external_attr = _ORDINARY_FILE << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, contents[name])
    return buffer.getvalue()


def measured(archive: bytes) -> Tuple[int, int]:
    """How many files a zip holds, and how many bytes they are unpacked."""
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        entries = opened.infolist()
    return len(entries), sum(entry.file_size for entry in entries)


def write(path: Path, content: bytes) -> None:
    """Whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(path.name + ".part")
    unfinished.write_bytes(content)
    os.replace(str(unfinished), str(path))
