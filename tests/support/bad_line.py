"""A submission's two ends with a bad line between them: a scene with one texture, its journal, a faulty proxy, a farm."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any, Callable, Dict, List, Optional

from rb_dcc_core.address import ServiceAddress
from rb_dcc_core.client import Client
from rb_dcc_core.credentials import Credentials
from rb_dcc_core.environments import RenderEnvironment
from rb_dcc_core.errors import RenderbusError
from rb_dcc_core.filecache import FileCache
from rb_dcc_core.job import JobSettings
from rb_dcc_core.journal import Journal, JournalRecord
from rb_dcc_core.sandbox.service import Sandbox
from rb_dcc_core.sending import send
from rb_dcc_core.serverpaths import server_path
from rb_dcc_core.store import StoreTransfer, announced_store
from rb_dcc_core.submission import job_context, prepare
from rb_dcc_core.transfer import Area
from rb_dcc_core.transport import Transport
from tests.support.fault_proxy import FaultProxy
from tests.support.scenes import asset, scene

ACCOUNT = "acc"
HASTY_S = (5.0, 3.0)
WHOLE = {"shot.ma": 24, "wood.bin": 75300}
"""The files of each submission, with their sizes."""


class Line:
    """Submissions of one scene to a farm over a line whose faults `proxy.plan` says; nothing waits between tries."""

    def __init__(
        self, farm: Sandbox, folder: Path, generation: str = "v2", state: Optional[Path] = None
    ) -> None:
        folder.mkdir(exist_ok=True)
        self.proxy = FaultProxy(int(farm.url.rsplit(":", 1)[1]))
        self.folder = folder
        self.generation = generation
        self.scene = scene(folder / "shot.ma", asset(self._texture("wood.bin"))).scene
        self.journal = Journal(state or folder / "state")
        self._farm = farm
        self._clients: List[Client] = []

    def __enter__(self) -> Line:
        self.proxy.__enter__()
        return self

    def __exit__(self, *_: Any) -> None:
        for client in self._clients:
            client.close()
        self.journal.close()
        self.proxy.__exit__()

    def client(self, url: str, sleep: Callable[[float], None] = lambda _: None) -> Client:
        credentials = Credentials(self._farm.access_id, self._farm.access_key)
        transport = Transport(ServiceAddress.parse(url), credentials, "62", timeouts_s=HASTY_S, sleep=sleep)
        self._clients.append(Client(transport, self.generation))
        return self._clients[-1]

    def begin(self) -> JournalRecord:
        made = scene(Path(self.scene), asset((self.folder / "wood.bin").as_posix()))
        context = job_context(self.client(self._farm.url).query_user_profile(), "62")
        job = prepare(made, JobSettings(), RenderEnvironment(2000, "2023", {}), context)
        return self.journal.begin(ACCOUNT, job.parcel)

    def send(self, record: JournalRecord, sleep: Callable[[float], None] = lambda _: None) -> int:
        client = self.client(self.proxy.url, sleep)
        path = announced_store(client, 2)
        assert path is not None
        transfer = StoreTransfer(client.transport, client.get_transfer_bid(), path, sleep)
        parcel = self.journal.parcel(record.now.id)
        return send(client, transfer, parcel, lambda _: None, lambda _: None, record, FileCache(), sleep)

    def send_until_it_is_done(self, record: JournalRecord) -> int:
        """As an artist would: again and again."""
        for _ in range(30):
            try:
                return self.send(self.journal.record(record.now.id))
            except RenderbusError:
                continue
        raise AssertionError("it never came to its end")

    def tasks(self) -> Dict[str, int]:
        """How many tasks the farm has that were submitted, and how many that were not."""
        found = list(self.client(self._farm.url).tasks())
        submitted = sum(bool(task.scene_name) for task in found)
        return {"submitted": submitted, "empty": len(found) - submitted}

    def stored(self) -> Dict[str, int]:
        client = self.client(self._farm.url)
        transfer = StoreTransfer(client.transport, client.get_transfer_bid(), "/store", time.sleep)
        found = transfer.list_files(Area.INPUT, server_path(self.folder.as_posix()))
        return {each.path.rsplit("/", 1)[1]: each.size for each in found}

    def _texture(self, name: str) -> str:
        path = self.folder / name
        path.write_bytes(bytes(range(251)) * 300)
        return path.as_posix()
