"""Files to the farm through the vendor's transfer program; job files over plain HTTPS where the service can (v2)."""

from __future__ import annotations

import json
import os
import queue
import re
import subprocess
import tempfile
import threading
import time
from pathlib import Path
from typing import Callable, Dict, Iterator, List, Optional, Sequence, Tuple

from . import engine_program as engine
from .client import Client
from .engine_program import EngineLine, Program, Said
from .errors import RenderbusError, SettingsError, TransferError
from .interfaces import V2
from .models import TransferBids
from .transfer import Advance, Area, RemoteFile, SentFile, Transfer, no_progress

MOST_TRIES = 4
FIRST_WAIT_S = 5.0
SILENCE_S = 900.0
_LAST_LINES = 3
_CONFIG_PATH = re.compile(r"/(\d+)/cfg/([^/]+)")


class TransmitterTransfer(Transfer):
    """Runs the program once for a whole set of files. It sends, and neither lists nor fetches: results are downloaded
    with the vendor's own client.

    A run that says nothing for `silence_s` seconds hangs: it is ended and counts as one to try again.
    """

    name = "rayvision_transmitter"
    sends_sets = True

    def __init__(
        self,
        program: Program,
        line: EngineLine,
        client: Client,
        bids: TransferBids,
        user_id: str,
        shares_main_capital: bool = False,
        sleep: Callable[[float], None] = time.sleep,
        silence_s: float = SILENCE_S,
    ) -> None:
        self._program = program
        self._line = line
        self._client = client
        self._user_id = user_id
        self._sleep = sleep
        self._silence_s = silence_s
        self._bids: Dict[Area, Optional[str]] = {
            Area.CONFIG: bids.config_bid,
            Area.INPUT: bids.asset_bid(shares_main_capital),
        }

    def send_set(self, files: Sequence[Tuple[str, str]], area: Area, advance: Advance = no_progress) -> None:
        """Send (local, remote) pairs in one run; the program skips what is there already. `advance` hears each file."""
        listed = [{"local": local, "server": remote} for local, remote in files]
        sizes = {local: os.stat(local).st_size for local, _ in files}
        content = json.dumps({"asset": listed, "scene": []}, ensure_ascii=False).encode("utf-8")
        with tempfile.TemporaryDirectory(prefix="rb-dcc-") as folder:
            path = Path(folder) / "upload.json"
            path.write_bytes(content)
            self._run_until_done(engine.UPLOAD_JSON, area, str(path), "/", _Progress(sizes, advance))

    def send_file(
        self,
        local: Path,
        area: Area,
        remote: str,
        advance: Advance = no_progress,
        known_sha256: Optional[str] = None,
    ) -> SentFile:
        size = local.stat().st_size
        self.send_set([(local.as_posix(), remote)], area, advance)
        return SentFile(size)

    def send_bytes(self, content: bytes, area: Area, remote: str) -> None:
        config = _CONFIG_PATH.fullmatch(remote) if area is Area.CONFIG else None
        if config is not None and self._client.generation == V2:
            self._client.task_json_file(int(config.group(1)), config.group(2), content.decode("utf-8"))
            return
        with tempfile.TemporaryDirectory(prefix="rb-dcc-") as folder:
            path = Path(folder) / remote.rsplit("/", 1)[-1]
            path.write_bytes(content)
            self._run_until_done(engine.UPLOAD_PATH, area, str(path), remote, _Progress({}, no_progress))

    def list_files(self, area: Area, folder: str) -> Iterator[RemoteFile]:
        raise _cannot_fetch()

    def fetch_blocks(self, area: Area, remote: str, start: int) -> Iterator[bytes]:
        raise _cannot_fetch()

    def _run_until_done(self, kind: str, area: Area, local: str, remote: str, progress: _Progress) -> None:
        storage_id = self._bids.get(area)
        if not storage_id:
            raise TransferError("The service names no storage for {area} files.", area=area.value)
        words = engine.arguments(self._program, self._line, storage_id, self._user_id, kind, local, remote)
        for attempt in range(MOST_TRIES):
            if attempt:
                self._sleep(FIRST_WAIT_S * 2.0 ** (attempt - 1))
            run = _Run(words, self._silence_s)
            outcome = run.finish(progress)
            if outcome == engine.DONE:
                return
            if outcome == engine.FINAL:
                break
        raise TransferError(
            "The transfer program did not send everything ({how}): {said} Check the network, then go on.",
            how=run.ending,
            said=" | ".join(run.last_lines)[-400:] or "it said nothing.",
        )


class _Progress:
    """Turns the program's lines into bytes: a file counts when it is done, once."""

    def __init__(self, sizes: Dict[str, int], advance: Advance) -> None:
        self._left = dict(sizes)
        self._advance = advance

    def hear(self, said: Said) -> None:
        if said.kind == "done":
            self._advance(self._left.pop(said.path.replace("\\", "/"), 0))
        else:
            self._advance(0)  # a chance to be cancelled


class _Run:
    """One run of the program."""

    def __init__(self, words: List[str], silence_s: float) -> None:
        self.last_lines: List[str] = []
        self.ending = ""
        self._silence_s = silence_s
        self._failed = False
        self._lines: queue.Queue[Optional[str]] = queue.Queue()
        try:
            self._process = subprocess.Popen(
                words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
            )
        except OSError as error:
            raise SettingsError(
                "The transfer program {path} cannot be started ({why}). 'rb-dcc engine' says how to get it.",
                path=words[0],
                why=error.strerror or str(error),
            ) from error
        self._reader = threading.Thread(target=self._read, name="transfer program", daemon=True)
        self._reader.start()

    def finish(self, progress: _Progress) -> str:
        """Listen to its end; whatever happens here, the program does not outlive it."""
        try:
            if not self._listen(progress):
                self.ending = f"it said nothing for {self._silence_s:.0f} s"
                return engine.RETRY
            code = self._process.wait()
        finally:
            self._end()
        self.ending = f"exit {code}"
        if code == 0 and self._failed:
            self.ending = "it reports failed files"
            return engine.RETRY
        return engine.verdict(code)

    def _listen(self, progress: _Progress) -> bool:
        while True:
            try:
                line = self._lines.get(timeout=self._silence_s)
            except queue.Empty:
                return False
            if line is None:
                return True
            said = engine.read_line(line)
            if line.strip():
                self.last_lines = [*self.last_lines, line.strip()[:200]][-_LAST_LINES:]
            if said is not None:
                self._failed = said.kind != "success" and (self._failed or said.kind in ("fail", "failure"))
                progress.hear(said)

    def _read(self) -> None:
        assert self._process.stdout is not None
        for raw in self._process.stdout:
            self._lines.put(raw.decode("utf-8", "replace"))
        self._lines.put(None)

    def _end(self) -> None:
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait()
        self._reader.join(5.0)
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                stream.close()


def _cannot_fetch() -> RenderbusError:
    return SettingsError(
        "Results of this service cannot be fetched by this release. Download them with the vendor's desktop client or its"
        " web page."
    )
