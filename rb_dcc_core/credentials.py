"""Access id and key: the OS keyring on Windows and macOS, on Linux one file only its owner can read.

Linux hosts run without a session keyring often enough (render nodes, ssh, Maya's own Python) that one private file,
shared by terminal and hosts, is what works everywhere; the product says so where it saves the key.
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
import stat
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Dict, Optional

from .atomic import write_atomically
from .errors import SettingsError
from .log import keep_secret
from .messages import Message

_log = logging.getLogger(__name__)
_KEYRING_SERVICE = "renderbus-dcc"


@dataclass(frozen=True)
class Credentials:
    """What signs a request. The key never shows in a repr, and is masked in every log from here on."""

    access_id: str
    access_key: str = field(repr=False)

    def __post_init__(self) -> None:
        for name, value in ((Message("access id"), self.access_id), (Message("access key"), self.access_key)):
            if not value or not value.isascii() or not value.isprintable() or " " in value:
                raise SettingsError(
                    "The {name} is empty or holds blanks or other characters a key never has. Copy it again.",
                    name=name,
                )
        keep_secret(self.access_key)


class KeyStore:
    """Keeps access keys by profile name; `folder_file` is the private file used on Linux."""

    def __init__(self, path: Path, use_keyring: Optional[bool] = None) -> None:
        self._path = path
        self._use_keyring = sys.platform != "linux" if use_keyring is None else use_keyring

    @property
    def place(self) -> str:
        """Where keys are kept, in words for the user."""
        return "the system's keyring" if self._use_keyring else str(self._path)

    def key_of(self, profile: str) -> Optional[str]:
        """The key of a profile, None where there is none; raises SettingsError where it cannot be read."""
        if self._use_keyring:
            return self._keyring_get(profile)
        key = self._read().get(profile)
        return key if isinstance(key, str) else None

    def save(self, profile: str, key: str) -> None:
        """Keep a profile's key; raises SettingsError or LocalFileError with what to do."""
        keep_secret(key)
        if self._use_keyring:
            self._keyring_set(profile, key)
            return
        keys = self._read()
        keys[profile] = key
        write_atomically(self._path, json.dumps(keys, indent=1).encode("utf-8"), private=True)

    def forget(self, profile: str) -> None:
        """Drop a profile's key; nothing happens where there is none."""
        if self._use_keyring:
            self._keyring_delete(profile)
            return
        keys = self._read()
        if keys.pop(profile, None) is not None:
            write_atomically(self._path, json.dumps(keys, indent=1).encode("utf-8"), private=True)

    def _read(self) -> Dict[str, Any]:
        try:
            raw = self._path.read_bytes()
            self._close_to_others()
        except (FileNotFoundError, NotADirectoryError):
            return {}
        except OSError as error:
            raise SettingsError(
                "The key file {path} cannot be read ({why}). Give yourself the right to read it.",
                path=str(self._path),
                why=error.strerror,
            ) from error
        try:
            keys = json.loads(raw.decode("utf-8"))
        except ValueError:
            keys = None
        if not isinstance(keys, dict):
            raise SettingsError(
                "The key file {path} is damaged. Move it away and run 'rb-dcc login' again.",
                path=str(self._path),
            )
        return keys

    def _close_to_others(self) -> None:
        mode = stat.S_IMODE(os.stat(str(self._path)).st_mode)
        if os.name == "posix" and mode & 0o077:
            _log.warning("the key file could be read by other users; its rights were narrowed")
            with contextlib.suppress(OSError):
                os.chmod(str(self._path), 0o600)

    def _keyring_get(self, profile: str) -> Optional[str]:
        keyring = _keyring()
        try:
            key: Optional[str] = keyring.get_password(_KEYRING_SERVICE, profile)
            return key
        except keyring.errors.KeyringError as error:
            raise _keyring_trouble(error) from error

    def _keyring_set(self, profile: str, key: str) -> None:
        keyring = _keyring()
        try:
            keyring.set_password(_KEYRING_SERVICE, profile, key)
        except keyring.errors.KeyringError as error:
            raise _keyring_trouble(error) from error

    def _keyring_delete(self, profile: str) -> None:
        keyring = _keyring()
        try:
            keyring.delete_password(_KEYRING_SERVICE, profile)
        except keyring.errors.PasswordDeleteError:
            return
        except keyring.errors.KeyringError as error:
            raise _keyring_trouble(error) from error


def _keyring() -> Any:
    """The keyring library; a host's own Python may lack it, or a part that it needs."""
    try:
        import keyring
        import keyring.errors
    except ImportError as error:
        raise SettingsError(
            "The system's keyring cannot be used here ({why}). Set RB_DCC_ACCESS_KEY instead.", why=str(error)
        ) from error
    return keyring


def _keyring_trouble(error: Exception) -> SettingsError:
    return SettingsError(
        "The system's keyring did not answer ({kind}). Unlock it and try again, or set RB_DCC_ACCESS_KEY.",
        kind=type(error).__name__,
    )
