"""A running Maya: its modules to import, its window, its callbacks, its plug-in, its start and its end."""

from __future__ import annotations

import importlib.util
import queue
import re
import threading
import types
from dataclasses import replace
from pathlib import Path
from typing import Any, Callable, Dict, List, NamedTuple, Set, Tuple, Type

from . import mel
from .open_maya import FakeOpenMaya
from .scene import FakeScene
from .session_commands import SessionCommands
from .windows import MAIN_WINDOW, SHELVES, Control, FakeWindows

PLUGIN_FILE = Path(__file__).resolve().parents[3] / "maya_plugin" / "plug-ins" / "renderbus_maya.py"
_MODULES = ("maya", "maya.cmds", "maya.mel", "maya.utils", "maya.OpenMayaUI", "maya.api", "maya.api.OpenMaya")


class PluginObject(NamedTuple):
    """What Maya hands to initializePlugin."""

    folder: Path


class FakeMaya:
    """Made on the main thread; `install` puts `maya` where Python imports from.

    `deleting_tells`: whether deleteUI runs a control's closeCommand; `keeps_default_commands`: whether default runtime
    commands can not be deleted; `edits_default_commands`: whether they can be edited; `controls_speak`: the language that the scripts kept by workspace controls are run in, "python"
    or "mel". Of none is known for every release which it is: tests do both.
    """

    COMMANDS: Type[SessionCommands] = SessionCommands

    def __init__(
        self,
        scene: object,
        year: str = "2025",
        language: str = "en_US",
        is_batch: bool = False,
        deleting_tells: bool = False,
        keeps_default_commands: bool = False,
        edits_default_commands: bool = True,
        controls_speak: str = "python",
    ) -> None:
        self.is_batch = is_batch
        self.deleting_tells = deleting_tells
        self.keeps_default_commands = keeps_default_commands
        self.edits_default_commands = edits_default_commands
        self.has_shelves = True
        self.conditions: Set[str] = set()
        self.later: List[Any] = []
        self.plain_controls: List[Tuple[str, Any]] = []
        self.plugin_file = PLUGIN_FILE
        self._plugin: Any = None
        self._calls: queue.Queue[Callable[[], None]] = queue.Queue()
        self._thread = threading.get_ident()
        self.api = FakeOpenMaya(self._node, self._knows_type, self._state)
        self.commands = self.COMMANDS(self, FakeScene(scene), year, language)
        self.run_kept_script = {"python": self.run_python, "mel": self.run_mel_script}[controls_speak]
        self.windows = FakeWindows(self.run_kept_script, is_batch)

    # -- modules -------------------------------------------------------------------------------------------------

    def install(self, modules: Dict[str, Any]) -> None:
        """Into `sys.modules`."""
        made: Dict[str, Any] = {name: types.ModuleType(name) for name in ("maya", "maya.api")}
        made["maya.cmds"] = self.commands
        made["maya.api.OpenMaya"] = self.api
        made["maya.mel"] = types.SimpleNamespace(eval=self.run_mel)
        made["maya.OpenMayaUI"] = types.SimpleNamespace(MQtUtil=self.windows)
        made["maya.utils"] = types.SimpleNamespace(
            executeDeferred=self._defer, executeInMainThreadWithResult=self._with_result
        )
        for name in _MODULES:
            modules[name] = made[name]
            above, dot, last = name.rpartition(".")
            if dot:
                setattr(made[above], last, made[name])
        for name in ("maya", "maya.api"):
            made[name].__path__ = []

    # -- scripts -------------------------------------------------------------------------------------------------

    def run_python(self, script: str) -> None:
        """In a namespace of its own, as Maya keeps its own apart."""
        exec(compile(script, "<maya>", "exec"), {"__name__": "__main__"})  # noqa: S102 - as Maya does

    def run_mel(self, script: str) -> Any:
        """Variables of Maya's own, and runtime commands."""
        self.api.check_thread()
        found = re.fullmatch(r"\$\w+ = \$(\w+)", script)
        if found is not None:
            names = {"gMainWindow": "" if self.is_batch else MAIN_WINDOW, "gShelfTopLevel": SHELVES}
            return names[found.group(1)]
        self.run_python(self.commands.runtime_commands[script.rstrip(";")]["command"])
        return None

    def run_mel_script(self, script: str) -> None:
        """Several statements: it is read whole before the first is run, as Maya does."""
        self.api.check_thread()
        for statement in mel.statements(script):
            if statement.name == "python":
                self.run_python(str(statement.argument))
            elif (statement.name, type(statement.argument)) != ("abs", int):
                raise RuntimeError(f'Cannot find procedure "{statement.name}".')

    def idle(self) -> None:
        """Maya comes to rest: everything deferred runs."""
        while self.later or not self._calls.empty():
            call = self.later.pop(0) if self.later else self._calls.get()
            call() if callable(call) else self.run_python(call)

    def click(self, label: str) -> None:
        """An item of the product's menu."""
        for items in self.commands.menus.values():
            for item in items:
                if item.get("label") == label:
                    assert item["sourceType"] == "python"
                    return self.run_python(item["command"])
        raise AssertionError(f"no menu item {label!r}")

    # -- scene ---------------------------------------------------------------------------------------------------

    def open(self, scene: object) -> None:
        """Open another scene file, as the artist does."""
        self.api.fire("kBeforeOpen")
        self.commands.scene = FakeScene(scene)
        self.commands.scene_name = self.commands.scene.graph.scene_path
        self.commands.modified = False
        self.api.fire("kAfterOpen")

    # -- plug-in -------------------------------------------------------------------------------------------------

    def load_plugin(self, name: str) -> str:
        if name not in (self.plugin_file.stem, str(self.plugin_file)):
            raise RuntimeError(f'Plug-in, "{name}", was not found on MAYA_PLUG_IN_PATH.')
        spec = importlib.util.spec_from_file_location("fake_plugin_module", self.plugin_file)
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        assert hasattr(module, "maya_useNewAPI"), "Maya would hand it objects of the old interface"
        module.initializePlugin(PluginObject(self.plugin_file.parent))
        self._plugin = module
        return self.plugin_file.stem

    def unload_plugin(self, name: str) -> None:
        assert self._plugin is not None, f"{name} is not loaded"
        plugin, self._plugin = self._plugin, None
        plugin.uninitializePlugin(PluginObject(self.plugin_file.parent))

    @property
    def is_plugin_loaded(self) -> bool:
        return self._plugin is not None

    # -- start and end -------------------------------------------------------------------------------------------

    def exit(self) -> List[Control]:
        """Maya ends: tells so, unloads its plug-ins, writes its workspace. Returns what it wrote."""
        self.api.fire("kMayaExiting")
        if self._plugin is not None:
            self.unload_plugin(self.plugin_file.stem)
        return list(self.windows.controls.values())

    def restore(self, written: List[Control]) -> None:
        """The next start's workspace: the controls again, their uiScripts run; closeCommands are not kept."""
        for control in written:
            if control.name not in self.windows.controls:
                self.commands.states.append(control.name)
                again = replace(control, close_script="", is_filled=False)
                self.windows.add(again)
                self.windows.show(control.name)

    def reset_workspaces(self) -> None:
        """Every control that Maya does not bring itself goes, and nobody is told."""
        for name in list(self.windows.controls):
            if name != "ChannelBoxLayerEditor":
                self.windows.close(name, tells=False)

    def end(self) -> None:
        """The test is over."""
        self.windows.end()

    # -- inside --------------------------------------------------------------------------------------------------

    def _defer(self, call: Callable[..., None], *given: Any, **named: Any) -> None:
        self._calls.put(lambda: call(*given, **named))

    def _with_result(self, call: Callable[[], Any]) -> Any:
        if threading.get_ident() == self._thread:
            return call()
        answers: queue.Queue[Tuple[Any, Any]] = queue.Queue()

        def answer() -> None:
            try:
                answers.put((call(), None))
            except Exception as error:  # noqa: BLE001 - it belongs to the thread that asked
                answers.put((None, error))

        self._calls.put(answer)
        value, error = answers.get(timeout=20)
        if error is not None:
            raise error
        return value

    def _state(self) -> str:
        return "library" if self.is_batch else "interactive"

    def _node(self, name: str) -> str:
        found = self.commands.scene.matching(name)
        if len(found) != 1:
            raise RuntimeError("(kInvalidParameter): Object does not exist")
        return found[0]

    def _knows_type(self, kind: str) -> bool:
        return kind in self.commands.scene.types()


def forget(modules: Dict[str, Any]) -> None:
    for name in _MODULES:
        modules.pop(name, None)
