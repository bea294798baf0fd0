"""Which generation of the protocol a service answers, found once and remembered."""

from __future__ import annotations

import hashlib
import json
import logging
from pathlib import Path
from typing import Callable, Dict, Optional

from .atomic import write_atomically
from .errors import (
    AnswerError,
    HttpStatusError,
    InvalidRequestError,
    LocalFileError,
    NotFoundError,
    RenderbusError,
)
from .interfaces import V1, V2
from .settings import Account

_log = logging.getLogger(__name__)


class GenerationMemory:
    """Remembers by service and account; a file that cannot be read or written only costs asking again."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def recall(self, account: Account) -> Optional[str]:
        """The generation that answered last time, None where none is known."""
        found = self._read().get(_key(account))
        return found if found in (V1, V2) else None

    def remember(self, account: Account, generation: str) -> None:
        known = self._read()
        known[_key(account)] = generation
        try:
            write_atomically(self._path, json.dumps(known).encode("utf-8"))
        except LocalFileError:
            _log.info("the generation could not be remembered; it will be asked for again")

    def _read(self) -> Dict[str, str]:
        try:
            known = json.loads(self._path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return known if isinstance(known, dict) else {}


def find_generation(ask_profile: Callable[[str], object]) -> str:
    """Ask queryUserProfile on v2, then on v1; what v2 refuses as unknown is left to v1, other errors are raised.

    `ask_profile` asks it in a given generation. When neither knows the question, v2's error is the one raised.
    """
    try:
        ask_profile(V2)
    except (NotFoundError, InvalidRequestError, HttpStatusError, AnswerError) as refused:
        if isinstance(refused, HttpStatusError) and (refused.status >= 500 or refused.status == 429):
            raise
        return _try_v1(ask_profile, refused)
    return V2


def _try_v1(ask_profile: Callable[[str], object], refused: RenderbusError) -> str:
    try:
        ask_profile(V1)
    except (NotFoundError, HttpStatusError, AnswerError):
        raise refused from None
    return V1


def _key(account: Account) -> str:
    """The access id is hashed: a state file is no place for it."""
    digest = hashlib.sha256(account.credentials.access_id.encode("utf-8")).hexdigest()[:16]
    return f"{account.address.url} {digest}"
