"""`rb-dcc why`, `software`: what a code means, what the farm renders."""

from __future__ import annotations

from typing import Any, Dict, List, Optional

import click

from rb_dcc_core.environments import CG_NAMES, version_key
from rb_dcc_core.errors import UnknownNameError
from rb_dcc_core.languages import LANGUAGES, language_number
from rb_dcc_core.models import SupportedPlugins

from .output import json_option, print_json, print_table
from .workbench import Workbench, pass_workbench

HOST_IDS = {"maya": 2000, "3dsmax": 2001}


@click.command()
@click.argument("code")
@click.option("--language", type=click.Choice(LANGUAGES), help="Yours where not given.")
@json_option
@pass_workbench
def why(workbench: Workbench, code: str, language: Optional[str], as_json: bool) -> None:
    """Tell what an analysis code of the farm means and what to do."""
    details = workbench.client.query_error_detail(code, language_number(language or workbench.language))
    if not details:
        raise UnknownNameError("The farm knows no code '{code}'. Check the number.", code=code[:40])
    if as_json:
        print_json([_detail_json(detail) for detail in details])
        return
    for detail in details:
        kind = "error: the scene would be refused" if detail.type == 1 else "warning"
        click.echo(f"{detail.code} ({kind})")
        click.echo(detail.des_description_cn or "")
        click.echo(detail.des_solution_cn or "")
        if detail.solution_path:
            click.echo(detail.solution_path)


def _detail_json(detail: Any) -> Dict[str, Any]:
    return {
        "code": detail.code,
        "severity": "error" if detail.type == 1 else "warning",
        "description": detail.des_description_cn,
        "solution": detail.des_solution_cn,
        "link": detail.solution_path,
    }


@click.command()
@click.argument("host", required=False, type=click.Choice(sorted(HOST_IDS)))
@click.option(
    "--os", "os_name", type=click.Choice(["windows", "linux"]), default="windows", show_default=True
)
@json_option
@pass_workbench
def software(workbench: Workbench, host: Optional[str], os_name: str, as_json: bool) -> None:
    """List what the farm renders; with a HOST its releases and plug-ins."""
    if host is not None:
        _print_plugins(workbench.client.query_supported_plugin(HOST_IDS[host], os_name), as_json)
        return
    found = workbench.client.query_supported_software().render_info_list or ()
    if as_json:
        print_json(
            [
                {"cg_id": each.cg_id, "name": each.cg_name, "endings": (each.cg_type or "").split(";")}
                for each in found
            ]
        )
        return
    print_table(
        ("number#", "host", "scenes", "Linux"),
        [(e.cg_id, e.cg_name, e.cg_type, "yes" if e.is_support_linux else "no") for e in found],
        "The farm lists no software.",
    )


def _print_plugins(offered: SupportedPlugins, as_json: bool) -> None:
    versions = sorted(offered.cg_version or (), key=lambda each: version_key(each.cg_version or ""))
    data: List[Dict[str, Any]] = []
    for version in versions:
        plugins = [p for p in offered.cg_plugin or () if p.cv_id == version.id]
        names = {p.plugin_name or "": [v.version for v in p.plugin_versions or ()] for p in plugins}
        data.append(
            {
                "host": version.cg_name or CG_NAMES.get(version.cg_id or 0),
                "version": version.cg_version,
                "plugins": names,
            }
        )
    if as_json:
        print_json(data)
        return
    rows = [
        (entry["version"], name, ", ".join(str(each) for each in found))
        for entry in data
        for name, found in sorted(entry["plugins"].items())
    ]
    print_table(("release", "plug-in", "versions"), rows, "The farm lists no releases.")
