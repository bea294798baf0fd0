"""`rb-dcc api`: any interface of the service, by hand."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

import click

from rb_dcc_core.errors import InputError, LocalFileError
from rb_dcc_core.interfaces import INTERFACES

from .output import print_json
from .workbench import Workbench, pass_workbench

_SECRET = re.compile(r"pass|pwd|secret|token|sign|credential|key", re.IGNORECASE)
_NO_SECRET = re.compile(r"^(keyValue|taskKeyValueVo|keyshot.*|searchKeyword)$", re.IGNORECASE)


@click.command(epilog="Names: " + ", ".join(INTERFACES))
@click.argument("name")
@click.option(
    "--data",
    default="{}",
    metavar="JSON|@FILE|-",
    help="The request's fields; @FILE or - (stdin) reads them.",
)
@click.option("--show-secrets", is_flag=True, help="Do not mask keys and passwords in the answer.")
@click.option("--json", "as_json", is_flag=True, hidden=True, help="The answer is JSON in any case.")
@pass_workbench
def api(workbench: Workbench, name: str, data: str, show_secrets: bool, as_json: bool) -> None:
    """Call an interface by its v1 name (or its v2-only name) and print the answer's data as JSON.

    The data is sent as given, under the generation of the profile.
    """
    body = _body(data)
    answer = workbench.client.call(name, body)
    print_json(answer if show_secrets else masked(answer))


def masked(value: Any, name: str = "") -> Any:
    """The answer with everything that looks like a secret masked, by the names of its fields."""
    if isinstance(value, dict):
        return {key: masked(item, str(key)) for key, item in value.items()}
    if isinstance(value, list):
        return [masked(item, name) for item in value]
    if isinstance(value, str) and value and _SECRET.search(name) and not _NO_SECRET.match(name):
        return "********"
    return value


def _body(data: str) -> Any:
    text = _text(data)
    try:
        body = json.loads(text)
    except RecursionError:
        raise InputError("The data is nested too deeply to be sent. Flatten it.") from None
    except ValueError as error:
        raise InputError(
            "The data is not JSON ({why}). Write for example --data '{example}'.",
            why=str(error),
            example='{"zone": 1}',
        ) from error
    if not isinstance(body, dict):
        raise InputError("The data must be a JSON object, such as {example}.", example='{"zone": 1}')
    return body


def _text(data: str) -> str:
    if data == "-":
        return str(sys.stdin.read())
    if not data.startswith("@"):
        return data
    try:
        return Path(data[1:]).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise LocalFileError(
            "The file {path} cannot be read as text. Check its name.", path=data[1:]
        ) from error
