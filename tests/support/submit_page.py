"""What tests of the submit page share: a small scene with real files, and an account on the sandbox."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from rb_dcc_core.account_keys import account_key
from rb_dcc_core.address import ServiceAddress
from rb_dcc_core.client import Client
from rb_dcc_core.credentials import Credentials
from rb_dcc_core.errors import Cancelled
from rb_dcc_core.host import SceneSnapshot
from rb_dcc_core.job import JobSettings
from rb_dcc_core.locations import Locations
from rb_dcc_core.sandbox.service import Sandbox
from rb_dcc_core.settings import Account, Profile
from rb_dcc_core.submission_run import UPLOAD, SubmissionRun
from rb_dcc_core.submitter import Submitter
from rb_dcc_core.transfers import open_transfer
from rb_dcc_core.transport import Transport
from tests.support.scenes import asset, layer, scene


def shot_scene(
    folder: Path, name: str = "shot.ma", texture_bytes: int = 300, **changed: Any
) -> SceneSnapshot:
    """Two layers, one of them off; one texture that is there and one that is not."""
    texture = folder / "wood.png"
    texture.write_bytes(b"w" * texture_bytes)
    fields = {
        "host_version": "2024",
        "plugins": {"mtoa": "5.3.5.2"},
        "layers": (layer(), layer("fog", "rs_fog", frames="1-20x2", renderable=False)),
    }
    fields.update(changed)
    gone = asset((folder / "gone.png").as_posix(), exists=False)
    return scene(folder / name, asset(texture.as_posix()), gone, **fields)


def account_of(farm: Sandbox) -> Account:
    profile = Profile("demo", farm.url, farm.platform, "v2", farm.access_id)
    credentials = Credentials(farm.access_id, farm.access_key)
    return Account(profile, ServiceAddress.parse(farm.url), credentials)


class _CutOff(SubmissionRun):
    """Ends as its upload begins: what a killed process leaves."""

    def begin(self, stage: str, total_bytes: int = 0, total_files: int = 0) -> None:
        if stage == UPLOAD:
            raise Cancelled()
        super().begin(stage, total_bytes, total_files)


def leave_unfinished(farm: Sandbox, locations: Locations, shot: SceneSnapshot) -> int:
    """An earlier program's submission of a scene, cut off while it uploaded; returns its number in the journal."""
    account = account_of(farm)
    transport = Transport(account.address, account.credentials, farm.platform)
    client = Client(transport, "v2")
    run = _CutOff()
    key = account_key(account.address.url, account.credentials.access_id)
    submitter = Submitter(client, lambda: open_transfer(client), key, farm.url, locations)
    try:
        submitter.submit(shot, JobSettings(), run)
    except Cancelled:
        return run.number
    finally:
        client.close()
    raise AssertionError("it was to be cut off")
