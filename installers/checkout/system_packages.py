"""Debian and Ubuntu packages that the suite needs: Qt's libraries, fonts, Python's venv, 7-Zip."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from checkout import processes
from checkout.interpreters import Interpreter
from checkout.problem import SetupProblem

# What QtWidgets of PySide2 5.15 and PySide6 6.5 to 6.10 link to and a bare system lacks, with one font to draw text in.
QT_PACKAGES = (
    "libegl1",
    "libgl1",
    "libopengl0",
    "libxkbcommon0",
    "libfontconfig1",
    "libfreetype6",
    "libglib2.0-0",
    "libdbus-1-3",
    "libx11-6",
    "libxext6",
    "libxcb1",
    "libgssapi-krb5-2",
    "libpng16-16",
    "libbrotli1",
    "libzstd1",
    "fonts-dejavu-core",
)
# The other program that must be able to open the archives that the product writes.
SEVEN_ZIP_PACKAGE = "7zip"
SEVEN_ZIP_COMMANDS = ("7zz", "7z", "7za")
# Half of the pictures speak Chinese; without a font for it all their words are the same boxes.
CHINESE_FONT_PACKAGE = "fonts-wqy-microhei"
# What showing a window on an X screen takes besides.
QT_WINDOW_PACKAGES = (
    "libx11-xcb1",
    "libxcb-cursor0",
    "libxcb-icccm4",
    "libxcb-image0",
    "libxcb-keysyms1",
    "libxcb-randr0",
    "libxcb-render-util0",
    "libxcb-render0",
    "libxcb-shape0",
    "libxcb-shm0",
    "libxcb-sync1",
    "libxcb-util1",
    "libxcb-xfixes0",
    "libxcb-xinerama0",
    "libxcb-xkb1",
    "libxkbcommon-x11-0",
)
# Renamed with the 64-bit time change: Debian 13, Ubuntu 24.04.
RENAMED = {"libglib2.0-0": "libglib2.0-0t64", "libpng16-16": "libpng16-16t64"}

_SHOW_A_WINDOW = """
import sys
try:
    from PySide6 import QtGui, QtWidgets
    families = QtGui.QFontDatabase.families
except ModuleNotFoundError:
    from PySide2 import QtGui, QtWidgets
    families = lambda *script: QtGui.QFontDatabase().families(*script)
application = QtWidgets.QApplication([])
script = [getattr(QtGui.QFontDatabase.WritingSystem, name) for name in sys.argv[1:]]
sys.exit(0 if families(*script) else "no font is installed")
"""


def why_qt_fails(python: Path, checkout: Path, on_screen: bool = False) -> str:
    """The last line Qt said when it could not start, without a screen or on this one; empty when it starts and has a font."""
    variables = processes.child_variables(checkout)
    if not on_screen:
        variables["QT_QPA_PLATFORM"] = "offscreen"
    code, said = processes.capture([str(python), "-c", _SHOW_A_WINDOW], checkout, variables)
    if code == 0:
        return ""
    lines = [line for line in said.splitlines() if line.strip()]
    return lines[-1] if lines else f"Qt ended with exit code {code}"


def require_qt(python: Path, checkout: Path, on_screen: bool = False) -> None:
    """Installs Qt's system libraries where they are missing and we may; raises SetupProblem otherwise.

    `on_screen` where a window is to be shown, not only drawn.
    """
    reason = why_qt_fails(python, checkout, on_screen)
    if not reason:
        return
    packages = QT_PACKAGES + (QT_WINDOW_PACKAGES if on_screen else ())
    if may_install():
        print(f"Qt cannot start here ({reason}): installing its system libraries ...", flush=True)
        said = install(known_here(packages))
        reason = why_qt_fails(python, checkout, on_screen)
        if not reason:
            return
        raise SetupProblem(f"{said}\nQt still cannot start: {reason}\nInstall what it names, then run again.")
    raise SetupProblem(
        f"Qt cannot start here: {reason}\nInstall its system libraries, then run the same command again:\n"
        f"  {install_line(list(packages))}"
    )


def want_seven_zip() -> None:
    """Installs 7-Zip where it is missing and we may; without it the tests that need it say that they were skipped."""
    if may_install() and not any(shutil.which(command) for command in SEVEN_ZIP_COMMANDS):
        _want(SEVEN_ZIP_PACKAGE, "7-Zip is not here", "the tests of archives that need it are skipped")


def want_chinese_font(python: Path, checkout: Path) -> None:
    """Installs a font with Chinese where none is and we may; the pictures show boxes otherwise. Qt must start."""
    if may_install() and not has_chinese_font(python, checkout):
        _want(CHINESE_FONT_PACKAGE, "No font here has Chinese", "Chinese is drawn as boxes")


def _want(package: str, why: str, otherwise: str) -> None:
    """Installs what the suite can do without, and says so where that fails."""
    print(f"{why}: installing {package} ...", flush=True)
    said = install([package])
    if said:
        print(f"It could not be installed, {otherwise}: {said}", flush=True)


def has_chinese_font(python: Path, checkout: Path) -> bool:
    variables = dict(processes.child_variables(checkout), QT_QPA_PLATFORM="offscreen")
    command = [str(python), "-c", _SHOW_A_WINDOW, "SimplifiedChinese"]
    return processes.capture(command, checkout, variables)[0] == 0


def install_venv_module(interpreter: Interpreter) -> bool:
    """Installs Debian's venv package for Debian's own Python, as root; False when that cannot be or did not help."""
    if not may_install() or not interpreter.executable.startswith(os.path.join(os.sep, "usr", "bin")):
        return False
    print(f"{interpreter.name} has no venv: installing {venv_package(interpreter)} ...", flush=True)
    install([venv_package(interpreter)])
    return True


def venv_package(interpreter: Interpreter) -> str:
    return "python{}.{}-venv".format(*interpreter.version)


def venv_install_line(interpreter: Interpreter) -> str:
    return install_line([venv_package(interpreter)])


def install_line(packages: list[str]) -> str:
    """The one line to run by hand."""
    sudo = "" if _is_root() else "sudo "
    return f"{sudo}apt-get update && {sudo}apt-get install -y {' '.join(packages)}"


def may_install() -> bool:
    """As root, where apt-get is."""
    return _is_root() and shutil.which("apt-get") is not None


def install(packages: list[str]) -> str:
    """Updates the lists and installs; returns what apt-get said if it failed, else an empty text."""
    variables = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    root = Path(os.sep)
    processes.capture(["apt-get", "update", "-qq"], root, variables)
    words = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages]
    code, said = processes.capture(words, root, variables)
    return said.strip() if code != 0 else ""


def known_here(packages: tuple[str, ...]) -> list[str]:
    """Packages under the names this system's lists know."""
    processes.capture(["apt-get", "update", "-qq"], Path(os.sep), dict(os.environ))
    return [RENAMED[name] if name in RENAMED and _is_known(RENAMED[name]) else name for name in packages]


def _is_known(package: str) -> bool:
    code, said = processes.capture(["apt-cache", "show", package], Path(os.sep), dict(os.environ))
    return code == 0 and f"Package: {package}" in said


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0
