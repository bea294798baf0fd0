"""One Maya ASCII file, parsed once: its header facts, its references, its nodes with their attributes
unread."""

from __future__ import annotations

import re
from typing import Any, Callable, Dict, Iterator, List, Optional, Tuple

from rb_dcc_core.errors import SceneError
from rb_dcc_core.host import NOTICE, WARNING, Problem
from rb_dcc_core.messages import Message

from .ascii_bytes import line_number, odd_text_problem, read_bytes
from .ascii_entries import (
    ADD_FLAGS,
    FILE_FLAGS,
    NODE_FLAGS,
    REQUIRES_FLAGS,
    UNIT_FLAGS,
    added_default,
    file_reference,
)
from .ascii_nodes import PlainLines, plain_nodes, plain_value
from .ascii_statements import Statements, UnfinishedStatement
from .ascii_tokens import arguments, set_attr_value, tokens
from .dull_types import is_dull
from .reference_edits import edits, placeholders
from .scene_file import Edit, FileNode, SceneFile, Span, Stored

_HEADER_VERSION = re.compile(rb"//Maya ASCII (\S+) scene")
_WORD = re.compile(rb"\w+")
_PLAIN_SELECT = re.compile(rb'select -(?:ne|noExpand) "?:?([^"\s]+)"?\s*\Z')
_PLAIN_SET = b'setAttr ".'
# The one attribute of a dull node that is read: what mtoa renders in a mesh's place.
_PROCEDURAL = b'setAttr ".dso" '
_ATTRIBUTE = re.compile(rb'setAttr(?:\s+-\w+(?:\s+(?:"\w*"|(?![-"])[^\s"]+))?)*\s+"\.([^"\s]+)"')
_OTHER_NODE = re.compile(rb'setAttr(?:\s+-\w+(?:\s+(?:"\w*"|(?![-"])[^\s"]+))?)*\s+"([^".\s]+)\.([^"\s]+)"')
_PLAIN_TEXT = re.compile(rb'setAttr "[^"\\]*" -type "string" "([^"\\]*)"\s*\Z')
_CONNECTION = re.compile(rb'connectAttr\s+(?:-\w+\s+)*"([^"]+)"\s+"([^"]+)"')
_DRIVEN = (b"defaultRenderGlobals.", b"defaultResolution.", b'.rnd"', b'.renderable"')
_FILE_NAME_ATTRIBUTE = re.compile(rb"\s-(?:uaf|usedAsFilename)\b")
_KNOWN = frozenset(
    b"rename lockNode relationship dataStructure parent applyMetadata disconnectAttr deleteAttr namespace "
    b"editRenderLayerMembers applyAttrPreset polyOptions instance aliasAttr setKeyframe sets instancer "
    b"evaluator if python eval workspace".split()
)
_MOST_PROBLEMS = 20


