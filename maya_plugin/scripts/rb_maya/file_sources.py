"""What the nodes of a scene want from the disk; asks the scene alone, so that the disk can be asked elsewhere."""

from __future__ import annotations

import re
from typing import Any, Iterator, List, NamedTuple, Optional, Tuple

from rb_dcc_core.host import WARNING, Problem
from rb_dcc_core.messages import Message

from . import file_nodes
from .file_patterns import FRAMES, NamePattern, cache_data, numbered, tiled
from .scene_graph import SceneGraph

_BUILT_IN = ("<MAYA_RESOURCES>", "ocio://")
_FROM_FILE = 2
_ANIMATION_RENDERING = 7
_NOT_SHOWN = 0
_TEXTURE_NODE = 1
_MOVIE = 2


class Wanted(NamedTuple):
    """A path that a node, or a file it uses, stores.

    `folder` is where the scene is. `pattern` is given where the node itself says there are more files than the
    one. `whole_folder`: the path is a folder, sent with all in it. `near` are folders that a content's relative
    path is looked up in first, and `source` is the file that names it (None: the node itself does). `optional`
    files are no problem where they are missing.
    """

    written: str
    kind: str
    node: str
    folder: str
    pattern: Optional[NamePattern] = None
    whole_folder: bool = False
    near: Tuple[str, ...] = ()
    source: Optional[str] = None
    optional: bool = False


