"""What a host's start-up code calls of the installer: this version is in use, sweep up what an upgrade left, let go.

All of it is quick or may run on any thread, touches no host, and does nothing where the product runs from a checkout or a
studio's share: only a version folder with a receipt where the installer lays them is the installer's business.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Dict, List, Optional, Union

from . import marks, max_folders, maya
from .max_folders import MaxFolders
from .maya import MayaFolders
from .receipt import RECEIPT
from .wording import Text

Folders = Union[MayaFolders, MaxFolders]

# An upgrade loads this package anew while what the old version imported is still used: claims outlive the module.
_CLAIMS = "_renderbus_claims"


def begin(root: Path) -> bool:
    """Marks the version in `root` as used by this process until `finish` or its end; False where none is needed."""
    key = str(root.resolve())
    if key in _claims():
        return True
    if installed_in(root) is None:
        return False
    use = marks.claim(root)
    if use is None:
        return False
    _claims()[key] = use
    return True


def sweep(root: Path) -> List[Text]:
    """Removes versions that nobody uses any more; takes file system time, so call it off the interface thread.

    Returns what stayed; raises InstallProblem where another installation holds the place.
    """
    folders = installed_in(root)
    return [] if folders is None else _clean_up(folders)


def finish(root: Path) -> List[Text]:
    """Lets go of every version this process used and sweeps: for the host's exit and before an uninstall."""
    folders = installed_in(root)
    let_go()
    return [] if folders is None else _clean_up(folders)


def let_go() -> None:
    """Ends every claim of this process."""
    for use in _claims().values():
        use.close()
    _claims().clear()


def installed_in(root: Path) -> Optional[Folders]:
    """The host's folder that this version was installed into; None for a checkout or a studio's share."""
    if not (root / RECEIPT).is_file():
        return None
    place = root.resolve()
    return maya.folders_of(place) or max_folders.folders_of(place)


def _clean_up(folders: Folders) -> List[Text]:
    if isinstance(folders, MaxFolders):
        return max_folders.clean_up(folders)
    return maya.clean_up(folders)


def _claims() -> Dict[str, marks.Use]:
    claims: Dict[str, marks.Use] = sys.__dict__.setdefault(_CLAIMS, {})
    return claims
