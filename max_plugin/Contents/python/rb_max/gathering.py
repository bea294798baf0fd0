"""Asks 3ds Max everything about the open scene, a little at a time. Main thread; nothing of the scene is touched."""

from __future__ import annotations

from typing import Any, Callable, Dict, Iterator, List, Optional, TypeVar

from rb_dcc_core import max_renderers

from . import live_files, live_render, live_renderer, live_views
from .live_files import SceneFiles
from .live_plugins import LoadedPlugins
from .live_scene import LiveElement, LiveScene
from .paths import plain_path
from .runtime import Max, decimal_of, flag_of, text_of, whole_of
from .times import Clock

T = TypeVar("T")


class Gathering:
    """One pass over the scene. `steps` yields after every few questions; `scene` is what was told, once it has ended."""

    def __init__(self, max_: Max) -> None:
        self._max = max_
        self._told: Dict[str, Any] = {}

    @property
    def scene(self) -> LiveScene:
        return LiveScene(**self._told)

    def steps(self) -> Iterator[None]:
        """Each part is asked for itself, so that one which 3ds Max refuses leaves the others."""
        clock = Clock(self._max)
        self._told.update(frame_rate=clock.frame_rate, **glance(self._max))
        yield
        self._told.update(time=live_render.time_output(self._max, clock))
        yield
        self._told.update(self._setup())
        yield
        renderer = live_renderer.current_renderer(self._max)
        self._told.update(renderer=live_renderer.read_renderer(self._max, renderer))
        yield
        self._told.update(colour=live_render.colour(self._max, self._told["year"]))
        yield
        yield from self._elements(renderer)
        yield from self._views(clock)
        yield from self._files(renderer)
        yield from self._plugins()

    def _setup(self) -> Dict[str, Any]:
        ask = self._max.value
        return {
            "width": whole_of(ask("renderWidth")),
            "height": whole_of(ask("renderHeight")),
            "pixel_aspect": decimal_of(ask("renderPixelAspect")),
            "output": live_render.output_file(self._max),
            "saves_file": flag_of(ask("rendSaveFile")),
            "number_base": whole_of(ask("rendFileNumberBase")) or 0,
            "net_render": flag_of(ask("rendUseNet")),
            "global_proxy": flag_of(ask("bitmapProxyMgr.globalProxyOn")),
            "is_region": live_render.is_region(self._max),
        }

    def _elements(self, renderer: Any) -> Iterator[None]:
        self._told["elements_active"] = live_render.elements_active(self._max)
        found: List[LiveElement] = []
        for element in live_render.elements(self._max):
            if element is not None:
                found.append(element)
            yield
        if max_renderers.family(self._told["renderer"].name) == max_renderers.ARNOLD:
            found.extend(live_render.arnold_aovs(self._max, renderer))
            yield
        self._told["elements"] = tuple(found)

    def _views(self, clock: Clock) -> Iterator[None]:
        yield from self._collect("cameras", lambda: live_views.cameras(self._max))
        self._told["view_camera"] = live_views.view_camera(self._max)
        yield from self._collect("batch_views", lambda: live_views.batch_views(self._max, clock))
        self._told["scene_states"] = live_views.scene_states(self._max)
        yield from self._collect("state_sets", lambda: live_views.state_sets(self._max, clock))

    def _collect(self, name: str, ask: Callable[[], Iterator[Optional[T]]]) -> Iterator[None]:
        found: List[T] = []
        for each in ask():
            if each is not None:
                found.append(each)
            yield
        self._told[name] = tuple(found)

    def _files(self, renderer: Any) -> Iterator[None]:
        files = SceneFiles(self._max)
        yield from files.steps()
        gi_files = () if renderer is None else live_renderer.gi_files(self._max, renderer)
        self._told["files"] = (*files.wanted, *gi_files)
        self._told["written"] = files.written
        self._told["missing_plugins"] = 0
        for one in live_files.missing_plugins(self._max):
            self._told["missing_plugins"] += one
            yield

    def _plugins(self) -> Iterator[None]:
        folder = plain_path(text_of(self._max.call("getDir", self._max.name("maxRoot"))) or "") or None
        self._told["program_folder"] = folder
        plugins = LoadedPlugins(self._max, folder)
        yield from plugins.steps()
        self._told["plugins"] = plugins.versions
        self._told["own_plugins"] = plugins.own


def glance(max_: Max) -> Dict[str, Any]:
    """What is open: few questions, as they are asked every now and then."""
    return {
        "path": scene_path(max_),
        "is_modified": flag_of(max_.call("getSaveRequired")) is True,
        "year": release_year(max_),
        "project": plain_path(text_of(max_.call("pathConfig.getCurrentProjectFolder")) or "") or None,
    }


def scene_path(max_: Max) -> str:
    """The scene's file; "" for one never saved."""
    name = text_of(max_.value("maxFileName"))
    folder = text_of(max_.value("maxFilePath"))
    if name is None or folder is None:
        return ""
    return plain_path(folder.rstrip("\\/") + "/" + name)


def release_year(max_: Max) -> Optional[str]:
    """maxVersion() has the year as its eighth member; its first is the release in thousands, 26000 for 2024."""
    told = max_.listed(max_.call("maxVersion"))
    year = whole_of(told[7]) if len(told) > 7 else None
    if year is not None and 2000 < year < 2100:
        return str(year)
    release = whole_of(told[0]) if told else None
    return str(release // 1000 + 1998) if release is not None and release >= 10000 else None
