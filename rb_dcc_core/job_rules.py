"""What is wrong with job settings by themselves, as sentences, each with the change that mends it. Pure."""

from __future__ import annotations

from typing import Any, Iterator, List, Tuple

from .errors import InputError
from .fixes import Fix, set_to
from .host import ERROR, WARNING, Problem
from .image_size import ImageSize
from .job import TILES_AND_FRAMES, JobSettings
from .max_outputs import FORMATS, split
from .messages import Message
from .serverpaths import is_absolute

RAM_GB = (64, 128)
GRAPHICS_CARDS = (1, 2)
TILE_TYPES = ("block", "strip")
MOST_TILES = 100
LONGEST_LABEL = 64
LONGEST_TIMEOUT_S = 30 * 24 * 3600
_DEFAULTS = JobSettings()


def settings_problems(settings: JobSettings) -> Tuple[Problem, ...]:
    """Every problem of the settings at once; an empty tuple where they can be used."""
    return (
        *_choices(settings),
        *_counts(settings),
        *_timeouts(settings),
        *_texts(settings),
        *_output(settings),
        *_sizes(settings),
        *_paths(settings),
    )


def _choices(settings: JobSettings) -> Iterator[Problem]:
    for name, allowed, text in (
        ("ram_gb", RAM_GB, "{value} GB of memory cannot be asked for. Choose 64 or 128."),
        ("graphics_cards", GRAPHICS_CARDS, "{value} graphics cards cannot be asked for. Choose 1 or 2."),
        ("tiles_type", TILE_TYPES, "'{value}' is no kind of tiles. Choose block or strip."),
        ("os_name", (0, 1), "'{value}' is no system of the farm. Choose windows or linux."),
    ):
        value = getattr(settings, name)
        if value not in allowed:
            yield _reset(name, Message(text, value=value))


def _counts(settings: JobSettings) -> Iterator[Problem]:
    if settings.frames_per_machine < 1:
        yield _reset("frames_per_machine", Message("Frames per machine must be 1 or more."))
    if not 1 <= settings.tiles <= MOST_TILES:
        yield _reset("tiles", Message("Tiles must be from 1 to {most}.", most=MOST_TILES))
    if settings.distributed_nodes < 1:
        yield _reset("distributed_nodes", Message("Distributed rendering needs 1 machine or more."))
    if settings.tiles > 1 and settings.frames_per_machine > 1:
        fix = set_to(Message("Render one frame per machine"), frames_per_machine=1)
        yield Problem(ERROR, "tiles_with_frames", Message(TILES_AND_FRAMES), None, fix)
    if settings.is_test_stop and not settings.priority_frames:
        text = Message(
            "The task is to pause after its priority frames, but there are none. It will not pause."
        )
        fix = set_to(Message("Do not pause"), is_test_stop=False)
        yield Problem(WARNING, "pause_without_priority", text, None, fix)


def _timeouts(settings: JobSettings) -> Iterator[Problem]:
    for name, least, what in (
        ("frame_timeout_s", 1, Message("The time-out of a frame")),
        ("task_timeout_s", 0, Message("The time-out of the task")),
        ("reminder_s", 0, Message("The time of the reminder")),
    ):
        if not least <= getattr(settings, name) <= LONGEST_TIMEOUT_S:
            text = "{what} must be from {least} to {most} seconds."
            yield _reset(name, Message(text, what=what, least=least, most=LONGEST_TIMEOUT_S))
    if (
        0 < settings.task_timeout_s < settings.frame_timeout_s
        and settings.frame_timeout_s != _DEFAULTS.frame_timeout_s
    ):
        text = "The whole task ends after {task} s, before a single frame may ({frame} s)."
        said = Message(text, task=settings.task_timeout_s, frame=settings.frame_timeout_s)
        fix = set_to(Message("End frames with the task"), frame_timeout_s=settings.task_timeout_s)
        yield Problem(WARNING, "timeouts_crossed", said, None, fix)


