"""Cutting every line of a door: whoever waits wakes at once, over plain HTTP, TLS and a proxy; nothing more is asked."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any, List

import pytest

from rb_dcc_core.errors import Cancelled, RenderbusError
from rb_dcc_core.transport import Transport
from tests.support.certificate import server_context
from tests.support.doors import Doors
from tests.support.faulty_server import FaultyServer, drops_after_reading, stalls, stalls_in_the_answer

LONG = (60.0, 60.0)


class Asking:
    """A question under way in a thread of its own."""

    def __init__(self, door: Transport, repeatable: bool = True) -> None:
        self.raised: List[RenderbusError] = []
        self._door = door
        self._repeatable = repeatable
        self._thread = threading.Thread(target=self._ask, name="asking")
        self._thread.start()

    def _ask(self) -> None:
        try:
            self._door.post("/api/render/query", {}, "2.0.0", self._repeatable)
        except RenderbusError as error:
            self.raised.append(error)

    def end(self) -> RenderbusError:
        self._thread.join(10)
        assert not self._thread.is_alive()
        return self.raised[0]


def wait_for_request(server: FaultyServer) -> None:
    for _ in range(1000):
        if server.requests:
            return
        threading.Event().wait(0.01)
    raise AssertionError("no request came")


@pytest.mark.parametrize("fault", [stalls, stalls_in_the_answer])
@pytest.mark.parametrize("repeatable", [True, False])
def test_whoever_waits_for_an_answer_wakes_at_once_and_asks_no_more(
    doors: Doors, fault: Any, repeatable: bool
) -> None:
    with FaultyServer(fault()) as server:
        door = doors.to(server.url, timeouts_s=LONG)
        asking = Asking(door, repeatable)
        wait_for_request(server)
        door.abort()
        assert isinstance(asking.end(), Cancelled)
        with pytest.raises(Cancelled):
            door.post("/api/render/query", {}, "2.0.0", True)
        assert server.connections == 1


def test_a_secure_line_behind_a_proxy_is_cut_too(
    doors: Doors, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with FaultyServer(stalls(), tls=server_context(certificate), tunnel=200) as server:
        monkeypatch.setenv("https_proxy", f"http://127.0.0.1:{server.port}")
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(certificate))
        door = doors.to("https://task.renderbus.com", timeouts_s=LONG)
        asking = Asking(door)
        wait_for_request(server)
        door.abort()
        assert isinstance(asking.end(), Cancelled)


def test_the_pause_before_a_second_try_ends_too(doors: Doors) -> None:
    slept = threading.Event()

    def sleep(seconds: float) -> None:
        slept.set()
        door._lines.wait(60)

    with FaultyServer(drops_after_reading()) as server:
        door = doors.to(server.url, sleep=sleep)
        asking = Asking(door)
        assert slept.wait(10)
        door.abort()
        assert isinstance(asking.end(), Cancelled)
        assert server.connections == 1


def test_a_body_that_still_comes_is_broken_off(doors: Doors) -> None:
    with FaultyServer(stalls_in_the_answer()) as server:
        door = doors.to(server.url, timeouts_s=LONG)
        blocks = door.fetch_bytes("/store/file", "2.0.0", {"path": "a"}, 0, block_size=8)
        next(blocks)
        door.abort()
        with pytest.raises(Cancelled):
            list(blocks)
