"""`maya.api.OpenMaya` as far as it is used: callbacks that must be removed, on the main thread, by an id that is known."""

from __future__ import annotations

import threading
from types import SimpleNamespace as _names
from typing import Any, Callable, Dict, List, NamedTuple, Tuple

SCENE_MESSAGES = [
    "kBeforeNew",
    "kAfterNew",
    "kBeforeOpen",
    "kAfterOpen",
    "kBeforeSave",
    "kAfterSave",
    "kBeforeImport",
    "kAfterImport",
    "kAfterExport",
    "kAfterCreateReference",
    "kAfterLoadReference",
    "kAfterUnloadReference",
    "kAfterRemoveReference",
    "kMayaExiting",
]
SET, EVALUATED = 8, 4


class Registered(NamedTuple):
    kind: str
    subject: str
    call: Callable[..., None]


class FakePlug(NamedTuple):
    node: str
    attribute: str

    def partialName(self, useLongNames: bool = False, includeNodeName: bool = False) -> str:
        assert useLongNames, "short names differ from what the product compares with"
        return f"{self.node}.{self.attribute}" if includeNodeName else self.attribute


class FakeOpenMaya:
    """The module. `find_node` gives a node's full name and raises RuntimeError for none or several; `knows_type` whether
    a node type is registered."""

    def __init__(
        self, find_node: Callable[[str], str], knows_type: Callable[[str], bool], state: Callable[[], str]
    ) -> None:
        self.callbacks: Dict[int, Registered] = {}
        self.plugins: List[Tuple[Any, ...]] = []
        self.off_thread = 0
        self._thread = threading.get_ident()
        self._next = 100
        self._find_node = find_node
        self._knows_type = knows_type
        self.MSceneMessage = _names(**{name: name for name in SCENE_MESSAGES}, addCallback=self._scene)
        self.MDGMessage = _names(
            addNodeAddedCallback=self._dg("added"), addNodeRemovedCallback=self._dg("removed")
        )
        self.MNodeMessage = _names(
            kAttributeSet=SET,
            kAttributeEval=EVALUATED,
            addAttributeChangedCallback=self._node("attribute"),
            addNameChangedCallback=self._node("name"),
        )
        self.MMessage = _names(removeCallback=self._remove)
        self.shown_warnings: List[str] = []
        self.MGlobal = _names(
            kInteractive="interactive",
            kBatch="batch",
            kLibraryApp="library",
            mayaState=state,
            displayWarning=self.shown_warnings.append,
        )
        self.MSelectionList = lambda: _Selection(self)
        self.MFnPlugin = lambda *arguments: _Plugin(self, arguments)

    # -- for the test --------------------------------------------------------------------------------------------

    def fire(self, message: str) -> None:
        """Let Maya tell a scene message."""
        self._tell("scene", message)

    def add_node(self, kind: str, name: str) -> None:
        self._tell("added", kind, _Object(name))

    def remove_node(self, kind: str, name: str) -> None:
        self._tell("removed", kind, _Object(name))

    def rename(self, node: str, old: str) -> None:
        self._tell("name", node, _Object(node), old)

    def set_attribute(self, node: str, attribute: str, message: int = SET) -> None:
        self._tell("attribute", node, message, FakePlug(node, attribute), None)

    # -- what the product calls ----------------------------------------------------------------------------------

    def _tell(self, kind: str, subject: str, *arguments: Any) -> None:
        for each in list(self.callbacks.values()):
            if (each.kind, each.subject) == (kind, subject):
                each.call(*arguments, None)

    def _scene(self, message: str, call: Callable[..., None], data: Any = None) -> int:
        return self._add("scene", message, call)

    def _dg(self, kind: str) -> Callable[..., int]:
        def add(call: Callable[..., None], node_type: str = "dependNode", data: Any = None) -> int:
            if not self._knows_type(node_type):
                raise RuntimeError("(kInvalidParameter): unknown node type")
            return self._add(kind, node_type, call)

        return add

    def _node(self, kind: str) -> Callable[..., int]:
        def add(node: Any, call: Callable[..., None], data: Any = None) -> int:
            assert isinstance(node, _Object), "Maya takes an MObject here"
            return self._add(kind, node.name, call)

        return add

    def _add(self, kind: str, subject: str, call: Callable[..., None]) -> int:
        self.check_thread()
        self._next += 1
        self.callbacks[self._next] = Registered(kind, subject, call)
        return self._next

    def _remove(self, number: int) -> None:
        self.check_thread()
        if number not in self.callbacks:
            raise RuntimeError("(kInvalidParameter): Callback ID is not valid")
        del self.callbacks[number]

    def check_thread(self) -> None:
        if threading.get_ident() != self._thread:
            self.off_thread += 1  # who called may have swallowed the refusal
            raise AssertionError("OpenMaya was called off Maya's main thread")


class _Object:
    """An MObject."""

    def __init__(self, name: str) -> None:
        self.name = name


class _Selection:
    def __init__(self, api: FakeOpenMaya) -> None:
        self._api = api
        self._names: List[str] = []

    def add(self, name: str) -> None:
        self._api.check_thread()
        self._names.append(self._api._find_node(name))

    def getDependNode(self, index: int) -> _Object:
        return _Object(self._names[index])


class _Plugin:
    """MFnPlugin: the product registers nothing with it, so nothing can be."""

    def __init__(self, api: FakeOpenMaya, arguments: Tuple[Any, ...]) -> None:
        api.check_thread()
        self._folder = arguments[0].folder
        api.plugins.append(arguments)

    def loadPath(self) -> str:
        return str(self._folder)
