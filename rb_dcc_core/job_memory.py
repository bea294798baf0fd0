"""Where job settings are remembered: beside the scene, and as named presets; whole, never a secret, unknown keys kept."""

from __future__ import annotations

import hashlib
import json
import os
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Dict, List, Mapping, Optional, Tuple

from .atomic import disk_error, set_aside, write_atomically
from .errors import InputError, LocalFileError, UnknownNameError
from .job import JobSettings
from .job_values import FIELDS, from_values, to_values
from .locations import Locations
from .messages import Message

SCHEMA = 1
ENDING = ".rb-dcc.json"
_SECRET = re.compile(r"access.?(key|id)|passw|secret|token|credential|signature", re.IGNORECASE)
_PRESET_NAME = re.compile(r"[^\x00-\x1f/\\:*?\"<>|.][^\x00-\x1f/\\:*?\"<>|]{0,79}")


@dataclass(frozen=True)
class Remembered:
    """Settings read from a file. `path` is None where there was none; `notices` say what could not be used."""

    settings: JobSettings
    path: Optional[Path] = None
    notices: Tuple[Message, ...] = ()
    unknown: Mapping[str, Any] = field(default_factory=dict, repr=False)


class JobMemory:
    """Reads and writes remembered settings. Quick files only, yet off a host's main thread where a disk may be slow."""

    def __init__(self, locations: Locations) -> None:
        self._scenes = locations.state / "scenes"
        self._presets = locations.settings / "presets"

    def recall(self, scene: str) -> Remembered:
        """The settings last remembered for a scene: beside it, or in the home where that could not be written."""
        places = [self._beside(scene), self._at_home(scene)]
        found = [path for path in places if path.exists()]
        if not found:
            return Remembered(JobSettings())
        return _read(max(found, key=_written_at))

    def remember(self, scene: str, settings: JobSettings) -> Path:
        """Write beside the scene, or into the home where that is refused; returns the file. Raises LocalFileError."""
        beside = self._beside(scene)
        old = self.recall(scene).unknown
        try:
            _write(beside, settings, old)
        except LocalFileError:
            _write(self._at_home(scene), settings, old)
            return self._at_home(scene)
        return beside

    def presets(self) -> Tuple[str, ...]:
        """The names there are, sorted."""
        try:
            names = [
                path.name[: -len(ENDING)] for path in self._presets.iterdir() if path.name.endswith(ENDING)
            ]
        except OSError:
            return ()
        return tuple(sorted(names))

    def preset(self, name: str) -> Remembered:
        """A preset by name; raises UnknownNameError that lists those there are."""
        path = self._preset_file(name)
        if not path.exists():
            raise UnknownNameError(
                "There is no preset '{name}'. There are: {names}.",
                name=name,
                names=", ".join(self.presets()) or Message("none yet; --save-preset makes one"),
            )
        return _read(path)

    def save_preset(self, name: str, settings: JobSettings) -> Path:
        """Write a preset, over one of the same name. Raises InputError for a name no file can have, LocalFileError."""
        path = self._preset_file(name)
        _write(path, settings, _read(path).unknown if path.exists() else {})
        return path

    def delete_preset(self, name: str) -> None:
        """Raises UnknownNameError, LocalFileError."""
        self.preset(name)
        path = self._preset_file(name)
        try:
            path.unlink()
        except OSError as error:
            raise disk_error(error, path) from error

    def _preset_file(self, name: str) -> Path:
        if not _PRESET_NAME.fullmatch(name) or name[-1] in ". ":
            raise InputError(
                "'{name}' cannot be a preset's name. Use letters, digits, blanks, '-' and '_'.",
                name=name[:80],
            )
        return self._presets / (name + ENDING)

    @staticmethod
    def _beside(scene: str) -> Path:
        return Path(scene + ENDING)

    def _at_home(self, scene: str) -> Path:
        """One file for each scene's path, with the scene's name to be recognised."""
        digest = hashlib.sha256(scene.encode("utf-8", "surrogateescape")).hexdigest()[:12]
        return self._scenes / f"{os.path.basename(scene)[:80]}.{digest}{ENDING}"


def _written_at(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0


def _read(path: Path) -> Remembered:
    """A file that cannot be opened is passed over and named; one that is broken is set aside and named."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        text = Message(
            "{path} cannot be read ({why}); defaults are used.", path=str(path), why=error.strerror
        )
        return Remembered(JobSettings(), None, (text,))
    try:
        data = json.loads(raw.decode("utf-8-sig"))
        values = dict(data.get("settings", {}))
    except (ValueError, TypeError, AttributeError, RecursionError):
        return Remembered(JobSettings(), None, (_broken(path),))
    settings, complaints = from_values(values)
    unknown = {key: value for key, value in data.items() if key not in ("schema", "settings")}
    inner = {key: value for key, value in values.items() if key not in FIELDS}
    if inner:
        unknown["settings"] = inner
    return Remembered(settings, path, complaints, unknown)


def _write(path: Path, settings: JobSettings, unknown: Mapping[str, Any]) -> None:
    kept = without_secrets(unknown)
    inner = kept.pop("settings", {})
    data = dict(kept, schema=SCHEMA, settings=dict(inner, **to_values(settings)))
    text = json.dumps(data, indent=2, ensure_ascii=False) + "\n"
    write_atomically(path, text.encode("utf-8", "backslashreplace"))


def without_secrets(data: Mapping[str, Any]) -> Dict[str, Any]:
    """The data without any key that could hold a secret, at any depth: these files travel with the scene."""
    kept: Dict[str, Any] = {}
    for key, value in data.items():
        if not _SECRET.search(str(key)):
            kept[str(key)] = _without(value)
    return kept


def _without(value: Any) -> Any:
    if isinstance(value, Mapping):
        return without_secrets(value)
    items: List[Any] = [_without(item) for item in value] if isinstance(value, list) else []
    return items if isinstance(value, list) else value


def _broken(path: Path) -> Message:
    """Set the file aside; where that is refused it stays, and is named all the same."""
    try:
        aside = set_aside(path)
    except LocalFileError:
        return Message("{path} holds no job settings that can be read; defaults are used.", path=str(path))
    return Message(
        "{path} held no job settings that can be read and was set aside as {aside}; defaults are used.",
        path=str(path),
        aside=aside.name,
    )
