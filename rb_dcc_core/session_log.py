"""The log file while the panel is used inside a host: begun once, taken away with the product."""

from __future__ import annotations

import logging
from typing import List

from .locations import Locations
from .log import LOGGERS, start_file_log

_ours: List[logging.Handler] = []


def start(locations: Locations) -> None:
    """Any thread; a second time does nothing. A folder that cannot be written is no error."""
    if _ours:
        return
    logger = logging.getLogger(LOGGERS[0])
    before = list(logger.handlers)
    if start_file_log(locations.logs):
        _ours.extend(handler for handler in logger.handlers if handler not in before)


def stop() -> None:
    """Close the file, so that it can be removed; what is logged later goes where the host sends it. Any number of times."""
    while _ours:
        handler = _ours.pop()
        for name in LOGGERS:
            logging.getLogger(name).removeHandler(handler)
            logging.getLogger(name).propagate = True
        handler.close()
