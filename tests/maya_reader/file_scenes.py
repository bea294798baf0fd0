"""Small scenes and files on disk for the tests of what a scene needs."""

from __future__ import annotations

from pathlib import Path
from typing import List, Tuple, Union

from rb_dcc_core.host import SceneSnapshot
from rb_maya.reader import read_scene


def node(kind: str, *attributes: str, name: str = "n") -> str:
    """A node; each attribute is "short=text" or a whole value ("ufe yes")."""
    lines = [f'createNode {kind} -n "{name}";']
    for attribute in attributes:
        short, equals, text = attribute.partition("=")
        if equals:
            lines.append(f'\tsetAttr ".{short}" -type "string" "{text}";')
        else:
            short, _, value = attribute.partition(" ")
            lines.append(f'\tsetAttr ".{short}" {value};')
    return "\n".join(lines)


def texture(path: str, *more: str, name: str = "tex") -> str:
    return node("file", f"ftn={path}", *more, name=name)


def put(folder: Path, name: str, content: Union[bytes, str] = b"12345") -> str:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return path.as_posix()


def snapshot_of(project: Path, *nodes: str) -> SceneSnapshot:
    """Read a scene with these nodes in a project of a new project's rules."""
    put(project, "workspace.mel", "//Maya 2024 Project Definition\n")
    lines = ["//Maya ASCII 2024 scene", "//Codeset: UTF-8", 'requires maya "2024";', *nodes]
    put(project, "scenes/shot.ma", "\n".join([*lines, 'createNode camera -n "c";', "// End of shot.ma\n"]))
    return read_scene(project / "scenes" / "shot.ma")


def files(snapshot: SceneSnapshot, project: Path) -> List[str]:
    """Every file but the scene, below the project; "-" before what is missing."""
    root = project.as_posix() + "/"
    return [("" if asset.exists else "-") + asset.path.replace(root, "", 1) for asset in snapshot.assets[1:]]


def kinds(snapshot: SceneSnapshot) -> List[Tuple[str, str]]:
    return [(asset.path.rpartition("/")[2], asset.kind) for asset in snapshot.assets[1:]]


def codes(snapshot: SceneSnapshot) -> List[str]:
    return [problem.code for problem in snapshot.problems]


def texts(snapshot: SceneSnapshot, code: str) -> List[str]:
    return [problem.message.text() for problem in snapshot.problems if problem.code == code]
