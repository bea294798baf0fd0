"""`rb-dcc labels`: list, add, delete."""

from __future__ import annotations

import click

from .output import json_option, print_json, print_table
from .workbench import Workbench, pass_workbench


@click.group()
def labels() -> None:
    """The account's labels."""


@labels.command("list")
@json_option
@pass_workbench
def list_labels(workbench: Workbench, as_json: bool) -> None:
    """List the labels."""
    found = workbench.client.get_label_list()
    if as_json:
        print_json([{"id": label.project_id, "name": label.project_name} for label in found])
        return
    print_table(
        ("id#", "label"), [(label.project_id, label.project_name) for label in found], "There are no labels."
    )


@labels.command()
@click.argument("name")
@json_option
@pass_workbench
def add(workbench: Workbench, name: str, as_json: bool) -> None:
    """Add a label."""
    workbench.client.add_label(name)
    _say("Added", name, as_json)


@labels.command()
@click.argument("name")
@json_option
@pass_workbench
def delete(workbench: Workbench, name: str, as_json: bool) -> None:
    """Delete a label; its tasks stay."""
    workbench.client.delete_label(name)
    _say("Deleted", name, as_json)


def _say(done: str, name: str, as_json: bool) -> None:
    if as_json:
        print_json({"done": done, "label": name})
    else:
        click.echo(f"{done} the label '{name}'.")
