"""The table of layers by clicks and by keyboard, wide and narrow, to the job file that arrives on the farm."""

from __future__ import annotations

import contextlib
import json
import time
from pathlib import Path
from typing import Any, Iterator, List, Tuple

import pytest

from rb_dcc_core.sandbox.service import Sandbox
from rb_dcc_core.store import StoreTransfer
from rb_dcc_core.transfer import Area
from rb_dcc_ui.binding import QtCore, QtGui, QtWidgets
from rb_dcc_ui.panel import SUBMIT, Panel
from rb_dcc_ui.submit.layer_delegate import ChoiceBox
from rb_dcc_ui.submit.layer_model import CAMERAS, CHOICES, FORMAT, FRAMES, LAYER, RENDERER, SCENE_VALUE, SIZE
from rb_dcc_ui.submit.layer_tree import LayerTree
from rb_dcc_ui.submit.page import SubmitPage
from rb_dcc_ui.theme import em
from tests.support.panel_window import (
    WAIT_MS,
    account_at,
    client_of,
    close_panel,
    open_panel,
    settle,
    wait_online,
    wait_whole,
)

LEFT = QtCore.Qt.MouseButton.LeftButton
KEY = QtCore.Qt.Key
ROLE = QtCore.Qt.ItemDataRole
EDITABLE = QtCore.Qt.ItemFlag.ItemIsEditable


@pytest.fixture
def farm(tmp_path: Path) -> Iterator[Sandbox]:
    with Sandbox(tmp_path / "farm", speed=200.0, seed=3) as running:
        yield running


@pytest.fixture
def panel(qtbot: Any, farm: Sandbox, tmp_path: Path, turntable: Path) -> Iterator[Panel]:
    made = open_panel(tmp_path / "home", turntable)
    qtbot.addWidget(made)
    made.services.connection.use(account_at(farm.url, farm))
    wait_online(qtbot, made)
    yield made
    close_panel(made)


@pytest.fixture
def page(qtbot: Any, panel: Panel) -> SubmitPage:
    """Wide enough for every column."""
    return page_at(qtbot, panel, em(panel, 120))


@pytest.fixture
def narrow(qtbot: Any, panel: Panel) -> SubmitPage:
    return page_at(qtbot, panel, 360)


def page_at(qtbot: Any, panel: Panel, width: int) -> SubmitPage:
    panel.resize(width, 900)
    page = panel.show_page(SUBMIT)
    assert isinstance(page, SubmitPage)
    wait_whole(qtbot, page)
    qtbot.waitUntil(lambda: page.presenter.environment.chosen is not None, timeout=WAIT_MS)
    settle()
    return page


def tree_of(page: SubmitPage) -> LayerTree:
    tree = page.layers_card.findChild(LayerTree)
    assert isinstance(tree, LayerTree)
    return tree


def shown(tree: LayerTree) -> List[int]:
    return [column for column in range(RENDERER + 1) if not tree.isColumnHidden(column)]


def field_of(tree: LayerTree, kind: Any) -> Any:
    (field,) = [each for each in tree.viewport().findChildren(kind) if each.isVisible()]
    return field


def double_click(qtbot: Any, tree: LayerTree, index: Any) -> None:
    settle()
    where = tree.visualRect(index).center()
    qtbot.mouseClick(tree.viewport(), LEFT, pos=where)
    qtbot.mouseDClick(tree.viewport(), LEFT, pos=where)


def write(qtbot: Any, tree: LayerTree, text: str) -> None:
    """Into the field that is open, over what stands in it."""
    field = field_of(tree, QtWidgets.QLineEdit)
    field.selectAll()
    qtbot.keyClicks(field, text) if text else qtbot.keyClick(field, KEY.Key_Delete)
    qtbot.keyClick(field, KEY.Key_Return)
    settle()


def choose(qtbot: Any, tree: LayerTree, name: str) -> str:
    """From the list of formats that is open, by a click; returns what a screen reader calls the list."""
    box = field_of(tree, ChoiceBox)
    called = str(box.accessibleName())
    qtbot.waitUntil(lambda: box.view().isVisible(), timeout=WAIT_MS)
    line = box.view().visualRect(box.model().index(box.findData(name), 0))
    qtbot.mouseClick(box.view().viewport(), LEFT, pos=line.center())
    settle()
    return called


