"""A Maya project: its root, its file rules, and where Maya looks for a path that a scene stores."""

from __future__ import annotations

import os
import posixpath
import re
from typing import Any, Dict, List, Mapping, NamedTuple, Optional, Sequence, Tuple

from .ascii_statements import UnfinishedStatement, statements
from .ascii_tokens import tokens
from .folders import Folders, Found

WORKSPACE_FILE = "workspace.mel"

# How a path was found.
AS_STORED = "as stored"
IN_PROJECT = "in the project"
BESIDE_SCENE = "beside the scene"
IN_PROJECT_BY_TAIL = "in the project by its last folders"
IN_SEARCH_PATH = "in the renderer's search path"
MISSING = "missing"

# A new project's rules, for what workspace.mel does not say.
_DEFAULT_RULES = {
    "scene": "scenes",
    "mayaAscii": "scenes",
    "mayaBinary": "scenes",
    "sourceImages": "sourceimages",
    "images": "images",
    "sound": "sound",
    "movie": "movies",
    "fileCache": "cache/nCache",
    "diskCache": "data",
    "alembicCache": "cache/alembic",
    "clips": "clips",
}
_VARIABLE = re.compile(r"\$\{(\w+)\}|\$(\w+)|%(\w+)%")
_ABSOLUTE = re.compile(r"/|[A-Za-z]:/|//")
_MANY_SLASHES = re.compile(r"/{3,}")
# Stands for a file's name where only its folder is looked up.
_ANY_NAME = "n"
_RULE_FLAGS = ("-fr", "-fileRule")


class Place(NamedTuple):
    """Where a stored path is: `path` is absolute with "/", also where nothing is there."""

    path: str
    how: str
    found: Optional[Found]
    unset_variable: Optional[str] = None


class Workspace:
    """A project folder and its rules; `root` is None where the scene is in no project."""

    def __init__(self, root: Optional[str], rules: Mapping[str, str]) -> None:
        self.root = root
        self.rules = dict(_DEFAULT_RULES)
        self.rules.update(rules)

    @classmethod
    def at(cls, root: str) -> Workspace:
        """The project at a folder; without a readable workspace.mel it has a new project's rules."""
        try:
            with open(os.path.join(root, WORKSPACE_FILE), "rb") as stream:
                return cls(slashes(root), read_rules(stream.read()))
        except (OSError, ValueError):
            return cls(slashes(root), {})

    @classmethod
    def around(cls, scene_folder: str) -> Workspace:
        """The project a scene lies in: the nearest folder upwards that holds a workspace.mel."""
        folder = scene_folder
        while True:
            if os.path.isfile(os.path.join(folder, WORKSPACE_FILE)):
                return cls.at(folder)
            parent = os.path.dirname(folder)
            if parent == folder:
                return cls(None, {})
            folder = parent

    def folders(self, rules: Sequence[str]) -> List[str]:
        """The root and the rules' folders, in the order Maya looks into them."""
        if self.root is None:
            return []
        result = [self.root]
        for rule in rules:
            folder = join(self.root, slashes(self.rules.get(rule, "")))
            if folder not in result:
                result.append(folder)
        return result


def read_rules(data: bytes) -> Dict[str, str]:
    """The file rules of a workspace.mel; what cannot be read is passed over."""
    rules: Dict[str, str] = {}
    try:
        for start, end in statements(data):
            words = [token.text for token in tokens(data[start:end].decode("utf-8", "replace"))]
            if len(words) == 4 and words[0] == "workspace" and words[1] in _RULE_FLAGS:
                rules[words[2]] = words[3]
    except UnfinishedStatement:
        pass
    return rules


def slashes(path: str) -> str:
    return path.replace("\\", "/")


def is_absolute(path: str) -> bool:
    """Whether a path is absolute on any system: a drive letter counts on Linux too."""
    return _ABSOLUTE.match(path) is not None


def join(folder: str, path: str) -> str:
    """Join and tidy, with "/"; two leading slashes (a Windows share) stay."""
    return tidy(path if is_absolute(path) else "{}/{}".format(folder.rstrip("/"), path))


def tidy(path: str) -> str:
    return posixpath.normpath(path) if path else path


