"""Access keys: one private file on Linux, the system's keyring elsewhere."""

from __future__ import annotations

import json
import os
import stat
import sys
import types
from pathlib import Path
from typing import Any, Dict, Iterator, Optional, Tuple

import pytest

from rb_dcc_core.credentials import Credentials, KeyStore
from rb_dcc_core.errors import LocalFileError, SettingsError

KEY = "Gu5t9xGARNpq86cd98joQYCN3EXAMPLE"
posix_only = pytest.mark.skipif(os.name != "posix", reason="permission bits are POSIX's")


def in_file(folder: Path) -> KeyStore:
    return KeyStore(folder / "credentials.json", use_keyring=False)


def mode_of(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_key_comes_back_by_its_profile(tmp_path: Path) -> None:
    in_file(tmp_path).save("studio", KEY)
    in_file(tmp_path).save("家", "other-key")
    assert in_file(tmp_path).key_of("studio") == KEY
    assert in_file(tmp_path).key_of("家") == "other-key"
    assert in_file(tmp_path).key_of("nobody") is None


def test_without_a_file_there_is_no_key(tmp_path: Path) -> None:
    assert in_file(tmp_path).key_of("studio") is None
    assert in_file(tmp_path / "no" / "folder").key_of("studio") is None
    in_file(tmp_path).forget("studio")
    assert list(tmp_path.iterdir()) == []


def test_a_key_is_forgotten_and_the_others_stay(tmp_path: Path) -> None:
    store = in_file(tmp_path)
    store.save("a", "key-of-a")
    store.save("b", "key-of-b")
    store.forget("a")
    store.forget("nobody")
    assert (store.key_of("a"), store.key_of("b")) == (None, "key-of-b")


@posix_only
def test_the_file_is_its_owners_alone(tmp_path: Path) -> None:
    in_file(tmp_path).save("studio", KEY)
    assert mode_of(tmp_path / "credentials.json") == 0o600


@posix_only
@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604, 0o666])
def test_a_file_that_others_could_read_is_narrowed_and_told(
    tmp_path: Path, mode: int, expected_logs: Any
) -> None:
    expected_logs("the key file could be read by other users; its rights were narrowed")
    path = tmp_path / "credentials.json"
    path.write_text(json.dumps({"studio": KEY}), encoding="utf-8")
    path.chmod(mode)
    assert in_file(tmp_path).key_of("studio") == KEY
    assert mode_of(path) == 0o600


@posix_only
@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff"], ids=repr)
def test_a_damaged_file_is_told_and_left_as_it_is(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "credentials.json"
    path.write_bytes(content)
    path.chmod(0o600)
    for act in (lambda s: s.key_of("a"), lambda s: s.save("a", KEY), lambda s: s.forget("a")):
        with pytest.raises(SettingsError) as refused:
            act(in_file(tmp_path))
        assert (
            str(refused.value)
            == f"The key file {path} is damaged. Move it away and run 'rb-dcc login' again."
        )
    assert path.read_bytes() == content


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    (tmp_path / "credentials.json").mkdir()
    with pytest.raises(SettingsError, match=r"cannot be read .*Give yourself the right to read it"):
        in_file(tmp_path).key_of("a")


def test_a_home_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "home").write_bytes(b"a file")
    with pytest.raises(LocalFileError, match="set RB_DCC_HOME"):
        in_file(tmp_path / "home").save("a", KEY)


@posix_only
def test_a_key_that_is_no_text_is_none(tmp_path: Path) -> None:
    path = tmp_path / "credentials.json"
    path.write_text('{"a": 1, "b": null}', encoding="utf-8")
    path.chmod(0o600)
    assert (in_file(tmp_path).key_of("a"), in_file(tmp_path).key_of("b")) == (None, None)


def test_the_place_is_named_for_the_user(tmp_path: Path) -> None:
    assert in_file(tmp_path).place == str(tmp_path / "credentials.json")
    assert KeyStore(tmp_path / "c", use_keyring=True).place == "the system's keyring"


