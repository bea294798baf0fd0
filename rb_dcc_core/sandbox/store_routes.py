"""The file store's seven requests over HTTP; `store` says what each answers."""

from __future__ import annotations

import re
from typing import Any, Callable, Dict, List, Mapping, Optional, Tuple

from flask import Response

from . import seeds
from .answers import page
from .farm import THUMBNAILS, Farm
from .handlers_frames import percent_done
from .pictures import jpeg
from .refusals import INVALID, Refusal, invalid, missing, not_found
from .request_fields import Fields
from .statuses import FRAME_DONE, FRAME_RENDERING
from .store import LARGEST_FILE, TAIL_BYTES, Checks, file_blocks

_SHA256 = re.compile(r"[0-9a-f]{64}", re.ASCII)
_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})", re.ASCII)
_THUMBNAIL = re.compile(r"small_pic/\d+/\d+/(\d{1,15})/Render_(\d{1,15})_[^/]*", re.ASCII)

MOST_ASKED = 500

Action = Callable[[Farm, Fields, Mapping[str, Any]], Any]


def offset(farm: Farm, fields: Fields, environ: Mapping[str, Any]) -> Dict[str, Any]:
    return farm.store.offset(fields.text("bid"), path_of(fields))


def held(farm: Farm, fields: Fields, environ: Mapping[str, Any]) -> List[Dict[str, Any]]:
    bid, paths = fields.text("bid"), fields.texts("paths")
    if len(paths) > MOST_ASKED:
        raise invalid("paths", f"must be at most {MOST_ASKED}")
    return [farm.store.offset(bid, path) for path in paths]


def part(farm: Farm, fields: Fields, environ: Mapping[str, Any]) -> Dict[str, Any]:
    told_length = environ.get("CONTENT_LENGTH")
    if not told_length:
        raise missing("header Content-Length")
    checks = Checks(_hash(fields, "sha256"), _hash(fields, "upto_sha256"), _tail(fields))
    length = int(told_length) - (TAIL_BYTES if checks.has_tail else 0)
    if length < 0:
        raise invalid("tail", "is longer than the body")
    at, size = fields.integer("offset", 0, LARGEST_FILE), fields.integer("size", 0, LARGEST_FILE)
    body = environ["wsgi.input"]
    return farm.store.append(fields.text("bid"), path_of(fields), at, size, body, length, checks)


def commit(farm: Farm, fields: Fields, environ: Mapping[str, Any]) -> Dict[str, Any]:
    size = fields.integer("size", 0, LARGEST_FILE)
    sha256 = _hash(fields, "sha256", required=True)
    return farm.store.commit(fields.text("bid"), path_of(fields), size, sha256)


def delete(farm: Farm, fields: Fields, environ: Mapping[str, Any]) -> Dict[str, Any]:
    farm.store.delete(fields.text("bid"), path_of(fields))
    return {"deleted": 1}


def listing(farm: Farm, fields: Fields, environ: Mapping[str, Any]) -> Dict[str, Any]:
    page_num, page_size = fields.page()
    folder = path_of(fields) if fields.has("path") else ""
    files, total = farm.store.listed(fields.text("bid"), folder, page_num, page_size)
    items = [
        {"path": one.path, "size": one.size, "sha256": one.sha256, "modified": one.modified_ms}
        for one in files
    ]
    return page(items, page_num, page_size, total)


def file(farm: Farm, fields: Fields, environ: Mapping[str, Any]) -> Response:
    bid, path = fields.text("bid"), path_of(fields)
    thumbnail = path.replace("\\", "/").lstrip("/")
    if bid == seeds.OUTPUT_BID and thumbnail.startswith(THUMBNAILS + "/"):
        return Response(_thumbnail(farm, thumbnail), mimetype="image/jpeg")
    found, opened = farm.store.open(bid, path)
    try:
        wanted = byte_range(environ.get("HTTP_RANGE"), found.size)
    except Refusal as refusal:
        opened.close()
        refusal.data = {"size": found.size}
        raise
    first, last = wanted or (0, found.size - 1)
    opened.seek(first)
    length = last - first + 1
    answer = Response(
        file_blocks(opened, length), 206 if wanted else 200, mimetype="application/octet-stream"
    )
    answer.headers["Content-Length"] = str(length)
    answer.headers["Accept-Ranges"] = "bytes"
    answer.headers["ETag"] = f'"{found.sha256}"'
    if wanted:
        answer.headers["Content-Range"] = f"bytes {first}-{last}/{found.size}"
    return answer


ROUTES: Dict[Tuple[str, str], Action] = {
    ("GET", "offset"): offset,
    ("PUT", "part"): part,
    ("POST", "held"): held,
    ("POST", "commit"): commit,
    ("GET", "list"): listing,
    ("GET", "file"): file,
    ("POST", "delete"): delete,
}


def path_of(fields: Fields) -> str:
    return fields.text("path", 4097)


def byte_range(header: Optional[str], size: int) -> Optional[Tuple[int, int]]:
    """First and last byte asked for; None for the whole file, which is also what a header not understood means."""
    match = _RANGE.fullmatch(header.strip()) if header else None
    if match is None or match.groups() == ("", ""):
        return None
    first, last = match.groups()
    if first == "":
        start, end = max(0, size - int(last)), size - 1
    else:
        start, end = int(first), min(int(last), size - 1) if last else size - 1
        if last and int(last) < int(first):
            return None
    if start >= size or start > end:
        raise Refusal(INVALID, "invalid parameter: Range lies outside the file", http_status=416)
    return start, end


def _hash(fields: Fields, name: str, required: bool = False) -> str:
    if not required and not fields.has(name):
        return ""
    text = fields.text(name).lower()
    if not _SHA256.fullmatch(text):
        raise invalid(name, "must be 64 hex digits")
    return text


def _tail(fields: Fields) -> bool:
    if fields.has("tail") and fields.text("tail") != "sha256":
        raise invalid("tail", "can only be sha256")
    return fields.has("tail")


def _thumbnail(farm: Farm, path: str) -> bytes:
    match = _THUMBNAIL.fullmatch(path)
    if match is None:
        raise not_found(path)
    with farm.up_to_now():
        frame = farm.frames.get(int(match.group(2)))
        if frame["task_id"] != int(match.group(1)) or frame["status"] not in (FRAME_DONE, FRAME_RENDERING):
            raise not_found(path)
        percent = percent_done(frame, farm.simulation.clock.now)
        caption, width, height = farm.caption(frame["id"], _number_in(path))
    return jpeg(caption, width, height, percent)


def _number_in(path: str) -> int:
    match = re.search(r"_(-?\d{1,9})\[-\]png\.jpg$", path)
    return int(match.group(1)) if match else 0
