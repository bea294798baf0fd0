"""Copies a submission's files below one folder: each content once, its checksum taken on the way, whole or not at all."""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
from pathlib import Path
from typing import Callable, Iterator

from .atomic import disk_error, read_error
from .errors import InputError
from .transfer import Advance

FOLDER = "files"
_UNDER_WAY = "under-way.part"
_BLOCK_BYTES = 1 << 20
_LONGEST_NAME = 80
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?", re.IGNORECASE)


def copy_name(sha256: str, local: str) -> str:
    """Where a file's copy stands below the folder: by its content, under a name that every system and disk can carry."""
    plain = re.sub(r"[^A-Za-z0-9_.-]", "_", local.replace("\\", "/").rpartition("/")[2]).strip(".")
    if len(plain) > _LONGEST_NAME:
        plain = plain[:40] + "_" + plain[-39:]
    if not plain or _RESERVED.fullmatch(plain) or plain[0] == ".":
        plain = "_" + plain
    return f"{FOLDER}/{sha256[:32]}/{plain}"


def copy_of(folder: Path, copy: str) -> Path:
    """The copy on this computer; raises InputError where a link leads out of the folder."""
    target = folder.joinpath(*copy.split("/"))
    root = folder.resolve()
    if root not in target.resolve().parents:
        raise InputError(
            "{path} leads out of {folder} through a link, so nothing was sent. Export the submission again.",
            path=copy,
            folder=str(folder),
        )
    return target


def checksum(path: str, size: int, advance: Advance) -> str:
    """The SHA-256 of a file of that size; raises LocalFileError."""
    digest = hashlib.sha256()
    for block in _blocks(path, size):
        digest.update(block)
        advance(len(block))
    return digest.hexdigest()


def copy_file(local: str, size: int, folder: Path, place: Callable[[str], str], advance: Advance) -> str:
    """Copy a file of that size below the folder, to where `place` says for its SHA-256, which is returned.

    Raises LocalFileError; whatever ends it, no half copy is left under that name.
    """
    digest = hashlib.sha256()
    part = folder / FOLDER / _UNDER_WAY
    try:
        part.parent.mkdir(parents=True, exist_ok=True)
        with open(str(part), "wb") as stream:
            for block in _blocks(local, size):
                digest.update(block)
                stream.write(block)
                advance(len(block))
            stream.flush()
            # Through to the disk itself: the folder may be on one that is pulled out next.
            os.fsync(stream.fileno())
        target = folder.joinpath(*place(digest.hexdigest()).split("/"))
        target.parent.mkdir(parents=True, exist_ok=True)
        os.replace(str(part), str(target))
    except OSError as error:
        raise disk_error(error, part) from error
    finally:
        with contextlib.suppress(OSError):
            part.unlink()
    return digest.hexdigest()


def _blocks(path: str, size: int) -> Iterator[bytes]:
    """No more than that size: a file that is being written to would have no end."""
    left = size
    try:
        with open(path, "rb") as stream:
            while left > 0:
                block = stream.read(min(left, _BLOCK_BYTES))
                if not block:
                    return
                left -= len(block)
                yield block
    except OSError as error:
        raise read_error(error, path) from error
