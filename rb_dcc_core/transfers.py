"""Chooses how files go to a service, before anything is created, and says why."""

from __future__ import annotations

import sys
import time
from typing import Callable, Optional, Tuple

from .client import Client
from .engine_program import EngineLine, Program, engine_lines, find_program, works_on
from .errors import SettingsError
from .interfaces import V2
from .messages import Message
from .store import StoreTransfer, announced_store
from .transfer import Transfer
from .transmitter import TransmitterTransfer

HOW_TO_GET = (
    "Install the vendor's 'rayvision-sync' package (python -m pip install rayvision-sync) or its desktop client, or name"
    " the program with RB_DCC_ENGINE."
)


def open_transfer(
    client: Client,
    configured: str = "",
    sleep: Callable[[float], None] = time.sleep,
    find: Callable[[str], Optional[Program]] = find_program,
    system: str = sys.platform,
) -> Transfer:
    """The service's own HTTP store where it announces one, else the vendor's program.

    Raises SettingsError with what to do where neither can be used; nothing is created then.
    """
    profile = client.query_user_profile()
    shares = bool(profile.share_main_capital)
    transfer: Transfer
    path = announced_store(client, profile.zone or 2)
    if path is not None:
        transfer = StoreTransfer(client.transport, client.get_transfer_bid(), path, sleep, shares)
        transfer.why = Message("Files go by the service's own HTTP store.")
        return transfer
    program, line = _engine(client, profile.zone or 2, find(configured), system)
    bids = client.get_transfer_bid()
    user_id = "" if profile.user_id is None else str(profile.user_id)
    transfer = TransmitterTransfer(program, line, client, bids, user_id, shares, sleep)
    transfer.why = Message(
        "Files go by the vendor's transfer program {path} ({engine} to {server}): the service has no store of its own.",
        path=program.path,
        engine=line.engine,
        server=line.server,
    )
    return transfer


def _engine(client: Client, zone: int, program: Optional[Program], system: str) -> Tuple[Program, EngineLine]:
    if not works_on(system):
        raise SettingsError(
            "The vendor's transfer program does not exist for this system. Prepare the job files with 'rb-dcc submit"
            " --dry-run DIR' and send them from Windows or Linux."
        )
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
