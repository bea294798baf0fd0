"""The log file, and the filter that keeps secrets out of every record."""

from __future__ import annotations

import contextlib
import logging
import sys
import threading
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Set

_MASK = "********"
_secrets: Set[str] = set()
_guard = threading.Lock()
FILE_NAME = "rb-dcc.log"
LOGGERS = ("rb_dcc_core", "rb_dcc_cli", "rb_dcc_ui", "rb_maya", "rb_max")


def keep_secret(value: str) -> None:
    """Never let this text reach a log from now on, whoever logs it."""
    if len(value) >= 6:
        with _guard:
            _secrets.add(value)


def redacted(text: str) -> str:
    """The text with every known secret masked."""
    with _guard:
        known = sorted(_secrets, key=len, reverse=True)
    for secret in known:
        text = text.replace(secret, _MASK)
    return text


class RedactingFormatter(logging.Formatter):
    """Formats first and masks then, so that arguments and tracebacks are masked too."""

    def format(self, record: logging.LogRecord) -> str:
        return redacted(super().format(record))


class _LogFile(RotatingFileHandler):
    """A disk that takes no line more costs the line, and writes nothing on the screen of whoever works."""

    def handleError(self, record: logging.LogRecord) -> None:
        if not isinstance(sys.exc_info()[1], OSError):
            super().handleError(record)

    def close(self) -> None:
        with contextlib.suppress(OSError):
            super().close()


def start_file_log(folder: Path, level: int = logging.INFO) -> bool:
    """Log this product's records to a rotating file; False where the folder cannot be written (never an error)."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handler = _LogFile(
            str(folder / FILE_NAME), maxBytes=2000000, backupCount=3, encoding="utf-8", delay=False
        )
    except OSError:
        return False
    handler.setFormatter(RedactingFormatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    for name in LOGGERS:
        logger = logging.getLogger(name)
        logger.addHandler(handler)
        logger.setLevel(level)
        logger.propagate = False
    return True


def set_log_level(level: int) -> None:
    """Log more or less of this product from now on, as logging's levels go."""
    for name in LOGGERS:
        logging.getLogger(name).setLevel(level)
