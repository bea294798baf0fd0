"""Where Maya keeps a person's own things on each system, and which Mayas this computer has."""

from __future__ import annotations

import os
import re
import sys
import uuid
from pathlib import Path
from typing import Callable, Iterable, List, Mapping, Optional, Set

Asked = Callable[[], Optional[str]]

_YEAR_FOLDER = re.compile(r"maya(20\d\d)", re.IGNORECASE)
_PREFERENCES_FOLDER = re.compile(r"20\d\d")


def maya_folder(system: str, environ: Mapping[str, str], home: Path, documents: Callable[[], Path]) -> Path:
    """Maya's own folder of this user; `system` as sys.platform spells it. MAYA_APP_DIR wins, as it does in Maya."""
    told = environ.get("MAYA_APP_DIR", "").strip()
    if told:
        return Path(os.path.abspath(os.path.expanduser(told)))
    if system == "win32":
        return documents() / "maya"
    if system == "darwin":
        return home / "Library" / "Preferences" / "Autodesk" / "maya"
    return home / "maya"


def documents_folder(home: Path, ways: Iterable[Asked]) -> Path:
    """Windows' Documents, which may have been moved to another drive or into OneDrive: the first way that answers."""
    for ask in ways:
        answer = ask()
        if answer:
            return Path(answer)
    return home / "Documents"


def found_years(app_folder: Path, program_folders: Iterable[Path]) -> List[int]:
    """The Mayas that are installed here or have been started by this user, oldest first."""
    years: Set[int] = set()
    for folder in program_folders:
        for name in [folder.name, *_inner_folders(folder)]:
            match = _YEAR_FOLDER.fullmatch(name)
            if match:
                years.add(int(match.group(1)))
    for name in _inner_folders(app_folder):
        if _PREFERENCES_FOLDER.fullmatch(name) and (app_folder / name / "prefs").is_dir():
            years.add(int(name))
    return sorted(years)


def program_folders(system: str, environ: Mapping[str, str]) -> List[Path]:
    """Where Mayas are installed: folders that hold one Maya each or are one."""
    told = environ.get("MAYA_LOCATION", "").strip()
    folders = [Path(told)] if told else []
    if system == "win32":
        roots = {environ.get(name, "") for name in ("ProgramFiles", "ProgramW6432")} - {""}
        return folders + [Path(root) / "Autodesk" for root in sorted(roots)] + registered_on_windows()
    if system == "darwin":
        return [*folders, Path("/Applications/Autodesk")]
    return [*folders, Path("/usr/autodesk"), Path("/opt/autodesk")]


def documents_here() -> Path:
    """Documents of this Windows user."""
    return documents_folder(Path(os.path.expanduser("~")), (ask_shell, ask_registry))


def ask_shell() -> Optional[str]:
    """The shell's own answer, which follows every redirection; None anywhere but on Windows."""
    if sys.platform == "win32":
        import ctypes

        # FOLDERID_Documents, as it lies in memory.
        identity = uuid.UUID("{FDD39AD0-238F-46AF-ADB4-6C85480369C7}").bytes_le
        answer = ctypes.c_wchar_p()
        failed = ctypes.windll.shell32.SHGetKnownFolderPath(identity, 0, None, ctypes.byref(answer))
        try:
            return None if failed else answer.value
        finally:
            ctypes.windll.ole32.CoTaskMemFree(answer)
    return None


def ask_registry() -> Optional[str]:
    """Documents as the registry has it, for a service or a stripped system without the shell."""
    if sys.platform == "win32":
        import winreg

        key = r"Software\Microsoft\Windows\CurrentVersion\Explorer\User Shell Folders"
        try:
            with winreg.OpenKey(winreg.HKEY_CURRENT_USER, key) as opened:
                return os.path.expandvars(str(winreg.QueryValueEx(opened, "Personal")[0]))
        except OSError:
            return None
    return None


def registered_on_windows() -> List[Path]:
    """Mayas installed outside Program Files, by the registry; their folders may be named anything, the year counts."""
    found: List[Path] = []
    if sys.platform == "win32":
        import winreg

        for year in range(2022, 2031):
            key = rf"SOFTWARE\Autodesk\Maya\{year}\Setup\InstallPath"
            try:
                with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, key) as opened:
                    winreg.QueryValueEx(opened, "MAYA_INSTALL_LOCATION")
            except OSError:
                continue
            found.append(Path(f"Maya{year}"))
    return found


def _inner_folders(folder: Path) -> List[str]:
    try:
        return sorted(entry.name for entry in folder.iterdir() if entry.is_dir())
    except OSError:
        return []
