"""The files a scene needs: found on disk with their tiles and frames, and what is missing said by name."""

from __future__ import annotations

import re
from typing import Any, Dict, Iterator, List, NamedTuple, Optional, Pattern, Sequence, Set, Tuple

from rb_dcc_core.host import NOTICE, WARNING, FileReference, Problem
from rb_dcc_core.messages import Message

from . import file_nodes
from .file_patterns import FRAMES, NamePattern, gaps, numbered, pattern_of, tiled
from .folders import Folders, Found
from .scene_graph import SceneGraph
from .workspace import BESIDE_SCENE, IN_PROJECT_BY_TAIL, MISSING, Place, Resolver

_BUILT_IN = "<MAYA_RESOURCES>"


class Wanted(NamedTuple):
    """A path that a node stores. `pattern` is given where the node itself says there are more files than
    the one."""

    written: str
    kind: str
    node: str
    folder: str
    pattern: Optional[NamePattern] = None


class FileFinder:
    """Turns what nodes store into files. One odd node is a problem with its name, never the end."""

    def __init__(self, graph: SceneGraph, resolver: Resolver, folders: Folders) -> None:
        self._graph = graph
        self._resolver = resolver
        self._folders = folders
        self._scene_folder = graph.scene_path.rpartition("/")[0]
        self._assets: Dict[Tuple[str, str], FileReference] = {}
        self._elsewhere: Dict[str, List[str]] = {}
        self._told: Set[Tuple[str, str, str]] = set()
        self.problems: List[Problem] = []

    def find(self) -> Tuple[FileReference, ...]:
        """Every file once (by path and kind), the scene itself first; `problems` tells what is wrong with
        them."""
        scene = self._graph.scene_path
        self._keep(scene, scene, file_nodes.SCENE, None, self._folders.file(scene))
        for wanted in self._wanted():
            try:
                self._take(wanted)
            except (ValueError, OSError) as error:
                self._tell(WARNING, "file_unreadable", _UNREADABLE, wanted, why=str(error))
        self._tell_elsewhere()
        return tuple(self._assets.values())

    def _wanted(self) -> Iterator[Wanted]:
        for reference in self._graph.references():
            yield Wanted(reference.written, file_nodes.REFERENCE, reference.node, reference.folder)
        for source in (
            self._file_textures,
            self._image_planes,
            self._caches,
            self._tabled,
            self._marked,
            self._ocio,
        ):
            for wanted in source():
                if wanted.written.strip() and "\0" not in wanted.written:
                    yield wanted

    def _want(
        self, node: str, written: Any, kind: str, pattern: Optional[NamePattern] = None
    ) -> Iterator[Wanted]:
        if isinstance(written, str) and written.strip():
            yield Wanted(written, kind, node, self._scene_folder, pattern)

    def _file_textures(self) -> Iterator[Wanted]:
        for node in self._graph.nodes("file"):
            written = self._graph.value(node, "fileTextureName")
            if not isinstance(written, str):
                self._tell(WARNING, "attribute_odd", _ODD, Wanted("", file_nodes.TEXTURE, node, ""))
                continue
            tiling = self._graph.value(node, "uvTilingMode")
            name = written.replace("\\", "/").rpartition("/")[2]
            pattern = tiled(name, tiling) if isinstance(tiling, int) else None
            if pattern is None and self._graph.value(node, "useFrameExtension") is True:
                pattern = numbered(name)
            yield from self._want(node, written, file_nodes.TEXTURE, pattern)
            if tiling == 4:
                yield from self._explicit_tiles(node)

    def _explicit_tiles(self, node: str) -> Iterator[Wanted]:
        for index in self._graph.elements(node, "explicitUvTiles"):
            written = self._graph.value(node, f"explicitUvTiles[{index}].explicitUvTileName")
            yield from self._want(node, written, file_nodes.TEXTURE)

    def _image_planes(self) -> Iterator[Wanted]:
        for node in self._graph.nodes("imagePlane"):
            written = self._graph.value(node, "imageName")
            if self._graph.value(node, "type") == 1 or not isinstance(written, str):
                continue  # 1: a texture node's colours, no file of its own
            frames = self._graph.value(node, "useFrameExtension") is True
            pattern = numbered(written.replace("\\", "/").rpartition("/")[2]) if frames else None
            yield from self._want(node, written, file_nodes.IMAGE_PLANE, pattern)

    def _caches(self) -> Iterator[Wanted]:
        """A cacheFile names a folder and a stem: the description is stem.xml, the data stem*.mc or .mcx."""
        for node in self._graph.nodes("cacheFile"):
            folder = self._graph.value(node, "cachePath")
            stem = self._graph.value(node, "cacheName")
            if isinstance(folder, str) and isinstance(stem, str) and stem:
                written = "{}/{}.xml".format(folder.rstrip("/\\"), stem)
                yield from self._want(node, written, file_nodes.CACHE)
                data = NamePattern(FRAMES, _cache_names(stem))
                yield from self._want(node, written, file_nodes.CACHE, data)

    def _tabled(self) -> Iterator[Wanted]:
        stand_ins = self._graph.nodes("aiStandIn")
        for node in stand_ins:
            written = self._graph.value(node, "dso")
            if isinstance(written, str):
                frames = self._graph.value(node, "useFrameExtension") is True
                pattern = numbered(written.replace("\\", "/").rpartition("/")[2]) if frames else None
                yield from self._want(node, written, file_nodes.STANDIN, pattern)
        for entry in file_nodes.FILE_ATTRIBUTES:
            for node in self._graph.nodes(entry.node_type):
                stored = next(
                    (v for v in (self._graph.stored(node, name) for name in entry.names) if v), None
                )
                for written in stored if isinstance(stored, tuple) else (stored,):
                    yield from self._want(node, written, entry.kind)

    def _marked(self) -> Iterator[Wanted]:
        """Dynamic attributes that whoever made them marked as file names."""
        for node, attribute in self._graph.file_attributes():
            yield from self._want(node, self._graph.stored(node, attribute), file_nodes.FILE)

    def _ocio(self) -> Iterator[Wanted]:
        for node in self._graph.nodes("colorManagementGlobals"):
            written = self._graph.value(node, "configFilePath")
            own = isinstance(written, str) and not written.startswith(_BUILT_IN)
            if own and self._graph.value(node, "configFileEnabled") is True:
                yield from self._want(node, written, file_nodes.OCIO)

    def _take(self, wanted: Wanted) -> None:
        rules = file_nodes.RULES.get(wanted.kind, file_nodes.DEFAULT_RULES)
        name = wanted.written.replace("\\", "/").rpartition("/")[2]
        pattern = wanted.pattern or pattern_of(name)
        if pattern is not None and self._take_matching(wanted, pattern, rules):
            return
        place = self._resolver.resolve(wanted.written, rules, wanted.folder)
        self._note_place(wanted, place)
        kind = _kind(wanted.kind, pattern)
        self._keep(place.path, wanted.written, kind, wanted.node, place.found)
        if place.found is None:
            self._tell_missing(wanted, place)
        elif place.found.case_differs:
            self._tell(WARNING, "file_case_differs", _CASE, wanted, path=place.path)

    def _take_matching(self, wanted: Wanted, pattern: NamePattern, rules: Sequence[str]) -> bool:
        """Take the files that fit a pattern from the first place that has any."""
        for place in self._resolver.candidates(wanted.written, rules, wanted.folder):
            folder = place.path.rpartition("/")[0]
            files = list(self._folders.matching(folder, pattern.names))
            if files:
                self._note_place(wanted, place)
                for found in files:
                    self._keep(found.path, wanted.written, _kind(wanted.kind, pattern), wanted.node, found)
                if pattern.kind == FRAMES and wanted.kind != file_nodes.CACHE:
                    self._tell_gaps(wanted, files, pattern)
                return True
        return False

    def _keep(self, path: str, written: str, kind: str, node: Optional[str], found: Optional[Found]) -> None:
        if (path, file_nodes.SCENE) in self._assets:
            return  # a reference that leads back to the scene
        size = found.size if found is not None else None
        shown = self._graph.unique_name(node) if node is not None else None
        self._assets.setdefault(
            (path, kind), FileReference(path, written, kind, shown, found is not None, size)
        )

    def _note_place(self, wanted: Wanted, place: Place) -> None:
        if place.how in (BESIDE_SCENE, IN_PROJECT_BY_TAIL) and place.how != MISSING:
            self._elsewhere.setdefault(place.how, []).append(wanted.written)

    def _tell_elsewhere(self) -> None:
        for how, template, code in (
            (BESIDE_SCENE, _BESIDE, "found_beside_scene"),
            (IN_PROJECT_BY_TAIL, _BY_TAIL, "found_by_tail"),
        ):
            written = sorted(set(self._elsewhere.get(how, ())))
            if written:
                self.problems.append(
                    Problem(NOTICE, code, Message(template, count=len(written), first=written[0]))
                )

    def _tell_missing(self, wanted: Wanted, place: Place) -> None:
        if place.unset_variable is not None:
            self._tell(
                WARNING, "file_missing", _UNSET, wanted, path=wanted.written, name=place.unset_variable
            )
        else:
            self._tell(WARNING, "file_missing", _MISSING, wanted, path=place.path)

    def _tell_gaps(self, wanted: Wanted, files: List[Found], pattern: NamePattern) -> None:
        missing = gaps([found.path.rpartition("/")[2] for found in files], pattern)
        if missing:
            self._tell(
                WARNING,
                "sequence_gap",
                _GAP,
                wanted,
                path=wanted.written,
                count=len(missing),
                first=missing[0],
            )

    def _tell(self, severity: str, code: str, template: str, wanted: Wanted, **args: Any) -> None:
        node = self._graph.unique_name(wanted.node)
        told = (code, node, str(args.get("path")))
        if told not in self._told:
            self._told.add(told)
            text = Message(template, node=node, **args)
            self.problems.append(Problem(severity, code, text, node))


