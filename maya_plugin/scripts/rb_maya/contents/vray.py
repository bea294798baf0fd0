"""V-Ray scenes (.vrscene): bitmaps, meshes, profiles, caches, other scenes; what V-Ray writes is left out."""

from __future__ import annotations

import re
from typing import List, Set

from rb_maya.file_nodes import FILE, TEXTURE, VRSCENE, kind_by_ending

from .named import MOST_NAMED, Named, folder_of, is_path, text_of
from .stream import hits as hits_of
from .stream import opened, windows

_VALUE = rb'\w{0,40}\s{0,40}=\s{0,40}"([^"\n]{1,4096})"'
_PATTERNS = (
    re.compile(rb"file" + _VALUE),
    re.compile(rb"cache_path" + _VALUE),
    re.compile(rb'#include\s{1,40}"([^"\n]{1,4096})"'),
)
_WRITTEN_BY_VRAY = ("Settings", "RenderChannel", "Output")
_TEXTURES = ("BitmapBuffer", "RawBitmapBuffer", "TexPtex", "BitmapSource")


def read(path: str) -> List[Named]:
    near = (folder_of(path),)
    names: Set[str] = set()
    found: List[Named] = []
    plugin = ""
    with opened(path) as stream:
        for window in windows(stream):
            done = window.begin
            for hit in hits_of(window, _PATTERNS):
                plugin = _plugin(hit.data, done, hit.start, plugin)
                done = hit.start
                include = hit.data.startswith(b"#", hit.start)
                written = text_of(hit.groups[0])
                if not include and (plugin.startswith(_WRITTEN_BY_VRAY) or _commented(hit.data, hit.start)):
                    continue
                if written in names or not is_path(written) or len(names) >= MOST_NAMED:
                    continue
                names.add(written)
                kind = VRSCENE if include else TEXTURE if plugin in _TEXTURES else FILE
                found.append(Named(written, kind_by_ending(written, kind), near))
            plugin = _plugin(window.data, done, window.end, plugin)
    return found


def _plugin(data: bytes, begin: int, end: int, before: str) -> str:
    """The type of the plug-in around a place: "Type name {". Looked for from the last place on."""
    brace = data.rfind(b"{", begin, end)
    words = data[max(0, brace - 400) : brace].split() if brace >= 0 else []
    return text_of(words[-2]) if len(words) >= 2 else before


def _commented(data: bytes, start: int) -> bool:
    line = data.rfind(b"\n", max(0, start - 400), start) + 1
    return data[max(line, start - 400) : start].lstrip().startswith(b"//")
