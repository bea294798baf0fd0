"""The commands that installing, upgrading and removing need: modules, plug-ins by where Maya looks, boxes to answer."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, Dict, FrozenSet, List, Optional

from .session_commands import SessionCommands

if TYPE_CHECKING:
    from .installed import InstalledMaya


class InstallingCommands(SessionCommands):
    """`maya.cmds` of a Maya with a person's folder. Every box is answered from `answers`; one without an answer fails."""

    EDITS_NO_SCENE: FrozenSet[str] = SessionCommands.EDITS_NO_SCENE | {"pluginInfo"}
    session: InstalledMaya

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        self.answers: List[str] = []
        self.boxes: List[str] = []
        self.known_modules: List[str] = []
        self.ticked: Dict[str, str] = {}
        self._waiting = 0

    def _internalVar(self, userAppDir: bool = False) -> str:
        assert userAppDir, "the fake knows this folder alone"
        return self.session.folder.app.as_posix() + "/"

    def _confirmDialog(self, button: List[str], message: str, **flags: Any) -> str:
        assert not self._waiting, "a box opens while the cursor says to wait"
        self.boxes.append(message)
        if len(button) == 1:
            return button[0]
        answer = self.answers.pop(0)
        assert answer in button, f"{answer!r} is none of {button}"
        return answer

    def _waitCursor(self, state: bool) -> None:
        """Each True must have its False."""
        self._waiting += 1 if state else -1
        assert self._waiting >= 0

    def _moduleInfo(self, listModules: bool = False) -> Optional[List[str]]:
        assert listModules, "the fake lists only"
        return self.known_modules or None

    def _loadModule(self, load: str) -> None:
        """It names the module file. What the module brings is searched for from then on, plug-ins but no scripts [?]."""
        if not Path(load).is_file():
            raise RuntimeError(f"Module file {load} not found")
        self.known_modules += [module.name for module in self.session.folder.modules()]

    def _pluginInfo(self, plugin: Optional[str] = None, query: bool = False, **flags: Any) -> Any:
        session = self.session
        if flags.get("savePluginPrefs"):
            return session.folder.write_autoload(self.ticked)
        if flags.get("loaded"):
            return session.is_plugin_loaded and plugin == session.plugin_file.stem
        if "autoload" in flags and plugin is not None:
            return self._tick(plugin, flags["autoload"])
        return super()._pluginInfo(plugin, query, **flags)

    def _tick(self, plugin: str, wanted: bool) -> None:
        if not (self.session.is_plugin_loaded or plugin in self.ticked):
            raise RuntimeError(f'Plug-in, "{plugin}", is not registered.')
        self.ticked.pop(plugin, None)
        if wanted:
            self.ticked[plugin] = plugin + ".py"

    def find_plugin(self, name: str) -> Path:
        """By a whole path, else on MAYA_PLUG_IN_PATH, with or without its ending."""
        if os.path.isabs(name):
            places = [Path(name)]
        else:
            folders = [each for each in os.environ.get("MAYA_PLUG_IN_PATH", "").split(os.pathsep) if each]
            places = [Path(folder, file) for folder in folders for file in (name, name + ".py")]
        for place in places:
            if place.is_file():
                return place
        raise RuntimeError(f'Plug-in, "{name}", was not found on MAYA_PLUG_IN_PATH.')
