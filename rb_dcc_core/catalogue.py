"""Reads a language's catalogue: gettext's `.po` text, as translators edit it, one beside each package that speaks."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import Dict, Iterable

from .messages import add_catalogue

FOLDER = "locale"
_ENTRY = re.compile(
    r'^msgid((?:\s*"(?:[^"\\]|\\.)*"\s*\n)+)msgstr((?:\s*"(?:[^"\\]|\\.)*"\s*(?:\n|\Z))+)', re.MULTILINE
)
_PIECE = re.compile(r'"(?:[^"\\]|\\.)*"')


def load_catalogues(language: str, packages: Iterable[Path]) -> int:
    """Have messages speak a language from the catalogues in these packages' folders; returns how many texts it knows.

    English needs none. A package without a catalogue, or one that cannot be read, leaves its texts in English.
    """
    count = 0
    for package in packages:
        try:
            text = (package / FOLDER / (language + ".po")).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            continue
        translations = read_po(text)
        add_catalogue(language, translations)
        count += len(translations)
    return count


def read_po(text: str) -> Dict[str, str]:
    """Source text to translation, of every entry that has one; the header, whose source is empty, is left out."""
    found: Dict[str, str] = {}
    for entry in _ENTRY.finditer(text):
        source, translation = (_joined(part) for part in entry.groups())
        if source and translation:
            found[source] = translation
    return found


def write_po(language: str, translations: Dict[str, str]) -> str:
    """A catalogue as text, entries in the order of their sources, so that two of them compare line by line."""
    lines = [
        'msgid ""',
        'msgstr ""',
        f'"Language: {language}\\n"',
        '"Content-Type: text/plain; charset=UTF-8\\n"',
        "",
    ]
    for source in sorted(translations):
        lines += ["msgid " + _quoted(source), "msgstr " + _quoted(translations[source]), ""]
    return "\n".join(lines)


def _joined(pieces: str) -> str:
    """gettext's strings are written as C's, of which Python's take all that are used here."""
    return "".join(ast.literal_eval(piece) for piece in _PIECE.findall(pieces))


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    return f'"{escaped}"'
