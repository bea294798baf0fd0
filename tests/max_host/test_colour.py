"""The colour pipeline: an OCIO configuration of the user's own is sent, with every table that it names."""

from __future__ import annotations

from pathlib import Path
from typing import Any, List, Tuple

import pytest

from rb_dcc_core.host import SceneSnapshot
from rb_max.reader import read_scene
from tests.max_host.gathered import codes, gathered, snapshot
from tests.support.fake_pymxs.scene import ROOT, Asset, MaxScene
from tests.support.max_file import MaxFile

CONFIG = """ocio_profile_version: 2
search_path: luts
colorspaces:
  - !<ColorSpace> {from_reference: !<FileTransform> {src: Film.spi1d}}
  - !<ColorSpace> {from_reference: !<FileTransform> {src: beside.cube}}
  - !<ColorSpace> {from_reference: !<FileTransform> {src: ../shared/wide.clf}}
  - !<ColorSpace> {from_reference: !<FileTransform> {src: gone.cube}}
"""


def put(folder: Path, name: str, text: str = "x") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """A studio's configuration; letter case is as Windows does not care about."""
    for name in ("ocio/luts/film.spi1d", "ocio/beside.cube", "ocio/shared/wide.clf", "tex/beside.cube"):
        put(tmp_path, name)
    put(tmp_path, "gone.cube")  # beside the scene, where OCIO does not look
    return put(tmp_path, "ocio/config.ocio", CONFIG)


def taken(tmp_path: Path, config: Any, year: int = 2025, **fields: Any) -> SceneSnapshot:
    saved = MaxFile().write(tmp_path / "shot.max")
    fields = {"pipeline": "OCIO_Custom", "ocio_config": str(config), **fields}
    return snapshot(MaxScene(path=str(saved), **fields), year=year)


def assets(tmp_path: Path, found: SceneSnapshot) -> List[Tuple[str, str, bool]]:
    root = tmp_path.as_posix() + "/"
    return [(each.path.replace(root, ""), each.kind, each.exists) for each in found.assets[1:]]


SENT = [
    ("ocio/config.ocio", "ocio", True),
    ("ocio/luts/film.spi1d", "lut", True),
    ("ocio/beside.cube", "lut", True),
    ("ocio/shared/wide.clf", "lut", True),
    ("ocio/gone.cube", "lut", False),
]


@pytest.mark.parametrize("year", [2024, 2025, 2026, 2027])
def test_the_tables_are_looked_for_as_ocio_does(tmp_path: Path, config: Path, year: int) -> None:
    found = taken(tmp_path, config, year)
    assert assets(tmp_path, found) == SENT
    assert "ocio_config" in codes(found)
    (missing,) = [each for each in found.problems if each.code == "file_missing"]
    assert dict(missing.message.args) == {"path": f"{tmp_path.as_posix()}/ocio/gone.cube"}


def test_one_that_the_asset_manager_lists_too_is_sent_once(tmp_path: Path, config: Path) -> None:
    found = taken(tmp_path, config, assets=[Asset(str(config), "Other")])
    assert assets(tmp_path, found) == SENT


def test_the_file_alone_brings_the_tables_of_a_configuration_it_lists(tmp_path: Path, config: Path) -> None:
    scene = MaxFile(assets=[("Other", str(config), str(config))], files=["config.ocio"])
    found = read_scene(scene.write(tmp_path / "shot.max"))
    assert assets(tmp_path, found) == SENT


@pytest.mark.parametrize(
    "config",
    ["ocio://default", "ocio://cg-config-v1.0.0_aces-v1.3_ocio-v2.1", ROOT + "OCIO\\config.ocio", ""],
)
def test_one_that_ocio_or_3ds_max_brings_is_not_sent_and_not_missed(tmp_path: Path, config: str) -> None:
    found = taken(tmp_path, config)
    assert assets(tmp_path, found) == []
    assert "file_missing" not in codes(found)


@pytest.mark.parametrize("pipeline", ["Unmanaged", "Gamma", "OCIO_Default", "OCIO_EnvVar"])
def test_where_the_pipeline_takes_another_it_is_not_sent(tmp_path: Path, config: Path, pipeline: str) -> None:
    found = taken(tmp_path, config, pipeline=pipeline)
    assert assets(tmp_path, found) == []
    assert "ocio_config" not in codes(found)


def test_a_configuration_that_a_variable_of_this_computer_names_is_warned_of(
    tmp_path: Path, config: Path
) -> None:
    found = taken(tmp_path, config, pipeline="OCIO_EnvVar")
    (warned,) = [each for each in found.problems if each.code == "ocio_variable"]
    assert config.as_posix() in warned.message.text("en")
    assert warned.severity == "warning"


def test_before_2024_no_pipeline_is_asked_for(config: Path) -> None:
    told = gathered(MaxScene(pipeline="OCIO_Custom", ocio_config=str(config)), year=2023).colour
    assert (told.mode, told.ocio_config) == ("", None)


def test_a_configuration_that_is_a_folder_or_no_text_costs_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "folder.ocio"
    folder.mkdir()
    assert assets(tmp_path, taken(tmp_path, folder)) == [("folder.ocio", "ocio", False)]
    odd = tmp_path / "odd.ocio"
    odd.write_bytes(b"\xff\xfe\0search_path: [\0 src: \xff.cube")
    assert assets(tmp_path, taken(tmp_path, odd))[0] == ("odd.ocio", "ocio", True)
