"""Files to and from a service that announces a plain HTTP store (the embedded one does; its protocol is written there).

An upload goes in blocks, each told its offset, so that it can go on after any break; the whole is checked by SHA-256,
and from the store's protocol 3 on each block too, so that a damaged one alone is sent again.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import os
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Callable, Dict, Iterator, Mapping, Optional, Sequence, Tuple
from urllib.parse import urlsplit

from . import models
from .address import ServiceAddress
from .atomic import read_error
from .bandwidth import Bandwidth
from .blocks import Block, ReadFailed
from .client import Client
from .errors import ConnectionLost, InvalidRequestError, NetworkError, SettingsError, TransferError
from .interfaces import HEADER_VERSIONS, V2
from .retry import past_a_stale_connection, with_retries
from .transfer import Advance, Area, Held, RemoteFile, SentFile, Transfer, no_progress
from .transport import Transport

# A block starts small, so that progress on a slow line is smooth, and grows where it is soon through: each one costs a
# question and an answer.
FIRST_BLOCK_BYTES = 4 << 20
BLOCK_BYTES = 64 << 20
SOON_S = 0.25
LATE_S = 1.0
PAGE_SIZE = 500
MOST_ASKED = 500
NO_FILES_SIZE = 2**53
LANES = 4
CHECKS_BLOCKS_FROM = 3
BUSY = 603


def store_told(client: Client, zone: int) -> models.HttpStore:
    """The service's HTTP store; without a url where it announces none. Source: getConfig (v2), getTransferServerMsg (v1)."""
    told = client.get_config() if client.generation == V2 else client.get_transfer_server_msg(zone)
    return told.http_store or models.HttpStore()


def announced_store(client: Client, zone: int) -> Optional[str]:
    """The path of the service's HTTP store on its host, None where it announces none."""
    return path_of(store_told(client, zone), client)


def path_of(store: models.HttpStore, client: Client) -> Optional[str]:
    """The path of a store on the service's host; None for one without a url.

    Raises SettingsError where the store is on another host than the service: signatures and scenes go to the service's
    own host only.
    """
    if not store.url:
        return None
    parts = urlsplit(store.url)
    if ServiceAddress.parse(f"{parts.scheme}://{parts.netloc}") != client.transport.address:
        raise SettingsError(
            "The service announces a file store on another computer ({host}); nothing was sent there. Check the"
            " service address in the profile.",
            host=parts.netloc[:80],
        )
    return parts.path.rstrip("/")


