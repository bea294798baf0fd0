"""The scenes inside a scene (XRefs): the files that they need in their turn."""

from __future__ import annotations

from typing import Iterator, List, Set

from rb_dcc_core.errors import SceneError
from rb_dcc_core.host import WARNING, Problem
from rb_dcc_core.messages import Message

from .files import Wanted
from .scene_file import read_file


class InnerScenes:
    """However deep; each scene is read once."""

    def __init__(self, scene: str) -> None:
        self._seen: Set[str] = {scene}
        self.problems: List[Problem] = []

    def wanted(self, path: str) -> Iterator[Wanted]:
        if path in self._seen:
            return
        self._seen.add(path)
        try:
            yield from read_file(path).wanted()
        except SceneError as error:
            text = Message("{why} The files it names itself are not sent.", why=error.message)
            self.problems.append(Problem(WARNING, "content_unreadable", text))
