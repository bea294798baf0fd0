"""The files a scene needs: which of those it names are there, where they really are, and what they name themselves."""

from __future__ import annotations

import os
import re
import stat
from typing import Callable, Dict, Iterable, Iterator, List, NamedTuple, Optional, Tuple

from rb_dcc_core import ocio
from rb_dcc_core.host import NOTICE, WARNING, FileReference, Problem
from rb_dcc_core.messages import Message

from .asset_metadata import AssetRecord
from .paths import drive_of, file_name, is_foreign, is_of_host, plain_path

SCENE, XREF, TEXTURE, OCIO, LUT, OTHER = "scene", "xref", "texture", "ocio", "lut", "other"
# 3ds Max' kinds of assets: what they are here. Those that it writes itself are no files to send.
_KINDS = {
    "bitmap": TEXTURE,
    "xref": XREF,
    "photometric": "ies",
    "animation": "animation",
    "sound": "sound",
    "prerenderscript": "script",
    "postrenderscript": "script",
    "script": "script",
    "container": "container",
    "maxcreationgraph": "mcg",
    "externallink": "link",
}
WRITTEN_KINDS = ("renderoutput", "videopost", "batchrender")
# Kinds that asset.json has lists for, by ending, whatever 3ds Max calls them.
_BY_ENDING = {
    ".vrmap": "vrmap",
    ".vrlmap": "vrlmap",
    ".abc": "alembic",
    ".pc2": "point_cache",
    ".mc": "point_cache",
    ".mcx": "point_cache",
    ".fxd": "fumefx",
    ".aur": "phoenix",
    ".vrmesh": "proxy",
    ".vrscene": "proxy",
    ".ass": "proxy",
    ".rs": "proxy",
    ".cgeo": "proxy",
    ".usd": "proxy",
    ".usda": "proxy",
    ".usdc": "proxy",
    ".usdz": "proxy",
    ".vdb": "volume",
    ".ies": "ies",
    ".max": XREF,
    ".ocio": OCIO,
}
_TOKEN = re.compile(r"<udim>|<frame\d*>|%0\d+d|#+", re.IGNORECASE)
_MOST_IN_LIST = 100000
_LARGEST_LIST = 8 << 20


class Wanted(NamedTuple):
    """A file to look for: the path the scene stores, and where it was when the scene was saved ("" unknown).

    `near` are the only folders that it is looked for in, where the file that names it says so.
    """

    written: str
    kind: str
    resolved: str = ""
    is_optional: bool = False
    near: Tuple[str, ...] = ()


Inner = Callable[[str], "Iterable[Wanted]"]


def wanted_files(
    records: Optional[Iterable[AssetRecord]], names: Optional[Tuple[str, ...]]
) -> Iterator[Wanted]:
    """What to look for, each once: the scene's records, then names that have none.

    `names` are what the scene depends on by 3ds Max' own list. A record that is not among them is a leftover or comes
    with 3ds Max: sent where it is there, for lists of other makers' plug-ins have holes, and not missed where it is not.
    """
    recorded = set()
    for record in records or ():
        kind = record.kind.replace(" ", "").lower()
        name = file_name(record.written).lower()
        recorded.add(name)
        if record.written and kind not in WRITTEN_KINDS:
            is_leftover = names is not None and name not in names
            yield Wanted(record.written, kind_of(record.written, kind), record.resolved, is_leftover)
    for name in names or ():
        if name not in recorded:
            yield Wanted(name, kind_of(name, ""))


def kind_of(path: str, kind: str) -> str:
    ending = os.path.splitext(file_name(path))[1].lower()
    return _BY_ENDING.get(ending) or _KINDS.get(kind) or OTHER


