"""Accounts, header and form as plain values: no Qt, no network."""

from __future__ import annotations

from pathlib import Path
from typing import Any, List, Optional, Tuple

import pytest

from rb_dcc_core.address import ServiceAddress
from rb_dcc_core.credentials import Credentials, KeyStore
from rb_dcc_core.errors import (
    AuthenticationError,
    LocalFileError,
    RenderbusError,
    UnreachableError,
    service_error,
)
from rb_dcc_core.locations import Locations
from rb_dcc_core.models import Platform, UserProfile
from rb_dcc_core.settings import Account, Profile, Settings, load_settings, save_settings
from rb_dcc_ui import connection as standing
from rb_dcc_ui import header_presenter as header
from rb_dcc_ui.account import presenter as form
from rb_dcc_ui.account.accounts import Accounts
from rb_dcc_ui.account.presenter import AccountPresenter
from rb_dcc_ui.account.sandbox_host import SandboxHost
from rb_dcc_ui.connection import Connection
from rb_dcc_ui.error_desk import ErrorDesk
from rb_dcc_ui.header_presenter import HeaderPresenter
from tests.support.panel import HandRunner, HandTimers

KEY = "a-key-of-the-studio"


class Line:
    """What every client that is opened answers, and with which id, key and platform they were opened."""

    def __init__(self) -> None:
        self.error: Optional[RenderbusError] = None
        self.user = UserProfile(user_name="Studio", zone=2, usd_balance=12.5, platform=62)
        self.asked: List[Tuple[str, str, str]] = []

    def connect(self, account: Account) -> Any:
        found = account.credentials
        self.asked.append((found.access_id, found.access_key, account.profile.platform))
        return FakeClient(self)


class FakeTransport:
    platform = "62"


class FakeClient:
    generation = "v2"

    def __init__(self, line: Line) -> None:
        self.transport = FakeTransport()
        self._line = line

    def query_user_profile(self) -> UserProfile:
        if self._line.error is not None:
            raise self._line.error
        return self._line.user

    def query_platforms(self, zone: int) -> Any:
        abroad = (Platform(platform=2, name="W2"), Platform(platform=62, name="W62", status=1))
        return {1: (Platform(platform=3, name="W3"),), 2: abroad}[zone]

    def close(self) -> None:
        pass


class Surroundings:
    """One panel's accounts without Qt."""

    def __init__(self, folder: Path) -> None:
        self.locations = Locations.find({"RB_DCC_HOME": str(folder)})
        self.line = Line()
        self.runner = HandRunner()
        self.timers = HandTimers()
        self.errors = ErrorDesk()
        self.connection = Connection(
            self.runner, self.timers, self.errors, self.locations, self.line.connect, {}
        )
        self.sandbox = SandboxHost(self.runner, folder / "sandbox", can_run=lambda: True)
        self.accounts = Accounts(self.runner, self.errors, self.locations, self.connection, self.sandbox)
        self.accounts.keys = KeyStore(self.locations.credentials_file, use_keyring=False)
        self.header = HeaderPresenter(self.connection, self.accounts)

    def keep(self, *names: str) -> None:
        settings = Settings()
        for name in names:
            settings = settings.with_profile(Profile(name, access_id="AKID" + name, platform="62"))
            self.accounts.keys.save(name, KEY + name)
        save_settings(self.locations.settings_file, settings)
        self.accounts.load()

    @property
    def kept(self) -> Settings:
        return load_settings(self.locations.settings_file)

    def form(self, **environ: str) -> AccountPresenter:
        return AccountPresenter(self.accounts, self.runner, self.timers, self.line.connect, environ)


@pytest.fixture
def here(tmp_path: Path) -> Surroundings:
    return Surroundings(tmp_path)


# -- the form ------------------------------------------------------------------------------------------------------


def test_nothing_is_asked_before_id_and_key_are_there(here: Surroundings) -> None:
    entered = here.form()
    entered.enter(access_id="AKIDme")
    here.timers.pass_time(5)
    assert entered.state == form.UNTESTED
    assert here.line.asked == []


