"""Checks of the scene file and what it needs: saved, in a project, files there, paths a farm can open. Pure."""

from __future__ import annotations

import dataclasses
from typing import Iterator, List, Tuple

from rb_dcc_core.environments import RenderEnvironment
from rb_dcc_core.fixes import SAVE_SCENE
from rb_dcc_core.host import (
    ERROR,
    MAYA,
    NOTICE,
    WARNING,
    FileReference,
    Problem,
    RenderLayer,
    SceneSnapshot,
)
from rb_dcc_core.job import OS_LINUX, JobSettings
from rb_dcc_core.messages import Message
from rb_dcc_core.serverpaths import is_absolute

from .frames import FRAME_CODES
from .outputs import OUTPUT_CODES

LONGEST_PATH = 255
_UNSAVED = ("scene_untitled", "scene_modified")
_FOUND_ANEW = (*FRAME_CODES, *OUTPUT_CODES, *_UNSAVED, "no_renderable_camera", "no_renderable_layer")
_MISSING_CODES = ("file_missing", "files_missing", "drive_missing", "folder_missing")


def scene_problems(
    snapshot: SceneSnapshot,
    settings: JobSettings,
    layers: Tuple[RenderLayer, ...],
    environment: RenderEnvironment,
) -> Iterator[Problem]:
    """The reader's own findings that stand, but for those of layers not chosen, and what is judged here for every reader
    alike."""
    yield from _unsaved(snapshot)
    apart = {layer.node for layer in snapshot.layers} - {layer.node for layer in layers}
    for problem in snapshot.problems:
        if problem.code not in _FOUND_ANEW and problem.node not in apart:
            yield problem
    yield from _project(snapshot)
    yield from _missing(snapshot)
    yield from _paths(snapshot, environment)


def _unsaved(snapshot: SceneSnapshot) -> Iterator[Problem]:
    """What is sent is the file, so that changes in the host alone would be missing."""
    told = {problem.code: problem for problem in snapshot.problems if problem.code in _UNSAVED}
    if "scene_untitled" in told:
        yield dataclasses.replace(told["scene_untitled"], severity=ERROR, fix=SAVE_SCENE)
    elif not is_absolute(snapshot.scene):
        text = Message("The scene was never saved. Save it, then submit: what is sent is the file.")
        yield Problem(ERROR, "scene_untitled", text, None, SAVE_SCENE)
    if "scene_modified" in told:
        yield dataclasses.replace(told["scene_modified"], severity=WARNING, fix=SAVE_SCENE)
    if snapshot.scene and snapshot.scene.rpartition("/")[2] != snapshot.scene.rpartition("/")[2].strip():
        text = Message("The scene's name begins or ends with a blank, which the farm refuses. Rename it.")
        yield Problem(WARNING, "scene_name_blank", text)


def _project(snapshot: SceneSnapshot) -> Iterator[Problem]:
    if snapshot.host == MAYA and not snapshot.project:
        text = Message(
            "The scene is in no Maya project, so that relative paths may not be found. Give its folder with --project."
        )
        yield Problem(WARNING, "project_missing", text)


def _missing(snapshot: SceneSnapshot) -> Iterator[Problem]:
    """Files that are not there, where the reader has not told them itself."""
    told = {(problem.node, dict(problem.message.args).get("path")) for problem in snapshot.problems}
    is_counted = any(problem.code in _MISSING_CODES for problem in snapshot.problems)
    seen = set()
    for asset in snapshot.assets:
        known = (asset.node, asset.path) in told or (asset.node, asset.as_written) in told
        if asset.exists or is_counted or known or asset.path in seen:
            continue
        seen.add(asset.path)
        text = Message("{path} is missing.", path=asset.as_written or asset.path)
        severity = ERROR if asset.kind == "scene" else WARNING
        yield Problem(severity, "file_missing", text, asset.node)


def _paths(snapshot: SceneSnapshot, environment: RenderEnvironment) -> Iterator[Problem]:
    """Long paths, and letters that the farm minds: a Linux node's Maya reads names in the locale it was started in,
    so there a warning; on Windows a notice."""
    codes = {problem.code for problem in snapshot.problems}
    files: List[FileReference] = [asset for asset in snapshot.assets if asset.exists]
    long = sorted({asset.path for asset in files if len(asset.path) > LONGEST_PATH})
    if long and "path_too_long" not in codes:
        text = "{count} paths are longer than {most} characters, the first is {first}. Move them up, or rename folders."
        said = Message(text, count=len(long), most=LONGEST_PATH, first=long[0])
        yield Problem(WARNING, "path_too_long", said)
    odd = sorted({asset.path for asset in files if not asset.path.isascii()})
    if odd and ("path_not_ascii" not in codes or environment.os_name == OS_LINUX):
        text = "{count} paths hold letters beyond plain ASCII, the first is {first}. Some render nodes do not open them."
        is_minded = environment.os_name == OS_LINUX
        code = "path_not_ascii_linux" if is_minded else "path_not_ascii"
        yield Problem(WARNING if is_minded else NOTICE, code, Message(text, count=len(odd), first=odd[0]))
