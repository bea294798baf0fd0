"""Where a version lies among 3ds Max' packages, how one comes beside another, and how it goes again.

3ds Max reads PackageContents.xml at its start and its Python reads modules all along: so a new version never touches the
files of one that is open. It comes beside it, the file is pointed at it, and what is open goes at the next start.
"""

from __future__ import annotations

import contextlib
import os
from dataclasses import dataclass
from pathlib import Path
from typing import List, Optional, Sequence, Tuple

from . import package_file, plugin_folders
from .bundle import Bundle, inner_path
from .problem import InstallProblem, write_problem
from .receipt import read_receipt
from .versions import Versions, write_whole
from .wording import Text

HOST = "max"
# The package as a checkout has it, in the bundle: the installed one is made of it.
TEMPLATE = "package.xml"


@dataclass(frozen=True)
class MaxFolders:
    """Where this product lies in a folder ApplicationPlugins, the user's or everyone's."""

    plugins: Path

    @property
    def bundle(self) -> Path:
        return self.plugins / package_file.BUNDLE

    @property
    def contents(self) -> Path:
        return self.bundle / package_file.CONTENTS

    @property
    def pointer(self) -> Path:
        return self.bundle / package_file.FILE_NAME

    @property
    def versions(self) -> Versions:
        return Versions(self.contents, HOST)

    def read_pointer(self) -> str:
        """Empty where nothing is installed."""
        try:
            return self.pointer.read_bytes().decode("utf-8", "surrogateescape")
        except (FileNotFoundError, NotADirectoryError):
            return ""
        except OSError as error:
            raise write_problem(error, self.pointer, HOST) from error

    def write_pointer(self, text: str) -> None:
        """In one step, as 3ds Max may start at any moment."""
        try:
            if text:
                content = text.encode("utf-8", "surrogateescape")
                write_whole(self.pointer, content, aside=self.contents)
            elif self.pointer.exists():
                self.pointer.unlink()
        except OSError as error:
            raise write_problem(error, self.pointer, HOST) from error

    def loaded(self) -> Optional[Tuple[str, Path]]:
        """The version that 3ds Max loads from here, and its folder."""
        text = self.read_pointer()
        for name in package_file.folders(text):
            return package_file.version(text), self.contents / name
        return None

    def require_ours(self) -> None:
        """Raises InstallProblem where another's package has our folder."""
        text = self.read_pointer()
        if text and not package_file.is_ours(text):
            raise InstallProblem(
                Text(
                    "{path} is another maker's package. Move its folder away, then install again.",
                    path=str(self.pointer),
                )
            )


def install(bundle: Bundle, folders: MaxFolders) -> Path:
    """Lays the version in beside any other and points 3ds Max at it; returns its folder. Raises InstallProblem."""
    folders.require_ours()
    above = (folders.contents, folders.bundle, folders.plugins, folders.plugins.parent)
    made = sum(not path.exists() for path in above)
    versions = folders.versions
    try:
        with versions.lock():
            place = versions.add(bundle, made)
            template = bundle.read(TEMPLATE).decode("utf-8")
            folders.write_pointer(package_file.pointing_at(template, place.name))
            versions.sweep((place.name,))
    except BaseException:
        versions.leave(made)
        raise
    return place


def withdraw(folders: MaxFolders) -> None:
    """From now on 3ds Max does not load the product from here; no file of a version goes yet. Raises InstallProblem where
    the place may not be written: then nothing has changed."""
    loaded = folders.loaded()
    if loaded is not None and read_receipt(loaded[1]) is not None:
        with folders.versions.lock():
            folders.write_pointer(_leaving(folders, folders.versions.names(), loaded[1].name))


def uninstall(folders: MaxFolders) -> List[Text]:
    """Takes the package away, and every version that nobody has open; tells what stayed. What is in use goes at the next
    start of 3ds Max: until then a package stands there that removes it."""
    loaded = folders.loaded()
    if loaded is not None and loaded[1].is_dir() and read_receipt(loaded[1]) is None:
        return [_copied_by_hand(folders)]
    if not folders.contents.is_dir() and not package_file.is_ours(folders.read_pointer()):
        return []
    return _settle(folders, removes_package=True)


def clean_up(folders: MaxFolders) -> List[Text]:
    """Removes what an upgrade or an uninstall had to leave behind; any thread, no host needed."""
    text = folders.read_pointer()
    if not set(folders.versions.names()) - package_file.folders(text):
        return []
    return _settle(folders, removes_package=package_file.is_leaving(text))


def folders_of(root: Path) -> Optional[MaxFolders]:
    """The folders that a version folder lies in, where it lies as the installer lays it."""
    contents_folder = root.parent
    bundle = contents_folder.parent
    if contents_folder.name != package_file.CONTENTS or bundle.name != package_file.BUNDLE:
        return None
    return MaxFolders(bundle.parent)


def other_installation(folders: MaxFolders) -> Optional[Text]:
    """What to say where the product is installed for this user and for everyone: 3ds Max loads one of them."""
    try:
        both = [MaxFolders(plugin_folders.of_user(os.environ, Path))]
        both.append(MaxFolders(plugin_folders.of_everyone(os.environ, Path)))
    except InstallProblem:
        return None
    texts = [each.read_pointer() for each in both]
    if folders not in both or not all(
        package_file.is_ours(text) and package_file.folders(text) for text in texts
    ):
        return None
    taken = both[0] if package_file.rank(texts[0]) >= package_file.rank(texts[1]) else both[1]
    return Text(
        "Renderbus is installed for you ({own}) and for all users ({everyone}); 3ds Max loads the higher of the two, "
        "now the one in {path}. Uninstall the other.",
        own=package_file.version(texts[0]),
        everyone=package_file.version(texts[1]),
        path=str(taken.bundle),
    )


def is_anywhere(folders: MaxFolders) -> bool:
    """Whether a version of it is left there, for this user or for everyone: loaded, or still in use."""
    places = [folders]
    for where in (plugin_folders.of_user, plugin_folders.of_everyone):
        with contextlib.suppress(InstallProblem):
            places.append(MaxFolders(where(os.environ, Path)))
    return any(each.versions.names() for each in places)


def _settle(folders: MaxFolders, removes_package: bool) -> List[Text]:
    versions = folders.versions
    with versions.lock():
        text = folders.read_pointer()
        goes = removes_package and package_file.is_ours(text)
        if goes:
            pointed = min(package_file.folders(text), default="")
            folders.write_pointer(_leaving(folders, versions.names(), pointed))
        made = versions.parents_made()
        stayed = versions.sweep(() if goes else package_file.folders(text))
        if goes:
            folders.write_pointer(_leaving(folders, versions.waiting))
    versions.leave(made)
    return stayed


def _leaving(folders: MaxFolders, names: Sequence[str], preferred: str = "") -> str:
    """What stands in PackageContents.xml while versions are being removed: "" where none of them can remove them."""
    able = [
        name
        for name in names
        if (folders.contents / name / inner_path(package_file.LEAVING_SCRIPT)).is_file()
    ]
    if not able:
        return ""
    return package_file.leaving(preferred if preferred in able else able[-1])


def _copied_by_hand(folders: MaxFolders) -> Text:
    return Text(
        "{path} was copied there and not installed, so it stays. Delete the folder when 3ds Max is closed.",
        path=str(folders.bundle),
    )
