"""Maya: a module folder for each version, and one module file that says which version each Maya year loads."""

from __future__ import annotations

import argparse
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Collection, Dict, List, Optional, Sequence, Set

from . import contents, module_file, places, vendor
from .bundle import MANIFEST, Bundle, MemoryBundle
from .hosts import Host
from .module_file import Target
from .problem import InstallProblem, write_problem
from .versions import Versions, write_whole
from .wording import Text

# What the suite runs on the Python of; a newer Maya is offered too, for it most likely works.
YEARS = (2022, 2023, 2024, 2025, 2026, 2027)
HOST = "maya"
PLUGIN = "renderbus_maya"
PLUGIN_FILE = PLUGIN + ".py"

_MODULES = "modules"
_DROPPED = "drag_into_maya.py"
_FOLDERS_OF_PLUGIN = ("plug-ins", "scripts", "icons")
_OWN = f"{_MODULES}/{module_file.NAME}"


@dataclass(frozen=True)
class MayaFolders:
    """Where this product lies in one user's Maya folder (MAYA_APP_DIR, which all Maya years share)."""

    app: Path

    @property
    def modules(self) -> Path:
        return self.app / _MODULES

    @property
    def pointer(self) -> Path:
        return self.modules / module_file.FILE_NAME

    @property
    def versions(self) -> Versions:
        return Versions(self.modules / module_file.NAME, HOST)

    def pointed(self) -> Dict[int, Target]:
        """What each year loads; empty where nothing is installed."""
        return module_file.targets(self.read_pointer())

    def read_pointer(self) -> str:
        try:
            return self.pointer.read_bytes().decode("utf-8", "surrogateescape")
        except FileNotFoundError:
            return ""
        except OSError as error:
            raise write_problem(error, self.pointer, HOST) from error

    def write_pointer(self, text: str) -> None:
        """In one step, as Maya may start at any moment; it reads every file in `modules`, so the first form is elsewhere."""
        try:
            if text:
                content = text.encode("utf-8", "surrogateescape")
                write_whole(self.pointer, content, aside=self.versions.folder)
            elif self.pointer.exists():
                self.pointer.unlink()
        except OSError as error:
            raise write_problem(error, self.pointer, HOST) from error

    def names_pointed_at(self) -> Set[str]:
        """The version folders that some year loads."""
        paths = module_file.paths(self.read_pointer())
        return {path.replace("\\", "/").rstrip("/").rpartition("/")[2] for path in paths}


def install(bundle: Bundle, folders: MayaFolders, years: Collection[int]) -> Path:
    """Lays the version in beside any other and points these years at it; returns its folder. Raises InstallProblem.

    What no year loads any more and no Maya has open goes at once, the rest at the next start of Maya.
    """
    for year in years:
        require_year(year)
    made = sum(not path.exists() for path in (folders.versions.folder, folders.modules, folders.app))
    versions = folders.versions
    try:
        with versions.lock():
            place = versions.add(bundle, made)
            target = Target(bundle.manifest.version, f"./{module_file.NAME}/{place.name}")
            folders.write_pointer(module_file.merged(folders.read_pointer(), dict.fromkeys(years, target)))
            versions.sweep(folders.names_pointed_at())
    except BaseException:
        versions.leave(made)
        raise
    return place


def uninstall(folders: MayaFolders, years: Optional[Collection[int]] = None) -> List[Text]:
    """Takes these years' blocks away (all, without years) and every version that none loads then; tells what stayed."""
    versions = folders.versions
    if not versions.folder.is_dir() and not folders.pointer.exists():
        return []
    with versions.lock():
        text = folders.read_pointer()
        left = module_file.without(text, module_file.targets(text) if years is None else years)
        if left != text:
            folders.write_pointer(left)
        made = versions.parents_made()
        stayed = versions.sweep(folders.names_pointed_at())
    versions.leave(made)
    return stayed


def clean_up(folders: MayaFolders) -> List[Text]:
    """Removes what an upgrade or an uninstall had to leave behind; any thread, no host needed."""
    versions = folders.versions
    if not versions.names():
        return []
    return uninstall(folders, ())


def folders_of(root: Path) -> Optional[MayaFolders]:
    """The user's Maya folder that a version folder lies in, where it lies as the installer lays it."""
    modules = root.parent.parent
    return MayaFolders(modules.parent) if modules.name == _MODULES else None


def require_year(year: int) -> None:
    """Raises InstallProblem for a Maya whose Python is too old."""
    if year < YEARS[0]:
        raise InstallProblem(
            Text("Renderbus needs Maya {first} or newer; this is {found}.", first=YEARS[0], found=year)
        )


