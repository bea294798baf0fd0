"""The file store, and the small HTTP protocol it is reached by (protocol number 3).

The service announces it as `httpStore: {"url": "http://127.0.0.1:PORT/store", "protocol": 3}` in getConfig (v2) and in
getTransferServerMsg (both generations). Everything below is relative to that url.

Signing. Every request carries the headers accessId, channel, platform, UTCTimestamp, nonce, version ("1.0.0" or
"2.0.0") and signature. The signed text is that of the interfaces, with the HTTP method in front: "[GET]" + the host
as addressed + ":" + the URL's path ("/store/offset") + "&" + the terms, which are the headers, and the query's
parameters as decoded text. A raw body is not signed; a JSON body is, in place of the query. Time and nonce are checked
too. A retry needs a new nonce.

Names. `bid` is a storage id of getTransferBid, as text: config_bid, input_bid or output_bid. `path` is parts joined
by "/" in UTF-8; one "/" in front says nothing. Any character is allowed but NUL and backslash; no part may be empty, "."
or ".."; no drive letter. A listing gives paths back exactly, without the "/" in front. The output area is read-only (605).

Answers are JSON in the interfaces' envelope; below is what stands in `data`. Success is code 200. Errors have HTTP
status 200 too, but on /store/file, where the body may be a file: there 404 (code 404), 416 (600), 403 (605), 401
(602, 610, 611) and 400 (others).

GET /store/offset?bid&path
    {"offset", "committed", "size", "sha256", "partSize"}. offset: how many bytes of an unfinished upload are held, 0
    where there is none; go on sending there. partSize (since protocol 3): the size it shall have, -1 where there is none.
    committed 1, size and sha256 tell of the complete file that is there (perhaps an older one that the upload will
    replace); without one they are 0, -1 (or the unfinished upload's size) and "".
POST /store/held {"bid", "paths": [up to 500]}
    What offset says, of each path in its order; since protocol 2.
PUT /store/part?bid&path&offset&size[&upto_sha256][&tail][&sha256], body: raw bytes, with a Content-Length
    Appends the body at `offset`; `size` is the whole file's. Answers {"offset", "committed"}: what is held now. Where
    `offset` is not what is held: code 600 with {"offset"} in data, and the body is not used. Another `size` than the
    unfinished upload's drops what was held of it. Bytes are kept as they come, so a broken connection loses none that
    arrived. With `upto_sha256` (hex, since protocol 2; of the whole file up to the end of this body) a body that came
    whole but does not lead to it is dropped: code 600 with {"offset"} and a message that names upto_sha256, to send it
    again. As part of the query it is signed, and so the body is. With `tail`=sha256 (since protocol 3) the same checksum
    stands behind the bytes, as the body's last 32: so a long body can be hashed while it goes out. Its signature is that
    of the commit. With `sha256`, a file that is now complete is committed at once, and refused as by commit. While
    another request writes the same path: code 603, try again.
POST /store/commit {"bid", "path", "size" int, "sha256" hex}
    Makes a complete upload the file, at once and whole; it replaces an older one. {"offset": size, "committed": 1}.
    Not all bytes held: 600 with {"offset"}. Wrong hash: 600 with {"offset": 0}, what was held is dropped. Again after
    success, with the same hash: success. An empty file needs no part before it.
GET /store/list?bid[&path][&pageNum][&pageSize]
    {pageCount, pageNum, total, size, items: [{"path", "size", "sha256", "modified" (ms)}]}, the complete files at or
    below path (left out or "/": the whole area), sorted by path; pageNum 1 and pageSize 100 if left out, at most 1000.
GET /store/file?bid&path, perhaps with Range: bytes=a-b (or a-, or -n)
    200 or 206 with the raw bytes, Content-Length, Accept-Ranges, and ETag, the SHA-256 in quotes. In the output area, a
    path that starts with "small_pic/" (or "small_pic\\") is a frame's thumbnail, as loadTaskProcessImg and
    loadingFrameThumbnail name them.
POST /store/delete {"bid", "path"}
    Deletes a complete file and any unfinished upload of it; {"deleted": 1}, or 404 where there is neither.
"""

from __future__ import annotations

import hashlib
import io
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Callable, Dict, List, Optional, Tuple

from . import seeds
from .database import Database
from .disk import Disk, Hashes, key_of
from .path_locks import PathLocks
from .paths import clean_folder, clean_path
from .refusals import INVALID, NO_PERMISSION, Refusal, illegal, invalid, not_found
from .running_hashes import RunningHashes

