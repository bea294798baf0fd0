"""The installer's talk inside 3ds Max: says what it will do, does it, starts the product at once, offers to remove it.

Everything here runs on 3ds Max' main thread. `Session` takes its runtime from outside, so that a test can stand in for it.
"""

from __future__ import annotations

import importlib
import os
import sys
import time
from pathlib import Path
from types import ModuleType
from typing import Any, Callable, List, Optional, Sequence

from . import max_folders, own_data, plugin_folders, session
from .bundle import Bundle, find_bundle
from .max import Max
from .max_folders import MaxFolders, other_installation
from .problem import InstallProblem
from .wording import CHINESE, ENGLISH, Text, language_of

# 3ds Max' texts are in the artist's language and are never looked into.
HOST_ERRORS = (AttributeError, ImportError, OSError, RuntimeError, SystemError, TypeError, ValueError)
PACKAGES = ("rb_max", "rb_dcc_ui", "rb_dcc_core")

_TITLE = "Renderbus"
# An .mzp names its script twice, for a drop and for Run Script; a release that runs both would ask twice.
_LAST_TALK = "_renderbus_last_talk"
_ONE_TALK_S = 1.0
# A box of 3ds Max' has no scroll bar.
_MOST_STAYED = 8


class Session:
    """This 3ds Max: its language, its user's folder, its boxes."""

    def __init__(self, runtime: Any, clock: Callable[[], float] = time.monotonic) -> None:
        self._runtime = runtime
        self._clock = clock
        self._language = _language(runtime)
        self.folders = MaxFolders(plugin_folders.of_user(os.environ, Path))

    def offer_install(self, bundle: Bundle) -> None:
        """The whole way of a dropped file; a refusal of ours is told and not raised."""
        if self._clock() - getattr(sys, _LAST_TALK, float("-inf")) < _ONE_TALK_S:
            return
        try:
            self._offer_install(bundle)
        except InstallProblem as problem:
            self.tell(problem.text)
        finally:
            setattr(sys, _LAST_TALK, self._clock())

    def _offer_install(self, bundle: Bundle) -> None:
        loaded = self.folders.loaded()
        is_there = loaded is not None and loaded[1].name == bundle.manifest.folder_name
        wanted = self._ask_again(bundle) if is_there else self._ask(self._plan(bundle))
        if wanted == "no" and is_there:
            self.uninstall()
        elif wanted == "yes":
            self._install(bundle)

    def _ask(self, message: Text) -> str:
        said = self._runtime.queryBox(message.said(self._language), title=_TITLE)
        return "yes" if said is True else "no"

    def _ask_again(self, bundle: Bundle) -> str:
        message = Text(
            "Renderbus {version} is installed already.\n\nYes: install it again, which mends it.\nNo: remove it.\n"
            "Cancel: change nothing.",
            version=bundle.manifest.version,
        )
        return self._ask_of_three(message)

    def _ask_of_three(self, message: Text) -> str:
        """ "yes", "no" or "cancel", which is also a closed box's."""
        said = self._runtime.yesNoCancelBox(message.said(self._language), title=_TITLE)
        return str(said).lstrip("#").lower()

    def _plan(self, bundle: Bundle) -> Text:
        parts = [
            Text(
                "Renderbus {version} will be copied to\n{folder}\nfor you alone; no administrator rights are needed.",
                version=bundle.manifest.version,
                folder=str(self.folders.contents / bundle.manifest.folder_name),
            )
        ]
        loaded = self.folders.loaded()
        if loaded is not None:
            parts.append(Text("Installed now: {versions}", versions=loaded[0]))
        parts.append(Text("Install it? To remove it later, drop the same file again."))
        return self._joined(parts)

    def _install(self, bundle: Bundle) -> None:
        was_open = open_version()
        if was_open is not None:
            # What this session has imported of an older version it may still read from; so that version stays.
            session.begin(was_open)
        place = max_folders.install(bundle, self.folders)
        version = bundle.manifest.version
        if was_open is not None or "rb_max" in sys.modules:
            parts = [self._after_upgrade(version, was_open == place)]
        else:
            parts = [self._started(version, place)]
        other = other_installation(self.folders)
        self.tell(self._joined(parts + ([other] if other is not None else [])))

    def _after_upgrade(self, version: str, is_open: bool) -> Text:
        if is_open:
            return Text("Renderbus {version} is mended. Restart 3ds Max to be sure of it.", version=version)
        return Text(
            "Renderbus {version} is installed. Restart 3ds Max to use it; until then the version that is open goes on.",
            version=version,
        )

    def _started(self, version: str, place: Path) -> Text:
        """What 3ds Max itself does with the package at its next start, done now."""
        try:
            self._runtime.macros.load(str(place / "macroscripts"))
            sys.path.append(str(place / "python"))
            importlib.invalidate_caches()
            importlib.import_module("rb_max.late").start()
        except HOST_ERRORS as error:
            return Text(
                "Renderbus {version} is installed. Restart 3ds Max to use it: it could not be started at once ({why}).",
                version=version,
                why=str(error).strip(),
            )
        return Text(
            "Renderbus {version} is installed: look for Renderbus in the menu bar. Its icons come with the next start "
            "of 3ds Max.",
            version=version,
        )

    def offer_uninstall(self) -> None:
        """For the menu, once 3ds Max is back at its events: removes what is open, for whomever it was installed."""
        mine = self.folders
        self.folders = _folders_of_open() or mine
        loaded = self.folders.loaded()
        question = Text(
            "Remove Renderbus {version}?\n\nWhat was installed goes. Your scenes were never changed. Your settings and your "
            "account come next.",
            version=loaded[0] if loaded is not None else "",
        )
        if self._ask(question) != "yes":
            return
        try:
            self.uninstall()
        except InstallProblem as problem:
            self.tell(problem.text if self.folders == mine else _everyones(self.folders))

    def uninstall(self) -> None:
        """Closes the product, removes what the receipts list, and says what could not go. Raises InstallProblem where the
        place may not be written: then everything is as it was."""
        max_folders.withdraw(self.folders)
        self._close_product()
        session.let_go()
        stayed = max_folders.uninstall(self.folders)
        self._forget()
        self._offer_purge([Text("Renderbus was removed."), *stayed[:_MOST_STAYED]])

    def _offer_purge(self, said: Sequence[Text]) -> None:
        """The user's own data is named, and removed where the user says so and no version is left that needs it."""
        parts, data = own_data.offer(said, max_folders.is_anywhere(self.folders))
        if data is None:
            self.tell(self._joined(parts))
        elif self._wants_removed(parts):
            self.tell(self._joined(own_data.purge(data)))

    def _wants_removed(self, parts: Sequence[Text]) -> bool:
        """Return presses Yes and Escape Cancel in a box of 3ds Max', and no option changes that: so No is what removes."""
        question = Text("Keep them?\n\nYes or Cancel: keep them.\nNo: remove them too.")
        return self._ask_of_three(self._joined([*parts, question])) == "no"

    def _close_product(self) -> None:
        if "rb_max" not in sys.modules:
            return
        try:
            importlib.import_module("rb_max.late").close()
        except HOST_ERRORS:
            # What 3ds Max keeps of it now goes with its end; the files go all the same.
            return

    def _forget(self) -> None:
        """A toolbar button that stays finds nothing then, and says so."""
        for name in list(sys.modules):
            if name.partition(".")[0] in PACKAGES:
                del sys.modules[name]
        ours = os.path.normcase(os.path.realpath(str(self.folders.contents))) + os.sep
        kept = [entry for entry in sys.path if not os.path.normcase(os.path.realpath(entry)).startswith(ours)]
        sys.path[:] = kept

    def tell(self, message: Text) -> None:
        self._runtime.messageBox(message.said(self._language), title=_TITLE)

    def _joined(self, texts: Sequence[Text]) -> Text:
        """Several texts as one, a paragraph each."""
        return Text("{all}", all="\n\n".join(text.said(self._language) for text in texts))