class Maya(Host):
    """The host as the command line sees it."""

    name = HOST
    bundles_inside = _OWN

    def bundle(self, checkout: Path, vendored: Path) -> MemoryBundle:
        found = contents.packages(checkout, "scripts")
        for folder in _FOLDERS_OF_PLUGIN:
            for path, content in contents.tree(
                checkout / "maya_plugin" / folder, needed=folder != "icons"
            ).items():
                found[f"{folder}/{path}"] = content
        for path, content in vendor.contents(vendored).items():
            found[f"vendor/{path}"] = content
        found["LICENSE"] = (checkout / "LICENSE").read_bytes()
        return MemoryBundle(self.name, contents.version(checkout), found)

    def download(self, bundle: MemoryBundle, checkout: Path) -> Dict[str, bytes]:
        manifest = bundle.manifest
        own = f"{_OWN}/{manifest.folder_name}"
        found = {f"{own}/{path}": content for path, content in bundle.contents.items()}
        found[f"{own}/{MANIFEST}"] = manifest.to_bytes()
        target = Target(manifest.version, f"./{module_file.NAME}/{manifest.folder_name}")
        pointer = module_file.merged("", dict.fromkeys(YEARS, target))
        found[f"{_MODULES}/{module_file.FILE_NAME}"] = pointer.encode("ascii")
        dropped = (checkout / "installers" / _DROPPED).read_text(encoding="utf-8")
        found[_DROPPED] = dropped.replace("@bundle@", own).encode("utf-8")
        found["LICENSE.txt"] = bundle.contents["LICENSE"]
        found["READ ME.txt"] = (checkout / "installers" / "maya_read_me.txt").read_bytes()
        return found

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument(
            "--years", type=_years, help="Maya years such as 2024,2026 (otherwise every Maya found here)"
        )
        parser.add_argument(
            "--maya-folder",
            type=Path,
            help="the user's Maya folder (otherwise MAYA_APP_DIR or Maya's default)",
        )

    def install(self, bundle: Bundle, options: argparse.Namespace) -> List[Text]:
        folders = _folders(options)
        years = options.years or found_here(folders) or list(YEARS)
        place = install(bundle, folders, years)
        return [
            Text(
                "Renderbus {version} is in {path}, for Maya {years}.",
                version=bundle.manifest.version,
                path=str(place),
                years=listed(years),
            ),
            Text(
                "Start Maya and tick Loaded and Auto load at {plugin} in Windows > Settings/Preferences > Plug-in "
                "Manager, once; or drop drag_into_maya.py into its viewport, which does that too.",
                plugin=PLUGIN_FILE,
            ),
        ]

    def uninstall(self, options: argparse.Namespace) -> List[Text]:
        folders = _folders(options)
        before, was_there = set(folders.pointed()), bool(folders.versions.names())
        stayed = uninstall(folders, options.years)
        left = set(folders.pointed())
        if stayed:
            return stayed
        if not (before or was_there):
            return [Text("Renderbus is not installed there.")]
        return [_removed(sorted(before - left), sorted(left), options.years or ())]

    def is_there(self, options: argparse.Namespace) -> bool:
        return bool(_folders(options).versions.names())

    def where(self, options: argparse.Namespace) -> List[Text]:
        folders = _folders(options)
        said = [Text("Maya's folder: {path}", path=str(folders.app))]
        said.append(Text("Mayas found: {years}", years=listed(found_here(folders)) or "none"))
        pointed = folders.pointed()
        for year in sorted(pointed):
            path = os.path.normpath(str(folders.modules / pointed[year].path))
            said.append(
                Text("Maya {year}: {version} in {path}", year=year, version=pointed[year].version, path=path)
            )
        if not pointed:
            said.append(Text("Renderbus is not installed there."))
        for name in sorted(set(folders.versions.names()) - folders.names_pointed_at()):
            said.append(Text("{name} waits to be removed at the next start of Maya.", name=name))
        return said


def found_here(folders: MayaFolders) -> List[int]:
    """The Mayas of this computer that the product runs in."""
    programs = places.program_folders(sys.platform, os.environ)
    return [year for year in places.found_years(folders.app, programs) if year >= YEARS[0]]


def listed(years: Sequence[int]) -> str:
    return ", ".join(str(year) for year in sorted(years))


def _removed(gone: Sequence[int], left: Sequence[int], asked: Sequence[int]) -> Text:
    """What a removal came to, where nothing that it was to take has stayed."""
    if not left:
        return Text("Renderbus was removed.")
    if not gone:
        return Text(
            "Renderbus is not installed for Maya {asked}. It is for Maya {left}.",
            asked=listed(asked),
            left=listed(left),
        )
    return Text(
        "Renderbus was removed from Maya {gone}. It stays for Maya {left}.",
        gone=listed(gone),
        left=listed(left),
    )


def _folders(options: argparse.Namespace) -> MayaFolders:
    if options.maya_folder is not None:
        return MayaFolders(Path(os.path.abspath(str(options.maya_folder))))
    home = Path(os.path.expanduser("~"))
    return MayaFolders(places.maya_folder(sys.platform, os.environ, home, places.documents_here))


def _years(text: str) -> List[int]:
    years = [int(word) for word in text.replace(",", " ").split()]
    if not years or any(not 2000 <= year <= 2099 for year in years):
        raise argparse.ArgumentTypeError("years are numbers such as 2024,2026")
    return years
