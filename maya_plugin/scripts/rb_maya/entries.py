"""What the menu, the shelf and the runtime commands offer."""

from __future__ import annotations

from typing import NamedTuple, Tuple

from rb_dcc_core.messages import Message

from .installation import UNINSTALL_SCRIPT
from .panel_script import open_script


class Entry(NamedTuple):
    """`command` is its name in MEL and in the hotkey editor, "" where it has none; `script` the Python it runs."""

    command: str
    label: Message
    why: Message
    script: str


SUBMIT = Entry(
    "RenderbusSubmit",
    Message("Submit…"),
    Message("Send the open scene to the Renderbus farm."),
    open_script("submit"),
)
TASKS = Entry(
    "RenderbusTasks",
    Message("Tasks"),
    Message("See what the farm renders, frame by frame."),
    open_script("tasks"),
)
SETTINGS = Entry(
    "RenderbusSettings",
    Message("Settings"),
    Message("Profiles, language, folders, notices."),
    open_script("settings"),
)
DIAGNOSE = Entry(
    "RenderbusDiagnose",
    Message("Diagnose"),
    Message("Find out why something does not work."),
    open_script("diagnose"),
)
ENTRIES: Tuple[Entry, ...] = (SUBMIT, TASKS, SETTINGS, DIAGNOSE)
HELP_ADDRESS = "https://www.renderbus.com"
HELP = Entry(
    "RenderbusHelp",
    Message("Help"),
    Message("Open the farm's web page, with its guides and its support."),
    f"import maya.cmds\nmaya.cmds.showHelp({HELP_ADDRESS!r}, absolute=True)\n",
)
TO_SHELF = Entry(
    "",
    Message("Add a Button to the Shelf"),
    Message("Puts a button that opens the panel on the shelf you see."),
    "import maya.cmds, rb_maya.shelf\nrb_maya.shelf.add_button(maya.cmds)\n",
)
UNINSTALL = Entry(
    "",
    Message("Uninstall…"),
    Message("Remove this plug-in. Your settings and account only go if you say so; scenes stay as they are."),
    UNINSTALL_SCRIPT,
)
COMMANDS: Tuple[Entry, ...] = (*ENTRIES, HELP)
"""Those that are runtime commands too."""