class AsciiFile(SceneFile):
    """What one file says. Raises SceneError where it cannot be read; single odd statements are `problems`."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.data, self.codec, problems = read_bytes(path)
        self.problems.extend(problems)
        self._connections: List[Span] = []
        self._current: Optional[FileNode] = None
        self._odd_statements = 0
        self._types: Dict[bytes, Tuple[str, bool]] = {}
        self._lines = PlainLines(self.data, self.codec)
        self._statements = Statements(self.data)
        self._parse()

    def value(self, span: Stored) -> Any:
        """Read one setAttr statement's value."""
        if isinstance(span, str):
            return plain_value(span)
        plain = _PLAIN_TEXT.match(self.data, *span)
        if plain is not None:
            return self._decode(plain.group(1), span[0])
        return set_attr_value(self._text(span))

    @property
    def host_version(self) -> Optional[str]:
        header = _HEADER_VERSION.match(self.data.lstrip()[:200])
        return super().host_version or (
            header.group(1).decode("ascii", "replace") if header is not None else None
        )

    def edits(self, node: FileNode) -> Iterator[Edit]:
        span = node.attributes.get("ed")
        return edits(self.data[span[0] : span[1]], self.codec) if isinstance(span, tuple) else iter(())

    def placeholders(self, node: FileNode) -> Iterator[Tuple[str, str]]:
        span = node.attributes.get("ed")
        return placeholders(self.data[span[0] : span[1]], self.codec) if isinstance(span, tuple) else iter(())

    def connections(self) -> Iterator[Tuple[str, str]]:
        """Every connectAttr as (source, destination), names as the file writes them."""
        for start, end in self._connections:
            match = _CONNECTION.match(self.data, start, end)
            if match is not None:
                yield self._decode(match.group(1), start), self._decode(match.group(2), start)

    def may_drive_settings(self) -> bool:
        # Connections are a file's last part, and very many; a find over them takes next to nothing.
        start = self._connections[0][0] if self._connections else len(self.data)
        return any(self.data.find(mark, start) >= 0 for mark in _DRIVEN)

    def _parse(self) -> None:
        readers: Dict[bytes, Callable[[int, int], None]] = {
            b"setAttr": self._set_attr,
            b"createNode": self._create_node,
            b"connectAttr": self._connect_attr,
            b"select": self._select,
            b"addAttr": self._add_attr,
            b"file": self._file,
            b"requires": self._requires,
            b"currentUnit": self._current_unit,
            b"fileInfo": self._file_info,
        }
        word = _WORD.match
        data = self.data
        set_attr = self._set_attr
        try:
            for start, end in self._statements:
                if data.startswith(b"setAttr", start):  # most of them by far
                    if self._current is not None and (
                        not self._current.dull or data.startswith(_PROCEDURAL, start)
                    ):
                        set_attr(start, end)
                    continue
                if data.startswith(b"rename ", start):  # a node's identifier: after every createNode
                    continue
                match = word(data, start, end)
                name = match.group() if match is not None else b""
                reader = readers.get(name)
                if reader is not None:
                    reader(start, end)
                elif name not in _KNOWN:
                    self._odd(
                        start,
                        "{path}, line {line}: a statement is not one that Maya writes; it is passed over.",
                    )
        except UnfinishedStatement as error:
            self._refuse_cut_off(error)
        self._check_end()

    def _refuse_cut_off(self, error: UnfinishedStatement) -> None:
        raise SceneError(
            "{path} is cut off: the statement that begins in line {line} has no end. "
            "Save the scene again from Maya, or take an earlier copy.",
            path=self.path,
            line=line_number(self.data, error.start),
        ) from error

    def _check_end(self) -> None:
        if b"// End of" not in self.data[-2000:]:
            text = Message(
                "{path} does not end as Maya ends a scene. Check that it is whole.", path=self.path
            )
            self.problems.append(Problem(WARNING, "scene_end_missing", text))

    def _set_attr(self, start: int, end: int) -> None:
        node = self._current
        if node is None:
            return
        if self.data.startswith(_PLAIN_SET, start):  # nearly all: no pattern is needed
            first = start + len(_PLAIN_SET)
            name = self.data[first : self.data.find(b'"', first, end)]
            if name.isalnum():
                self._store(node, name, (start, end))
                return
        match = _ATTRIBUTE.match(self.data, start, end)
        if match is not None:
            self._store(node, match.group(1), (start, end))
            return
        named = _OTHER_NODE.match(self.data, start, end)
        if named is None:
            self._odd(start, "{path}, line {line}: a setAttr names no attribute; it is passed over.")
            return
        other = self._selected(self._decode(named.group(1), start).lstrip(":"))
        self._store(other, named.group(2), (start, end))

    def _store(self, node: FileNode, attribute: bytes, span: Span) -> None:
        name = attribute.decode("ascii", "replace")
        if name in node.attributes and self.value(span) is None:
            return  # a second setAttr that only locks or hides leaves the first one's value
        node.attributes[name] = span

    def _create_node(self, start: int, end: int) -> None:
        go_on = 0
        for found in plain_nodes(self.data, start):
            kind, shared, name, parent = found.group(1, 2, 3, 4)
            at, go_on = found.span()
            self._add_node(
                kind,
                self._decode(name, at),
                self._decode(parent, at) if parent is not None else None,
                shared is not None,
                found.span(5),
            )
        if go_on:
            self._statements.go_on_at(go_on)
            return
        parsed = arguments(tokens(self._text((start, end))), NODE_FLAGS)
        if not parsed.rest:
            self._current = None
            self._odd(start, "{path}, line {line}: a createNode names no type; the node is passed over.")
            return
        kind_text = parsed.rest[0].text
        name_text = parsed.flag("n") or f"{kind_text}{len(self.nodes) + 1}"
        self._add_node(
            kind_text.encode("utf-8", "replace"), name_text, parsed.flag("p"), parsed.flag("s") is not None
        )

    def _add_node(
        self, kind: bytes, name: str, parent: Optional[str], shared: bool, lines: Span = (0, 0)
    ) -> None:
        known = self._types.get(kind)
        if known is None:
            known = self._types[kind] = (kind.decode("utf-8", "replace"), is_dull(kind))
        type_name, dull = known
        if lines[0] == lines[1] or (dull and self.data.find(_PROCEDURAL, *lines) < 0):
            node = FileNode(type_name, name, parent, shared, dull)
        else:
            node = FileNode(type_name, name, parent, shared, dull, self._lines, self._lines.keep(lines))
        self.nodes.append(node)
        self._current = node

    def _select(self, start: int, end: int) -> None:
        plain = _PLAIN_SELECT.match(self.data, start, end)
        if plain is not None:
            self._current = self._selected(self._decode(plain.group(1), start))
            return
        names = [
            token.text for token in tokens(self._text((start, end)))[1:] if not token.text.startswith("-")
        ]
        self._current = self._selected(names[0].lstrip(":")) if names else None

    def _selected(self, name: str) -> FileNode:
        """A node that Maya makes itself (":defaultResolution"); its type is looked up by the graph."""
        return self.selected.setdefault(name, FileNode("", name, None, True, False))

    def _add_attr(self, start: int, end: int) -> None:
        node = self._current
        if node is None:
            return
        names_a_file = _FILE_NAME_ATTRIBUTE.search(self.data, start, end) is not None
        if not names_a_file and not node.type.endswith("Override"):
            return
        parsed = arguments(tokens(self._text((start, end))), ADD_FLAGS)
        short_name = parsed.flag("sn") or parsed.flag("ln") or ""
        if names_a_file:
            node.add_file_attribute(parsed.flag("ln") or short_name, short_name)
            node.dull = False
        else:
            node.add_default(short_name, added_default(parsed))

    def _connect_attr(self, start: int, end: int) -> None:
        self._connections.append((start, end))

    def _file(self, start: int, end: int) -> None:
        parsed = arguments(tokens(self._text((start, end))), FILE_FLAGS)
        if "rdi" in parsed.flags:
            # The depth lines come first and tell the load state: -dr 1 there means deferred, that is
            # unloaded.
            # (The same flag on the `file -r` line stands on every reference and means nothing.)
            self.unloaded[parsed.flag("rfn") or ""] = parsed.flag("dr") == "1"
        elif "r" in parsed.flags and parsed.rest:
            self.references.append(file_reference(parsed))

    def _requires(self, start: int, end: int) -> None:
        rest = arguments(tokens(self._text((start, end))), REQUIRES_FLAGS).rest
        if rest:
            self.requires.setdefault(rest[0].text, rest[1].text.strip() if len(rest) > 1 else "")

    def _current_unit(self, start: int, end: int) -> None:
        parsed = arguments(tokens(self._text((start, end))), UNIT_FLAGS)
        self.units.update({name: values[0] for name, values in parsed.flags.items() if values})

    def _file_info(self, start: int, end: int) -> None:
        texts = [token.text for token in tokens(self._text((start, end))) if token.quoted]
        if len(texts) >= 2:
            self.file_info[texts[0]] = texts[1]

    def _text(self, span: Span) -> str:
        return self._decode(self.data[span[0] : span[1]], span[0])

    def _decode(self, raw: bytes, position: int) -> str:
        try:
            return raw.decode(self.codec)
        except UnicodeDecodeError:
            if self._count_odd():
                self.problems.append(odd_text_problem(self.path, line_number(self.data, position)))
            return raw.decode(self.codec, "replace")

    def _odd(self, position: int, template: str) -> None:
        if self._count_odd():
            text = Message(template, path=self.path, line=line_number(self.data, position))
            self.problems.append(Problem(NOTICE, "statement_odd", text))

    def _count_odd(self) -> bool:
        """Whether one more odd statement is worth a line of its own; finding line numbers costs a pass
        each."""
        self._odd_statements += 1
        return self._odd_statements <= _MOST_PROBLEMS