AREAS = (seeds.CONFIG_BID, seeds.INPUT_BID, seeds.OUTPUT_BID)
LARGEST_FILE = 2**53
LOCK_WAIT_S = 10.0
BLOCK = 1024 * 1024
TAIL_BYTES = 32


@dataclass(frozen=True)
class Checks:
    """What a body is compared with: the whole file's hash, that of the file up to the body's end, told before or behind it."""

    sha256: str = ""
    upto_sha256: str = ""
    has_tail: bool = False


@dataclass(frozen=True)
class StoredFile:
    """A complete file. A picture that nobody asked for yet has size -1 and no hash."""

    area: str
    path: str
    size: int
    sha256: str
    md5: str
    modified_ms: int
    disk_name: str
    frame_id: int
    number: int


Painter = Callable[[StoredFile], bytes]


class Store:
    """Files by area and path. On disk they bear names made from a hash, so no name from outside ever becomes a path."""

    def __init__(self, folder: Path, database: Database, clock: Callable[[], float] = time.time) -> None:
        self._disk = Disk(folder)
        self._database = database
        self._clock = clock
        self._locks = PathLocks()
        self._running = RunningHashes()
        self.paint: Optional[Painter] = None

    def offset(self, area: str, path: str) -> Dict[str, Any]:
        area, path = checked(area, path)
        part = self._part(area, path)
        found = self.committed(area, path)
        return {
            "offset": self._disk.part_size(part[0]) if part is not None else 0,
            "committed": int(found is not None),
            "size": found.size if found is not None else part[1] if part is not None else -1,
            "sha256": found.sha256 if found is not None else "",
            "partSize": part[1] if part is not None else -1,
        }

    def append(
        self, area: str, path: str, offset: int, size: int, body: BinaryIO, length: int, checks: Checks
    ) -> Dict[str, Any]:
        """Write `length` bytes of a body at `offset` as they come; commits when it is complete and the hash is given."""
        area, path = writable(area, path)
        if offset + length > size:
            raise invalid("offset", "and the body's length are together more than size")
        with self._locked(area, path):
            is_whole = checks.sha256 and offset == 0 and length == size <= BLOCK and not checks.has_tail
            if is_whole and self._part(area, path) is None:
                return self._take_whole(area, path, checks, body, length)
            disk_name, held = self._opened_part(area, path, size)
            if offset != held:
                raise Refusal(INVALID, "invalid parameter: offset is not what is held", {"offset": held})
            held += self._take_checked(disk_name, held, body, length, checks)
            if checks.sha256 and held == size:
                return self._commit(area, path, size, checks.sha256)
            return {"offset": held, "committed": 0}

    def _take_checked(self, disk_name: str, held: int, body: BinaryIO, length: int, checks: Checks) -> int:
        """Add a body to what is held; one that came whole but wrong is cut off again and refused."""
        whole = self._running.take(disk_name, held)
        if whole is None and (checks.upto_sha256 or checks.has_tail):
            whole = self._disk.sha256(disk_name)
        before = whole.copy() if whole is not None else None
        written = self._disk.append(disk_name, body, length, whole)
        told = checks.upto_sha256
        if checks.has_tail:
            tail = _read_up_to(body, TAIL_BYTES)
            told = tail.hex() if len(tail) == TAIL_BYTES else ""
        if told and whole and written == length and whole.hexdigest() != told:
            self._disk.cut(disk_name, held)
            self._running.keep(disk_name, held, before)
            text = "invalid parameter: upto_sha256 is not that of the bytes that came"
            raise Refusal(INVALID, text, {"offset": held})
        self._running.keep(disk_name, held + written, whole)
        return written

    def commit(self, area: str, path: str, size: int, sha256: str) -> Dict[str, Any]:
        area, path = writable(area, path)
        with self._locked(area, path):
            found = self.committed(area, path)
            if (
                self._part(area, path) is None
                and found is not None
                and (found.size, found.sha256) == (size, sha256)
            ):
                return {"offset": size, "committed": 1}
            return self._commit(area, path, size, sha256)

    def put(self, area: str, path: str, content: bytes) -> None:
        """Store a small file whole, as taskJsonFile does."""
        area, path = writable(area, path)
        with self._locked(area, path):
            disk_name, hashes = self._disk.write(key_of(area, path), content)
            self._enter(area, path, disk_name, hashes)

    def delete(self, area: str, path: str) -> None:
        area, path = writable(area, path)
        with self._locked(area, path):
            found, part = self.committed(area, path), self._part(area, path)
            if found is None and part is None:
                raise not_found(path)
            with self._database.transaction():
                self._forget(area, path)
            self._drop(found, part)

    def listed(self, area: str, folder: str, page_num: int, page_size: int) -> Tuple[List[StoredFile], int]:
        """One page of the complete files at or below a folder, and how many there are."""
        where, values = _below(checked_area(area), clean_folder(folder))
        total = self._database.number("SELECT COUNT(*) FROM files WHERE " + where, values)
        rows = self._database.rows(
            "SELECT * FROM files WHERE " + where + " ORDER BY path LIMIT ? OFFSET ?",
            [*values, page_size, (page_num - 1) * page_size],
        )
        return [self.made(StoredFile(**dict(row))) for row in rows], total

    def entries(self, folder: str) -> List[Tuple[str, bool, int]]:
        """What lies directly in a folder of the output area: name, whether it is a folder, when it changed last (ms)."""
        start = clean_folder(folder)
        where, values = _below(seeds.OUTPUT_BID, start)
        begin = len(start) + 2 if start else 1
        rows = self._database.rows(
            "SELECT CASE WHEN instr(rest, '/') THEN substr(rest, 1, instr(rest, '/') - 1) ELSE rest END AS name,"
            " instr(rest, '/') > 0 AS is_folder, MAX(modified_ms) AS modified_ms"
            " FROM (SELECT substr(path, ?) AS rest, modified_ms FROM files WHERE " + where + ")"
            " WHERE rest != '' GROUP BY name, is_folder ORDER BY name",
            [begin, *values],
        )
        return [(row["name"], bool(row["is_folder"]), row["modified_ms"]) for row in rows]

    def committed(self, area: str, path: str) -> Optional[StoredFile]:
        row = self._database.row("SELECT * FROM files WHERE area = ? AND path = ?", (area, path))
        return StoredFile(**dict(row)) if row is not None else None

    def open(self, area: str, path: str) -> Tuple[StoredFile, BinaryIO]:
        """A complete file and its bytes; refused with 404 where there is none."""
        area, path = checked(area, path)
        found = self.committed(area, path)
        if found is None:
            raise not_found(path)
        found = self.made(found)
        try:
            return found, self._disk.open(found.disk_name)
        except FileNotFoundError:
            raise not_found(path) from None

    def read(self, area: str, path: str, most: int) -> Optional[bytes]:
        """A small file's bytes, or None where there is none; refused where it is larger than `most`."""
        found = self.committed(area, path)
        if found is None:
            return None
        if found.size > most:
            raise invalid(path, f"is larger than {most} bytes")
        with self._disk.open(found.disk_name) as file:
            return file.read()

    def md5(self, found: StoredFile) -> str:
        """The MD5, which upload.json names a scene by and nothing else; taken when it is first asked for."""
        if found.md5:
            return found.md5
        md5 = self._disk.md5(found.disk_name)
        self._database.run(
            "UPDATE files SET md5 = ? WHERE area = ? AND path = ? AND disk_name = ?",
            (md5, found.area, found.path, found.disk_name),
        )
        return md5

    def made(self, found: StoredFile) -> StoredFile:
        """The file itself; a picture is drawn now if nobody asked for it before."""
        if found.size >= 0 or self.paint is None:
            return found
        disk_name, hashes = self._disk.write(key_of(found.area, found.path), self.paint(found))
        with self._database.transaction():
            changed = self._database.run(
                "UPDATE files SET size = ?, sha256 = ?, disk_name = ? WHERE area = ? AND path = ? AND size < 0",
                (hashes.size, hashes.sha256, disk_name, found.area, found.path),
            ).rowcount
        if not changed:
            # Somebody else asked for it at the same moment, and was first.
            self._disk.remove(disk_name)
        return self.committed(found.area, found.path) or found

    def _part(self, area: str, path: str) -> Optional[Tuple[str, int]]:
        """An unfinished upload's name on disk, and the size it shall have."""
        row = self._database.row("SELECT * FROM parts WHERE area = ? AND path = ?", (area, path))
        return (row["disk_name"], row["size"]) if row is not None else None

    def _opened_part(self, area: str, path: str, size: int) -> Tuple[str, int]:
        part = self._part(area, path)
        disk_name = key_of(area, path) + ".part"
        if part is not None and part[1] == size:
            return disk_name, self._disk.part_size(disk_name)
        self._disk.truncate(disk_name)
        with self._database.transaction():
            self._database.run(
                "INSERT OR REPLACE INTO parts VALUES (?, ?, ?, ?)", (area, path, size, disk_name)
            )
        return disk_name, 0

    def _commit(self, area: str, path: str, size: int, sha256: str) -> Dict[str, Any]:
        part = self._part(area, path)
        held = self._disk.part_size(part[0]) if part is not None else 0
        if held != size or (part is not None and part[1] != size):
            raise Refusal(INVALID, "invalid parameter: size is not what is held", {"offset": held})
        key = key_of(area, path)
        hashes = self._hashes_of_part(key + ".part", held) if part is not None else Hashes.of(b"")
        if hashes.sha256 != sha256:
            self._disk.remove(key + ".part")
            with self._database.transaction():
                self._database.run("DELETE FROM parts WHERE area = ? AND path = ?", (area, path))
            raise Refusal(
                INVALID, "invalid parameter: sha256 is not that of the bytes that came", {"offset": 0}
            )
        disk_name = self._disk.finish(key) if part is not None else self._disk.write(key, b"")[0]
        self._enter(area, path, disk_name, hashes)
        return {"offset": size, "committed": 1}

    def _hashes_of_part(self, disk_name: str, held: int) -> Hashes:
        """Taken while the bytes came; of a part from before this start it is read again."""
        whole = self._running.take(disk_name, held) or self._disk.sha256(disk_name)
        return Hashes(held, whole.hexdigest())

    def _take_whole(
        self, area: str, path: str, checks: Checks, body: BinaryIO, length: int
    ) -> Dict[str, Any]:
        """A small file that comes in one piece needs no unfinished upload; one that breaks off becomes one."""
        content = _read_up_to(body, length)
        if len(content) < length:
            disk_name, _ = self._opened_part(area, path, length)
            return {"offset": self._disk.append(disk_name, io.BytesIO(content), length), "committed": 0}
        came = hashlib.sha256(content).hexdigest()
        for name, told in (("upto_sha256", checks.upto_sha256), ("sha256", checks.sha256)):
            if told and told != came:
                text = f"invalid parameter: {name} is not that of the bytes that came"
                raise Refusal(INVALID, text, {"offset": 0})
        disk_name, hashes = self._disk.write(key_of(area, path), content)
        self._enter(area, path, disk_name, hashes)
        return {"offset": length, "committed": 1}

    def _enter(self, area: str, path: str, disk_name: str, hashes: Hashes) -> None:
        old = self.committed(area, path)
        with self._database.transaction():
            self._forget(area, path)
            self._database.run(
                "INSERT INTO files VALUES (?, ?, ?, ?, ?, ?, ?, 0, 0)",
                (area, path, hashes.size, hashes.sha256, "", int(self._clock() * 1000), disk_name),
            )
        self._drop(old, None)

    def _forget(self, area: str, path: str) -> None:
        self._database.run("DELETE FROM files WHERE area = ? AND path = ?", (area, path))
        self._database.run("DELETE FROM parts WHERE area = ? AND path = ?", (area, path))

    def _drop(self, found: Optional[StoredFile], part: Optional[Tuple[str, int]]) -> None:
        if found is not None:
            self._disk.remove(found.disk_name)
        if part is not None:
            self._disk.remove(part[0])

    def _locked(self, area: str, path: str) -> Any:
        return self._locks.hold(
            key_of(area, path), LOCK_WAIT_S, illegal("another request is writing " + path)
        )


