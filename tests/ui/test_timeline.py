"""The line of times: what it says is read over any bars."""

from __future__ import annotations

from typing import Any, List

import pytest

from rb_dcc_ui.binding import QtGui
from rb_dcc_ui.frames.frame_table import FrameTable
from rb_dcc_ui.frames.timeline import Timeline
from rb_dcc_ui.language import Language
from rb_dcc_ui.theme import theme_of
from tests.support.contrast import contrast


def line_of(times: List[int], qtbot: Any) -> Timeline:
    made = Timeline(Language("en"))
    qtbot.addWidget(made)
    table = FrameTable()
    table.times, table.ids = times, list(range(1, len(times) + 1))
    made.show_table(table)
    made.resize(380, 40)
    return made


@pytest.mark.parametrize("times", [[88], [50, 60, 30, 80], list(range(1, 900))])
def test_its_text_stands_out_from_the_bars_below_it(times: List[int], qtbot: Any) -> None:
    line = line_of(times, qtbot)
    image = line.grab().toImage()
    height = line.fontMetrics().height()
    seen = {
        image.pixelColor(x, y).name()
        for x in range(image.width() // 2, image.width())
        for y in range(2, min(height, image.height()) - 2)
    }
    text = theme_of(line).dim
    strongest = max(contrast(QtGui.QColor(name), QtGui.QColor(other)) for name in seen for other in seen)
    assert strongest >= 4.5
    assert min(contrast(QtGui.QColor(name), text) for name in seen) < 1.5, "the text is there"


def test_without_times_it_says_what_comes(qtbot: Any) -> None:
    plain = line_of([], qtbot).grab().toImage()
    assert len({plain.pixelColor(x, plain.height() // 2).name() for x in range(plain.width())}) > 1