def trouble(page: SubmitPage) -> str:
    (label,) = [
        each for each in page.layers_card.findChildren(QtWidgets.QLabel) if each.property("rbTone") == "bad"
    ]
    return label.text() if label.isVisible() else ""


def test_size_and_format_are_changed_and_given_back_by_clicks(qtbot: Any, page: SubmitPage) -> None:
    tree, job = tree_of(page), page.presenter.job
    assert shown(tree) == [LAYER, CAMERAS, FRAMES, SIZE, FORMAT, RENDERER]
    size, image_format = tree.layers.index(0, SIZE), tree.layers.index(0, FORMAT)
    own = size.data()
    double_click(qtbot, tree, size)
    assert field_of(tree, QtWidgets.QLineEdit).accessibleName() == "Size of masterLayer"
    write(qtbot, tree, "320x180")
    assert (size.data(), size.data(SCENE_VALUE)) == ("320 × 180", own)
    double_click(qtbot, tree, image_format)
    assert choose(qtbot, tree, "png") == "Format of masterLayer"
    assert (image_format.data(), image_format.data(SCENE_VALUE)) == ("png", "exr")
    assert page.layers_card.summary.text().endswith("changed: Size, Format")
    assert page.more_card.summary.text() == "changed: Size, Format"
    double_click(qtbot, tree, size)
    write(qtbot, tree, "")
    double_click(qtbot, tree, image_format)
    choose(qtbot, tree, "")
    assert (size.data(), size.data(SCENE_VALUE), image_format.data()) == (own, "", "exr")
    assert job.changed_settings == ()


def test_a_wrong_size_is_answered_below_the_table_until_a_right_one_is_written(
    qtbot: Any, panel: Panel, page: SubmitPage
) -> None:
    tree = tree_of(page)
    size = tree.layers.index(0, SIZE)
    double_click(qtbot, tree, size)
    write(qtbot, tree, "0 x 1080")
    assert trouble(page) == "No picture is 0 x 1080 pixels: each side must be from 1 to 32768."
    assert size.data(SCENE_VALUE) == ""
    panel.language.switch("zh")
    assert trouble(page) == "图像不可能是 0 x 1080 像素：每边须为 1 到 32768。"
    panel.language.switch("en")
    double_click(qtbot, tree, size)
    write(qtbot, tree, "64x64")
    assert (trouble(page), size.data()) == ("", "64 × 64")


def test_the_keyboard_alone_changes_frames_size_and_format_and_gives_them_back(
    qtbot: Any, page: SubmitPage
) -> None:
    tree, job = tree_of(page), page.presenter.job
    tree.setFocus()
    tree.setCurrentIndex(tree.layers.index(0, LAYER))
    qtbot.keyClick(tree, KEY.Key_Right)
    assert tree.isExpanded(tree.layers.index(0, LAYER))
    for column in (CAMERAS, FRAMES):
        qtbot.keyClick(tree, KEY.Key_Right)
        assert tree.currentIndex().column() == column
    qtbot.keyClick(tree, KEY.Key_F2)
    write(qtbot, tree, "2-3")
    qtbot.keyClick(tree, KEY.Key_Right)
    qtbot.keyClick(tree, KEY.Key_F2)
    write(qtbot, tree, "320x180")
    qtbot.keyClick(tree, KEY.Key_Right)
    qtbot.keyClick(tree, KEY.Key_F2)
    box = field_of(tree, ChoiceBox)
    qtbot.waitUntil(lambda: box.view().isVisible(), timeout=WAIT_MS)
    for _ in range(box.findData("png")):
        qtbot.keyClick(box.view(), KEY.Key_Down)
    qtbot.keyClick(box.view(), KEY.Key_Return)
    settle()
    row = job.rows[0]
    assert (row.frames.text, row.size.text, row.image_format.text) == ("2-3", "320 × 180", "png")
    for _ in (FORMAT, SIZE, FRAMES):
        qtbot.keyClick(tree, KEY.Key_Delete)
        qtbot.keyClick(tree, KEY.Key_Left)
    assert job.changed_settings == ()
    for _ in (CAMERAS, LAYER):
        qtbot.keyClick(tree, KEY.Key_Left)
    assert not tree.isExpanded(tree.layers.index(0, LAYER))


