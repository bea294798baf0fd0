"""What one scene file on disk says, whatever its format: the store that both parsers fill and the graph reads."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any, Dict, Iterator, List, Mapping, NamedTuple, Optional, Sequence, Tuple, Union

from rb_dcc_core.host import Problem

Span = Tuple[int, int]
# Where an attribute's value stands in the file, or what is written there: each file reads its own.
Stored = Union[Span, str]
Spans = Dict[str, Stored]


class SpanSource(ABC):
    """Where the attributes of nodes are left until they are asked for."""

    @abstractmethod
    def spans(self, place: int) -> Spans:
        """The attributes of the node at a place."""

    def glance(self, place: int, wanted: Sequence[Sequence[str]]) -> Optional[List[Optional[str]]]:
        """Some attributes' values as written, by the quoted spellings of each, without all the others being looked
        at; None where the source cannot tell so."""
        return None


class FileNode:
    """A node as a file writes it. `dull`: of a type nothing reads, so its attributes may be left out.

    Scenes have very many: what most nodes have none of is kept only for those that do, and a file may leave a
    node's attributes until they are asked for, at the `place` its `source` knows. A source that does not lead back
    to the nodes lets them go without the garbage collector.
    """

    __slots__ = (
        *("_source", "attributes", "place"),
        *("defaults", "dull", "file_attributes", "name", "parent", "shared", "type"),
    )
    # Spans of the file's bytes by the name the file uses.
    attributes: Spans

    def __init__(
        self,
        type_name: str,
        name: str,
        parent: Optional[str],
        shared: bool,
        dull: bool,
        source: Optional[SpanSource] = None,
        place: int = 0,
    ) -> None:
        self.type = type_name
        self.name = name
        self.parent = parent
        self.shared = shared
        self.dull = dull
        self._source = source
        self.place = place
        # Long to short names of the added attributes that name files.
        self.file_attributes: Mapping[str, str] = _NONE
        # What added attributes hold where nothing is stored, by short name.
        self.defaults: Mapping[str, Any] = _NONE

    def __getattr__(self, name: str) -> Spans:
        """Called once: from then on the attributes are there, and asked for without a call."""
        if name != "attributes":
            raise AttributeError(name)
        source, self._source = self._source, None
        self.attributes = source.spans(self.place) if source is not None else {}
        return self.attributes

    def glance(self, wanted: Sequence[Sequence[str]]) -> Optional[List[Optional[str]]]:
        """As its source's; None where attributes may stand elsewhere too, or all were looked at before."""
        if self._source is None or self.file_attributes or self.defaults:
            return None
        return self._source.glance(self.place, wanted)

    def add_file_attribute(self, long: str, short: str) -> None:
        self.file_attributes = {**self.file_attributes, long: short}

    def add_default(self, short: str, value: Any) -> None:
        self.defaults = {**self.defaults, short: value}


_NONE: Mapping[str, Any] = {}


class FileReferenceStatement(NamedTuple):
    """What is referenced, under which namespace or prefix, by which reference node."""

    path: str
    namespace: str
    prefix: str
    node: str
    type: str


class Edit(NamedTuple):
    """A value that a scene gives to a node of a reference. `node` is as the edit writes it ("|ns:a|ns:b",
    "ns:file1"); `attribute` is a long name."""

    node: str
    attribute: str
    value: Any


class SceneFile(SpanSource):
    """One file, parsed once. Values are read from its bytes when they are asked for."""

    def __init__(self, path: str) -> None:
        self.path = path
        self._problems: List[Problem] = []
        self.requires: Dict[str, str] = {}
        self.units: Dict[str, str] = {}
        self.file_info: Dict[str, str] = {}
        self.references: List[FileReferenceStatement] = []
        self.unloaded: Dict[str, bool] = {}
        self.nodes: List[FileNode] = []
        self.selected: Dict[str, FileNode] = {}

    @property
    def problems(self) -> List[Problem]:
        """What is odd in the file; grows while values are read from it."""
        return self._problems

    @property
    def host_version(self) -> Optional[str]:
        """The release as the file tells it ("2018ff09"); None where it does not."""
        return self.requires.get("maya") or self.file_info.get("version")

    @abstractmethod
    def value(self, span: Stored) -> Any:
        """The value of an attribute's span; None where it only sets flags or cannot be decoded."""

    def spans(self, place: int) -> Spans:
        return {}

    @abstractmethod
    def connections(self) -> Iterator[Tuple[str, str]]:
        """Every connection as (source, destination), names as the file writes them."""

    def may_drive_settings(self) -> bool:
        """False where certainly no connection of this file leads to a render setting or a camera's switch; told
        without reading the connections."""
        return True

    @abstractmethod
    def edits(self, node: FileNode) -> Iterator[Edit]:
        """What a reference node of this file changes in its reference."""

    def named_in_edits(self, node: FileNode) -> Sequence[str]:
        """Paths of files in the changes of a reference node that `edits` cannot tell apart; none where it can."""
        return ()

    def placeholders(self, node: FileNode) -> Iterator[Tuple[str, str]]:
        """What stands for which plug of a reference in this file's connections: ("setRN.placeHolderList[1]",
        "|set:cam|set:camShape.renderable")."""
        return iter(())
