"""What is wrong with the files of a scene, said by name, and said once where many have the same fault."""

from __future__ import annotations

from typing import Any, Dict, List, Optional, Sequence, Set, Tuple, Union

from rb_dcc_core.host import NOTICE, WARNING, Problem
from rb_dcc_core.messages import Message

from .file_sources import Wanted
from .workspace import BESIDE_SCENE, IN_PROJECT_BY_TAIL, Place

MOST_CHARACTERS = 255


class FileProblems:
    """Collects problems. A fault of one file is told with its node; faults that come in hundreds are counted."""

    def __init__(self) -> None:
        self._told: Set[Tuple[str, str, str]] = set()
        self._single: List[Problem] = []
        self._counted: Dict[str, Dict[str, None]] = {}

    def all(self) -> List[Problem]:
        problems = list(self._single)
        for code, (severity, template) in _COUNTED.items():
            groups: Dict[str, List[str]] = {}
            for entry in self._counted.get(code, ()):
                group, _, text = entry.partition("\0")
                groups.setdefault(group, []).append(text)
            for group in sorted(groups):
                said = Message(template, count=len(groups[group]), first=min(groups[group]), what=group)
                problems.append(Problem(severity, code, said))
        return problems

    def tell(self, severity: str, code: str, template: str, wanted: Wanted, **args: Any) -> None:
        """Once a node and path."""
        told = (code, wanted.node, str(args.get("path")))
        if told not in self._told:
            self._told.add(told)
            text = Message(template, node=wanted.node, **args)
            self._single.append(Problem(severity, code, text, wanted.node))

    def count(self, code: str, text: str, group: str = "") -> None:
        """One more with a fault of `_COUNTED`; what is in the same group is told together."""
        self._counted.setdefault(code, {})[f"{group}\0{text}"] = None

    def note_place(self, written: str, place: Place) -> None:
        if place.how == BESIDE_SCENE:
            self.count("found_beside_scene", written)
        elif place.how == IN_PROJECT_BY_TAIL:
            self.count("found_by_tail", written)

    def note_paths(self, paths: Sequence[str]) -> None:
        """Faults of paths themselves: the farm's Windows nodes stop at 255 characters, and their code page may
        not know a name. Asked of all at once: hardly any scene has one."""
        if not paths or ("".join(paths).isascii() and max(map(len, paths)) <= MOST_CHARACTERS):
            return
        for path in paths:
            if len(path) > MOST_CHARACTERS:
                self.count("path_too_long", path)
            if not path.isascii():
                self.count("path_not_ascii", path)

    def missing(self, wanted: Wanted, place: Place, why: Optional[str], is_folder: bool) -> None:
        """One file is not there, or not to be had."""
        if wanted.optional:
            return
        path = place.path
        if is_folder:
            self.tell(WARNING, "file_is_folder", _FOLDER, wanted, path=path)
        elif why is not None:
            self.tell(WARNING, "file_unreadable", _UNREADABLE, wanted, path=path, why=why)
        elif place.unset_variable is not None:
            name = place.unset_variable
            self.tell(WARNING, "file_missing", _UNSET, wanted, path=wanted.written, name=name)
        elif wanted.source is not None:
            self.tell(WARNING, "file_missing", _MISSING_INSIDE, wanted, path=path, source=wanted.source)
        else:
            self.tell(WARNING, "file_missing", _MISSING, wanted, path=path)

    def case(self, wanted: Wanted, path: str) -> None:
        self.tell(WARNING, "file_case_differs", _CASE, wanted, path=path)

    def gap(self, wanted: Wanted, missing: Sequence[int]) -> None:
        if missing:
            count, first = len(missing), missing[0]
            self.tell(WARNING, "sequence_gap", _GAP, wanted, path=wanted.written, count=count, first=first)

    def token(self, wanted: Wanted, token: str) -> None:
        self.tell(WARNING, "token_unknown", _TOKEN, wanted, path=wanted.written, token=token)

    def odd_path(self, wanted: Wanted, why: Union[str, Message]) -> None:
        path = wanted.written[:200]
        self.tell(WARNING, "file_unreadable", _UNREADABLE, wanted, path=path, why=why)

    def content(self, wanted: Wanted, path: str, why: str) -> None:
        self.tell(WARNING, "content_unreadable", _CONTENT, wanted, path=path, why=why)


_MISSING = "{node}: there is no file {path}. Put it there, or correct the path in Maya."
_MISSING_INSIDE = "{node}: {source} names the file {path}, which is not there. Put it there."
_UNSET = (
    "{node}: the file {path} cannot be found, because the variable {name} is not set on this "
    "computer. Set it before Maya or this program starts."
)
_UNREADABLE = "{node}: its file {path} cannot be looked for: {why}."
_FOLDER = "{node}: {path} is a folder where a file is wanted. Correct the path in Maya."
_CASE = (
    "{node}: the file's name differs in upper and lower case from {path}. A Linux render node will not "
    "find it."
)
_GAP = (
    "{node}: frames that are missing in the sequence {path}: {count}, the first is {first}. Put them there, if "
    "they are rendered."
)
_TOKEN = (
    "{node}: only the renderer can tell what {token} in {path} stands for; add its files to the job by hand."
)
_CONTENT = "{node}: {path} cannot be looked into ({why}); the files it names itself are not sent."

# Faults told once for all files that have them, by code.
_COUNTED: Dict[str, Tuple[str, str]] = {
    "found_beside_scene": (
        NOTICE,
        "Found beside the scene only, not in a Maya project: {count} of the paths, the first is {first}. "
        "Maya may not find them.",
    ),
    "found_by_tail": (
        NOTICE,
        "Paths of another computer, found in this project by their last folders: {count}, the first is {first}.",
    ),
    "drive_missing": (
        WARNING,
        "The drive {what} is not on this computer; files in the scene that are on it: {count}, the first is {first}. "
        "Connect it, or correct the paths.",
    ),
    "folder_unreadable": (WARNING, "The folder {first} cannot be read: {what}."),
    "path_too_long": (
        WARNING,
        "Paths longer than 255 characters: {count}, the first is {first}. A Windows render node may not open "
        "them.",
    ),
    "path_not_ascii": (
        NOTICE,
        "Paths with letters beyond plain ASCII: {count}, the first is {first}. If a render node does not find "
        "them, rename them.",
    ),
    "twin_used": (
        NOTICE,
        "Missing, but what a renderer made of them is there and is sent: {count} of the textures, the first is "
        "{first}.",
    ),
    "content_not_looked_into": (
        NOTICE,
        "Sent, but not looked into: {count} of the kind .{what}. Add what they name themselves by "
        "hand. The first is {first}.",
    ),
    "content_partly": (
        NOTICE,
        "Sent without a look into them, as they are too large: {count} of the frames of {what}, the first is "
        "{first}.",
    ),
}
