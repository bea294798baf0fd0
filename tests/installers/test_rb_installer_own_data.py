"""The user's own data: found where the product keeps it, named after an uninstall, removed only when that is said."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Dict, List

import pytest

from rb_dcc_core import journal
from rb_dcc_core.jobfiles import UploadEntry
from rb_dcc_core.journal import Journal
from rb_dcc_core.locations import APP, Locations
from rb_dcc_core.parcel import Parcel, Stamp
from rb_installer import cli, maya, own_data
from rb_installer.maya import MayaFolders
from tests.support.installing import files_below, small_bundle

SCENE = "/shots/a.ma"
PARCEL = Parcel(SCENE, {"task.json": {}}, (UploadEntry(SCENE, "shots/a.ma", "0" * 32),), Stamp(1, 2, "1:2"))
HOMES = ("RB_DCC_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME")


@pytest.fixture
def places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Locations:
    """Of a user who has worked with the product: something in each of its folders, a submission with the farm."""
    home = tmp_path / "Zoë 张伟"
    home.mkdir()
    for name in HOMES:
        monkeypatch.delenv(name, raising=False)
    for name in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(name, str(home))
    monkeypatch.setenv("LOCALAPPDATA", str(home / "AppData" / "Local"))
    return lay_in(Locations.find())


def lay_in(places: Locations) -> Locations:
    for folder in (places.settings, places.cache, places.logs, places.state):
        folder.mkdir(parents=True, exist_ok=True)
    places.settings_file.write_text("{}", encoding="utf-8")
    (places.logs / "rb-dcc.log").write_text("begun\n", encoding="utf-8")
    (places.cache / "files.sqlite3").write_bytes(b"")
    submit(places, journal.SUBMITTED)
    return places


def submit(places: Locations, reached: str) -> None:
    with Journal(places.state) as kept:
        kept.begin("account", PARCEL).reached(reached)


@pytest.fixture
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, places: Locations) -> MayaFolders:
    """An installation for two Mayas, beside the data."""
    monkeypatch.setenv("MAYA_APP_DIR", str(tmp_path / "maya"))
    found = MayaFolders(tmp_path / "maya")
    maya.install(small_bundle(), found, [2024, 2025])
    return found


def uninstall(*more: str) -> int:
    return cli.main(["uninstall", "maya", *more])


def test_it_is_found_where_the_product_keeps_it(places: Locations) -> None:
    found = own_data.here()
    for kept in (places.settings, places.cache, places.logs, places.state):
        assert any(folder == kept or folder in kept.parents for folder in found.folders)
    assert {folder.name for folder in found.folders} == {APP}
    assert found.shared == ()


def test_what_its_own_words_mean_is_what_the_product_means() -> None:
    assert (own_data.APP, own_data.JOURNAL, own_data.UNFINISHED) == (
        APP,
        journal.FILE_NAME,
        journal.UNFINISHED,
    )


@pytest.mark.parametrize(
    ("system", "environ", "expected"),
    [
        ("win32", {"LOCALAPPDATA": "{home}/D/Local"}, ["D/Local"]),
        ("win32", {}, ["AppData/Local"]),
        ("darwin", {}, ["Library/Application Support", "Library/Caches", "Library/Logs"]),
        ("linux", {}, [".config", ".cache", ".local/state"]),
        ("linux", {"XDG_STATE_HOME": "{home}/s", "XDG_CACHE_HOME": "not/absolute"}, ["s", ".config"]),
    ],
)
def test_each_system_has_its_own_places(
    tmp_path: Path, system: str, environ: Dict[str, str], expected: List[str]
) -> None:
    for place in expected:
        (tmp_path / place / APP).mkdir(parents=True)
    told = {name: value.format(home=tmp_path) for name, value in environ.items()}
    assert own_data.find(system, told, tmp_path).folders == [tmp_path / place / APP for place in expected]


def test_uninstalling_keeps_it_and_names_every_folder(
    folders: MayaFolders, places: Locations, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = files_below(tmp_path / "Zoë 张伟")
    assert uninstall() == 0
    said = capsys.readouterr().out
    assert said.startswith(
        "Renderbus was removed.\nYour settings, your account, the journal of submissions and the cache"
    )
    assert all(str(folder) in said for folder in own_data.here().folders)
    assert not folders.app.exists()
    assert files_below(tmp_path / "Zoë 张伟") == before


def test_where_there_is_none_nothing_is_said_of_it(
    folders: MayaFolders, places: Locations, capsys: pytest.CaptureFixture[str]
) -> None:
    assert places.settings.exists()
    assert own_data.here().remove() == []
    assert uninstall("--purge") == 0
    assert capsys.readouterr().out == "Renderbus was removed.\n"


def test_it_goes_when_that_is_said(
    folders: MayaFolders, places: Locations, capsys: pytest.CaptureFixture[str]
) -> None:
    listed = own_data.here().listed()
    assert uninstall("--purge") == 0
    assert capsys.readouterr().out.startswith(
        f"Renderbus was removed.\nYour own data was removed from\n{listed}\n"
    )
    assert own_data.here().folders == []
    assert not places.settings.exists()


def test_unfinished_submissions_are_told_of_before_anything_is_removed(
    folders: MayaFolders, places: Locations, capsys: pytest.CaptureFixture[str]
) -> None:
    submit(places, journal.CREATED)
    submit(places, journal.ASSETS_SENT)
    before = files_below(folders.app)
    assert uninstall("--purge") == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("Unfinished submissions: 2. Without the journal they cannot be gone on with")
    assert "rb-dcc resume" in said.err
    assert files_below(folders.app) == before
    assert places.settings_file.exists()
    assert uninstall("--purge", "--even-unfinished") == 0
    assert not places.state.exists()


def test_a_journal_that_cannot_be_read_counts_as_unfinished(
    folders: MayaFolders, places: Locations, capsys: pytest.CaptureFixture[str]
) -> None:
    (places.state / journal.FILE_NAME).write_bytes(
        b"not a database at all, but long enough to be looked at\n" * 20
    )
    assert uninstall("--purge") == 1
    assert capsys.readouterr().err.startswith("The journal of submissions cannot be read")
    assert folders.pointer.exists()


def test_while_another_maya_has_the_product_its_data_stays(
    folders: MayaFolders, places: Locations, capsys: pytest.CaptureFixture[str]
) -> None:
    assert uninstall("--years", "2024", "--purge") == 0
    assert "Renderbus is still there, so your own data was not removed." in capsys.readouterr().out
    assert places.settings_file.exists()
    assert uninstall("--years", "2025", "--purge") == 0
    assert not places.settings_file.exists()


def test_a_home_of_ones_own_goes_only_where_it_is_ours_alone(
    folders: MayaFolders, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    home = tmp_path / "renderbus home"
    monkeypatch.setenv("RB_DCC_HOME", str(home))
    assert own_data.here() == own_data.OwnData(())
    lay_in(Locations.find())
    (home / "settings.broken-20260101-120000.json").write_bytes(b"")
    assert own_data.here() == own_data.OwnData((home,))
    (home / "thesis.txt").write_text("mine", encoding="utf-8")
    assert uninstall("--purge") == 0
    assert f"{home} holds more than Renderbus' data, so it stays." in capsys.readouterr().out
    (home / "thesis.txt").unlink()
    assert uninstall("--purge") == 0
    assert not home.exists()


def test_a_folder_that_is_a_link_is_taken_away_and_not_followed(
    folders: MayaFolders, places: Locations, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "elsewhere"
    os.replace(str(places.settings), str(elsewhere))
    try:
        os.symlink(str(elsewhere), str(places.settings))
    except OSError:
        pytest.skip("this system lets an ordinary user make no links")
    assert uninstall("--purge") == 0
    assert not os.path.lexists(str(places.settings))
    assert (elsewhere / "settings.json").exists()


def test_what_cannot_be_removed_is_named(
    folders: MayaFolders,
    places: Locations,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    real = os.unlink

    def refuse(path: str, *more: object, **named: object) -> None:
        if os.path.basename(path) == "settings.json":
            raise PermissionError(13, "Permission denied", path)
        real(path, *more, **named)  # type: ignore[call-overload]

    monkeypatch.setattr(os, "unlink", refuse)
    assert uninstall("--purge") == 0
    said = capsys.readouterr().out
    assert "settings.json could not be removed (Permission denied). Delete it yourself." in said
    assert "Your own data was removed" not in said


def test_a_keyring_is_told_of_where_keys_are_kept_in_it(places: Locations) -> None:
    said = [str(text) for text in own_data.purge(own_data.here(), "darwin")]
    assert said[-1] == "An access key in the system's keyring stays: its entry there is named renderbus-dcc."
