"""What may be rendered of the open scene: the scene itself, batch views, state sets, each a layer to choose. Pure."""

from __future__ import annotations

from dataclasses import replace
from typing import Iterator, List, Optional, Set, Tuple

from rb_dcc_core import images, max_renderers
from rb_dcc_core.checks.outputs import unknown_output
from rb_dcc_core.errors import FrameRangeError
from rb_dcc_core.host import ERROR, NOTICE, WARNING, Problem, RenderLayer
from rb_dcc_core.images import Aov
from rb_dcc_core.max_outputs import with_output
from rb_dcc_core.messages import Message

from .live_scene import OCIO_CUSTOM, OCIO_VARIABLE, BatchView, LiveScene, StateSet
from .snapshot import SCENE_LAYER, plain_output
from .time_output import RANGE, span_text
from .times import Span

BATCH, STATE_SET = "batch view: ", "state set: "


class LayerMaker:
    """Makes the layers of one scene and notes what is wrong with them. The farm renders the scene as it was saved, so
    that of a view only its camera, frames, size and output reach it: what else it would change is said."""

    def __init__(self, scene: LiveScene) -> None:
        self._scene = scene
        self._aovs = tuple(Aov(each.name, each.enabled) for each in scene.elements or ())
        self.problems: List[Problem] = []

    def layers(self) -> Tuple[RenderLayer, ...]:
        found = [self._of_scene()]
        found.extend(self._of_view(view) for view in self._scene.batch_views)
        found.extend(self._of_state_set(each) for each in self._scene.state_sets)
        return tuple(_names_apart(found))

    def _of_scene(self) -> RenderLayer:
        frames = self._scene_frames(SCENE_LAYER)
        layer = self._layer(SCENE_LAYER, SCENE_LAYER, True, self._scene.view_camera, frames, None)
        if not layer.cameras:
            self._note(ERROR, "no_renderable_camera", Message(_NO_CAMERA, layer=SCENE_LAYER), SCENE_LAYER)
        self.problems.extend(unknown_output((layer,)))
        return layer

    def _of_view(self, view: BatchView) -> RenderLayer:
        node = BATCH + view.name
        camera = view.camera or self._scene.view_camera
        frames = self._frames(view.span, view.name)
        layer = self._layer(view.name, node, False, camera, frames, view.output, view)
        if view.preset is not None:
            text = Message(_PRESET, view=view.name, preset=plain_output(view.preset))
            self._note(WARNING, "batch_view_preset", text, node)
        if view.scene_state is not None:
            text = Message(_STATE, view=view.name, state=view.scene_state)
            self._note(WARNING, "scene_state_as_saved", text, node)
        return layer

    def _of_state_set(self, state: StateSet) -> RenderLayer:
        node = STATE_SET + state.name
        self._note(WARNING, "state_set_as_saved", Message(_SET, name=state.name), node)
        camera = state.camera or self._scene.view_camera
        return self._layer(state.name, node, False, camera, self._frames(state.span, state.name), None)

    def _frames(self, span: Optional[Span], layer: str) -> Optional[str]:
        """The view's own frames, else the scene's; None with a problem where they are none."""
        if span is None:
            return self._scene_frames(layer)
        try:
            return span_text(span)
        except FrameRangeError as error:
            self._note_frames(error, layer, span)
            return None

    def _scene_frames(self, layer: str) -> Optional[str]:
        time = self._scene.time
        try:
            frames = time.frames()
        except FrameRangeError as error:
            self._note_frames(error, layer, time.span if time.kind == RANGE else None)
            return None
        if frames is None:
            self._note(ERROR, "frames_unknown", Message(_FRAMES, layer=layer), layer)
        return frames

    def _note_frames(self, error: FrameRangeError, layer: str, span: Optional[Span]) -> None:
        if span is not None and span[1] < span[0]:
            text = Message(_REVERSED, layer=layer, first=span[0], last=span[1])
            self._note(ERROR, "frames_reversed", text, layer)
        else:
            text = Message("{layer}: {why}", layer=layer, why=error.message)
            self._note(ERROR, "frames_unusable", text, layer)

    def _layer(
        self,
        name: str,
        node: str,
        renderable: bool,
        camera: Optional[str],
        frames: Optional[str],
        output: Optional[str],
        view: Optional[BatchView] = None,
    ) -> RenderLayer:
        scene, renderer = self._scene, self._scene.renderer
        own = view if view is not None and view.width and view.height else None
        width, height = (renderer.width, renderer.height) if renderer.width else (scene.width, scene.height)
        layer = RenderLayer(
            name=name,
            node=node,
            renderable=renderable,
            renderer=renderer.name,
            cameras=() if camera is None else (camera,),
            frames=frames,
            width=own.width if own is not None else width,
            height=own.height if own is not None else height,
            pixel_aspect=(own.pixel_aspect if own is not None else None) or scene.pixel_aspect,
            image_format=None,
            image_prefix=None,
            aovs=tuple(each.name for each in self._aovs if each.enabled),
            animation=not scene.time.is_single or (view is not None and view.span is not None),
            all_aovs=self._aovs,
            device=images.GPU if renderer.is_gpu else max_renderers.device(renderer.name),
        )
        return with_output(layer, plain_output(output or scene.output or renderer.raw_output or ""))

    def _note(self, severity: str, code: str, text: Message, node: Optional[str] = None) -> None:
        self.problems.append(Problem(severity, code, text, node))


