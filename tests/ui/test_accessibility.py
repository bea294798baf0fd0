"""Every control of every page: reached by Tab, named for screen readers, with a tooltip; and nothing in fixed pixels."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Dict, Iterator, List, Set

import pytest

from rb_dcc_core.messages import Message
from rb_dcc_core.sandbox.service import Sandbox
from rb_dcc_ui.binding import QtCore, QtGui, QtWidgets
from rb_dcc_ui.error_desk import ERROR
from rb_dcc_ui.panel import ACCOUNT, COSTS, DIAGNOSE, SETTINGS, SUBMIT, TASKS, Panel
from tests.support.panel_window import account_at, close_panel, open_panel, settle, submit_scene, wait_online

WAIT_MS = 30000
PAGES = (SUBMIT, TASKS, SETTINGS, DIAGNOSE, ACCOUNT, COSTS)
CONTROLS = (
    QtWidgets.QAbstractButton,
    QtWidgets.QLineEdit,
    QtWidgets.QComboBox,
    QtWidgets.QAbstractSpinBox,
    QtWidgets.QAbstractItemView,
    QtWidgets.QAbstractScrollArea,
    QtWidgets.QAbstractSlider,
)
# Of these Qt makes the parts itself; they are reached and named through the whole.
WHOLES = (
    QtWidgets.QComboBox,
    QtWidgets.QAbstractSpinBox,
    QtWidgets.QLineEdit,
    QtWidgets.QAbstractItemView,
    QtWidgets.QAbstractScrollArea,
)


@pytest.fixture(scope="module")
def farm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandbox]:
    with Sandbox(tmp_path_factory.mktemp("farm"), speed=500.0, seed=1) as running:
        yield running


@pytest.fixture
def panel(qtbot: Any, farm: Sandbox, tmp_path: Path, checkout: Path) -> Iterator[Panel]:
    """A scene, a task with frames, a trouble and what else makes a page show all that it has."""
    scene = checkout / "ui" / "rb_dcc_cli" / "demo_scene" / "turntable.ma"
    submit_scene(farm, scene, "1-20")
    made = open_panel(tmp_path, scene, width=900)
    made.services.connection.use(account_at(farm.url, farm))
    wait_online(qtbot, made)
    page: Any = made.show_page(SUBMIT)
    qtbot.waitUntil(lambda: page.presenter.environment.chosen is not None, timeout=WAIT_MS)
    page.more_card.fold(False)
    yield made
    close_panel(made)


def open_page(qtbot: Any, panel: Panel, name: str) -> QtWidgets.QWidget:
    page: Any = panel.show_page(name)
    if hasattr(page, "slices"):
        page.slices.finish()
    if name == TASKS:
        qtbot.waitUntil(lambda: len(page.frames.presenter.table) == 20, timeout=WAIT_MS)
    qtbot.wait(100)
    assert isinstance(page, QtWidgets.QWidget)
    return page


def takes_tab(widget: QtWidgets.QWidget) -> bool:
    return widget.focusPolicy() in (
        QtCore.Qt.FocusPolicy.TabFocus,
        QtCore.Qt.FocusPolicy.StrongFocus,
        QtCore.Qt.FocusPolicy.WheelFocus,
    )


def is_part(widget: QtWidgets.QWidget) -> bool:
    """A part of a control, made by Qt: the list of a combo box, the field of a spin box, a scroll bar."""
    parent = widget.parentWidget()
    if isinstance(widget, (QtWidgets.QScrollBar, QtWidgets.QHeaderView)):
        return True
    if isinstance(parent, QtWidgets.QFrame) and isinstance(parent.parentWidget(), QtWidgets.QComboBox):
        return True
    return isinstance(parent, WHOLES)


def is_control(widget: QtWidgets.QWidget) -> bool:
    """Whatever can be worked with; a heading that cannot be folded and a mere scroll area are none."""
    if is_part(widget) or widget.testAttribute(QtCore.Qt.WidgetAttribute.WA_TransparentForMouseEvents):
        return False
    if isinstance(widget, QtWidgets.QScrollArea) and not takes_tab(widget):
        return False
    return isinstance(widget, CONTROLS) or takes_tab(widget)


def name_of(widget: QtWidgets.QWidget) -> str:
    """As Qt tells a screen reader: a button's text is its name."""
    text = widget.text() if isinstance(widget, QtWidgets.QAbstractButton) else ""
    return widget.accessibleName() or text


def reached(panel: Panel) -> Set[QtWidgets.QWidget]:
    found: Set[QtWidgets.QWidget] = set()
    widget = panel.nextInFocusChain()
    while widget is not panel and widget not in found:
        found.add(widget)
        widget = widget.nextInFocusChain()
    return found


def complaints(panel: Panel, page: QtWidgets.QWidget) -> List[str]:
    chain, found = reached(panel), []
    for widget in page.findChildren(QtWidgets.QWidget):
        if not is_control(widget):
            continue
        lacks = [
            ("a place in the Tab order", takes_tab(widget) and widget in chain),
            ("a name", bool(name_of(widget).strip())),
            ("a tooltip", bool(widget.toolTip().strip())),
        ]
        what = f"{type(widget).__name__} '{name_of(widget)}' in {type(widget.parentWidget()).__name__}"
        found += [f"{what} lacks {name}" for name, is_there in lacks if not is_there]
    return found


