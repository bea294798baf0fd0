"""What jobs cost, as widgets show it: price line, budget fields, chart, bill, the notice of a newer version."""

from __future__ import annotations

import shutil
import time
from pathlib import Path
from typing import Any, Iterator

import pytest

from rb_dcc_cli.demo import demo_scene
from rb_dcc_core.budget import Budget
from rb_dcc_core.estimate import SAME_SCENE, Estimate, Interval
from rb_dcc_core.history import History
from rb_dcc_core.models import FrameInfo, TaskInfo
from rb_dcc_core.sandbox.service import Sandbox
from rb_dcc_core.updates import Release
from rb_dcc_ui import update_notice
from rb_dcc_ui.binding import QtCore, QtWidgets
from rb_dcc_ui.costs.budget_dialog import BudgetDialog
from rb_dcc_ui.costs.page import CostsPage
from rb_dcc_ui.panel import COSTS, SETTINGS, SUBMIT, Panel
from rb_dcc_ui.settings.page import SettingsPage
from rb_dcc_ui.submit.page import SubmitPage
from rb_dcc_ui.theme import em
from rb_dcc_ui.update_notice import UpdateNotice
from tests.support.panel import HandTimers
from tests.support.panel_farm import HandServices, PanelFarm
from tests.support.panel_window import WAIT_MS, account_at, close_panel, open_panel, wait_online, wait_whole

TOLD = Estimate(Interval(0.8, 1.2, 1.93), Interval(1100.0, 1500.0, 2400.0), SAME_SCENE, 3, 72, machines=4)


@pytest.fixture
def farm(tmp_path: Path) -> Iterator[Sandbox]:
    with Sandbox(tmp_path / "farm", speed=200.0, seed=3) as running:
        yield running


@pytest.fixture
def panel(qtbot: Any, farm: Sandbox, tmp_path: Path) -> Iterator[Panel]:
    shutil.copytree(str(demo_scene().parent), str(tmp_path / "project"))
    made = open_panel(tmp_path / "home", tmp_path / "project" / demo_scene().name)
    made.services.connection.use(account_at(farm.url, farm))
    wait_online(qtbot, made)
    yield made
    close_panel(made)


@pytest.fixture
def page(qtbot: Any, panel: Panel) -> SubmitPage:
    made = panel.show_page(SUBMIT)
    assert isinstance(made, SubmitPage)
    wait_whole(qtbot, made)
    qtbot.waitUntil(lambda: made.presenter.price.line is not None, timeout=WAIT_MS)
    return made


def test_the_price_stands_beside_submit_and_hovering_tells_what_it_assumes(page: SubmitPage) -> None:
    price, line = page.presenter.price, page.footer._price
    assert line.text == "No estimate yet: test a few frames first."
    price.estimate = TOLD
    price.changed()
    assert line.text == (
        "about $1.20 ($0.80 to $1.90)\n25 min (18 min to 40 min) on 4 machines · from 3 tasks of this scene"
    )
    assert "Four times in five" in line.toolTip()
    assert line.isVisible()


def test_what_a_price_rests_on_is_not_cut_off_in_a_narrow_panel(panel: Panel, page: SubmitPage) -> None:
    price, line = page.presenter.price, page.footer._price
    price.estimate = TOLD
    price.changed()
    panel.resize(em(panel, 70), 900)
    QtCore.QCoreApplication.processEvents()
    assert not line._third.isVisible()
    panel.resize(em(panel, 24), 900)
    QtCore.QCoreApplication.processEvents()
    assert (line._second.text(), line._third.text()) == (
        "25 min (18 min to 40 min) on 4 machines",
        "from 3 tasks of this scene",
    )
    assert line._third.isVisible()
    assert "…" not in QtWidgets.QLabel.text(line._third)


def test_a_limit_below_a_cent_is_shown_as_it_is(panel: Panel) -> None:
    dialog = BudgetDialog(panel.language, Budget(0.0083, 2.5), "$", panel)
    assert (dialog.soft.text(), dialog.hard.text()) == ("$0.0083", "$2.50")
    assert dialog.budget == Budget(0.0083, 2.5)


def test_budget_fields_set_the_job_and_say_what_they_promise(page: SubmitPage) -> None:
    card, job = page.budget_card, page.presenter.job
    assert card.is_folded
    card.fold(False)
    assert card.hard.text() == "no limit"
    card.soft.setValue(2.0)
    card.hard.setValue(1.5)
    assert (job.settings.budget_soft, job.settings.budget_hard) == (2.0, 1.5)
    assert card._wrong.text() == "The task is stopped before it comes to the warning."
    assert card.summary.text() == "stops at $1.50"
    promises = [each.text() for each in card.findChildren(QtWidgets.QLabel)]
    assert any(each.startswith("A budget acts only while this panel") for each in promises)
    card.hard.setValue(0.0)
    assert job.settings.budget_hard is None
    page.presenter.price.estimate = TOLD
    page.presenter.price.changed()
    card._use.click()
    assert job.settings.budget_hard == 1.93


