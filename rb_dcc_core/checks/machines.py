"""Checks of the machines a job asks for: those there are, graphics cards, memory. Pure."""

from __future__ import annotations

import re
from typing import Iterator, Optional, Sequence, Tuple

from rb_dcc_core import images
from rb_dcc_core.account_facts import AccountFacts
from rb_dcc_core.fixes import Fix, set_to
from rb_dcc_core.host import ERROR, NOTICE, WARNING, Problem, RenderLayer
from rb_dcc_core.job import JobSettings
from rb_dcc_core.job_rules import RAM_GB
from rb_dcc_core.messages import Message
from rb_dcc_core.models import Hardware

PLATFORM_GPU, PLATFORM_CPU = 0, 1
MACHINE_GPU, MACHINE_CPU = 2, 1
# Renderers that compute on graphics cards unless the scene says otherwise.
GPU_RENDERERS = ("redshift", "octane", "octanerender")
MOST_NAMED = 12
_LET_THE_FARM = set_to(Message("Let the farm choose"), hardware_config_ids=())


def machine_problems(
    settings: JobSettings, layers: Tuple[RenderLayer, ...], account: AccountFacts
) -> Iterator[Problem]:
    """`layers` are those the job renders. Generation v1 lists no machines, so that there the platform alone counts."""
    yield from _unknown(settings, account)
    machines = chosen_machines(settings, account)
    for layer in layers:
        problem = _device_of_machines(layer, machines) if machines else _device_of_platform(layer, account)
        if problem is not None:
            yield problem
    yield from _memory(settings, machines)


def chosen_machines(settings: JobSettings, account: AccountFacts) -> Tuple[Hardware, ...]:
    """Those of the farm's machines that the job asks for; () where it lets the farm choose."""
    return tuple(each for each in account.hardware if each.id in settings.hardware_config_ids)


def machine_words(each: Hardware) -> str:
    """A machine for people: "202 (3090, 2*GPU, 128GB)"."""
    kind = {MACHINE_CPU: "CPU", MACHINE_GPU: "GPU"}.get(each.type or 0)
    told = [word for word in (each.model, each.gpu_num or kind, each.ram) if word]
    return "{} ({})".format(each.id, ", ".join(told)) if told else str(each.id)


def _unknown(settings: JobSettings, account: AccountFacts) -> Iterator[Problem]:
    known = {each.id for each in account.hardware}
    unknown = [each for each in settings.hardware_config_ids if known and each not in known]
    if not unknown:
        return
    text = Message(
        "The farm has no machines {ids}. It has: {known}.",
        ids=", ".join(str(each) for each in unknown),
        known=_listed(account.hardware),
    )
    kept = tuple(each for each in settings.hardware_config_ids if each in known)
    fix = set_to(Message("Leave them out"), hardware_config_ids=kept)
    yield Problem(ERROR, "hardware_unknown", text, None, fix)


def _listed(machines: Sequence[Hardware]) -> str:
    words = [machine_words(each) for each in machines[:MOST_NAMED]]
    return ", ".join(words) + (", …" if len(machines) > MOST_NAMED else "")


def _device_of_platform(layer: RenderLayer, account: AccountFacts) -> Optional[Problem]:
    if account.platform is None or account.platform.type not in (PLATFORM_GPU, PLATFORM_CPU):
        return None
    has_gpu = account.platform.type == PLATFORM_GPU
    names = {"layer": layer.name, "renderer": layer.renderer, "platform": account.platform.platform}
    if _wants_gpu(layer) and not has_gpu:
        text = Message(
            "The layer '{layer}' renders on graphics cards ({renderer}), which the platform {platform} has not."
            " Choose a GPU platform: 'rb-dcc platforms' lists them.",
            **names,
        )
        return Problem(_severity(layer), "gpu_on_cpu_platform", text, layer.node)
    if has_gpu and layer.device == images.CPU:
        text = Message(
            "The layer '{layer}' renders on processors ({renderer}); the platform {platform} charges for graphics"
            " cards.",
            **names,
        )
        return Problem(NOTICE, "cpu_on_gpu_platform", text, layer.node)
    return None


def _device_of_machines(layer: RenderLayer, machines: Tuple[Hardware, ...]) -> Optional[Problem]:
    """The machines asked for say more than their platform: any of them may get a frame."""
    without = [each for each in machines if each.type == MACHINE_CPU]
    names = {"layer": layer.name, "renderer": layer.renderer}
    if _wants_gpu(layer) and without:
        text = Message(
            "The layer '{layer}' renders on graphics cards ({renderer}), which these machines have not: {machines}.",
            machines=_listed(without),
            **names,
        )
        return Problem(_severity(layer), "gpu_on_cpu_machines", text, layer.node, _LET_THE_FARM)
    if layer.device == images.CPU and all(each.type == MACHINE_GPU for each in machines):
        text = Message(
            "The layer '{layer}' renders on processors ({renderer}); these machines charge for graphics cards:"
            " {machines}.",
            machines=_listed(machines),
            **names,
        )
        return Problem(NOTICE, "cpu_on_gpu_machines", text, layer.node, _LET_THE_FARM)
    return None


def _wants_gpu(layer: RenderLayer) -> bool:
    is_usual = layer.device is None and (layer.renderer or "").lower() in GPU_RENDERERS
    return layer.device == images.GPU or is_usual


def _severity(layer: RenderLayer) -> str:
    """Only what the scene itself says is sure."""
    return ERROR if layer.device == images.GPU else WARNING


def _memory(settings: JobSettings, machines: Tuple[Hardware, ...]) -> Iterator[Problem]:
    told = [(_gigabytes(each), each) for each in machines]
    least, machine = min(told, key=lambda pair: pair[0] or settings.ram_gb, default=(None, None))
    if machine is None or not least or least >= settings.ram_gb:
        return
    text = Message(
        "The job asks for {asked} GB of memory; the machine {machine} has less.",
        asked=settings.ram_gb,
        machine=machine_words(machine),
    )
    fix: Optional[Fix] = None
    if least in RAM_GB:
        fix = set_to(Message("Ask for {least} GB", least=least), ram_gb=least)
    yield Problem(WARNING, "machine_memory_low", text, None, fix)


def _gigabytes(machine: Hardware) -> Optional[int]:
    """From "64GB"; None where it is not told so."""
    match = re.fullmatch(r"(\d{1,6})\s*GB?", (machine.ram or "").strip(), re.IGNORECASE)
    return int(match.group(1)) if match else None
