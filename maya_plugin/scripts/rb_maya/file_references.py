"""The files of a scene: each parsed once, references followed, one instance for every namespace it appears
under."""

from __future__ import annotations

import re
from typing import Dict, List, NamedTuple, Optional, Set, Tuple

from rb_dcc_core.errors import SceneError
from rb_dcc_core.host import NOTICE, WARNING, Problem
from rb_dcc_core.messages import Message

from .file_nodes import REFERENCE, RULES
from .open_file import ENDINGS, open_file
from .scene_file import FileReferenceStatement, SceneFile
from .scene_graph import SceneReference
from .workspace import Place, Resolver, tidy

MOST_DEPTH = 64
MOST_INSTANCES = 20000
_COPY_NUMBER = re.compile(r"\{\d+\}\Z")


class Instance(NamedTuple):
    """One appearance of a file: `prefix` stands before its names ("ns:" or "ns:inner:" or "old_")."""

    file: SceneFile
    prefix: str
    referenced: bool


class Opened(NamedTuple):
    """A scene with everything it references; `instances` starts with the scene, inner references before
    outer ones'
    siblings, as Maya reads them."""

    instances: List[Instance]
    references: List[SceneReference]
    problems: List[Problem]


class ReferenceReader:
    """Follows references from a scene. A cycle ends where it closes; what cannot be read becomes a
    problem."""

    def __init__(self, resolver: Resolver) -> None:
        self._resolver = resolver
        self._files: Dict[str, Optional[SceneFile]] = {}
        self._opened = Opened([], [], [])
        self._unloaded: Dict[str, bool] = {}
        self._told: Set[Tuple[str, str]] = set()

    def open(self, scene: SceneFile) -> Opened:
        self._files[scene.path] = scene
        self._add(scene, "", False, (scene.path,))
        return self._opened

    def _add(self, file: SceneFile, prefix: str, referenced: bool, above: Tuple[str, ...]) -> None:
        self._opened.instances.append(Instance(file, prefix, referenced))
        # Depth lines tell the load state of nested references too, under their full node names; the outermost file
        # that tells it decides.
        for node, unloaded in file.unloaded.items():
            self._unloaded.setdefault(prefix + node, unloaded)
        for statement in file.references:
            self._follow(file, statement, prefix, above)

    def _follow(
        self, file: SceneFile, statement: FileReferenceStatement, prefix: str, above: Tuple[str, ...]
    ) -> None:
        node = prefix + statement.node
        written = _COPY_NUMBER.sub("", statement.path)
        folder = file.path.rpartition("/")[0]
        place = self._resolver.resolve(written, RULES[REFERENCE], folder)
        loaded = not self._unloaded.get(node, False)
        inner = self._inner_prefix(prefix, statement)
        self._opened.references.append(
            SceneReference(
                node, inner.rstrip(":"), written, folder, place.path, place.found is not None, loaded
            )
        )
        if not loaded:
            self._tell("reference_unloaded", _UNLOADED, node, place.path, NOTICE)
        elif place.found is not None:
            self._enter(place, node, inner, above)

    def _enter(self, place: Place, node: str, prefix: str, above: Tuple[str, ...]) -> None:
        path = tidy(place.path)
        if path in above:
            self._tell("reference_cycle", _CYCLE, node, path, WARNING)
        elif len(above) > MOST_DEPTH or len(self._opened.instances) >= MOST_INSTANCES:
            self._tell("references_too_many", _TOO_MANY, node, path, WARNING)
        elif path.lower().endswith(ENDINGS):
            inner = self._file(path, node)
            if inner is not None:
                self._add(inner, prefix, True, (*above, path))
        else:
            self._tell("reference_not_read", _OTHER, node, path, NOTICE)

    def _file(self, path: str, node: str) -> Optional[SceneFile]:
        if path not in self._files:
            self._files[path] = None
            try:
                file = open_file(path)
            except SceneError as error:
                text = Message("The reference {node} cannot be read. {why}", node=node, why=error.message)
                self._opened.problems.append(Problem(WARNING, "reference_unreadable", text, node))
                return None
            self._files[path] = file
        return self._files[path]

    def _inner_prefix(self, prefix: str, statement: FileReferenceStatement) -> str:
        if statement.prefix:
            return f"{prefix}{statement.prefix}_"
        namespace = statement.namespace.strip(":")
        return f"{prefix}{namespace}:" if namespace else prefix

    def _tell(self, code: str, template: str, node: str, path: str, severity: str) -> None:
        """Tell once a file, however many times it is referenced."""
        if (code, path) not in self._told:
            self._told.add((code, path))
            self._opened.problems.append(
                Problem(severity, code, Message(template, node=node, path=path), node)
            )


_UNLOADED = "The reference {node} ({path}) is not loaded in the scene; the files in it are not sent."
_CYCLE = "The reference {node} leads back to {path}; it is followed once only. Remove the circle in Maya."
_TOO_MANY = (
    "The references are nested too deeply or too many at {node} ({path}); what is below is not looked into."
)
_OTHER = "The reference {node} ({path}) is not a Maya scene; the files it needs itself are not looked for."
