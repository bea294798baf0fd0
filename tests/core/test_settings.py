"""Profiles in the settings file, and the environment variables that win over them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Dict, Optional

import pytest
from hypothesis import given
from hypothesis import settings as tries
from hypothesis import strategies as st

from rb_dcc_core.credentials import KeyStore
from rb_dcc_core.errors import LocalFileError, RenderbusError, SettingsError, UnknownNameError
from rb_dcc_core.settings import Profile, Settings, find_account, load_settings, save_settings

KEY = "Gu5t9xGARNpq86cd98joQYCN3EXAMPLE"
FULL = Profile("studio", "https://task.foxrenderfarm.com", "62", "v2", "AKIDstudio")
NEWER = {
    "schema": 1,
    "default_profile": "studio",
    "theme": {"dark": True},
    "profiles": {
        "studio": {"service": "https://task.foxrenderfarm.com", "access_id": "AKIDstudio", "budget": 12}
    },
}


class Keys:
    """A key store in memory."""

    def __init__(self, **keys: str) -> None:
        self._keys = keys

    def key_of(self, profile: str) -> Optional[str]:
        return self._keys.get(profile)


def account(environ: Optional[Dict[str, str]] = None, name: Optional[str] = None, *profiles: Profile) -> Any:
    settings = Settings()
    for profile in profiles or (FULL,):
        settings = settings.with_profile(profile)
    return find_account(settings, Keys(studio=KEY, home="homekey-homekey"), environ or {}, name)  # type: ignore[arg-type]


def test_a_missing_file_is_an_empty_one(tmp_path: Path) -> None:
    assert load_settings(tmp_path / "settings.json") == Settings()
    assert load_settings(tmp_path / "no" / "folder" / "settings.json") == Settings()


def test_profiles_come_back_as_they_were_saved(tmp_path: Path) -> None:
    home = Profile("家", "http://127.0.0.1:8765", "2", "auto", "AKIDhome")
    saved = Settings().with_profile(FULL).with_profile(home, make_default=True)
    save_settings(tmp_path / "settings.json", saved)
    assert load_settings(tmp_path / "settings.json") == saved
    assert load_settings(tmp_path / "settings.json").default_profile == "家"


def test_the_first_profile_is_the_default_and_a_second_is_not() -> None:
    settings = Settings().with_profile(FULL).with_profile(Profile("home"))
    assert settings.default_profile == "studio"


def test_what_a_newer_version_wrote_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.write_text(json.dumps(NEWER), encoding="utf-8")
    settings = load_settings(path)
    save_settings(path, settings.with_profile(Profile("home")))
    written = json.loads(path.read_text(encoding="utf-8"))
    assert written["theme"] == {"dark": True}
    assert written["profiles"]["studio"]["budget"] == 12
    assert sorted(written["profiles"]) == ["home", "studio"]


def test_a_file_written_by_hand_may_say_little(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.write_bytes(b'\xef\xbb\xbf{"profiles": {"x": {"platform": 62, "generation": null}}}')
    assert load_settings(path).profiles["x"] == Profile("x", "https://task.renderbus.com", "62", "auto", "")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b'{"profiles": []}',
        b'{"profiles": {"a": 1}}',
        b'{"profiles": null}',
        b"\xff\xfe",
        b"\x00" * 20,
        b"[" * 100000,
    ],
    ids=range(10),
)
def test_a_broken_file_is_set_aside_and_named(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "settings.json"
    path.write_bytes(content)
    settings = load_settings(path)
    (aside,) = tmp_path.iterdir()
    assert aside.name.startswith("settings.broken-")
    assert aside.name.endswith(".json")
    assert aside.read_bytes() == content
    assert str(settings.notice) == (
        f"The settings file could not be read and was set aside as {aside}. Run 'rb-dcc login' to make a new one, or"
        " mend it and move it back."
    )
    assert settings.profiles == {}


def test_two_broken_files_in_one_second_are_both_kept(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    for content in (b"{one", b"{two", b"{three"):
        path.write_bytes(content)
        load_settings(path)
    assert sorted(each.read_bytes() for each in tmp_path.iterdir()) == [b"{one", b"{three", b"{two"]


def test_a_settings_file_that_cannot_be_read_is_told_and_left(tmp_path: Path) -> None:
    (tmp_path / "settings.json").mkdir()
    with pytest.raises(SettingsError, match="set RB_DCC_HOME"):
        load_settings(tmp_path / "settings.json")


def test_a_home_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "home").write_bytes(b"a file")
    with pytest.raises(LocalFileError, match="set RB_DCC_HOME"):
        save_settings(tmp_path / "home" / "settings.json", Settings())


def test_the_default_profile_is_used() -> None:
    found = account()
    assert (found.profile, found.address.host, found.credentials.access_key) == (
        FULL,
        "task.foxrenderfarm.com",
        KEY,
    )


def test_a_profile_is_chosen_by_name() -> None:
    home = Profile("home", "http://127.0.0.1:1", "2", "v1", "AKIDhome")
    assert account({}, "home", FULL, home).credentials.access_key == "homekey-homekey"


@pytest.mark.parametrize(
    ("variable", "value", "read"),
    [
        ("RB_DCC_SERVICE", "http://127.0.0.1:9", lambda found: found.address.url),
        ("RB_DCC_ACCESS_ID", "AKIDother", lambda found: found.credentials.access_id),
        ("RB_DCC_ACCESS_KEY", "otherkey-otherkey", lambda found: found.credentials.access_key),
        ("RB_DCC_PLATFORM", "9", lambda found: found.profile.platform),
        ("RB_DCC_GENERATION", "v1", lambda found: found.profile.generation),
    ],
)
def test_an_environment_variable_wins_over_the_profile(variable: str, value: str, read: Any) -> None:
    assert read(account()) != value
    assert read(account({variable: value})) == value
    assert read(account({variable: f" {value}\n"})) == value
    assert read(account({variable: ""})) == read(account())


def test_rb_dcc_profile_chooses_and_a_name_given_wins_over_it() -> None:
    home = Profile("home", "http://127.0.0.1:1", "2", "v1", "AKIDhome")
    assert account({"RB_DCC_PROFILE": "home"}, None, FULL, home).profile.name == "home"
    assert account({"RB_DCC_PROFILE": "home"}, "studio", FULL, home).profile.name == "studio"
    assert account({"RB_DCC_PROFILE": " "}, None, FULL, home).profile.name == "studio"


COMPLETE = {
    "RB_DCC_SERVICE": "http://127.0.0.1:9",
    "RB_DCC_ACCESS_ID": "AKIDenv",
    "RB_DCC_ACCESS_KEY": "envkey-envkey",
}


def test_the_environment_alone_is_enough() -> None:
    found = find_account(Settings(), Keys(), COMPLETE)  # type: ignore[arg-type]
    assert (found.address.url, found.credentials.access_id) == ("http://127.0.0.1:9", "AKIDenv")
    assert (found.profile.platform, found.profile.generation) == ("2", "auto")


def test_a_complete_environment_takes_nothing_from_another_profile() -> None:
    found = account(dict(COMPLETE, RB_DCC_PROFILE="sandbox"))
    assert (found.profile.name, found.profile.platform, found.profile.generation) == ("sandbox", "2", "auto")


def test_an_unknown_profile_is_refused_with_the_names_there_are() -> None:
    with pytest.raises(UnknownNameError) as refused:
        account({}, "nope")
    assert str(refused.value) == "There is no profile 'nope'. There are: studio."
    with pytest.raises(UnknownNameError, match="none yet; run 'rb-dcc login'"):
        find_account(Settings(), Keys(), {"RB_DCC_PROFILE": "nope"})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("environ", "sentence"),
    [
        ({"RB_DCC_GENERATION": "v3"}, "The generation 'v3' is not one. Use v1, v2 or auto."),
        ({"RB_DCC_PLATFORM": "two"}, "The platform 'two' is not a number. 'rb-dcc platforms' lists them."),
        ({"RB_DCC_PLATFORM": "²"}, "The platform '²' is not a number. 'rb-dcc platforms' lists them."),
        (
            {"RB_DCC_SERVICE": "http://farm.example"},
            "The service address 'http://farm.example' is not secure.",
        ),
        ({"RB_DCC_SERVICE": "nonsense/"}, None),
        ({"RB_DCC_ACCESS_KEY": "two words"}, "The access key is empty or holds blanks or other characters"),
        ({"RB_DCC_ACCESS_ID": "schlüssel"}, "The access id is empty or holds blanks or other characters"),
    ],
)
def test_what_cannot_be_used_is_refused_with_what_to_do(
    environ: Dict[str, str], sentence: Optional[str]
) -> None:
    if sentence is None:
        assert account(environ).address.host == "nonsense"
        return
    with pytest.raises(SettingsError) as refused:
        account(environ)
    assert str(refused.value).startswith(sentence)


def test_a_profile_without_a_key_sends_the_user_to_log_in() -> None:
    with pytest.raises(SettingsError) as refused:
        find_account(Settings().with_profile(FULL), Keys(), {})  # type: ignore[arg-type]
    assert str(refused.value) == (
        "No access id and key are set for the profile 'studio'. Run 'rb-dcc login', or set RB_DCC_ACCESS_ID and"
        " RB_DCC_ACCESS_KEY."
    )


def test_no_key_is_looked_for_where_there_is_no_id(tmp_path: Path) -> None:
    (tmp_path / "credentials.json").mkdir()
    keys = KeyStore(tmp_path / "credentials.json", use_keyring=False)
    with pytest.raises(SettingsError, match="No access id and key are set for the profile 'default'"):
        find_account(Settings(), keys, {})


WORDS = st.text(st.characters(blacklist_categories=["Cs"]), max_size=8)
PROFILES = st.builds(Profile, WORDS, WORDS, WORDS, WORDS, WORDS)


@tries(max_examples=50)
@given(st.lists(PROFILES, max_size=3), st.dictionaries(st.sampled_from(["theme", "x"]), st.integers()))
def test_any_settings_come_back_as_they_were_saved(profiles: Any, unknown: Any) -> None:
    import tempfile

    settings = Settings(unknown=unknown)
    for profile in profiles:
        settings = settings.with_profile(profile)
    if not settings.default_profile:
        return
    with tempfile.TemporaryDirectory() as folder:
        save_settings(Path(folder) / "s.json", settings)
        assert load_settings(Path(folder) / "s.json") == settings


@tries(max_examples=50)
@given(st.binary(max_size=60))
def test_any_settings_file_is_read_or_set_aside(content: bytes) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "s.json").write_bytes(content)
        try:
            load_settings(Path(folder) / "s.json")
        except RenderbusError:
            pytest.fail("a readable file is never an error")
        assert [each.read_bytes() for each in Path(folder).iterdir()] == [content]


def test_a_profile_keeps_its_path_mapping(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    profile = Profile("studio", path_map=(("/mnt/shows", "X:/shows"),))
    save_settings(path, Settings().with_profile(profile))
    assert load_settings(path).profile("studio") == profile


def test_the_language_is_kept_and_only_written_where_it_was_chosen(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    save_settings(path, Settings(language="zh"))
    assert load_settings(path) == Settings(language="zh")
    save_settings(path, Settings())
    assert "language" not in json.loads(path.read_text(encoding="utf-8"))
