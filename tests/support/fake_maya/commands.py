"""The commands: each checks its call against the tables of its year, is written down, then answers from the scene."""

from __future__ import annotations

import threading
from collections import Counter
from typing import Any, Callable, Dict, FrozenSet, List, NamedTuple, Optional, Set, Tuple

from .refusals import text
from .scene import FakeScene, NoSuchAttribute
from .validation import check_call


class Call(NamedTuple):
    command: str
    arguments: Tuple[Any, ...]
    flags: Dict[str, Any]


class FakeCommands:
    """`maya.cmds` of one year in one language. What no method answers is taken for an edit of the scene: it sets
    `modified`, as any edit would.

    `order` is that of `ls`: "scene" as the file has it, "name" by the alphabet. `odd` holds, by (node,
    attribute), what getAttr answers instead, or raises where it is an exception; `marked_types` the attributes
    that a node type itself marks as file names.
    """

    EDITS_NO_SCENE: FrozenSet[str] = frozenset()
    """Commands whose edit mode changes windows and the like; here none, a session has some."""
    TAKES_CALLABLES: FrozenSet[str] = frozenset()

    def __init__(
        self, scene: FakeScene, year: str = "2025", language: str = "en_US", order: str = "scene"
    ) -> None:
        self.scene = scene
        self.year = year
        self.language = language
        self.order = order
        self.calls: List[Call] = []
        self.edits: List[Call] = []
        self.off_thread: List[str] = []
        self.modified = False
        self.scene_name = scene.graph.scene_path
        self.odd: Dict[Tuple[str, str], Any] = {}
        self.broken_references: Set[str] = set()
        self.unknown_plugins: Dict[str, str] = {}
        self.plugins_shape = "pairs"
        self.marked_types: Dict[str, List[str]] = {}
        self._thread = threading.get_ident()

    def __getattr__(self, command: str) -> Callable[..., Any]:
        def run(*arguments: Any, **flags: Any) -> Any:
            if threading.get_ident() != self._thread:
                self.off_thread.append(command)  # who called may have swallowed the refusal
                raise AssertionError(f"{command} ran off Maya's main thread")
            checked = [
                "" if callable(each) and command in self.TAKES_CALLABLES else each for each in arguments
            ]
            check_call(self.year, self.language, command, checked, flags)
            call = Call(command, arguments, flags)
            self.calls.append(call)
            answer = getattr(type(self), "_" + command, None)
            if answer is None or (flags.get("edit") and command not in self.EDITS_NO_SCENE):
                return self._edit(call)
            return answer(self, *arguments, **flags)

        if command.startswith("_"):
            raise AttributeError(command)
        check_call(self.year, self.language, command, (), {})
        return run

    def counts(self) -> Counter:  # type: ignore[type-arg]
        """How often each command ran."""
        return Counter(call.command for call in self.calls)

    def _edit(self, call: Call) -> None:
        self.edits.append(call)
        self.modified = True

    def _refuse(self, kind: Callable[[str], Exception], key: str, **arguments: object) -> Exception:
        return kind(text(self.language, key, **arguments))

    def _about(self, version: bool = False, uiLanguage: bool = False) -> str:
        return self.language if uiLanguage else self.year

    def _allNodeTypes(self) -> List[str]:
        return self.scene.types()

    def _attributeQuery(self, attribute: str, node: str = "", writable: bool = False) -> bool:
        """Whether it is writable: what a file stores is, and what the tables give a default."""
        assert writable, "the fake tells only what is writable"
        full, name = self._find_plug(f"{node}.{attribute}")
        return self.scene.value(full, name) is not None

    def _currentUnit(self, query: bool = False, time: bool = False) -> Any:
        return self.scene.graph.time_unit if query and time else self._edit(self.calls[-1])

    def _file(self, query: bool = False, sceneName: bool = False, modified: bool = False) -> Any:
        if not query:
            return self._edit(self.calls[-1])
        return self.scene_name if sceneName else self.modified

    def _fileInfo(self, query: bool = False) -> Any:
        if not query:
            return self._edit(self.calls[-1])
        return [part for pair in self.scene.graph.file_info.items() for part in pair]

    def _objExists(self, name: str) -> bool:
        try:
            self._find_plug(name)
        except ValueError:
            return False
        return True

    def _getAttr(self, plug: str, multiIndices: bool = False) -> Any:
        node, attribute = self._find_plug(plug)
        odd = self.odd.get((node, attribute))
        if isinstance(odd, Exception):
            raise odd
        if odd is not None:
            return odd
        if attribute == "message":
            raise self._refuse(RuntimeError, "message")
        if multiIndices:
            return list(self.scene.graph.elements(node, attribute)) or None
        return self.scene.value(node, attribute)

    def _listAttr(
        self, *nodes: str, userDefined: bool = False, usedAsFilename: bool = False
    ) -> Optional[List[str]]:
        assert usedAsFilename, "the fake lists attributes marked as file names only"
        found: List[str] = []
        for node in map(self._one, nodes):
            found += [] if userDefined else self.marked_types.get(self.scene.type_of(node), [])
            found += self.scene.marked(node)
        return found or None

    def _listConnections(
        self, plug: str, source: bool = True, destination: bool = True, plugs: bool = False
    ) -> Optional[List[str]]:
        assert plugs, "the fake answers with plugs only"
        assert source != destination, "the fake answers for one direction only"
        node, attribute = self._find_plug(plug)
        graph = self.scene.graph
        ends = graph.sources(node, attribute) if source else graph.destinations(node, attribute)
        named = [f"{graph.unique_name(end)}.{graph.long_name(end, name)}" for end, name in ends]
        return named or None

    def _ls(
        self,
        *names: str,
        type: Any = None,
        exactType: Any = None,
        long: bool = False,
        showType: bool = False,
        referencedNodes: bool = False,
    ) -> List[str]:
        if names:
            found = [node for name in names for node in self.scene.matching(name)]
        elif referencedNodes:
            found = [node for node in self.scene.names() if self.scene.graph.is_referenced(node)]
        else:
            found = self._of_types(type if type is not None else exactType, type is None)
        if self.order == "name" and not names:
            found = sorted(found, key=lambda node: node.rpartition("|")[2])
        shown = found if long else [self.scene.graph.unique_name(node) for node in found]
        if not showType:
            return shown
        return [part for name, node in zip(shown, found) for part in (name, self.scene.type_of(node))]

    def _of_types(self, kinds: Any, exact: bool) -> List[str]:
        asked = [kinds] if isinstance(kinds, str) else list(kinds)
        known = set(self.scene.types()) | {"unknown", "unknownDag", "unknownTransform"}
        for kind in asked:
            if kind not in known:
                raise self._refuse(RuntimeError, "type", name=kind)
        return self.scene.of_type(asked, exact)

    def _pluginInfo(
        self,
        plugin: Optional[str] = None,
        query: bool = False,
        pluginsInUse: bool = False,
        listPlugins: bool = False,
        version: bool = False,
    ) -> Any:
        in_use = {
            name: number
            for name, number in self.scene.graph.plugins.items()
            if name not in self.unknown_plugins
        }
        if not query:
            return self._edit(self.calls[-1])
        if listPlugins:
            return [*in_use, "modelingToolkit"]
        if pluginsInUse:
            shapes = {
                "pairs": [part for pair in in_use.items() for part in pair],
                "names": list(in_use),
                "tuples": list(in_use.items()),
            }
            return shapes[self.plugins_shape] or None
        if plugin not in in_use:
            raise self._refuse(RuntimeError, "plugin", name=plugin)
        return in_use[plugin]

    def _referenceQuery(self, node: str, **flags: bool) -> Any:
        reference = self.scene.references.get(node)
        if reference is None or node in self.broken_references:
            raise self._refuse(RuntimeError, "reference", name=node)
        told = reference.told
        if flags.get("isLoaded"):
            return told.loaded and told.exists
        if flags.get("namespace"):
            return ":" + told.namespace
        if flags.get("referenceNode"):
            return reference.parent if flags.get("parent") else node
        return told.written if flags.get("unresolvedName") else told.path

    def _unknownPlugin(
        self, plugin: Optional[str] = None, query: bool = False, list: bool = False, version: bool = False
    ) -> Any:
        if not query:
            return self._edit(self.calls[-1])
        if list:
            return [*self.unknown_plugins] or None
        return self.unknown_plugins[str(plugin)]

    def _workspace(self, query: bool = False, rootDirectory: bool = False, fileRule: bool = False) -> Any:
        if not query:
            return self._edit(self.calls[-1])
        if rootDirectory:
            return f"{self.scene.workspace.root}/"
        return [part for pair in self.scene.workspace.rules.items() for part in pair]

    def _one(self, name: str) -> str:
        found = self.scene.matching(name)
        if len(found) != 1:
            raise self._refuse(ValueError, "name", name=name)
        return found[0]

    def _find_plug(self, plug: str) -> Tuple[str, str]:
        path, bar, last = plug.rpartition("|")
        name, dot, attribute = last.partition(".")
        found = self.scene.matching(path + bar + name)
        if len(found) != 1:
            raise self._refuse(ValueError, "name", name=plug)
        node = found[0]
        try:
            if dot:
                self.scene.require(node, attribute)
        except NoSuchAttribute:
            raise self._refuse(ValueError, "name", name=plug) from None
        return node, self.scene.long_path(self.scene.type_of(node), attribute)
