"""How answers are shown: JSON for scripts, tables for people."""

from __future__ import annotations

import dataclasses
import datetime
import json
import sys
from typing import Any, Callable, Iterable, List, Optional, Sequence, Tuple

import click

from rb_dcc_core.messages import Message
from rb_dcc_core.money import Purse

json_option: Callable[[Any], Any] = click.option(
    "--json", "as_json", is_flag=True, help="Print JSON for scripts."
)


def print_json(data: Any) -> None:
    """Print JSON with its text as it is."""
    click.echo(json.dumps(to_plain(data), ensure_ascii=False, indent=2))


def to_plain(value: Any) -> Any:
    """Values of the models as plain JSON values, under this product's own names."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = [each for each in dataclasses.fields(value) if each.repr and each.name != "unknown"]
        return {each.name: to_plain(getattr(value, each.name)) for each in fields}
    if isinstance(value, (list, tuple)):
        return [to_plain(item) for item in value]
    if isinstance(value, dict):
        return {str(key): to_plain(item) for key, item in value.items()}
    return value.text() if isinstance(value, Message) else value


def print_table(columns: Sequence[str], rows: Iterable[Sequence[Any]], empty: str) -> None:
    """Print a table, or the sentence for none; columns whose title ends in "#" hold numbers."""
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    lines: List[List[Text]] = [[Text(_cell(value)) for value in row] for row in rows]
    if not lines:
        click.echo(empty)
        return
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for title in columns:
        table.add_column(
            title.rstrip("#"), justify="right" if title.endswith("#") else "left", overflow="fold"
        )
    for line in lines:
        table.add_row(*line)
    # Not on a terminal the table is as wide as it needs, so that nothing is cut for whoever reads the pipe.
    Console(width=None if sys.stdout.isatty() else 400, highlight=False).print(table)


def print_pairs(pairs: Iterable[Tuple[str, Any]]) -> None:
    """Print names and values under each other; None is left out, true and false are words."""
    shown = [(name, _cell(value)) for name, value in pairs if value is not None]
    width = max((len(name) for name, _ in shown), default=0)
    for name, text in shown:
        click.echo(f"{name.ljust(width)}  {text}".rstrip())


def date_text(time_ms: Optional[int]) -> str:
    """A moment in this computer's time zone; "" for None."""
    if time_ms is None:
        return ""
    try:
        moment = datetime.datetime.fromtimestamp(time_ms / 1000.0)
    except (OverflowError, OSError, ValueError):
        return str(time_ms)
    return moment.strftime("%Y-%m-%d %H:%M")


def money_text(amount: Optional[float], purse: Purse) -> str:
    """A cost as the panel shows it; "" for None, and where the account hides it."""
    return "" if amount is None or not purse.is_shown else purse.exact(amount).text()


def duration_text(seconds: Optional[float]) -> str:
    """A duration as 1:02:03 or 2:03; "" for None."""
    if seconds is None:
        return ""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"


def size_text(size: Optional[int]) -> str:
    """Bytes in the largest unit that keeps a digit before the point; "" for None."""
    if size is None:
        return ""
    value = float(size)
    for unit in ("B", "kB", "MB", "GB"):
        if value < 1000:
            return f"{value:.0f} {unit}" if unit == "B" else f"{value:.1f} {unit}"
        value /= 1000
    return f"{value:.1f} TB"


def count_text(number: int, one: str, many: str) -> str:
    """ "1 frame", "2 frames"."""
    return f"{number} {one if number == 1 else many}"


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:g}" if value.is_integer() else f"{value:.2f}"
    return " ".join(str(value).split())
