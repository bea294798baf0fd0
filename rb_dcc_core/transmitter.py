"""Files to and from the farm through the vendor's transfer program; job files over plain HTTPS where it can be (v2)."""

from __future__ import annotations

import contextlib
import json
import os
import re
import tempfile
import time
from pathlib import Path
from typing import Callable, Dict, Iterator, List, Optional, Sequence, Tuple

from . import engine_program as engine
from .client import Client
from .engine_memory import SkipDatabase
from .engine_program import EngineLine, Program
from .engine_progress import FolderProgress, SetProgress
from .engine_run import EngineRun, Hear
from .errors import ServiceError, TransferError
from .interfaces import V2
from .models import TransferBids
from .result_listing import list_results
from .transfer import (
    Advance,
    Area,
    OnFile,
    RemoteFile,
    ResultFolder,
    SentFile,
    Transfer,
    no_file,
    no_progress,
)

MOST_TRIES = 4
FIRST_WAIT_S = 5.0
SILENCE_S = 900.0
_CONFIG_PATH = re.compile(r"/(\d+)/cfg/([^/]+)")


class TransmitterTransfer(Transfer):
    """Runs the program once for a whole set of files, and again after what may pass, with growing waits.

    `folder` is where this account's skip database and the program's log lie; without one there is neither.
    `main_user_id` is the main account's where a sub-account's assets go to it.
    """

    name = "rayvision_transmitter"
    sends_sets = True
    fetches_sets = True

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
        main_user_id: str = "",
        folder: Optional[Path] = None,
        speed_kb_s: int = engine.FULL_SPEED_KB_S,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._program = program
        self._line = line
        self._client = client
        self._sleep = sleep
        self._silence_s = silence_s
        self._folder = folder
        self._speed_kb_s = speed_kb_s
        self._clock = clock
        main = main_user_id if shares_main_capital and main_user_id else user_id
        self._users = {Area.CONFIG: user_id, Area.INPUT: main, Area.OUTPUT: user_id}
        self._bids: Dict[Area, Optional[str]] = {
            Area.CONFIG: bids.config_bid,
            Area.INPUT: bids.asset_bid(shares_main_capital),
            Area.OUTPUT: bids.output_bid,
        }

    def send_set(
        self,
        files: Sequence[Tuple[str, str]],
        area: Area,
        advance: Advance = no_progress,
        on_file: OnFile = no_file,
    ) -> None:
        """Send (local, remote) pairs in one run; the program skips what is there already."""
        paths = [_absolute(local) for local, _ in files]
        listed = [{"local": path, "server": remote} for path, (_, remote) in zip(paths, files)]
        progress = SetProgress([(path, os.stat(path).st_size) for path in paths], advance, on_file)
        content = json.dumps({"asset": listed, "scene": []}, ensure_ascii=False).encode("utf-8")
        with _file_of("upload.json", content) as path, self._skip_database() as skip_database:
            words = self._words(area, engine.UPLOAD_JSON, str(path), "/", skip_database=skip_database)
            self._run_until_done(words, progress.hear)
        progress.finish()

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
        with _file_of(remote.rsplit("/", 1)[-1], content) as path:
            self._run_until_done(self._words(area, engine.UPLOAD_PATH, str(path), remote))

    def list_files(self, area: Area, folder: str) -> Iterator[RemoteFile]:
        listed = self.results_in(ResultFolder(folder)) if area is Area.OUTPUT else None
        if listed is None:
            raise TransferError("The service does not list these files; they can only be fetched whole.")
        return iter(listed)

    def results_in(self, results: ResultFolder) -> Optional[List[RemoteFile]]:
        """From getOutputUserDirFile; None in v1, and where the service does not answer it as documented."""
        if self._client.generation != V2:
            return None
        try:
            return list_results(self._client, results.path)
        except ServiceError:
            return None

    def fetch_blocks(self, area: Area, remote: str, start: int) -> Iterator[bytes]:
        raise TransferError("The vendor's transfer program fetches whole folders, not blocks.")

    def fetch_set(
        self,
        results: ResultFolder,
        into: Path,
        only: Sequence[str] = (),
        advance: Advance = no_progress,
    ) -> None:
        hear = FolderProgress(into, advance, self._clock).hear
        if only and all("\n" not in path and "\r" not in path for path in only):
            # A list is one path a line: no public source says so [?]. Where it is refused the whole folder is fetched.
            content = "".join(path + "\n" for path in only).encode("utf-8")
            with _file_of("download.txt", content) as listed, contextlib.suppress(_Final):
                self._run_until_done(self._fetching(engine.DOWNLOAD_LIST, into, str(listed), results), hear)
                return
        self._run_until_done(self._fetching(engine.DOWNLOAD_PATH, into, results.path, results), hear)

    def _fetching(self, kind: str, into: Path, remote: str, results: ResultFolder) -> List[str]:
        return self._words(
            Area.OUTPUT,
            kind,
            str(into.absolute()),
            remote,
            results.storage_id,
            results.user_id,
            keeps_folders=True,
        )

    def _words(
        self,
        area: Area,
        kind: str,
        local: str,
        remote: str,
        storage_id: Optional[str] = None,
        user_id: Optional[str] = None,
        skip_database: Optional[str] = None,
        keeps_folders: bool = False,
    ) -> List[str]:
        bid = storage_id or self._bids[area]
        if not bid:
            raise TransferError("The service names no storage for {area} files.", area=area.value)
        return engine.arguments(
            self._program,
            self._line,
            bid,
            user_id or self._users[area],
            kind,
            local,
            remote,
            self._speed_kb_s,
            skip_database,
            keeps_folders,
        )

    @contextlib.contextmanager
    def _skip_database(self) -> Iterator[Optional[str]]:
        if self._folder is None:
            yield None
            return
        with SkipDatabase(self._folder, self._client.transport.platform).held() as ini:
            yield ini

    def _run_until_done(self, words: List[str], hear: Hear = lambda said: None) -> None:
        run: Optional[EngineRun] = None
        outcome = engine.FINAL
        for attempt in range(MOST_TRIES):
            if attempt:
                self._sleep(FIRST_WAIT_S * 2.0 ** (attempt - 1))
            run = EngineRun(words, self._silence_s, _existing(self._folder))
            outcome = run.finish(hear)
            if outcome == engine.DONE:
                return
            if outcome == engine.FINAL:
                break
        assert run is not None
        is_download = engine.DOWNLOAD_LIST in words or engine.DOWNLOAD_PATH in words
        kind = _Final if outcome == engine.FINAL else TransferError
        text = (
            "The transfer program did not fetch everything ({how}): {said} Check the network, then download again."
            if is_download
            else "The transfer program did not send everything ({how}): {said} Check the network, then go on."
        )
        raise kind(text, how=run.ending, said=run.explanation(not is_download))


class _Final(TransferError):
    """The program refused for good."""


def _absolute(path: str) -> str:
    """The program runs in a folder of its own; an absolute path is left as it is written."""
    return path if os.path.isabs(path) else Path(path).absolute().as_posix()


@contextlib.contextmanager
def _file_of(name: str, content: bytes) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="rb-dcc-") as folder:
        path = Path(folder) / name
        path.write_bytes(content)
        yield path


def _existing(folder: Optional[Path]) -> Optional[Path]:
    """The folder, made; None where the disk refuses it: the program then logs where it likes."""
    if folder is None:
        return None
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return None
    return folder
