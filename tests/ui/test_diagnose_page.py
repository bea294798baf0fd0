"""Diagnosing: the steps as they come, everything as text, and nothing in it that is nobody's business."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any, Iterator, List, Optional

import pytest

from rb_dcc_core.address import ServiceAddress
from rb_dcc_core.connection_trial import FAILED, PASSED, Finding
from rb_dcc_core.credentials import Credentials, KeyStore
from rb_dcc_core.locations import Locations
from rb_dcc_core.messages import Message
from rb_dcc_core.models import UserProfile
from rb_dcc_core.sandbox.service import Sandbox
from rb_dcc_core.settings import Account, Profile, Settings, save_settings
from rb_dcc_ui.binding import QtGui, QtWidgets
from rb_dcc_ui.connection import ONLINE, Standing
from rb_dcc_ui.diagnose.page import DiagnosePage
from rb_dcc_ui.diagnose.presenter import DiagnosePresenter
from rb_dcc_ui.diagnose.scrubbing import scrubbed, shortened
from rb_dcc_ui.opening import make_panel
from rb_dcc_ui.panel import DIAGNOSE, Panel
from rb_dcc_ui.services import Services
from rb_dcc_ui.settings.engine_facts import EngineFacts
from tests.support.panel import HandRunner, HandTimers, HeldHost

WAIT_MS = 20000
KEY = "a-key-of-the-studio"
ACCESS_ID = "AKID0123456789abcdef"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("write to ann.lee+farm@studio.example.cn now", "write to *** now"),
        ("call 13812345678", "call ***"),
        ("call +49 170 1234567 today", "call *** today"),
        ("port 127.0.0.1:41885, 1535957371000 ms, v10.2.13812345678", None),
        ("Linux-6.18.44 Python 3.11.7 task 19084", None),
        ("Studio Ann pays", "*** pays"),
    ],
)
def test_what_tells_of_a_person_is_taken_out_and_nothing_else(text: str, expected: Optional[str]) -> None:
    assert scrubbed(text, ["Studio Ann", "ok"]) == (text if expected is None else expected)


def test_the_home_folder_is_shown_short() -> None:
    assert scrubbed("/home/ann/.config/x", home="/home/ann") == "~/.config/x"
    assert scrubbed("C:/Users/ann/x C:\\Users\\ann\\y", home="C:\\Users\\ann") == "~/x ~\\y"


def test_an_access_id_is_shown_in_part() -> None:
    assert [shortened(each) for each in (ACCESS_ID, "short", "")] == ["AKID01…", "***", ""]


class Trial:
    """Gives findings as a test wants them."""

    def __init__(self, *findings: Finding) -> None:
        self._findings = findings

    def findings(self) -> Iterator[Finding]:
        return iter(self._findings)


class Here:
    def __init__(self, folder: Path) -> None:
        self.runner = HandRunner()
        self.trials: List[Any] = []
        self.findings = [
            Finding("name", PASSED, Message("There.")),
            Finding("line", FAILED, Message("Not there.")),
        ]
        places = Locations.find({"RB_DCC_HOME": str(folder)})
        self.services = Services.make(HeldHost(), self.runner, HandTimers(), places)
        self.environ = {
            "RB_DCC_ACCESS_KEY": KEY,
            "HTTPS_PROXY": "http://ann:secret99@proxy:3128",
            "EDITOR": "vi",
        }

    def log_in(self) -> None:
        address = ServiceAddress.parse("https://task.renderbus.com")
        profile = Profile("studio", access_id=ACCESS_ID, unknown={"engine": "/opt/" + KEY})
        connection = self.services.connection
        connection.account = Account(profile, address, Credentials(ACCESS_ID, KEY))
        user = UserProfile(
            user_name="Studio Ann",
            email="ann@studio.example",
            phone="00861234",
            company="Example Pictures",
            zone=2,
        )
        trouble = Message("Nobody named {who} may do that.", who="Studio Ann")
        connection._stand(Standing(ONLINE, "studio", address.url, user=user, trouble=trouble))

    def presenter(self) -> DiagnosePresenter:
        def make(address: ServiceAddress, account: Optional[Account], ticket: Any) -> Any:
            self.trials.append((address.url, account))
            return Trial(*self.findings)

        toolkit = (("PySide6", "6.5.3"), ("Qt", "6.5.3"))
        return DiagnosePresenter(
            self.services, toolkit, self.environ, lambda path: EngineFacts(path, "1.1.5"), make
        )


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Here]:
    made = Here(tmp_path)
    yield made
    made.services.close()


def test_each_step_is_told_as_it_comes_and_the_rest_is_not_reached(here: Here) -> None:
    seen: List[Any] = []
    shown = here.presenter()
    shown.listen(lambda: seen.append((shown.current, sorted(shown.findings))))
    shown.test()
    assert seen == [
        ("name", []),
        ("line", ["name"]),
        ("trust", ["line", "name"]),
        ("", ["line", "name"]),
    ]
    assert str(shown.verdict) == "Something on the way does not work."
    assert [finding is None for _, _, finding in shown.steps] == [False, False, True, True, True, True, True]


def test_without_an_account_the_farms_own_address_is_tried(here: Here) -> None:
    here.presenter().test()
    assert here.trials == [("https://task.renderbus.com", None)]


def test_another_account_takes_the_findings_away(here: Here) -> None:
    shown = here.presenter()
    shown.test()
    here.log_in()
    assert shown.findings == {}
    assert shown.verdict is None


def test_news_of_the_same_account_leave_a_test_alone(here: Here) -> None:
    here.log_in()
    shown = here.presenter()
    shown.test()
    here.services.connection.changed()  # its balance was told anew
    assert shown.was_tested
    assert shown.findings["line"].outcome == FAILED


def test_the_text_holds_what_helps_and_nothing_of_the_person(here: Here) -> None:
    shown = here.presenter()
    here.log_in()
    shown.look()
    shown.test()
    text = shown.text("en")
    for wanted in (
        "[ok  ] Address: There.",
        "[FAIL] Line: Not there.",
        "[    ] Encryption",
        "PySide6: 6.5.3",
        "Host: maya 2024",
        "Service: https://task.renderbus.com",
        "Access id: AKID01…",
        "Settings: ",
        "HTTPS_PROXY, RB_DCC_ACCESS_KEY",
    ):
        assert wanted in text
    for secret in (KEY, ACCESS_ID, "Studio Ann", "ann@studio", "00861234", "Example Pictures", "secret99"):
        assert secret not in text


def test_a_second_language_is_spoken_in_the_text_too(here: Here, monkeypatch: pytest.MonkeyPatch) -> None:
    from rb_dcc_core import messages

    monkeypatch.setitem(messages._catalogues, "zh", {"Versions": "版本"})
    shown = here.presenter()
    shown.look()
    assert shown.text("zh").startswith("版本")


# -- the page ------------------------------------------------------------------------------------------------------


@pytest.fixture
def panel(qtbot: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Panel]:
    monkeypatch.setattr(sys, "platform", "linux")
    locations = Locations.find({"RB_DCC_HOME": str(tmp_path / "home")})
    with Sandbox(tmp_path / "farm") as farm:
        profile = Profile("studio", farm.url, farm.platform, "v2", farm.access_id)
        save_settings(locations.settings_file, Settings().with_profile(profile))
        KeyStore(locations.credentials_file).save("studio", farm.access_key)
        made = make_panel(lambda runner: HeldHost(), locations)
        qtbot.addWidget(made)
        made.resize(460, 800)
        made.show()
        made.services.connection.open("studio")
        qtbot.waitUntil(lambda: made.services.connection.is_online, timeout=WAIT_MS)
        yield made
        made.shut()


def test_the_whole_way_is_tried_and_copied(qtbot: Any, panel: Panel) -> None:
    page = panel.show_page(DIAGNOSE)
    assert isinstance(page, DiagnosePage)
    page.findChild(QtWidgets.QPushButton, "rbTest").click()
    qtbot.waitUntil(lambda: page.presenter.was_tested and bool(page.presenter.sections), timeout=WAIT_MS)
    assert str(page.presenter.verdict) == "Everything on the way works."
    page.findChild(QtWidgets.QPushButton, "rbCopy").click()
    text = QtGui.QGuiApplication.clipboard().text()
    assert "[ok  ] Files: Files go by the service's own HTTP store." in text
    account = panel.services.connection.account
    assert account is not None
    assert account.credentials.access_key not in text
    assert account.credentials.access_id not in text


def test_closing_in_the_middle_of_a_test_leaves_nothing(qtbot: Any, panel: Panel) -> None:
    page: Any = panel.show_page(DIAGNOSE)
    page.findChild(QtWidgets.QPushButton, "rbTest").click()
    panel.shut()
    assert page.presenter.is_testing
