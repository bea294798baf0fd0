"""A 3ds Max scene's snapshot, made of what its file tells; what it cannot tell is asked for, never guessed."""

from __future__ import annotations

from typing import List, Optional, Tuple

from rb_dcc_core import max_plugins, max_renderers
from rb_dcc_core.checks.outputs import unknown_output
from rb_dcc_core.errors import FrameRangeError
from rb_dcc_core.fixes import Fix, set_to
from rb_dcc_core.frames import FrameRange
from rb_dcc_core.host import (
    ERROR,
    MAX,
    NOTICE,
    WARNING,
    Camera,
    FileReference,
    Problem,
    RenderLayer,
    SceneSnapshot,
)
from rb_dcc_core.max_outputs import with_output
from rb_dcc_core.max_scene import MaxFacts
from rb_dcc_core.messages import Message

from .paths import plain_path
from .scene_file import SceneFile
from .summary import release_year

SCENE_LAYER = "scene"


def take_snapshot(
    file: SceneFile, project: Optional[str], assets: Tuple[FileReference, ...], problems: List[Problem]
) -> SceneSnapshot:
    """`problems` are those of its files; the scene's own are put before them."""
    facts = _facts(file)
    renderer = max_renderers.class_name(facts.renderer_id, facts.product)
    layers = tuple(_layer(name, file, renderer) for name in facts.scene_states or (SCENE_LAYER,))
    version = release_year(file.summary.version)
    own = [*file.problems, *_unread(file), *_scene_problems(facts, version), *_asked_for(file, facts, layers)]
    return SceneSnapshot(
        host=MAX,
        host_version=version,
        scene=file.path,
        project=project,
        fps=float(file.animation.fps) if file.animation is not None else None,
        renderer=renderer,
        plugins={name: _version(name, facts.product) for name in file.plugins},
        cameras=tuple(Camera(name, name, None) for name in file.summary.cameras),
        layers=layers,
        assets=assets,
        problems=_sorted([*own, *problems]),
        max_facts=facts,
    )


def _facts(file: SceneFile) -> MaxFacts:
    summary = file.summary
    return MaxFacts(
        renderer_id=summary.renderer_id,
        product=summary.product,
        build=summary.build,
        saved_as=release_year(summary.saved_as),
        animation_range=file.animation.text if file.animation is not None else None,
        pickup_frames=summary.pickup_frames,
        scene_states=summary.scene_states,
        elements_active=summary.elements_active,
        gamma_out=summary.gamma_out,
        vertices=summary.vertices,
        faces=summary.faces,
        is_compressed=file.is_compressed,
        own_plugins=file.own_plugins,
    )


def _layer(name: str, file: SceneFile, renderer: Optional[str]) -> RenderLayer:
    """A scene state keeps neither size nor frames of its own, so that every layer has the scene's."""
    summary = file.summary
    layer = RenderLayer(
        name=name,
        node=name,
        renderable=True,
        renderer=renderer,
        cameras=(),
        frames=None,
        width=summary.width,
        height=summary.height,
        pixel_aspect=summary.pixel_aspect,
        image_format=None,
        image_prefix=None,
        device=max_renderers.device(renderer),
    )
    return with_output(layer, plain_output(summary.output or ""))


def plain_output(stored: str) -> str:
    """The output path with "/"; a bare name stays one."""
    return plain_path(stored) if "\\" in stored or "/" in stored else stored.strip()


def _version(plugin: str, product: Optional[str]) -> Optional[str]:
    """A plug-in's version where the renderer's own name tells all of it ("V-Ray Adv 3.60.03")."""
    last = (product or "").rpartition(" ")[2]
    is_whole = last.count(".") > 1 and last.replace(".", "").isdecimal()
    return last if is_whole and max_plugins.farm_name(plugin) == "vray" else None


def _unread(file: SceneFile) -> List[Problem]:
    found = []
    if file.needs_zstd:
        found.append(Problem(WARNING, "zstd_missing", Message(_ZSTD)))
    elif file.animation is None:
        found.append(Problem(NOTICE, "animation_unknown", Message(_ANIMATION)))
    if file.summary.version is None:
        found.append(Problem(WARNING, "release_unknown", Message(_RELEASE)))
    return found


