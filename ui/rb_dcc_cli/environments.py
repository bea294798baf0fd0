"""`rb-dcc env`: the account's render environments."""

from __future__ import annotations

from typing import Any, Dict, List, Optional, Sequence, Tuple

import click

from rb_dcc_core.client import Client
from rb_dcc_core.environments import CG_NAMES
from rb_dcc_core.errors import InputError, UnknownNameError
from rb_dcc_core.models import HostVersion, PluginVersion, RenderEnv, SupportedPlugins

from .catalogue import HOST_IDS
from .env_match import match
from .output import json_option, print_json, print_pairs, print_table
from .workbench import Workbench, pass_workbench

_OS = {0: "linux", 1: "windows"}


@click.group()
def env() -> None:
    """The account's render environments."""


env.add_command(match)


@env.command("list")
@click.option("--host", type=click.Choice(sorted(HOST_IDS)), help="Only this host's.")
@json_option
@pass_workbench
def list_envs(workbench: Workbench, host: Optional[str], as_json: bool) -> None:
    """List the environments."""
    found = _all(workbench.client, host)
    if as_json:
        print_json([_json(each) for each in found])
        return
    print_table(
        ("name", "host", "release", "system", "layers", "plug-ins", "default"),
        [
            (
                each.edit_name,
                each.cg_name,
                each.cg_version,
                _OS.get(each.os_name if each.os_name is not None else -1),
                "Render Setup" if each.render_layer_type else "legacy",
                ", ".join(plugin.plugin_version or "" for plugin in each.plugins or ()),
                "yes" if each.is_default else "",
            )
            for each in found
        ],
        "There are no environments. 'rb-dcc env create' makes one.",
    )


@env.command()
@click.argument("name")
@json_option
@pass_workbench
def show(workbench: Workbench, name: str, as_json: bool) -> None:
    """Show one environment."""
    found = _json(_named(workbench.client, name))
    if as_json:
        print_json(found)
        return
    print_pairs((key.replace("_", " "), _flat(value)) for key, value in found.items())


_host = click.option("--host", type=click.Choice(sorted(HOST_IDS)), help="The host; Maya where not given.")
_version = click.option("--version", "version", metavar="RELEASE", help="The host's release, such as 2024.")
_plugins = click.option(
    "--plugin", "plugins", multiple=True, metavar="'NAME VERSION'", help="A plug-in (repeatable)."
)
_system = click.option(
    "--os", "os_name", type=click.Choice(["windows", "linux"]), help="The machines' system."
)
_layers = click.option(
    "--render-setup/--legacy-layers", "is_render_setup", default=None, help="The layer system."
)


@env.command()
@click.argument("name")
@_host
@_version
@_plugins
@_system
@_layers
@json_option
@pass_workbench
def create(workbench: Workbench, name: str, version: Optional[str], as_json: bool, **given: Any) -> None:
    """Create an environment, for example: env create arnold24 --version 2024 --plugin 'mtoa 5.3.5.2'"""
    if version is None:
        raise click.UsageError("Give the host's release with --version.")
    client = workbench.client
    cg_id = HOST_IDS[given["host"] or "maya"]
    os_number = 0 if given["os_name"] == "linux" else 1
    offered = client.query_supported_plugin(cg_id, _OS[os_number])
    release = _release(offered, version)
    saved = client.add_render_env(
        cgId=cg_id,
        cgName=CG_NAMES[cg_id],
        cgVersion=release.cg_version,
        renderLayerType=int(bool(given["is_render_setup"])),
        editName=name,
        renderSystem=os_number,
        pluginIds=_plugin_ids(offered, release, given["plugins"]),
    )
    _say("Created", saved.edit_name or name, as_json)


