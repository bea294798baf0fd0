"""pymxs.runtime over a scene: refuses names that are not listed, wrong indexes, other threads, and every change."""

from __future__ import annotations

import ntpath
from typing import Any, Callable, Dict, List, Optional

from .menus import FakeMenus
from .names import NAMES, check_listed, events
from .scene import ROOT, MaxScene, Node, XRef
from .values import (
    Array,
    Asked,
    ByRef,
    ClassValue,
    Gate,
    Name,
    SceneChanged,
    Thing,
    Time,
    TimeKind,
    Undefined,
    WrongIndex,
)

KEEPERS = (
    *("VRayProxy", "VRayHDRI", "VRayBitmap", "VRayIES", "CoronaProxy", "CoronaBitmap", "CoronaLight"),
    *("AlembicObject", "AlembicXform", "Point_Cache", "Point_CacheSpacewarpModifier", "PointCloud"),
    *("Redshift_Proxy", "Arnold_Procedural_Object", "Arnold_Alembic_Object", "Arnold_USD_Object"),
    "Arnold_Volume_Object",
)
"""Classes of which the scene may hold instances with files."""
_OWN_GLOBALS = ("enableaccelerators", "rbmaxanswer", "rbmaxerror")
"""Globals of the program's and the scripts', which may be set."""


class Callback:
    def __init__(self, id_: str, call: Any) -> None:
        self.id = id_
        self.call = call