def test_the_days_budget_is_kept_as_it_is_set(panel: Panel) -> None:
    page = panel.show_page(SETTINGS)
    assert isinstance(page, SettingsPage)
    page.slices.finish()
    page._budget.hard.setValue(50.0)
    assert panel.services.preferences.now.budget_day_hard == 50.0
    assert page._budget.summary.text() == "stops at $50.00"
    page._checks["update_notices"].setChecked(False)
    assert not panel.services.preferences.now.update_notices


def test_a_budget_is_set_for_tasks_that_run_already(panel: Panel) -> None:
    dialog = BudgetDialog(panel.language, Budget(None, 3.0), "$", panel)
    assert (dialog.soft.text(), dialog.hard.text()) == ("no limit", "$3.00")
    dialog.soft.setValue(2.0)
    dialog.hard.setValue(0.0)
    assert dialog.budget == Budget(2.0, None)
    dialog.keep.click()
    assert dialog.result() == int(QtWidgets.QDialog.DialogCode.Accepted)


def fill(panel: Panel) -> None:
    now_ms = int(time.time() * 1000)
    with History(panel.services.locations.state) as history:
        for number, (label, cost) in enumerate((("film", 12.0), ("advert", 8.0), ("", 1.5))):
            task = TaskInfo(
                id=number + 1,
                scene_name="shot.ma",
                project_name=label,
                render_consume=cost,
                completed_date_ms=now_ms,
            )
            frames = [FrameInfo(id=at, frame_status=4, fee_amount=0.1) for at in range(5)]
            history.remember(panel.services.connection.account_key, task, [frames])


def test_the_bill_is_a_chart_and_a_table(qtbot: Any, panel: Panel) -> None:
    fill(panel)
    page = panel.show_page(COSTS)
    assert isinstance(page, CostsPage)
    qtbot.waitUntil(lambda: page.table.rowCount() == 3, timeout=WAIT_MS)
    texts = [[page.table.item(row, column).text() for column in (1, 2, 3, 4)] for row in range(3)]
    assert texts == [
        ["film", "$12.00", "1", "5"],
        ["advert", "$8.00", "1", "5"],
        ["without a label", "$1.50", "1", "5"],
    ]
    bar = page.chart.bar_at(page.chart.width() - em(page.chart, 1))
    assert bar is not None
    assert bar.parts == (("film", 12.0), ("advert", 8.0), ("", 1.5))
    shown = page.chart.grab().toImage()
    colours = {
        shown.pixelColor(x, y).name() for x in range(0, shown.width(), 3) for y in range(0, shown.height(), 3)
    }
    assert {"#1463a5", "#a86a00", "#1f7a35"} <= colours or {"#6db3f2", "#e8b04a", "#6fc17f"} <= colours


def test_an_account_that_hides_its_charges_shows_no_amount(
    qtbot: Any, panel: Panel, page: SubmitPage
) -> None:
    import dataclasses

    fill(panel)
    connection = panel.services.connection
    user = connection.standing.user
    assert user is not None
    connection.standing = dataclasses.replace(
        connection.standing, user=dataclasses.replace(user, hide_job_charge=1)
    )
    page.presenter.price.estimate = TOLD
    page.presenter.price.changed()
    assert page.footer._price.text == "25 min (18 min to 40 min) on 4 machines\nfrom 3 tasks of this scene"
    assert not page.budget_card.isVisible()
    costs = panel.show_page(COSTS)
    assert isinstance(costs, CostsPage)
    qtbot.waitUntil(lambda: bool(costs.presenter.rows), timeout=WAIT_MS)
    assert not costs.table.isVisible()
    assert not costs.chart.isVisible()
    assert costs._hidden.isVisible()


@pytest.mark.parametrize("width_em", [22.5, 56])
def test_nothing_is_cut_off_at_the_side(qtbot: Any, panel: Panel, width_em: float) -> None:
    fill(panel)
    page = panel.show_page(COSTS)
    assert isinstance(page, CostsPage)
    panel.resize(em(panel, width_em), 700)
    qtbot.waitUntil(lambda: page.table.rowCount() == 3, timeout=WAIT_MS)
    QtCore.QCoreApplication.processEvents()
    assert page.minimumSizeHint().width() <= page.width()


def test_a_newer_version_is_said_once_and_never_while_it_is_switched_off(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []
    noted = []

    def answer(state: Path, own: str, *rest: object) -> Release:
        asked.append(own)
        return Release("9.1.0", "Faster uploads.")

    monkeypatch.setattr(update_notice, "newer_release", answer)
    monkeypatch.setattr(update_notice, "told", lambda state, version: noted.append(version))
    hand = HandServices(PanelFarm(), tmp_path)
    assert isinstance(hand.timers, HandTimers)
    hand.now.preferences.set(update_notices=False)
    notice = UpdateNotice(hand.now, "9.0.0", environ={})
    hand.timers.pass_time(30)
    assert asked == []
    hand.now.preferences.set(update_notices=True)
    hand.timers.pass_time(86400)
    assert (asked, noted) == (["9.0.0"], ["9.1.0"])
    trouble = hand.now.errors.current
    assert trouble is not None
    assert str(trouble.message) == "Version 9.1.0 of this plug-in is released: Faster uploads."
    notice.close()
    hand.now.close()
