"""One Maya binary file, parsed once: its header facts, its references, its nodes with their attributes unread."""

from __future__ import annotations

from typing import Any, Dict, Iterator, List, Optional, Sequence, Tuple

from rb_dcc_core.errors import SceneError
from rb_dcc_core.host import Problem

from . import binary_notices
from .binary_edits import Changes, changes
from .binary_entries import (
    Added,
    added,
    connection,
    created,
    guessed,
    has_known_ending,
    looks_like_a_file,
    pair,
    plugin,
    referenced,
    texts_set,
)
from .binary_notices import Notices
from .binary_types import NODE_TYPES, code_name
from .binary_values import Clock, Undecoded, decoded
from .dull_types import is_dull
from .iff import FORMATS, Chunk, DamagedChunk, chunks
from .reference_edits import edit
from .scene_bytes import read_scene_bytes
from .scene_file import Edit, FileNode, FileReferenceStatement, SceneFile, Spans, Stored

_MAYA = b"Maya"
_UNITS = {b"LUNI": "l", b"TUNI": "t", b"AUNI": "a"}
# Leaves of a node that store no value; FLGS locks, hides, or tells how long an array is.
_NO_VALUE = frozenset((b"CREA", b"SLCT", b"ATTR", b"FLGS"))
_BLANK = b"\0 \r\n\t"
_ASCII = "{path} is a Maya ASCII scene. Give it the ending .ma, then try again."
_NOT_BINARY = "{path} is not a Maya binary scene. Give a file that Maya saved as .mb."


