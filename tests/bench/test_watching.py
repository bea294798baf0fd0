"""What watching costs the service: requests counted at the door, over real HTTP, against one a poll interval."""

from __future__ import annotations

from pathlib import Path

import pytest

from rb_dcc_core.address import ServiceAddress
from rb_dcc_core.client import Client
from rb_dcc_core.credentials import Credentials
from rb_dcc_core.interfaces import V2
from rb_dcc_core.sandbox.service import Sandbox
from rb_dcc_core.settings import Account, Profile
from rb_dcc_core.watcher import TaskWatcher

pytestmark = pytest.mark.bench

POLLS = 50
INTERVAL_S = 5.0


class Hands:
    """A clock turned by hand, in seconds."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.mark.parametrize("count", [1, 100])
def test_watching_costs_at_most_one_request_a_poll_interval_while_nothing_changes(
    tmp_path: Path, count: int
) -> None:
    clock = Hands()
    with Sandbox(tmp_path, speed=1.0) as service:
        profile = Profile("bench", service.url, service.platform, V2, service.access_id)
        credentials = Credentials(service.access_id, service.access_key)
        client = Client.connect(Account(profile, ServiceAddress.parse(service.url), credentials))
        tasks = client.create_task(count=count).task_id_list or ()
        watcher = TaskWatcher(client, clock, INTERVAL_S)
        watcher.watch(tasks)
        assert len(watcher.poll()) == count
        before = client.transport.request_count
        for _ in range(POLLS):
            clock.now += INTERVAL_S
            assert watcher.poll() == []
            assert watcher.poll() == []
        asked = client.transport.request_count - before
        client.close()
    print(f"{count} watched: {asked} requests in {POLLS} poll intervals")
    assert asked <= POLLS
