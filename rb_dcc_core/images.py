"""The names of the images a layer renders, with the frame number left open until frames are asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Iterable, Iterator, Optional, Tuple

CPU = "cpu"
GPU = "gpu"
CPU_AND_GPU = "cpu+gpu"


@dataclass(frozen=True)
class Aov:
    """An AOV or render element of a layer, enabled or not."""

    name: str
    enabled: bool


@dataclass(frozen=True)
class ImageFormat:
    """A format a renderer writes: `name` as its settings and the job files spell it, `extension` without a dot.

    `holds_aovs`: one file may hold the AOVs too, where the scene asks for that.
    """

    name: str
    extension: str
    holds_aovs: bool = False


@dataclass(frozen=True)
class ExpectedImage:
    """The images of one camera and one AOV; names are relative to the folder of images, with "/".

    `aov` is None for the beauty image (or one that holds all AOVs). `padding` is the number's least digits, None where
    the name holds no number. `renumber` is (first, step) where images are not numbered by their frames.
    """

    camera: str
    aov: Optional[str]
    before: str
    after: str = ""
    padding: Optional[int] = None
    renumber: Optional[Tuple[int, int]] = None

    def names(self, frames: Iterable[int]) -> Iterator[str]:
        """One name for each frame, in their order; a single name where it holds no number."""
        if self.padding is None:
            yield self.before + self.after
            return
        for place, frame in enumerate(frames):
            number = frame if self.renumber is None else self.renumber[0] + place * self.renumber[1]
            yield f"{self.before}{number:0{self.padding}d}{self.after}"

    @property
    def pattern(self) -> str:
        """The name with "#" for the number; two images with one pattern overwrite each other."""
        return self.before + ("" if self.padding is None else "#") + self.after
