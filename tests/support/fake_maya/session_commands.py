"""The commands of a running Maya: windows, menus, plug-ins and files, each checked like those that read a scene."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Dict, FrozenSet, List, Optional

from .commands import FakeCommands
from .scene import FakeScene
from .windows import MAIN_WINDOW, SHELVES, Control

if TYPE_CHECKING:
    from .session import FakeMaya


class SessionCommands(FakeCommands):
    """`maya.cmds` of a session. What changes the scene is still written down as an edit."""

    EDITS_NO_SCENE: FrozenSet[str] = frozenset(["workspaceControl", "runTimeCommand", "menu", "menuItem"])
    TAKES_CALLABLES: FrozenSet[str] = frozenset(["evalDeferred"])

    def __init__(self, session: FakeMaya, scene: FakeScene, year: str, language: str) -> None:
        super().__init__(scene, year, language)
        self.session = session
        self.saves: List[str] = []
        self.selected: List[str] = []
        self.warnings: List[str] = []
        self.help_shown: List[str] = []
        self.menus: Dict[str, List[Dict[str, Any]]] = {}
        self.shelf_buttons: List[Dict[str, Any]] = []
        self.runtime_commands: Dict[str, Dict[str, Any]] = {}
        self.states: List[str] = []
        self.save_refusal: Optional[str] = None

    # -- the scene -----------------------------------------------------------------------------------------------

    def _about(self, version: bool = False, uiLanguage: bool = False, batch: bool = False) -> Any:
        return self.session.is_batch if batch else super()._about(version, uiLanguage)

    def _file(
        self,
        query: bool = False,
        sceneName: bool = False,
        modified: bool = False,
        save: bool = False,
        type: str = "",
    ) -> Any:
        if query or not save:
            return super()._file(query, sceneName, modified)
        if self.save_refusal is not None:
            raise RuntimeError(self.save_refusal)
        kinds = {".ma": "mayaAscii", ".mb": "mayaBinary"}
        assert kinds[self.scene_name[-3:]] == type, "saved as another type than its name says"
        self.session.api.fire("kBeforeSave")
        self.saves.append(self.scene_name)
        self.modified = False
        self.session.api.fire("kAfterSave")
        return self.scene_name

    def _select(self, node: str, replace: bool = False, noExpand: bool = False) -> None:
        """Maya selects what a set holds unless noExpand is set. The scene is not modified by it."""
        assert replace, "adds to what the artist had selected"
        assert noExpand, "selects what is in a set"
        self.selected = [self._one(node)]

    def _isTrue(self, condition: str) -> bool:
        return condition in self.session.conditions

    # -- plug-ins ------------------------------------------------------------------------------------------------

    def _loadPlugin(self, name: str, quiet: bool = False) -> List[str]:
        return [self.session.load_plugin(name)]

    def _unloadPlugin(self, name: str) -> List[str]:
        self.session.unload_plugin(name)
        return [name]

    def _pluginInfo(self, plugin: Optional[str] = None, query: bool = False, **flags: Any) -> Any:
        if query and flags.get("path"):
            return str(self.session.plugin_file)
        return super()._pluginInfo(plugin, query, **flags)

    def _evalDeferred(self, script: Any, lowestPriority: bool = False) -> None:
        self.session.later.append(script)

    # -- windows -------------------------------------------------------------------------------------------------

    def _workspaceControl(self, name: str, query: bool = False, edit: bool = False, **flags: Any) -> Any:
        windows = self.session.windows
        if flags.get("exists"):
            return name in windows.controls
        if not (query or edit):
            return self._make_control(name, flags)
        if name not in windows.controls:
            raise RuntimeError(f"Object '{name}' not found.")
        if query:
            assert list(flags) == ["floating"], "the fake tells only whether it floats"
            return windows.docks[name].isFloating()
        for flag, value in flags.items():
            self._edit_control(name, flag, value)
        return name

    def _make_control(self, name: str, flags: Dict[str, Any]) -> str:
        assert "uiScript" in flags, "Maya's documentation requires it"
        place = flags.get("tabToControl")
        if place is not None and place[0] not in self.session.windows.controls:
            raise RuntimeError(f"Cannot find control '{place[0]}'")
        if name not in self.states:
            self.states.append(name)
        control = Control(
            name,
            flags.get("label", name),
            flags["uiScript"],
            flags.get("closeCommand", ""),
            flags.get("retain", True),
            flags.get("floating", False),
            place[0] if place else "",
            flags.get("initialWidth", 0),
        )
        self.session.windows.add(control)
        if flags.get("loadImmediately"):
            self.session.windows.fill(name)
        return name

    def _edit_control(self, name: str, flag: str, value: Any) -> None:
        windows = self.session.windows
        if flag in ("restore", "visible"):
            windows.show(name)
        elif flag == "resizeWidth":
            windows.resize(name, value)
        else:
            raise AssertionError(f"the fake does not edit {flag}")

    def _workspaceControlState(self, name: str, exists: bool = False, remove: bool = False) -> Any:
        if exists:
            return name in self.states
        assert remove, "the fake only removes"
        if name in self.session.windows.controls:
            raise RuntimeError("The control is still there")
        self.states.remove(name)
        return None

    def _deleteUI(self, name: str, control: bool = False, menu: bool = False) -> None:
        if menu and name in self.menus:
            del self.menus[name]
        elif control and name in self.session.windows.controls:
            if self.session.deleting_tells:
                self.session.windows.tell_closed(name)
            self.session.windows.delete(name)
        else:
            raise RuntimeError(f"Object '{name}' not found.")

    def _menu(
        self, name: str, exists: bool = False, label: str = "", parent: str = "", tearOff: bool = False
    ) -> Any:
        if exists:
            return name in self.menus
        if parent != MAIN_WINDOW or name in self.menus:
            raise RuntimeError(f"Cannot make the menu '{name}'")
        self.menus[name] = []
        return name

    def _menuItem(self, parent: str = "", **flags: Any) -> str:
        if parent not in self.menus:
            raise RuntimeError(f"Object '{parent}' not found.")
        self.menus[parent].append(flags)
        return f"{parent}|item{len(self.menus[parent])}"

    def _shelfTabLayout(
        self, name: str, query: bool = False, exists: bool = False, selectTab: bool = False
    ) -> Any:
        is_there = name == SHELVES and self.session.has_shelves
        if exists:
            return is_there
        if not (is_there and query and selectTab):
            raise RuntimeError(f"Object '{name}' not found.")
        return "Custom"

    def _shelfButton(self, parent: str = "", **flags: Any) -> str:
        if parent != SHELVES + "|Custom":
            raise RuntimeError(f"Object '{parent}' not found.")
        self.shelf_buttons.append(flags)
        return f"{parent}|button{len(self.shelf_buttons)}"

    def _runTimeCommand(
        self, name: str, edit: bool = False, exists: bool = False, delete: bool = False, **flags: Any
    ) -> Any:
        known = name in self.runtime_commands
        if exists:
            return known
        if known != edit:
            raise RuntimeError(f"runTimeCommand: '{name}'")
        if delete:
            if self.session.keeps_default_commands and self.runtime_commands[name].get("default"):
                raise RuntimeError(f"The default command '{name}' cannot be deleted")
            del self.runtime_commands[name]
        else:
            if (
                edit
                and not self.session.edits_default_commands
                and self.runtime_commands[name].get("default")
            ):
                raise RuntimeError(f"The default command '{name}' cannot be edited")
            self.runtime_commands.setdefault(name, {}).update(flags)
        return name

    def _warning(self, text: str) -> None:
        self.warnings.append(text)

    def _showHelp(self, address: str, absolute: bool = False) -> None:
        assert absolute, "without it, Maya looks for a page of its own help"
        self.help_shown.append(address)

    # -- where the product is gone -------------------------------------------------------------------------------

    def _columnLayout(self, adjustableColumn: bool = False) -> str:
        return self._told("columnLayout", "")

    def _text(self, label: str = "", wordWrap: bool = False) -> str:
        return self._told("text", label)

    def _button(self, label: str = "", command: Any = None) -> str:
        assert callable(command), "a text would leave it to Maya which language it is"
        return self._told("button", command)

    def _told(self, kind: str, what: Any) -> str:
        assert self.session.windows.building, "there is no window to put it in"
        self.session.plain_controls.append((kind, what))
        return kind
