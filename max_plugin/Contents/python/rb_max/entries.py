"""What the menu and the macroscripts offer. The macros themselves stand in macroscripts/Renderbus.mcr, under these names."""

from __future__ import annotations

from typing import NamedTuple, Tuple

from rb_dcc_core.messages import Message

CATEGORY = "Renderbus"


class Entry(NamedTuple):
    """`macro` is the macroscript's name, `guid` its entry in the menu from 2025 on: both never change, because users'
    toolbars, hotkeys and menus refer to them."""

    macro: str
    label: Message
    guid: str

    @property
    def action(self) -> str:
        """As the table of macroscripts has it."""
        return f"{self.macro}`{CATEGORY}"


MENU_GUID = "F02CB97A-E16A-4795-BA50-19C31CF6AC3C"
SEPARATOR_GUID = "C9D31323-215A-4D79-B2DF-0E3F694A1A09"
ENTRIES: Tuple[Entry, ...] = (
    Entry("RenderbusSubmit", Message("Submit…"), "E6F6A89B-D330-4D90-8198-9A40FBEF00B7"),
    Entry("RenderbusTasks", Message("Tasks"), "1823FAAF-6D6F-4D6E-BB39-C4C1937704C6"),
    Entry("RenderbusSettings", Message("Settings"), "70C87DCE-D266-4366-A566-36F6547301FB"),
    Entry("RenderbusDiagnose", Message("Diagnose"), "638D3C7B-4DF1-40E1-ACED-DFD9E7908220"),
)
HELP = Entry("RenderbusHelp", Message("Help"), "9068C578-21A9-4D94-8AEE-91166CDAB96D")
UNINSTALL = Entry("RenderbusUninstall", Message("Uninstall…"), "FC990551-9F6D-4439-B8D8-EFA1696975FA")
HELP_ADDRESS = "https://www.renderbus.com"
EVERY: Tuple[Entry, ...] = (*ENTRIES, HELP, UNINSTALL)
