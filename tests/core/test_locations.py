"""Where files are kept: by each system's convention, or all in RB_DCC_HOME."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from rb_dcc_core.locations import Locations


def test_everything_stands_in_rb_dcc_home(tmp_path: Path) -> None:
    found = Locations.find({"RB_DCC_HOME": str(tmp_path)})
    assert found == Locations(tmp_path, tmp_path / "cache", tmp_path / "logs", tmp_path / "state")
    assert found.settings_file == tmp_path / "settings.json"
    assert found.credentials_file == tmp_path / "credentials.json"


def test_the_environment_is_read_where_none_is_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RB_DCC_HOME", str(tmp_path))
    assert Locations.find().settings == tmp_path


def test_a_home_may_be_relative_or_begin_with_a_tilde(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path / "ann"))
    monkeypatch.setenv("USERPROFILE", str(tmp_path / "ann"))
    assert Locations.find({"RB_DCC_HOME": "rb"}).settings == Path(os.getcwd()) / "rb"
    assert Locations.find({"RB_DCC_HOME": "~/rb"}).settings == tmp_path / "ann" / "rb"


@pytest.mark.parametrize("home", ["", "   "])
def test_an_empty_home_is_none(home: str) -> None:
    found = Locations.find({"RB_DCC_HOME": home})
    assert found == Locations.find({})
    assert all(
        "renderbus-dcc" in str(folder) for folder in (found.settings, found.cache, found.logs, found.state)
    )


def test_nothing_is_made_by_asking(tmp_path: Path) -> None:
    Locations.find({"RB_DCC_HOME": str(tmp_path / "new")})
    assert not (tmp_path / "new").exists()
