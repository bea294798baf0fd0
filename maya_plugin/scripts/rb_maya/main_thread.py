"""Maya's main thread, the only one on which its commands may run."""

from __future__ import annotations

import os
import sys
import threading
from typing import Callable, TypeVar

T = TypeVar("T")


def on_main_thread(call: Callable[[], T]) -> T:
    """What a call answers, made on Maya's main thread; it waits for that where it is asked from another thread.

    In mayapy nothing serves the main thread while a script runs, so that a call from another one is refused there.
    """
    if threading.current_thread() is threading.main_thread():
        return call()
    # No command may be asked from here, not even whether this is batch mode.
    if os.path.basename(sys.executable).lower().startswith("mayapy"):
        raise RuntimeError("In mayapy, call this on the main thread: nothing serves other threads there.")
    import maya.utils

    answer: T = maya.utils.executeInMainThreadWithResult(call)
    return answer