class FileFinder:
    """Asks the disk alone. `inner` names what a found file needs in its turn (another scene)."""

    def __init__(self, scene: str, inner: Inner, is_windows: bool = os.name == "nt") -> None:
        self._scene = scene
        self._inner = inner
        self._is_windows = is_windows
        self._assets: Dict[str, FileReference] = {}
        self._lists: Dict[str, Dict[str, str]] = {}
        self._is_away: Dict[str, bool] = {}
        self._missing: Dict[str, List[str]] = {}
        self._leftovers: List[str] = []

    def find(self, wanted: Iterable[Wanted]) -> Tuple[FileReference, ...]:
        """Every file once, the scene itself first."""
        size = _size(self._scene)
        self._assets[self._scene] = FileReference(
            self._scene, self._scene, SCENE, None, size is not None, size
        )
        waiting = [(each, self._folder(self._scene)) for each in wanted]
        waiting.reverse()
        while waiting and len(self._assets) < _MOST_IN_LIST:
            each, folder = waiting.pop()
            found = self._take(each, folder)
            inner = [(more, self._folder(path)) for path in found for more in self._named_in(path)]
            waiting.extend(reversed(inner))
        return tuple(self._assets.values())

    @property
    def problems(self) -> List[Problem]:
        found = []
        for drive, paths in sorted(self._missing.items()):
            if drive:
                text = Message(_DRIVE_MISSING, what=drive, count=len(paths), first=paths[0])
                found.append(Problem(WARNING, "drive_missing", text))
            else:
                found.extend(Problem(WARNING, "file_missing", Message(_MISSING, path=path)) for path in paths)
        if self._leftovers:
            text = Message(_LEFTOVERS, count=len(self._leftovers), first=self._leftovers[0])
            found.append(Problem(NOTICE, "files_not_needed", text))
        return found

    def _take(self, wanted: Wanted, folder: str) -> List[str]:
        """Note a file; returns the paths found that were not known."""
        path = plain_path(wanted.written, folder)
        if not path:
            return []
        found = self._found(wanted, path, folder)
        new = [each for each in found if each not in self._assets]
        if wanted.is_optional and (not found or is_of_host(path)):
            self._leftovers.append(path)
            return []
        for each in new:
            self._assets[each] = FileReference(each, wanted.written, wanted.kind, None, True, _size(each))
        if not found and path not in self._assets:
            self._assets[path] = FileReference(path, wanted.written, wanted.kind, None, False, None)
            self._missing.setdefault(self._drive_away(path), []).append(path)
        return new

    def _drive_away(self, path: str) -> str:
        """The drive or share of a path, where this computer has it not; each is asked for once."""
        drive = drive_of(path)
        if drive and drive not in self._is_away:
            self._is_away[drive] = is_foreign(path, self._is_windows) or not os.path.isdir(drive + "/")
        return drive if self._is_away.get(drive) else ""

    def _found(self, wanted: Wanted, path: str, folder: str) -> List[str]:
        """Where 3ds Max would find it: as written, where it was on saving, beside the scene."""
        places = [plain_path(wanted.written, each) for each in wanted.near]
        if not places:
            places = [path, plain_path(wanted.resolved), f"{folder}/{file_name(path)}"]
        for place in dict.fromkeys(each for each in places if each):
            if is_foreign(place, self._is_windows):
                continue
            found = self._matching(place) if _TOKEN.search(file_name(place)) else self._spelled(place)
            if found:
                return found
        return []

    def _spelled(self, path: str) -> List[str]:
        """The file at a path, letter case of its name aside, as Windows has it."""
        if _size(path) is not None:
            return [path]
        real = self._listing(self._folder(path)).get(file_name(path).lower())
        place = f"{self._folder(path)}/{real}"
        return [place] if real is not None and _size(place) is not None else []

    def _matching(self, path: str) -> List[str]:
        """The files that a name with a number left open stands for; the file of just this name where it is there."""
        if _size(path) is not None:
            return [path]
        folder, name = self._folder(path), file_name(path)
        parts = _TOKEN.split(name.lower())
        pattern = re.compile(r"\d+".join(re.escape(part) for part in parts))
        names = (real for lower, real in self._listing(folder).items() if pattern.fullmatch(lower))
        return [f"{folder}/{each}" for each in sorted(names) if _size(f"{folder}/{each}") is not None]

    def _listing(self, folder: str) -> Dict[str, str]:
        """A folder's names, lower case to as they are; read once."""
        if folder not in self._lists:
            try:
                names = sorted(os.listdir(folder + "/"), reverse=True)
            except (OSError, ValueError):
                names = []
            self._lists[folder] = {name.lower(): name for name in names}
        return self._lists[folder]

    def _named_in(self, path: str) -> List[Wanted]:
        ending = os.path.splitext(path)[1].lower()
        if ending == ".ifl":
            return list(listed_images(path))
        if ending == ".ocio":
            return list(colour_tables(path))
        if ending == ".xml":
            return list(self._cached_points(path))
        return list(self._inner(path)) if ending == ".max" else []

    def _cached_points(self, path: str) -> Iterator[Wanted]:
        """The data beside a point cache's description (NAME.xml): NAME.mc, or one a frame (NAMEFrame1.mc)."""
        folder, stem = self._folder(path), os.path.splitext(file_name(path))[0].lower()
        data = re.compile(re.escape(stem) + r"(?:frame\d+(?:tick\d+)?)?\.mcx?")
        for lower, real in sorted(self._listing(folder).items()):
            if data.fullmatch(lower):
                yield Wanted(f"{folder}/{real}", "point_cache")

    @staticmethod
    def _folder(path: str) -> str:
        return path.rpartition("/")[0]


def listed_images(path: str) -> Iterator[Wanted]:
    """The images an image file list (.ifl) names: one a line, a count of frames behind it, ";" before remarks."""
    text = _begin_of(path, _LARGEST_LIST).decode("utf-8", "replace")
    for line in text.splitlines()[:_MOST_IN_LIST]:
        name = re.sub(r"\s+\d+\s*$", "", line.partition(";")[0]).strip().strip('"')
        if name:
            yield Wanted(name, TEXTURE)


def colour_tables(path: str) -> Iterator[Wanted]:
    """The tables (LUTs) that an OCIO configuration names; none of one that cannot be read."""
    for table in ocio.tables(_begin_of(path, ocio.MOST_BYTES), path.rpartition("/")[0]):
        yield Wanted(table.written, LUT, near=table.folders)


def _begin_of(path: str, most: int) -> bytes:
    """A file's first bytes; none of one that cannot be read."""
    try:
        with open(path, "rb") as stream:
            return stream.read(most)
    except (OSError, ValueError):
        return b""


def _size(path: str) -> Optional[int]:
    """A plain file's bytes, None for all else."""
    try:
        found = os.stat(path)
    except (OSError, ValueError):
        return None
    return found.st_size if stat.S_ISREG(found.st_mode) else None


_MISSING = "There is no file {path}. Put it there, or correct the path in 3ds Max."
_DRIVE_MISSING = (
    "{what} is not on this computer; files in the scene that are on it: {count}, the first is {first}. Connect it, or"
    " correct the paths."
)
_LEFTOVERS = "Named in the file, but not needed by the scene or part of 3ds Max, and not sent: {count}, the first is {first}."
