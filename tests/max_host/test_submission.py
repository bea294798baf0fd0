"""The whole way from the scene open in 3ds Max to a task on the farm, with the sandbox as the farm."""

from __future__ import annotations

import contextlib
import json
import time
from pathlib import Path
from typing import Any, Dict, Iterator

import pytest

import rb_max
from rb_dcc_core.address import ServiceAddress
from rb_dcc_core.client import Client
from rb_dcc_core.credentials import Credentials
from rb_dcc_core.frames import FrameRange
from rb_dcc_core.job import JobSettings
from rb_dcc_core.sandbox.service import Sandbox
from rb_dcc_core.store import StoreTransfer
from rb_dcc_core.submitter import JobRefused
from rb_dcc_core.transfer import Area
from rb_dcc_core.transport import Transport
from tests.max_host.conftest import StartMax
from tests.max_host.test_render_setup import VRAY_SETTINGS
from tests.support.fake_pymxs.scene import VRAY, Asset, Dll, Element, MaxScene, Node, Renderer, View
from tests.support.max_file import MaxFile


@pytest.fixture
def farm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Sandbox]:
    with Sandbox(tmp_path / "farm", speed=500.0, seed=11) as running:
        told = running.announcement()
        for name in ("service", "access_id", "access_key", "platform"):
            monkeypatch.setenv("RB_DCC_" + name.upper(), str(told[name]))
        yield running


@pytest.fixture
def shot(tmp_path: Path) -> MaxScene:
    folder = tmp_path / "show"
    folder.mkdir()
    (folder / "wood.png").write_bytes(b"png")
    path = MaxFile(
        renderer="V-Ray 6, update 1.2",
        renderer_id=VRAY[1],
        dlls=(("vrender2024.dlr", "V-Ray by Chaos"), ("rend.dlr", "Scanline (Autodesk)")),
        version="26.00",
        saved_as="26.00",
    ).write(folder / "shot.max")
    return MaxScene(
        path=str(path),
        project=folder.as_posix(),
        time_type=3,
        span=(0, 4),
        nth=2,
        nodes=[Node("Cam001", handle=1), Node("Side", "Physical_Camera", handle=2)],
        renderer=Renderer(*VRAY, settings=VRAY_SETTINGS),
        vray_version=["V-Ray 6", "6.10.08"],
        elements=[Element("Z", "VRayZDepth", "D:\\out\\z.exr")],
        views=[
            View("Hero", "Side", "D:\\out\\hero.exr", overrides=True, width=320, height=240, start=1, end=2)
        ],
        assets=[Asset((folder / "wood.png").as_posix())],
        dlls=[Dll("vrender2024.dlr", "C:\\Chaos\\plugins\\", "6,10,8,0")],
    )


def task_file(farm: Sandbox, task: int) -> Dict[str, Any]:
    """task.json as it has arrived on the farm."""
    transport = Transport(
        ServiceAddress.parse(farm.url), Credentials(farm.access_id, farm.access_key), farm.platform
    )
    with contextlib.closing(Client(transport, "v2")) as client:
        stored = StoreTransfer(transport, client.get_transfer_bid(), "/store", time.sleep)
        read = b"".join(stored.fetch_blocks(Area.CONFIG, f"/{task}/cfg/task.json", 0))
    told: Dict[str, Any] = json.loads(read.decode("utf-8"))
    return told


def test_the_open_scene_becomes_a_task(start_max: StartMax, farm: Sandbox, shot: MaxScene) -> None:
    max_ = start_max(shot)
    told = task_file(farm, rb_max.submit(JobSettings(label="shot")))
    common = told["scene_info_render"]["common"]
    assert (common["frames"], common["rend_timeType"], common["animation_range"]) == ("0-4[2]", "3", "0-100")
    assert (common["width"], common["height"]) == ("1920", "1080")
    assert (common["renderable_camera"], common["all_camera"]) == (["Cam001"], ["Cam001", "Side"])
    assert common["output_file"] == "D:/out/shot.exr"
    assert (common["element_active"], common["element_list"]) == ("1", ["VRayZDepth"])
    assert common["element_path_list"] == ["D:\\out\\z.exr"]
    renderer = told["scene_info_render"]["renderer"]
    assert (renderer["name"], renderer["renderer_orign"]) == ("vray", "V_Ray_6__update_1_2")
    assert (renderer["gi"], renderer["secondary_gi_engine"], renderer["vfb"]) == ("1", "3", "1")
    assert told["software_config"]["cg_version"] == "2024"
    assert list(told["software_config"]["plugins"]) == ["vray"]
    assert (max_.runtime.saves, max_.scene.is_modified) == ([], False)


def test_a_batch_view_becomes_the_task(start_max: StartMax, farm: Sandbox, shot: MaxScene) -> None:
    start_max(shot)
    told = task_file(farm, rb_max.submit(JobSettings(layers=("Hero",))))
    common = told["scene_info_render"]["common"]
    assert (common["renderable_camera"], common["frames"]) == (["Side"], "1-2[1]")
    assert (common["width"], common["height"], common["output_file"]) == ("320", "240", "D:/out/hero.exr")


def test_a_scene_never_saved_is_refused_with_what_to_do(
    start_max: StartMax, farm: Sandbox, shot: MaxScene
) -> None:
    shot.path = ""
    start_max(shot)
    with pytest.raises(JobRefused, match="never saved"):
        rb_max.submit(JobSettings(frames=FrameRange.parse("1")))