class StoreTransfer(Transfer):
    """Moves files by the store's own protocol; `path` is the store's path on the service's host.

    `shares_main_capital` is true of a sub-account whose assets go to its main account; `checks_blocks` where the store
    compares each block with its checksum.
    """

    name = "HTTP store"

    def __init__(
        self,
        transport: Transport,
        bids: models.TransferBids,
        path: str,
        sleep: Callable[[float], None],
        shares_main_capital: bool = False,
        limit: Optional[Bandwidth] = None,
        checks_blocks: bool = False,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._transport = transport
        self._path = path
        self._sleep = sleep
        self._limit = limit
        self.lanes = LANES if limit is None else 1
        self._checks_blocks = checks_blocks
        self._clock = clock
        self._adapted_bytes = FIRST_BLOCK_BYTES
        self._expected: Dict[Tuple[str, str], models.StoreHeld] = {}
        self._bids: Dict[Area, Optional[str]] = {
            Area.CONFIG: bids.config_bid,
            Area.INPUT: bids.asset_bid(shares_main_capital),
            Area.OUTPUT: bids.output_bid,
        }

    def send_file(
        self,
        local: Path,
        area: Area,
        remote: str,
        advance: Advance = no_progress,
        known_sha256: Optional[str] = None,
    ) -> SentFile:
        where = self._where(area, remote)
        try:
            with open(str(local), "rb") as stream:
                size = os.fstat(stream.fileno()).st_size
                return self._send_stream(stream, size, where, advance, known_sha256)
        except (OSError, ReadFailed) as error:
            cause = error.error if isinstance(error, ReadFailed) else error
            raise read_error(cause, str(local)) from error

    def rest(self) -> None:
        self._transport.release()

    def expect(self, remotes: Sequence[str], area: Area) -> None:
        self._expected.clear()
        if not self._checks_blocks:
            return
        for start in range(0, len(remotes), MOST_ASKED):
            asked = remotes[start : start + MOST_ASKED]
            bid = self._where(area, "")["bid"]
            held = models.StoreHeld.list_from_json(self._post("held", {"bid": bid, "paths": list(asked)}))
            if len(held) == len(asked):
                self._expected.update(((bid, remote), each) for remote, each in zip(asked, held))

    def send_bytes(self, content: bytes, area: Area, remote: str) -> None:
        self._send_stream(io.BytesIO(content), len(content), self._where(area, remote), no_progress)

    def list_files(self, area: Area, folder: str) -> Iterator[RemoteFile]:
        page = 1
        while True:
            query = dict(self._where(area, folder), pageNum=str(page), pageSize=str(PAGE_SIZE))
            answer = models.Page.of(models.StoreFile, self._get("list", query))
            for item in answer.items:
                if item.path and item.size is not None:
                    yield RemoteFile(item.path, item.size, item.sha256 or None, item.modified_ms)
            if page >= (answer.page_count or 0):
                return
            page += 1

    def fetch_blocks(self, area: Area, remote: str, start: int) -> Iterator[bytes]:
        blocks = self._transport.fetch_bytes(
            self._path + "/file", HEADER_VERSIONS[V2], self._where(area, remote), start
        )
        return blocks if self._limit is None else self._limit.paced(blocks)

    def _send_stream(
        self,
        stream: Any,
        size: int,
        where: Mapping[str, str],
        advance: Advance,
        known_sha256: Optional[str] = None,
    ) -> SentFile:
        held = self._expected.pop((where["bid"], where["path"]), None) or self._held(where)
        if held.committed and held.size == size:
            own = known_sha256 or _prefix_sha256(stream, size).hexdigest()
            if held.sha256 == own:
                advance(Held(size))
                return SentFile(0, own)
        offset = held.offset or 0
        if offset > size or held.part_size not in (None, size):
            offset = 0  # an older file's, which the store drops on meeting another size
        told = _Told(advance)
        try:
            return self._send_from(offset, stream, size, where, told)
        except InvalidRequestError:
            # What was held is an older file's of the same size, or the store is one that does not tell.
            other_size = NO_FILES_SIZE if size else 0
            with contextlib.suppress(InvalidRequestError):
                self._put(b"", 0, other_size, where, {})
            return self._send_from(self._held(where).offset or 0, stream, size, where, told)

    def _send_from(
        self, offset: int, stream: Any, size: int, where: Mapping[str, str], told: _Told
    ) -> SentFile:
        """Send what is missing from an offset on and commit the whole, whose checksum is taken on the way."""
        if offset > size:
            offset = 0
        stream.seek(0)
        sending = _Sending(stream, size, where, _prefix_sha256(stream, offset), told, offset)
        told.held_upto(offset)
        start, is_committed = offset, False
        while offset < size:
            end = min(size, offset + self._next_block())
            begun = self._clock()
            # Where what was held is an older file's, the first block after it does not lead to its checksum.
            is_committed = self._put_block(sending, offset, end, is_doubtful=0 < offset == start)
            self._adapt(end - offset, self._clock() - begun)
            offset = end
        sha256 = sending.digest.hexdigest()
        if not is_committed:
            with self._raced():
                self._post("commit", dict(where, size=size, sha256=sha256))
        return SentFile(offset - start, sha256)

    def _put_block(self, sending: _Sending, begin: int, end: int, is_doubtful: bool) -> bool:
        """Send one block; after a break ask how much of it arrived and send only the rest.

        A last one that is small carries the whole's checksum, so that it needs no commit of its own: True where that
        was done.
        """
        base = sending.digest

        def attempt() -> bool:
            at = max(begin, min(sending.arrived, end))
            is_committed, digest = False, None
            if at < end:
                with contextlib.closing(self._block(sending, base.copy(), begin, at, end)) as block:
                    is_committed = self._put_or_look(block, at, end, sending, is_doubtful)
                digest = block.digest if block.is_read else None
            sending.digest = digest or sending.digest_upto(base, begin, end)
            sending.told.upto(end)
            return is_committed

        return with_retries(lambda: past_a_stale_connection(attempt), True, self._sleep)

    def _put_or_look(self, block: Block, at: int, end: int, sending: _Sending, is_doubtful: bool) -> bool:
        """Send a block's bytes; after a break ask how much is held now, and raise where some of the block is not."""
        whole_sha256 = block.upto_sha256 if end == sending.size else None
        try:
            is_committed = self._put_checked(block, at, sending, whole_sha256)
        except InvalidRequestError as error:
            if is_doubtful or "upto_sha256" not in error.server_message:
                raise
            raise _damaged(self._transport.address.host) from error
        except NetworkError as error:
            held = self._held(sending.where)
            if whole_sha256 and held.committed and (held.size, held.sha256) == (sending.size, whole_sha256):
                return True
            offset = held.offset or 0 if held.part_size in (None, sending.size) else 0
            if offset < at and isinstance(error.__cause__, InvalidRequestError):
                raise error.__cause__ from None  # what was held is gone, not more than was known
            sending.arrived = max(sending.arrived, min(offset, sending.size))
            if sending.arrived < end:
                self._transport.release()  # the rest goes by a connection of its own
                raise
            return False
        sending.arrived = max(sending.arrived, end)
        return is_committed

    def _block(self, sending: _Sending, digest: Any, begin: int, at: int, end: int) -> Block:
        """The block's bytes from `at` on; those before it, which have arrived, are only hashed once more."""
        sending.stream.seek(begin)
        _prefix_sha256(sending.stream, at - begin, digest)
        limit = self._limit
        reached = {"at": at}

        def on_piece(size: int) -> None:
            reached["at"] += size
            sending.told.upto(reached["at"])

        if limit is None:
            return Block(sending.stream, digest, end - at, self._checks_blocks, on_piece)
        return Block(sending.stream, digest, end - at, self._checks_blocks, on_piece, limit.spend)

    def _put_checked(self, block: Block, at: int, sending: _Sending, whole_sha256: Optional[str]) -> bool:
        checks = {"sha256": whole_sha256} if whole_sha256 else {}
        if self._checks_blocks and block.upto_sha256 is not None:
            checks["upto_sha256"] = block.upto_sha256
        elif block.has_tail:
            checks["tail"] = "sha256"
        with self._raced():
            return self._put(block, at, sending.size, sending.where, checks)

    @contextlib.contextmanager
    def _raced(self) -> Iterator[None]:
        """An earlier connection, broken only on this side, may still bring what was under way: a passing fault."""
        try:
            yield
        except InvalidRequestError as error:
            if error.code == BUSY or "offset is not what is held" in error.server_message:
                raise ConnectionLost(
                    "{host} still receives this file by an earlier connection. Wait a minute, then go on.",
                    host=self._transport.address.host,
                ) from error
            raise

    def _put(
        self, body: Any, at: int, size: int, where: Mapping[str, str], checks: Mapping[str, str]
    ) -> bool:
        query = dict(where, offset=str(at), size=str(size), **checks)
        answer = self._transport.send_bytes(self._path + "/part", HEADER_VERSIONS[V2], query, body)
        return bool(models.StoreHeld.from_json(answer).committed)

    def _next_block(self) -> int:
        most = min(BLOCK_BYTES, self._adapted_bytes)
        return most if self._limit is None else min(most, self._limit.block_bytes)

    def _adapt(self, sent_bytes: int, took_s: float) -> None:
        if took_s > LATE_S:
            self._adapted_bytes = FIRST_BLOCK_BYTES
        elif took_s < SOON_S and sent_bytes >= self._adapted_bytes < BLOCK_BYTES:
            self._adapted_bytes *= 2

    def _held(self, where: Mapping[str, str]) -> models.StoreHeld:
        return models.StoreHeld.from_json(self._get("offset", where))

    def _get(self, verb: str, query: Mapping[str, str]) -> Any:
        return self._transport.ask("GET", self._path + "/" + verb, HEADER_VERSIONS[V2], True, query=query)

    def _post(self, verb: str, body: Mapping[str, Any]) -> Any:
        """Commit says what the end shall be, so asking twice ends the same."""
        return self._transport.ask("POST", self._path + "/" + verb, HEADER_VERSIONS[V2], True, body=body)

    def _where(self, area: Area, remote: str) -> Dict[str, str]:
        bid = self._bids[area]
        if not bid:
            raise TransferError(
                "The service told no storage for {area} files. Ask its support.", area=area.value
            )
        return {"bid": bid, "path": remote}


def _damaged(host: str) -> NetworkError:
    return ConnectionLost(
        "A block arrived damaged at {host}, again and again. Check the network (a cable, a proxy), then go on.",
        host=host,
    )


class _Told:
    """Progress up to a place in the file: what is sent a second time after a break is told once."""

    def __init__(self, advance: Advance) -> None:
        self._advance = advance
        self._reached = 0

    def upto(self, reached: int) -> None:
        if reached > self._reached:
            moved, self._reached = reached - self._reached, reached
            self._advance(moved)

    def held_upto(self, reached: int) -> None:
        """What an earlier run sent."""
        if reached > self._reached:
            held, self._reached = reached - self._reached, reached
            self._advance(Held(held))


@dataclass
class _Sending:
    """One file on its way; `digest` is that of what was sent, `arrived` how many bytes are known to be held."""

    stream: Any
    size: int
    where: Mapping[str, str]
    digest: Any
    told: _Told
    arrived: int = 0

    def digest_upto(self, base: Any, begin: int, end: int) -> Any:
        """The digest at the end of a block that arrived without being read to its end here."""
        self.stream.seek(begin)
        return _prefix_sha256(self.stream, end - begin, base.copy())


def _prefix_sha256(stream: Any, size: int, digest: Any = None) -> Any:
    """A digest with the stream's next `size` bytes in it, fewer where it ends."""
    digest = hashlib.sha256() if digest is None else digest
    left = size
    while left > 0:
        block = stream.read(min(1 << 20, left))
        if not block:
            break
        digest.update(block)
        left -= len(block)
    return digest