class FakeRuntime:
    """`run` runs the text of a callback, as MAXScript would."""

    def __init__(
        self,
        scene: MaxScene,
        year: int = 2024,
        times: Optional[TimeKind] = None,
        undefined_is_object: bool = False,
        takes_functions: bool = True,
        run: Callable[[str], None] = lambda text: None,
        language: str = "ENU",
        state_sets_from: int = -1,
    ) -> None:
        put = object.__setattr__
        put(self, "gate", Gate(year))
        put(self, "scene", scene)
        put(self, "year", year)
        put(self, "times", times or TimeKind())
        put(self, "nothing", Undefined() if undefined_is_object else None)
        put(self, "undefined_value", Undefined())
        if undefined_is_object:
            put(self, "undefined_value", self.nothing)
        put(self, "takes_functions", takes_functions)
        put(self, "run", run)
        put(self, "language", language)
        put(self, "state_sets_from", state_sets_from)
        put(self, "registered", {})
        put(self, "parameter", None)
        put(self, "saves", [])
        put(self, "boxes", [])
        put(self, "selected", [])
        put(self, "refuses_saving", False)
        put(self, "accelerators", True)
        put(self, "set_globals", {})
        put(self, "nodes", {})
        put(self, "menus", FakeMenus(self.gate, self))
        put(self, "made", self._make())

    # -- what pymxs does -----------------------------------------------------------------------------------------

    def __getattr__(self, name: str) -> Any:
        gate: Gate = object.__getattribute__(self, "gate")
        gate.pass_(name)
        low = name.lower()
        made: Dict[str, Any] = object.__getattribute__(self, "made")
        if low == "undefined":
            return self.undefined_value
        if low == "name":
            return Name
        if not any(each == low or each.startswith(low + ".") for each in NAMES):
            check_listed(name, self.year)
        if low in NAMES:
            check_listed(name, self.year)
        if low not in made:
            raise AttributeError(f"'runtime' object has no attribute '{name}'")
        value = made[low]
        return value() if isinstance(value, Asked) else value

    def __setattr__(self, name: str, value: Any) -> None:
        self.gate.pass_(name)
        if name.lower() not in _OWN_GLOBALS:
            raise SceneChanged(f"{name} was set to {value!r}")
        check_listed(name, self.year) if name.lower() == "enableaccelerators" else None
        if name.lower() == "enableaccelerators":
            object.__setattr__(self, "accelerators", value)
        self.set_globals[name] = value

    # -- what happens in 3ds Max ---------------------------------------------------------------------------------

    def fire(self, event: str, parameter: Any = None) -> None:
        assert event in events(), event
        object.__setattr__(self, "parameter", parameter)
        for callback in list(self.registered.get(event.lower(), ())):
            if callable(callback.call):
                callback.call()
            else:
                self.run(callback.call)
        object.__setattr__(self, "parameter", None)

    def open(self, scene: MaxScene) -> None:
        self.fire("filePreOpen")
        object.__setattr__(self, "scene", scene)
        self.nodes.clear()
        self.fire("filePostOpen")

    def count_callbacks(self, id_: str) -> int:
        return sum(each.id == id_ for found in self.registered.values() for each in found)

    # -- the tree of names ---------------------------------------------------------------------------------------

    def _make(self) -> Dict[str, Any]:
        made: Dict[str, Any] = {}
        made.update(self._globals())
        made.update(self._functions())
        made.update(self._interfaces())
        for name in ("Missing_Mtl", "Missing_TextureMap", "Missing_Render_Element_Plug_in"):
            made[name.lower()] = Asked(lambda name=name: self._class(name, self.scene.missing))
        for name in KEEPERS:
            made[name.lower()] = Asked(lambda name=name: self._class(name, self.scene.keepers))
        return made

    def _class(self, name: str, known: Dict[str, Any]) -> ClassValue:
        if name not in known:
            raise AttributeError(f"'runtime' object has no attribute '{name}'")
        return ClassValue(name)

    def _globals(self) -> Dict[str, Any]:
        scene = lambda: self.scene  # noqa: E731 - short for what follows
        text = lambda value: value if value else self.nothing  # noqa: E731
        return {
            "maxfilename": Asked(lambda: ntpath.basename(scene().path)),
            "maxfilepath": Asked(lambda: ntpath.dirname(scene().path) + "\\" if scene().path else ""),
            "framerate": Asked(lambda: scene().frame_rate),
            "ticksperframe": Asked(lambda: 4800 // scene().frame_rate),
            "slidertime": Asked(lambda: self._time(scene().current)),
            "animationrange": Asked(lambda: self._interval(*scene().segment)),
            "rendtimetype": Asked(lambda: scene().time_type),
            "rendstart": Asked(lambda: self._time(scene().span[0])),
            "rendend": Asked(lambda: self._time(scene().span[1])),
            "rendnthframe": Asked(lambda: scene().nth),
            "rendpickupframes": Asked(lambda: scene().pickup),
            "rendfilenumberbase": Asked(lambda: scene().number_base),
            "rendoutputfilename": Asked(lambda: scene().output),
            "rendsavefile": Asked(lambda: scene().saves_file),
            "rendusenet": Asked(lambda: scene().uses_net),
            "renduseactiveview": Asked(lambda: scene().uses_active_view),
            "rendviewindex": Asked(lambda: scene().view_index),
            "renderwidth": Asked(lambda: scene().width),
            "renderheight": Asked(lambda: scene().height),
            "renderpixelaspect": Asked(lambda: scene().pixel_aspect),
            "fileingamma": Asked(lambda: scene().gamma),
            "fileoutgamma": Asked(lambda: scene().gamma),
            "cameras": Asked(self._cameras),
            "enableaccelerators": Asked(lambda: self.accelerators),
            "text": text,
        }

    def _functions(self) -> Dict[str, Any]:
        return {
            "maxversion": lambda: Array([(self.year - 1998) * 1000, 0, 0, 0, 0, 0, 0, self.year, "", 0, ""]),
            "getsaverequired": lambda: self.scene.is_modified,
            "savemaxfile": self._save,
            "getdir": self._dir,
            "getfileversion": self._file_version,
            "getrendertype": lambda: Name(self.scene.render_type),
            "classof": lambda thing: thing.class_,
            "superclassof": self._super_class,
            "getclassinstances": self._instances,
            "getnodebyname": self._node_named,
            "select": self._select,
            "messagebox": lambda text, title: self.boxes.append((title, text)),
            "dotnetobject": self._dot_net,
            **({} if self.scene.vray_version is None else {"vrayversion": self._vray_version}),
        }

    def _interfaces(self) -> Dict[str, Any]:
        scene = lambda: self.scene  # noqa: E731
        return {
            "pathconfig": self._thing("pathConfig", getCurrentProjectFolder=lambda: scene().project),
            "bitmapproxymgr": self._thing("bitmapProxyMgr", globalProxyOn=Asked(lambda: False)),
            "renderers": self._thing(
                "renderers", production=Asked(self._renderer), current=Asked(self._renderer)
            ),
            "maxops": self._thing(
                "maxOps",
                GetCurRenderElementMgr=self._element_manager,
                isInNonInteractiveMode=lambda: False,
                getNodeByHandle=self._node_numbered,
                GetICuiMenuMgr=self.menus.manager,
            ),
            "idisplaygamma": self._thing(
                "IDisplayGamma",
                colorCorrectionMode=Asked(lambda: Name(scene().gamma_mode)),
                gamma=Asked(lambda: scene().gamma),
            ),
            "colorpipelinemgr": self._thing(
                "ColorPipelineMgr",
                Mode=Asked(lambda: Name(scene().pipeline)),
                OCIOConfigPath=Asked(lambda: scene().ocio_config),
            ),
            "viewport": self._thing("viewport", getCamera=self._view_camera),
            "batchrendermgr": self._thing(
                "batchRenderMgr", numViews=Asked(lambda: len(scene().views)), GetView=self._view
            ),
            "scenestatemgr": self._thing(
                "sceneStateMgr",
                GetCount=lambda: len(scene().scene_states),
                GetSceneState=lambda place: _from_one(scene().scene_states, place),
            ),
            "atsops": self._thing("ATSOps", GetFiles=self._tracked),
            "assetmanager": self._thing(
                "AssetManager",
                getNumAssets=lambda: len(scene().assets),
                getAssetByIndex=self._asset,
            ),
            "xrefs": self._thing("xrefs", getXRefFileCount=self._xref_count, getXRefFile=self._xref),
            "objxrefmgr": self._thing(
                "objXRefMgr",
                recordCount=Asked(lambda: len(scene().object_xrefs)),
                GetRecord=lambda place: self._thing(
                    "XRefRecord", srcFileName=_from_one(scene().object_xrefs, place)
                ),
            ),
            "pluginmanager": self._plugin_manager(),
            "callbacks": self._thing(
                "callbacks",
                addScript=self._add_script,
                removeScripts=self._remove_scripts,
                notificationParam=self._notification,
            ),
            "sysinfo": self._thing(
                "sysInfo", GetMaxLanguage=lambda: Array([1033, self.language, "a language"])
            ),
            "windows": self._thing("windows", getMAXHWND=lambda: 1),
            "menuman": self.menus.menu_man(),
        }

    # -- its parts -----------------------------------------------------------------------------------------------

    def _thing(self, kind: str, **members: Any) -> Thing:
        return Thing(self.gate, kind, members)

    def _text(self, value: str) -> Any:
        return value if value else self.nothing

    def _time(self, frame: int) -> Time:
        per_frame = 4800 // self.scene.frame_rate
        return Time(self.gate, frame * per_frame, per_frame, self.times)

    def _interval(self, start: int, end: int) -> Thing:
        return self._thing("Interval", start=self._time(start), end=self._time(end))

    def _node(self, node: Node) -> Thing:
        found = self.nodes.get(id(node))
        if found is None:
            members = {"name": node.name, "handle": node.handle}
            found = Thing(self.gate, "Node", members, f"${node.name}", node.class_name)
            object.__setattr__(found, "super_", ClassValue(node.super_class))
            self.nodes[id(node)] = found
        return found

    def _cameras(self) -> Array:
        """Cameras and, among them, their targets: other nodes are in other collections."""
        found = [each for each in self.scene.nodes if each.super_class in ("camera", "helper")]
        return Array([Asked(lambda each=each: self._node(each)) for each in found], self.gate)

    def _node_named(self, name: str) -> Any:
        return next((self._node(each) for each in self.scene.nodes if each.name == name), self.nothing)

    def _node_numbered(self, handle: int) -> Any:
        return next((self._node(each) for each in self.scene.nodes if each.handle == handle), self.nothing)

    def _super_class(self, thing: Any) -> Any:
        return object.__getattribute__(thing, "super_")

    def _select(self, node: Any) -> None:
        self.selected.append(str(node))

    def _save(self, path: str, quiet: bool = False) -> bool:
        assert quiet, "a dialog would come up"
        assert path == self.scene.path.replace("\\", "/"), "saved under another name"
        if self.refuses_saving:
            return False
        self.saves.append(path)
        self.scene.is_modified = False
        self.fire("filePostSave", path)
        return True

    def _dir(self, which: Name) -> str:
        assert isinstance(which, Name)
        return {"maxroot": ROOT}[which.text.lower()]

    def _file_version(self, path: str) -> Any:
        for dll in self.scene.dlls:
            if ntpath.normpath(path).lower() == ntpath.join(dll.folder, dll.name).lower():
                return self._text(dll.version)
        return self.nothing

    def _renderer(self) -> Thing:
        told = self.scene.renderer
        members: Dict[str, Any] = {"classid": Array(told.class_id)}
        settings = {name: self._setting(value) for name, value in told.settings.items()}
        if "GPU" in told.printed:
            members["V_Ray_settings"] = self._thing("Renderer", **settings)
        else:
            members.update(settings)
        if told.aovs:
            drivers = [
                Thing(
                    self.gate,
                    "AOVDriver",
                    {"aovList": Array([self._thing("AOV", name=name) for name in names])},
                    f"{driver}:{driver}",
                )
                for driver, names in told.aovs.items()
            ]
            members[told.aov_member] = self._thing("AOVManager", drivers=Array(drivers))
        return Thing(self.gate, "Renderer", members, f"{told.printed}:{told.printed}", told.printed)

    def _setting(self, value: Any) -> Any:
        if isinstance(value, ClassValue):
            return Thing(self.gate, "Filter", {}, f"{value}:{value}", str(value))
        return self.nothing if value is None else value

    def _element_manager(self) -> Thing:
        elements = self.scene.elements

        def at(place: int) -> Any:
            if not 0 <= place < len(elements):
                raise WrongIndex("render elements count from 0")
            return elements[place]

        def element(place: int) -> Thing:
            told = at(place)
            members = {"elementName": told.name, "enabled": told.enabled}
            return Thing(
                self.gate, "RenderElement", members, f"{told.class_name}:{told.name}", told.class_name
            )

        return self._thing(
            "RenderElementMgr",
            NumRenderElements=lambda: len(elements),
            GetElementsActive=lambda: self.scene.elements_active,
            GetRenderElement=element,
            GetRenderElementFilename=lambda place: self._text(at(place).path or ""),
        )

    def _view_camera(self, index: int = 0) -> Any:
        name = self.scene.view_cameras.get(index)
        return self.nothing if name is None else self._node_named(name)

    def _view(self, place: int) -> Thing:
        told = _from_one(self.scene.views, place)
        return self._thing(
            "BatchView",
            name=told.name,
            enabled=told.enabled,
            camera=self.nothing if told.camera is None else self._node_named(told.camera),
            outputFilename=self._text(told.output),
            width=told.width,
            height=told.height,
            pixelAspect=told.pixel_aspect,
            startFrame=self._time(told.start),
            endFrame=self._time(told.end),
            overridePreset=told.overrides,
            presetFile=self._text(told.preset),
            sceneStateName=self._text(told.scene_state),
        )

    def _dot_net(self, name: str) -> Thing:
        assert name == "Autodesk.Max.StateSets.Plugin"
        entities = [self._state_set(each) for each in self.scene.state_sets]
        entities.append(self._thing("StateSets", Name="Objects"))
        items = _Items(entities, self.state_sets_from)
        children = self._thing("StateSets", Count=len(entities), Item=items)
        master = self._thing("StateSets", Children=children)
        for step in ("MasterStateSet", "RootEntity", "EntityManager", "Instance"):
            master = self._thing("StateSets", **{step: master})
        return master

    def _state_set(self, told: Any) -> Thing:
        per_frame = 4800 // self.scene.frame_rate
        span = self._thing("StateSets", Start=told.start * per_frame, End=told.end * per_frame)
        camera = self.nothing if told.camera is None else self._node_named(told.camera)
        return self._thing("StateSets", Name=told.name, RenderRange=span, ActiveViewportCamera=camera)

    def _tracked(self, files: Any) -> Array:
        assert isinstance(files, ByRef), "GetFiles fills an argument: it is given by reference"
        found = [each.resolved or each.path for each in self.scene.assets if each.is_tracked]
        found += self.scene.tracked
        return Array([len(found), Array(found, self.gate)])

    def _asset(self, place: int) -> Thing:
        told = _from_one(self.scene.assets, place)
        return self._thing(
            "Asset",
            getFileName=lambda: told.path,
            getFullFilePath=lambda: told.resolved,
            getType=lambda: Name(told.kind),
        )

    def _xrefs_of(self, root: Any) -> List[XRef]:
        return self.scene.xrefs if root is None else list(object.__getattribute__(root, "inner"))

    def _xref_count(self, root: Any = None) -> int:
        return len(self._xrefs_of(root))

    def _xref(self, place: int, root: Any = None) -> Thing:
        told = _from_one(self._xrefs_of(root), place)
        tree = Thing(self.gate, "Node", {"name": "root"})
        object.__setattr__(tree, "inner", told.inner)
        return self._thing("XRefScene", filename=told.path, tree=tree if told.inner else self.nothing)

    def _instances(self, class_: Any) -> Array:
        name = str(class_)
        if name in self.scene.missing:
            return Array([self._thing("Keeper") for _ in range(self.scene.missing[name])])
        found = [
            self._thing("Keeper", **{key: self._setting(value) for key, value in each.items()})
            for each in self.scene.keepers.get(name, ())
        ]
        return Array(found)

    def _vray_version(self) -> Array:
        return Array(self.scene.vray_version or ())

    def _plugin_manager(self) -> Thing:
        def at(place: int) -> Any:
            return _from_one(self.scene.dlls, place)

        return self._thing(
            "pluginManager",
            pluginDllCount=Asked(lambda: len(self.scene.dlls)),
            pluginDllName=lambda place: at(place).name,
            pluginDllDirectory=lambda place: at(place).folder,
            isPluginDllLoaded=lambda place: at(place).is_loaded,
        )

    # -- callbacks -----------------------------------------------------------------------------------------------

    def _add_script(self, event: Any, call: Any, id: Any = None) -> None:
        assert isinstance(event, Name), "an event is a Name"
        assert isinstance(id, Name), "ours are removed by their id"
        assert event.text in events(), f"{event.text} is not on the list"
        listed = NAMES["#" + event.text.lower()]
        if not listed.since <= self.year <= listed.until:
            raise RuntimeError(f"no such event: #{event.text}")
        if callable(call):
            if not self.takes_functions:
                raise RuntimeError("Unable to convert: script_string to type: String")
            code = call.__code__
            assert code.co_argcount - len(call.__defaults__ or ()) == 0, (
                "3ds Max refuses functions with parameters"
            )
        self.registered.setdefault(event.text.lower(), []).append(Callback(id.text, call))

    def _remove_scripts(self, id: Any = None) -> None:
        assert isinstance(id, Name), "without an id everyone's would go"
        for found in self.registered.values():
            found[:] = [each for each in found if each.id != id.text]

    def _notification(self) -> Any:
        value = self.parameter
        return self.nothing if value is None else value


def _from_one(members: List[Any], place: int) -> Any:
    if not 1 <= place <= len(members):
        raise WrongIndex(f"{place} of 1 to {len(members)}")
    return members[place - 1]


class _Items:
    """.NET's indexed property, as pymxs shows it: from -1 or from 0."""

    def __init__(self, entities: List[Thing], first: int) -> None:
        self._entities = entities
        self._first = first

    def __getitem__(self, place: int) -> Thing:
        index = place - self._first
        if not 0 <= index < len(self._entities):
            raise RuntimeError("Specified argument was out of the range of valid values.")
        return self._entities[index]