def open_version() -> Optional[Path]:
    """The version folder that this session has imported the product from; None where it has not, or from elsewhere."""
    package: Optional[ModuleType] = sys.modules.get("rb_max")
    source = getattr(package, "__file__", None)
    if not source:
        return None
    root = Path(source).resolve().parent.parent.parent
    return root if session.installed_in(root) is not None else None


def _folders_of_open() -> Optional[MaxFolders]:
    """Where what this session has open was installed."""
    root = open_version()
    return None if root is None else max_folders.folders_of(root)


def _everyones(folders: MaxFolders) -> Text:
    return Text(
        "{path} is for everyone of this computer. An administrator removes it: python install.py uninstall --all-users",
        path=str(folders.bundle),
    )


def dropped(source: str) -> None:
    """Called by install.py with the bundle's folder, or the zip it is in."""
    import pymxs

    here = Session(pymxs.runtime)
    try:
        bundle = find_bundle(Path(source), Max.bundles_inside)
    except InstallProblem as problem:
        here.tell(problem.text)
        return
    here.offer_install(bundle)


def offer_uninstall() -> None:
    """For the product's own menu."""
    import pymxs

    Session(pymxs.runtime).offer_uninstall()


def _language(runtime: Any) -> str:
    """GetMaxLanguage() gives a number, a code ("CHS") and a name, in an order that no source tells [?]."""
    try:
        told: List[str] = [str(each) for each in runtime.sysInfo.GetMaxLanguage()]
    except HOST_ERRORS:
        return ENGLISH
    return CHINESE if any(language_of(each) == CHINESE for each in told) else ENGLISH
