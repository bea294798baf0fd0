"""What mends a problem: a change of the job's settings, or the host asked to save. Never a change of the scene."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Dict, Tuple

from .messages import Message

SETTINGS = "settings"
SAVE = "save"


@dataclass(frozen=True)
class Fix:
    """`label` is the button's text. Kind SETTINGS carries new values of JobSettings by field name, SAVE none."""

    kind: str
    label: Message
    changes: Tuple[Tuple[str, Any], ...] = ()

    def to_json(self) -> Dict[str, Any]:
        return {"kind": self.kind, "label": self.label.text(), "settings": [name for name, _ in self.changes]}


def set_to(button: Message, **changes: Any) -> Fix:
    """A fix that sets fields of JobSettings; `fixed` in checks applies it."""
    return Fix(SETTINGS, button, tuple(sorted(changes.items())))


SAVE_SCENE = Fix(SAVE, Message("Save the scene"))
