"""The open scene's snapshot: what 3ds Max told, what its file tells besides, and what the disk has. Any thread."""

from __future__ import annotations

from typing import Callable, Dict, Iterable, List, Optional, Tuple

from rb_dcc_core import max_plugins, max_renderers
from rb_dcc_core.errors import FrameRangeError, SceneError
from rb_dcc_core.fixes import SAVE_SCENE
from rb_dcc_core.host import (
    ERROR,
    MAX,
    NOTICE,
    WARNING,
    Camera,
    FileReference,
    Problem,
    SceneSnapshot,
)
from rb_dcc_core.max_scene import MaxFacts, RenderElement
from rb_dcc_core.messages import Message
from rb_dcc_core.named_paths import is_path

from .files import OCIO, FileFinder, Wanted
from .inner_scenes import InnerScenes
from .live_layers import LayerMaker, differences
from .live_scene import OCIO_CUSTOM, LiveScene
from .paths import is_of_host, plain_path
from .scene_file import SceneFile, read_file
from .summary import release_year
from .time_output import span_text

_ORDER = {ERROR: 0, WARNING: 1, NOTICE: 2}
Check = Callable[[], None]


def take_snapshot(scene: LiveScene, check: Check = lambda: None) -> SceneSnapshot:
    """Reads the disk, so that it may take long: never on 3ds Max' main thread. `check` is called now and then, and
    may raise to end it."""
    file, problems = _saved_file(scene)
    check()
    maker = LayerMaker(scene)
    layers = maker.layers()
    assets, missing = _assets(scene, check)
    facts = _facts(scene, file)
    found = [*_unsaved(scene), *problems, *maker.problems, *differences(scene), *missing]
    return SceneSnapshot(
        host=MAX,
        host_version=scene.year,
        scene=scene.path,
        project=scene.project,
        fps=None if scene.frame_rate is None else float(scene.frame_rate),
        renderer=scene.renderer.name,
        plugins=_plugins(scene, file),
        cameras=_cameras(scene),
        layers=layers,
        assets=assets,
        problems=tuple(sorted(dict.fromkeys(found), key=lambda each: _ORDER[each.severity])),
        max_facts=facts,
    )


def _saved_file(scene: LiveScene) -> Tuple[Optional[SceneFile], List[Problem]]:
    """What only the file tells: what it depends on, how it was packed. One that cannot be read costs only that."""
    if not scene.path:
        return None, []
    try:
        return read_file(scene.path), []
    except SceneError as error:
        text = Message("{why} What only the file tells is not known.", why=error.message)
        return None, [Problem(WARNING, "content_unreadable", text)]


def _assets(scene: LiveScene, check: Check) -> Tuple[Tuple[FileReference, ...], List[Problem]]:
    inner = InnerScenes(scene.path)
    finder = FileFinder(scene.path, inner.wanted)
    found = finder.find(_checked(_needed(scene), check))
    if not scene.path:
        found = found[1:]
    return found, [*finder.problems, *inner.problems]


def _checked(wanted: Iterable[Wanted], check: Check) -> Iterable[Wanted]:
    for each in wanted:
        check()
        yield each


def _needed(scene: LiveScene) -> Iterable[Wanted]:
    """Without what the scene writes itself, itself, and what comes with 3ds Max."""
    own = {plain_path(path).lower() for path in (*scene.written, scene.path) if path}
    own |= {plain_path(path).lower() for path in _outputs(scene) if path}
    root = scene.program_folder.lower().rstrip("/") + "/" if scene.program_folder else None
    for wanted in (*scene.files, *_colour(scene)):
        paths = [plain_path(path).lower() for path in (wanted.written, wanted.resolved) if path]
        is_own = any(path in own for path in paths)
        is_hosts = any((root is not None and path.startswith(root)) or is_of_host(path) for path in paths)
        if not is_own and not is_hosts:
            yield wanted


def _colour(scene: LiveScene) -> Iterable[Wanted]:
    """The user's own OCIO configuration; one of OCIO's built-in ones is an address ("ocio://default")."""
    config = scene.colour.ocio_config
    if config is not None and scene.colour.mode == OCIO_CUSTOM and is_path(config):
        yield Wanted(config, OCIO)


def _outputs(scene: LiveScene) -> Iterable[str]:
    yield scene.output or ""
    yield scene.renderer.raw_output or ""
    yield from (element.path or "" for element in scene.elements or ())
    yield from (view.output or "" for view in scene.batch_views)


def _cameras(scene: LiveScene) -> Tuple[Camera, ...]:
    """Each name once: the farm is told names. `shape` is the name too, as in job files."""
    names = dict.fromkeys(camera.name for camera in scene.cameras)
    return tuple(Camera(name, name, name == scene.view_camera) for name in names)


def _plugins(scene: LiveScene, file: Optional[SceneFile]) -> Dict[str, Optional[str]]:
    """Those the saved scene uses, with the versions that are loaded; the renderer's where the file does not tell them."""
    if file is not None and file.plugins:
        names: Iterable[str] = file.plugins
    else:
        kind = max_renderers.PLUGINS.get(max_renderers.family(scene.renderer.name) or "")
        names = [name for name in scene.plugins if kind is not None and max_plugins.farm_name(name) == kind]
    found = {name.lower(): scene.plugins.get(name.lower()) for name in names}
    if scene.renderer.version is not None:
        for name in found:
            if max_plugins.farm_name(name) == "vray":
                found[name] = scene.renderer.version
    return found


def _facts(scene: LiveScene, file: Optional[SceneFile]) -> MaxFacts:
    summary = file.summary if file is not None else None
    renderer, colour = scene.renderer, scene.colour
    elements = scene.elements
    return MaxFacts(
        renderer_id=renderer.renderer_id,
        product=summary.product if summary is not None else None,
        build=summary.build if summary is not None else None,
        saved_as=release_year(summary.saved_as) if summary is not None else None,
        animation_range=_animation_range(scene),
        pickup_frames=scene.time.pickup or None,
        scene_states=scene.scene_states,
        time_type=scene.time.kind,
        elements=None
        if elements is None
        else tuple(RenderElement(each.kind, each.path) for each in elements if each.enabled),
        elements_active=scene.elements_active,
        has_gamma=colour.has_gamma,
        gamma=colour.gamma,
        gamma_in=colour.gamma_in,
        gamma_out=colour.gamma_out,
        global_proxy=scene.global_proxy,
        net_render=scene.net_render,
        vertices=summary.vertices if summary is not None else None,
        faces=summary.faces if summary is not None else None,
        is_compressed=file is not None and file.is_compressed,
        own_plugins=tuple(
            dict.fromkeys((*(file.own_plugins if file is not None else ()), *scene.own_plugins))
        ),
        renderer_settings=dict(renderer.settings),
    )


def _animation_range(scene: LiveScene) -> Optional[str]:
    if scene.time.segment is None:
        return None
    try:
        return span_text(scene.time.segment)
    except FrameRangeError:
        return None


def _unsaved(scene: LiveScene) -> List[Problem]:
    if not scene.path:
        return [Problem(ERROR, "scene_untitled", Message(_UNTITLED), None, SAVE_SCENE)]
    if scene.is_modified:
        return [Problem(WARNING, "scene_modified", Message(_MODIFIED), None, SAVE_SCENE)]
    return []


_UNTITLED = "The scene was never saved. Save it, then submit: what is sent is the file."
_MODIFIED = (
    "The scene has changes that are not saved. What is sent is the file: save the scene first if they matter."
)