@pytest.mark.parametrize("name", PAGES)
def test_every_control_of_a_page_is_reached_by_tab_named_and_explained(
    qtbot: Any, panel: Panel, name: str
) -> None:
    page = open_page(qtbot, panel, name)
    assert len([each for each in page.findChildren(QtWidgets.QWidget) if is_control(each)]) >= 2
    assert complaints(panel, page) == []


def test_every_control_around_the_pages_is_reached_by_tab_named_and_explained(
    qtbot: Any, panel: Panel
) -> None:
    panel.services.errors.say(ERROR, Message("Nothing works."), retry=lambda: None)
    panel._header.presenter._asked = panel.services.accounts.active
    panel._header._show()
    assert complaints(panel, panel) == []


def test_tab_leads_through_the_submit_page_from_top_to_bottom(qtbot: Any, panel: Panel) -> None:
    page: Any = open_page(qtbot, panel, SUBMIT)
    cards = (
        page.scene_card,
        page.layers_card,
        page.frames_card,
        page.environment_card,
        page.files_card,
        page.more_card,
        page.footer,
    )
    met: List[int] = []
    widget = panel.nextInFocusChain()
    while widget is not panel:
        place = next((at for at, card in enumerate(cards) if card.isAncestorOf(widget)), None)
        if place is not None and takes_tab(widget):
            met.append(place)
        widget = widget.nextInFocusChain()
    assert set(met) == set(range(len(cards)))
    assert met == sorted(met)


def fonts_at(qapp: QtWidgets.QApplication, home: Path, scale: float) -> Dict[str, Set[float]]:
    """In what sizes, in points, each kind of widget of each page has its font."""
    font, larger = qapp.font(), qapp.font()
    larger.setPointSizeF(font.pointSizeF() * scale)
    qapp.setFont(larger)
    found: Dict[str, Set[float]] = {}
    try:
        panel = open_panel(home, width=1200)
        for name in PAGES:
            page: Any = panel.show_page(name)
            if hasattr(page, "slices"):
                page.slices.finish()
            settle()
            for each in page.findChildren(QtWidgets.QWidget):
                if not is_part(each):
                    what = f"{name}: {type(each).__name__} '{name_of(each)}'"
                    found.setdefault(what, set()).add(round(each.font().pointSizeF() / scale, 1))
        close_panel(panel)
    finally:
        qapp.setFont(font)
    return found


@pytest.mark.parametrize("scale", [1.25, 2.0])
def test_every_font_follows_the_hosts(qapp: QtWidgets.QApplication, tmp_path: Path, scale: float) -> None:
    plain, scaled = fonts_at(qapp, tmp_path, 1.0), fonts_at(qapp, tmp_path, scale)
    both = plain.keys() & scaled.keys()
    assert len(both) > 100
    assert {what: scaled[what] for what in both} == {what: plain[what] for what in both}


def test_no_style_sheet_of_ours_names_a_font_in_pixels(checkout: Path) -> None:
    found: List[str] = []
    for path in sorted((checkout / "ui" / "rb_dcc_ui").rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        found += [
            f"{path.name}: {word}"
            for word in ("font-size", "setPixelSize(1", "setPixelSize(2")
            if word in text
        ]
    assert found == []


def turn_wheel(widget: QtWidgets.QWidget) -> None:
    """As over a list that is scrolled, the pointer happening to be here."""
    place = QtCore.QPointF(widget.rect().center())
    event = QtGui.QWheelEvent(
        place,
        QtCore.QPointF(widget.mapToGlobal(widget.rect().center())),
        QtCore.QPoint(0, 0),
        QtCore.QPoint(0, -120),
        QtCore.Qt.MouseButton.NoButton,
        QtCore.Qt.KeyboardModifier.NoModifier,
        QtCore.Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QtWidgets.QApplication.sendEvent(widget, event)


def value_of(widget: QtWidgets.QWidget) -> object:
    if isinstance(widget, QtWidgets.QComboBox):
        return widget.currentIndex()
    return widget.value() if isinstance(widget, (QtWidgets.QSpinBox, QtWidgets.QDoubleSpinBox)) else None


@pytest.mark.parametrize("name", [SUBMIT, SETTINGS])
def test_a_wheel_that_scrolls_a_page_changes_no_value_below_the_pointer(
    qtbot: Any, panel: Panel, name: str
) -> None:
    page = open_page(qtbot, panel, name)
    panel.setFocus()
    fields = [
        each
        for each in page.findChildren(QtWidgets.QWidget)
        if isinstance(each, (QtWidgets.QComboBox, QtWidgets.QSpinBox, QtWidgets.QDoubleSpinBox))
        and each.isVisible()
        and each.isEnabled()
    ]
    assert fields
    before = [value_of(each) for each in fields]
    for each in fields:
        turn_wheel(each)
        turn_wheel(each)
    assert [value_of(each) for each in fields] == before
