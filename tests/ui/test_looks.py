"""How the panel looks: colours on either ground, nothing said twice, room where there is some, nothing over anything else."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Callable, Iterator, List

import pytest

from rb_dcc_core.errors import NetworkError
from rb_dcc_core.messages import Message
from rb_dcc_ui.binding import QtCore, QtGui, QtWidgets
from rb_dcc_ui.connection import OFFLINE
from rb_dcc_ui.costs.first_frames_card import FrameCell
from rb_dcc_ui.costs.first_frames_presenter import FirstFramesPresenter, ShownFrame
from rb_dcc_ui.frames.frame_table import FrameTable
from rb_dcc_ui.frames.side_by_side import SideBySide
from rb_dcc_ui.frames.timeline import Timeline
from rb_dcc_ui.language import Language
from rb_dcc_ui.panel import Panel
from rb_dcc_ui.tasks.page import TasksPage
from rb_dcc_ui.theme import Theme, standalone_palette, theme_of
from rb_dcc_ui.widgets.buttons import IconButton, TextButton
from rb_dcc_ui.widgets.card import Card
from rb_dcc_ui.widgets.elided import ElidedLabel
from rb_dcc_ui.widgets.status_delegate import MARK_ROLE, StatusDelegate
from tests.support.contrast import contrast
from tests.support.fake_maya.windows import grey as maya_grey
from tests.support.fake_pymxs.session import palette as max_palette
from tests.support.panel_farm import HandServices, PanelFarm
from tests.support.panel_window import close_panel, open_panel, settle


@pytest.fixture
def panel(qtbot: Any, tmp_path: Path) -> Iterator[Panel]:
    made = open_panel(tmp_path / "home")
    qtbot.addWidget(made)
    yield made
    close_panel(made)


@pytest.mark.parametrize("is_dark", [True, False])
def test_a_button_that_a_sheet_paints_has_the_colours_of_the_ground_it_stands_on(
    panel: Panel, is_dark: bool
) -> None:
    before = QtWidgets.QApplication.palette()
    try:
        QtWidgets.QApplication.setPalette(standalone_palette(is_dark))
        settle()
        button = panel.findChildren(IconButton)[0]
        ground, own = theme_of(panel), theme_of(button)
        assert own.is_dark is is_dark
        assert (own.ground.name(), own.faint.name()) == (ground.ground.name(), ground.faint.name())
    finally:
        QtWidgets.QApplication.setPalette(before)


@pytest.mark.parametrize("is_dark", [True, False])
@pytest.mark.parametrize("kind", ["quiet", "heading"])
@pytest.mark.parametrize("is_checked", [False, True])
def test_where_the_keyboard_is_is_seen(
    qtbot: Any, panel: Panel, kind: str, is_dark: bool, is_checked: bool
) -> None:
    before = QtWidgets.QApplication.palette()
    try:
        QtWidgets.QApplication.setPalette(standalone_palette(is_dark))
        button = QtWidgets.QToolButton(panel)
        button.setProperty("rbKind", kind)
        button.setCheckable(True)
        button.setChecked(is_checked)
        button.setFocusPolicy(QtCore.Qt.FocusPolicy.StrongFocus)
        button.setText("Frames")
        button.show()
        panel.activateWindow()
        qtbot.waitUntil(panel.isActiveWindow)
        button.setFocus()
        settle()
        seen = button.grab().toImage()
        edge = QtGui.QColor(seen.pixel(seen.width() // 2, 0))
        assert contrast(edge, theme_of(panel).ground) >= 3.0
    finally:
        QtWidgets.QApplication.setPalette(before)


def test_a_button_leaves_room_around_its_words(panel: Panel) -> None:
    button = TextButton(
        panel.language, Message("Export as CSV …"), Message("For a spreadsheet."), parent=panel
    )
    words = button.fontMetrics().boundingRect(button.text()).width()
    assert button.minimumSizeHint().width() >= words + button.fontMetrics().height()


def test_what_the_header_says_is_not_said_by_the_error_bar_too(panel: Panel) -> None:
    connection, errors = panel.services.connection, panel.services.errors
    error = NetworkError("Cannot reach {host}.", host="the farm")
    connection._stand_with(OFFLINE, error.message)
    errors.report(error, "list", lambda: None)
    assert not panel.error_bar.isVisible()
    errors.report(NetworkError("Another trouble."), "other")
    assert panel.error_bar.isVisible()
    errors.dismiss()
    connection._stand_with("online", error.message)
    assert panel.error_bar.isVisible()


def test_the_words_of_the_line_of_times_stand_above_its_bars(qtbot: Any) -> None:
    line = Timeline(Language())
    qtbot.addWidget(line)
    line.resize(400, line.maximumHeight())
    table = FrameTable()
    line.show_table(table)
    line._columns, line._median, line._is_measured = [60] * 40, 60, True
    bars, slow = line._bars(60)
    assert slow == []
    assert min(bar.top() for bar in bars) >= line.fontMetrics().height()
    assert max(bar.bottom() for bar in bars) == line.height() - 1


def test_the_last_frame_of_a_status_is_found() -> None:
    table = FrameTable()
    assert table.last_with(4) is None
    table.statuses = bytearray([4, 4, 2, 1])
    assert (table.last_with(4), table.last_with(1), table.last_with(5)) == (1, 3, None)


def test_a_card_opens_no_window_of_its_own_on_its_way_into_the_page(
    qtbot: Any, tmp_path: Path, checkout: Path
) -> None:
    seen = []

    class Watcher(QtCore.QObject):
        def eventFilter(self, watched: QtCore.QObject, event: QtCore.QEvent) -> bool:
            if event.type() == QtCore.QEvent.Type.Show and isinstance(watched, QtWidgets.QWidget):
                seen.extend([type(watched).__name__] if watched.isWindow() else [])
            return False

    watcher = Watcher()
    QtWidgets.QApplication.instance().installEventFilter(watcher)  # type: ignore[union-attr]
    try:
        made = open_panel(tmp_path / "home", checkout / "ui" / "rb_dcc_cli" / "demo_scene" / "turntable.ma")
        for name in ("submit", "tasks", "settings", "diagnose", "account", "costs"):
            made.show_page(name)
        close_panel(made)
    finally:
        QtWidgets.QApplication.instance().removeEventFilter(watcher)  # type: ignore[union-attr]
    assert seen == ["Panel"]


@pytest.mark.parametrize("is_dark", [True, False])
def test_the_error_bar_keeps_its_colour_when_the_host_changes_its_own(panel: Panel, is_dark: bool) -> None:
    before = QtWidgets.QApplication.palette()
    panel.services.errors.report(NetworkError("It broke off."))
    try:
        for dark in (not is_dark, is_dark):
            QtWidgets.QApplication.setPalette(standalone_palette(dark))
            settle()
        image = panel.error_bar.grab().toImage()
        theme = theme_of(panel)
        assert theme.is_dark is is_dark
        assert image.pixelColor(2, 2).name() == theme.tint("bad").name() != theme.ground.name()
    finally:
        QtWidgets.QApplication.setPalette(before)


def test_the_status_of_a_chosen_row_has_the_colour_of_its_words(qtbot: Any) -> None:
    view = QtWidgets.QTableView()
    qtbot.addWidget(view)
    model = QtGui.QStandardItemModel(1, 1, view)
    model.setData(model.index(0, 0), "rendering")
    model.setData(model.index(0, 0), "start", MARK_ROLE)
    view.setModel(model)
    delegate = StatusDelegate(view)
    states = QtWidgets.QStyle.StateFlag
    for state, name in ((states.State_Enabled, ""), (states.State_Selected, theme_of(view).on_accent.name())):
        option = QtWidgets.QStyleOptionViewItem()
        option.widget, option.state = view, state  # type: ignore[attr-defined]
        delegate.initStyleOption(option, model.index(0, 0))
        image = option.icon.pixmap(16).toImage()  # type: ignore[attr-defined]
        places = [(x, y) for x in range(image.width()) for y in range(image.height())]
        seen = {image.pixelColor(*each).name() for each in places if image.pixelColor(*each).alpha() == 255}
        assert seen == ({name} if name else set())


def test_time_and_cost_of_a_test_frame_stand_below_each_other_where_there_is_little_room(
    qtbot: Any, tmp_path: Path
) -> None:
    presenter = FirstFramesPresenter(HandServices(PanelFarm(), tmp_path).now)
    cell = FrameCell(Language())
    qtbot.addWidget(cell)
    cell.show_frame(ShownFrame(1, "1", 70, 0.0131), presenter)
    cell.show()
    for width, lines in ((400, ["1 min 10 s · $0.0131"]), (80, ["1 min 10 s", "$0.0131"])):
        cell.resize(width, 200)
        shown = [label.text() for label in cell.findChildren(ElidedLabel) if label.isVisible()]
        assert shown == ["Frame 1", *lines]


def test_test_frames_side_by_side_have_their_names_in_one_row(qtbot: Any, tmp_path: Path) -> None:
    presenter = FirstFramesPresenter(HandServices(PanelFarm(), tmp_path).now)
    row = QtWidgets.QWidget()
    qtbot.addWidget(row)
    both = QtWidgets.QHBoxLayout(row)
    cells = [FrameCell(Language()) for _ in range(2)]
    for cell, seconds in zip(cells, (5, 3725)):
        cell.picture.setFixedHeight(60)
        both.addWidget(cell, 1)
        cell.show_frame(ShownFrame(seconds, "1", seconds, 0.0131), presenter)
    row.resize(16 * row.fontMetrics().height(), 40)
    row.show()
    assert [cell._last.isVisible() for cell in cells] == [False, True]
    assert cells[0]._words.y() == cells[1]._words.y()


def test_the_list_stands_beside_the_grid_where_there_is_room_else_in_its_place(qtbot: Any) -> None:
    grid, table = QtWidgets.QWidget(), QtWidgets.QWidget()
    both = SideBySide(grid, table)
    qtbot.addWidget(both)
    told: List[bool] = []
    both.grid_shown.connect(lambda is_shown: told.append(is_shown))
    unit = both.fontMetrics().height()
    both.resize(80 * unit, 200)
    both.show()
    seen = [(grid.isVisible(), table.isVisible())]
    both.show_list(True)
    seen.append((grid.isVisible(), table.isVisible()))
    both.resize(30 * unit, 200)
    seen.append((grid.isVisible(), table.isVisible()))
    both.show_list(False)
    seen.append((grid.isVisible(), table.isVisible()))
    assert seen == [(True, False), (True, True), (False, True), (True, False)]
    assert told[-1] is True
    assert False in told


@pytest.mark.parametrize(
    "palette",
    [
        lambda: standalone_palette(True),
        lambda: standalone_palette(False),
        maya_grey,
        lambda: max_palette(True),
        lambda: max_palette(False),
    ],
    ids=["dark", "light", "maya", "max dark", "max light"],
)
def test_words_are_read_on_every_ground_they_stand_on(
    qapp: Any, palette: Callable[[], QtGui.QPalette]
) -> None:
    theme = Theme.of(palette())
    words = {"text": theme.text, "dim": theme.dim, **theme.roles}
    poor = {
        (name, place): round(contrast(colour, ground), 2)
        for name, colour in words.items()
        for place, ground in (("page", theme.ground), ("card", theme.card), ("field", theme.field))
        if contrast(colour, ground) < 4.5
    }
    assert poor == {}
    assert contrast(theme.on_accent, theme.accent) >= 4.5
    assert min(contrast(theme.text, theme.tint(role)) for role in theme.roles) >= 4.5
    assert min(contrast(theme.ink, theme.cell(role, 0.6)) for role in theme.roles) >= 4.5


@pytest.mark.parametrize("height_em", [40, 60])
def test_the_frames_have_more_room_than_the_list_of_tasks(panel: Panel, height_em: int) -> None:
    panel.resize(panel.width(), height_em * panel.fontMetrics().height())
    page = panel.show_page("tasks")
    assert isinstance(page, TasksPage)
    settle()
    page.slices.finish()
    settle()
    upper, lower = page.split.sizes()
    assert 0.25 < upper / (upper + lower) < 0.5


@pytest.mark.parametrize("told", [[True], [False, True], [True, False]])
def test_a_card_is_shown_with_its_page_and_never_alone(qtbot: Any, told: List[bool]) -> None:
    page = QtWidgets.QWidget()
    qtbot.addWidget(page)
    column = QtWidgets.QVBoxLayout(page)
    page.show()
    card = Card(Language(), Message("Files"), "files")
    for is_visible in told:
        card.setVisible(is_visible)
        assert not card.isVisible()
    column.addWidget(card)
    settle()
    assert card.isVisible() is told[-1]
    card.setVisible(False)
    assert not card.isVisible()
    card.setVisible(True)
    assert card.isVisible()
