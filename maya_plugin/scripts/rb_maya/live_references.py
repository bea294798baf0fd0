"""The open scene's references, as Maya tells them: what is written, what is loaded, which is in which."""

from __future__ import annotations

from typing import Dict, Iterator, List, NamedTuple, Optional, Sequence, Set

from rb_dcc_core.host import NOTICE, WARNING, Problem
from rb_dcc_core.messages import Message

from .file_nodes import REFERENCE, RULES
from .live_commands import HOST_ERRORS, Commands
from .live_values import texts
from .scene_graph import SceneReference
from .workspace import Resolver, slashes

# Maya's own book-keeping, no references.
_NO_REFERENCES = ("sharedReferenceNode", "_UNKNOWN_REF_NODE_")


class _Told(NamedTuple):
    """What Maya says of a reference: `resolved` is the path it loads, `parent` the reference node it is in."""

    written: str
    resolved: str
    loaded: bool
    namespace: str
    parent: Optional[str]


class ReferenceReading(NamedTuple):
    references: List[SceneReference]
    problems: List[Problem]


def read_references(
    commands: Commands, nodes: Sequence[str], resolver: Resolver, scene_folder: str
) -> ReferenceReading:
    """Every reference, the outer before those in it. One that Maya itself cannot answer for is a problem."""
    reading = ReferenceReading([], [])
    told: Dict[str, _Told] = {}
    for node in nodes:
        if node.rpartition(":")[2] in _NO_REFERENCES:
            continue
        try:
            told[node] = _tell(commands, node)
        except HOST_ERRORS:
            reading.problems.append(Problem(WARNING, "reference_broken", Message(_BROKEN, node=node), node))
    unloaded: Set[str] = set()
    for node in _in_order(told):
        parent = told.get(told[node].parent or "")
        folder = parent.resolved.rpartition("/")[0] if parent is not None else scene_folder
        reference = _reference(node, told[node], resolver, folder)
        reading.references.append(reference)
        if not reference.loaded and reference.exists and reference.path not in unloaded:
            unloaded.add(reference.path)
            text = Message(_UNLOADED, node=node, path=reference.path)
            reading.problems.append(Problem(NOTICE, "reference_unloaded", text, node))
    return reading


def _tell(commands: Commands, node: str) -> _Told:
    written = texts(commands.referenceQuery(node, filename=True, unresolvedName=True, withoutCopyNumber=True))
    resolved = texts(commands.referenceQuery(node, filename=True, withoutCopyNumber=True))
    return _Told(
        "".join(written[:1]),
        slashes("".join(resolved[:1])),
        commands.referenceQuery(node, isLoaded=True) is True,
        _namespace(commands, node),
        _parent(commands, node),
    )


def _namespace(commands: Commands, node: str) -> str:
    try:
        return "".join(texts(commands.referenceQuery(node, namespace=True))[:1]).strip(":")
    except HOST_ERRORS:
        return ""  # made with a prefix instead of a namespace


def _parent(commands: Commands, node: str) -> Optional[str]:
    try:
        found = texts(commands.referenceQuery(node, referenceNode=True, parent=True))
    except HOST_ERRORS:
        return None  # whether a reference at the top answers None or refuses is not documented [?]
    return found[0] if found else None


def _reference(node: str, told: _Told, resolver: Resolver, folder: str) -> SceneReference:
    written = told.written or told.resolved
    place = resolver.resolve(written, RULES[REFERENCE], folder)
    if place.found is None and told.resolved != written:
        # Maya found it by means of its own (a folder mapping, a path browsed for while it opened the scene).
        by_maya = resolver.resolve(told.resolved, RULES[REFERENCE], folder)
        if by_maya.found is not None:
            written, place = told.resolved, by_maya
    return SceneReference(
        node, told.namespace, written, folder, place.path, place.found is not None, told.loaded
    )


def _in_order(told: Dict[str, _Told]) -> Iterator[str]:
    """Each reference, then those in it; one whose parent is not known stands at the top."""
    inside: Dict[Optional[str], List[str]] = {}
    for node, facts in told.items():
        inside.setdefault(facts.parent if facts.parent in told else None, []).append(node)
    waiting = list(reversed(inside.get(None, [])))
    while waiting:
        node = waiting.pop()
        yield node
        waiting.extend(reversed(inside.get(node, [])))


_UNLOADED = "The reference {node} ({path}) is not loaded in the scene; the files in it are not sent."
_BROKEN = (
    "Maya cannot tell which file the reference {node} is of; it is passed over. Repair or remove it in the "
    "Reference Editor."
)
