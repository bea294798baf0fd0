"""The note in an offline submission's folder that it was sent, so that another computer does not send it once more."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path
from typing import Dict, Optional

from .atomic import write_atomically
from .errors import LocalFileError

SENT = "sent.json"


def note_sent(folder: Path, service: str, task_id: int) -> None:
    """Write the task's number by the service's address. A folder that cannot be written stays as it is: the journal of
    this computer knows all the same."""
    with contextlib.suppress(LocalFileError):
        noted = dict(_noted(folder), **{service: task_id})
        write_atomically(folder / SENT, json.dumps(noted, indent=2).encode("ascii"))


def sent_task(folder: Path, service: str) -> Optional[int]:
    """The task that the folder was last sent as to a service, None where nothing says so."""
    return _noted(folder).get(service)


def _noted(folder: Path) -> Dict[str, int]:
    try:
        found = json.loads((folder / SENT).read_bytes().decode("utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    if not isinstance(found, dict):
        return {}
    return {name: number for name, number in found.items() if isinstance(number, int)}
