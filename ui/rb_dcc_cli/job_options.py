"""The options that choose how a scene is rendered, for every command that prepares a job."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any, Callable, Dict, List, Mapping, Optional, Sequence, Tuple

import click

from rb_dcc_core.errors import InputError
from rb_dcc_core.frames import FrameRange
from rb_dcc_core.host import SceneSnapshot
from rb_dcc_core.image_size import ImageSize
from rb_dcc_core.job import OS_LINUX, OS_WINDOWS, JobSettings, find_layer, no_such_layer
from rb_dcc_core.job_memory import JobMemory
from rb_dcc_core.priority import PriorityFrames

from .readers import read_scene
from .workbench import Workbench

_SIZE_HELP = "Size of one layer's images, as fog=1280x720 (repeatable)."
_FORMAT_HELP = "Image format of one layer, as its renderer names it (repeatable)."
_OPTIONS: Tuple[Callable[[Any], Any], ...] = (
    click.option(
        "--camera", "cameras", multiple=True, metavar="NAME", help="Render this camera (repeatable)."
    ),
    click.option("--layer", "layers", multiple=True, metavar="NAME", help="Render this layer (repeatable)."),
    click.option("--frames", metavar="RANGE", help="1-10, 1-10x2, 537 or a list by comma."),
    click.option(
        "--layer-frames", multiple=True, metavar="LAYER=RANGE", help="Frames of one layer (repeatable)."
    ),
    click.option("--layer-size", "layer_sizes", multiple=True, metavar="LAYER=WxH", help=_SIZE_HELP),
    click.option("--layer-format", "layer_formats", multiple=True, metavar="LAYER=FORMAT", help=_FORMAT_HELP),
    click.option(
        "--env", "env_name", metavar="NAME", help="A saved render environment (see 'rb-dcc env list')."
    ),
    click.option("--label", metavar="TEXT", help="The task's label; made where it is new."),
    click.option(
        "--os",
        "os_name",
        type=click.Choice(["windows", "linux"]),
        help="The machines' system; windows where not given.",
    ),
    click.option(
        "--project", type=click.Path(), metavar="DIR", help="The project folder, where it cannot be found."
    ),
    click.option(
        "--priority-frames",
        metavar="WHICH",
        help="Rendered before all others: first,middle,last, frames, or both.",
    ),
    click.option(
        "--pause/--no-pause", "is_test_stop", default=None, help="Pause the task after its priority frames."
    ),
    click.option("--frames-per-machine", type=int, metavar="N", help="Frames one machine renders in a row."),
    click.option("--tiles", type=int, metavar="N", help="Split each frame in N tiles."),
    click.option("--tiles-type", type=click.Choice(["block", "strip"]), help="How a frame is split."),
    click.option("--ram", "ram_gb", type=int, metavar="GB", help="Memory of the machines: 64 or 128."),
    click.option("--graphics-cards", type=int, metavar="N", help="Graphics cards of a machine: 1 or 2."),
    click.option(
        "--hardware",
        "hardware_config_ids",
        type=int,
        multiple=True,
        metavar="ID",
        help="Machines of this number.",
    ),
    click.option(
        "--frame-timeout", "frame_timeout_s", type=int, metavar="SECONDS", help="End a frame after it."
    ),
    click.option(
        "--task-timeout", "task_timeout_s", type=int, metavar="SECONDS", help="End the task; 0 never."
    ),
    click.option("--reminder", "reminder_s", type=int, metavar="SECONDS", help="Send a reminder after it."),
    click.option("--distributed", type=int, metavar="N", help="Render each frame on N machines together."),
    click.option(
        "--output-prefix", metavar="TEXT", help="Image names, as <RenderLayer>/<Scene>; not the scene's own."
    ),
    click.option(
        "--output-folder",
        type=click.Path(),
        metavar="DIR",
        help="Where the results go; 'rb-dcc download TASK' knows it then.",
    ),
    click.option(
        "--output", metavar="FILE", help="The image a 3ds Max scene writes, as D:/out/shot.exr or shot.exr."
    ),
    click.option(
        "--format", "image_format", metavar="FORMAT", help="A 3ds Max scene's image format, as exr or png."
    ),
    click.option(
        "--map", "path_map", multiple=True, metavar="LOCAL=FARM", help="A local folder's place on the farm."
    ),
    click.option("--preset", metavar="NAME", help="Begin with this preset; what else is given wins."),
    click.option("--save-preset", metavar="NAME", help="Keep these settings as a preset."),
    click.option("--remembered", is_flag=True, help="Begin with the settings remembered beside the scene."),
    click.option("--remember", is_flag=True, help="Remember these settings beside the scene."),
)
# Options whose value is the setting as it is, under the same name.
_PLAIN = (
    "is_test_stop",
    "frames_per_machine",
    "tiles",
    "tiles_type",
    "ram_gb",
    "graphics_cards",
    "frame_timeout_s",
    "task_timeout_s",
    "reminder_s",
    "output_prefix",
    "output",
    "task_per_camera",
)
# Options that are given for a layer by its name.
_OF_LAYERS = ("layer_frames", "layer_sizes", "layer_formats")
_REPEATED = ("cameras", "layers", "hardware_config_ids")
# Options to be read first: the option, the setting, how it is read.
_READ: Tuple[Tuple[str, str, Callable[[Any], Any]], ...] = (
    ("frames", "frames", FrameRange.parse),
    ("priority_frames", "priority_frames", PriorityFrames.parse),
    ("distributed", "distributed_nodes", int),
    ("output_folder", "output_folder", lambda folder: _absolute(folder)),
    ("label", "label", str.strip),
    ("os_name", "os_name", lambda name: OS_LINUX if name == "linux" else OS_WINDOWS),
    ("image_format", "image_format", lambda name: _format_name(name)),
    ("env_name", "environment", str),
    ("warn_at", "budget_soft", float),
    ("budget", "budget_hard", float),
)


def job_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options to a command."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def job_settings(workbench: Workbench, scene: str, given: Mapping[str, Any]) -> JobSettings:
    """Preset or remembered settings, the options laid over them; kept where that was asked for.

    Raises InputError or UnknownNameError with what to write instead.
    """
    memory = JobMemory(workbench.locations)
    path = Path(scene).absolute().as_posix()
    settings = settings_from_options(given, _base(memory, path, given))
    if not settings.path_map:
        settings = dataclasses.replace(settings, path_map=workbench.path_map)
    if given["save_preset"]:
        memory.save_preset(given["save_preset"], _without_map(settings, given))
        click.echo(f"Saved the preset '{given['save_preset']}'.", err=True)
    if given["remember"]:
        click.echo(f"Remembered in {memory.remember(path, _without_map(settings, given))}.", err=True)
    return settings


def settings_from_options(given: Mapping[str, Any], base: Optional[JobSettings] = None) -> JobSettings:
    """What the options choose over `base`; raises InputError for what cannot be read."""
    found: Dict[str, Any] = {name: given[name] for name in _PLAIN if given.get(name) is not None}
    found.update((name, tuple(given[name])) for name in _REPEATED if given.get(name))
    for option, name, read in _READ:
        if given.get(option) is not None:
            found[name] = read(given[option])
    if given.get("frames") is not None:
        found["layer_frames"] = ()
    if given.get("cameras"):
        found["layer_cameras"] = ()
    if given.get("layer_frames"):
        pairs = _pairs(given["layer_frames"], "--layer-frames")
        found["layer_frames"] = tuple((name, FrameRange.parse(frames)) for name, frames in pairs)
    if given.get("layer_sizes"):
        pairs = _pairs(given["layer_sizes"], "--layer-size")
        found["layer_sizes"] = tuple((name, ImageSize.parse(size)) for name, size in pairs)
    if given.get("layer_formats"):
        pairs = _pairs(given["layer_formats"], "--layer-format")
        found["layer_formats"] = tuple((name, _format_name(text)) for name, text in pairs)
    if given.get("distributed") is not None:
        found["is_distributed"] = True
    if given.get("path_map"):
        found["path_map"] = tuple(_pairs(given["path_map"], "--map"))
    return dataclasses.replace(base or JobSettings(), **found)


def read_job_scene(scene: str, given: Mapping[str, Any]) -> SceneSnapshot:
    """Read the scene that options are given for; raises UnknownNameError where one of them names a layer it has not.

    What a preset or the memory has for such a layer has no effect: the layer may come back.
    """
    snapshot = read_scene(scene, given["project"])
    for option in _OF_LAYERS:
        for name, _ in _pairs(given[option], ""):
            if find_layer(snapshot, name) is None:
                raise no_such_layer(snapshot, name)
    return snapshot


def _format_name(text: str) -> str:
    return text.strip().lstrip(".").lower()


def _absolute(folder: str) -> str:
    """What is remembered has to mean the same wherever it is read again; "" asks for none."""
    return str(Path(folder).absolute()) if folder else ""


def _base(memory: JobMemory, scene: str, given: Mapping[str, Any]) -> JobSettings:
    if given["preset"]:
        found = memory.preset(given["preset"])
    elif given["remembered"]:
        found = memory.recall(scene)
    else:
        return JobSettings()
    for notice in found.notices:
        click.echo(notice.text(), err=True)
    return found.settings


def _without_map(settings: JobSettings, given: Mapping[str, Any]) -> JobSettings:
    """A profile's own mapping is the profile's: only what was given here is kept with the scene."""
    return settings if given["path_map"] else dataclasses.replace(settings, path_map=())


def _pairs(texts: Sequence[str], option: str) -> List[Tuple[str, str]]:
    pairs = []
    for text in texts:
        name, sign, value = text.partition("=")
        if not sign or not name or not value:
            raise InputError("'{text}' is not for {option}. Write NAME=VALUE.", text=text[:80], option=option)
        pairs.append((name, value))
    return pairs
