"""`rb-dcc login`: ask for id and key, test them, choose zone and platform, keep them."""

from __future__ import annotations

import dataclasses
import os
import sys
from typing import Dict, Optional, Tuple

import click

from rb_dcc_core.address import ServiceAddress
from rb_dcc_core.client import Client
from rb_dcc_core.credentials import Credentials
from rb_dcc_core.errors import InputError
from rb_dcc_core.login import keep_account
from rb_dcc_core.platforms import fitting_platform, zoned_platforms
from rb_dcc_core.settings import FIRST_PLATFORM, Account, Profile

from .account import ZONES, state_text
from .workbench import Workbench, pass_workbench


@click.command()
@click.option("--access-id", metavar="ID", help="The access id; asked for where not given.")
@click.option("--key-stdin", is_flag=True, help="Read the access key from standard input (one line).")
@click.option("--service", metavar="URL", help="The service's address.")
@click.option("--zone", type=click.IntRange(1, 2), help="1 China, 2 abroad; asked for where not given.")
@click.option("--platform", metavar="NUMBER", help="The platform; asked for where not given.")
@click.option("--generation", type=click.Choice(["v1", "v2", "auto"]), help="The protocol's generation.")
@pass_workbench
def login(
    workbench: Workbench,
    access_id: Optional[str],
    key_stdin: bool,
    service: Optional[str],
    zone: Optional[int],
    platform: Optional[str],
    generation: Optional[str],
) -> None:
    """Test an access id and key and keep them as a profile (--profile NAME before 'login' names it).

    Keys come from the farm's web page, under your account's API settings.
    """
    given = {"service": service, "platform": platform, "generation": generation, "access_id": access_id}
    profile = _start(workbench, {key: value for key, value in given.items() if value})
    profile = dataclasses.replace(profile, service=ServiceAddress.parse(profile.service).url)
    profile, key = _with_key(profile, key_stdin)
    credentials = Credentials(profile.access_id, key)
    account = Account(profile, ServiceAddress.parse(profile.service), credentials)
    client = Client.connect(account, language=workbench.language)
    try:
        user = client.query_user_profile()
        chosen = (
            platform or os.environ.get("RB_DCC_PLATFORM") or _choose_platform(client, zone, user.platform)
        )
    finally:
        client.close()
    profile = dataclasses.replace(profile, platform=str(chosen))
    keep_account(workbench.locations.settings_file, workbench.keys, profile, key)
    click.echo(f"Logged in as {user.user_name or user.user_id} on platform {profile.platform}.")
    click.echo(f"Profile '{profile.name}' is in {workbench.locations.settings_file}.")
    click.echo(f"The key is in {workbench.keys.place}{_who_reads(workbench)}.")


def _who_reads(workbench: Workbench) -> str:
    is_file = workbench.keys.place == str(workbench.locations.credentials_file)
    return ", a file only you can read, shared by terminal and hosts" if is_file else ""


def _start(workbench: Workbench, given: Dict[str, str]) -> Profile:
    """What is known before asking: options, then environment variables, then the profile there is."""
    name = workbench.profile_name or os.environ.get("RB_DCC_PROFILE") or workbench.settings.default_profile
    known = workbench.settings.profiles.get(name, Profile(name))
    variables = {
        "service": "RB_DCC_SERVICE",
        "generation": "RB_DCC_GENERATION",
        "access_id": "RB_DCC_ACCESS_ID",
    }
    found = {key: os.environ[variable] for key, variable in variables.items() if os.environ.get(variable)}
    found.update(given)
    found.setdefault("platform", FIRST_PLATFORM)
    return dataclasses.replace(known, **found)  # type: ignore[arg-type]


def _with_key(profile: Profile, key_stdin: bool) -> Tuple[Profile, str]:
    is_terminal = sys.stdin.isatty()
    if not profile.access_id:
        if key_stdin or not is_terminal:
            raise InputError("No access id is given. Use --access-id ID or set RB_DCC_ACCESS_ID.")
        profile = dataclasses.replace(profile, access_id=click.prompt("Access id").strip())
    if key_stdin:
        key = sys.stdin.readline().strip()
    elif os.environ.get("RB_DCC_ACCESS_KEY"):
        key = os.environ["RB_DCC_ACCESS_KEY"].strip()
    elif is_terminal:
        key = click.prompt("Access key", hide_input=True).strip()
    else:
        raise InputError("No access key is given. Use --key-stdin, or set RB_DCC_ACCESS_KEY.")
    return profile, key


def _choose_platform(client: Client, zone: Optional[int], own: Optional[int]) -> str:
    """Ask which platform; without a terminal the account's own where the zone has it, else the zone's first."""
    is_terminal = sys.stdin.isatty()
    if zone is None and is_terminal:
        listed = ", ".join(f"{number} {name}" for number, name in ZONES.items())
        zone = click.prompt(f"Zone ({listed})", type=click.IntRange(1, 2), default=2)
    found = [each for _, each in zoned_platforms(client, (zone,) if zone else (2, 1))]
    numbers = [str(each.platform) for each in found if each.platform is not None]
    if not numbers:
        raise InputError("The farm lists no platform for this zone. Choose the other zone with --zone.")
    default = fitting_platform(found, own)
    if not is_terminal:
        return default
    for each in found:
        click.echo("  {:>4}  {} {}".format(each.platform or "", each.name or "", state_text(each)))
    return str(click.prompt("Platform", type=click.Choice(numbers), default=default, show_choices=False))