def test_the_key_is_tested_when_the_typing_has_ended_and_not_at_every_letter(here: Surroundings) -> None:
    entered = here.form()
    entered.enter(access_id="AKIDme")
    for length in range(1, len(KEY) + 1):
        entered.enter(access_key=KEY[:length])
        here.timers.pass_time(0.2)
    assert here.line.asked == []
    here.timers.pass_time(0.6)
    assert here.line.asked == [("AKIDme", KEY, "2")]
    assert entered.state == form.RIGHT
    assert str(entered.words) == "Right: this is Studio."


def test_a_right_key_brings_zone_and_platform(here: Surroundings) -> None:
    entered = here.form()
    entered.enter(access_id="AKIDme", access_key=KEY)
    here.timers.pass_time(1)
    assert entered.zones == (2, 1)
    assert (entered.zone, entered.platform) == (2, "62")
    entered.choose_zone(1)
    assert entered.platform == "3"
    assert [each.name for each in entered.platforms] == ["W3"]


def test_typing_on_takes_the_old_answer_away(here: Surroundings) -> None:
    entered = here.form()
    entered.enter(access_id="AKIDme", access_key=KEY)
    here.timers.pass_time(1)
    entered.enter(access_key=KEY + "x")
    assert entered.state == form.UNTESTED
    assert entered.platforms == ()
    assert not entered.can_save


def test_an_answer_to_what_stood_there_before_is_dropped(here: Surroundings) -> None:
    here.runner.waits = True
    entered = here.form()
    entered.enter(access_id="AKIDme", access_key=KEY)
    here.timers.pass_time(1)
    assert entered.state == form.TESTING
    entered.enter(access_key=KEY + "x")
    here.runner.turn()
    assert entered.state == form.UNTESTED


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (service_error(611, "signature invalid"), "does not accept this id and key"),
        (service_error(602, "please log in"), "does not accept this id and key"),
        (service_error(604, "code"), "asks for a verification code"),
        (service_error(610, "late"), "Set this computer's clock right"),
        (UnreachableError("task.renderbus.com cannot be reached."), "cannot be reached"),
    ],
)
def test_what_is_wrong_is_said(here: Surroundings, error: RenderbusError, expected: str) -> None:
    entered = here.form()
    here.line.error = error
    entered.enter(access_id="AKIDme", access_key=KEY)
    here.timers.pass_time(1)
    assert entered.state == form.WRONG
    assert expected in str(entered.words)


def test_a_key_with_a_blank_in_it_is_not_even_sent(here: Surroundings) -> None:
    entered = here.form()
    entered.enter(access_id="AKIDme", access_key="half of a key")
    here.timers.pass_time(1)
    assert entered.state == form.WRONG
    assert here.line.asked == []


def test_blanks_around_what_was_pasted_do_no_harm(here: Surroundings) -> None:
    entered = here.form()
    entered.enter(access_id="  AKIDme ", access_key=f" {KEY}\n")
    here.timers.pass_time(1)
    assert here.line.asked == [("AKIDme", KEY, "2")]


def test_an_address_that_is_not_secure_is_refused_before_the_key_goes_there(here: Surroundings) -> None:
    entered = here.form()
    entered.enter(access_id="AKIDme", access_key=KEY, service="http://farm.example")
    here.timers.pass_time(1)
    assert "is not secure" in str(entered.words)
    assert here.line.asked == []


def test_a_kept_account_is_connected_with_at_once(here: Surroundings) -> None:
    told: List[str] = []
    entered = here.form()
    entered.on_kept = told.append
    entered.enter(access_id="AKIDme", access_key=KEY)
    here.timers.pass_time(1)
    entered.save()
    assert told == ["default"]
    assert here.connection.standing.kind == standing.ONLINE
    assert here.kept.profiles["default"] == Profile("default", access_id="AKIDme", platform="62")
    assert here.accounts.keys.key_of("default") == KEY
    assert KEY not in here.locations.settings_file.read_text(encoding="utf-8")
    assert entered.entry.access_key == ""


def test_what_cannot_be_kept_is_said_in_the_form(here: Surroundings, monkeypatch: pytest.MonkeyPatch) -> None:
    entered = here.form()
    entered.enter(access_id="AKIDme", access_key=KEY)
    here.timers.pass_time(1)

    def full(*given: object, **named: object) -> None:
        raise LocalFileError("The disk is full.")

    monkeypatch.setattr("rb_dcc_core.login.save_settings", full)
    entered.save()
    assert (entered.state, str(entered.words)) == (form.WRONG, "The disk is full.")
    assert not entered.is_saving


