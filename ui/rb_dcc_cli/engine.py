"""`rb-dcc engine`: the vendor's transfer program, as far as it is on this computer, and a trial of the way to the farm."""

from __future__ import annotations

import sys
from typing import Any, Dict, Optional

import click

from rb_dcc_core.bandwidth import limit_of
from rb_dcc_core.engine_memory import SkipDatabase
from rb_dcc_core.engine_program import find_program, runnable_program, version_of, works_on
from rb_dcc_core.errors import RenderbusError
from rb_dcc_core.transfer_trial import try_sending
from rb_dcc_core.transfers import ELSEWHERE, HOW_TO_GET, engine_line

from .limit import limit_option
from .output import json_option, print_json, print_pairs, size_text
from .workbench import Workbench, pass_workbench

_SOURCES = {
    "settings": "named in the settings",
    "path": "on PATH",
    "package": "in the installed rayvision-sync",
}


@click.command()
@click.option(
    "--test", "is_tried", is_flag=True, help="Send a small file to the farm and say how fast it went."
)
@click.option(
    "--forget", is_flag=True, help="Drop what it remembers as sent, where the farm has deleted files since."
)
@limit_option
@json_option
@pass_workbench
def engine(workbench: Workbench, is_tried: bool, forget: bool, as_json: bool) -> int:
    """Show the vendor's transfer program: where it is, its version, its server, what works on this system.

    Exit 1 where the farm cannot be sent to from here.
    """
    if is_tried and forget:
        raise click.UsageError("Give either --test or --forget.")
    if forget:
        return _forget(workbench, as_json)
    return _try(workbench, as_json) if is_tried else _tell(workbench, as_json)


def _tell(workbench: Workbench, as_json: bool) -> int:
    program, error = _found(workbench)
    answer: Dict[str, Any] = {
        "path": program.path if program else None,
        "found": program.source if program else None,
        "version": version_of(program) if program else None,
        "system_works": works_on(),
        "limit_mb_s": _limit(workbench),
        "error": error,
        **_server(workbench),
    }
    if as_json:
        print_json(answer)
    else:
        _show(answer)
    return 0 if program is not None and works_on() else 1


def _try(workbench: Workbench, as_json: bool) -> int:
    """Errors are raised as they are: they are sentences that say what to do."""
    transfer = workbench.transfer
    if transfer.why is not None:
        click.echo(transfer.why.text(), err=True)
    trial = try_sending(transfer)
    if as_json:
        print_json({"way": trial.way, "bytes": trial.size_bytes, "seconds": round(trial.seconds, 3)})
    else:
        size, rate = size_text(trial.size_bytes), size_text(int(trial.bytes_per_s))
        click.echo(f"The way to the farm works: {size} in {trial.seconds:.1f} s ({rate}/s) by {trial.way}.")
    return 0


def _forget(workbench: Workbench, as_json: bool) -> int:
    database = SkipDatabase(workbench.engine_folder, workbench.account.profile.platform)
    is_dropped = database.forget()
    if as_json:
        print_json({"forgotten": is_dropped})
    else:
        click.echo(
            "Forgotten: every file is compared again." if is_dropped else "There was nothing to forget."
        )
    return 0


def _limit(workbench: Workbench) -> Optional[float]:
    try:
        return limit_of(workbench.account.profile.unknown, workbench.limit_mb_s)
    except RenderbusError:
        return workbench.limit_mb_s


def _found(workbench: Workbench) -> Any:
    try:
        find = runnable_program if works_on() else find_program
        return find(_configured(workbench)), None
    except RenderbusError as error:
        return None, str(error)


def _configured(workbench: Workbench) -> str:
    try:
        return str(workbench.account.profile.unknown.get("engine") or "")
    except RenderbusError:
        return ""


def _server(workbench: Workbench) -> Dict[str, Optional[str]]:
    """The server of the account; without an account or a network why it is not known."""
    try:
        client = workbench.client
        line = engine_line(client, client.query_user_profile().zone or 2)
    except RenderbusError as error:
        return {"server": None, "engine": None, "server_unknown": str(error)}
    if line is None:
        return {"server": None, "engine": None, "server_unknown": "the service names none"}
    return {"server": f"{line.server}:{line.port}", "engine": line.engine, "server_unknown": None}


def _show(answer: Dict[str, Any]) -> None:
    found = (
        "not found" if answer["path"] is None else "{} ({})".format(answer["path"], _SOURCES[answer["found"]])
    )
    print_pairs(
        [
            ("program", answer["error"] or found),
            ("version", answer["version"] or ("unknown" if answer["path"] else None)),
            ("engine", answer["engine"]),
            ("server", answer["server"] or "not known: {}".format(answer["server_unknown"])),
            ("limit", "{:g} MB/s".format(answer["limit_mb_s"]) if answer["limit_mb_s"] else None),
            ("this system", f"{sys.platform}: " + ("works" if answer["system_works"] else "no such program")),
        ]
    )
    if answer["path"] is None:
        click.echo(HOW_TO_GET)
    click.echo(ELSEWHERE)
