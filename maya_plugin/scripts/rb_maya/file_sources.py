"""What the nodes of a scene want from the disk; asks the scene alone, so that the disk can be asked elsewhere."""

from __future__ import annotations

from functools import partial
from typing import Any, Callable, Dict, Iterable, Iterator, List, NamedTuple, Optional, Sequence, Tuple, Union

from rb_dcc_core.host import WARNING, Problem
from rb_dcc_core.messages import Message

from . import file_nodes
from .file_patterns import NamePattern, animation_maps, cache_data, of_node
from .scene_graph import Look, SceneGraph
from .search_paths import folders_of
from .yeti import untold_textures

_BUILT_IN = ("<MAYA_RESOURCES>", "ocio://")
_ARNOLD = "mtoa"
_FROM_FILE = 2
_ANIMATION_RENDERING = 7
_EXPLICIT_TILES = 4
_NOT_SHOWN = 0
_TEXTURE_NODE = 1
_MOVIE = 2

_new = tuple.__new__
_OTHER_RENDERERS = ("VRay", "Redshift", "Pxr", "RenderMan", "pgYeti")

_TEXTURE = ("fileTextureName", "uvTilingMode", "useFrameExtension")

# What a node has without any layer, or as one layer sees it.
Values = Union[SceneGraph, Look]

# Which of Arnold's search paths a kind is looked up in; mtoa makes a photometric light's file relative to the
# textures' one. Nodes of another renderer never look there.
_SEARCH_PATHS = {
    file_nodes.TEXTURE: "texture_searchpath",
    file_nodes.IES: "texture_searchpath",
    file_nodes.STANDIN: "procedural_searchpath",
    file_nodes.VOLUME: "procedural_searchpath",
}