def test_one_more_account_gets_a_name_of_its_own_and_takes_no_other_ones(here: Surroundings) -> None:
    here.keep("default")
    entered = here.form()
    entered.add()
    assert entered.entry.name == "account2"
    entered.call_it("default")
    assert "already" in str(entered.name_trouble)
    entered.call_it("")
    assert "needs a name" in str(entered.name_trouble)


def test_a_changed_account_keeps_its_key_and_what_else_was_set_of_it(here: Surroundings) -> None:
    here.keep("studio")
    profile = Profile("studio", access_id="AKIDstudio", platform="2", path_map=(("P:", "/p"),))
    save_settings(here.locations.settings_file, here.kept.with_profile(profile))
    here.accounts.load()
    entered = here.form()
    entered.edit("studio")
    assert entered.state == form.RIGHT
    assert (entered.zone, entered.platform) == (2, "2")
    entered.choose_platform("62")
    entered.save()
    assert here.kept.profiles["studio"].path_map == (("P:", "/p"),)
    assert here.kept.profiles["studio"].platform == "62"
    assert here.accounts.keys.key_of("studio") == KEY + "studio"


def test_the_web_page_with_the_keys_is_the_services_own(here: Surroundings) -> None:
    entered = here.form()
    assert entered.key_page == "https://task.renderbus.com/user/developer"
    entered.enter(service="task.foxrenderfarm.com")
    assert entered.key_page == "https://task.foxrenderfarm.com/user/developer"
    entered.enter(service="http://127.0.0.1:1")
    assert entered.key_page == "https://task.renderbus.com/user/developer"


def test_variables_that_win_over_the_form_are_named(here: Surroundings) -> None:
    assert here.form(RB_DCC_ACCESS_KEY=KEY).environment == ("RB_DCC_ACCESS_KEY",)


def test_the_key_is_in_no_repr(here: Surroundings) -> None:
    entered = here.form()
    entered.enter(access_id="AKIDme", access_key=KEY)
    assert KEY not in repr(entered.entry)


# -- the profiles --------------------------------------------------------------------------------------------------


def test_removing_the_active_profile_forgets_its_key_and_goes_on_with_another(here: Surroundings) -> None:
    here.keep("first", "second")
    here.accounts.connect("first")
    here.accounts.remove("first")
    assert list(here.kept.profiles) == ["second"]
    assert here.kept.default_profile == "second"
    assert here.accounts.keys.key_of("first") is None
    assert here.accounts.active == "second"


def test_logging_out_forgets_the_key_and_keeps_the_profile(here: Surroundings) -> None:
    here.keep("studio")
    here.accounts.connect("studio")
    here.accounts.log_out()
    assert here.connection.standing.kind == standing.NO_ACCOUNT
    assert here.accounts.keys.key_of("studio") is None
    assert "studio" in here.kept.profiles


def test_a_change_is_made_upon_what_another_program_wrote_meanwhile(here: Surroundings) -> None:
    here.keep("first", "second")
    save_settings(here.locations.settings_file, here.kept.with_profile(Profile("third")))
    here.accounts.make_default("second")
    assert sorted(here.kept.profiles) == ["first", "second", "third"]
    assert here.kept.default_profile == "second"


def test_a_broken_settings_file_is_set_aside_and_said(here: Surroundings) -> None:
    here.locations.settings_file.parent.mkdir(parents=True, exist_ok=True)
    here.locations.settings_file.write_text("{", encoding="utf-8")
    here.accounts.load()
    assert here.errors.current is not None
    assert "set aside" in str(here.errors.current.message)


def test_a_limit_is_kept_with_the_profile_and_holds_at_once(here: Surroundings) -> None:
    here.keep("studio")
    here.accounts.connect("studio")
    here.accounts.change_fields(bandwidth_limit_mb_s=2.5)
    assert here.kept.profiles["studio"].unknown == {"bandwidth_limit_mb_s": 2.5}
    assert here.connection.account is not None
    assert here.connection.account.profile.unknown == {"bandwidth_limit_mb_s": 2.5}
    assert here.connection.standing.kind == standing.ONLINE
    here.accounts.change_fields(bandwidth_limit_mb_s=None)
    assert here.kept.profiles["studio"].unknown == {}


