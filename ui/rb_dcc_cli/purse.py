"""In which currency the account counts, and whether costs may be shown: asked once a run, remembered for when nobody can be."""

from __future__ import annotations

from rb_dcc_core.errors import RenderbusError
from rb_dcc_core.history import History
from rb_dcc_core.money import Purse, purse_of

from .workbench import Workbench


def purse(workbench: Workbench, asks: bool = True) -> Purse:
    """As the account says now; as it said last where it cannot be asked, or `asks` is False. Raises LocalFileError."""
    account = workbench.account_key
    with History(workbench.locations.state) as history:
        if asks:
            try:
                user = workbench.client.query_user_profile()
            except RenderbusError:
                return history.purse(account) or Purse()
            history.keep_profile(account, user)
            return purse_of(user)
        return history.purse(account) or Purse()


def known_purse(workbench: Workbench) -> Purse:
    """As the account said last; asked only where it never did, so that what needs no farm waits for none."""
    with History(workbench.locations.state) as history:
        told = history.purse(workbench.account_key)
    return told or purse(workbench)