class Wanted(NamedTuple):
    """A path that a node, or a file it uses, stores.

    `folder` is where the scene is. `pattern` is given where the node itself says there are more files than the
    one. `whole_folder`: the path is a folder, sent with all in it. `near` are folders that a content's relative
    path is looked up in first, `searched` those of the renderer's search path, looked into after the project, and
    `source` is the file that names it (None: the node itself does). `optional`
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
    searched: Tuple[str, ...] = ()


class FileSources:
    """Asks each kind of node for its files. A node with an odd value is a problem with its name.

    `looks` are the scene as its master layer and the renderable ones have it: what a layer overrides is asked for
    as each of them sees it.
    """

    def __init__(self, graph: SceneGraph, looks: Sequence[Look] = ()) -> None:
        self._graph = graph
        self._looks: Dict[str, Sequence[Look]] = {node: looks for look in looks for node, _ in look.overrides}
        self._searched: Dict[str, Tuple[str, ...]] = {}
        self._folder = graph.scene_path.rpartition("/")[0]
        self.problems: List[Problem] = []

    def wanted(self) -> List[Wanted]:
        """Every path that is stored and not empty. All at once: to ask the scene and the disk in turns is slower."""
        found = [
            Wanted(ref.written, file_nodes.REFERENCE, self._graph.unique_name(ref.node), ref.folder)
            for ref in self._graph.references()
            if ref.written.strip()
        ]
        for of_a_kind in self._nodes_of_their_own():
            found.extend(of_a_kind)
        return [*found, *self._marked(), *self._ocio(), *self._in_edits()]

    def _want(
        self,
        node: str,
        written: Any,
        kind: str,
        pattern: Optional[NamePattern] = None,
        whole_folder: bool = False,
    ) -> Sequence[Wanted]:
        """One, or none where nothing is written."""
        if not isinstance(written, str) or not written.strip():
            return ()
        searched = self._searched.get(kind)
        if searched is None:
            searched = self._searched[kind] = self._search_folders(_SEARCH_PATHS.get(kind))
        if searched and self._graph.node_type(node).startswith(_OTHER_RENDERERS):
            searched = ()
        shown = self._graph.unique_name(node)
        # A named tuple's own call takes twice as long.
        parts = (written, kind, shown, self._folder, pattern, whole_folder, (), None, False, searched)
        return (_new(Wanted, parts),)

    def _search_folders(self, attribute: Optional[str]) -> Tuple[str, ...]:
        if attribute is None:
            return ()
        values = [
            values.value(node, attribute)
            for node in self._graph.nodes("aiOptions")
            for values in self._looks.get(node, (self._graph,))
        ]
        return tuple(
            dict.fromkeys(part for text in values if isinstance(text, str) for part in folders_of(text))
        )

    def _each(self, type_name: str, ask: Callable[[Values, str], Iterable[Wanted]]) -> List[Wanted]:
        """What the nodes of a type want: one that a layer overrides, each file of its looks once."""
        found: List[Wanted] = []
        for node in self._graph.nodes(type_name):
            looks = self._looks.get(node)
            if looks is None:
                found.extend(ask(self._graph, node))
            else:
                found.extend(dict.fromkeys(wanted for look in looks for wanted in ask(look, node)))
        return found

    def _nodes_of_their_own(self) -> Iterator[List[Wanted]]:
        yield self._each("file", self._file_texture)
        yield self._each("imagePlane", self._image_plane)
        yield self._each("cacheFile", self._cache)
        for entry in file_nodes.FILE_ATTRIBUTES:
            yield self._each(entry.node_type, partial(self._tabled, entry))
        for entry in file_nodes.FILE_LISTS:
            yield self._each(entry.node_type, partial(self._list, entry))
        if _ARNOLD in self._graph.plugins:
            yield self._each("mesh", partial(self._tabled, file_nodes.MESH_PROCEDURAL))
        yield self._each("PxrOSL", self._osl)
        yield self._each("VRaySettingsNode", self._vray)
        yield self._each("xgmPalette", self._xgen)
        yield self._each("assemblyDefinition", self._assembly)
        yield self._each("pgYetiMaya", self._yeti)

    def _file_texture(self, values: Values, node: str) -> Sequence[Wanted]:
        written, tiling, frames = values.values(node, _TEXTURE)
        if not isinstance(written, str):
            self._odd(node)
            return ()
        if not written.strip():
            return ()
        pattern = None
        if tiling or frames:
            mode = tiling if isinstance(tiling, int) else 0
            pattern = of_node(_name(written), mode, is_sequence=_is_on(frames))
        wanted = self._want(node, written, file_nodes.TEXTURE, pattern)
        if tiling != _EXPLICIT_TILES:
            return wanted
        tiles = [
            values.value(node, f"explicitUvTiles[{index}].explicitUvTileName")
            for index in values.elements(node, "explicitUvTiles")
        ]
        return [*wanted, *(each for tile in tiles for each in self._want(node, tile, file_nodes.TEXTURE))]

    def _image_plane(self, values: Values, node: str) -> Iterator[Wanted]:
        written = values.value(node, "imageName")
        kind = values.value(node, "type")
        if kind == _TEXTURE_NODE or not isinstance(written, str) or not written.strip():
            return  # a texture node's colours: no file of its own
        if values.value(node, "displayMode") == _NOT_SHOWN:
            return
        frames = kind != _MOVIE and _is_on(values.value(node, "useFrameExtension"))
        pattern = of_node(_name(written), is_sequence=True) if frames else None
        yield from self._want(node, written, file_nodes.IMAGE_PLANE, pattern)

    def _cache(self, values: Values, node: str) -> Iterator[Wanted]:
        """A cacheFile names a folder and a stem: the description is stem.xml, the data stem*.mc or .mcx."""
        folder = values.value(node, "cachePath")
        stem = values.value(node, "cacheName")
        if isinstance(folder, str) and isinstance(stem, str) and stem.strip():
            stem = stem[:-4] if stem.lower().endswith(".xml") else stem
            written = "{}/{}.xml".format(folder.rstrip("/\\") or ".", stem)
            yield from self._want(node, written, file_nodes.CACHE)
            yield from self._want(node, written, file_nodes.CACHE, cache_data(stem))

    def _tabled(self, entry: file_nodes.FileAttribute, values: Values, node: str) -> Iterator[Wanted]:
        stored = values.stored(node, entry.long)
        if not stored:
            return
        frames = bool(entry.frames) and _is_on(values.value(node, entry.frames))
        for written in stored if isinstance(stored, tuple) else (stored,):
            pattern = (
                of_node(_name(written), is_sequence=True) if frames and isinstance(written, str) else None
            )
            for wanted in self._want(node, written, entry.kind, pattern, entry.folder):
                yield wanted._replace(optional=True) if entry.optional else wanted

    def _list(self, entry: file_nodes.FileAttribute, values: Values, node: str) -> Iterator[Wanted]:
        for index in values.elements(node, entry.long):
            yield from self._want(node, values.value(node, f"{entry.long}[{index}]"), entry.kind)

    def _osl(self, values: Values, node: str) -> Iterator[Wanted]:
        """A shader's file; a name alone is one of RenderMan's own shaders."""
        written = values.value(node, "shadername")
        if isinstance(written, str) and file_nodes.kind_by_ending(written) == file_nodes.SCRIPT:
            yield from self._want(node, written, file_nodes.SCRIPT)

    def _vray(self, values: Values, node: str) -> Iterator[Wanted]:
        """Saved light: read by the renderer only where the mode says from file; else it is written."""
        mode = values.value(node, "imap_mode")
        if mode in (_FROM_FILE, _ANIMATION_RENDERING):
            written = values.value(node, "imap_fileName")
            frames = mode == _ANIMATION_RENDERING and isinstance(written, str)
            pattern = animation_maps(_name(written)) if frames else None
            yield from self._want(node, written, file_nodes.CACHE, pattern)
        if values.value(node, "mode") == _FROM_FILE:
            yield from self._want(node, values.value(node, "fileName"), file_nodes.CACHE)

    def _xgen(self, values: Values, node: str) -> Iterator[Wanted]:
        """A palette's file stands in the scene's folder, not in the project's."""
        for wanted in self._want(node, values.value(node, "xgFileName"), file_nodes.XGEN):
            yield wanted._replace(near=(self._folder,))

    def _assembly(self, values: Values, node: str) -> Iterator[Wanted]:
        for index in self._graph.elements(node, "representations"):
            written = values.value(node, f"representations[{index}].repData")
            if isinstance(written, str) and "." in _name(written):  # a locator's data is its label
                yield from self._want(node, written, file_nodes.kind_by_ending(written))

    def _yeti(self, values: Values, node: str) -> Iterator[Wanted]:
        """A cache is asked for unless it is known that the node reads none: else its name is left over, or where
        to write to."""
        mode = values.value(node, "fileMode")
        if mode is None or _is_on(mode):
            yield from self._want(node, values.value(node, "cacheFileName"), file_nodes.YETI)
        shown = self._graph.unique_name(node)
        self.problems.append(untold_textures(shown, values.value(node, "imageSearchPath")))

    def _marked(self) -> Iterator[Wanted]:
        """Dynamic attributes that whoever made them marked as file names."""
        for node, attribute in self._graph.file_attributes():
            looks: Sequence[Values] = self._looks.get(node, (self._graph,))
            yield from dict.fromkeys(each for look in looks for each in self._mark(look, node, attribute))

    def _mark(self, values: Values, node: str, attribute: str) -> Iterator[Wanted]:
        stored = values.stored(node, attribute)
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

    def _in_edits(self) -> Iterator[Wanted]:
        """What may be a file is sent if it is one, and not missed if it is none."""
        for node, written in self._graph.files_in_edits():
            for wanted in self._want(node, written, file_nodes.kind_by_ending(written.replace("\\", "/"))):
                yield wanted._replace(optional=True)

    def _odd(self, node: str) -> None:
        shown = self._graph.unique_name(node)
        self.problems.append(Problem(WARNING, "attribute_odd", Message(_ODD, node=shown), shown))


def _is_on(value: Any) -> bool:
    """A switch: a layer's override of one may be stored as a number."""
    return isinstance(value, (bool, int, float)) and bool(value)


def _name(written: str) -> str:
    return written.replace("\\", "/").rpartition("/")[2]


_ODD = "{node}: its file name is not one text; it is passed over. Set it again in Maya."