def test_an_account_of_no_settings_keeps_a_limit_only_while_it_is_used(here: Surroundings) -> None:
    address = ServiceAddress.parse("http://127.0.0.1:9")
    here.connection.use(Account(Profile("sandbox"), address, Credentials("AKIDx", "key-of-a-sandbox")))
    here.accounts.change_fields(bandwidth_limit_mb_s=2.5)
    assert here.connection.account is not None
    assert here.connection.account.profile.unknown == {"bandwidth_limit_mb_s": 2.5}
    assert not here.locations.settings_file.exists()


# -- the header ----------------------------------------------------------------------------------------------------


def test_the_header_tells_account_profile_platform_and_balance(here: Surroundings) -> None:
    here.keep("freelance")
    here.accounts.connect("freelance")
    assert here.header.title == "Studio"
    assert str(here.header.subtitle) == "freelance  ·  Platform 62: W62"
    assert str(here.header.balance) == "$12.50"
    assert here.header.state[0] == "tick"
    assert here.header.notice is None


def test_a_balance_the_account_hides_is_not_shown(here: Surroundings) -> None:
    here.line.user = UserProfile(user_name="Studio", zone=2, usd_balance=12.5, hide_balance=1)
    here.keep("studio")
    here.accounts.connect("studio")
    assert here.header.balance is None


def test_in_zone_1_the_balance_is_in_yuan(here: Surroundings) -> None:
    here.line.user = UserProfile(zone=1, rmb_balance=3.0, usd_balance=9.0)
    here.keep("studio")
    here.accounts.connect("studio")
    assert str(here.header.balance) == "¥3.00"


def test_a_wrong_key_offers_to_enter_the_right_one(here: Surroundings) -> None:
    asked: List[str] = []
    here.header.enter_key = asked.append
    here.line.error = service_error(611, "signature invalid")
    here.keep("studio")
    here.accounts.connect("studio")
    notice = here.header.notice
    assert notice is not None
    assert str(notice.words) == "The service does not accept the key of 'studio'."
    assert str(notice.button) == "Enter the key"
    here.header.act()
    assert asked == ["studio"]


def test_another_refusal_of_the_log_in_says_its_own_sentence(here: Surroundings) -> None:
    here.line.error = AuthenticationError(604, "code", "The service asks for a verification code.")
    here.keep("studio")
    here.accounts.connect("studio")
    assert here.header.notice is not None
    said = str(here.header.notice.words)
    assert said == "The service asks for a verification code. The service says: code (code 604)."


def test_offline_offers_to_try_again_and_stays_while_it_is_tried(here: Surroundings) -> None:
    here.line.error = UnreachableError("The farm cannot be reached.")
    here.keep("studio")
    here.accounts.connect("studio")
    assert here.header.notice is not None
    assert str(here.header.notice.button) == "Try again"
    here.runner.waits = True
    here.header.act()
    assert here.connection.standing.kind == standing.OPENING
    assert here.header.notice is not None
    assert here.header.notice.is_waiting
    assert str(here.header.notice.words) == "The farm cannot be reached."
    here.line.error = None
    here.runner.turn()
    assert here.header.notice is None


def test_another_accounts_trouble_does_not_stay(here: Surroundings) -> None:
    here.line.error = UnreachableError("The farm cannot be reached.")
    here.keep("first", "second")
    here.accounts.connect("first")
    here.runner.waits = True
    here.accounts.connect("second")
    assert here.header.notice is None


def test_logging_out_is_asked_once(here: Surroundings) -> None:
    here.keep("studio")
    here.accounts.connect("studio")
    here.header.ask_log_out()
    assert here.header.notice is not None
    assert here.header.notice.action == header.LOG_OUT
    here.header.keep_logged_in()
    assert here.header.notice is None
    assert here.accounts.keys.key_of("studio") == KEY + "studio"
    here.header.ask_log_out()
    here.header.act()
    assert here.accounts.keys.key_of("studio") is None
    assert here.header.notice is None