@env.command()
@click.argument("name")
@_version
@_plugins
@_system
@_layers
@click.option("--no-plugins", is_flag=True, help="Take every plug-in out.")
@json_option
@pass_workbench
def edit(
    workbench: Workbench, name: str, version: Optional[str], no_plugins: bool, as_json: bool, **given: Any
) -> None:
    """Change an environment; what is not given stays."""
    client = workbench.client
    old = _named(client, name)
    cg_id = old.cg_id or 0
    os_number = old.os_name if given["os_name"] is None else int(given["os_name"] == "windows")
    offered = client.query_supported_plugin(
        cg_id, _OS.get(os_number if os_number is not None else 1, "windows")
    )
    release = _release(offered, version or old.cg_version or "")
    kept = [] if no_plugins else [plugin.plugin_version or "" for plugin in old.plugins or ()]
    layer_type = old.render_layer_type if given["is_render_setup"] is None else int(given["is_render_setup"])
    client.update_render_env(
        cgId=cg_id,
        cgName=old.cg_name,
        cgVersion=release.cg_version,
        renderLayerType=layer_type or 0,
        editName=name,
        renderSystem=1 if os_number is None else os_number,
        pluginIds=_plugin_ids(offered, release, given["plugins"] or kept),
    )
    _say("Changed", name, as_json)


@env.command()
@click.argument("name")
@json_option
@pass_workbench
def delete(workbench: Workbench, name: str, as_json: bool) -> None:
    """Delete an environment."""
    _named(workbench.client, name)
    workbench.client.delete_render_env(name)
    _say("Deleted", name, as_json)


@env.command()
@click.argument("name")
@json_option
@pass_workbench
def default(workbench: Workbench, name: str, as_json: bool) -> None:
    """Make an environment the default."""
    _named(workbench.client, name)
    workbench.client.set_default_render_env(name)
    _say("Default is now", name, as_json)


def _all(client: Client, host: Optional[str] = None) -> List[RenderEnv]:
    numbers = [HOST_IDS[host]] if host else list(HOST_IDS.values())
    return [each for number in numbers for each in client.get_render_env(number)]


def _named(client: Client, name: str) -> RenderEnv:
    found = _all(client)
    for each in found:
        if each.edit_name == name:
            return each
    raise UnknownNameError(
        "There is no render environment '{name}'. There are: {names}.",
        name=name[:80],
        names=", ".join(str(each.edit_name) for each in found) or "none yet; 'rb-dcc env create' makes one",
    )


def _release(offered: SupportedPlugins, version: str) -> HostVersion:
    for each in offered.cg_version or ():
        if each.cg_version == version:
            return each
    raise InputError(
        "The farm has no release '{version}'. It has: {names}.",
        version=version[:40],
        names=", ".join(sorted(each.cg_version or "" for each in offered.cg_version or ())),
    )


def _plugin_ids(offered: SupportedPlugins, release: HostVersion, wanted: Sequence[str]) -> List[int]:
    known = _known_plugins(offered, release)
    ids = []
    for text in wanted:
        found = known.get(" ".join(text.split()).lower())
        if found is None or found.plugin_id is None:
            raise UnknownNameError(
                "The farm has no plug-in '{text}' for {release}. 'rb-dcc software' lists them; write name and version.",
                text=text[:80],
                release=release.cg_version,
            )
        ids.append(found.plugin_id)
    return ids


def _known_plugins(offered: SupportedPlugins, release: HostVersion) -> Dict[str, PluginVersion]:
    pairs: List[Tuple[str, PluginVersion]] = [
        (f"{version.plugin_name or plugin.plugin_name} {version.version}".lower(), version)
        for plugin in offered.cg_plugin or ()
        if plugin.cv_id == release.id
        for version in plugin.plugin_versions or ()
    ]
    return dict(pairs)


def _json(each: RenderEnv) -> Dict[str, Any]:
    return {
        "name": each.edit_name,
        "host": each.cg_name,
        "version": each.cg_version,
        "os": _OS.get(each.os_name if each.os_name is not None else -1),
        "render_setup": bool(each.render_layer_type),
        "default": bool(each.is_default),
        "plugins": {plugin.plugin_name or "": plugin.version for plugin in each.plugins or ()},
    }


def _flat(value: Any) -> Any:
    if isinstance(value, dict):
        return ", ".join(f"{key} {text}" for key, text in value.items())
    return value


def _say(done: str, name: str, as_json: bool) -> None:
    if as_json:
        print_json({"done": done, "name": name})
    else:
        click.echo(f"{done} '{name}'.")
