"""`rb_max.submit` and `rb_max.describe`, for scripts in 3ds Max; the function of the same name for MAXScript.

Names, arguments and results are the core's own: SceneSnapshot, JobSettings, SubmissionRun, RenderbusError.
"""

from __future__ import annotations

import os
from typing import Any, Dict, Optional

from .import_paths import complete_path

complete_path()  # the names below come from packages that stand late on the path

from rb_dcc_core.frames import FrameRange  # noqa: E402
from rb_dcc_core.host import SceneSnapshot  # noqa: E402
from rb_dcc_core.job import JobSettings  # noqa: E402
from rb_dcc_core.submission_run import SubmissionRun  # noqa: E402

__all__ = ["JobSettings", "SceneSnapshot", "SubmissionRun", "describe", "submit"]


def describe() -> SceneSnapshot:
    """The open scene: what may be rendered, cameras, files, problems. Holds 3ds Max' main thread until it is read; callable
    from any."""
    from .gathering import Gathering
    from .live_snapshot import take_snapshot
    from .main_thread import on_main_thread
    from .runtime import Max

    def gather() -> Any:
        gathering = Gathering(Max.here())
        for _ in gathering.steps():
            pass
        return gathering.scene

    return take_snapshot(on_main_thread(gather))


def submit(
    settings: Optional[JobSettings] = None,
    profile: Optional[str] = None,
    run: Optional[SubmissionRun] = None,
    snapshot: Optional[SceneSnapshot] = None,
) -> int:
    """Submit the open scene as it was last saved; returns the task's number. Blocks until everything is sent.

    Without settings the scene decides; `profile` is the default one where None; `run` tells the progress and what the checks found, and stops it
    from another thread; `snapshot` is one from `describe`, read anew where None. Raises RenderbusError with what to do:
    JobRefused with all that the checks found. Call it on another thread where 3ds Max is to stay usable.
    """
    from rb_dcc_core.bandwidth import limit_of
    from rb_dcc_core.client import Client
    from rb_dcc_core.credentials import KeyStore
    from rb_dcc_core.generation import GenerationMemory
    from rb_dcc_core.journal import account_key
    from rb_dcc_core.languages import spoken_language
    from rb_dcc_core.locations import Locations
    from rb_dcc_core.settings import find_account, load_settings
    from rb_dcc_core.submitter import Submitter
    from rb_dcc_core.transfer import Transfer
    from rb_dcc_core.transfers import open_transfer

    scene = describe() if snapshot is None else snapshot
    locations = Locations.find()
    stored = load_settings(locations.settings_file)
    account = find_account(stored, KeyStore(locations.credentials_file), os.environ, profile)
    key = account_key(account.address.url, account.credentials.access_id)
    language = spoken_language(stored.language, os.environ)
    client = Client.connect(account, GenerationMemory(locations.state / "generations.json"), language)

    def transfer() -> Transfer:
        fields = account.profile.unknown
        engine = str(fields.get("engine") or "")
        folder = locations.state / "engine" / key
        return open_transfer(client, engine, limit_mb_s=limit_of(fields), engine_folder=folder)

    try:
        submitter = Submitter(client, transfer, key, account.address.url, locations, language)
        return submitter.submit(scene, settings or JobSettings(), run or SubmissionRun())
    finally:
        client.close()


def submit_for_maxscript(given: Dict[str, str]) -> None:
    """What rb_max.submit() of MAXScript runs. What comes of it is put into its globals: rbMaxAnswer the task's number as
    text, rbMaxError what to do, one of them ""."""
    from rb_dcc_core.errors import RenderbusError

    from .runtime import Max

    given = {name: _whole(text) for name, text in given.items()}
    max_ = Max.here()
    max_.put("rbMaxAnswer", "")
    max_.put("rbMaxError", "")
    try:
        task = submit(settings_of(given), given.get("profile") or None)
    except RenderbusError as error:
        max_.put("rbMaxError", str(error))
    else:
        max_.put("rbMaxAnswer", str(task))


def settings_of(given: Dict[str, str]) -> JobSettings:
    """The keywords of MAXScript's function, all texts; "" for what is not given. Raises InputError for what is wrong."""
    frames = given.get("frames", "")
    return JobSettings(
        label=given.get("label", ""),
        frames=FrameRange.parse(frames) if frames else None,
        cameras=_names(given.get("camera", "")),
        layers=_names(given.get("view", "")),
        output=given.get("output", "").replace("\\", "/"),
        environment=given.get("environment", ""),
    )


def _whole(text: str) -> str:
    """MAXScript counts a letter outside the first plane as two; of a half alone nothing is left but a mark."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _names(text: str) -> Any:
    return (text,) if text else ()
