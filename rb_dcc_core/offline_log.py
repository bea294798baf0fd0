"""What an export has done so far, line by line in its folder: a folder is one submission's, and an export goes on."""

from __future__ import annotations

import json
import re
import secrets
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Callable, Dict, Optional

from .atomic import disk_error, read_error, write_atomically
from .errors import InputError
from .filecache import Stamp
from .offline import COPY_PATTERN
from .offline_values import Fields, Malformed

FILE_NAME = "export.jsonl"


@dataclass(frozen=True)
class Exported:
    """A file that is dealt with: `stamp` is how it looked, `copy` where its copy is, None where it is only referred to."""

    local: str
    stamp: Stamp
    sha256: str
    copy: Optional[str]


class ExportLog:
    """A context manager. The first line says whose folder it is, each other is one file; a torn last line is none.

    Raises InputError where the folder holds anything but this export, LocalFileError for what the disk refuses.
    """

    def __init__(
        self, folder: Path, fingerprint: str, scene: str, clock: Callable[[], float] = time.time
    ) -> None:
        self.done: Dict[str, Exported] = {}
        self.id = secrets.token_hex(8)
        self.created_ms = int(clock() * 1000)
        self._folder = folder
        self._path = folder / FILE_NAME
        self._stream: Any = None
        self._lines = self._read()
        if self._lines:
            self._go_on(fingerprint)
        else:
            self._begin(fingerprint, scene)

    def __enter__(self) -> ExportLog:
        try:
            # A torn last line must not swallow the next one.
            self._stream = open(str(self._path), "ab")
            self._stream.write(b"\n")
        except OSError as error:
            raise disk_error(error, self._path) from error
        return self

    def __exit__(self, *exc: object) -> None:
        try:
            self._stream.close()
        except OSError as error:
            if exc[0] is None:
                raise disk_error(error, self._path) from error

    def note(self, done: Exported) -> None:
        """Write a file down; it is on disk as soon as the system likes, and is only done once more where it is not."""
        stamp = done.stamp
        self._write([done.local, stamp.size, stamp.mtime_ns, stamp.inode, done.sha256, done.copy])

    def _write(self, line: Any) -> None:
        try:
            self._stream.write(json.dumps(line).encode("ascii") + b"\n")
            self._stream.flush()
        except OSError as error:
            raise disk_error(error, self._path) from error

    def _begin(self, fingerprint: str, scene: str) -> None:
        header = {
            "fingerprint": fingerprint,
            "id": self.id,
            "created_ms": self.created_ms,
            "scene": scene,
        }
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            # What a kill in the middle of its writing left of this very file is no obstacle.
            if any(not each.name.startswith(FILE_NAME) for each in self._folder.iterdir()):
                raise InputError(
                    "{folder} is not empty. Choose a new folder for the submission.", folder=str(self._folder)
                )
        except OSError as error:
            raise disk_error(error, self._folder) from error
        write_atomically(self._path, json.dumps(header).encode("ascii") + b"\n")

    def _go_on(self, fingerprint: str) -> None:
        try:
            header = Fields(self._lines[0])
            self.id = header.text("id", "[0-9a-f]{16}")
            self.created_ms = header.whole("created_ms", 0)
            is_same = header.text("fingerprint") == fingerprint
            scene = header.text("scene")
        except Malformed as error:
            raise InputError(
                "{folder} holds an export that cannot be read. Choose a new folder for the submission.",
                folder=str(self._folder),
            ) from error
        if not is_same:
            raise InputError(
                "{folder} holds another submission, of {scene}: its scene, settings or files were others. Choose a new"
                " folder.",
                folder=str(self._folder),
                scene=scene,
            )
        for line in self._lines[1:]:
            done = _exported(line)
            if done is not None:
                self.done[done.local] = done

    def _read(self) -> Any:
        try:
            content = self._path.read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            return []
        except OSError as error:
            raise read_error(error, str(self._path)) from error
        return [_line(each) for each in content.splitlines() if each]


def _line(text: bytes) -> Any:
    try:
        return json.loads(text.decode("ascii"))
    except (ValueError, RecursionError):
        return None


def _exported(line: Any) -> Optional[Exported]:
    """None for a line that says nothing of a file: it is done once more then."""
    kinds = [str, int, int, str, str]
    if not isinstance(line, list) or [type(each) for each in line[:5]] != kinds or len(line) != 6:
        return None
    local, size, mtime_ns, inode, sha256, copy = line
    if copy is not None and not re.fullmatch(COPY_PATTERN, str(copy)):
        return None
    return Exported(local, Stamp(size, mtime_ns, inode), sha256, copy)
