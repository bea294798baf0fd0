"""Removes what a receipt lists, what Python and this installer made of it, and the folders that are empty then."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from typing import Iterable, List, NamedTuple, Set

from . import marks
from .bundle import inner_path
from .package_file import LEAVING_SCRIPT
from .receipt import RECEIPT, Receipt
from .wording import PROGRAMS, Text

_CACHE = "__pycache__"
# What removes the rest at the next start of 3ds Max, where something is in use: it goes last.
_REMOVERS = {"max": (LEAVING_SCRIPT, "python/rb_installer/")}


class Removal(NamedTuple):
    """`stayed` says what could not go or is not ours; `is_locked`: some of it may go another time."""

    stayed: List[Text]
    is_locked: bool


def remove(folder: Path, receipt: Receipt) -> Removal:
    """Removes a version. The receipt goes last: a next time goes on here."""
    removers = _REMOVERS.get(receipt.host, ())
    last = [path for path in sorted(receipt.files) if path.startswith(removers)] if removers else []
    foreign: List[Text] = []
    locked: List[Text] = []
    for group in ([path for path in sorted(receipt.files) if path not in last], last):
        for path in group if not locked else ():
            place = folder / inner_path(path)
            if _leads_elsewhere(folder, place):
                foreign.append(_not_ours(place))
                continue
            for ours in [place, *_compiled(place)]:
                locked += _unlink(ours, receipt.host)
    for name in (marks.MARK, marks.MARK + marks.JOURNAL, RECEIPT):
        if not foreign and not locked:
            locked += _unlink(folder / name, receipt.host)
    _remove_empty(folder, _folders(receipt.files))
    left = [_not_ours(place) for place in _left(folder)] if not foreign and not locked else []
    return Removal([*foreign, *locked, *left], bool(locked))


def _unlink(path: Path, host: str) -> List[Text]:
    try:
        path.unlink()
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        # Read-only files cannot be deleted on Windows until they are writable.
        with contextlib.suppress(OSError):
            os.chmod(str(path), 0o600)
            path.unlink()
            return []
        return [
            Text(
                _LATER if host in _REMOVERS else _BY_HAND,
                path=str(path),
                why=error.strerror or type(error).__name__,
                program=PROGRAMS.get(host, host),
            )
        ]
    return []


def _compiled(source: Path) -> List[Path]:
    """What Python wrote for a source of ours; its name begins with the source's."""
    if source.suffix != ".py":
        return []
    with contextlib.suppress(OSError):
        cached = (source.parent / _CACHE).iterdir()
        return [path for path in cached if path.name.startswith(source.stem + ".") and ".pyc" in path.name]
    return []


def _leads_elsewhere(folder: Path, place: Path) -> bool:
    """True where a folder on the way has become a link to another place, whose files are not ours."""
    real = os.path.realpath(str(folder))
    return os.path.commonpath([real, os.path.realpath(str(place.parent))]) != real


def _folders(paths: Iterable[str]) -> Set[str]:
    found: Set[str] = set()
    for path in paths:
        parts = path.split("/")[:-1]
        for depth in range(1, len(parts) + 1):
            found.add("/".join(parts[:depth]))
        found.add("/".join([*parts, _CACHE]) if parts else _CACHE)
    return found


def _remove_empty(folder: Path, inner: Set[str]) -> None:
    for path in sorted(inner, key=lambda one: one.count("/"), reverse=True):
        with contextlib.suppress(OSError):
            (folder / inner_path(path)).rmdir()
    with contextlib.suppress(OSError):
        folder.rmdir()


def _left(folder: Path) -> List[Path]:
    with contextlib.suppress(OSError):
        return sorted(folder.iterdir())
    return []


_LATER = "{path} is in use ({why}). It goes at the next start of {program}."
_BY_HAND = "{path} could not be removed ({why}). Delete it yourself when {program} is closed."


def _not_ours(path: Path) -> Text:
    return Text("{path} was not put there by the installer, so it stays.", path=str(path))
