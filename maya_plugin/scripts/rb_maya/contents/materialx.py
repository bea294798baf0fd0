"""MaterialX documents (.mtlx): file inputs with the prefix of the elements around them, and includes."""

from __future__ import annotations

from typing import Dict, List

from rb_maya.file_nodes import FILE, TEXTURE, kind_by_ending

from .named import Named, folder_of, is_path
from .xml_events import read_elements


def read(path: str) -> List[Named]:
    near = (folder_of(path),)
    prefixes = [""]
    found: Dict[str, Named] = {}

    def begin(element: str, attributes: Dict[str, str]) -> None:
        prefixes.append(attributes.get("fileprefix") or prefixes[-1])
        if element.rpartition(":")[2] == "include":
            _add(found, attributes.get("href", ""), FILE)
        elif attributes.get("type") == "filename" and attributes.get("value"):
            prefix = prefixes[-1]
            # A document of another system: the prefix is joined as text, so that is all it is.
            _add(found, prefix + attributes["value"], TEXTURE)

    def end(_: str) -> None:
        prefixes.pop()

    def _add(into: Dict[str, Named], written: str, kind: str) -> None:
        if is_path(written):
            into.setdefault(written, Named(written, kind_by_ending(written, kind), near))

    read_elements(path, begin, end)
    return list(found.values())
