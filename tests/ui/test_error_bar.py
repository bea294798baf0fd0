"""The one place for errors: what it says of what happened, of how often, and what its buttons do."""

from __future__ import annotations

from typing import Any, Iterator, List

import pytest

from rb_dcc_core.credentials import Credentials
from rb_dcc_core.errors import Cancelled, NetworkError
from rb_dcc_core.languages import CHINESE
from rb_dcc_core.messages import Message
from rb_dcc_ui.binding import QtCore, QtGui, QtWidgets
from rb_dcc_ui.error_desk import NOTICE, ErrorDesk
from rb_dcc_ui.language import Language
from rb_dcc_ui.widgets import error_bar
from rb_dcc_ui.widgets.error_bar import ErrorBar

KEY = "0123456789" + "abcdef"
LEFT = QtCore.Qt.MouseButton.LeftButton


@pytest.fixture
def desk() -> ErrorDesk:
    return ErrorDesk()


@pytest.fixture
def bar(qtbot: Any, desk: ErrorDesk) -> Iterator[ErrorBar]:
    held = QtWidgets.QWidget()
    qtbot.addWidget(held)
    made = ErrorBar(Language(), desk, held)
    QtWidgets.QVBoxLayout(held).addWidget(made)
    held.show()
    yield made
    desk.close()


def lost(host: str = "the farm") -> NetworkError:
    """As it is raised where the account's key has come into the details."""
    Credentials("id", KEY)
    try:
        raise OSError(f"GET /x?key={KEY} failed")
    except OSError as error:
        try:
            raise NetworkError("Cannot reach {host}.", host=host) from error
        except NetworkError as raised:
            return raised


def said(bar: ErrorBar) -> str:
    return bar._text.text() if bar.isVisible() else ""


def button(bar: ErrorBar, name: str) -> QtWidgets.QAbstractButton:
    (found,) = [
        each
        for each in bar.findChildren(QtWidgets.QAbstractButton)
        if each.accessibleName() == name and each.isVisible()
    ]
    assert isinstance(found, QtWidgets.QAbstractButton)
    return found


def test_the_same_again_is_counted_and_something_else_of_the_same_is_not(
    desk: ErrorDesk, bar: ErrorBar
) -> None:
    desk.report(lost(), "list")
    desk.report(lost(), "list")
    assert said(bar) == "Cannot reach the farm.  (2×)"
    for count in (1, 2):
        desk.say(NOTICE, Message("{count} frames failed.", count=count), "notice 7")
        assert said(bar) == f"{count} frames failed."
    assert [each.key for each in desk.troubles] == ["list", "notice 7"]


def test_several_troubles_are_one_bar_and_what_was_before_comes_back(
    qtbot: Any, desk: ErrorDesk, bar: ErrorBar
) -> None:
    desk.report(lost("one"), "one")
    desk.report(lost("two"), "two")
    assert said(bar) == "Cannot reach two."
    qtbot.mouseClick(button(bar, "Put away"), LEFT)
    assert said(bar) == "Cannot reach one."
    desk.settled("one")
    assert said(bar) == ""


def test_trying_again_does_it_once_more_and_takes_the_trouble_away(
    qtbot: Any, desk: ErrorDesk, bar: ErrorBar
) -> None:
    tried: List[str] = []
    desk.report(lost(), "list", lambda: tried.append("list"))
    qtbot.mouseClick(button(bar, "Try again"), LEFT)
    assert (tried, said(bar)) == (["list"], "")


def test_details_are_shown_and_copied_without_secrets(qtbot: Any, desk: ErrorDesk, bar: ErrorBar) -> None:
    desk.report(lost(), "list")
    assert not bar._details.isVisible()
    qtbot.mouseClick(button(bar, "Details"), LEFT)
    assert bar._details.isVisible()
    shown = bar._details.toPlainText()
    qtbot.mouseClick(button(bar, "Copy"), LEFT)
    copied = QtGui.QGuiApplication.clipboard().text()
    assert copied == "Cannot reach the farm.\n\n" + shown
    assert "GET /x" in copied
    assert KEY not in copied


def test_what_the_user_stopped_is_no_error(desk: ErrorDesk, bar: ErrorBar) -> None:
    desk.report(Cancelled(), "list")
    assert said(bar) == ""


def test_it_speaks_the_other_language_at_once(desk: ErrorDesk, bar: ErrorBar) -> None:
    desk.say(NOTICE, Message("Not connected to the farm."), "x", lambda: None)
    bar._language.switch(CHINESE)
    assert said(bar) == Message("Not connected to the farm.").text(CHINESE) != "Not connected to the farm."
    assert bar._again.text() == "重试"


@pytest.fixture
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(error_bar, "PASSES_AFTER_MS", 20)


@pytest.mark.usefixtures("soon")
def test_a_confirmation_goes_by_itself_and_what_stood_before_it_is_seen_again(
    qtbot: Any, desk: ErrorDesk, bar: ErrorBar
) -> None:
    desk.report(lost(), "list")
    desk.confirm(Message("Stopped."), "action")
    assert said(bar) == "Stopped."
    qtbot.waitUntil(lambda: said(bar) == "Cannot reach the farm.", timeout=2000)
    qtbot.wait(60)
    assert said(bar) == "Cannot reach the farm."


@pytest.mark.usefixtures("soon")
def test_a_confirmation_below_an_error_waits_until_it_is_seen(
    qtbot: Any, desk: ErrorDesk, bar: ErrorBar
) -> None:
    desk.confirm(Message("Stopped."), "action")
    desk.report(lost(), "list")
    qtbot.wait(60)
    desk.settled("list")
    assert said(bar) == "Stopped."
    qtbot.waitUntil(lambda: said(bar) == "", timeout=2000)


@pytest.mark.usefixtures("soon")
def test_a_confirmation_stays_while_the_mouse_is_on_it(
    qtbot: Any, desk: ErrorDesk, bar: ErrorBar, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bar, "underMouse", lambda: True)
    desk.confirm(Message("Stopped."), "action")
    qtbot.wait(80)
    assert said(bar) == "Stopped."
    monkeypatch.setattr(bar, "underMouse", lambda: False)
    qtbot.waitUntil(lambda: said(bar) == "", timeout=2000)
