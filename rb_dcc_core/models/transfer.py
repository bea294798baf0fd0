"""Where files go: storage ids, servers, keys of engines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Optional

from .base import Model, anything, text, whole, wire


@dataclass(frozen=True)
class HttpStore(Model):
    """A plain HTTP file store; `url` its address, `protocol` the number of its protocol."""

    url: Optional[str] = wire("url", text)
    protocol: Optional[int] = wire("protocol", whole)


@dataclass(frozen=True)
class StoreHeld(Model):
    """What the HTTP store holds of a file: `offset` bytes of an unfinished upload of `part_size`, and of the complete
    file, where `committed` is 1, its size in bytes and SHA-256.
    """

    offset: Optional[int] = wire("offset", whole)
    committed: Optional[int] = wire("committed", whole)
    size: Optional[int] = wire("size", whole)
    sha256: Optional[str] = wire("sha256", text)
    part_size: Optional[int] = wire("partSize", whole)


@dataclass(frozen=True)
class StoreFile(Model):
    """A complete file in the HTTP store; `size` in bytes."""

    path: Optional[str] = wire("path", text)
    size: Optional[int] = wire("size", whole)
    sha256: Optional[str] = wire("sha256", text)
    modified_ms: Optional[int] = wire("modified", whole)


@dataclass(frozen=True)
class TransferBids(Model):
    """Storage ids (getTransferBid): where job files, results and assets lie. The last two only in v2."""

    config_bid: Optional[str] = wire("config_bid", text)
    output_bid: Optional[str] = wire("output_bid", text)
    input_bid: Optional[str] = wire("input_bid", text)
    parent_input_bid: Optional[str] = wire("parent_input_bid", text)
    sub_user_output_bids: Optional[Any] = wire("sub_user_output_bids", anything)

    def asset_bid(self, shares_main_capital: bool) -> Optional[str]:
        """Where assets go: a sub-account that spends its main account's money sends them there (JOBFILES, order 7)."""
        return self.parent_input_bid if shares_main_capital and self.parent_input_bid else self.input_bid


@dataclass(frozen=True)
class TransferConfig(Model):
    """Engines, lines and storage ids (getConfig, v2). Its unknown fields hold secrets: never log or show them."""

    http_store: Optional[HttpStore] = wire("httpStore", HttpStore.from_json)


@dataclass(frozen=True)
class RaysyncServer(Model):
    """Where the Raysync engine connects to."""

    server_ip: Optional[str] = wire("serverIp", text)
    server_port: Optional[int] = wire("serverPort", whole)
    proxy_ip: Optional[str] = wire("proxyIp", text)
    proxy_port: Optional[int] = wire("proxyPort", whole)
    ssl_port: Optional[int] = wire("sslPort", whole)
    port: Optional[int] = wire("port", whole)


@dataclass(frozen=True)
class TransferServer(Model):
    """The transfer server of a zone (getTransferServerMsg). `http_store` is only announced by the embedded service."""

    client_version: Optional[str] = wire("clientVersion", text)
    protocol_version: Optional[str] = wire("protocolVersion", text)
    raysync_transfer: Optional[RaysyncServer] = wire("raysyncTransfer", RaysyncServer.from_json)
    http_store: Optional[HttpStore] = wire("httpStore", HttpStore.from_json)


@dataclass(frozen=True)
class RaySyncUserKey(Model):
    """The log-in of the Raysync engine (getRaySyncUserKey). It holds secrets: never log or show it."""

    channel: Optional[int] = wire("channel", whole)
    platform: Optional[int] = wire("platform", whole)
    signature: Optional[str] = wire("signature", text, secret=True)
    version: Optional[str] = wire("version", text)
    user_key: Optional[str] = wire("userKey", text, secret=True)
    id: Optional[int] = wire("id", whole)
    user_name: Optional[str] = wire("userName", text)
    zone: Optional[int] = wire("zone", whole)
    phone: Optional[str] = wire("phone", text)
    email: Optional[str] = wire("email", text)
    login_time_ms: Optional[int] = wire("loginTime", whole)
    info_status: Optional[int] = wire("infoStatus", whole)
    account_type: Optional[int] = wire("accountType", whole)
    share_main_capital: Optional[int] = wire("shareMainCapital", whole)
    sub_delete_task: Optional[int] = wire("subDeleteTask", whole)
    sub_delete_capital: Optional[int] = wire("subDeleteCapital", whole)
    use_main_balance: Optional[int] = wire("useMainBalance", whole)
    download_disable: Optional[int] = wire("downloadDisable", whole)
    ray_sync_user_key: Optional[str] = wire("raySyncUserKey", text, secret=True)