def _kind(kind: str, pattern: Optional[NamePattern]) -> str:
    frames = pattern is not None and pattern.kind == FRAMES
    return file_nodes.SEQUENCE if frames and kind in (file_nodes.TEXTURE, file_nodes.IMAGE_PLANE) else kind


def _cache_names(stem: str) -> Pattern[str]:
    return re.compile(re.escape(stem) + r"(?:Frame-?\d+(?:Tick\d+)?)?\.mcx?", re.ASCII)


_MISSING = "{node}: there is no file {path}. Put it there, or correct the path in Maya."
_UNSET = "{node}: the file {path} cannot be found, because the variable {name} is not set on this computer."
_ODD = "{node}: its file name is not one text; it is passed over. Set it again in Maya."
_UNREADABLE = "{node}: its file cannot be looked for: {why}."
_CASE = (
    "{node}: the file's name differs in upper and lower case from {path}. A Linux render node will not "
    "find it."
)
_GAP = "{node}: the sequence {path} has {count} frames missing, the first is {first}."
_BESIDE = (
    "Found beside the scene only, not in a Maya project: {count} of the paths, the first is {first}. "
    "Maya may not find them."
)
_BY_TAIL = (
    "Paths of another computer, found in this project by their last folders: {count}, the first is {first}."
)
