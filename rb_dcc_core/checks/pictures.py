"""Checks of the size and the format of single layers: what their renderers write, movies, layers that are gone. Pure."""

from __future__ import annotations

from typing import Iterator, Tuple

from rb_dcc_core.fixes import Fix, set_to
from rb_dcc_core.host import ERROR, MAX, NOTICE, Problem, RenderLayer, SceneSnapshot
from rb_dcc_core.image_formats import is_movie, is_understood, offered_formats, why_fixed
from rb_dcc_core.job import JobSettings, by_node, find_layer
from rb_dcc_core.messages import Message

_BEST_FOR_FARMS = "exr"


def picture_problems(
    snapshot: SceneSnapshot, settings: JobSettings, layers: Tuple[RenderLayer, ...]
) -> Iterator[Problem]:
    """`layers` are those the job renders, as the settings make them."""
    yield from _gone(snapshot, settings)
    chosen = by_node(snapshot, settings.layer_formats)
    scenes = {layer.node: layer for layer in snapshot.layers}
    for layer in layers:
        own = scenes[layer.node]
        if chosen.get(layer.node, own.image_format) != own.image_format:
            yield from _format(snapshot, settings, layer, chosen[layer.node])
    if snapshot.host == MAX:
        yield from _different(layers)


def movie_problems(host: str, settings: JobSettings, layer: RenderLayer) -> Iterator[Problem]:
    """A movie, whether the scene or the job asks for it."""
    if not is_movie(layer):
        return
    text = Message(_MOVIE, layer=layer.name, format=layer.image_format)
    fix = None
    if _BEST_FOR_FARMS in offered_formats(host, layer):
        formats = (*_others(settings, layer), (layer.node, _BEST_FOR_FARMS))
        fix = set_to(Message("Write {format}", format=_BEST_FOR_FARMS), layer_formats=formats)
    yield Problem(ERROR, "movie_format", text, layer.node, fix)


def _format(
    snapshot: SceneSnapshot, settings: JobSettings, layer: RenderLayer, name: str
) -> Iterator[Problem]:
    why = why_fixed(snapshot.host, layer)
    if why is not None:
        # Where a 3ds Max scene's output is unknown, that is told already.
        if snapshot.host != MAX:
            text = Message("{layer}: {why}", layer=layer.name, why=why)
            yield Problem(ERROR, "format_fixed", text, layer.node, _as_in_scene(settings, layer))
    elif not is_understood(snapshot.host, layer, name):
        text = Message(
            _NO_FORMAT,
            layer=layer.name,
            value=name[:20],
            formats=", ".join(offered_formats(snapshot.host, layer)),
        )
        yield Problem(ERROR, "layer_format_odd", text, layer.node, _as_in_scene(settings, layer))


def _as_in_scene(settings: JobSettings, layer: RenderLayer) -> Fix:
    return set_to(Message("Use the scene's format"), layer_formats=_others(settings, layer))


def _others(settings: JobSettings, layer: RenderLayer) -> Tuple[Tuple[str, str], ...]:
    return tuple(each for each in settings.layer_formats if each[0] not in (layer.name, layer.node))


def _gone(snapshot: SceneSnapshot, settings: JobSettings) -> Iterator[Problem]:
    """What is kept for layers that the scene no longer has does nothing; it is told, since a name may be mistyped."""
    kept = (settings.layer_frames, settings.layer_cameras, settings.layer_sizes, settings.layer_formats)
    names = dict.fromkeys(name for pairs in kept for name, _ in pairs)
    for name in names:
        if find_layer(snapshot, name) is None:
            yield Problem(NOTICE, "layer_gone", Message(_GONE, layer=name[:80]))


def _different(layers: Tuple[RenderLayer, ...]) -> Iterator[Problem]:
    """A 3ds Max task has one size and one format for all it renders (JOBFILES)."""
    for other in layers[1:]:
        first = layers[0]
        if (other.width, other.height, other.image_format) != (
            first.width,
            first.height,
            first.image_format,
        ):
            text = Message(_DIFFERENT, first=first.name, other=other.name)
            yield Problem(ERROR, "layers_differ", text, other.node)
            return


_MOVIE = (
    "The layer '{layer}' writes a movie ({format}). A farm renders single images: choose an image format."
)
_NO_FORMAT = "'{value}' is no format that the layer '{layer}' can be written in. Choose one of: {formats}."
_GONE = "The scene has no layer '{layer}' any more. What was chosen for it is kept, without effect."
_DIFFERENT = (
    "'{first}' and '{other}' have another size or format, and a 3ds Max task renders all in one. Give them the same, or"
    " render one of them."
)
