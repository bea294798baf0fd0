"""How the pages of the account, the settings, diagnosing and the costs come to each state."""

from __future__ import annotations

from rb_dcc_core.sandbox.service import Sandbox
from rb_dcc_ui.account.page import AccountPage
from rb_dcc_ui.account.presenter import TESTING, WRONG
from rb_dcc_ui.binding import QtWidgets
from rb_dcc_ui.costs.page import CostsPage
from rb_dcc_ui.diagnose.page import DiagnosePage
from rb_dcc_ui.error_desk import ERROR
from rb_dcc_ui.panel import ACCOUNT, COSTS, DIAGNOSE, SETTINGS, Panel

from .studio import Studio

_QUESTIONS = "/api/"


def account_empty(studio: Studio) -> None:
    """A first start."""
    panel = studio.open()
    studio.wait("the way without an account", lambda: panel.services.accounts.sandbox.can_run)


def account_busy(studio: Studio) -> None:
    """The key is being tested."""
    page = _account_page(studio)
    studio.gate.hold(_QUESTIONS)
    _type(page, studio.farm, studio.farm.access_key)
    studio.wait("the test", lambda: page.presenter.state == TESTING)


def account_failing(studio: Studio) -> None:
    """The key is wrong."""
    page = _account_page(studio)
    _type(page, studio.farm, studio.farm.access_key[:-4] + "oops")
    studio.wait("the refusal", lambda: page.presenter.state == WRONG)


def settings_empty(studio: Studio) -> None:
    """Before there is an account."""
    studio.open().show_page(SETTINGS)


def settings_busy(studio: Studio) -> None:
    """At work with an account."""
    panel = studio.open(farm=studio.farm)
    studio.wait_online()
    panel.services.preferences.set(
        download_folder="D:/projects/nordlicht/pictures",
        downloads_as_frames_finish=True,
        budget_day_soft=20.0,
        budget_day_hard=50.0,
    )
    panel.show_page(SETTINGS)


def settings_failing(studio: Studio) -> None:
    """The settings file cannot be written."""
    panel = studio.open(farm=studio.farm)
    studio.wait_online()
    panel.show_page(SETTINGS)
    home = panel.services.locations.settings
    studio.settle()
    for path in list(home.iterdir()):
        if path.name == "panel.json":
            path.unlink()
            path.mkdir()
            (path / "in the way").mkdir()
    panel.services.preferences.set(poll_interval_s=30.0)
    _wait_for_error(studio, panel)


def diagnose_empty(studio: Studio) -> None:
    """Before the test."""
    _diagnose_page(studio)


def diagnose_busy(studio: Studio) -> None:
    """In the middle of the test."""
    page = _diagnose_page(studio)
    studio.gate.hold("queryUserProfile")
    page.presenter.test()
    studio.wait("half of the test", lambda: len(page.presenter.findings) >= 3)


def diagnose_failing(studio: Studio) -> None:
    """The service refuses the key."""
    panel = studio.open(farm=studio.farm, key="a-key-that-is-not-the-one")
    studio.wait("the refusal", lambda: panel.services.connection.standing.trouble is not None)
    page = panel.show_page(DIAGNOSE)
    assert isinstance(page, DiagnosePage)
    page.presenter.test()
    studio.wait("the test", lambda: page.presenter.was_tested and bool(page.presenter.sections))


def costs_empty(studio: Studio) -> None:
    """Nothing has been rendered."""
    page = _costs_page(studio, studio.empty_farm)
    studio.wait("the answer", lambda: not page.presenter.is_loading)


def costs_busy(studio: Studio) -> None:
    """Most of a year, while the farm is asked for what is new."""
    page = _costs_page(studio, studio.farm)
    studio.wait("the costs", lambda: bool(page.presenter.rows) and not page.presenter.is_loading)
    studio.gate.hold(_QUESTIONS)
    page.presenter.refresh()


def costs_failing(studio: Studio) -> None:
    """The farm cannot be asked."""
    page = _costs_page(studio, studio.farm)
    studio.wait("the costs", lambda: bool(page.presenter.rows) and not page.presenter.is_loading)
    studio.farm.stop()
    try:
        page.presenter.refresh()
        studio.wait("the farm to be gone", lambda: page.presenter.note is not None)
    finally:
        studio.farm.start()


def _account_page(studio: Studio) -> AccountPage:
    page = studio.open().show_page(ACCOUNT)
    assert isinstance(page, AccountPage)
    return page


def _type(page: AccountPage, farm: Sandbox, key: str) -> None:
    """As typing does it."""
    for name, text in (("rbService", farm.url), ("rbAccessId", farm.access_id), ("rbAccessKey", key)):
        field = page.findChild(QtWidgets.QLineEdit, name)
        assert isinstance(field, QtWidgets.QLineEdit)
        field.setText(text)
        field.textEdited.emit(text)


def _diagnose_page(studio: Studio) -> DiagnosePage:
    panel = studio.open(farm=studio.farm)
    studio.wait_online()
    page = panel.show_page(DIAGNOSE)
    assert isinstance(page, DiagnosePage)
    studio.wait("what is known", lambda: bool(page.presenter.sections))
    return page


def _costs_page(studio: Studio, farm: Sandbox) -> CostsPage:
    panel = studio.open(farm=farm)
    studio.wait_online()
    page = panel.show_page(COSTS)
    assert isinstance(page, CostsPage)
    return page


def _wait_for_error(studio: Studio, panel: Panel) -> None:
    errors = panel.services.errors
    studio.wait("the error", lambda: any(each.severity == ERROR for each in errors.troubles))
