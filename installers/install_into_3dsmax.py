"""Installs Renderbus into 3ds Max: drag_into_3dsmax.ms runs it inside, a terminal runs it as: python install.py install.

Keep it where it was unpacked, beside the folder Renderbus.bundle; or beside the zip that has it.
"""

import importlib
import os
import sys
import zipimport

# Where the bundle lies, from this file; the build fills it in.
BUNDLE = "@bundle@"
NOT_FOUND = (
    "Renderbus cannot be installed from here: this file has been taken away from the others of its zip.\n\n"
    "Unpack the whole zip into a folder (right click, Extract All), then drop drag_into_3dsmax.ms from that folder into a "
    "viewport of 3ds Max; or download the .mzp and drop that."
)
USAGE = (
    "Drop drag_into_3dsmax.ms into a viewport of 3ds Max. From a terminal:\n\n"
    "    python install.py install      for you; with --all-users, as administrator, for everyone\n"
    "    python install.py where\n"
    "    python install.py uninstall    with --all-users for what was installed so, with --purge your own data too\n"
)


def dropped():
    """What is dropped into a viewport calls this, in 3ds Max."""
    sources = find_sources()
    if not sources:
        import pymxs

        pymxs.runtime.messageBox(NOT_FOUND, title="Renderbus")
        return
    source, packages = sources
    installer("in_max", packages).dropped(source)


def find_sources():
    """(the bundle's folder or zip, where to import its installer from); None where there is neither."""
    here = os.path.dirname(os.path.abspath(__file__))
    folder = os.path.join(here, *BUNDLE.split("/"))
    if os.path.isdir(folder):
        return folder, os.path.join(folder, "python")
    for name in sorted(os.listdir(here)):
        if name.startswith("renderbus-max-") and name.endswith(".zip"):
            archive = os.path.join(here, name)
            packages = "/".join([archive, name[: -len(".zip")], BUNDLE, "python"])
            if is_importable(packages):
                return archive, packages
    return None


def is_importable(packages):
    """True for a folder inside a zip that holds the installer."""
    try:
        found = zipimport.zipimporter(packages)
    except (zipimport.ZipImportError, OSError):
        return False
    find = found.find_spec if sys.version_info >= (3, 10) else found.find_module
    return find("rb_installer") is not None


def installer(module, packages):
    """This bundle's own installer, whichever version of it the session has seen before."""
    for name in list(sys.modules):
        if name == "rb_installer" or name.startswith("rb_installer."):
            del sys.modules[name]
    sys.path.insert(0, packages)
    try:
        importlib.invalidate_caches()
        return importlib.import_module("rb_installer." + module)
    finally:
        sys.path.remove(packages)


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
    source, packages = sources
    own = ["--from", source] if words[:1] == ["install"] else []
    return installer("cli", packages).main([*words[:1], "max", *own, *words[1:]])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
