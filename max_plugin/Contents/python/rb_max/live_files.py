"""The files the open scene names: asset manager, asset tracking, XRefs, and what makers keep to themselves. Main thread."""

from __future__ import annotations

from typing import Any, Dict, Iterator, List, Optional, Set, Tuple

from .files import WRITTEN_KINDS, Wanted, kind_of
from .paths import file_name
from .runtime import Max, text_of, whole_of, word_of

MOST_FILES = 200000
MOST_NESTED = 2000
# Classes of other makers, which the asset manager may not be told of: each with the property that holds its file. One
# that is not installed is simply unknown.
_KEEPERS = (
    ("VRayProxy", "filename"),
    ("VRayHDRI", "HDRIMapName"),
    ("VRayBitmap", "HDRIMapName"),
    ("CoronaProxy", "filename"),
    ("CoronaBitmap", "filename"),
    ("VRayIES", "ies_file"),
    ("CoronaLight", "iesFile"),
    ("AlembicObject", "source"),
    ("AlembicXform", "source"),
    ("Point_Cache", "filename"),
    ("Point_CacheSpacewarpModifier", "filename"),
    ("PointCloud", "filename"),
    ("Redshift_Proxy", "file"),
    ("Arnold_Procedural_Object", "Procedural"),
    ("Arnold_Alembic_Object", "filename"),
    ("Arnold_USD_Object", "filename"),
    ("Arnold_Volume_Object", "VDBFile"),
)
_MISSING = ("Missing_Mtl", "Missing_TextureMap", "Missing_Render_Element_Plug_in")


class SceneFiles:
    """Gathers them; `steps` yields wherever one may rest."""

    def __init__(self, max_: Max) -> None:
        self._max = max_
        self._found: Dict[Tuple[str, str], Wanted] = {}
        self._written: Dict[str, None] = {}
        self._tracked: Optional[Set[str]] = None

    def steps(self) -> Iterator[None]:
        yield from self._read_tracking()
        yield from self._assets()
        yield from self._xrefs()
        yield from self._objects()
        for class_name, property_name in _KEEPERS:
            yield from self._kept(class_name, property_name)
        self._rest_of_tracking()
        yield

    @property
    def wanted(self) -> Tuple[Wanted, ...]:
        return tuple(self._found.values())

    @property
    def written(self) -> Tuple[str, ...]:
        """What the scene writes itself: no files to send, whoever else lists them."""
        return tuple(self._written)

    def _read_tracking(self) -> Iterator[None]:
        """What the Asset Tracking shows. The call fills an argument; it answers (count, files). It is not asked to
        refresh: that may open a vault's dialog."""
        parts = self._max.listed(self._max.call("ATSOps.GetFiles", self._max.filled()))
        files: Set[str] = set()
        for each in self._max.each(parts[1] if len(parts) > 1 else None):
            if isinstance(each, str) and len(files) < MOST_FILES:
                files.add(each)
            yield
        self._tracked = files or None

    def _assets(self) -> Iterator[None]:
        """The asset manager counts from 1. It lists defaults of 3ds Max too: one that the tracking does not show is taken
        where it is there and not missed where it is not."""
        names = None if self._tracked is None else {file_name(each).lower() for each in self._tracked}
        count = whole_of(self._max.call("AssetManager.getNumAssets")) or 0
        for place in range(1, min(count, MOST_FILES) + 1):
            asset = self._max.call("AssetManager.getAssetByIndex", place)
            path = text_of(self._max.call_of(asset, "getFileName"))
            if path is not None:
                kind = word_of(self._max.call_of(asset, "getType")).lower()
                resolved = text_of(self._max.call_of(asset, "getFullFilePath")) or ""
                if kind in WRITTEN_KINDS:
                    self._written.setdefault(path)
                    self._written.setdefault(resolved or path)
                else:
                    is_leftover = names is not None and file_name(path).lower() not in names
                    self._take(Wanted(path, kind_of(path, kind), resolved, is_leftover))
            yield

    def _xrefs(self) -> Iterator[None]:
        """XRef scenes, and those inside them."""
        waiting: List[Any] = [None]
        met = 0
        while waiting and met < MOST_NESTED:
            root = waiting.pop()
            named = {} if root is None else {"root": root}
            count = whole_of(self._max.call("xrefs.getXRefFileCount", **named)) or 0
            for place in range(1, min(count, MOST_NESTED) + 1):
                scene = self._max.call("xrefs.getXRefFile", place, **named)
                path = text_of(self._max.of(scene, "filename"))
                if path is not None:
                    met += 1
                    self._take(Wanted(path, "xref"))
                    inner = self._max.of(scene, "tree")
                    if inner is not None:
                        waiting.append(inner)
                yield

    def _objects(self) -> Iterator[None]:
        """XRef objects, materials and controllers."""
        count = whole_of(self._max.value("objXRefMgr.recordCount")) or 0
        for place in range(1, min(count, MOST_FILES) + 1):
            record = self._max.call("objXRefMgr.GetRecord", place)
            path = text_of(self._max.of(record, "srcFileName"))
            if path is not None:
                self._take(Wanted(path, "xref"))
            yield

    def _kept(self, class_name: str, property_name: str) -> Iterator[None]:
        found = self._max.value(class_name)
        if found is None:
            return
        for thing in self._max.each(self._max.call("getClassInstances", found)):
            path = text_of(self._max.of(thing, property_name))
            if path is not None:
                self._take(Wanted(path, kind_of(path, "")))
            yield

    def _rest_of_tracking(self) -> None:
        named = {file_name(wanted.written).lower() for wanted in self._found.values()}
        named.update(file_name(path).lower() for path in self._written)
        for path in sorted(self._tracked or ()):
            if file_name(path).lower() not in named:
                self._take(Wanted(path, kind_of(path, "")))

    def _take(self, wanted: Wanted) -> None:
        """The first to name a file tells most of it; one that needs it outweighs one that only lists it."""
        key = (wanted.written.lower(), wanted.resolved.lower())
        known = self._found.get(key)
        if known is None or (known.is_optional and not wanted.is_optional):
            self._found[key] = wanted


def missing_plugins(max_: Max) -> Iterator[int]:
    """One for each material, map and element that has lost its plug-in."""
    for name in _MISSING:
        found = max_.value(name)
        if found is not None:
            for _ in max_.each(max_.call("getClassInstances", found)):
                yield 1
