"""What is known of this computer and what is set, as lines of a name and a value. On a working thread. No Qt."""

from __future__ import annotations

import importlib
import os
import platform
import sys
from dataclasses import dataclass
from typing import Callable, List, Mapping, Optional, Tuple, Union

from rb_dcc_core import __version__
from rb_dcc_core.bandwidth import FIELD as LIMIT_FIELD
from rb_dcc_core.connection_trial import Finding
from rb_dcc_core.credentials import KeyStore
from rb_dcc_core.locations import Locations
from rb_dcc_core.log import FILE_NAME
from rb_dcc_core.messages import Message
from rb_dcc_core.scene_host import OpenScene
from rb_dcc_core.settings import Account, Profile, Settings
from rb_dcc_ui.connection import Standing
from rb_dcc_ui.header_presenter import standing_words
from rb_dcc_ui.preferences import Preferences
from rb_dcc_ui.settings.engine_facts import EngineFacts

from .scrubbing import shortened

Value = Union[str, Message]
Line = Tuple[Message, Value]
_PROXIES = ("http_proxy", "https_proxy", "all_proxy", "no_proxy", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE")


@dataclass(frozen=True)
class Section:
    """Some lines under a heading."""

    title: Message
    lines: Tuple[Line, ...]


@dataclass(frozen=True)
class Known:
    """What the panel hands over; everything else is looked up."""

    toolkit: Tuple[Tuple[str, str], ...]
    scene: OpenScene
    is_alone: bool
    locations: Locations
    settings: Settings
    preferences: Preferences
    standing: Standing
    account: Optional[Account]


def gather(
    known: Known, find_engine: Callable[[str], EngineFacts], environ: Mapping[str, str]
) -> List[Section]:
    """Everything, without secrets. Starts the transfer program once, for its version."""
    engine = str(known.account.profile.unknown.get("engine") or "") if known.account is not None else ""
    return [
        Section(Message("Versions"), tuple(_versions(known))),
        Section(Message("Paths"), tuple(_paths(known.locations))),
        Section(Message("Account"), tuple(_account(known))),
        Section(Message("Settings"), tuple(_settings(known.settings, known.preferences))),
        Section(Message("Transfer"), tuple(_transfer(known.account, find_engine(engine)))),
        Section(Message("Environment variables"), tuple(_variables(environ))),
    ]


def _versions(known: Known) -> List[Line]:
    lines: List[Line] = [
        (Message("Renderbus plug-in"), __version__),
        (Message("Python"), f"{platform.python_version()} ({platform.machine()})"),
        (Message("System"), platform.platform()),
    ]
    lines += [(Message("{name}", name=name), version) for name, version in known.toolkit]
    scene = known.scene
    host = "" if known.is_alone else f"{scene.host} {scene.host_version or ''}".strip()
    lines.append((Message("Host"), host or Message("none: the panel stands alone")))
    lines.append((Message("Program"), sys.executable or ""))
    return lines + _libraries()


def _libraries() -> List[Line]:
    """The network's; a host's own Python may lack one, which then is what is wrong."""
    lines: List[Line] = []
    for name in ("requests", "urllib3", "certifi"):
        try:
            module = importlib.import_module(name)
            lines.append((Message("{name}", name=name), str(getattr(module, "__version__", "?"))))
        except ImportError as error:
            lines.append((Message("{name}", name=name), str(error)))
    return lines


def _paths(locations: Locations) -> List[Line]:
    return [
        (Message("Settings"), str(locations.settings_file)),
        (Message("Keys"), KeyStore(locations.credentials_file).place),
        (Message("State"), str(locations.state)),
        (Message("Cache"), str(locations.cache)),
        (Message("Log file"), str(locations.logs / FILE_NAME)),
    ]


def _account(known: Known) -> List[Line]:
    """How it stands and where, never whose it is."""
    now, account = known.standing, known.account
    lines: List[Line] = [(Message("State"), standing_words(now.kind))]
    if now.trouble is not None:
        lines.append((Message("Why"), now.trouble))
    if account is not None:
        profile = account.profile
        lines += [
            (Message("Service"), account.address.url),
            (Message("Access id"), shortened(account.credentials.access_id)),
            (Message("Platform"), profile.platform),
            (Message("Protocol"), profile.generation),
        ]
    if now.user is not None:
        lines.append((Message("Zone"), str(now.user.zone or "?")))
    return lines


def _settings(settings: Settings, preferences: Preferences) -> List[Line]:
    lines: List[Line] = [(Message("Starts with"), settings.default_profile)]
    lines += [(Message("Profile"), _profile(profile)) for profile in settings.profiles.values()]
    notices = [
        name for name in ("finished", "failed_frames", "arrears", "over_time") if _is_on(preferences, name)
    ]
    return [
        *lines,
        (Message("Language"), preferences.language or Message("as the system")),
        (Message("Looks every"), Message("{seconds} s", seconds=f"{preferences.poll_interval_s:g}")),
        (Message("Pictures"), preferences.download_folder or Message("asked every time")),
        (Message("Fetches as frames finish"), _yes(preferences.downloads_as_frames_finish)),
        (Message("Notices"), ", ".join(notices) or "–"),
        (Message("Desktop notices"), _yes(preferences.desktop_notices)),
        (Message("Verbose log"), _yes(preferences.verbose_log)),
    ]


def _is_on(preferences: Preferences, name: str) -> bool:
    return bool(getattr(preferences, "notices_" + name))


def _profile(profile: Profile) -> str:
    parts = [
        profile.name,
        profile.service,
        profile.platform,
        profile.generation,
        shortened(profile.access_id),
    ]
    if profile.path_map:
        parts.append(f"path_map {len(profile.path_map)}")
    return "  ".join(part for part in parts if part)


def _transfer(account: Optional[Account], engine: EngineFacts) -> List[Line]:
    lines: List[Line] = [(Message("Vendor's program"), engine.words)]
    if engine.path:
        lines.append((Message("File"), engine.path))
    limit = None if account is None else account.profile.unknown.get(LIMIT_FIELD)
    lines.append((Message("Limit"), Message("none") if limit is None else f"{limit} MB/s"))
    return lines


def _variables(environ: Mapping[str, str]) -> List[Line]:
    """Which are set, not to what: a proxy's address may hold a password."""
    ours = {name for name in environ if name.startswith("RB_DCC_")}
    proxies = {name for name in environ if name in _PROXIES or name.lower() in _PROXIES}
    names = sorted(ours | proxies)
    return [(Message("Set"), ", ".join(names) or Message("none of ours, no proxy"))]


def _yes(is_so: bool) -> Message:
    return Message("yes") if is_so else Message("no")


def as_text(sections: List[Section], trial: List[Tuple[Message, Optional[Finding]]], language: str) -> str:
    """All of it as text to copy; not yet scrubbed."""
    parts: List[str] = []
    if any(finding is not None for _, finding in trial):
        parts.append(Message("Connection").text(language))
        parts += [f"  {_said(title, finding, language)}" for title, finding in trial]
        parts.append("")
    for section in sections:
        parts.append(section.title.text(language))
        parts += [f"  {name.text(language)}: {_text(value, language)}" for name, value in section.lines]
        parts.append("")
    return os.linesep.join(parts).strip() + os.linesep


def _said(title: Message, finding: Optional[Finding], language: str) -> str:
    if finding is None:
        return f"[    ] {title.text(language)}"
    mark = {"passed": "ok", "noted": "note", "failed": "FAIL"}.get(finding.outcome, finding.outcome)
    return f"[{mark:4}] {title.text(language)}: {finding.words.text(language)}"


def _text(value: Value, language: str) -> str:
    return value.text(language) if isinstance(value, Message) else value