class Resolver:
    """Finds stored paths as Maya does, and as a convenience beside the scene."""

    def __init__(self, workspace: Workspace, folders: Folders, environment: Mapping[str, str]) -> None:
        self.workspace = workspace
        self.folders = folders
        self._environment = environment
        self._places: Dict[Tuple[Any, ...], List[Tuple[str, str]]] = {}

    def expand(self, written: str) -> str:
        """Variables that are set and "~" expanded; a variable that is not set stays as it is."""
        path = slashes(written.strip())
        if "$" in path or "%" in path:
            path = _VARIABLE.sub(self._variable, path)
        if path == "~" or path.startswith("~/"):
            path = slashes(os.path.expanduser("~")) + path[1:]
        return _MANY_SLASHES.sub("//", path)

    def candidates(
        self,
        written: str,
        rules: Sequence[str],
        beside: str,
        near: Sequence[str] = (),
        searched: Sequence[str] = (),
    ) -> List[Place]:
        """Every place to look, in order: the stored one, `near`, the project, its rules, the search path's
        folders (`searched`), then beside the scene. Most paths share their folders, so those are made out once
        each."""
        starts, name = self._starts(written, rules, beside, near, searched)
        return [Place(start + name, how, None) for start, how in starts]

    def _starts(
        self, written: str, rules: Sequence[str], beside: str, near: Sequence[str], searched: Sequence[str]
    ) -> Tuple[List[Tuple[str, str]], str]:
        """The places to look in, each as what stands before the name, and the name."""
        folder, slash, name = slashes(written.strip()).rpartition("/")
        if not name or name in (".", "..", "~") or "$" in name or "%" in name:
            return self._look(written, rules, beside, near, searched), ""
        key = (folder + slash, rules, beside, near, searched)
        starts = self._places.get(key)
        if starts is None:
            looked = self._look(folder + slash + _ANY_NAME, rules, beside, near, searched)
            starts = self._places[key] = [(path[: -len(_ANY_NAME)], how) for path, how in looked]
        return starts, name

    def _look(
        self, written: str, rules: Sequence[str], beside: str, near: Sequence[str], searched: Sequence[str]
    ) -> List[Tuple[str, str]]:
        path = self.expand(written)
        roots = self.workspace.folders(rules)
        if is_absolute(path):
            places = [(tidy(path), AS_STORED)]
            # Maya writes "project//sourceimages/x.png": what follows "//" is below the project, wherever it
            # moved.
            tail = path[1:].partition("//")[2]
            if tail and roots:
                places.append((join(roots[0], tail.lstrip("/")), IN_PROJECT))
            elif roots and path[:1] == "/" and path[1:2] != "/":
                # Without a drive it is the project's to a Maya on Windows, and to no other.
                places.append((join(roots[0], path[1:]), IN_PROJECT_BY_TAIL))
            places.extend((place, IN_PROJECT_BY_TAIL) for place in self._by_tail(path, rules))
            return places
        places = [(join(root, path), IN_PROJECT) for root in (*near, *roots)]
        for folder in searched:
            below = join(self.workspace.root or beside, self.expand(folder))
            places.append((join(below, path), IN_SEARCH_PATH))
        # A scene that was never saved lies in no folder ("").
        if beside not in near and (beside or not places):
            places.append((join(beside, path), BESIDE_SCENE))
        return places

    def resolve(
        self,
        written: str,
        rules: Sequence[str],
        beside: str,
        near: Sequence[str] = (),
        searched: Sequence[str] = (),
    ) -> Place:
        """The first place with a file of exactly that name there, then with one in another letter case; the
        first place of all, marked missing, where none has."""
        starts, name = self._starts(written, rules, beside, near, searched)
        for look in (self.folders.file, self.folders.file_in_any_case):
            for start, how in starts:
                found = look(start + name)
                if found is not None:
                    return Place(found.path, how, found)
        return Place(starts[0][0] + name, MISSING, None, self.unset_variable(written))

    def unset_variable(self, written: str) -> Optional[str]:
        left = _VARIABLE.search(self.expand(written))
        return next(name for name in left.groups() if name) if left is not None else None

    def _by_tail(self, path: str, rules: Sequence[str]) -> List[str]:
        """A path from another computer: what follows its sourceimages folder, below this project's."""
        if self.workspace.root is None:
            return []
        places = []
        for rule in rules:
            folder = slashes(self.workspace.rules.get(rule, ""))
            marker = "/{}/".format(folder.strip("/").lower())
            position = path.lower().rfind(marker) if folder and not is_absolute(folder) else -1
            if position >= 0:
                places.append(join(join(self.workspace.root, folder), path[position + len(marker) :]))
        return places

    def _variable(self, match: re.Match[str]) -> str:
        name = next(group for group in match.groups() if group)
        return slashes(self._environment.get(name, match.group(0)))
