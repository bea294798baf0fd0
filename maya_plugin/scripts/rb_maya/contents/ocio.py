"""Colour configurations (config.ocio): the tables their transforms name, in the folders of search_path."""

from __future__ import annotations

import re
from typing import Dict, List, Tuple

from rb_maya.file_nodes import LUT

from .named import MOST_NAMED, Named, folder_of, is_path, search_folders, text_of
from .stream import small

_SEARCH = re.compile(r"^search_path:[ \t]*([^\n]*)((?:\n[ \t]*-[ \t]+[^\n]*)*)", re.MULTILINE)
_ITEM = re.compile(r"-[ \t]+([^\n]+)")
_SOURCE = re.compile(r"\bsrc:[ \t]*(?:\"([^\"\n]{1,4096})\"|'([^'\n]{1,4096})'|([^\s,}{\n]{1,4096}))")
_ENVIRONMENT = re.compile(r"^environment:[ \t]*(?:\{([^}\n]*)\})?((?:\n[ \t]+[^\n]*)*)", re.MULTILINE)
_DEFAULT = re.compile(r"(\w+):[ \t]*([^,\n}]+)")
_VARIABLE = re.compile(r"\$\{(\w+)\}|\$(\w+)")


def read(path: str) -> List[Named]:
    text = text_of(small(path)).replace("\r\n", "\n")
    variables = _defaults(text)
    near = _search_path(text, folder_of(path), variables)
    found: Dict[str, Named] = {}
    for match in _SOURCE.finditer(text):
        line = text.rfind("\n", 0, match.start()) + 1
        written = _filled(next(group for group in match.groups() if group), variables)
        if text[line : match.start()].lstrip().startswith("#") or not is_path(written):
            continue
        if len(found) < MOST_NAMED:
            found.setdefault(written, Named(written, LUT, near))
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
