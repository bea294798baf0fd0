"""Maya from its start to its end over a person's own folder: modules, userSetup, workspace, ticked plug-ins."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any, List

from .installing_commands import InstallingCommands
from .session import FakeMaya
from .user_folder import UserFolder
from .windows import Control


class InstalledMaya(FakeMaya):
    """`folder` is the user's; nothing of the product is known but what lies there.

    What userSetup raises is kept in `failed_scripts`: Maya prints it and goes on.
    """

    COMMANDS = InstallingCommands
    commands: InstallingCommands

    def __init__(self, scene: object, folder: UserFolder, **options: Any) -> None:
        super().__init__(scene, year=folder.year, **options)
        self.folder = folder
        self.plugin_file = Path()
        self.failed_scripts: List[str] = []

    def start(self) -> None:
        """In Maya's order: modules, scripts, windows, and the plug-ins when it first rests."""
        self.folder.make()
        for module in self.folder.modules():
            self.commands.known_modules.append(module.name)
            self._search(module.folder)
        self._run_user_setup()
        assert self.windows.main is not None
        self.windows.main.show()
        self.restore(self.folder.controls())
        for file in self.folder.autoloaded():
            self.commands.ticked[Path(file).stem] = file
            self.later.append(lambda file=file: self.load_plugin(file))
        self.idle()

    def quit(self) -> List[Control]:
        """As the artist ends it; the workspace is written."""
        controls = self.exit()
        self.folder.write_controls(controls)
        self.end()
        return controls

    def load_plugin(self, name: str) -> str:
        self.plugin_file = self.commands.find_plugin(name)
        return super().load_plugin(self.plugin_file.stem)

    def drop(self, file: Path) -> None:
        """A Python file, into the viewport: imported, its function called, all else as Maya does it."""
        name = file.stem
        namespace: Any = type(sys)(name)
        namespace.__file__ = str(file)
        sys.modules[name] = namespace
        exec(compile(file.read_text(encoding="utf-8"), str(file), "exec"), namespace.__dict__)  # noqa: S102
        namespace.onMayaDroppedPythonFile("persp")

    def _search(self, folder: Path) -> None:
        for variable, inner in (("MAYA_PLUG_IN_PATH", "plug-ins"), ("MAYA_SCRIPT_PATH", "scripts")):
            known = [each for each in os.environ.get(variable, "").split(os.pathsep) if each]
            os.environ[variable] = os.pathsep.join([*known, str(folder / inner)])
        sys.path.append(str(folder / "scripts"))

    def _run_user_setup(self) -> None:
        script = self.folder.app / "scripts" / "userSetup.py"
        if script.exists():
            try:
                self.run_python(script.read_text(encoding="utf-8"))
            except Exception as error:  # noqa: BLE001 - as Maya does
                self.failed_scripts.append(repr(error))