def _texts(settings: JobSettings) -> Iterator[Problem]:
    if len(settings.label) > LONGEST_LABEL:
        text = Message("The label is longer than {most} characters.", most=LONGEST_LABEL)
        fix = set_to(Message("Shorten it"), label=settings.label[:LONGEST_LABEL].strip())
        yield Problem(ERROR, "label_too_long", text, None, fix)
    if not _is_printed(settings.label):
        kept = " ".join("".join(char if _is_printed(char) else " " for char in settings.label).split())
        text = Message("The label holds a line break or another character that no list can show.")
        yield Problem(ERROR, "label_odd", text, None, set_to(Message("Take them out"), label=kept))
    prefix = settings.output_prefix
    if prefix and (is_absolute(prefix) or ".." in prefix.replace("\\", "/").split("/")):
        text = Message("The output prefix '{prefix}' leads out of the images folder.", prefix=prefix[:80])
        yield Problem(ERROR, "prefix_leads_out", text, None, _default("output_prefix"))
    odd = sorted(
        {char for char in prefix.replace("<", "").replace(">", "") if char in ':*?"|' or ord(char) < 32}
    )
    if odd:
        said = Message("The output prefix holds {odd}, which no file name can.", odd=" ".join(map(repr, odd)))
        kept = "".join(char for char in prefix if char not in odd)
        fix = set_to(Message("Take them out"), output_prefix=kept)
        yield Problem(ERROR, "prefix_odd", said, None, fix)


def _is_printed(text: str) -> bool:
    """False with a control character in it."""
    return not any(ord(char) < 32 or ord(char) == 127 for char in text)


def _output(settings: JobSettings) -> Iterator[Problem]:
    """The image of a 3ds Max scene: a file's path, under a name that Windows can carry."""
    if settings.image_format and settings.image_format.lower() not in FORMATS:
        text = "'{value}' is no image format here. Choose one of: {formats}."
        yield _reset(
            "image_format", Message(text, value=settings.image_format[:20], formats=", ".join(FORMATS))
        )
    output = settings.output.replace("\\", "/")
    name = split(output.rpartition("/")[2])[0]
    if output and not name:
        text = "The output '{value}' names a folder, not an image. Write for example D:/out/shot.exr."
        yield _reset("output", Message(text, value=output[:80]))
    odd = sorted({char for char in name if char in '<>:*?"|' or ord(char) < 32})
    if odd:
        said = Message("The output's name holds {odd}, which no file name can.", odd=" ".join(map(repr, odd)))
        yield _reset("output", said)


def _sizes(settings: JobSettings) -> Iterator[Problem]:
    for layer, size in settings.layer_sizes:
        try:
            ImageSize(*size).checked()
        except InputError as error:
            kept = tuple(each for each in settings.layer_sizes if each[0] != layer)
            fix = set_to(Message("Use the scene's size"), layer_sizes=kept)
            text = Message("{layer}: {why}", layer=layer[:80], why=error.message)
            yield Problem(ERROR, "layer_size_odd", text, None, fix)


def _paths(settings: JobSettings) -> Iterator[Problem]:
    kept: List[Tuple[str, str]] = [
        (local, farm) for local, farm in settings.path_map if is_absolute(local) and farm
    ]
    for local, farm in settings.path_map:
        if (local, farm) not in kept:
            text = "The path mapping from '{local}' to '{farm}' is not one: give an absolute local folder and the farm's."
            fix = set_to(Message("Leave it out"), path_map=tuple(kept))
            yield Problem(ERROR, "path_map_odd", Message(text, local=local[:80], farm=farm[:80]), None, fix)
    if settings.unc_style not in ("share", "keep", "bare"):
        yield _reset("unc_style", Message("'{value}' is no way to write shares.", value=settings.unc_style))


def _reset(name: str, message: Message) -> Problem:
    return Problem(ERROR, f"{name}_odd", message, None, _default(name))


def _default(name: str) -> Fix:
    value: Any = getattr(_DEFAULTS, name)
    return set_to(
        Message("Use the default ({value})", value=value if value != "" else Message("the scene's")),
        **{name: value},
    )
