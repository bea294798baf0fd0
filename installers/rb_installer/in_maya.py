"""The installer's talk inside Maya: says what it will do, does it, loads the plug-in at once, offers a shelf button.

Everything here runs on Maya's main thread. It is the only module that names Maya; `Session` takes its commands from
outside, so that a test can stand in for them.
"""

from __future__ import annotations

import importlib
import os
import re
import sys
from pathlib import Path
from typing import Any, Callable, Collection, List, Optional, Sequence

from . import maya, own_data, session
from .bundle import Bundle, find_bundle
from .maya import PLUGIN, PLUGIN_FILE, MayaFolders
from .module_file import NAME
from .problem import InstallProblem
from .search_paths import point_at, withdraw
from .wording import Text, language_of

# Maya's texts are in the artist's language and are never looked into.
HOST_ERRORS = (RuntimeError, TypeError, ValueError)
PACKAGES = ("rb_maya", "rb_dcc_ui", "rb_dcc_core")


class Session:
    """This Maya: its year, its user's folder, its boxes."""

    def __init__(self, commands: Any) -> None:
        self._commands = commands
        self._language = language_of(str(commands.about(uiLanguage=True)))
        self.folders = MayaFolders(Path(str(commands.internalVar(userAppDir=True))))
        found = re.search(r"\d{4}", str(commands.about(version=True)))
        self.year = int(found.group()) if found else 0

    def ask(
        self, title: Text, message: Text, buttons: Sequence[Text], is_grave: bool = False
    ) -> Optional[int]:
        """The number of the button pressed; None for the last, which changes nothing, and for a closed box.

        Return presses the first, in a grave question the last.
        """
        labels = [button.said(self._language) for button in buttons]
        answer = self._commands.confirmDialog(
            title=title.said(self._language),
            message=message.said(self._language),
            button=labels,
            defaultButton=labels[-1 if is_grave else 0],
            cancelButton=labels[-1],
            dismissString=labels[-1],
        )
        return labels.index(answer) if answer in labels[:-1] else None

    def tell(self, message: Text) -> None:
        label = Text("OK").said(self._language)
        self._commands.confirmDialog(
            title="Renderbus", message=message.said(self._language), button=[label], defaultButton=label
        )

    def _joined(self, texts: Sequence[Text]) -> Text:
        """Several texts as one, a paragraph each."""
        return Text("{all}", all="\n\n".join(text.said(self._language) for text in texts))

    def offer_install(self, bundle: Bundle) -> None:
        """The whole way of a dropped file; a refusal of ours is told and not raised."""
        try:
            maya.require_year(self.year)
            everywhere = sorted({self.year, *maya.found_here(self.folders)})
            choices = [Text("For Maya {year}", year=self.year)]
            if len(everywhere) > 1:
                choices.append(Text("For all ({years})", years=maya.listed(everywhere)))
            chosen = self.ask(Text("Install Renderbus"), self._plan(bundle), [*choices, Text("Cancel")])
            if chosen is None:
                return
            years = everywhere if chosen else [self.year]
            is_new = self.year not in self.folders.pointed()
            place = self._installed(bundle, years)
        except InstallProblem as problem:
            self.tell(problem.text)
            return
        self._finish_install(bundle.manifest.version, place, years, is_new)

    def _plan(self, bundle: Bundle) -> Text:
        parts: List[Text] = [
            Text(
                "Renderbus {version} will be copied to\n{folder}\nfor you alone; no administrator rights are needed.",
                version=bundle.manifest.version,
                folder=str(self.folders.versions.folder / bundle.manifest.folder_name),
            )
        ]
        pointed = self.folders.pointed()
        if pointed:
            now = ", ".join(f"{pointed[year].version} (Maya {year})" for year in sorted(pointed))
            parts.append(Text("Installed now: {versions}", versions=now))
        parts.append(Text("Remove it again at any time with Uninstall in the Renderbus menu."))
        return self._joined(parts)

    def _installed(self, bundle: Bundle, years: Collection[int]) -> Path:
        self._claim_what_is_open()
        self._commands.waitCursor(state=True)
        try:
            return maya.install(bundle, self.folders, years)
        finally:
            self._commands.waitCursor(state=False)

    def _finish_install(self, version: str, place: Path, years: Collection[int], is_new: bool) -> None:
        refusal = self._use_at_once(version, place)
        if refusal is not None:
            self.tell(refusal)
            return
        done = "Renderbus {version} is installed and loaded: look for Renderbus in the menu bar."
        parts = [Text(done, version=version)]
        if set(years) - {self.year}:
            parts.append(
                Text(
                    "In the other Mayas, tick Loaded and Auto load at {plugin} in the Plug-in Manager, once.",
                    plugin=PLUGIN_FILE,
                )
            )
        if not is_new:
            self.tell(self._joined(parts))
        elif (
            self.ask(
                Text("Install Renderbus"), self._joined(parts), [Text("Add a shelf button"), Text("Done")]
            )
            == 0
        ):
            # The plug-in that was just loaded knows how; nothing of it is imported before.
            importlib.import_module("rb_maya.shelf").add_button(self._commands)

    def _use_at_once(self, version: str, place: Path) -> Optional[Text]:
        """Takes the version in place of one that is open; what to say where Maya would not."""
        why = self._unload(keeps_panel=True)
        if why is not None:
            return Text(
                "Renderbus {version} is installed. Restart Maya to use it: the version that is open could not be "
                "closed ({why}).",
                version=version,
                why=why,
            )
        why = self._load(place)
        if why is None:
            return None
        return Text(
            "Renderbus {version} is installed, but Maya could not load it ({why}). Restart Maya; if it is not there "
            "then, tick {plugin} in the Plug-in Manager.",
            version=version,
            why=why,
            plugin=PLUGIN_FILE,
        )

    def offer_uninstall(self, later: Callable[[Callable[[], None]], Any]) -> None:
        """Asks, and uninstalls when Maya is idle: the menu that was clicked goes away with the plug-in."""
        pointed = sorted(self.folders.pointed())
        everywhere = [year for year in pointed if year != self.year]
        choices = [Text("Remove")]
        if self.year in pointed and everywhere:
            choices = [
                Text("From Maya {year}", year=self.year),
                Text("From all ({years})", years=maya.listed(pointed)),
            ]
        question = Text(
            "Remove Renderbus? Your scenes were never changed. Your settings and your account come next."
        )
        chosen = self.ask(Text("Uninstall Renderbus"), question, [*choices, Text("Cancel")])
        if chosen is not None:
            only_here = len(choices) > 1 and chosen == 0
            later(lambda: self.uninstall([self.year] if only_here else None))

    def uninstall(self, years: Optional[Collection[int]]) -> None:
        """Unloads, removes what the receipts list, and says what could not go. Refused, it leaves all as it was."""
        place: Optional[Path] = None
        try:
            place = self._pointed_place()
            self._autoload(False)
            why = self._unload()
            if why is not None:
                self._autoload(True)
                self.tell(
                    Text(
                        "Maya could not close Renderbus ({why}), so nothing was removed. Restart Maya, then choose Uninstall "
                        "again.",
                        why=why,
                    )
                )
                return
            session.let_go()
            stayed = maya.uninstall(self.folders, years)
            withdraw(self.folders.versions.folder)
        except InstallProblem as problem:
            if place is not None:
                self._load(place)
            self.tell(problem.text)
            return
        self._offer_purge([Text("Renderbus was removed."), *stayed])

    def _offer_purge(self, said: Sequence[Text]) -> None:
        """The user's own data is named, and removed where the user says so and no version is left that needs it."""
        parts, data = own_data.offer(said, bool(self.folders.versions.names()))
        if data is None:
            self.tell(self._joined(parts))
            return
        buttons = [Text("Remove them too"), Text("Keep them")]
        if self.ask(Text("Uninstall Renderbus"), self._joined(parts), buttons, is_grave=True) == 0:
            self.tell(self._joined(own_data.purge(data)))

    def _claim_what_is_open(self) -> None:
        """What this session has imported of an older version it may still read from; so that version stays until it ends."""
        place = self._pointed_place()
        if place is not None:
            session.begin(place)

    def _pointed_place(self) -> Optional[Path]:
        """The version folder that this Maya loads; raises InstallProblem where that cannot be read."""
        target = self.folders.pointed().get(self.year)
        return None if target is None else self.folders.modules / target.path

    def _is_loaded(self) -> bool:
        try:
            return bool(self._commands.pluginInfo(PLUGIN, query=True, loaded=True))
        except HOST_ERRORS:
            return False

    def _unload(self, keeps_panel: bool = False) -> Optional[str]:
        """Unloads the plug-in and forgets its packages; what Maya said where it would not.

        A panel that is open may stay where it is docked: the next version fills it again when it loads.
        """
        if self._is_loaded():
            life = sys.modules.get("rb_maya.plugin_life")
            try:
                if keeps_panel and life is not None:
                    life.keep_control(True)
                self._commands.unloadPlugin(PLUGIN)
            except HOST_ERRORS as error:
                if life is not None:
                    life.keep_control(False)
                return str(error).strip()
        for name in list(sys.modules):
            if name.partition(".")[0] in PACKAGES:
                del sys.modules[name]
        return None

    def _load(self, place: Path) -> Optional[str]:
        """Loads the plug-in of a version folder now and at every start; what Maya said where it would not."""
        try:
            if NAME not in (self._commands.moduleInfo(listModules=True) or []):
                self._commands.loadModule(load=self.folders.pointer.as_posix())
        except HOST_ERRORS:
            # The next start reads the module file anyway; for this session the paths below are enough.
            pass
        session.begin(place)
        point_at(place, self.folders.versions.folder)
        try:
            # By its name: Maya would write a whole path into its preferences and look there after the next upgrade.
            self._commands.loadPlugin(PLUGIN_FILE, quiet=True)
            found = str(self._commands.pluginInfo(PLUGIN, query=True, path=True))
            expected = place / "plug-ins" / PLUGIN_FILE
            if os.path.normcase(os.path.realpath(found)) != os.path.normcase(os.path.realpath(str(expected))):
                self._commands.unloadPlugin(PLUGIN)
                self._commands.loadPlugin(expected.as_posix(), quiet=True)
        except HOST_ERRORS as error:
            return str(error).strip()
        self._autoload(True)
        return None

    def _autoload(self, wanted: bool) -> None:
        try:
            self._commands.pluginInfo(PLUGIN, edit=True, autoload=wanted)
            self._commands.pluginInfo(savePluginPrefs=True)
        except HOST_ERRORS:
            # A preference that Maya will not write is no reason to stop; the Plug-in Manager has the same tick.
            return


def dropped(source: str) -> None:
    """Called by drag_into_maya.py with the bundle's folder, or the zip it is in."""
    from maya import cmds

    here = Session(cmds)
    try:
        bundle = find_bundle(Path(source), maya.Maya.bundles_inside)
    except InstallProblem as problem:
        here.tell(problem.text)
        return
    here.offer_install(bundle)


def offer_uninstall() -> None:
    """Called by the plug-in's menu."""
    from maya import cmds, utils

    Session(cmds).offer_uninstall(utils.executeDeferred)
