"""Colour configurations (config.ocio): the tables their transforms name, in the folders of search_path. Pure."""

from __future__ import annotations

import re
from typing import Dict, List, NamedTuple, Tuple

from .named_paths import is_path, search_folders

MOST_TABLES = 200000
MOST_BYTES = 1 << 26
"""A configuration is no larger than this; what is, is none."""
_SEARCH = re.compile(r"^search_path:[ \t]*([^\n]*)((?:\n[ \t]*-[ \t]+[^\n]*)*)", re.MULTILINE)
_ITEM = re.compile(r"-[ \t]+([^\n]+)")
_SOURCE = re.compile(r"\bsrc:[ \t]*(?:\"([^\"\n]{1,4096})\"|'([^'\n]{1,4096})'|([^\s,}{\n]{1,4096}))")
_ENVIRONMENT = re.compile(r"^environment:[ \t]*(?:\{([^}\n]*)\})?((?:\n[ \t]+[^\n]*)*)", re.MULTILINE)
_DEFAULT = re.compile(r"(\w+):[ \t]*([^,\n}]+)")
_VARIABLE = re.compile(r"\$\{(\w+)\}|\$(\w+)")


class Table(NamedTuple):
    """A file that a transform reads: its path as written, and the folders that a relative one is looked for in."""

    written: str
    folders: Tuple[str, ...]


def tables(data: bytes, folder: str) -> List[Table]:
    """Each table that a configuration names, once. `folder` ("/" separators) is the one the configuration lies in; what
    its environment is set to elsewhere nobody here knows: the defaults that it names itself count."""
    text = data.decode("utf-8", "replace").replace("\r\n", "\n")
    variables = _defaults(text)
    folders = _search_path(text, folder, variables)
    found: Dict[str, Table] = {}
    for match in _SOURCE.finditer(text):
        line = text.rfind("\n", 0, match.start()) + 1
        written = _filled(next(group for group in match.groups() if group), variables)
        if text[line : match.start()].lstrip().startswith("#") or not is_path(written):
            continue
        if len(found) < MOST_TABLES:
            found.setdefault(written, Table(written, folders))
    return list(found.values())


def _search_path(text: str, folder: str, variables: Dict[str, str]) -> Tuple[str, ...]:
    match = _SEARCH.search(text)
    if match is None:
        return (folder,)
    items = [match.group(1), *_ITEM.findall(match.group(2))]
    written = [item.strip().strip("\"'[]") for item in items]
    folders = [place for item in written for place in search_folders(_filled(item, variables), folder)]
    return tuple(dict.fromkeys([*folders, folder]))


def _defaults(text: str) -> Dict[str, str]:
    match = _ENVIRONMENT.search(text)
    inside = (match.group(1) or "") + (match.group(2) or "") if match is not None else ""
    return {name: value.strip().strip("\"'") for name, value in _DEFAULT.findall(inside)}


def _filled(written: str, variables: Dict[str, str]) -> str:
    def value(match: re.Match[str]) -> str:
        return variables.get(match.group(1) or match.group(2), match.group())

    return _VARIABLE.sub(value, written)
