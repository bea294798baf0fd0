"""In which currency the account counts, and whether costs may be shown: asked once a run, remembered for when nobody can be."""

from __future__ import annotations

import logging

from rb_dcc_core.errors import LocalFileError, RenderbusError
from rb_dcc_core.history import History
from rb_dcc_core.money import Purse, purse_of

from .workbench import Workbench

_log = logging.getLogger(__name__)


def purse(workbench: Workbench, asks: bool = True) -> Purse:
    """As the account says now; as it said last where it cannot be asked, or `asks` is False. A memory that cannot be written
    or read stops nobody."""
    try:
        user = workbench.client.query_user_profile() if asks else None
    except RenderbusError:
        user = None
    account = workbench.account_key
    try:
        with History(workbench.locations.state) as history:
            if user is not None:
                history.keep_profile(account, user)
            told = history.purse(account)
    except LocalFileError as error:
        _log.info("how the account counts is not remembered: %s", error)
        told = None
    if user is not None:
        return purse_of(user)
    return told or Purse()


def known_purse(workbench: Workbench) -> Purse:
    """As the account said last; asked only where it never did, so that what needs no farm waits for none."""
    with History(workbench.locations.state) as history:
        told = history.purse(workbench.account_key)
    return told or purse(workbench)
