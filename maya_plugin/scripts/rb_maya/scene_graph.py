"""The narrow interface a Maya scene is read through, whether it is open in Maya or a file on disk.

A node is named by its full name: "|group|camera1" for what is in the outliner, "ns:file1" for what is not.
Attributes are asked for by their long names. In a running Maya everything here runs on the main thread.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any, Dict, Iterable, List, Mapping, NamedTuple, Optional, Sequence, Tuple

from rb_dcc_core.host import Problem

from .attributes import long_name
from .workspace import Workspace


class Plug(NamedTuple):
    """An attribute of a node; `attribute` is as the source names it (a file uses short names)."""

    node: str
    attribute: str


class SceneReference(NamedTuple):
    """A reference: `written` as the scene stores it, `folder` the folder of the file that holds it."""

    node: str
    namespace: str
    written: str
    folder: str
    path: str
    exists: bool
    loaded: bool


class SceneGraph(ABC):
    """What the readers of cameras, layers, renderers and files ask a scene."""

    @property
    @abstractmethod
    def scene_path(self) -> str:
        """The scene's file, absolute, with "/"; "" where it was never saved."""

    @property
    @abstractmethod
    def host_version(self) -> Optional[str]:
        """The release as the scene tells it ("2018ff09"); None where it does not."""

    @property
    @abstractmethod
    def time_unit(self) -> str:
        """Maya's name of the time unit: "film", "pal", "23.976fps"."""

    @property
    @abstractmethod
    def workspace(self) -> Workspace: ...

    @property
    @abstractmethod
    def plugins(self) -> Mapping[str, str]:
        """Plug-ins the scene requires, to their versions."""

    @property
    @abstractmethod
    def file_info(self) -> Mapping[str, str]: ...

    @abstractmethod
    def problems(self) -> Sequence[Problem]:
        """What went wrong while the scene itself was read; asked for last, since a file's values are read late."""

    @abstractmethod
    def references(self) -> Sequence[SceneReference]:
        """Every reference, nested ones too, in the order they are read."""

    @abstractmethod
    def nodes(self, type_name: str) -> Sequence[str]:
        """Full names of the nodes of a type and the types derived from it, in the scene's order."""

    @abstractmethod
    def node(self, name: str) -> Optional[str]:
        """The full name of a node given by any name that tells it apart; None where there is none such."""

    @abstractmethod
    def node_type(self, node: str) -> str: ...

    @abstractmethod
    def stored(self, node: str, attribute: str) -> Any:
        """The value the scene stores, None where it stores none."""

    @abstractmethod
    def value(self, node: str, attribute: str) -> Any:
        """The value, with Maya's default where the scene stores none; None where neither is known."""

    def values(self, node: str, attributes: Tuple[str, ...]) -> Sequence[Any]:
        """As `value`, of several attributes that are all needed."""
        return [self.value(node, attribute) for attribute in attributes]

    @abstractmethod
    def elements(self, node: str, attribute: str) -> Iterable[int]:
        """The indices of a multi attribute that the scene stores or connects, ascending."""

    @abstractmethod
    def sources(self, node: str, attribute: str) -> Sequence[Plug]:
        """What is connected into an attribute (any element of it, where it is a multi)."""

    @abstractmethod
    def destinations(self, node: str, attribute: str) -> Sequence[Plug]:
        """What an attribute (any element of it) is connected to."""

    @abstractmethod
    def parent(self, node: str) -> Optional[str]: ...

    @abstractmethod
    def unique_name(self, node: str) -> str:
        """The short name, with namespace; the shortest path that is unique where several nodes share it."""

    @abstractmethod
    def is_referenced(self, node: str) -> bool: ...

    @abstractmethod
    def file_attributes(self) -> Iterable[Tuple[str, str]]:
        """(node, long attribute) of every dynamic attribute that Maya marks as a file name."""

    def files_in_edits(self) -> Iterable[Tuple[str, str]]:
        """(reference node, path) of files that changes in references name, where it cannot be told of which node."""
        return ()

    def can_be_set(self, node: str, attribute: str) -> bool:
        """Whether an attribute holds what somebody set; False where its node computes it. A file stores none such."""
        return True

    def long_name(self, node: str, attribute: str) -> str:
        """The long name of a node's attribute, given as the source names it."""
        return long_name(self.node_type(node), attribute)

    def short_name(self, node: str) -> str:
        return node.rpartition("|")[2]

    def namespace(self, node: str) -> str:
        return self.short_name(node).rpartition(":")[0]


class Look:
    """A scene as one render layer sees it: the scene's values, with the layer's overrides before them."""

    def __init__(self, graph: SceneGraph, overrides: Mapping[Tuple[str, str], Any]) -> None:
        self.graph = graph
        self.overrides: Dict[Tuple[str, str], Any] = dict(overrides)

    def value(self, node: Optional[str], attribute: str) -> Any:
        if node is None:
            return None
        if (node, attribute) in self.overrides:
            return self.overrides[(node, attribute)]
        return self.graph.value(node, attribute)

    def values(self, node: str, attributes: Tuple[str, ...]) -> Sequence[Any]:
        return [self.value(node, attribute) for attribute in attributes]

    def stored(self, node: Optional[str], attribute: str) -> Any:
        if node is None:
            return None
        if (node, attribute) in self.overrides:
            return self.overrides[(node, attribute)]
        return self.graph.stored(node, attribute)

    def elements(self, node: str, attribute: str) -> Iterable[int]:
        """The indices of a multi attribute, with those that only the layer gives a value."""
        found = {int(index) for key in self.overrides for index in _index(key, node, attribute)}
        return sorted(found.union(self.graph.elements(node, attribute)))

    def text(self, node: Optional[str], attribute: str) -> str:
        value = self.value(node, attribute)
        return value if isinstance(value, str) else ""

    def number(self, node: Optional[str], attribute: str) -> Optional[float]:
        value = self.value(node, attribute)
        return float(value) if isinstance(value, (int, float)) and abs(value) < 1e12 else None

    def flag(self, node: Optional[str], attribute: str, unknown: bool = False) -> bool:
        value = self.value(node, attribute)
        return bool(value) if isinstance(value, (bool, int, float)) else unknown

    def first(self, type_name: str) -> Optional[str]:
        """The scene's own node of a type, by preference not from a reference."""
        found: List[str] = list(self.graph.nodes(type_name))
        own = [node for node in found if not self.graph.is_referenced(node)]
        return next(iter(own or found), None)


def _index(key: Tuple[str, str], node: str, attribute: str) -> Sequence[str]:
    """The index in an override's attribute, where it is of this multi attribute."""
    if key[0] != node or not key[1].startswith(attribute + "["):
        return ()
    index = key[1][len(attribute) + 1 :].partition("]")[0]
    return (index,) if index.isdigit() else ()