class BinaryFile(SceneFile):
    """What one .mb file says. Raises SceneError where it cannot be read; what is odd inside it is in `problems`.

    While it is parsed only headers of chunks are looked at, and of a node no more than its name and its added
    attributes: a mesh costs what two headers cost.
    """

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.data = read_scene_bytes(path)
        self._notices = Notices(path)
        self._types: Dict[bytes, str] = dict(NODE_TYPES)
        self._ticks: Optional[int] = None
        self._connections: List[Chunk] = []
        self._changes: Dict[int, Optional[Changes]] = {}
        if not self.data[:4].strip(_BLANK) and not self.data.lstrip(_BLANK):
            raise SceneError("{path} is empty. Save the scene again from Maya.", path=path)
        if self.data.startswith(b"//Maya ASCII"):
            raise SceneError(_ASCII, path=path)
        if self.data[:4] not in FORMATS:
            raise SceneError(_NOT_BINARY, path=path)
        self._form = FORMATS[self.data[:4]]
        self._parse()

    @property
    def problems(self) -> List[Problem]:
        return [*self._problems, *self._notices.problems()]

    def value(self, span: Stored) -> Any:
        if isinstance(span, str):
            return span  # of no place in the file: never kept here
        tag = self.data[span[0] : span[0] + 4]
        body = span[0] + self._form.header.size
        name, _, data = self.data[body : span[1]].partition(b"\0")
        try:
            return decoded(tag, data[1:], Clock(self._ticks, self.units.get("t", "film")), self._text)
        except Undecoded:
            text = f"{self._text(name)} ({code_name(tag)})"
            self._notices.add(binary_notices.VALUE, text)
            return None

    def spans(self, place: int) -> Spans:
        found: Spans = {}
        group = next(chunks(self.data, place, len(self.data), self._form))
        for leaf in self._leaves(group):
            end = self.data.find(b"\0", leaf.body, leaf.end)
            if end > leaf.body and not leaf.kind and leaf.tag not in _NO_VALUE:
                found[self._text(self.data[leaf.body : end])] = (leaf.start, leaf.end)
        return found

    def connections(self) -> Iterator[Tuple[str, str]]:
        for group in self._connections:
            for leaf in self._leaves(group):
                found = connection(self._bytes(leaf)) if leaf.tag == b"CWFL" else None
                if found is not None:
                    yield self._text(found[0]), self._text(found[1])

    def edits(self, node: FileNode) -> Iterator[Edit]:
        """None where how the file stores them is not understood: that there are some is told then."""
        found = self._changed(node)
        if found is None:
            self._notices.add(binary_notices.EDITS, node.name)
        for written in found.values if found is not None else ():
            one = edit(*(self._text(part) for part in written))
            if one is not None:
                yield one

    def named_in_edits(self, node: FileNode) -> Sequence[str]:
        """Wherever they stand, an edit's value is most likely written as the command writes it [?]."""
        if self._changed(node) is not None:
            return ()
        group = self._at(node)
        found = [self._text(raw) for raw in texts_set(self.data[group.body : group.end])]
        return [text for text in dict.fromkeys(found) if looks_like_a_file(text)]

    def placeholders(self, node: FileNode) -> Iterator[Tuple[str, str]]:
        found = self._changed(node)
        for holder, plug in found.holders if found is not None else ():
            yield self._text(holder), self._text(plug)

    def _changed(self, node: FileNode) -> Optional[Changes]:
        """What a reference node changes; None where that cannot be told."""
        if node.place not in self._changes:
            span = node.attributes.get("ed")
            found: Optional[Changes] = Changes([], [])
            if isinstance(span, tuple):
                body = self.data[span[0] + self._form.header.size : span[1]]
                data = body.partition(b"\0")[2]
                found = changes(self.data[span[0] : span[0] + 4], data[1:])
            elif any(part.kind for part in self._leaves(self._at(node))):
                found = None
            self._changes[node.place] = found
        return self._changes[node.place]

    def _at(self, node: FileNode) -> Chunk:
        return next(chunks(self.data, node.place, len(self.data), self._form))

    def _parse(self) -> None:
        try:
            root = next(chunks(self.data, 0, len(self.data), self._form), None)
            if root is None or root.kind != _MAYA:
                raise SceneError(_NOT_BINARY, path=self.path)
            for group in chunks(self.data, root.body, root.end, self._form):
                self._group(group)
        except DamagedChunk as error:
            raise SceneError(
                "{path} is cut off or damaged (at byte {position}). Save the scene again from Maya, or take an "
                "earlier copy.",
                path=self.path,
                position=error.position,
            ) from error

    def _group(self, group: Chunk) -> None:
        leaves = self._leaves(group)
        if group.kind == b"HEAD":
            self._head(leaves)
        elif group.kind == b"FREF":
            self._references(leaves)
        elif group.kind == b"FRDI":
            self._depths(leaves)
        elif group.kind == b"CONS":
            self._connections.extend(inner for inner in leaves if inner.kind == b"CONN")
        elif group.kind == b"CONN":
            self._connections.append(group)
        elif not group.kind or not self._node(group, leaves):
            self._notices.add(binary_notices.PART, code_name(group.kind or group.tag))

    def _leaves(self, group: Chunk) -> Iterator[Chunk]:
        """What is in a group, as far as it is whole."""
        try:
            yield from chunks(self.data, group.body, group.end, self._form)
        except DamagedChunk as error:
            self._notices.add(binary_notices.DAMAGE, str(error.position))

    def _bytes(self, chunk: Chunk) -> bytes:
        return self.data[chunk.body : chunk.end]

    def _head(self, leaves: Iterator[Chunk]) -> None:
        for leaf in leaves:
            data = self._bytes(leaf)
            if leaf.tag == b"PLUG":
                found = plugin(data)
                self.requires.setdefault(found.name, found.version)
                self._types.update(found.types)
            elif leaf.tag == b"FINF":
                name, value = pair(data)
                self.file_info[self._text(name)] = self._text(value)
            elif leaf.tag == b"VERS":
                self.requires.setdefault("maya", self._text(data.rstrip(b"\0")))
            elif leaf.tag in _UNITS:
                self.units[_UNITS[leaf.tag]] = self._text(data.rstrip(b"\0"))
            elif leaf.tag == b"TDUR" and data.isdigit() and len(data) < 16:
                self._ticks = int(data) or None

    def _references(self, leaves: Iterator[Chunk]) -> None:
        for leaf in leaves:
            found = referenced(self._bytes(leaf)) if leaf.tag == b"FREF" else None
            if found is not None:
                name = self._text(found.namespace)
                self.references.append(
                    FileReferenceStatement(
                        path=self._text(found.path),
                        namespace=name if found.uses_namespace else "",
                        prefix="" if found.uses_namespace else name,
                        node=self._text(found.node),
                        type=found.type,
                    )
                )

    def _depths(self, leaves: Iterator[Chunk]) -> None:
        """As in a .ma, these tell the load state; each begins with its depth in four bytes."""
        for leaf in leaves:
            found = referenced(self._bytes(leaf)[4:]) if leaf.tag == b"FRDI" else None
            if found is not None:
                self.unloaded[self._text(found.node)] = found.deferred

    def _node(self, group: Chunk, leaves: Iterator[Chunk]) -> bool:
        """Take a node as far as its added attributes; whether the group is a node at all."""
        first = next(leaves, None)
        if first is None:
            return False
        if first.tag == b"SLCT":
            name = self._text(self._bytes(first).partition(b"\0")[0]).lstrip(":")
            node = FileNode("", name, None, True, False, self, group.start)
            known = self.selected.setdefault(name, node)
            if known is not node:
                known.attributes.update(node.attributes)
        elif first.tag == b"CREA":
            made = self._created(group, first)
            if made is None:
                return False
            node = made
        else:
            return False
        self._added(node, leaves)
        return True

    def _created(self, group: Chunk, leaf: Chunk) -> Optional[FileNode]:
        found = created(self._bytes(leaf))
        if found is None:
            return None
        kind = self._types.get(group.kind)
        if kind is None:
            kind = code_name(group.kind)
            self._notices.add(binary_notices.NODE_TYPE, kind)
        parent = self._text(found.parent) if found.parent is not None else None
        dull = is_dull(kind.encode("utf-8"))
        node = FileNode(kind, self._text(found.name), parent, found.shared, dull, self, group.start)
        self.nodes.append(node)
        return node

    def _added(self, node: FileNode, leaves: Iterator[Chunk]) -> None:
        """Added attributes stand before every value. Which of a text's flags marks a file name is not known [?]: one
        that looks like a file's path is taken for one, and where it may be marked a bare name of a known kind too."""
        texts: Dict[str, Added] = {}
        for leaf in leaves:
            if leaf.tag != b"ATTR":
                break
            found = added(self._bytes(leaf))
            if found is not None and found.is_text:
                texts[found.short] = found
            if found is not None and node.type.endswith("Override"):
                node.add_default(found.short, found.default)
        for text in texts.values():
            span = node.attributes.get(text.short) or node.attributes.get(text.long)
            value = self.value(span) if span is not None else None
            if looks_like_a_file(value) or (text.may_be_marked and has_known_ending(value)):
                node.add_file_attribute(text.long, text.short)

    def _text(self, raw: bytes) -> str:
        """UTF-8, as Maya writes today; a file does not tell another codeset."""
        try:
            return raw.decode("utf-8")
        except UnicodeDecodeError:
            text = guessed(raw)
            self._notices.add(binary_notices.CODESET, text)
            return text