def checked_area(area: str) -> str:
    if area not in AREAS:
        raise invalid("bid", "is not one that getTransferBid names")
    return area


def checked(area: str, path: str) -> Tuple[str, str]:
    return checked_area(area), clean_path(path)


def writable(area: str, path: str) -> Tuple[str, str]:
    if checked_area(area) == seeds.OUTPUT_BID:
        raise Refusal(NO_PERMISSION, "no permission: the output area is read-only")
    return checked(area, path)


def _below(area: str, folder: str) -> Tuple[str, List[Any]]:
    if not folder:
        return "area = ?", [area]
    # "0" is the character after "/": the range holds exactly what starts with the folder and a slash.
    return "area = ? AND (path = ? OR (path > ? AND path < ?))", [area, folder, folder + "/", folder + "0"]


def _read_up_to(body: BinaryIO, length: int) -> bytes:
    content = bytearray()
    while len(content) < length:
        block = body.read(length - len(content))
        if not block:
            break
        content += block
    return bytes(content)


def file_blocks(file: BinaryIO, length: int) -> Any:
    """Read so many bytes in blocks, and close the file at the end, also when the reader goes away."""
    with file:
        while length > 0:
            block = file.read(min(BLOCK, length))
            if not block:
                return
            length -= len(block)
            yield block
