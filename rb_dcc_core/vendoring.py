"""Makes the vendored packages importable, behind everything else: a studio's own copy wins wherever there is one."""

from __future__ import annotations

import importlib.util
import logging
import os
import re
import sys
import threading
from pathlib import Path
from typing import Dict, List, Optional, Tuple

_log = logging.getLogger(__name__)

importing = threading.RLock()
"""Held by every background thread while it imports: two that import much at once were seen to wait for each other for ever,
because import hooks such as six's import in the middle of an import."""

# The oldest release of each that the product runs with, as pyproject.toml has them.
OLDEST: Dict[str, Tuple[int, ...]] = {
    "requests": (2, 31),
    "platformdirs": (4,),
    "tenacity": (8, 2),
    "olefile": (0, 46),
}
_RELEASE = re.compile(r"(\d+(?:\.\d+)*)")


def use_vendored(folder: Path) -> bool:
    """Puts the folder last on `sys.path`, once; False where there is none. Loads nothing, looks for nothing.

    A checkout's folder is there after `python3 installers/dev.py vendor`; a bundle brings its own.
    """
    if not folder.is_dir():
        return False
    entry = os.path.normcase(os.path.realpath(str(folder)))
    if not any(os.path.normcase(os.path.realpath(path)) == entry for path in sys.path if path):
        sys.path.append(str(folder))
    return True


def warn_of_older_copies() -> List[str]:
    """Logs each package that wins over the vendored one and is older than the product runs with; returns their names.

    It looks through every folder of `sys.path`, which may stand on a slow share: call it off the interface thread.
    """
    older = []
    for name, oldest in OLDEST.items():
        found = _release_of(name)
        if found is not None and found < oldest:
            older.append(name)
            _log.warning(
                "%s %s comes before the one that Renderbus brings and is older than %s: %s",
                name,
                ".".join(str(number) for number in found),
                ".".join(str(number) for number in oldest),
                _place_of(name) or "already loaded",
            )
    return older


def _release_of(name: str) -> Optional[Tuple[int, ...]]:
    """The release that an import would give, by what is loaded or what its folder is called; None where neither tells."""
    loaded = getattr(sys.modules.get(name), "__version__", None)
    if isinstance(loaded, str):
        return _numbers(loaded)
    place = _place_of(name)
    if place is None:
        return None
    for metadata in sorted(place.parent.glob(name + "-*.dist-info")):
        return _numbers(metadata.name[len(name) + 1 :])
    return None


def _place_of(name: str) -> Optional[Path]:
    try:
        spec = importlib.util.find_spec(name)
    except (ImportError, ValueError):
        return None
    if spec is None or not spec.origin:
        return None
    return Path(spec.origin).parent


def _numbers(release: str) -> Optional[Tuple[int, ...]]:
    match = _RELEASE.match(release)
    return tuple(int(number) for number in match.group(1).split(".")) if match else None
