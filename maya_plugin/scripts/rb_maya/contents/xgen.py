"""XGen collections (.xgen): the collection's data folder, maps and caches outside it, the patches beside it."""

from __future__ import annotations

import re
from typing import Dict, List, Tuple

from rb_maya.file_nodes import XGEN

from .named import MOST_NAMED, Named, folder_of, is_path, text_of
from .stream import small

_MAP = re.compile(r"map\(\s*['\"]([^'\"]{1,4096})['\"]")
_PATH_KEYS = re.compile(r"(?:\w*[fF]ile[nN]ame|\w*[fF]iles?|pointDir|cacheDir|\w*Dir)\Z")
_NOT_READ = ("xgDataPath", "xgProjectPath", "outputDir", "ribFile")
_PROJECT = "${PROJECT}"


class _Collection:
    """Variables of a collection: ${PROJECT} is its project, ${DESC} a description's folder in its data."""

    def __init__(self, path: str) -> None:
        self.folder = folder_of(path)
        self.project = ""
        self.data: List[str] = []
        self.description = ""

    def places(self, written: str) -> Tuple[str, ...]:
        """A path with its variables set, once for every folder of data."""
        if "${DESC}" not in written:
            return (written,)
        return tuple(written.replace("${DESC}", f"{data}/{self.description}") for data in self.data)

    def named(self, written: str, optional: bool = False) -> Named:
        """Below ${PROJECT} a path is looked up in the project it was made in, then in the scene's."""
        path = written.replace("\\", "/")
        near: Tuple[str, ...] = (self.folder,)
        if path.startswith(_PROJECT):
            path = path[len(_PROJECT) :].lstrip("/") or "."
            near = (self.project.rstrip("/"), self.folder) if self.project else near
        return Named(path, XGEN, near, None, True, optional)


def read(path: str) -> List[Named]:
    collection = _Collection(path)
    found: Dict[str, Named] = {}
    section = ""
    for line in small(path).splitlines():
        words = text_of(line[:65536]).split(None, 1)
        if not words:
            continue
        key, value = words[0], words[1].strip() if len(words) > 1 else ""
        if not line[:1].isspace():
            section = key
        elif key == "name" and section == "Description":
            collection.description = value
        elif key == "xgProjectPath":
            collection.project = value.replace("\\", "/")
        elif key == "xgDataPath":
            collection.data = [part.strip().replace("\\", "/") for part in value.split(";") if part.strip()]
            for data in collection.data:
                found.setdefault(data, collection.named(data))
        for written in _paths(key, value):
            for place in collection.places(written):
                if is_path(place) and len(found) < MOST_NAMED and not _is_below(place, collection.data):
                    found.setdefault(place, collection.named(place))
    # The patches' geometry and the changes made to it are exported beside the collection's file.
    stem = path.rpartition("/")[2][: -len(".xgen")]
    beside = [Named(stem + end, XGEN, (collection.folder,), optional=True) for end in (".abc", ".xgd")]
    return [*found.values(), *beside]


def _paths(key: str, value: str) -> List[str]:
    maps = _MAP.findall(value)
    if key in _NOT_READ or maps or not value:
        return list(maps)
    return [value.strip("\"'")] if _PATH_KEYS.match(key) and "/" in value.replace("\\", "/") else []


def _is_below(path: str, folders: List[str]) -> bool:
    return any(path.startswith(folder.rstrip("/") + "/") for folder in folders)
