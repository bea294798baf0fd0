"""Checks of the farm and the account: releases, plug-ins, platform, money, downloads, machines. Pure."""

from __future__ import annotations

from typing import Iterator, Tuple

from rb_dcc_core import images
from rb_dcc_core.account_facts import AccountFacts
from rb_dcc_core.environments import RenderEnvironment
from rb_dcc_core.fixes import set_to
from rb_dcc_core.host import ERROR, NOTICE, WARNING, Problem, RenderLayer, SceneSnapshot
from rb_dcc_core.job import JobSettings
from rb_dcc_core.matching import match_environment
from rb_dcc_core.messages import Message

PLATFORM_GPU, PLATFORM_CPU = 0, 1
PLATFORM_CLOSED, PLATFORM_BUSY, PLATFORM_FULL = 0, 2, 3
# Renderers that compute on graphics cards unless the scene says otherwise.
GPU_RENDERERS = ("redshift", "octane", "octanerender")


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
    yield from _device(layers, account)
    yield from _money(account)
    yield from _download(account)
    yield from _hardware(settings, account)


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


def _device(layers: Tuple[RenderLayer, ...], account: AccountFacts) -> Iterator[Problem]:
    if account.platform is None or account.platform.type not in (PLATFORM_GPU, PLATFORM_CPU):
        return
    has_gpu = account.platform.type == PLATFORM_GPU
    for layer in layers:
        is_sure = layer.device == images.GPU
        is_gpu = is_sure or (layer.device is None and (layer.renderer or "").lower() in GPU_RENDERERS)
        names = {"layer": layer.name, "renderer": layer.renderer, "platform": account.platform.platform}
        if is_gpu and not has_gpu:
            text = Message(
                "The layer '{layer}' renders on graphics cards ({renderer}), which the platform {platform} has not."
                " Choose a GPU platform: 'rb-dcc platforms' lists them.",
                **names,
            )
            yield Problem(ERROR if is_sure else WARNING, "gpu_on_cpu_platform", text, layer.node)
        elif has_gpu and layer.device == images.CPU:
            text = Message(
                "The layer '{layer}' renders on processors ({renderer}); the platform {platform} charges for graphics"
                " cards.",
                **names,
            )
            yield Problem(NOTICE, "cpu_on_gpu_platform", text, layer.node)


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


def _download(account: AccountFacts) -> Iterator[Problem]:
    told = [each.download_disable for each in (account.profile, account.setting) if each is not None]
    if any(told):
        text = Message("The account may not download results. Ask the owner of the main account.")
        yield Problem(WARNING, "download_disabled", text)


def _hardware(settings: JobSettings, account: AccountFacts) -> Iterator[Problem]:
    known = {each.id for each in account.hardware}
    unknown = [each for each in settings.hardware_config_ids if known and each not in known]
    if unknown:
        text = Message("The farm has no machines {ids}.", ids=", ".join(str(each) for each in unknown))
        kept = tuple(each for each in settings.hardware_config_ids if each in known)
        yield Problem(
            ERROR, "hardware_unknown", text, None, set_to(Message("Leave them out"), hardware_config_ids=kept)
        )