def test_linux_has_the_file_and_the_others_the_keyring(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for platform, place in (
        ("linux", str(tmp_path)),
        ("win32", "the system's keyring"),
        ("darwin", "the system's keyring"),
    ):
        monkeypatch.setattr(sys, "platform", platform)
        assert KeyStore(tmp_path).place == place


class KeyringError(Exception):
    """The library's own root of errors."""


class PasswordDeleteError(KeyringError):
    """There is no such password."""


class FakeKeyring(types.ModuleType):
    """The system's keyring as the library shows it; locked, every question is an error."""

    def __init__(self) -> None:
        super().__init__("keyring")
        self.errors = types.ModuleType("keyring.errors")
        self.errors.KeyringError = KeyringError  # type: ignore[attr-defined]
        self.errors.PasswordDeleteError = PasswordDeleteError  # type: ignore[attr-defined]
        self.kept: Dict[Tuple[str, str], str] = {}
        self.locked = False

    def get_password(self, service: str, name: str) -> Optional[str]:
        self._check()
        return self.kept.get((service, name))

    def set_password(self, service: str, name: str, password: str) -> None:
        self._check()
        self.kept[service, name] = password

    def delete_password(self, service: str, name: str) -> None:
        self._check()
        if (service, name) not in self.kept:
            raise PasswordDeleteError("not found")
        del self.kept[service, name]

    def _check(self) -> None:
        if self.locked:
            raise KeyringError("locked; the password was hunter22")


@pytest.fixture
def keyring(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeKeyring]:
    fake = FakeKeyring()
    monkeypatch.setitem(sys.modules, "keyring", fake)
    monkeypatch.setitem(sys.modules, "keyring.errors", fake.errors)
    return fake


def test_the_keyring_keeps_keys_by_profile_and_no_file_is_made(tmp_path: Path, keyring: FakeKeyring) -> None:
    store = KeyStore(tmp_path / "credentials.json", use_keyring=True)
    store.save("studio", KEY)
    assert keyring.kept == {("renderbus-dcc", "studio"): KEY}
    assert store.key_of("studio") == KEY
    assert store.key_of("nobody") is None
    store.forget("studio")
    store.forget("studio")
    assert keyring.kept == {}
    assert list(tmp_path.iterdir()) == []


def test_a_locked_keyring_is_told_with_the_way_around_it(tmp_path: Path, keyring: FakeKeyring) -> None:
    keyring.locked = True
    store = KeyStore(tmp_path / "c", use_keyring=True)
    for act in (lambda: store.key_of("a"), lambda: store.save("a", KEY), lambda: store.forget("a")):
        with pytest.raises(SettingsError) as refused:
            act()
        assert str(refused.value) == (
            "The system's keyring did not answer (KeyringError). Unlock it and try again, or set RB_DCC_ACCESS_KEY."
        )


def test_a_python_without_the_keyring_library_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(
        sys.modules, "keyring", None
    )  # what Python itself keeps for a module that cannot be imported
    with pytest.raises(SettingsError, match=r"cannot be used here .* Set RB_DCC_ACCESS_KEY instead\."):
        KeyStore(tmp_path / "c", use_keyring=True).key_of("a")


@pytest.mark.parametrize("bad", ["", " ", "a b", "a\n", "\x00", "schlüssel", "key\t"], ids=repr)
def test_an_id_or_key_that_cannot_be_one_is_refused(bad: str) -> None:
    with pytest.raises(SettingsError, match="The access id is empty or holds blanks"):
        Credentials(bad, KEY)
    with pytest.raises(SettingsError, match="The access key is empty or holds blanks"):
        Credentials("AKID", bad)


def test_credentials_show_no_key() -> None:
    assert repr(Credentials("AKID", KEY)) == "Credentials(access_id='AKID')"
