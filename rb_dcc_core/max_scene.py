"""What a 3ds Max scene tells beyond any other host's: its renderer's class, animation, elements, gamma. Plain data."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Mapping, Optional, Tuple

RendererId = Tuple[int, int]
"""A renderer's ClassID, both halves unsigned."""


@dataclass(frozen=True)
class RenderElement:
    """A render element: `kind` is its class ("VRayAlpha"), `path` where it writes, None where nobody knows."""

    kind: str
    path: Optional[str] = None


@dataclass(frozen=True)
class MaxFacts:
    """Facts of a 3ds Max scene; None, () or {} for what its source does not tell.

    `product` is the renderer as it names itself ("V-Ray Adv 3.60.03"), `build` and `saved_as` are the program that
    wrote the file and the release whose format it wrote. `animation_range` is in the field's syntax, `pickup_frames` as
    the artist wrote it. `time_type` is rendTimeType (1 single, 2 active segment, 3 range, 4 frame list). `elements` are
    None where unknown, () where there are none. `is_compressed`: the file was saved compressed, so that packing it
    again gains nothing. `own_plugins` are the file names of those that come with 3ds Max.
    `renderer_settings` go into task.json's `renderer` under JOBFILES' own keys.
    """

    renderer_id: Optional[RendererId] = None
    product: Optional[str] = None
    build: Optional[str] = None
    saved_as: Optional[str] = None
    animation_range: Optional[str] = None
    pickup_frames: Optional[str] = None
    scene_states: Tuple[str, ...] = ()
    time_type: Optional[int] = None
    elements: Optional[Tuple[RenderElement, ...]] = None
    elements_active: Optional[bool] = None
    has_gamma: Optional[bool] = None
    gamma: Optional[float] = None
    gamma_in: Optional[float] = None
    gamma_out: Optional[float] = None
    global_proxy: Optional[bool] = None
    net_render: Optional[bool] = None
    vertices: Optional[int] = None
    faces: Optional[int] = None
    is_compressed: bool = False
    own_plugins: Tuple[str, ...] = ()
    renderer_settings: Mapping[str, str] = field(default_factory=dict)
