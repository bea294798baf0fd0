"""A 3ds Max scene of the test's own making: plain data, which the fake shows as pymxs would."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Dict, List, Optional, Tuple

SCANLINE = ("Default_Scanline_Renderer", (1, 0))
ART = ("ART_Renderer", (2980325325, 2688898415))
ARNOLD = ("Arnold", (2980329694, 2688902778))
VRAY = ("V_Ray_6__update_1_2", (1941615238, 2012806412))
VRAY_3 = ("V_Ray_Adv_3_60_03", (1941615238, 2012806412))
VRAY_7 = ("V_Ray_7_Hotfix_1", (1941615238, 2012806412))
VRAY_GPU = ("V_Ray_GPU_6__update_1_2", (1770671000, 1323107829))
CORONA = ("Corona", (1655201228, 1379677700))
REDSHIFT = ("Redshift_Renderer", (1058146945, 1058146945))
QUICKSILVER = ("Quicksilver_Hardware_Renderer", (1528436768, 1243894545))
MISSING = ("Missing_Renderer", (0, 0))


@dataclass
class Renderer:
    printed: str = SCANLINE[0]
    class_id: Tuple[int, int] = SCANLINE[1]
    settings: Dict[str, Any] = field(default_factory=dict)
    aovs: Dict[str, List[str]] = field(default_factory=dict)
    aov_member: str = "AOVManager"


@dataclass
class Node:
    name: str
    class_name: str = "Freecamera"
    super_class: str = "camera"
    handle: int = 0


@dataclass
class Element:
    name: str
    class_name: str
    path: Optional[str] = None
    enabled: bool = True


@dataclass
class View:
    name: str
    camera: Optional[str] = None
    output: str = ""
    enabled: bool = True
    overrides: bool = False
    width: int = 640
    height: int = 480
    pixel_aspect: float = 1.0
    start: int = 0
    end: int = 100
    preset: str = ""
    scene_state: str = ""


@dataclass
class Set:
    """A state set; times in frames."""

    name: str
    camera: Optional[str] = None
    start: int = 0
    end: int = 100


@dataclass
class Asset:
    path: str
    kind: str = "Bitmap"
    resolved: str = ""
    is_tracked: bool = True


@dataclass
class XRef:
    path: str
    inner: List[XRef] = field(default_factory=list)


@dataclass
class Dll:
    name: str
    folder: str
    version: str = ""
    is_loaded: bool = True


ROOT = "C:\\Program Files\\Autodesk\\3ds Max 2024\\"


@dataclass
class MaxScene:
    """`path` "" was never saved. Frames are whole; `frame_rate` frames a second."""

    path: str = "D:\\shots\\shot.max"
    is_modified: bool = False
    undo_steps: int = 2
    project: str = "D:\\shots"
    frame_rate: int = 30
    current: int = 7
    segment: Tuple[int, int] = (0, 100)
    time_type: int = 1
    span: Tuple[int, int] = (0, 50)
    nth: int = 1
    pickup: str = "1,3,5-12"
    number_base: int = 0
    width: int = 1920
    height: int = 1080
    pixel_aspect: float = 1.0
    output: str = "D:\\out\\shot.exr"
    saves_file: bool = True
    uses_net: bool = False
    uses_active_view: bool = True
    view_index: int = 1
    render_type: str = "view"
    renderer: Renderer = field(default_factory=Renderer)
    elements: List[Element] = field(default_factory=list)
    elements_active: bool = True
    gamma_mode: str = "gamma"
    gamma: float = 2.2
    pipeline: str = "OCIO_Default"
    ocio_config: str = ""
    nodes: List[Node] = field(default_factory=lambda: [Node("Cam001", handle=1)])
    view_cameras: Dict[int, str] = field(default_factory=lambda: {0: "Cam001"})
    """The cameras of the viewports by their number; 0 is the active one."""
    views: List[View] = field(default_factory=list)
    scene_states: List[str] = field(default_factory=list)
    state_sets: List[Set] = field(default_factory=list)
    assets: List[Asset] = field(default_factory=list)
    tracked: List[str] = field(default_factory=list)
    """What the Asset Tracking shows besides the assets."""
    xrefs: List[XRef] = field(default_factory=list)
    object_xrefs: List[str] = field(default_factory=list)
    keepers: Dict[str, List[Dict[str, Any]]] = field(default_factory=dict)
    """Instances of other makers' classes by class: their properties."""
    missing: Dict[str, int] = field(default_factory=dict)
    dlls: List[Dll] = field(default_factory=list)
    vray_version: Optional[List[str]] = None
