"""Keeps the catalogues level with the source: new texts come in untranslated, vanished ones go, what is missing is told."""

from __future__ import annotations

from pathlib import Path
from typing import Callable, Dict, List, NamedTuple

from .texts import PACKAGES, Texts

LANGUAGES = ("zh",)

Read = Callable[[str], Dict[str, str]]
Write = Callable[[str, Dict[str, str]], str]


class Level(NamedTuple):
    """How one catalogue stands to its package's source."""

    path: Path
    entries: Dict[str, str]
    """Source to translation, "" where there is none yet."""
    vanished: List[str]

    @property
    def missing(self) -> List[str]:
        return sorted(source for source, translation in self.entries.items() if not translation)


def levels(checkout: Path, read: Read) -> List[Level]:
    """Every catalogue of the checkout beside what its package says now; nothing is written."""
    texts = Texts(checkout)
    found = []
    for folder in PACKAGES.values():
        sources = texts.of(folder)
        for language in LANGUAGES:
            path = checkout / folder / "locale" / (language + ".po")
            known = read(path.read_text(encoding="utf-8")) if path.is_file() else {}
            entries = {source: known.get(source, "") for source in sources}
            found.append(Level(path, entries, sorted(set(known) - sources)))
    return found


def bring_level(checkout: Path, read: Read, write: Write) -> List[Level]:
    """Write every catalogue that is not level with its source; returns how they stood before."""
    before = levels(checkout, read)
    for level in before:
        text = write(level.path.stem, level.entries)
        if not level.path.is_file() or level.path.read_text(encoding="utf-8") != text:
            level.path.parent.mkdir(exist_ok=True)
            level.path.write_bytes(text.encode("utf-8"))
    return before