def test_a_hosts_shortcuts_do_not_take_the_keys_of_the_table(page: SubmitPage) -> None:
    tree = tree_of(page)
    for key, is_kept in (
        (KEY.Key_F2, True),
        (KEY.Key_Delete, True),
        (KEY.Key_Right, True),
        (KEY.Key_W, False),
    ):
        event = QtGui.QKeyEvent(
            QtCore.QEvent.Type.ShortcutOverride, key, QtCore.Qt.KeyboardModifier.NoModifier
        )
        event.ignore()
        QtWidgets.QApplication.sendEvent(tree, event)
        assert event.isAccepted() == is_kept, key


def test_the_menu_of_a_cell_changes_it_or_gives_it_back(qtbot: Any, page: SubmitPage) -> None:
    tree, job = tree_of(page), page.presenter.job
    size = tree.layers.index(0, SIZE)
    event = QtGui.QContextMenuEvent(
        QtGui.QContextMenuEvent.Reason.Mouse,
        tree.visualRect(size).center(),
        tree.viewport().mapToGlobal(tree.visualRect(size).center()),
    )
    tree.contextMenuEvent(event)
    (menu,) = [each for each in tree.findChildren(QtWidgets.QMenu) if each.isVisible()]
    assert [(each.text(), each.isEnabled()) for each in menu.actions()] == [
        ("Change", True),
        ("As in the scene", False),
    ]
    menu.actions()[0].trigger()
    menu.close()
    write(qtbot, tree, "64x64")
    menu = tree.menu_for(size)
    assert menu is not None
    menu.actions()[1].trigger()
    menu.deleteLater()
    assert job.changed_settings == ()
    assert tree.menu_for(tree.layers.index(0, RENDERER)) is None


def test_in_a_narrow_dock_size_and_format_stand_below_their_layer(qtbot: Any, narrow: SubmitPage) -> None:
    tree, job = tree_of(narrow), narrow.presenter.job
    assert shown(tree) == [LAYER, CAMERAS, FRAMES]
    layer = tree.layers.index(0, LAYER)
    tree.setExpanded(layer, True)
    below = [tree.layers.index(row, 0, layer) for row in range(2)]
    own = job.rows[0].size.text
    assert [each.data() for each in below] == [f"Size: {own}", "Format: exr"]
    double_click(qtbot, tree, below[0])
    assert field_of(tree, QtWidgets.QLineEdit).text() == own
    write(qtbot, tree, "320x180")
    double_click(qtbot, tree, below[1])
    choose(qtbot, tree, "png")
    assert [(each.data(), each.data(SCENE_VALUE)) for each in below] == [
        ("Size: 320 × 180", own),
        ("Format: png", "exr"),
    ]
    tree.setFocus()
    for index in below:
        tree.setCurrentIndex(index)
        qtbot.keyClick(tree, KEY.Key_Delete)
    assert job.changed_settings == ()


def test_a_layer_stays_open_and_a_camera_chosen_when_the_panel_grows(
    qtbot: Any, panel: Panel, narrow: SubmitPage
) -> None:
    tree = tree_of(narrow)
    layer = tree.layers.index(0, LAYER)
    tree.setExpanded(layer, True)
    camera = tree.layers.index(2, 0, layer)
    name = camera.data()
    tree.setCurrentIndex(camera)
    for width, columns, row in ((em(panel, 120), RENDERER + 1, 0), (360, 3, 2)):
        panel.resize(width, 900)
        qtbot.waitUntil(lambda wanted=columns: len(shown(tree)) == wanted, timeout=WAIT_MS)
        settle()
        assert tree.isExpanded(layer)
        assert (tree.currentIndex().data(), tree.currentIndex().row()) == (name, row)
        assert all(tree.isFirstColumnSpanned(line, layer) for line in range(tree.layers.rowCount(layer)))


