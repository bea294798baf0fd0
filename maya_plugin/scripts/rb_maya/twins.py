"""What a renderer made of a texture and may read in its place: Arnold's .tx, RenderMan's .tex, Redshift's .rstexbin."""

from __future__ import annotations

from typing import Container, Dict, List

from .file_nodes import IMAGE_PLANE, SEQUENCE, TEXTURE
from .folders import Folders, Found

ENDINGS = (".tx", ".tex", ".rstexbin")
WITH_TWINS = (TEXTURE, SEQUENCE, IMAGE_PLANE)


class Twins:
    """Finds the twins that lie beside textures. Each folder's are made out once, from its listing."""

    def __init__(self, folders: Folders) -> None:
        self._folders = folders
        self._by_texture: Dict[str, Dict[str, List[str]]] = {}
        # The folder asked for last, with its "/", where it has none: most have none, and are asked for in a row.
        self._without = "\0"

    def of(self, path: str) -> List[Found]:
        """The twins of the texture at a path, which itself need not be there; none of what is a twin."""
        without = self._without
        if path.startswith(without) and path.find("/", len(without)) < 0:
            return []
        folder, _, name = path.rpartition("/")
        known = self._in(folder)
        if not known:
            self._without = folder + "/"
        if not known or name.endswith(ENDINGS):
            return []
        stem = name.rpartition(".")[0] or name
        names = dict.fromkeys([*known.get(name, ()), *known.get(stem, ())])
        found = [self._folders.file(f"{folder}/{twin}") for twin in names]
        return [file for file in found if file is not None]

    def are_in(self, folder: str) -> bool:
        return bool(self._in(folder))

    def _in(self, folder: str) -> Dict[str, List[str]]:
        """The twins in a folder, by the names of the textures they may stand for."""
        known = self._by_texture.get(folder)
        if known is None:
            known = self._by_texture[folder] = self._read(folder)
        return known

    def _read(self, folder: str) -> Dict[str, List[str]]:
        listing = self._folders.listing(folder)
        entries, text = listing.entries, listing.text()
        if not any(ending + "\n" in text for ending in ENDINGS):
            return {}
        found: Dict[str, List[str]] = {}
        for name in entries:
            if name.endswith(ENDINGS):
                for texture in _textures(name.rpartition(".")[0], entries):
                    found.setdefault(texture, []).append(name)
        return found


def _textures(base: str, there: Container[str]) -> List[str]:
    """The names a twin may stand for: "wood.png" (from wood.png.tx), "wood" with any ending (wood.tx), and
    with what texture managers add: "wood_sRGB_ACEScg.png", "wood.png.srgb_acescg". Where the whole base is a
    texture of its own it is that one's alone [?]."""
    textures = [base]
    if base in there:
        return textures
    stem, dot, ending = base.rpartition(".")
    while dot:
        textures.append(stem)
        stem, dot, _ = stem.rpartition(".")
    stem, _, ending = base.rpartition(".")
    cut = stem.rfind("_")
    while cut > 0 and len(textures) < 20:
        textures.append(f"{stem[:cut]}.{ending}")
        cut = stem.rfind("_", 0, cut)
    return textures