def _names_apart(layers: List[RenderLayer]) -> Iterator[RenderLayer]:
    """A name that two share is found by its node alone; the first keeps it. Nodes differ in any case."""
    names: Set[str] = set()
    nodes: Set[str] = set()
    for place, layer in enumerate(layers):
        node = layer.node if layer.node not in nodes else f"{layer.node} ({place})"
        yield replace(layer, node=node, name=layer.name if layer.name not in names else node)
        names.add(layer.name)
        nodes.add(node)


def differences(scene: LiveScene) -> Iterator[Problem]:
    """What the farm does otherwise than this 3ds Max, or the artist may not expect."""
    if scene.saves_file is False and (scene.output or scene.renderer.raw_output):
        yield Problem(NOTICE, "save_file_off", Message(_SAVES))
    if scene.number_base:
        yield Problem(NOTICE, "file_number_base", Message(_BASE, number=scene.number_base))
    if scene.is_region:
        yield Problem(WARNING, "render_region", Message(_REGION))
    if scene.renderer.is_missing:
        yield Problem(WARNING, "renderer_missing", Message(_RENDERER))
    if scene.missing_plugins:
        yield Problem(WARNING, "plugins_missing", Message(_MISSING, count=scene.missing_plugins))
    if scene.scene_states:
        text = Message(_STATES, names=", ".join(scene.scene_states[:10]))
        yield Problem(NOTICE, "scene_states_as_saved", text)
    yield from _configuration(scene)
    yield from _doubles(scene)


def _configuration(scene: LiveScene) -> Iterator[Problem]:
    """Where the colours are by a configuration of the user's own."""
    config = scene.colour.ocio_config
    if scene.colour.mode == OCIO_VARIABLE:
        text = Message(_OCIO_VARIABLE, path=plain_output(config or "OCIO"))
        yield Problem(WARNING, "ocio_variable", text)
    elif scene.colour.mode == OCIO_CUSTOM and config is not None:
        yield Problem(NOTICE, "ocio_config", Message(_OCIO, path=plain_output(config)))


def _doubles(scene: LiveScene) -> Iterator[Problem]:
    seen: Set[str] = set()
    told: Set[str] = set()
    for camera in scene.cameras:
        key = camera.name.lower()
        if key in seen and key not in told:
            told.add(key)
            yield Problem(WARNING, "camera_name_twice", Message(_TWICE, name=camera.name), camera.name)
        seen.add(key)


_NO_CAMERA = (
    "The view that '{layer}' renders is no camera's, and the farm renders cameras only. Turn the view to a camera, or choose"
    " one here."
)
_FRAMES = "3ds Max does not tell which frames of '{layer}' are rendered. Choose them here."
_REVERSED = "'{layer}' renders from frame {first} to {last}, which is before it starts."
_PRESET = (
    "'{view}' renders with the preset {preset}. The farm renders with the settings the scene was saved with: load the"
    " preset and save, if it matters."
)
_STATE = (
    "'{view}' renders the scene state '{state}'. The farm renders the scene as it was saved: restore that state and save,"
    " then submit."
)
_SET = (
    "The farm renders the scene as it was saved. Make '{name}' the current state set and save before you submit it; its"
    " camera and frames are taken as they are."
)
_STATES = (
    "The scene has scene states ({names}). The farm renders it as it was saved, in the state it is in then."
)
_SAVES = "'Save File' is off in the Render Setup. The farm saves the images all the same."
_BASE = "The Render Setup numbers files from {number}; the names of the images may differ from the frames'."
_REGION = "The view is set to render a region only. The farm renders what the scene was saved with: set it back to View if you want whole images."
_RENDERER = "The scene's renderer is not installed here, so that its settings cannot be read. The farm uses the scene's own."
_MISSING = "Objects whose plug-in is not installed here: {count}. Their files may not be found."
_OCIO = "The scene uses the OCIO configuration {path}. It is sent, with the tables that it names."
_OCIO_VARIABLE = (
    "The colours are by the OCIO configuration that this computer's variable OCIO names ({path}); the farm has no such"
    " variable. Choose it in 3ds Max' Color Management as a custom configuration and save: then it is sent."
)
_TWICE = "More than one camera is called '{name}'. The farm knows cameras by name: rename all but one."
