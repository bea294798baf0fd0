"""What is known of the vendor's transfer program on this computer. Runs it once: on a working thread only. No Qt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Dict, Optional

from rb_dcc_core.engine_program import VARIABLE, find_program, runnable_program, version_of, works_on
from rb_dcc_core.errors import RenderbusError
from rb_dcc_core.messages import Message

_SOURCES: Dict[str, Message] = {
    "settings": Message("named here or by {variable}", variable=VARIABLE),
    "path": Message("on PATH"),
    "package": Message("in the installed rayvision-sync"),
}
_NOT_FOUND = Message(
    "Not found. A service with a store of its own does without; for any other install the vendor's 'rayvision-sync'"
    " package or its desktop client, or name the program below."
)
_NONE_FOR_THIS_SYSTEM = Message(
    "The vendor has no transfer program for this system. A submission can be exported and sent from Windows or Linux."
)


@dataclass(frozen=True)
class EngineFacts:
    """`path` is "" where none was found; `why` says where it was found, `trouble` why it cannot be used."""

    path: str = ""
    version: str = ""
    why: Optional[Message] = None
    trouble: Optional[Message] = None

    @property
    def words(self) -> Message:
        """All of it in a sentence."""
        if self.trouble is not None:
            return self.trouble
        if self.why is None:
            return Message("Found.")
        if self.version:
            return Message("Version {version}, {where}.", version=self.version, where=self.why)
        return Message("Found {where}.", where=self.why)


def look_for_engine(configured: str) -> EngineFacts:
    """Find the program as a transfer would, and ask its version; never raises for one that is not there."""
    if not works_on():
        return EngineFacts(trouble=_NONE_FOR_THIS_SYSTEM)
    try:
        program = runnable_program(configured)
    except RenderbusError as error:
        found = _found_path(configured)
        return EngineFacts(path=found, trouble=error.message)
    if program is None:
        return EngineFacts(trouble=_NOT_FOUND)
    return EngineFacts(program.path, version_of(program) or "", _SOURCES[program.source])


def _found_path(configured: str) -> str:
    try:
        program = find_program(configured)
    except RenderbusError:
        return ""
    return "" if program is None else program.path
