"""The user's own data: settings, account, journal of submissions, cache, logs. No receipt lists it, so no uninstall
touches it; it is named then, and goes only when the user says so, for it serves `rb-dcc` and every host."""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any, List, Mapping, Optional, Sequence, Tuple

from .wording import Text

APP = "renderbus-dcc"
JOURNAL = "submissions.sqlite3"
# The journal's states before a submission is with the farm, as rb_dcc_core.journal has them.
UNFINISHED = ("prepared", "created", "config_sent", "assets_sent")
# What stands in a folder that RB_DCC_HOME names; one that holds anything else is not ours alone.
_INNER_FOLDERS = ("cache", "logs", "presets", "state")
_INNER_FILES = ("credentials", "panel", "panel_in_3dsmax", "settings")


@dataclass(frozen=True)
class OwnData:
    """The folders that are there; `shared` are those that also hold what is not ours, and are never removed."""

    folders: Sequence[Path]
    shared: Sequence[Path] = ()

    def unfinished(self) -> Optional[int]:
        """How many submissions are not with the farm yet; None where a journal cannot be read."""
        count = 0
        for folder in (*self.folders, *self.shared):
            for journal in (folder / JOURNAL, folder / "state" / JOURNAL):
                if journal.is_file():
                    found = _unfinished_in(journal)
                    if found is None:
                        return None
                    count += found
        return count

    def remove(self) -> List[Text]:
        """Removes the folders that are ours alone; returns what stayed, and why. Raises nothing."""
        stayed: List[Text] = []
        for folder in self.folders:
            stayed += _remove(folder)
        return stayed + [
            Text("{path} holds more than Renderbus' data, so it stays.", path=str(folder))
            for folder in self.shared
        ]

    def listed(self) -> str:
        """A line for each folder."""
        return "\n".join(str(folder) for folder in (*self.folders, *self.shared))


def find(system: str, environ: Mapping[str, str], home: Path) -> OwnData:
    """As rb_dcc_core.locations has it; `system` as sys.platform spells it."""
    told = environ.get("RB_DCC_HOME", "").strip()
    if told:
        root = Path(os.path.abspath(os.path.expanduser(told)))
        if not _holds_anything(root):
            return OwnData(())
        return OwnData((root,)) if _is_ours_alone(root) else OwnData((), (root,))
    above = _folders_above(system, environ, home)
    return OwnData(
        [path for path in (folder / APP for folder in dict.fromkeys(above)) if os.path.lexists(str(path))]
    )


def here() -> OwnData:
    """Of this user."""
    return find(sys.platform, os.environ, Path(os.path.expanduser("~")))


def stays(data: OwnData) -> Text:
    """What to say where it stays."""
    return Text(
        "Your settings, your account, the journal of submissions and the cache stay in\n{folders}",
        folders=data.listed(),
    )


def offer(said: Sequence[Text], is_needed: bool) -> Tuple[List[Text], Optional[OwnData]]:
    """What a host's box says after the removal, and the data that may go now.

    None where there is none of which all is ours, or where `is_needed`: a version is left that uses it.
    """
    data = here()
    if not (data.folders or data.shared):
        return list(said), None
    parts = [*said, stays(data)]
    if is_needed or not data.folders:
        return parts, None
    parts.append(Text("They serve the command rb-dcc and every host, and a later installation."))
    unfinished = of_unfinished(data.unfinished())
    if unfinished is not None:
        parts.append(unfinished)
    return parts, data


def purge(data: OwnData, system: str = sys.platform) -> List[Text]:
    """Removes it; what to say then."""
    said = data.remove() or [Text("Your own data was removed from\n{folders}", folders=data.listed())]
    if system != "linux":
        said.append(
            Text("An access key in the system's keyring stays: its entry there is named {name}.", name=APP)
        )
    return said


def of_unfinished(count: Optional[int]) -> Optional[Text]:
    """What to say of submissions that cannot be gone on with once the journal is removed; None where there are none."""
    if count is None:
        return Text(
            "The journal of submissions cannot be read: some may be unfinished, and would be lost with it."
        )
    if not count:
        return None
    return Text(
        "Unfinished submissions: {count}. Without the journal they cannot be gone on with: what was sent of them would "
        "be sent anew.",
        count=count,
    )


def _folders_above(system: str, environ: Mapping[str, str], home: Path) -> List[Path]:
    if system == "win32":
        local = environ.get("LOCALAPPDATA", "").strip()
        return [Path(local) if local else home / "AppData" / "Local"]
    # On macOS too: newer versions of what finds the folders heed these there, older ones do not.
    bases = [
        environ.get(name, "").strip()
        for name in ("XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME")
    ]
    told = [Path(base) for base in bases if os.path.isabs(base)]
    if system == "darwin":
        library = home / "Library"
        return [*told, *(library / name for name in ("Application Support", "Caches", "Logs", "Preferences"))]
    return [*told, home / ".config", home / ".cache", home / ".local" / "state"]


def _holds_anything(root: Path) -> bool:
    try:
        return any(root.iterdir())
    except OSError:
        return False


def _is_ours_alone(root: Path) -> bool:
    try:
        names = [(entry.name, entry.is_dir()) for entry in root.iterdir()]
    except OSError:
        return False
    # A broken file is set aside as settings.broken-20260101-120000.json.
    return all(
        name in _INNER_FOLDERS if is_folder else name.partition(".")[0] in _INNER_FILES
        for name, is_folder in names
    )


def _unfinished_in(journal: Path) -> Optional[int]:
    asked = f"SELECT count(*) FROM submissions WHERE state IN ({', '.join('?' * len(UNFINISHED))})"
    try:
        with contextlib.closing(
            sqlite3.connect(journal.resolve().as_uri() + "?mode=ro", uri=True, timeout=1.0)
        ) as opened:
            return int(opened.execute(asked, UNFINISHED).fetchone()[0])
    except sqlite3.Error:
        return None


def _remove(folder: Path) -> List[Text]:
    """A link is taken away and not followed."""
    refused: List[Text] = []

    def note(_: Any, path: str, raised: Any) -> None:
        error = raised[1]
        if not isinstance(error, FileNotFoundError):
            why = getattr(error, "strerror", None) or type(error).__name__
            refused.append(
                Text("{path} could not be removed ({why}). Delete it yourself.", path=path, why=why)
            )

    if folder.is_symlink():
        try:
            folder.unlink()
        except OSError as error:
            note(None, str(folder), (type(error), error, None))
    else:
        shutil.rmtree(str(folder), onerror=note)
    return refused[:1]
