"""The menu "Renderbus" in 3ds Max' menu bar: kept in the user's menu file until 2024, made in a callback from 2025."""

from __future__ import annotations

import logging
from typing import Any, Callable, Dict, Optional, Tuple

from . import installation
from .entries import CATEGORY, ENTRIES, HELP, MENU_GUID, SEPARATOR_GUID, UNINSTALL, Entry
from .gathering import release_year
from .runtime import HOST_ERRORS, Max, text_of, whole_of
from .spoken import spoken

_log = logging.getLogger(__name__)

TITLE = "Renderbus"
ID = "renderbusMenu"
FIRST_CALLBACK_YEAR = "2025"
HELP_MENU = "cee8f758-2199-411b-81e7-d3ff4a80d143"
MACRO_TABLE = 647394
# By event: what the text of a callback runs, where 3ds Max takes no function of Python's.
_calls: Dict[str, Callable[[], None]] = {}
_stop: Optional[Callable[[], None]] = None


def is_made_in_callback(max_: Max) -> bool:
    return (release_year(max_) or FIRST_CALLBACK_YEAR) >= FIRST_CALLBACK_YEAR


def register(max_: Max) -> None:
    """2025 and later, before 3ds Max builds its menus: it asks for ours then, and whenever it builds them again."""
    _listen(max_, "cuiRegisterMenus", lambda: _make_new(max_))


def build(max_: Max) -> None:
    """Until 2024, when everything is up. Made anew each time: the user's menu file may hold an older one."""
    global _stop
    _make_old(max_)
    _listen(max_, "postLoadingMenus", lambda: _make_old(max_))
    if _stop is None:
        _stop = spoken.listen(lambda: _make_old(max_))


def remove(max_: Max) -> None:
    """Take the menu and its callbacks away."""
    global _stop
    max_.call("callbacks.removeScripts", id=max_.name(ID))
    _calls.clear()
    if _stop is not None:
        _stop()
        _stop = None
    if not is_made_in_callback(max_):
        _remove_old(max_)
        max_.call("menuMan.updateMenuBar")


def rebuild(max_: Max) -> None:
    """2025 and later: have 3ds Max build its menus again, where this product came while it ran."""
    manager = max_.call("maxOps.GetICuiMenuMgr")
    configuration = max_.call_of(manager, "GetCurrentConfiguration")
    if configuration is not None:
        max_.call_of(manager, "LoadConfiguration", configuration)


def _listen(max_: Max, event: str, make: Callable[[], None]) -> None:
    def call() -> None:
        try:
            make()
        except Exception:  # noqa: BLE001 - a host callback ends here
            _log.exception("the menu could not be made")

    name, id_ = max_.name(event), max_.name(ID)
    max_.call("callbacks.removeScripts", id=id_)
    try:
        max_.demand("callbacks.addScript", name, call, id=id_)
    except HOST_ERRORS:
        _calls[event] = call
        max_.call(
            "callbacks.addScript",
            name,
            f'python.execute "import rb_max.menu as m; m.call({event!r})" clearUndoBuffer:false',
            id=id_,
        )


def call(event: str) -> None:
    """What the text of a callback runs."""
    wanted = _calls.get(event)
    if wanted is not None:
        wanted()


def _last_entries() -> Tuple[Entry, ...]:
    """Only what an installer put there can be removed by it."""
    return (HELP, UNINSTALL) if installation.is_installed() else (HELP,)


# -- until 2024 --------------------------------------------------------------------------------------------------


def _make_old(max_: Max) -> None:
    _remove_old(max_)
    menu = max_.call("menuMan.createMenu", TITLE)
    if menu is None:
        return
    for entry in ENTRIES:
        _add_old(max_, menu, entry)
    max_.call_of(menu, "addItem", max_.call("menuMan.createSeparatorItem"), -1)
    for entry in _last_entries():
        _add_old(max_, menu, entry)
    bar = max_.call("menuMan.getMainMenuBar")
    item = max_.call("menuMan.createSubMenuItem", TITLE, menu)
    # Before the last menu, which is Help in every language.
    max_.call_of(bar, "addItem", item, max(1, whole_of(max_.call_of(bar, "numItems")) or 1))
    max_.call("menuMan.updateMenuBar")


def _add_old(max_: Max, menu: Any, entry: Entry) -> None:
    item = max_.call("menuMan.createActionItem", entry.macro, CATEGORY)
    if item is None:
        return  # a macro that 3ds Max has not read yet
    max_.call_of(item, "setTitle", spoken.say(entry.label))
    max_.call_of(item, "setUseCustomTitle", True)
    max_.call_of(menu, "addItem", item, -1)


def _remove_old(max_: Max) -> None:
    """Every entry of ours in the menu bar, then the menus of our name: a file may hold several from older releases."""
    bar = max_.call("menuMan.getMainMenuBar")
    for place in range(whole_of(max_.call_of(bar, "numItems")) or 0, 0, -1):
        if text_of(max_.call_of(max_.call_of(bar, "getItem", place), "getTitle")) == TITLE:
            max_.call_of(bar, "removeItemByPosition", place)
    for _ in range(20):
        menu = max_.call("menuMan.findMenu", TITLE)
        if menu is None:
            return
        max_.call("menuMan.unRegisterMenu", menu)


# -- from 2025 ---------------------------------------------------------------------------------------------------


def _make_new(max_: Max) -> None:
    """Only inside the callback. Before Help; at the end where 3ds Max refuses that, as 2026 is said to do [?]."""
    manager = max_.call("callbacks.notificationParam")
    bar = max_.of(manager, "mainMenuBar")
    menu = max_.call_of(bar, "CreateSubMenu", MENU_GUID, TITLE, beforeId=HELP_MENU)
    if menu is None:
        menu = max_.call_of(bar, "CreateSubMenu", MENU_GUID, TITLE)
    if menu is None:
        return  # the user's own menus have it already
    for entry in ENTRIES:
        max_.call_of(menu, "CreateAction", entry.guid, MACRO_TABLE, entry.action)
    max_.call_of(menu, "CreateSeparator", SEPARATOR_GUID)
    for entry in _last_entries():
        max_.call_of(menu, "CreateAction", entry.guid, MACRO_TABLE, entry.action)
