"""A way to move files that lives in memory: it refuses, breaks and lies where the test wants it to."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Callable, Dict, Iterator, List, Optional, Tuple

from rb_dcc_core.errors import RenderbusError, service_error
from rb_dcc_core.transfer import Advance, Area, RemoteFile, SentFile, Transfer, no_progress


class MemoryTransfer(Transfer):
    """Keeps what is sent; serves `results` in blocks of four bytes."""

    name = "memory"

    def __init__(self, results: Optional[Dict[str, bytes]] = None) -> None:
        self.results = dict(results or {})
        self.sent: List[Tuple[Area, str, bytes]] = []
        self.fetched: List[Tuple[str, int]] = []
        self.breaks: Dict[str, List[Tuple[int, RenderbusError]]] = {}
        self.send_error: Optional[RenderbusError] = None
        self.log: List[str] = []
        self.known: List[Optional[str]] = []
        self.after_sending: List[Callable[[], object]] = []

    def send_file(
        self,
        local: Path,
        area: Area,
        remote: str,
        advance: Advance = no_progress,
        known_sha256: Optional[str] = None,
    ) -> SentFile:
        self.log.append("send " + remote)
        if self.send_error is not None:
            raise self.send_error
        content = local.read_bytes()
        self.known.append(known_sha256)
        self.sent.append((area, remote, content))
        advance(len(content))
        for act in self.after_sending[:1]:
            self.after_sending.remove(act)
            act()
        return SentFile(len(content), hashlib.sha256(content).hexdigest())

    def send_bytes(self, content: bytes, area: Area, remote: str) -> None:
        self.log.append("send " + remote)
        self.sent.append((area, remote, content))

    def list_files(self, area: Area, folder: str) -> Iterator[RemoteFile]:
        assert area is Area.OUTPUT
        for path in sorted(self.results):
            if path.startswith(folder + "/"):
                yield RemoteFile(path, len(self.results[path]))

    def fetch_blocks(self, area: Area, remote: str, start: int) -> Iterator[bytes]:
        assert area is Area.OUTPUT
        self.fetched.append((remote, start))
        if remote not in self.results:
            raise service_error(404, "not found")
        content = self.results[remote]
        planned = self.breaks.get(remote)
        stop, error = planned.pop(0) if planned else (len(content), None)
        for at in range(start, min(stop, len(content)), 4):
            yield content[at : min(at + 4, stop)]
        if error is not None:
            raise error