def test_a_screen_reader_hears_what_a_cell_is_about_and_what_the_scene_has(
    qtbot: Any, page: SubmitPage
) -> None:
    tree, job = tree_of(page), page.presenter.job
    size, image_format = tree.layers.index(0, SIZE), tree.layers.index(0, FORMAT)
    own = size.data()
    assert size.data(ROLE.AccessibleTextRole) == f"masterLayer, Size: {own}"
    job.set_layer_size(job.rows[0].node, "8x9")
    assert size.data(ROLE.AccessibleTextRole) == f"masterLayer, Size: 8 × 9; in the scene {own}"
    assert size.data(ROLE.AccessibleDescriptionRole) == (
        "Double-click or press F2 to give this layer another size, as 1280x720; empty: the scene's."
    )
    assert image_format.data(CHOICES) == [
        ("", "as in the scene (exr)"),
        *((name, name) for name in ("deepexr", "png", "tif", "jpg")),
    ]
    assert f"In the scene: {own}" in size.data(ROLE.ToolTipRole)
    assert image_format.data(ROLE.AccessibleDescriptionRole) == (
        "Double-click or press F2 to choose another format for this layer."
    )


def test_a_format_that_cannot_be_changed_opens_no_field_and_its_tip_says_why(
    qtbot: Any, request: pytest.FixtureRequest, turntable: Path
) -> None:
    text = turntable.read_text(encoding="utf-8")
    assert '"arnold"' in text
    turntable.write_text(text.replace('"arnold"', '"renderman"'), encoding="utf-8")
    made = request.getfixturevalue("panel")
    page = page_at(qtbot, made, em(made, 120))
    tree = tree_of(page)
    image_format = tree.layers.index(0, FORMAT)
    why = "RenderMan writes each image in the format of its display. Change it there, in the scene."
    assert not image_format.flags() & EDITABLE
    assert image_format.data(ROLE.ToolTipRole).endswith(why)
    assert image_format.data(ROLE.AccessibleDescriptionRole) == why
    assert tree.layers.index(0, SIZE).flags() & EDITABLE
    double_click(qtbot, tree, image_format)
    assert [each for each in tree.viewport().findChildren(ChoiceBox) if each.isVisible()] == []


def test_what_was_chosen_arrives_on_the_farm_and_the_scene_stays_as_it_was(
    qtbot: Any, panel: Panel, page: SubmitPage, farm: Sandbox, turntable: Path
) -> None:
    before = turntable.read_bytes()
    tree, shown_page = tree_of(page), page.presenter
    double_click(qtbot, tree, tree.layers.index(0, SIZE))
    write(qtbot, tree, "320x180")
    double_click(qtbot, tree, tree.layers.index(0, FORMAT))
    choose(qtbot, tree, "png")

    def names() -> Tuple[str, ...]:
        return shown_page.job.evaluation.names or ("",)

    qtbot.waitUntil(lambda: names()[-1].endswith(".0001.png"), timeout=WAIT_MS)
    qtbot.waitUntil(lambda: page.footer.submit.isEnabled(), timeout=WAIT_MS)
    qtbot.mouseClick(page.footer.submit, LEFT)
    sent = shown_page.submissions
    qtbot.waitUntil(lambda: sent.rows[0].state == "done", timeout=WAIT_MS)
    with contextlib.closing(client_of(farm)) as client:
        stored = StoreTransfer(client.transport, client.get_transfer_bid(), "/store", time.sleep)
        content = b"".join(stored.fetch_blocks(Area.CONFIG, f"/{sent.rows[0].task_id}/cfg/task.json", 0))
    common = json.loads(content.decode("utf-8"))["scene_info_render"]["defaultRenderLayer"]["common"]
    assert (common["width"], common["height"], common["image_format"]) == ("320", "180", "png")
    assert turntable.read_bytes() == before
    remembered = json.loads(Path(str(turntable) + ".rb-dcc.json").read_text(encoding="utf-8"))["settings"]
    assert remembered["layer_sizes"] == {"masterLayer": "320x180"}
    assert remembered["layer_formats"] == {"masterLayer": "png"}
