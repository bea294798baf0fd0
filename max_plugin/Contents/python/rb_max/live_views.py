"""Cameras of the open scene, and what may be rendered instead of its one view: batch views, state sets. Main thread."""

from __future__ import annotations

from typing import Any, Iterator, List, Optional, Set, Tuple

from .live_scene import BatchView, LiveCamera, StateSet
from .runtime import Max, class_of, decimal_of, flag_of, text_of, whole_of, word_of
from .times import Clock

MOST_VIEWS = 2000
_TO_MASTER = ("Instance", "EntityManager", "RootEntity", "MasterStateSet")
STATE_SETS = "Autodesk.Max.StateSets.Plugin"


def cameras(max_: Max) -> Iterator[Optional[LiveCamera]]:
    """Each camera of whatever maker; None where something else stands among them, as their targets do."""
    for node in max_.each(max_.value("cameras")):
        is_camera = word_of(max_.call("superClassOf", node)).lower() == "camera"
        name = text_of(max_.of(node, "name")) if is_camera else None
        if name is None:
            yield None
            continue
        number = whole_of(max_.of(node, "handle"))
        yield LiveCamera(name, class_of(max_.call("classOf", node)), number)


def view_camera(max_: Max) -> Optional[str]:
    """The camera of the view that would be rendered: the one locked in the Render Setup, else the active one."""
    node = None
    if flag_of(max_.value("rendUseActiveView")) is False:
        place = whole_of(max_.value("rendViewIndex"))
        # Whether a release knows the view's index as an argument is unsure [?]; the active view follows.
        node = max_.call("viewport.getCamera", index=place) if place else None
    if node is None:
        node = max_.call("viewport.getCamera")
    return text_of(max_.of(node, "name"))


def batch_views(max_: Max, clock: Clock) -> Iterator[BatchView]:
    count = whole_of(max_.value("batchRenderMgr.numViews")) or 0
    for place in range(1, min(count, MOST_VIEWS) + 1):
        view = max_.call("batchRenderMgr.GetView", place)
        if view is not None:
            yield _batch_view(max_, clock, view, place)


def _batch_view(max_: Max, clock: Clock, view: Any, place: int) -> BatchView:
    is_own = flag_of(max_.of(view, "overridePreset")) is True
    state = text_of(max_.of(view, "sceneStateName"))
    if state is None:
        state = text_of(max_.of(view, "sceneState"))  # its name in one source [?]
    return BatchView(
        name=text_of(max_.of(view, "name")) or f"View{place:02d}",
        enabled=flag_of(max_.of(view, "enabled")) is True,
        camera=text_of(max_.of(max_.of(view, "camera"), "name")),
        output=text_of(max_.of(view, "outputFilename")),
        width=whole_of(max_.of(view, "width")) if is_own else None,
        height=whole_of(max_.of(view, "height")) if is_own else None,
        pixel_aspect=decimal_of(max_.of(view, "pixelAspect")) if is_own else None,
        span=clock.span(max_.of(view, "startFrame"), max_.of(view, "endFrame")) if is_own else None,
        preset=text_of(max_.of(view, "presetFile")),
        scene_state=state,
    )


def scene_states(max_: Max) -> Tuple[str, ...]:
    count = whole_of(max_.call("sceneStateMgr.GetCount")) or 0
    names = (
        max_.call("sceneStateMgr.GetSceneState", place) for place in range(1, min(count, MOST_VIEWS) + 1)
    )
    return tuple(dict.fromkeys(name for name in names if isinstance(name, str) and name))


def state_sets(max_: Max, clock: Clock) -> Iterator[StateSet]:
    """Through .NET, which counts from -1 in one source and from 0 in another [?]: every place is asked, each found once.
    The one without a render range is the plug-in's own list of objects."""
    plugin = max_.call("dotNetObject", STATE_SETS)
    master = plugin
    for step in _TO_MASTER:
        master = max_.of(master, step)
    children = max_.of(master, "Children")
    count = whole_of(max_.of(children, "Count")) or 0
    seen: Set[str] = set()
    for place in range(-1, min(count, MOST_VIEWS)):
        entity = _item(max_, children, place)
        name = text_of(max_.of(entity, "Name"))
        span = max_.of(entity, "RenderRange")
        if name is None or span is None or name in seen:
            continue
        seen.add(name)
        yield StateSet(name, _camera_of(max_, entity), _span(max_, clock, span))


def _item(max_: Max, children: Any, place: int) -> Any:
    items = max_.of(children, "Item")
    if items is None:
        return None
    try:
        return items[place]
    except (LookupError, TypeError, RuntimeError, AttributeError, ValueError):
        return None


def _camera_of(max_: Max, entity: Any) -> Optional[str]:
    """A node, or its number [?]."""
    camera = max_.of(entity, "ActiveViewportCamera")
    if isinstance(camera, int):
        camera = max_.call("maxOps.getNodeByHandle", camera) if camera else None
    return text_of(max_.of(camera, "name"))


def _span(max_: Max, clock: Clock, span: Any) -> Optional[Tuple[int, int]]:
    """Its ends are counted in ticks."""
    ends: List[Optional[int]] = []
    for end in (max_.of(span, "Start"), max_.of(span, "End")):
        if isinstance(end, (int, float)) and not isinstance(end, bool):
            ends.append(clock.frame_of_ticks(int(end)))
        else:
            ends.append(clock.frame(end))
    first, last = ends
    return None if first is None or last is None else (first, last)
