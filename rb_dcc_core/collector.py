"""Python's collector of circles, held off while very many objects are made that stay."""

from __future__ import annotations

import contextlib
import gc
from typing import Iterator


@contextlib.contextmanager
def held_off() -> Iterator[None]:
    """It would walk all of them over and over, for a third of the whole time."""
    ran = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if ran:
            gc.enable()
