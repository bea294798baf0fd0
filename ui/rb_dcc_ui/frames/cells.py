"""Where each frame's cell lies in the grid, and which cells a point or a rectangle means. Pure geometry, no Qt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Iterator, Optional, Tuple


@dataclass(frozen=True)
class CellGrid:
    """`count` square cells of `cell` pixels, `columns` in a row."""

    count: int
    columns: int
    cell: int

    @classmethod
    def fit(cls, count: int, width: int, cell: int) -> CellGrid:
        """As many columns as fit; frames in tens where there is room for more than ten, so that numbers are found."""
        columns = max(1, width // max(1, cell))
        if columns > 10:
            columns -= columns % 10
        return cls(count, columns, max(1, cell))

    @property
    def rows(self) -> int:
        return -(-self.count // self.columns)

    @property
    def height(self) -> int:
        return self.rows * self.cell

    def at(self, x: int, y: int) -> Optional[int]:
        """The cell at a point, None beside them all."""
        if x < 0 or y < 0 or x >= self.columns * self.cell:
            return None
        found = (y // self.cell) * self.columns + x // self.cell
        return found if found < self.count else None

    def place(self, index: int) -> Tuple[int, int]:
        """A cell's left and top."""
        row, column = divmod(index, self.columns)
        return column * self.cell, row * self.cell

    def within(self, left: int, top: int, right: int, bottom: int) -> Iterator[Tuple[int, int]]:
        """Every cell that a rectangle touches, in order: ranges, each its first and the one behind its last."""
        left, right = sorted((left, right))
        top, bottom = sorted((top, bottom))
        first = max(0, left // self.cell)
        last = min(self.columns - 1, right // self.cell)
        for row in range(max(0, top // self.cell), min(self.rows - 1, bottom // self.cell) + 1):
            start = row * self.columns
            end = min(start + last + 1, self.count)
            if start + first < end:
                yield start + first, end

    def visible_rows(self, top: int, height: int) -> Tuple[int, int]:
        """The first row a window shows and the one behind the last."""
        first = max(0, top // self.cell)
        return first, min(self.rows, -(-(top + height) // self.cell))
