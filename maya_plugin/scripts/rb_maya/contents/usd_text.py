"""USD layers as text (.usda): what stands between @ signs, and templates of value clips."""

from __future__ import annotations

import re
from typing import List, Set

from rb_maya.file_nodes import TEXTURE, kind_by_ending

from .named import MOST_NAMED, Named, folder_of, is_path, text_of
from .stream import Window, hits, opened, windows

_ASSET = re.compile(rb"@(?:@@([^\n]{1,4096}?)@@@|([^@\n]{1,4096})@)")
_TEMPLATE = re.compile(rb'templateAssetPath\s{0,99}=\s{0,99}"([^"\n]{1,4096})"')
_BEFORE_ASSET = b" \t\r\n=[(,{:"
_LONGEST_LINE_START = 2000


def read(path: str) -> List[Named]:
    found: List[str] = []
    with opened(path) as stream:
        for window in windows(stream):
            found.extend(_assets(window))
            found.extend(text_of(hit.groups[0]) for hit in hits(window, (_TEMPLATE,)))
    near = (folder_of(path),)
    names: Set[str] = set()
    result = []
    for text in found:
        plain = text.partition(":SDF_FORMAT_ARGS:")[0].partition("[")[0].strip()
        if plain not in names and is_path(plain) and len(names) < MOST_NAMED:
            names.add(plain)
            result.append(Named(plain, kind_by_ending(plain, TEXTURE), near))
    return result


def _assets(window: Window) -> List[str]:
    """Asset paths that begin in a window; an @ inside a text or a comment is none, and the search goes on
    right after it."""
    found = []
    data = window.data
    match = _ASSET.search(data, window.begin)
    while match is not None and match.start() < window.end:
        start = match.start()
        if _is_asset(data, start):
            found.append(text_of(match.group(1) or match.group(2)))
            position = match.end()
        else:
            position = start + 1
        match = _ASSET.search(data, position)
    return found


def _is_asset(data: bytes, start: int) -> bool:
    if start and data[start - 1] not in _BEFORE_ASSET:
        return False
    line = data.rfind(b"\n", max(0, start - _LONGEST_LINE_START), start) + 1
    before = data[max(line, start - _LONGEST_LINE_START) : start]
    if before.lstrip().startswith(b"#"):
        return False
    return (before.count(b'"') - before.count(b'\\"')) % 2 == 0
