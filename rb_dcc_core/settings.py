"""Settings: named profiles in one file, written atomically; a broken file is set aside and named, never overwritten."""

from __future__ import annotations

import dataclasses
import json
import logging
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Dict, Mapping, Optional, Tuple

from .address import ServiceAddress
from .atomic import set_aside, write_atomically
from .credentials import Credentials, KeyStore
from .errors import SettingsError, UnknownNameError
from .interfaces import AUTO, GENERATIONS
from .messages import Message

_log = logging.getLogger(__name__)

SCHEMA = 1
DEFAULT_PROFILE = "default"
DEFAULT_SERVICE = "https://task.renderbus.com"
FIRST_PLATFORM = "2"  # the document's samples ask queryPlatforms with it, before the user has chosen
_FIELDS = ("schema", "profiles", "default_profile", "language")
_PROFILE_FIELDS = ("service", "platform", "generation", "access_id")


@dataclass(frozen=True)
class Profile:
    """One account at one service. `generation` is v1, v2 or auto; `path_map` are (local root, farm root) pairs for its
    jobs; `unknown` keeps fields of newer versions."""

    name: str
    service: str = DEFAULT_SERVICE
    platform: str = FIRST_PLATFORM
    generation: str = AUTO
    access_id: str = ""
    path_map: Tuple[Tuple[str, str], ...] = ()
    unknown: Mapping[str, Any] = field(default_factory=dict, repr=False)

    def to_json(self) -> Dict[str, Any]:
        known: Dict[str, Any] = {name: getattr(self, name) for name in _PROFILE_FIELDS}
        if self.path_map:
            known["path_map"] = dict(self.path_map)
        return dict(self.unknown, **known)


@dataclass(frozen=True)
class Account:
    """A profile with its key: all that is needed to speak to the service."""

    profile: Profile
    address: ServiceAddress
    credentials: Credentials


@dataclass(frozen=True)
class Settings:
    """Everything of the settings file. `language` is "" where the system's counts; `notice` says so where a broken
    file was set aside."""

    profiles: Mapping[str, Profile] = field(default_factory=dict)
    default_profile: str = DEFAULT_PROFILE
    unknown: Mapping[str, Any] = field(default_factory=dict, repr=False)
    notice: Optional[Message] = None
    language: str = ""

    def profile(self, name: str) -> Profile:
        """The profile of a name; raises UnknownNameError that lists the names there are."""
        if name in self.profiles:
            return self.profiles[name]
        raise UnknownNameError(
            "There is no profile '{name}'. There are: {names}.",
            name=name[:60],
            names=", ".join(sorted(self.profiles)) or Message("none yet; run 'rb-dcc login'"),
        )

    def with_profile(self, profile: Profile, make_default: bool = False) -> Settings:
        profiles = dict(self.profiles)
        profiles[profile.name] = profile
        default = profile.name if make_default or not self.profiles else self.default_profile
        return dataclasses.replace(self, profiles=profiles, default_profile=default)


def load_settings(path: Path) -> Settings:
    """Read the settings; a missing file is an empty one. Raises SettingsError where it cannot be read at all."""
    try:
        raw = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return Settings()
    except OSError as error:
        raise SettingsError(
            "The settings file {path} cannot be read ({why}). Give yourself the right to read it, or set RB_DCC_HOME"
            " to another folder.",
            path=str(path),
            why=error.strerror,
        ) from error
    try:
        return _settings_from_json(json.loads(raw.decode("utf-8-sig")))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return Settings(notice=_broken(path))


def save_settings(path: Path, settings: Settings) -> None:
    """Write the settings atomically; raises LocalFileError with what to do."""
    data = dict(settings.unknown)
    data["schema"] = SCHEMA
    data["default_profile"] = settings.default_profile
    if settings.language:
        data["language"] = settings.language
    data["profiles"] = {name: profile.to_json() for name, profile in settings.profiles.items()}
    write_atomically(path, json.dumps(data, indent=2, ensure_ascii=False).encode("utf-8"))


