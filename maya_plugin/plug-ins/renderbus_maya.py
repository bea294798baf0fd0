"""The Renderbus plug-in: registers on loading, removes everything on unloading. It brings no node types and no data
types, so that no scene ever requires it; without Maya's window it does nothing."""

import os
import sys

import maya.api.OpenMaya as om

VENDOR = "Renderbus"
VERSION = "0.1.0"
TOO_OLD = "Renderbus needs Python 3. Start Maya 2022 without '-pythonver 2'."


def maya_useNewAPI():
    """Maya looks for the name alone."""


def initializePlugin(plugin):
    """Main thread, called by Maya."""
    registered = om.MFnPlugin(plugin, VENDOR, VERSION, "Any")
    if sys.version_info < (3, 7):  # Maya 2022 in its Python 2 mode reads this file too
        om.MGlobal.displayWarning(TOO_OLD)
    elif _has_window():
        _find_scripts(registered)
        from rb_maya import import_paths

        import_paths.complete_path()
        from rb_maya import plugin_life

        plugin_life.load()


def uninitializePlugin(plugin):
    """Main thread, called by Maya, at its end too."""
    om.MFnPlugin(plugin)
    life = sys.modules.get("rb_maya.plugin_life")
    if life is not None:
        life.unload()


def _has_window():
    """Neither in batch mode nor in mayapy. kBaseUIMode may be missing in one release or another [?]."""
    states = [getattr(om.MGlobal, name, None) for name in ("kInteractive", "kBaseUIMode")]
    return om.MGlobal.mayaState() in [state for state in states if state is not None]


def _find_scripts(registered):
    """As a Maya module the scripts are on the path already; loaded by hand from anywhere, they lie beside this file.
    Whether Maya gives a plug-in a `__file__` is unsure [?]: loadPath is asked first."""
    try:
        folder = registered.loadPath()
    except (AttributeError, RuntimeError):
        folder = os.path.dirname(globals().get("__file__", ""))
    scripts = os.path.join(os.path.dirname(os.path.normpath(folder)), "scripts")
    if os.path.isdir(scripts) and scripts not in sys.path:
        sys.path.append(scripts)
