"""`rb_maya.submit` and `rb_maya.describe`, for scripts in Maya and in mayapy: no Qt, no terminal.

Names, arguments and results are the core's own: SceneSnapshot, JobSettings, SubmissionRun, RenderbusError.
"""

from __future__ import annotations

import contextlib
import os
from typing import TYPE_CHECKING, Iterator, Optional

from .import_paths import complete_path

complete_path()  # the names below come from packages that stand late on the path

from rb_dcc_core.host import SceneSnapshot  # noqa: E402
from rb_dcc_core.job import JobSettings  # noqa: E402
from rb_dcc_core.submission_run import SubmissionRun  # noqa: E402

if TYPE_CHECKING:
    from rb_dcc_core.locations import Locations
    from rb_dcc_core.submitter import Submitter
    from rb_dcc_core.transfer import Transfer

__all__ = ["JobSettings", "SceneSnapshot", "SubmissionRun", "describe", "submit"]


def describe() -> SceneSnapshot:
    """The open scene: layers, cameras, files, problems. Holds Maya's main thread until it is read; callable from any."""
    from .live_reader import read_open_scene
    from .main_thread import on_main_thread

    def read() -> SceneSnapshot:
        import maya.cmds as commands

        return read_open_scene(commands)

    return on_main_thread(read)


def submit(
    settings: Optional[JobSettings] = None,
    profile: Optional[str] = None,
    run: Optional[SubmissionRun] = None,
    snapshot: Optional[SceneSnapshot] = None,
) -> int:
    """Submit the open scene as it was last saved; returns the task's number. Blocks until everything is sent.

    Without settings the scene decides; `profile` is the default one where None; `run` tells the progress and what the checks found, and stops it
    from another thread; `snapshot` is one from `describe`, read anew where None. Raises RenderbusError with what to do:
    JobRefused with all that the checks found. Call it on another thread where Maya is to stay usable.
    """
    from rb_dcc_core.locations import Locations

    scene = describe() if snapshot is None else snapshot
    with _open_submitter(Locations.find(), profile) as submitter:
        return submitter.submit(scene, settings or JobSettings(), run or SubmissionRun())


@contextlib.contextmanager
def _open_submitter(locations: Locations, profile: Optional[str]) -> Iterator[Submitter]:
    """For the account of a profile; its lines are closed at the end."""
    from rb_dcc_core.bandwidth import limit_of
    from rb_dcc_core.client import Client
    from rb_dcc_core.credentials import KeyStore
    from rb_dcc_core.generation import GenerationMemory
    from rb_dcc_core.journal import account_key
    from rb_dcc_core.languages import spoken_language
    from rb_dcc_core.settings import find_account, load_settings
    from rb_dcc_core.submitter import Submitter
    from rb_dcc_core.transfers import open_transfer

    stored = load_settings(locations.settings_file)
    account = find_account(stored, KeyStore(locations.credentials_file), os.environ, profile)
    key = account_key(account.address.url, account.credentials.access_id)
    language = spoken_language(stored.language, os.environ)
    client = Client.connect(account, GenerationMemory(locations.state / "generations.json"), language)

    def transfer() -> Transfer:
        fields = account.profile.unknown
        engine, folder = str(fields.get("engine") or ""), locations.state / "engine" / key
        return open_transfer(client, engine, limit_mb_s=limit_of(fields), engine_folder=folder)

    try:
        yield Submitter(client, transfer, key, account.address.url, locations, language)
    finally:
        client.close()
