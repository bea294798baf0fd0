"""What Maya's commands answer, as the plain values that a scene file gives: bool, number, text, tuples of them."""

from __future__ import annotations

from typing import Any, Dict, List, Tuple


def plain(value: Any) -> Any:
    """A getAttr's answer: lists become tuples, a compound's [(x, y, z)] becomes (x, y, z).

    None for what is none of these (an object of some plug-in's own).
    """
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    if isinstance(value, (list, tuple)):
        if len(value) == 1 and isinstance(value[0], (list, tuple)):
            return plain(value[0])
        return tuple(plain(part) for part in value)
    return None


def texts(answer: Any) -> List[str]:
    """A list of texts; several commands answer None, or one text, where others answer a list."""
    if isinstance(answer, str):
        return [answer]
    if not isinstance(answer, (list, tuple)):
        return []
    return [part for part in answer if isinstance(part, str)]


def flat_texts(answer: Any) -> List[str]:
    """The same, where the answer may come in pairs: [(name, version), ...] as well as [name, version, ...]."""
    if not isinstance(answer, (list, tuple)):
        return texts(answer)
    return [text for part in answer for text in texts(part)]


def pairs(answer: Any) -> Dict[str, str]:
    """[key, value, key, value, ...] as a mapping; a key without a value is left out."""
    found = flat_texts(answer)
    return dict(zip(found[0::2], found[1::2]))


def split_plug(plug: str) -> Tuple[str, str]:
    """ "|group|camera.adjs[0].plg" -> ("|group|camera", "adjs[0].plg")."""
    path, bar, last = plug.rpartition("|")
    name, _, attribute = last.partition(".")
    return path + bar + name, attribute
