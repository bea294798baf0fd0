"""Files to and from a service that announces a plain HTTP store (the embedded one does; its protocol is written there).

An upload goes in blocks, each told its offset, so that it can go on after any break; the whole is checked by SHA-256.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import os
from pathlib import Path
from typing import Any, Callable, Dict, Iterator, Mapping, Optional
from urllib.parse import urlsplit

from . import models
from .address import ServiceAddress
from .atomic import read_error
from .client import Client
from .errors import InvalidRequestError, NetworkError, SettingsError, TransferError
from .interfaces import HEADER_VERSIONS, V2
from .retry import with_retries
from .transfer import Advance, Area, RemoteFile, SentFile, Transfer, no_progress
from .transport import Transport

BLOCK_BYTES = 4 << 20
PAGE_SIZE = 500


def announced_store(client: Client, zone: int) -> Optional[str]:
    """The address of the service's HTTP store, None where it announces none.

    Source: getConfig (v2), getTransferServerMsg (v1). Raises SettingsError where the store is on another host than the
    service: signatures and scenes go to the service's own host only.
    """
    told = client.get_config() if client.generation == V2 else client.get_transfer_server_msg(zone)
    url = told.http_store.url if told.http_store else None
    if not url:
        return None
    parts = urlsplit(url)
    if ServiceAddress.parse(f"{parts.scheme}://{parts.netloc}") != client.transport.address:
        raise SettingsError(
            "The service announces a file store on another computer ({host}); nothing was sent there. Check the"
            " service address in the profile.",
            host=parts.netloc[:80],
        )
    return parts.path.rstrip("/")


class StoreTransfer(Transfer):
    """Moves files by the store's own protocol; `path` is the store's path on the service's host.

    `shares_main_capital` is true of a sub-account whose assets go to its main account.
    """

    name = "HTTP store"

    def __init__(
        self,
        transport: Transport,
        bids: models.TransferBids,
        path: str,
        sleep: Callable[[float], None],
        shares_main_capital: bool = False,
    ) -> None:
        self._transport = transport
        self._path = path
        self._sleep = sleep
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
        except OSError as error:
            raise read_error(error, str(local)) from error

    def send_bytes(self, content: bytes, area: Area, remote: str) -> None:
        self._send_stream(io.BytesIO(content), len(content), self._where(area, remote), no_progress)

    def list_files(self, area: Area, folder: str) -> Iterator[RemoteFile]:
        page = 1
        while True:
            query = dict(self._where(area, folder), pageNum=str(page), pageSize=str(PAGE_SIZE))
            answer = models.Page.of(models.StoreFile, self._get("list", query))
            for item in answer.items:
                if item.path and item.size is not None:
                    yield RemoteFile(item.path, item.size, item.sha256 or None)
            if page >= (answer.page_count or 0):
                return
            page += 1

    def fetch_blocks(self, area: Area, remote: str, start: int) -> Iterator[bytes]:
        return self._transport.fetch_bytes(
            self._path + "/file", HEADER_VERSIONS[V2], self._where(area, remote), start
        )

    def _send_stream(
        self,
        stream: Any,
        size: int,
        where: Mapping[str, str],
        advance: Advance,
        known_sha256: Optional[str] = None,
    ) -> SentFile:
        held = self._held(where)
        if held.committed and held.size == size:
            own = known_sha256 or _prefix_sha256(stream, size).hexdigest()
            if held.sha256 == own:
                advance(size)
                return SentFile(0, own)
        try:
            return self._send_from(held.offset or 0, stream, size, where, advance)
        except InvalidRequestError:
            # What was held is an older file's. The store drops it on meeting another hash or, here, another size.
            with contextlib.suppress(InvalidRequestError):
                self._put_block(b"", 0, size, where)
            return self._send_from(self._held(where).offset or 0, stream, size, where, advance)

    def _send_from(
        self, offset: int, stream: Any, size: int, where: Mapping[str, str], advance: Advance
    ) -> SentFile:
        """Send what is missing from an offset on and commit the whole, whose checksum is taken on the way."""
        if offset > size:
            offset = 0
        stream.seek(0)
        digest = _prefix_sha256(stream, offset)
        advance(offset)
        start = offset
        while offset < size:
            block = stream.read(min(BLOCK_BYTES, size - offset))
            if not block:
                raise TransferError("A file became shorter while it was sent. Save it and submit again.")
            self._put_block(block, offset, size, where)
            digest.update(block)
            offset += len(block)
            advance(len(block))
        self._post("commit", dict(where, size=size, sha256=digest.hexdigest()))
        return SentFile(offset - start, digest.hexdigest())

    def _put_block(self, block: bytes, offset: int, size: int, where: Mapping[str, str]) -> None:
        """Send one block; after a break ask how much of it arrived and send only the rest."""
        sent = {"offset": offset}

        def attempt() -> None:
            rest = block[sent["offset"] - offset :]
            query = dict(where, offset=str(sent["offset"]), size=str(size))
            try:
                self._transport.send_bytes(self._path + "/part", HEADER_VERSIONS[V2], query, rest)
            except NetworkError:
                held = self._held(where).offset or 0
                sent["offset"] = min(max(held, offset), offset + len(block))
                if sent["offset"] == offset + len(block):
                    return
                raise

        with_retries(attempt, True, self._sleep)

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


def _prefix_sha256(stream: Any, size: int) -> Any:
    digest = hashlib.sha256()
    left = size
    while left > 0:
        block = stream.read(min(1 << 20, left))
        if not block:
            break
        digest.update(block)
        left -= len(block)
    return digest
