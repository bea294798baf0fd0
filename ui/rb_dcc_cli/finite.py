"""Numbers as options take them: "nan" and "inf" are numbers to Python, and limits that never act."""

from __future__ import annotations

import math
from typing import Any, Optional

import click


class FiniteRange(click.FloatRange):
    """A range of numbers that can be counted with; neither "nan" nor "inf" is one."""

    def convert(self, value: Any, param: Optional[click.Parameter], ctx: Optional[click.Context]) -> Any:
        number = super().convert(value, param, ctx)
        if not math.isfinite(number):
            self.fail(f"'{value}' is no number to count with.", param, ctx)
        return number
