"""The plug-ins that are loaded in 3ds Max, with their versions. Main thread."""

from __future__ import annotations

from typing import Dict, Iterator, Optional, Tuple

from .paths import plain_path
from .runtime import Max, flag_of, text_of, whole_of

MOST = 5000


class LoadedPlugins:
    """Gathers them; `steps` yields wherever one may rest. Those below the program's own folder are 3ds Max' own."""

    def __init__(self, max_: Max, program_folder: Optional[str]) -> None:
        self._max = max_
        self._folder = program_folder.lower().rstrip("/") + "/" if program_folder else None
        self.versions: Dict[str, Optional[str]] = {}
        self._own: Dict[str, None] = {}

    @property
    def own(self) -> Tuple[str, ...]:
        return tuple(self._own)

    def steps(self) -> Iterator[None]:
        count = whole_of(self._max.value("pluginManager.pluginDllCount")) or 0
        for place in range(1, min(count, MOST) + 1):
            self._read(place)
            yield

    def _read(self, place: int) -> None:
        name = text_of(self._max.call("pluginManager.pluginDllName", place))
        if name is None:
            return
        folder = plain_path(text_of(self._max.call("pluginManager.pluginDllDirectory", place)) or "")
        if (
            self._folder is not None
            and (folder + "/").lower().startswith(self._folder)
            and not _is_added(folder)
        ):
            self._own.setdefault(name.lower())
        elif flag_of(self._max.call("pluginManager.isPluginDllLoaded", place)) is not False:
            told = self._max.call("getFileVersion", f"{folder}/{name}") if folder else None
            self.versions[name.lower()] = version_of(told)


def _is_added(folder: str) -> bool:
    """Some makers install below the program's folder: its own are in "stdplugs"."""
    return "/plugins/" in folder.lower() + "/"


def version_of(told: object) -> Optional[str]:
    r"""getFileVersion() prints the file's version and the product's: "6,10,8,0\t\t6,10,8,0"."""
    text = text_of(told)
    first = text.split()[0] if text and text.split() else ""
    version = first.replace(",", ".").strip(".")
    return version if version and all(part.isdecimal() for part in version.split(".")) else None
