"""The connections of a scene's files, by the nodes at their ends; names below the prefixes of references."""

from __future__ import annotations

import re
from typing import Callable, Dict, Iterable, List, Optional, Sequence, Tuple

from .file_references import Instance

Link = Tuple[str, str]


class Connections:
    """Every connectAttr as (source, destination), by the short name of either node. Read on first use:
    most scenes
    have very many, and most questions are about few of them."""

    def __init__(self, instances: Iterable[Instance]) -> None:
        self.incoming: Dict[str, List[Link]] = {}
        self.outgoing: Dict[str, List[Link]] = {}
        for instance in instances:
            stands_for = _placeholders(instance)
            for ends in instance.file.connections():
                source, destination = (stands_for.get(end, end) if stands_for else end for end in ends)
                link = (prefixed(source, instance.prefix), prefixed(destination, instance.prefix))
                self.incoming.setdefault(_node_short(link[1]), []).append(link)
                self.outgoing.setdefault(_node_short(link[0]), []).append(link)


def _placeholders(instance: Instance) -> Dict[str, str]:
    """What connections say instead of a plug of a reference ("setRN.phl[1]"), to that plug."""
    return {
        holder.replace(".placeHolderList[", ".phl["): plug
        for node in instance.file.nodes
        if node.type == "reference"
        for holder, plug in instance.file.placeholders(node)
    }


def prefixed(name: str, prefix: str) -> str:
    """A name, path or plug as a file writes it, below the prefix its reference gives it; ":name" stays the
    scene's."""
    if not prefix or name.startswith(":"):
        return name.lstrip(":")
    return "|".join(prefix + part if part else part for part in name.split("|"))


def own_attribute(plug: str) -> str:
    """The attribute of a plug, with indices: "|a|b.adjs[0].plg" -> "adjs[0].plg"."""
    return plug.rpartition("|")[2].partition(".")[2]


def attribute_matcher(names: Sequence[str]) -> Callable[[str], Optional[re.Match[str]]]:
    """Fits an attribute under any of its names, or any element of it."""
    patterns = "|".join(re.escape(name) for name in names)
    return re.compile(rf"(?:{patterns})(?:\[\d+\])?\Z").match


def _node_short(plug: str) -> str:
    return plug.rpartition("|")[2].partition(".")[0]
