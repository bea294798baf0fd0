"""Checks of the farm and the account: releases, plug-ins, platform, money, downloads, machines. Pure."""

from __future__ import annotations

from typing import Iterator, Tuple

from rb_dcc_core.account_facts import AccountFacts
from rb_dcc_core.environments import RenderEnvironment
from rb_dcc_core.host import ERROR, NOTICE, WARNING, Problem, RenderLayer, SceneSnapshot
from rb_dcc_core.job import JobSettings
from rb_dcc_core.matching import match_environment
from rb_dcc_core.messages import Message
from rb_dcc_core.money import cost_words, currency, money_words, rough_money, shows_cost

from .machines import machine_problems

PLATFORM_CLOSED, PLATFORM_BUSY, PLATFORM_FULL = 0, 2, 3


def farm_problems(
    snapshot: SceneSnapshot,
    settings: JobSettings,
    layers: Tuple[RenderLayer, ...],
    environment: RenderEnvironment,
    account: AccountFacts,
) -> Iterator[Problem]:
    """`layers` are those the job renders; what the account does not tell is not judged."""
    yield from _environment(snapshot, environment, account)
    yield from _platform(account)
    yield from machine_problems(settings, layers, account)
    yield from _money(account)
    yield from _download(account)


def _environment(
    snapshot: SceneSnapshot, environment: RenderEnvironment, account: AccountFacts
) -> Iterator[Problem]:
    """The differences of the chosen environment. Only what the farm cannot start at all is an error: the artist may
    choose another release or version knowingly."""
    for problem in match_environment(snapshot, environment, account.offered).problems:
        severity = problem.severity
        if severity == ERROR and problem.code in (
            "release_differs",
            "plugin_version_differs",
            "layer_system_differs",
        ):
            severity = WARNING
        if account.offered is None and severity == ERROR:
            severity = WARNING
        text = Message("The environment: {difference}.", difference=problem.message)
        yield Problem(severity, problem.code, text)


def _platform(account: AccountFacts) -> Iterator[Problem]:
    platform = account.platform
    if platform is None:
        return
    said = {"platform": platform.platform}
    if platform.status == PLATFORM_CLOSED:
        text = Message(
            "The platform {platform} is closed. Choose another: 'rb-dcc platforms' lists them.", **said
        )
        yield Problem(ERROR, "platform_closed", text)
    elif platform.status == PLATFORM_FULL:
        text = Message("The platform {platform} is full: the task waits until there is room.", **said)
        yield Problem(WARNING, "platform_full", text)
    elif platform.status == PLATFORM_BUSY:
        yield Problem(NOTICE, "platform_busy", Message("The platform {platform} is busy.", **said))


def _money(account: AccountFacts) -> Iterator[Problem]:
    """No error: the balance may be filled while the task runs, and a main account may pay.

    Which of the two balances counts is told nowhere [?]: it is low only where both are.
    """
    profile = account.profile
    if profile is None or profile.hide_balance or profile.use_main_balance or profile.share_main_capital:
        return
    balances = [each for each in (profile.rmb_balance, profile.usd_balance) if each is not None]
    if not balances:
        return
    if max(balances) + (profile.credit or 0) + (profile.coupon or 0) <= 0:
        text = Message(
            "The account has no balance, credit or coupon left: the task would stop. Top it up first."
        )
        yield Problem(WARNING, "balance_low", text)
    else:
        yield from _price(account, max(balances) + (profile.credit or 0) + (profile.coupon or 0))


def _price(account: AccountFacts, funds: float) -> Iterator[Problem]:
    """What there is against what the job will cost; silent where the account does not show what its jobs cost."""
    told, profile = account.estimate, account.profile
    if told is None or profile is None or not shows_cost(profile) or funds >= told.cost.high:
        return
    sign = currency(profile)
    has = money_words(funds, sign)
    if funds < told.cost.likely:
        text = Message(
            "The job will cost {cost}, and the account has {funds}: the task would stop half-way. Top it up first, or render"
            " fewer frames.",
            cost=cost_words(told.cost, sign),
            funds=has,
        )
        yield Problem(WARNING, "balance_below_estimate", text)
    else:
        text = Message(
            "The job may cost up to {high}, and the account has {funds}: that may not be enough.",
            high=rough_money(told.cost.high, sign),
            funds=has,
        )
        yield Problem(NOTICE, "balance_may_not_do", text)


def _download(account: AccountFacts) -> Iterator[Problem]:
    told = [each.download_disable for each in (account.profile, account.setting) if each is not None]
    if any(told):
        text = Message("The account may not download results. Ask the owner of the main account.")
        yield Problem(WARNING, "download_disabled", text)
