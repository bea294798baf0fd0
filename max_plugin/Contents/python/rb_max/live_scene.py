"""What 3ds Max tells of the open scene, as plain frozen data: gathered on its main thread, thought about elsewhere."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Mapping, Optional, Tuple

from rb_dcc_core.max_scene import RendererId

from .files import Wanted
from .time_output import TimeOutput
from .times import Span

OCIO_CUSTOM, OCIO_VARIABLE = "OCIO_Custom", "OCIO_EnvVar"
"""Colour pipelines with a configuration of the user's own: named in 3ds Max, or by the variable OCIO."""


@dataclass(frozen=True)
class LiveElement:
    """A render element: `kind` its class, `path` where it writes, None where it was never told."""

    kind: str
    name: str
    enabled: bool
    path: Optional[str] = None


@dataclass(frozen=True)
class LiveCamera:
    """`kind` is its class. Nodes may share a name in 3ds Max; `number` is the node's own."""

    name: str
    kind: str
    number: Optional[int] = None


@dataclass(frozen=True)
class BatchView:
    """A view of the Batch Render dialog; sizes and frames are its own where it overrides, None where the scene's hold."""

    name: str
    enabled: bool
    camera: Optional[str] = None
    output: Optional[str] = None
    width: Optional[int] = None
    height: Optional[int] = None
    pixel_aspect: Optional[float] = None
    span: Optional[Span] = None
    preset: Optional[str] = None
    scene_state: Optional[str] = None


@dataclass(frozen=True)
class StateSet:
    name: str
    camera: Optional[str] = None
    span: Optional[Span] = None


@dataclass(frozen=True)
class LiveRenderer:
    """`name` is the class as MAXScript prints it. `settings` go under JOBFILES' keys; `raw_output` and the size are
    where V-Ray keeps its own instead of the Render Setup's."""

    name: Optional[str] = None
    renderer_id: Optional[RendererId] = None
    is_missing: bool = False
    is_gpu: bool = False
    version: Optional[str] = None
    settings: Mapping[str, str] = field(default_factory=dict)
    raw_output: Optional[str] = None
    width: Optional[int] = None
    height: Optional[int] = None


@dataclass(frozen=True)
class LiveColour:
    """Gamma and, from 2024, the colour pipeline; `mode` is its name there ("OCIO_Default"), "" before."""

    mode: str = ""
    has_gamma: Optional[bool] = None
    gamma: Optional[float] = None
    gamma_in: Optional[float] = None
    gamma_out: Optional[float] = None
    ocio_config: Optional[str] = None


@dataclass(frozen=True)
class LiveScene:
    """`path` is "" for a scene never saved. `view_camera` is the one that the rendered view shows. `written` are the files
    the scene writes itself. `plugins` are the loaded ones' file names, lower case, to versions; `own_plugins` 3ds Max'
    own; `missing_plugins` how many objects have lost theirs."""

    path: str = ""
    is_modified: bool = False
    year: Optional[str] = None
    project: Optional[str] = None
    frame_rate: Optional[int] = None
    time: TimeOutput = field(default_factory=TimeOutput)
    width: Optional[int] = None
    height: Optional[int] = None
    pixel_aspect: Optional[float] = None
    output: Optional[str] = None
    saves_file: Optional[bool] = None
    number_base: int = 0
    net_render: Optional[bool] = None
    global_proxy: Optional[bool] = None
    is_region: bool = False
    renderer: LiveRenderer = field(default_factory=LiveRenderer)
    elements: Optional[Tuple[LiveElement, ...]] = None
    elements_active: Optional[bool] = None
    colour: LiveColour = field(default_factory=LiveColour)
    cameras: Tuple[LiveCamera, ...] = ()
    view_camera: Optional[str] = None
    batch_views: Tuple[BatchView, ...] = ()
    state_sets: Tuple[StateSet, ...] = ()
    scene_states: Tuple[str, ...] = ()
    files: Tuple[Wanted, ...] = ()
    written: Tuple[str, ...] = ()
    program_folder: Optional[str] = None
    plugins: Mapping[str, Optional[str]] = field(default_factory=dict)
    own_plugins: Tuple[str, ...] = ()
    missing_plugins: int = 0
