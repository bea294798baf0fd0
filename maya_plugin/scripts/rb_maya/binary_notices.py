"""What a binary file holds that is not understood: said once a kind, with the first few names."""

from __future__ import annotations

from typing import Dict, List, Tuple

from rb_dcc_core.host import NOTICE, WARNING, Problem
from rb_dcc_core.messages import Message

NODE_TYPE = "node_type_not_known"
PART = "part_not_known"
VALUE = "value_not_decoded"
EDITS = "reference_edits_not_read"
CODESET = "codeset_guessed"
DAMAGE = "scene_damaged"

_TEXTS: Dict[str, Tuple[str, str]] = {
    NODE_TYPE: (NOTICE, "{path} has nodes of {count} types that are not known by their number ({names})."),
    PART: (NOTICE, "{path} has {count} kinds of parts that are not known ({names}); they are not read."),
    VALUE: (NOTICE, "{path} stores {count} kinds of values that cannot be decoded ({names})."),
    EDITS: (
        WARNING,
        "{path} changes things in {count} of its references ({names}) in a way that cannot be read: files named "
        "there are sent as far as they can be made out, other changes are not seen. Check the textures and cameras of "
        "these references, or save the scene as Maya ASCII (.ma) to be sure.",
    ),
    CODESET: (
        WARNING,
        "{path} has {count} texts that are not UTF-8, the first is {names}; they may be garbled.",
    ),
    DAMAGE: (
        WARNING,
        "{path}: {count} parts of the scene are damaged (at byte {names}); what follows in them is not read.",
    ),
}
_NAMED = 5


class Notices:
    """Gathers names by kind."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._names: Dict[str, Dict[str, None]] = {}

    def add(self, kind: str, name: str) -> None:
        self._names.setdefault(kind, {})[name] = None

    def problems(self) -> List[Problem]:
        return [self._problem(kind, list(names)) for kind, names in self._names.items()]

    def _problem(self, kind: str, names: List[str]) -> Problem:
        severity, template = _TEXTS[kind]
        shown = names[:1] if kind == CODESET else names[:_NAMED]
        node = names[0] if kind == EDITS else None
        text = Message(template, path=self._path, count=len(names), names=", ".join(shown))
        return Problem(severity, kind, text, node)
