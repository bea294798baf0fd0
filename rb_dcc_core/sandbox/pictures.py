"""The pictures the service renders: a gradient that moves with the frame, with the job's names written on it.

Pillow is imported when the first picture is drawn.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, List, Tuple

from rb_dcc_core.errors import SettingsError

if TYPE_CHECKING:
    from PIL.Image import Image as Picture

WIDEST = 480
TALLEST = 1000
THUMBNAIL_WIDTH = 160


@dataclass(frozen=True)
class Caption:
    """What is written on a picture."""

    task_id: int
    scene: str
    layer: str
    camera: str
    number: int

    def lines(self) -> List[str]:
        parts = [
            ("task", str(self.task_id)),
            ("scene", self.scene),
            ("layer", self.layer),
            ("camera", self.camera),
        ]
        return [f"{name} {value}" for name, value in parts if value] + [f"frame {self.number}"]


def shown_size(width: int, height: int, widest: int = WIDEST) -> Tuple[int, int]:
    """The job's size, made smaller where it is larger than a sandbox needs; the aspect is kept."""
    factor = min(1.0, widest / float(width), TALLEST / float(height))
    return max(1, round(width * factor)), max(1, round(height * factor))


def png(caption: Caption, width: int, height: int) -> bytes:
    """A finished picture as PNG; the same arguments give the same bytes."""
    return _bytes(_drawn(caption, shown_size(width, height)), "PNG", compress_level=1)


def jpeg(caption: Caption, width: int, height: int, percent: int = 100) -> bytes:
    """A thumbnail as JPEG; of an unfinished picture the lower part is still dark."""
    from PIL import Image

    picture = _drawn(caption, shown_size(width, height))
    done = picture.height * percent // 100
    if done < picture.height:
        picture.paste((24, 24, 28), (0, done, picture.width, picture.height))
    small = picture.resize(shown_size(width, height, THUMBNAIL_WIDTH), Image.Resampling.BILINEAR)
    return _bytes(small, "JPEG", quality=80)


def require_pillow() -> None:
    """Raises SettingsError, with what to install, where Pillow is missing."""
    try:
        import PIL.Image
    except ImportError as error:
        raise missing_extra("Pillow") from error
    PIL.Image.preinit()


def missing_extra(name: str) -> SettingsError:
    return SettingsError(
        'The embedded service needs {name}, which is not installed. Run: pip install "renderbus-dcc[sandbox]"',
        name=name,
    )


def _drawn(caption: Caption, size: Tuple[int, int]) -> Picture:
    from PIL import Image, ImageDraw

    down = Image.linear_gradient("L").resize(size)
    across = Image.linear_gradient("L").rotate(90).resize(size)
    shift = caption.number * 5 + caption.task_id * 37
    bands = (_band(down, shift), _band(across, shift // 2 + 80), _band(down, 255 - shift // 3))
    picture = Image.merge("RGB", bands)
    draw = ImageDraw.Draw(picture)
    _draw_sun(draw, size, caption.number)
    for line, text in enumerate(caption.lines()):
        plain = text.encode("ascii", "replace").decode("ascii")
        draw.text((9, 9 + 14 * line), plain, fill=(0, 0, 0))
        draw.text((8, 8 + 14 * line), plain, fill=(255, 255, 255))
    return picture


def _band(gradient: Picture, shift: int) -> Picture:
    """A gradient moved on by `shift`, running up and down again so that it has no edge, and never too bright."""
    table = [40 + abs((value + shift) % 512 - 256) * 5 // 8 for value in range(256)]
    return gradient.point([min(255, value) for value in table])


def _draw_sun(draw: Any, size: Tuple[int, int], number: int) -> None:
    width, height = size
    radius = max(1, min(size) // 8)
    left = (number * 7) % 100 * width // 100
    top = height // 2 - radius
    draw.ellipse((left - radius, top, left + radius, top + 2 * radius), fill=(255, 240, 190))


def _bytes(picture: Picture, kind: str, **options: Any) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, kind, **options)
    return buffer.getvalue()
