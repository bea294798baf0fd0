"""What was spent, as a spreadsheet takes it. Pure."""

from __future__ import annotations

import csv
import io
import time
from typing import Any, Sequence

from .history import Spent
from .money import DOLLAR, YUAN

_HEAD = ("task", "scene", "label", "finished", "cost", "frames", "currency")
_CODES = {YUAN: "CNY", DOLLAR: "USD"}


def csv_text(spent: Sequence[Spent], sign: str) -> str:
    """One line a task, its cost in the currency of the account's `sign`; text that a spreadsheet would take for a formula is written so that it does not."""
    sheet = io.StringIO()
    writer = csv.writer(sheet)
    writer.writerow(_HEAD)
    for each in spent:
        row = (
            each.task_id,
            each.scene_name,
            each.label,
            _moment(each.finished_ms),
            each.cost,
            each.frames,
            _CODES.get(sign, sign),
        )
        writer.writerow([_harmless(value) for value in row])
    return sheet.getvalue()


def _moment(epoch_ms: int) -> str:
    try:
        return time.strftime("%Y-%m-%d %H:%M", time.localtime(epoch_ms / 1000.0))
    except (OverflowError, OSError, ValueError):
        return str(epoch_ms)


def _harmless(value: Any) -> Any:
    return "'" + value if isinstance(value, str) and value[:1] in "=+-@\t\r" and value else value
