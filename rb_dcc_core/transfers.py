"""Chooses how files go to a service, before anything is created, and says why."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import Callable, Optional, Tuple

from .bandwidth import Bandwidth, kb_s
from .client import Client
from .engine_program import (
    FULL_SPEED_KB_S,
    EngineLine,
    Program,
    engine_lines,
    runnable_program,
    works_on,
)
from .errors import SettingsError
from .interfaces import V2
from .messages import Message
from .store import CHECKS_BLOCKS_FROM, StoreTransfer, path_of, store_told
from .transfer import Transfer
from .transmitter import TransmitterTransfer

HOW_TO_GET = (
    "Install the vendor's 'rayvision-sync' package (python -m pip install rayvision-sync) or its desktop client, or name"
    " the program with RB_DCC_ENGINE."
)
ELSEWHERE = (
    "Windows and Linux: the program sends and fetches. macOS: there is no such program; 'rb-dcc submit SCENE --offline"
    " DIR' prepares the submission, and 'rb-dcc send DIR' sends it on Windows or Linux."
)


def open_transfer(
    client: Client,
    configured: str = "",
    sleep: Callable[[float], None] = time.sleep,
    find: Callable[[str], Optional[Program]] = runnable_program,
    system: str = sys.platform,
    limit_mb_s: Optional[float] = None,
    engine_folder: Optional[Path] = None,
) -> Transfer:
    """The service's own HTTP store where it announces one, else the vendor's program.

    `limit_mb_s` is in millions of bytes; `engine_folder` is where the program keeps what it remembers of this account.
    Raises SettingsError with what to do where neither can be used; nothing is created then.
    """
    profile = client.query_user_profile()
    shares = bool(profile.share_main_capital)
    transfer: Transfer
    told = store_told(client, profile.zone or 2)
    path = path_of(told, client)
    if path is not None:
        limit = None if limit_mb_s is None else Bandwidth(limit_mb_s, sleep=sleep)
        checks = (told.protocol or 0) >= CHECKS_BLOCKS_FROM
        bids = client.get_transfer_bid()
        transfer = StoreTransfer(client.transport, bids, path, sleep, shares, limit, checks)
        transfer.why = Message("Files go by the service's own HTTP store.")
        return transfer
    program, line = _engine(client, profile.zone or 2, lambda: find(configured), system)
    bids = client.get_transfer_bid()
    user_id = "" if profile.user_id is None else str(profile.user_id)
    transfer = TransmitterTransfer(
        program,
        line,
        client,
        bids,
        user_id,
        shares,
        sleep,
        main_user_id="" if profile.main_user_id is None else str(profile.main_user_id),
        folder=engine_folder,
        speed_kb_s=kb_s(limit_mb_s, FULL_SPEED_KB_S),
    )
    transfer.why = Message(
        "Files go by the vendor's transfer program {path} ({engine} to {server}): the service has no store of its own.",
        path=program.path,
        engine=line.engine,
        server=line.server,
    )
    return transfer


def _engine(
    client: Client, zone: int, find: Callable[[], Optional[Program]], system: str
) -> Tuple[Program, EngineLine]:
    if not works_on(system):
        raise SettingsError(
            "The vendor's transfer program does not exist for this system. Export the submission with 'rb-dcc submit SCENE"
            " --offline DIR', and send it with 'rb-dcc send DIR' on Windows or Linux."
        )
    program = find()
    if program is None:
        raise SettingsError(
            "This service takes files only through the vendor's transfer program, which is not on this computer. {how}"
            " 'rb-dcc engine' shows what was found.",
            how=HOW_TO_GET,
        )
    line = engine_line(client, zone)
    if line is None:
        raise SettingsError("The service names no transfer server. Ask the farm's support.")
    return program, line


def engine_line(client: Client, zone: int) -> Optional[EngineLine]:
    """The server the program would use: the first of getConfig (v2), the Raysync server of getTransferServerMsg (v1)."""
    if client.generation == V2:
        lines = engine_lines(client.get_config().unknown)
        return lines[0] if lines else None
    told = client.get_transfer_server_msg(zone).raysync_transfer
    if told is None or not told.server_ip or not told.server_port:
        return None
    return EngineLine("raysync", told.server_ip, told.server_port)
