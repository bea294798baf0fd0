"""One submission in a process of its own, to be killed: `python -m tests.support.submitter CONFIG.json`.

Prepares where the journal has nothing unfinished of the scene, else goes on; exits 0 when the task is submitted.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any, Dict

from rb_dcc_core import blocks, store
from rb_dcc_core.address import ServiceAddress
from rb_dcc_core.client import Client
from rb_dcc_core.credentials import Credentials
from rb_dcc_core.environments import RenderEnvironment
from rb_dcc_core.filecache import PersistentFileCache
from rb_dcc_core.job import JobSettings
from rb_dcc_core.journal import Journal, account_key
from rb_dcc_core.sending import send
from rb_dcc_core.store import StoreTransfer, announced_store
from rb_dcc_core.submission import job_context, prepare
from rb_dcc_core.transport import Transport
from tests.support.scenes import asset, scene

TIMEOUTS_S = (5.0, 2.0)


def main(config: Dict[str, Any]) -> int:
    store.BLOCK_BYTES = config["block_bytes"]
    blocks.PIECE_BYTES = config["piece_bytes"]
    credentials = Credentials(config["access_id"], config["access_key"])
    address = ServiceAddress.parse(config["service"])
    transport = Transport(address, credentials, config["platform"], timeouts_s=TIMEOUTS_S, sleep=_doze)
    client = Client(transport, config["generation"])
    home = Path(config["home"])
    account = account_key("http://sandbox", config["access_id"])
    with Journal(home / "state") as journal, journal.lock(account, config["scene"]):
        unfinished = journal.unfinished(account, config["scene"])
        finished = [each for each in journal.submissions() if not each.is_unfinished]
        if finished and not unfinished:
            return 0
        transfer = _transfer(client)
        record = journal.record(unfinished[0].id) if unfinished else _begin(journal, account, client, config)
        parcel = journal.parcel(record.now.id)
        cache = PersistentFileCache(home / "cache")
        try:
            send(client, transfer, parcel, lambda _: None, lambda _: None, record, cache, _doze)
        finally:
            cache.close()
            client.close()
    return 0


def _begin(journal: Journal, account: str, client: Client, config: Dict[str, Any]) -> Any:
    made = scene(Path(config["scene"]), *(asset(path) for path in config["assets"]))
    environment = RenderEnvironment(2000, "2023", {})
    context = job_context(client.query_user_profile(), config["platform"])
    return journal.begin(account, prepare(made, JobSettings(), environment, context).parcel)


def _transfer(client: Client) -> StoreTransfer:
    path = announced_store(client, 2)
    assert path is not None
    return StoreTransfer(client.transport, client.get_transfer_bid(), path, _doze)


def _doze(seconds: float) -> None:
    """Waits are real but short."""
    import time

    time.sleep(min(seconds, 0.02))


if __name__ == "__main__":
    sys.exit(main(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))))