def find_account(
    settings: Settings, keys: KeyStore, environ: Mapping[str, str], name: Optional[str] = None
) -> Account:
    """The account to use: environment variables win over the profile, the profile over defaults.

    Raises SettingsError or UnknownNameError with what to do when id or key are missing or the address is unusable.
    """
    profile = _with_environment(_chosen(settings, environ, name), environ)
    if profile.generation not in GENERATIONS and profile.generation != AUTO:
        raise SettingsError(
            "The generation '{found}' is not one. Use v1, v2 or auto.", found=str(profile.generation)[:40]
        )
    if not (profile.platform.isascii() and profile.platform.isdigit()):
        raise SettingsError(
            "The platform '{found}' is not a number. 'rb-dcc platforms' lists them.",
            found=profile.platform[:40],
        )
    address = ServiceAddress.parse(profile.service)
    key = environ.get("RB_DCC_ACCESS_KEY", "").strip() or (
        keys.key_of(profile.name) if profile.access_id else None
    )
    if not profile.access_id or not key:
        raise SettingsError(
            "No access id and key are set for the profile '{name}'. Run 'rb-dcc login', or set RB_DCC_ACCESS_ID and"
            " RB_DCC_ACCESS_KEY.",
            name=profile.name,
        )
    return Account(profile, address, Credentials(profile.access_id, key))


def _chosen(settings: Settings, environ: Mapping[str, str], name: Optional[str]) -> Profile:
    wanted = name or environ.get("RB_DCC_PROFILE", "").strip()
    if wanted and wanted not in settings.profiles and _is_complete(environ):
        return Profile(wanted)
    if wanted:
        return settings.profile(wanted)
    return settings.profiles.get(settings.default_profile, Profile(settings.default_profile))


def _is_complete(environ: Mapping[str, str]) -> bool:
    """True where the environment alone names service, id and key, so that no profile need exist."""
    return all(environ.get(key) for key in ("RB_DCC_SERVICE", "RB_DCC_ACCESS_ID", "RB_DCC_ACCESS_KEY"))


def _with_environment(profile: Profile, environ: Mapping[str, str]) -> Profile:
    pairs: Tuple[Tuple[str, str], ...] = (
        ("service", "RB_DCC_SERVICE"),
        ("platform", "RB_DCC_PLATFORM"),
        ("generation", "RB_DCC_GENERATION"),
        ("access_id", "RB_DCC_ACCESS_ID"),
    )
    given: Dict[str, Any] = {
        name: environ[variable].strip() for name, variable in pairs if environ.get(variable, "").strip()
    }
    return dataclasses.replace(profile, **given)


def _settings_from_json(data: Any) -> Settings:
    profiles = {name: _profile_from_json(name, item) for name, item in data.get("profiles", {}).items()}
    unknown = {key: value for key, value in data.items() if key not in _FIELDS}
    default = str(data.get("default_profile") or DEFAULT_PROFILE)
    return Settings(profiles, default, unknown, language=str(data.get("language") or ""))


def _profile_from_json(name: str, data: Mapping[str, Any]) -> Profile:
    known = {key: str(data[key]) for key in _PROFILE_FIELDS if data.get(key) is not None}
    unknown = {key: value for key, value in data.items() if key not in (*_PROFILE_FIELDS, "path_map")}
    path_map = tuple((str(local), str(farm)) for local, farm in (data.get("path_map") or {}).items())
    return Profile(name=name, path_map=path_map, unknown=unknown, **known)


def _broken(path: Path) -> Message:
    """Set the file aside; raises LocalFileError where that fails, because the next save would write over it."""
    aside = set_aside(path)
    _log.info("a broken settings file was set aside")
    return Message(
        "The settings file could not be read and was set aside as {aside}. Run 'rb-dcc login' to make a new one, or"
        " mend it and move it back.",
        aside=str(aside),
    )
