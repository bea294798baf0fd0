"""The Render Setup of the open scene: time output, size, output file, colour, render elements. Main thread."""

from __future__ import annotations

from typing import Iterator, Optional, Tuple

from .live_scene import LiveColour, LiveElement
from .runtime import Max, class_of, decimal_of, flag_of, text_of, whole_of, word_of
from .time_output import TimeOutput
from .times import Clock

_MISSING_ELEMENT = "missing_render_element"
_OCIO = "OCIO"
# ColorPipelineMode's members in their order, where a host gives the number instead of the name [?].
_MODES = ("Unmanaged", "Gamma", "OCIO_Default", "OCIO_Custom", "OCIO_EnvVar")
MOST_ELEMENTS = 2000


def time_output(max_: Max, clock: Clock) -> TimeOutput:
    segment = max_.value("animationRange")
    return TimeOutput(
        kind=whole_of(max_.value("rendTimeType")),
        current=clock.frame(max_.value("sliderTime")),
        segment=clock.span(max_.of(segment, "start"), max_.of(segment, "end")),
        span=clock.span(max_.value("rendStart"), max_.value("rendEnd")),
        every_nth=max(1, whole_of(max_.value("rendNThFrame")) or 1),
        pickup=text_of(max_.value("rendPickupFrames")) or "",
    )


def output_file(max_: Max) -> Optional[str]:
    return text_of(max_.value("rendOutputFilename"))


def is_region(max_: Max) -> bool:
    """Where only a part of the picture is rendered. The type's name is of getRenderType."""
    return word_of(max_.call("getRenderType")).lower() in ("region", "crop", "blowup", "regionselected")


def colour(max_: Max, year: Optional[str]) -> LiveColour:
    """Before 2024 gamma alone; from then on the colour pipeline says whether gamma has a say at all."""
    told = LiveColour(
        has_gamma=_has_gamma(max_),
        gamma=decimal_of(max_.value("IDisplayGamma.gamma")),
        gamma_in=decimal_of(max_.value("fileInGamma")),
        gamma_out=decimal_of(max_.value("fileOutGamma")),
    )
    if year is not None and year < "2024":
        return told
    mode = _mode(max_.value("ColorPipelineMgr.Mode"))
    if not mode:
        return told
    config = text_of(max_.value("ColorPipelineMgr.OCIOConfigPath")) if mode.startswith(_OCIO) else None
    has_gamma = {"Gamma": True, "Unmanaged": False}.get(mode, False)
    return LiveColour(mode, has_gamma, told.gamma, told.gamma_in, told.gamma_out, config)


def _has_gamma(max_: Max) -> Optional[bool]:
    mode = word_of(max_.value("IDisplayGamma.colorCorrectionMode")).lower()
    return mode == "gamma" if mode in ("none", "gamma", "lut") else None


def _mode(value: object) -> str:
    number = whole_of(value)
    if number is not None:
        return _MODES[number] if 0 <= number < len(_MODES) else ""
    return next((mode for mode in _MODES if mode.lower() == word_of(value).lower()), "")


def elements_active(max_: Max) -> Optional[bool]:
    manager = max_.call("maxOps.GetCurRenderElementMgr")
    return flag_of(max_.call_of(manager, "GetElementsActive"))


def elements(max_: Max) -> Iterator[Optional[LiveElement]]:
    """Each of them; None between two is a place to rest. The manager counts from 0, alone among 3ds Max' managers."""
    manager = max_.call("maxOps.GetCurRenderElementMgr")
    count = whole_of(max_.call_of(manager, "NumRenderElements")) or 0
    for place in range(min(count, MOST_ELEMENTS)):
        element = max_.call_of(manager, "GetRenderElement", place)
        kind = class_of(max_.call("classOf", element)) if element is not None else ""
        if kind and not kind.lower().startswith(_MISSING_ELEMENT):
            yield LiveElement(
                kind=kind,
                name=text_of(max_.of(element, "elementName")) or kind,
                enabled=flag_of(max_.of(element, "enabled")) is not False,
                path=text_of(max_.call_of(manager, "GetRenderElementFilename", place)),
            )
        yield None


def arnold_aovs(max_: Max, renderer: object) -> Tuple[LiveElement, ...]:
    """MAXtoA's AOVs pass the render element manager by. Its manager is named in two ways by release [?]."""
    manager = max_.of(renderer, "AOVManager")
    if manager is None:
        manager = max_.of(renderer, "AOV_Manager")
    found = []
    for driver in max_.listed(max_.of(manager, "drivers"))[:MOST_ELEMENTS]:
        for aov in max_.listed(max_.of(driver, "aovList"))[:MOST_ELEMENTS]:
            name = text_of(max_.of(aov, "name")) or class_of(aov)
            if name:
                found.append(LiveElement(class_of(driver) or "ArnoldDriver", name, True))
    return tuple(found)