def _scene_problems(facts: MaxFacts, version: Optional[str]) -> List[Problem]:
    found = []
    if facts.saved_as is not None and version is not None and facts.saved_as != version:
        text = Message(_SAVED_AS, version=version, saved_as=facts.saved_as)
        found.append(Problem(NOTICE, "saved_as_other_release", text))
    if facts.scene_states:
        text = Message(_STATES, names=", ".join(facts.scene_states[:10]))
        found.append(Problem(WARNING, "scene_state_as_saved", text))
    if facts.elements_active is not False:
        found.append(Problem(NOTICE, "elements_unknown", Message(_ELEMENTS)))
    return found


def _asked_for(file: SceneFile, facts: MaxFacts, layers: Tuple[RenderLayer, ...]) -> List[Problem]:
    """What only the artist knows; each names the option to give."""
    found: List[Problem] = []
    for layer in layers:
        found.append(_frames_unknown(layer, facts))
        found.append(_camera_unknown(layer, file.summary.cameras))
        found.extend(unknown_output((layer,)))
    return found


def _frames_unknown(layer: RenderLayer, facts: MaxFacts) -> Problem:
    if facts.animation_range is None:
        text = Message(_FRAMES, layer=layer.name)
    elif facts.pickup_frames is None:
        text = Message(_FRAMES_OF, layer=layer.name, range=facts.animation_range)
    else:
        text = Message(_FRAMES_OR, layer=layer.name, range=facts.animation_range, list=facts.pickup_frames)
    return Problem(ERROR, "frames_unknown", text, layer.node, _render_all(facts.animation_range))


def _render_all(animation_range: Optional[str]) -> Optional[Fix]:
    try:
        frames = FrameRange.parse(animation_range or "")
    except FrameRangeError:
        return None
    return set_to(Message("Render {frames}", frames=str(frames)), frames=frames, layer_frames=())


def _camera_unknown(layer: RenderLayer, cameras: Tuple[str, ...]) -> Problem:
    text = Message(_NO_CAMERA, layer=layer.name)
    if cameras:
        text = Message(_CAMERA, layer=layer.name, names=", ".join(cameras[:10]))
    return Problem(ERROR, "no_renderable_camera", text, layer.node)


def _sorted(problems: List[Problem]) -> Tuple[Problem, ...]:
    order = {ERROR: 0, WARNING: 1, NOTICE: 2}
    return tuple(sorted(dict.fromkeys(problems), key=lambda problem: order[problem.severity]))


_FRAMES = "The file does not tell which frames of '{layer}' are rendered. Give them with --frames, for example --frames 0-100."
_FRAMES_OF = (
    "The file does not tell which frames of '{layer}' are rendered. Give them with --frames; its animation runs over"
    " {range}."
)
_FRAMES_OR = (
    "The file does not tell which frames of '{layer}' are rendered. Give them with --frames; its animation runs over"
    " {range}, its list of frames is {list}."
)
_CAMERA = "The file does not tell which camera '{layer}' renders. Give it with --camera: {names}."
_NO_CAMERA = (
    "'{layer}' has no camera, and the farm renders cameras only. Make one in 3ds Max and save the scene."
)
_ZSTD = (
    "The scene was saved compressed in a way that this Python cannot open: its frame rate and animation range are not"
    " read. Install 'zstandard' (pip install zstandard), or save the scene without compression."
)
_ANIMATION = "The file's frame rate and animation range cannot be read. Give frames with --frames."
_RELEASE = "The file does not tell its release of 3ds Max. Choose an environment with --env, or save the scene again in 3ds Max."
_SAVED_AS = "The scene is of 3ds Max {version}, saved in the format of {saved_as}. Choose another environment with --env."
_STATES = (
    "The scene has scene states ({names}). The farm renders it as it was saved, in the state it was in then: restore the"
    " one you want in 3ds Max and save."
)
_ELEMENTS = "A file does not tell its render elements and where they write. Submit from 3ds Max where the job has to name them."
