"""`rb-dcc engine`: the vendor's transfer program, as far as it is on this computer."""

from __future__ import annotations

import sys
from typing import Any, Dict, Optional

import click

from rb_dcc_core.engine_program import find_program, version_of, works_on
from rb_dcc_core.errors import RenderbusError
from rb_dcc_core.transfers import HOW_TO_GET, engine_line

from .output import json_option, print_json, print_pairs
from .workbench import Workbench, pass_workbench

_SOURCES = {
    "settings": "named in the settings",
    "path": "on PATH",
    "package": "in the installed rayvision-sync",
}


@click.command()
@json_option
@pass_workbench
def engine(workbench: Workbench, as_json: bool) -> int:
    """Show the vendor's transfer program: where it is, its version, its server, what works on this system.

    Exit 1 where the farm cannot be sent to from here.
    """
    program, error = _found(workbench)
    answer: Dict[str, Any] = {
        "path": program.path if program else None,
        "found": program.source if program else None,
        "version": version_of(program) if program else None,
        "system_works": works_on(),
        "error": error,
        **_server(workbench),
    }
    if as_json:
        print_json(answer)
    else:
        _show(answer)
    return 0 if program is not None and works_on() else 1


def _found(workbench: Workbench) -> Any:
    try:
        return find_program(_configured(workbench)), None
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
            ("this system", f"{sys.platform}: " + ("works" if answer["system_works"] else "no such program")),
        ]
    )
    if answer["path"] is None:
        click.echo(HOW_TO_GET)
    click.echo("Windows and Linux send by the program; on macOS prepare with 'rb-dcc submit --dry-run DIR'.")