class FileSources:
    """Asks each kind of node for its files. A node with an odd value is a problem with its name."""

    def __init__(self, graph: SceneGraph) -> None:
        self._graph = graph
        self._folder = graph.scene_path.rpartition("/")[0]
        self.problems: List[Problem] = []

    def wanted(self) -> Iterator[Wanted]:
        """Every path that is stored and not empty."""
        for reference in self._graph.references():
            if reference.written.strip():
                shown = self._graph.unique_name(reference.node)
                yield Wanted(reference.written, file_nodes.REFERENCE, shown, reference.folder)
        for source in (
            self._file_textures,
            self._image_planes,
            self._caches,
            self._tabled,
            self._vray,
            self._xgen,
            self._assemblies,
            self._marked,
            self._ocio,
        ):
            yield from source()

    def _want(
        self,
        node: str,
        written: Any,
        kind: str,
        pattern: Optional[NamePattern] = None,
        whole_folder: bool = False,
    ) -> Iterator[Wanted]:
        if isinstance(written, str) and written.strip():
            yield Wanted(written, kind, self._graph.unique_name(node), self._folder, pattern, whole_folder)

    def _file_textures(self) -> Iterator[Wanted]:
        value = self._graph.value
        for node in self._graph.nodes("file"):
            written = value(node, "fileTextureName")
            if not isinstance(written, str):
                self._odd(node)
                continue
            if not written.strip():
                continue
            tiling = value(node, "uvTilingMode")
            name = _name(written)
            pattern = tiled(name, tiling) if tiling and isinstance(tiling, int) else None
            if pattern is None and value(node, "useFrameExtension") is True:
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
            kind = self._graph.value(node, "type")
            if kind == _TEXTURE_NODE or not isinstance(written, str) or not written.strip():
                continue  # a texture node's colours: no file of its own
            if self._graph.value(node, "displayMode") == _NOT_SHOWN:
                continue
            frames = kind != _MOVIE and self._graph.value(node, "useFrameExtension") is True
            yield from self._want(
                node, written, file_nodes.IMAGE_PLANE, numbered(_name(written)) if frames else None
            )

    def _caches(self) -> Iterator[Wanted]:
        """A cacheFile names a folder and a stem: the description is stem.xml, the data stem*.mc or .mcx."""
        for node in self._graph.nodes("cacheFile"):
            folder = self._graph.value(node, "cachePath")
            stem = self._graph.value(node, "cacheName")
            if isinstance(folder, str) and isinstance(stem, str) and stem.strip():
                stem = stem[:-4] if stem.lower().endswith(".xml") else stem
                written = "{}/{}.xml".format(folder.rstrip("/\\") or ".", stem)
                yield from self._want(node, written, file_nodes.CACHE)
                yield from self._want(node, written, file_nodes.CACHE, cache_data(stem))

    def _tabled(self) -> Iterator[Wanted]:
        for entry in file_nodes.FILE_ATTRIBUTES:
            for node in self._graph.nodes(entry.node_type):
                stored = self._graph.stored(node, entry.long)
                if not stored:
                    continue
                frames = bool(entry.frames) and self._graph.value(node, entry.frames) is True
                for written in stored if isinstance(stored, tuple) else (stored,):
                    pattern = numbered(_name(written)) if frames and isinstance(written, str) else None
                    yield from self._want(node, written, entry.kind, pattern, entry.folder)

    def _vray(self) -> Iterator[Wanted]:
        """Saved light: read by the renderer only where the mode says from file; else it is written."""
        for node in self._graph.nodes("VRaySettingsNode"):
            mode = self._graph.value(node, "imap_mode")
            if mode in (_FROM_FILE, _ANIMATION_RENDERING):
                written = self._graph.value(node, "imap_fileName")
                frames = mode == _ANIMATION_RENDERING and isinstance(written, str)
                yield from self._want(
                    node, written, file_nodes.CACHE, _animation_maps(_name(written)) if frames else None
                )
            if self._graph.value(node, "mode") == _FROM_FILE:
                yield from self._want(node, self._graph.value(node, "fileName"), file_nodes.CACHE)

    def _xgen(self) -> Iterator[Wanted]:
        """A palette's file stands in the scene's folder, not in the project's."""
        for node in self._graph.nodes("xgmPalette"):
            for wanted in self._want(node, self._graph.value(node, "xgFileName"), file_nodes.XGEN):
                yield wanted._replace(near=(self._folder,))

    def _assemblies(self) -> Iterator[Wanted]:
        for node in self._graph.nodes("assemblyDefinition"):
            for index in self._graph.elements(node, "representations"):
                written = self._graph.value(node, f"representations[{index}].repData")
                if isinstance(written, str) and "." in _name(written):  # a locator's data is its label
                    kind = file_nodes.kind_by_ending(written)
                    yield from self._want(node, written, kind)

    def _marked(self) -> Iterator[Wanted]:
        """Dynamic attributes that whoever made them marked as file names."""
        for node, attribute in self._graph.file_attributes():
            stored = self._graph.stored(node, attribute)
            for written in stored if isinstance(stored, tuple) else (stored,):
                if isinstance(written, str):
                    kind = file_nodes.kind_by_ending(written.replace("\\", "/"))
                    yield from self._want(node, written, kind)

    def _ocio(self) -> Iterator[Wanted]:
        for node in self._graph.nodes("colorManagementGlobals"):
            written = self._graph.value(node, "configFilePath")
            own = isinstance(written, str) and not written.startswith(_BUILT_IN)
            if own and self._graph.value(node, "configFileEnabled") is True:
                yield from self._want(node, written, file_nodes.OCIO)

    def _odd(self, node: str) -> None:
        shown = self._graph.unique_name(node)
        self.problems.append(Problem(WARNING, "attribute_odd", Message(_ODD, node=shown), shown))


def _animation_maps(name: str) -> Optional[NamePattern]:
    """V-Ray's animation prepass writes "map0001.vrmap" for the name "map.vrmap"."""
    stem, dot, ending = name.rpartition(".")
    if not dot:
        return None
    names = re.compile(rf"{re.escape(stem)}\d*\.{re.escape(ending)}", re.ASCII)
    return NamePattern(FRAMES, names, stem, f".{ending}")


def _name(written: str) -> str:
    return written.replace("\\", "/").rpartition("/")[2]


_ODD = "{node}: its file name is not one text; it is passed over. Set it again in Maya."
