"""The submit page as the artist uses it, against the sandbox over HTTP."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any, Iterator, List

import pytest

from rb_dcc_cli.readers import read_scene, scene_kinds
from rb_dcc_core import store
from rb_dcc_core.locations import Locations
from rb_dcc_core.sandbox.service import Sandbox
from rb_dcc_ui.binding import QtCore, QtWidgets
from rb_dcc_ui.file_host import FileHost
from rb_dcc_ui.opening import make_panel
from rb_dcc_ui.panel import SUBMIT, TASKS, Panel
from rb_dcc_ui.standalone import make_window
from rb_dcc_ui.submit.layer_model import CHECKED, FRAMES, UNCHECKED
from rb_dcc_ui.submit.page import SubmitPage
from rb_dcc_ui.submit.submissions_strip import RowWidget
from rb_dcc_ui.theme import em
from rb_dcc_ui.widgets.card import Card
from tests.support.panel_window import wait_whole
from tests.support.submit_page import account_of, leave_unfinished

WAIT_MS = 20000
_CHECK = QtCore.Qt.ItemDataRole.CheckStateRole
_EDIT = QtCore.Qt.ItemDataRole.EditRole


@pytest.fixture
def farm(tmp_path: Path) -> Iterator[Sandbox]:
    with Sandbox(tmp_path / "farm", speed=200.0, seed=3) as running:
        yield running


@pytest.fixture
def locations(tmp_path: Path) -> Locations:
    return Locations.find({"RB_DCC_HOME": str(tmp_path / "home")})


@pytest.fixture
def panel(qtbot: Any, farm: Sandbox, locations: Locations, turntable: Path) -> Iterator[Panel]:
    made = open_panel(qtbot, farm, locations, turntable)
    yield made
    made.shut()


def open_panel(qtbot: Any, farm: Sandbox, locations: Locations, path: Path | None) -> Panel:
    text = "" if path is None else str(path)
    made = make_panel(lambda runner: FileHost(runner, read_scene, scene_kinds(), text), locations)
    qtbot.addWidget(made)
    made.resize(460, 800)
    made.show()
    made.services.connection.use(account_of(farm))
    return made


def page_of(panel: Panel) -> SubmitPage:
    page = panel.show_page(SUBMIT)
    assert isinstance(page, SubmitPage)
    return page


def ready_page(qtbot: Any, panel: Panel) -> SubmitPage:
    """The page with the scene read, the environment known and the job checked."""
    page = page_of(panel)
    wait_whole(qtbot, page)
    qtbot.waitUntil(lambda: page.presenter.environment.chosen is not None, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: page.presenter.job.evaluation.frames == 12, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: page.presenter.files.outlook is not None, timeout=WAIT_MS)
    return page


def only_row(page: SubmitPage) -> RowWidget:
    (row,) = page.strip.findChildren(RowWidget)
    return row


def press(qtbot: Any, button: QtWidgets.QAbstractButton) -> None:
    assert button.isEnabled()
    qtbot.mouseClick(button, QtCore.Qt.MouseButton.LeftButton)


def test_why_a_scene_cannot_be_read_is_said_whole_and_nothing_is_asked_of_it(
    qtbot: Any, farm: Sandbox, locations: Locations, tmp_path: Path
) -> None:
    missing = tmp_path / "a folder whose name is rather long" / "sh010_kitchen_light_v014.ma"
    panel = open_panel(qtbot, farm, locations, missing)
    page = page_of(panel)
    wait_whole(qtbot, page)
    qtbot.waitUntil(lambda: page.presenter.scene.trouble is not None, timeout=WAIT_MS)
    words = f"There is no file {missing}. Check the path of the scene."
    (said,) = [each for each in page.scene_card.findChildren(QtWidgets.QLabel) if each.text() == words]
    assert said.isVisible()
    assert said.wordWrap()
    assert not page.frames_card.isVisible()
    assert not page.footer.submit.isEnabled()
    panel.shut()


def test_what_stops_a_submission_is_gone_to_by_keyboard(qtbot: Any, panel: Panel) -> None:
    page = ready_page(qtbot, panel)
    keys, policy = QtCore.Qt.Key, QtCore.Qt.FocusPolicy
    assert page.footer.focusPolicy() == policy.NoFocus  # nothing is wrong: it leads nowhere
    panel.activateWindow()
    qtbot.waitUntil(panel.isActiveWindow, timeout=WAIT_MS)
    field = page.frames_card._field
    qtbot.keyClicks(field, "1-2oo")
    qtbot.waitUntil(lambda: page.footer.focusPolicy() == policy.TabFocus, timeout=WAIT_MS)
    assert page.footer.accessibleName() == page.footer.line
    assert page.footer.toolTip()
    page.footer.setFocus()
    qtbot.keyClick(page.footer, keys.Key_Return)
    assert field.hasFocus()
    assert field.selectedText() == "1-2oo"


def longer(scene: Path) -> None:
    """As Maya saves it in the other window: twice as many frames."""
    scene.write_text(scene.read_text().replace('setAttr ".ef" 12', 'setAttr ".ef" 24'))


def test_a_file_saved_again_beside_the_panel_is_submitted_as_it_is_now(
    qtbot: Any, panel: Panel, farm: Sandbox, turntable: Path
) -> None:
    page = ready_page(qtbot, panel)
    longer(turntable)
    press(qtbot, page.footer.submit)
    rows = page.presenter.submissions.rows
    qtbot.waitUntil(lambda: bool(rows) and rows[0].state == "done", timeout=WAIT_MS)
    client, number = panel.services.connection.client, rows[0].task_id
    assert client is not None
    assert number is not None
    qtbot.waitUntil(lambda: client.query_task_info([number]).items[0].total_frames == 24, timeout=WAIT_MS)


def test_a_window_one_comes_back_to_reads_a_file_that_was_saved_again(
    qtbot: Any, farm: Sandbox, locations: Locations, turntable: Path
) -> None:
    window = make_window(read_scene, scene_kinds(), locations, str(turntable))
    window.show()
    window.panel.services.connection.use(account_of(farm))
    page = ready_page(qtbot, window.panel)
    longer(turntable)
    other = QtWidgets.QWidget()
    qtbot.addWidget(other)
    for each in (other, window):
        each.show()
        each.activateWindow()
        qtbot.waitUntil(each.isActiveWindow, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: page.presenter.job.evaluation.frames == 24, timeout=WAIT_MS)
    window.close()


def test_a_scene_file_is_submitted_to_the_end(qtbot: Any, panel: Panel, farm: Sandbox) -> None:
    page = ready_page(qtbot, panel)
    assert page.footer.line.startswith("12 frames · 1 layer · 6.7 KB")
    press(qtbot, page.footer.submit)
    sent = page.presenter.submissions
    qtbot.waitUntil(lambda: sent.rows[0].state == "done", timeout=WAIT_MS)
    row = only_row(page)
    assert row.title == "turntable.ma"
    assert row.words == f"Task {sent.rows[0].task_id} is submitted"
    assert panel.services.watch.kept == {sent.rows[0].task_id}
    press(qtbot, row.show_task)
    assert panel.page == TASKS


def test_an_error_disables_submit_and_a_click_goes_to_it(qtbot: Any, panel: Panel) -> None:
    page = ready_page(qtbot, panel)
    field = page.frames_card.findChild(QtWidgets.QLineEdit)
    assert isinstance(field, QtWidgets.QLineEdit)
    qtbot.keyClicks(field, "10-1")
    assert not page.footer.submit.isEnabled()
    assert page.footer.line == "'10-1' ends before it starts. Write 1-10 if you mean those frames."
    qtbot.mouseClick(page.footer, QtCore.Qt.MouseButton.LeftButton)
    assert field.selectedText() == "10-1"
    field.clear()
    qtbot.keyClicks(field, "1-4")
    assert page.footer.submit.isEnabled()
    assert page.footer.line.startswith("4 frames")


def test_a_fix_is_one_click(qtbot: Any, panel: Panel) -> None:
    page = ready_page(qtbot, panel)
    page.presenter.job.apply(tiles=2, frames_per_machine=3)
    qtbot.waitUntil(lambda: not page.footer.submit.isEnabled(), timeout=WAIT_MS)

    def fixes() -> List[Any]:
        buttons = page.problems_card.findChildren(QtWidgets.QPushButton)
        return [
            each for each in buttons if each.isVisible() and each.text() == "Render one frame per machine"
        ]

    qtbot.waitUntil(lambda: bool(fixes()), timeout=WAIT_MS)
    (fix,) = fixes()
    press(qtbot, fix)
    qtbot.waitUntil(page.footer.submit.isEnabled, timeout=WAIT_MS)
    assert page.presenter.job.settings.frames_per_machine == 1


def test_an_upload_is_cancelled_and_gone_on_with_while_the_next_scene_is_prepared(
    qtbot: Any, panel: Panel, turntable: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (turntable.parent / "checker.png").write_bytes(b"c" * 200000)
    page = ready_page(qtbot, panel)
    sent = page.presenter.submissions
    with monkeypatch.context() as patch:
        patch.setattr(store, "BLOCK_BYTES", 256)  # a line so slow that there is time to press Cancel
        press(qtbot, page.footer.submit)
        qtbot.waitUntil(lambda: sent.rows[0].progress.stage == "upload", timeout=WAIT_MS)
        assert page.footer.line == "This scene is being submitted."
        other = turntable.parent / "other.ma"
        shutil.copy(str(turntable), str(other))
        panel.services.host.choose_scene(str(other))
        qtbot.waitUntil(page.footer.submit.isEnabled, timeout=WAIT_MS)
        assert sent.rows[0].is_active
        press(qtbot, only_row(page).cancel)
        qtbot.waitUntil(lambda: sent.rows[0].state == "stopped", timeout=WAIT_MS)
    row = only_row(page)
    assert row.words == "not submitted yet"
    press(qtbot, row.go_on)
    qtbot.waitUntil(lambda: sent.rows[0].state == "done", timeout=WAIT_MS)


def test_what_a_killed_program_left_is_offered(
    qtbot: Any, farm: Sandbox, locations: Locations, turntable: Path
) -> None:
    number = leave_unfinished(farm, locations, read_scene(str(turntable)))
    panel = open_panel(qtbot, farm, locations, turntable)  # which asks for it as soon as it is connected
    page = ready_page(qtbot, panel)
    sent = page.presenter.submissions
    qtbot.waitUntil(lambda: bool(sent.rows), timeout=WAIT_MS)
    row = only_row(page)
    assert (row.go_on.text(), row.give_up.text()) == ("Go on where it stopped", "Give it up")
    assert sent.rows[0].run.number == number
    press(qtbot, row.go_on)
    qtbot.waitUntil(lambda: sent.rows[0].state == "done", timeout=WAIT_MS)
    panel.shut()


def test_the_panel_closes_in_the_middle_of_an_upload(
    qtbot: Any, farm: Sandbox, locations: Locations, turntable: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (turntable.parent / "checker.png").write_bytes(b"c" * 200000)
    monkeypatch.setattr(store, "BLOCK_BYTES", 256)
    panel = open_panel(qtbot, farm, locations, turntable)
    page = ready_page(qtbot, panel)
    press(qtbot, page.footer.submit)
    qtbot.waitUntil(lambda: page.presenter.submissions.rows[0].progress.stage == "upload", timeout=WAIT_MS)
    panel.shut()
    assert page.presenter.submissions.rows[0].run.is_stopped


def test_layers_are_ticked_and_given_frames_in_the_table(qtbot: Any, panel: Panel) -> None:
    page = ready_page(qtbot, panel)
    model = page.layers_card.model
    layer = model.index(0, 0)
    lines = [model.index(row, 0, layer) for row in range(model.rowCount(layer))]
    cameras = [line for line in lines if line.data(_CHECK) is not None]
    assert [line.data() for line in cameras] == ["turntableCam", "front", "persp", "side", "top"]
    assert [cameras[row].data(_CHECK) for row in (0, 2)] == [CHECKED, UNCHECKED]
    assert model.setData(cameras[2], CHECKED, _CHECK)
    assert page.presenter.job.settings.layer_cameras == (("masterLayer", ("turntableCam", "persp")),)
    assert model.setData(model.index(0, FRAMES), "3-5", _EDIT)
    assert not model.setData(model.index(0, FRAMES), "5-3", _EDIT)
    assert model.index(0, FRAMES).data() == "3-5"
    assert model.setData(layer, UNCHECKED, _CHECK)
    assert page.footer.line.startswith("No layer is rendered. Tick one in the list of layers.")


def test_without_a_scene_there_is_a_place_to_drop_one(
    qtbot: Any, farm: Sandbox, locations: Locations, turntable: Path
) -> None:
    panel = open_panel(qtbot, farm, locations, None)
    page = page_of(panel)
    qtbot.waitUntil(lambda: panel.services.connection.is_online, timeout=WAIT_MS)
    assert page.footer.line == "Choose a scene."
    drag = QtCore.QMimeData()
    drag.setUrls([QtCore.QUrl.fromLocalFile(str(turntable))])
    page.drop(drag)
    qtbot.waitUntil(lambda: page.presenter.scene.snapshot is not None, timeout=WAIT_MS)
    assert page.presenter.scene.open_scene.path == str(turntable)
    nothing = QtCore.QMimeData()
    nothing.setUrls([QtCore.QUrl.fromLocalFile("/x/notes.txt")])
    assert not page.drop(nothing)
    panel.shut()


def test_everything_can_be_reached_by_keyboard_and_has_a_name(qtbot: Any, panel: Panel) -> None:
    page = ready_page(qtbot, panel)
    page.more_card.fold(False)
    page.files_card.fold(False)
    kinds = (QtWidgets.QAbstractButton, QtWidgets.QLineEdit, QtWidgets.QComboBox, QtWidgets.QAbstractSpinBox)
    for kind in kinds:
        for widget in page.findChildren(kind):
            inner = isinstance(
                widget.parent(), (QtWidgets.QComboBox, QtWidgets.QAbstractSpinBox, QtWidgets.QLineEdit)
            )
            if not widget.isVisible() or inner or widget.objectName().startswith("qt_"):
                continue
            said = widget.accessibleName() or getattr(widget, "text", lambda: "")()
            assert said, f"{type(widget).__name__} in {type(widget.parent()).__name__} has no name"
            if not widget.testAttribute(QtCore.Qt.WidgetAttribute.WA_TransparentForMouseEvents):
                assert widget.focusPolicy() != QtCore.Qt.FocusPolicy.NoFocus, said


@pytest.mark.parametrize("width_em", [22.5, 30, 56])
def test_nothing_is_cut_off_at_the_side(qtbot: Any, panel: Panel, width_em: float) -> None:
    page = ready_page(qtbot, panel)
    panel.resize(em(panel, width_em), 700)
    page.more_card.fold(False)
    qtbot.waitUntil(lambda: page.inside.width() <= em(panel, width_em), timeout=WAIT_MS)
    for card in page.findChildren(Card):
        assert card.minimumSizeHint().width() <= card.width()
