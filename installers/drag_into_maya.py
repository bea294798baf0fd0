"""Installs Renderbus: drop this file into Maya's viewport, or run it: python drag_into_maya.py install.

Keep it where it was unpacked, beside the folder `modules`; or beside the zip it came in. It is written so that Maya 2022 in
its Python 2 mode can read it too, and say what to do.
"""

import os
import sys

# Where the bundle lies, from this file; the build fills it in.
BUNDLE = "@bundle@"
NOT_FOUND = (
    "Renderbus cannot be installed from here: this file has been taken away from the others of its zip.\n\n"
    "Unpack the whole zip into a folder (on Windows: right click, Extract All), then drop drag_into_maya.py from that "
    "folder into Maya."
)
USAGE = (
    "Drop this file into Maya's viewport. From a terminal:\n\n"
    "    python drag_into_maya.py install      for every Maya found here, or --years 2024,2026\n"
    "    python drag_into_maya.py where\n"
    "    python drag_into_maya.py uninstall    with --purge your own data goes too\n"
)
TOO_OLD = "Renderbus needs Python 3. Start Maya 2022 without '-pythonver 2', then drop this file again."


def onMayaDroppedPythonFile(*args, **kwargs):
    """Maya calls this with the object under the mouse, which is no concern of ours."""
    # Maya keeps what was dropped once; without this a newer file of the same name would never be read.
    sys.modules.pop(__name__, None)
    sources = find_sources()
    if sys.version_info < (3, 7):
        tell(TOO_OLD)
    elif not sources:
        tell(NOT_FOUND)
    else:
        source, scripts = sources
        installer("in_maya", scripts).dropped(source)


def find_sources():
    """(the bundle's folder or zip, where to import its installer from); None where there is neither."""
    here = os.path.dirname(os.path.abspath(__file__))
    folder = os.path.join(here, *BUNDLE.split("/"))
    if os.path.isdir(folder):
        return folder, os.path.join(folder, "scripts")
    zips = [name for name in sorted(os.listdir(here)) if name.startswith("renderbus-maya-")]
    for name in zips:
        archive = os.path.join(here, name)
        scripts = "/".join([archive, name[: -len(".zip")], BUNDLE, "scripts"])
        if name.endswith(".zip") and is_importable(scripts):
            return archive, scripts
    return None


def is_importable(scripts):
    """True for a folder inside a zip that holds the installer."""
    import zipimport

    try:
        return zipimport.zipimporter(scripts).find_spec("rb_installer") is not None
    except AttributeError:  # before Python 3.10
        return zipimport.zipimporter(scripts).find_module("rb_installer") is not None
    except (zipimport.ZipImportError, IOError):
        return False


def installer(module, scripts):
    """This bundle's own installer, whichever version of it the session has seen before."""
    import importlib

    for name in list(sys.modules):
        if name == "rb_installer" or name.startswith("rb_installer."):
            del sys.modules[name]
    sys.path.insert(0, scripts)
    try:
        importlib.invalidate_caches()
        return importlib.import_module("rb_installer." + module)
    finally:
        sys.path.remove(scripts)


def tell(text):
    """A box in Maya's window, a line where there is no window."""
    from maya import cmds

    if cmds.about(batch=True):
        sys.stderr.write(text + "\n")
    else:
        cmds.confirmDialog(title="Renderbus", message=text, button=["OK"])


def main(words):
    """The same from a terminal, for the bundle that lies here."""
    if words[:1] not in (["install"], ["uninstall"], ["where"]):
        asked = words[:1] in (["-h"], ["--help"])
        (sys.stdout if asked else sys.stderr).write(USAGE)
        return 0 if asked else 2
    sources = find_sources()
    if not sources or sys.version_info < (3, 7):
        sys.stderr.write(NOT_FOUND + "\n")
        return 1
    source, scripts = sources
    own = ["--from", source] if words[:1] == ["install"] else []
    return installer("cli", scripts).main(words[:1] + ["maya"] + own + words[1:])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
