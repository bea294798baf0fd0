"""What a job comes to as it stands: every problem, the frames, the names of its images. Pure, for a working thread."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Dict, Tuple

from rb_dcc_core.account_facts import AccountFacts
from rb_dcc_core.checks import check, errors_of
from rb_dcc_core.disk_facts import DiskFacts
from rb_dcc_core.environments import RenderEnvironment
from rb_dcc_core.errors import RenderbusError
from rb_dcc_core.host import Problem, SceneSnapshot
from rb_dcc_core.job import JobSettings, chosen_layers
from rb_dcc_core.messages import Message
from rb_dcc_core.outputs import first_names

from .layer_rows import layer_rows

MOST_NAMES = 6


@dataclass(frozen=True)
class Evaluation:
    """`problems` worst first; `frames` of every layer and camera together, of `layers` layers; `names` of first images."""

    problems: Tuple[Problem, ...] = ()
    frames: int = 0
    layers: int = 0
    names: Tuple[str, ...] = ()

    @property
    def errors(self) -> Tuple[Problem, ...]:
        return errors_of(self.problems)


def evaluate(
    snapshot: SceneSnapshot,
    settings: JobSettings,
    environment: RenderEnvironment,
    facts: AccountFacts,
    disk: DiskFacts,
) -> Evaluation:
    problems = tuple(in_panel(each) for each in check(snapshot, settings, environment, facts, disk))
    rows = [row for row in layer_rows(snapshot, settings) if row.is_on]
    return Evaluation(problems, sum(row.pictures for row in rows), len(rows), _names(snapshot, settings))


def in_panel(problem: Problem) -> Problem:
    """The same in the panel's words, where the core's sentence speaks of the command line's options."""
    words = _IN_PANEL.get(problem.message.template)
    if words is None:
        return problem
    said = Message(words.template, **dict(problem.message.args))
    return Problem(problem.severity, problem.code, said, problem.node, problem.fix)


def _names(snapshot: SceneSnapshot, settings: JobSettings) -> Tuple[str, ...]:
    try:
        layers = chosen_layers(snapshot, settings)
        names = [name for layer in layers if layer.renderable for name in first_names(layer)]
    except RenderbusError:
        return ()
    return tuple(names[:MOST_NAMES])


_IN_PANEL: Dict[str, Message] = {
    "No layer is renderable. Make a layer renderable in the scene, or choose one with --layer.": Message(
        "No layer is rendered. Tick one in the list of layers."
    ),
    "The layer '{layer}' has no renderable camera. Make a camera renderable, or choose one with --camera.": Message(
        "The layer '{layer}' has no renderable camera. Tick one below the layer."
    ),
    "The frames of the layer '{layer}' cannot be read from the scene. Give them with --frames.": Message(
        "The frames of the layer '{layer}' cannot be read from the scene. Write them into the field of frames."
    ),
    "The scene is in no Maya project, so that relative paths may not be found. Give its folder with --project.": Message(
        "The scene is in no Maya project, so that relative paths may not be found. Set the project in Maya, or keep the"
        " scene in its folder."
    ),
    "The project folder {project} is not there, so that relative paths may not be found. Correct the project,"
    " or give its folder with --project.": Message(
        "The project folder {project} is not there, so that relative paths may not be found. Correct the project."
    ),
    "The platform {platform} is closed. Choose another: 'rb-dcc platforms' lists them.": Message(
        "The platform {platform} is closed. Choose another in the profile."
    ),
    "The layer '{layer}' renders on graphics cards ({renderer}), which the platform {platform} has not."
    " Choose a GPU platform: 'rb-dcc platforms' lists them.": Message(
        "The layer '{layer}' renders on graphics cards ({renderer}), which the platform {platform} has not. Choose a GPU"
        " platform in the profile."
    ),
    "The scene does not tell where '{layer}' writes its images. Give the image with --output, for example --output"
    " shot.exr.": Message(
        "The scene does not tell where '{layer}' writes its images. Write the image's name under More, for example"
        " shot.exr."
    ),
    "The output of '{layer}', {output}, has no ending of an image. Give the format with --format, for example --format"
    " exr.": Message(
        "The output of '{layer}', {output}, has no ending of an image. Choose the format under More."
    ),
}
