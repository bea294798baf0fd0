"""Whether a Render Setup collection's selector takes a node, told from the selector's own attributes.

A selector is asked about one node at a time: the few nodes whose attributes are read (cameras, AOVs, settings),
never the whole scene. The rules are those of Maya's `ls`: "*" does not reach over ":" or "|", "::name" is any
namespace, a leading "-" takes away again, and a lone "*" is everything the type filter lets through.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import FrozenSet, Iterator, List, Optional, Pattern, Tuple

from .attributes import table
from .dag_types import TRANSFORMS
from .file_nodes import FILE_TYPES
from .scene_graph import SceneGraph

SIMPLE = "simpleSelector"
ARNOLD_AOV = "arnoldAOVChildSelector"

_SEPARATORS = re.compile(r"[;,\s]+")
_CUSTOM = 8
# Maya's numbers of the type filters: what a node must derive from. An empty set lets everything through; shaders,
# lights, sets, generators and shading engines are none of the nodes whose attributes the tables list. Of any other
# (somebody added a file name to it) these filters cannot be answered.
_FILTERS = {
    0: frozenset(),
    1: frozenset(["transform"]),
    2: frozenset(["shape"]),
    3: frozenset(["shader"]),
    4: frozenset(["light"]),
    5: frozenset(["objectSet"]),
    6: frozenset(["transform", "shape"]),
    7: frozenset(["camera"]),
    9: frozenset(["transform", "shape", "shader"]),
    10: frozenset(["polyCreator", "primitive"]),
    11: frozenset(["shadingEngine"]),
}
_BY_NATURE = (3, 4, 5, 9, 10, 11)
# Of the nodes with files in the outliner these are transforms, the others shapes.
_ASSEMBLIES = ("assemblyDefinition", "assemblyReference", "pxrUsdReferenceAssembly", "xgmPalette")
_SHAPES = {"camera": ("camera",), "stereoRigCamera": ("stereoRigCamera", "camera")}


def selects(graph: SceneGraph, selector: str, node: str) -> Optional[bool]:
    """True or False; None where this selector cannot be evaluated without Maya."""
    return _selects(graph, selector, node, ())


def _selects(graph: SceneGraph, selector: str, node: str, seen: Tuple[str, ...]) -> Optional[bool]:
    kind = graph.node_type(selector)
    if kind == ARNOLD_AOV:
        aov = _text(graph, selector, "arnoldAOVNodeName")
        return aov == node or node in _drivers(graph, aov)
    if kind != SIMPLE or selector in seen:
        return None
    accepted = _accepts(graph, selector, node)
    if not accepted:
        return accepted
    if not _named(graph, selector, node):
        return False
    above = [plug.node for plug in graph.sources(selector, "input")]
    if not above:
        return True
    # A collection inside another one takes from what its parent takes, and from what is below that.
    answers = [_selects(graph, above[0], each, (*seen, selector)) for each in _with_ancestors(graph, node)]
    return True if True in answers else None if None in answers else False


def _drivers(graph: SceneGraph, aov: str) -> Iterator[str]:
    """What writes an AOV's files; the collection of the AOV takes it along."""
    if graph.node_type(aov) == "aiAOV":
        for index in graph.elements(aov, "outputs"):
            yield from (plug.node for plug in graph.sources(aov, f"outputs[{index}].driver"))


def _named(graph: SceneGraph, selector: str, node: str) -> bool:
    """By the list of names, or by the patterns, read from left to right."""
    listed = _names(_text(graph, selector, "staticSelection"))
    if listed and any(name in listed and graph.node(name) == node for name in _spellings(node)):
        return True
    taken = False
    for pattern in _words(_text(graph, selector, "pattern")):
        if pattern.startswith("-"):
            taken = taken and not fits(pattern[1:], node)
        else:
            taken = taken or fits(pattern, node)
    return taken


@lru_cache(maxsize=64)
def _names(text: str) -> FrozenSet[str]:
    return frozenset(name.lstrip(":") for name in text.split())


def _spellings(node: str) -> Iterator[str]:
    """A node's full name and all its endings: "|a|b" is also listed as "a|b" or "b"."""
    yield node
    rest = node.lstrip("|")
    while rest:
        yield rest
        rest = rest.partition("|")[2]


def fits(pattern: str, node: str) -> bool:
    """Whether one pattern of `ls` fits a node's full name."""
    if pattern == "*":
        return True
    globs, parts = pattern.strip("|").split("|"), node.strip("|").split("|")
    if len(globs) > len(parts) or (pattern.startswith("|") and len(globs) != len(parts)):
        return False
    return all(_part(glob).match(part) is not None for glob, part in zip(globs, parts[-len(globs) :]))


@lru_cache(maxsize=1024)
def _part(glob: str) -> Pattern[str]:
    anywhere = glob.startswith("::")
    text = "".join(
        "[^:|]*" if char == "*" else "[^:|]" if char == "?" else re.escape(char) for char in glob.lstrip(":")
    )
    return re.compile((r"(?:[^:|]+:)*" if anywhere else "") + text + r"\Z")


def _accepts(graph: SceneGraph, selector: str, node: str) -> Optional[bool]:
    number = graph.value(selector, "typeFilter")
    kinds = _kinds(graph, node)
    if number == _CUSTOM:
        words = _words(_text(graph, selector, "customFilterValue"))
        refused = {word[1:] for word in words if word.startswith("-")}
        wanted = {word for word in words if not word.startswith("-")}
        return not refused & kinds and (not wanted or bool(wanted & kinds))
    allowed = _FILTERS.get(number) if isinstance(number, int) else None
    if allowed is None:
        return None
    if number in _BY_NATURE and not table(graph.node_type(node)) and "transform" not in kinds:
        return None
    return not allowed or bool(allowed & kinds)


def _kinds(graph: SceneGraph, node: str) -> FrozenSet[str]:
    """A node's type with those it derives from, as far as filters ask for them."""
    kind = graph.node_type(node)
    if kind in _SHAPES:
        return frozenset([*_SHAPES[kind], "shape", "dagNode"])
    if kind in FILE_TYPES and "|" in node and kind not in _ASSEMBLIES:
        return frozenset([kind, "shape", "dagNode"])
    if graph.parent(node) is not None and kind not in TRANSFORMS and kind not in _ASSEMBLIES:
        nature = "transform" if kind.endswith("ransform") else "shape"
        return frozenset([kind, nature, "dagNode"])
    if "|" in node or kind.endswith("ransform"):
        return frozenset([kind, "transform", "dagNode"])
    return frozenset([kind])


def _with_ancestors(graph: SceneGraph, node: str) -> List[str]:
    found = [node]
    parent = graph.parent(node)
    while parent is not None and parent not in found:
        found.append(parent)
        parent = graph.parent(parent)
    return found


def _words(text: str) -> List[str]:
    return [word for word in _SEPARATORS.split(text) if word]


def _text(graph: SceneGraph, node: str, attribute: str) -> str:
    value = graph.value(node, attribute)
    return value if isinstance(value, str) else ""
