"""Amounts are said the same everywhere: in the account's currency, and not at all where the account hides them."""

from __future__ import annotations

from typing import Optional

import pytest

from rb_dcc_core.estimate import SAME_SCENE, Estimate, Interval
from rb_dcc_core.estimate_words import figure_words, rest_words, whole_words
from rb_dcc_core.models import UserProfile
from rb_dcc_core.money import DOLLAR, YUAN, Purse, currency, money_words, purse_of, rough_money, shows_cost

TOLD = Estimate(Interval(0.8, 1.2, 1.93), Interval(1100.0, 1500.0, 2400.0), SAME_SCENE, 3, 72, machines=4)


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        (None, "–"),
        (0.0, "$0.00"),
        (0.0018, "$0.0018"),
        (0.002, "$0.0020"),
        (0.01, "$0.01"),
        (0.5, "$0.50"),
        (0.12345, "$0.1235"),
        (1.0, "$1.00"),
        (1234.567, "$1,234.57"),
        (-3.5, "-$3.50"),
    ],
)
def test_what_was_charged_is_said_to_the_cent_and_small_sums_to_a_hundredth_of_it(
    amount: Optional[float], text: str
) -> None:
    assert str(money_words(amount, DOLLAR)) == text


def test_the_zone_of_the_account_decides_on_its_currency() -> None:
    assert [currency(each) for each in (None, UserProfile(zone=1), UserProfile(zone=2))] == [
        DOLLAR,
        YUAN,
        DOLLAR,
    ]


@pytest.mark.parametrize(
    ("user", "is_shown"),
    [
        (None, True),
        (UserProfile(), True),
        (UserProfile(hide_balance=0, hide_job_charge=0), True),
        (UserProfile(hide_balance=1), False),
        (UserProfile(hide_job_charge=1), False),
    ],
)
def test_costs_are_hidden_where_the_account_hides_its_balance_or_its_charges(
    user: Optional[UserProfile], is_shown: bool
) -> None:
    assert shows_cost(user) == purse_of(user).is_shown == is_shown


def test_a_purse_that_is_not_shown_shows_a_dash() -> None:
    shown, hidden = Purse(YUAN), Purse(YUAN, False)
    assert [str(each) for each in (shown.exact(3.0), shown.rough(3.21), shown.exact(None))] == [
        "¥3.00",
        "¥3.20",
        "–",
    ]
    assert [str(each) for each in (hidden.exact(3.0), hidden.rough(3.0))] == ["–", "–"]


def test_an_estimate_is_said_in_one_line_and_without_its_price_where_that_is_hidden() -> None:
    assert str(whole_words(TOLD, Purse(YUAN))) == (
        "about ¥1.20 (¥0.80 to ¥1.90) · 25 min (18 min to 40 min) on 4 machines · from 3 tasks of this scene"
    )
    hidden = "25 min (18 min to 40 min) on 4 machines"
    assert str(whole_words(TOLD, Purse(YUAN, False))) == hidden + " · from 3 tasks of this scene"
    assert str(figure_words(TOLD, Purse(YUAN, False))) == hidden


def test_the_rest_is_counted() -> None:
    figure = rough_money(2.0, DOLLAR)
    assert str(rest_words(1, figure)) == "The other frame: $2.00"
    assert str(rest_words(37, figure)) == "The other 37 frames: $2.00"
