"""Arnold scenes (.ass, .ass.gz): images, volumes, other scenes and profiles that their nodes name."""

from __future__ import annotations

import re
from typing import List, Set

from rb_maya.file_nodes import FILE, OCIO, STANDIN, TEXTURE, VOLUME, kind_by_ending

from .named import MOST_NAMED, Named, folder_of, is_path, search_folders, text_of
from .stream import Hit, Window, hits, opened, windows

_TEXTS = rb'((?:\s*"[^"\n]{0,4096}"){1,12})'
_FILE_NAME = re.compile(rb"filename\s{1,99}(?:\d{1,9}\s{1,9}\d{1,9}\s{1,9}STRING)?" + _TEXTS)
_INCLUDE = re.compile(rb'include\s{1,99}"([^"\n]{1,4096})"')
_SEARCH = re.compile(rb'searchpath\s{1,99}"([^"\n]{1,4096})"')
_CONFIG = re.compile(rb'config\s{1,99}"([^"\n]{1,4096})"')
_PATTERNS = (_FILE_NAME, _INCLUDE, _SEARCH, _CONFIG)
_QUOTED = re.compile(rb'"([^"\n]*)"')
_KINDS = {"image": TEXTURE, "volume": VOLUME, "procedural": STANDIN, "include": STANDIN}


class _Scene:
    def __init__(self, path: str) -> None:
        self.folder = folder_of(path)
        self.node = ""
        self.named: Set[str] = set()
        self.found: List[Named] = []
        self.near: List[str] = [self.folder]

    def take(self, window: Window) -> None:
        done = window.begin
        for hit in hits(window, _PATTERNS):
            self.node = _node(hit.data, done, hit.start, self.node)
            done = hit.start
            line = hit.data.rfind(b"\n", max(0, done - 64), done) + 1
            word = hit.data[max(line, done - 64) : done].split()
            if not word or not word[0].startswith(b"#"):
                self._read(hit, self.node)
        self.node = _node(window.data, done, window.end, self.node)

    def _read(self, hit: Hit, node: str) -> None:
        command = hit.data[hit.start : hit.start + 7]
        if command == b"searchp":
            self.near.extend(search_folders(text_of(hit.groups[0]), self.folder))
        elif command == b"include":
            self._add(text_of(hit.groups[0]), STANDIN)
        elif command == b"config ":
            if node.startswith("color_manager"):
                self._add(text_of(hit.groups[0]), OCIO)
        elif "driver" not in node:  # what a driver names is written, not read
            for text in _QUOTED.findall(hit.groups[0]):
                path = text_of(text)
                self._add(path, kind_by_ending(path, _KINDS.get(node, FILE)))

    def _add(self, path: str, kind: str) -> None:
        if path not in self.named and is_path(path) and len(self.named) < MOST_NAMED:
            self.named.add(path)
            self.found.append(Named(path, kind, ()))


def read(path: str) -> List[Named]:
    scene = _Scene(path)
    with opened(path) as stream:
        for window in windows(stream):
            scene.take(window)
    near = tuple(dict.fromkeys(scene.near))
    return [named._replace(near=near) for named in scene.found]


def _node(data: bytes, begin: int, end: int, before: str) -> str:
    """The type of the node that a place in a scene belongs to: the word before the last opening brace, which is
    looked for from the last place on."""
    brace = data.rfind(b"{", begin, end)
    words = data[max(0, brace - 200) : brace].split() if brace >= 0 else []
    return text_of(words[-1]) if words else before
