"""Reads a language's catalogue: gettext's `.po` text, as translators edit it, one beside each package that speaks."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Dict, Iterable

from .messages import add_catalogue

FOLDER = "locale"
_ESCAPE = re.compile(r"\\(.)")
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r"}


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
    source, translation, is_source = "", "", False
    for line in [*text.split("\n"), "msgid"]:
        word, _, piece = line.strip().partition(" ") if line.startswith("msg") else ("", "", line.strip())
        if word == "msgid":
            if source and translation:
                found[source] = translation
            source = translation = ""
        is_source = word == "msgid" or (is_source and not word)
        if not piece.startswith('"') or len(piece) < 2:
            continue
        if is_source:
            source += _plain(piece[1:-1])
        else:
            translation += _plain(piece[1:-1])
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


def _plain(text: str) -> str:
    if "\\" not in text:
        return text
    return _ESCAPE.sub(lambda found: _ESCAPES.get(found.group(1), found.group(1)), text)


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    return f'"{escaped}"'
