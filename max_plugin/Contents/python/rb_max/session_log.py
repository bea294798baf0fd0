"""The log file while the panel is used in 3ds Max: begun once, closed when 3ds Max ends."""

from __future__ import annotations

import logging
from typing import List

from rb_dcc_core.locations import Locations
from rb_dcc_core.log import LOGGERS, start_file_log

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
    """Close the file; what is logged later goes where 3ds Max sends it."""
    while _ours:
        handler = _ours.pop()
        for name in LOGGERS:
            logging.getLogger(name).removeHandler(handler)
            logging.getLogger(name).propagate = True
        handler.close()
