"""What a .max file says of itself in its document summary: release, renderer, size, cameras, plug-ins, output."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Dict, Iterator, List, Optional, Tuple

from rb_dcc_core.max_scene import RendererId

from .property_set import Groups

STREAM = "\x05DocumentSummaryInformation"
# The groups' headings and their usual places.
_GENERAL, _MESHES, _FILES = ("General", 0), ("Mesh Totals", 1), ("External Dependencies", 3)
_PLUGINS, _RENDER = ("Used Plug-Ins", 6), ("Render Data", 7)
# Labels and the decimal separator follow the host's language: numbers are told by their shape.
_NUMBER = re.compile(r"[:：=]\s*(\d+(?:[.,]\d+)*)\s*$")
_YEAR_OF_10 = 2008


@dataclass(frozen=True)
class Summary:
    """Texts as the file has them; None or () for what it does not say. `width` and `height` are pixels.

    `version` and `saved_as` are numbers as text ("25.00"), `cameras` every camera's name, `files` the lower-case names
    (without folders) of files it depends on, None where it does not list them.
    """

    version: Optional[str] = None
    saved_as: Optional[str] = None
    build: Optional[str] = None
    is_compressed: bool = False
    vertices: Optional[int] = None
    faces: Optional[int] = None
    files: Optional[Tuple[str, ...]] = None
    plugins: Tuple[str, ...] = ()
    cameras: Tuple[str, ...] = ()
    scene_states: Tuple[str, ...] = ()
    width: Optional[int] = None
    height: Optional[int] = None
    pixel_aspect: Optional[float] = None
    renderer_id: Optional[RendererId] = None
    product: Optional[str] = None
    output: Optional[str] = None
    gamma_out: Optional[float] = None
    pickup_frames: Optional[str] = None
    elements_active: Optional[bool] = None


def summary_of(groups: Groups) -> Summary:
    """Read the groups; one odd line costs no other."""
    general = groups.named(*_GENERAL)
    numbers = [match.group(1).replace(",", ".") for match in map(_NUMBER.search, general) if match]
    builds = [number for number in numbers if number.count(".") > 1]
    versions = [number for number in numbers if number.count(".") <= 1]
    meshes = [_whole(line) for line in groups.named(*_MESHES)]
    render = _Values(groups.named(*_RENDER))
    return Summary(
        version=versions[0] if versions else None,
        saved_as=versions[1] if len(versions) > 1 else None,
        build=builds[0] if builds else None,
        is_compressed="compressed" in (line.strip().lower() for line in general),
        vertices=meshes[0] if meshes else None,
        faces=meshes[1] if len(meshes) > 1 else None,
        files=tuple(dict.fromkeys(name.lower() for name in groups.named(*_FILES) if name)),
        plugins=tuple(dict.fromkeys(name.lower() for name in groups.named(*_PLUGINS) if name)),
        cameras=tuple(dict.fromkeys(render.numbered("Render Camera"))),
        scene_states=tuple(dict.fromkeys(render.numbered("Render Scene State"))),
        width=_pixels(render.whole("Render Width")),
        height=_pixels(render.whole("Render Height")),
        pixel_aspect=render.decimal("Render Aspect"),
        renderer_id=_renderer_id(render),
        product=render.text("Renderer Name"),
        output=render.text("Render Output"),
        gamma_out=render.decimal("Render Output Gamma"),
        pickup_frames=render.text("Non Sequential Frames"),
        elements_active={0: False, 1: True}.get(render.whole("RenderElements")),
    )


def release_year(version: Optional[str]) -> Optional[str]:
    """The release that a version is of: "25.00" is 2023, "10.00" 2008; before that releases had numbers ("9")."""
    number = (version or "").partition(".")[0]
    if not number.isdecimal():
        return None
    release = int(number)
    return str(release) if release < 10 else str(release - 10 + _YEAR_OF_10)


class _Values:
    """The lines "key=value" of the render data."""

    def __init__(self, lines: Tuple[str, ...]) -> None:
        self._values: Dict[str, str] = {}
        for line in lines:
            key, sign, value = line.partition("=")
            if sign:
                self._values.setdefault(key.strip().lower(), value)

    def text(self, key: str) -> Optional[str]:
        return self._values.get(key.lower()) or None

    def whole(self, key: str) -> int:
        """The number of a key; -1 where there is none."""
        text = self._values.get(key.lower(), "").strip()
        return int(text) if re.fullmatch(r"-?\d{1,19}", text, re.ASCII) else -1

    def decimal(self, key: str) -> Optional[float]:
        return decimal(self._values.get(key.lower(), ""))

    def numbered(self, key: str) -> Iterator[str]:
        """The values of "KEY 00", "KEY 01" and so on, in their order."""
        pattern = re.compile(re.escape(key.lower()) + r"\s*(\d+)", re.ASCII)
        found: List[Tuple[int, str]] = []
        for name, value in self._values.items():
            match = pattern.fullmatch(name)
            if match and value:
                found.append((int(match.group(1)), value))
        return (value for _, value in sorted(found, key=lambda each: each[0]))


def decimal(text: str) -> Optional[float]:
    """A number in the spelling of any language: "1.00" and "1,00"."""
    plain = text.strip().replace(",", ".")
    return float(plain) if re.fullmatch(r"\d{1,9}(?:\.\d{1,9})?", plain, re.ASCII) else None


def _whole(line: str) -> Optional[int]:
    """The number at a line's end; thousands may be parted by anything."""
    digits = "".join(char for char in re.split(r"[:：=]", line)[-1] if char in "0123456789")
    return int(digits) if 0 < len(digits) < 19 else None


def _pixels(number: int) -> Optional[int]:
    return number if 0 < number <= 1 << 20 else None


def _renderer_id(render: _Values) -> Optional[RendererId]:
    halves = [render.text("Renderer ClassIDA"), render.text("Renderer ClassIDB")]
    if any(not re.fullmatch(r"-?\d{1,10}", (half or "").strip(), re.ASCII) for half in halves):
        return None
    # Some hosts print them signed.
    return int(halves[0] or 0) & 0xFFFFFFFF, int(halves[1] or 0) & 0xFFFFFFFF
