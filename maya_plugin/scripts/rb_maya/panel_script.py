"""The scripts that Maya keeps for us as text: each runs alone, whether or not this product is still there."""

from __future__ import annotations

_GONE = "The Renderbus plug-in is not installed here any more."
_LONGEST_LITERAL = 200
"""Characters; Maya's own files cut their MEL strings to pieces of about this length."""
_IN_BOTH = 'abs(1) //1; exec(eval(r"""\n; python({literals});\n// """.partition("python")[2].rpartition(";")[0]), {{}})\n'


def open_script(page: str) -> str:
    """Python that opens the panel at a page: what menus, shelf buttons and runtime commands run, each of which is told
    its script's language."""
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
    return in_both_languages(
        "try:\n"
        "    import rb_maya.control as rb_control\n"
        "except ImportError:\n"
        "    import maya.cmds as rb_cmds, maya.utils as rb_utils\n"
        "    rb_cmds.columnLayout(adjustableColumn=True)\n"
        f"    rb_cmds.text(label={_GONE!r}, wordWrap=True)\n"
        "    rb_cmds.button(label='Close', command=lambda *_: rb_utils.executeDeferred(\n"
        f"        rb_cmds.deleteUI, {name!r}, control=True))\n"
        "else:\n"
        "    rb_control.fill()\n"
    )


def closed_script() -> str:
    """Run by Maya when the control is closed."""
    return in_both_languages(
        "try:\n"
        "    import rb_maya.control as rb_control\n"
        "except ImportError:\n"
        "    pass\n"
        "else:\n"
        "    rb_control.closed()\n"
    )


def in_both_languages(code: str) -> str:
    """Python code, as a script that does the same whether Maya runs it as Python or as MEL.

    Maya's documentation calls a workspace control's script MEL, while one that was made from Python runs its script as
    Python; whether a restored workspace does too in every release is not told [?]. MEL sees the call of `abs`, a comment
    to the line's end, and then its own `python("...")`. Python sees a floor division, and after it takes the same
    literals out of what is one string to it. The literals' escapes are those that both languages have.
    """
    import json  # not while the plug-in loads: most sessions never open the panel

    pieces = [code[start : start + _LONGEST_LITERAL] for start in range(0, len(code), _LONGEST_LITERAL)]
    assert code.isascii(), "MEL has no escape for other characters"
    return _IN_BOTH.format(literals=" + ".join(json.dumps(piece) for piece in pieces))
