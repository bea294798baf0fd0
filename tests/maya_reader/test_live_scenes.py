"""The open scene and its file give the same snapshot, on every scene there is, in every Maya year."""

from __future__ import annotations

import dataclasses
from functools import lru_cache
from pathlib import Path
from typing import List

import pytest

from rb_dcc_core.host import SceneSnapshot
from rb_maya.live_reader import read_open_scene
from rb_maya.reader import read_scene
from tests.support.fake_maya import YEARS, FakeCommands, FakeScene
from tests.support.fake_maya.comparing import comparable

_CHECKOUT = Path(__file__).resolve().parents[2]
OWN = sorted((_CHECKOUT / "tests" / "scenes").rglob("*.m[ab]"))
# Scenes of other people that may lie beside the checkout; where they do not, there is nothing to compare.
SHARED = sorted((_CHECKOUT.parent / "shared" / "scenes" / "maya").rglob("*.m[ab]"))


def name_of(path: Path) -> str:
    return "/".join(path.parts[-2:])


@lru_cache(maxsize=4)
def opened(path: Path) -> FakeScene:
    return FakeScene(path)


def from_file(path: Path) -> SceneSnapshot:
    return read_scene(path, opened(path).workspace.root)


@pytest.mark.parametrize("path", [*OWN, *SHARED], ids=name_of)
def test_the_open_scene_is_described_as_its_file_in_every_year(path: Path) -> None:
    expected = comparable(from_file(path), opened(path))
    for year in YEARS:
        commands = FakeCommands(opened(path), year)
        live = read_open_scene(commands)
        assert live.host_version == year
        assert comparable(live, opened(path)) == expected
        assert (commands.edits, commands.modified) == ([], False)


def without_order(snapshot: SceneSnapshot) -> List[object]:
    """Maya lists nodes in an order of its own: what is the first of several is not the same."""
    layers = [
        dataclasses.replace(layer, cameras=tuple(sorted(layer.cameras)), aovs=tuple(sorted(layer.aovs)))
        for layer in snapshot.layers
    ]
    assets = {(asset.path, asset.kind, asset.exists, asset.size) for asset in snapshot.assets}
    codes = {problem.code for problem in snapshot.problems}
    cameras = sorted(snapshot.cameras, key=lambda camera: camera.name)
    return [sorted(layer.name for layer in layers), cameras, assets, codes, snapshot.plugins]


@pytest.mark.parametrize("path", OWN, ids=name_of)
def test_another_order_of_ls_changes_the_order_of_what_is_found_and_nothing_else(path: Path) -> None:
    one = read_open_scene(FakeCommands(opened(path), order="scene"))
    other = read_open_scene(FakeCommands(opened(path), order="name"))
    assert without_order(one) == without_order(other)


@pytest.mark.parametrize("path", OWN, ids=name_of)
def test_a_maya_in_another_language_is_read_the_same(path: Path) -> None:
    japanese = FakeCommands(opened(path), language="ja_JP")
    assert read_open_scene(japanese) == read_open_scene(FakeCommands(opened(path)))
