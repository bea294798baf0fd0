"""3ds Max' menus: menuMan until 2024, which keeps what is made over restarts; from 2025 those made anew each time."""

from __future__ import annotations

from typing import Any, Dict, List, Optional, Tuple

from .values import Asked, Gate, Thing, WrongIndex

HELP_MENU = "cee8f758-2199-411b-81e7-d3ff4a80d143"
MACRO_TABLE = 647394


class Entry:
    """An item of a menu: an action by its macro, a submenu, or a separator."""

    def __init__(self, title: str, action: str = "", menu: Optional[OldMenu] = None) -> None:
        self.title = title
        self.action = action
        self.menu = menu


class OldMenu:
    def __init__(self, name: str) -> None:
        self.name = name
        self.entries: List[Entry] = []


class NewMenu:
    def __init__(self, guid: str, title: str) -> None:
        self.guid = guid
        self.title = title
        self.actions: List[Tuple[str, str]] = []


class FakeMenus:
    """`kept` are the old menus as the user's menu file has them: hand them to the next start. `refuses_before` refuses to
    insert before the help menu."""

    def __init__(self, gate: Gate, runtime: Any) -> None:
        self._gate = gate
        self._runtime = runtime
        self.kept: Dict[str, OldMenu] = {}
        self.bar = OldMenu("Main Menu")
        self.bar.entries = [Entry("File"), Entry("Help")]
        self.updates = 0
        self.new: List[NewMenu] = []
        self.guids: List[str] = []
        self.is_registering = False
        self.refuses_before = False
        self.loads = 0

    # -- until 2024 ----------------------------------------------------------------------------------------------

    def menu_man(self) -> Thing:
        def find(name: str) -> Any:
            return self._menu(self.kept[name]) if name in self.kept else self._runtime.nothing

        def create(name: str) -> Thing:
            assert name not in self.kept, "a second menu of one name"
            self.kept[name] = OldMenu(name)
            return self._menu(self.kept[name])

        def update() -> None:
            self.updates += 1

        return self._thing(
            "menuMan",
            findMenu=find,
            createMenu=create,
            createSubMenuItem=lambda title, menu: self._item(Entry(title, menu=_of(menu))),
            createActionItem=lambda macro, category: self._item(Entry("", f"{macro}`{category}")),
            createSeparatorItem=lambda: self._item(Entry("-")),
            getMainMenuBar=lambda: self._menu(self.bar),
            unRegisterMenu=self._unregister,
            updateMenuBar=update,
        )

    def _unregister(self, menu: Thing) -> bool:
        gone = _of(menu)
        self.kept.pop(gone.name, None)
        return True

    def _menu(self, menu: OldMenu) -> Thing:
        def add(item: Thing, place: int) -> None:
            entry = _of(item)
            if place == -1:
                menu.entries.append(entry)
            elif 1 <= place <= len(menu.entries) + 1:
                menu.entries.insert(place - 1, entry)
            else:
                raise WrongIndex(str(place))

        def at(place: int) -> Thing:
            if not 1 <= place <= len(menu.entries):
                raise WrongIndex(str(place))
            return self._item(menu.entries[place - 1])

        def remove(place: int) -> None:
            at(place)
            del menu.entries[place - 1]

        made = self._thing(
            "Menu",
            addItem=add,
            numItems=lambda: len(menu.entries),
            getItem=at,
            removeItemByPosition=remove,
        )
        object.__setattr__(made, "it", menu)
        return made

    def _item(self, entry: Entry) -> Thing:
        def title(text: str) -> None:
            entry.title = text

        made = self._thing(
            "MenuItem",
            getTitle=lambda: entry.title,
            setTitle=title,
            setUseCustomTitle=lambda uses: None,
        )
        object.__setattr__(made, "it", entry)
        return made

    # -- from 2025 -----------------------------------------------------------------------------------------------

    def register(self) -> None:
        """3ds Max builds its menus: whoever wants one is asked now, and only now."""
        self.new.clear()
        self.guids.clear()
        self.is_registering = True
        try:
            self._runtime.fire("cuiRegisterMenus", self.manager())
        finally:
            self.is_registering = False

    def manager(self) -> Thing:
        def load(configuration: str) -> None:
            self.loads += 1
            self.register()

        return self._thing(
            "CuiMenuMgr",
            mainMenuBar=Asked(self._new_bar),
            LoadConfiguration=load,
            GetCurrentConfiguration=lambda: "a configuration",
        )

    def _new_bar(self) -> Thing:
        def create(guid: str, title: str, beforeId: Optional[str] = None) -> Any:
            if beforeId is not None and self.refuses_before:
                raise RuntimeError("no such menu item")
            assert beforeId in (None, HELP_MENU)
            if not self._take(guid):
                return self._runtime.nothing
            menu = NewMenu(guid, title)
            self.new.append(menu)
            return self._new_menu(menu)

        return self._thing("CuiMenu", CreateSubMenu=create)

    def _new_menu(self, menu: NewMenu) -> Thing:
        def action(guid: str, table: int, what: str) -> None:
            assert table == MACRO_TABLE
            assert self._take(guid)
            menu.actions.append((guid, what))

        def separator(guid: str) -> None:
            assert self._take(guid)
            menu.actions.append((guid, "-"))

        return self._thing("CuiMenu", CreateAction=action, CreateSeparator=separator)

    def _take(self, guid: str) -> bool:
        assert self.is_registering, "menus may be made only while 3ds Max asks for them"
        if guid.lower() in self.guids:
            return False
        self.guids.append(guid.lower())
        return True

    def _thing(self, kind: str, **members: Any) -> Thing:
        return Thing(self._gate, kind, members)


def _of(thing: Thing) -> Any:
    return object.__getattribute__(thing, "it")
