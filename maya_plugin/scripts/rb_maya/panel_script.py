"""The scripts that Maya keeps for us as text: each runs alone, whether or not this product is still there."""

from __future__ import annotations

_GONE = "The Renderbus plug-in is not installed here any more."


def open_script(page: str) -> str:
    """Opens the panel at a page: what menus, shelf buttons and runtime commands run."""
    return (
        "try:\n"
        "    import rb_maya.control as rb_control\n"
        "except ImportError:\n"
        "    import maya.cmds\n"
        f"    maya.cmds.warning({_GONE!r})\n"
        "else:\n"
        f"    rb_control.open_panel({page!r})\n"
    )


def fill_script(name: str) -> str:
    """Fills the control `name`, also when Maya rebuilds it at its start before any plug-in is loaded; where the product
    is gone it says so in Maya's own words and offers to close it."""
    return (
        "try:\n"
        "    import rb_maya.control as rb_control\n"
        "except ImportError:\n"
        "    import maya.cmds as rb_cmds\n"
        "    rb_cmds.columnLayout(adjustableColumn=True)\n"
        f"    rb_cmds.text(label={_GONE!r}, wordWrap=True)\n"
        "    rb_cmds.button(label='Close', command='import maya.cmds, maya.utils; "
        f'maya.utils.executeDeferred("import maya.cmds; maya.cmds.deleteUI(\\\\"{name}\\\\", control=True)")\')\n'
        "else:\n"
        "    rb_control.fill()\n"
    )


def closed_script() -> str:
    """Run by Maya when the control is closed."""
    return (
        "try:\n"
        "    import rb_maya.control as rb_control\n"
        "except ImportError:\n"
        "    pass\n"
        "else:\n"
        "    rb_control.closed()\n"
    )
