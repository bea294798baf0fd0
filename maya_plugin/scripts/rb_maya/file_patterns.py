"""Tokens in file names (UDIM tiles, u_v tiles, frames) turned into patterns for the files on disk."""

from __future__ import annotations

import re
from typing import List, NamedTuple, Optional, Pattern, Tuple

TILES = "tiles"
FRAMES = "frames"

_UDIM = r"1\d{3}"
_TILE_TOKENS = (
    (re.compile(r"<UDIM>", re.IGNORECASE), _UDIM),
    (re.compile(r"_MAPID_"), _UDIM),
    (re.compile(r"<UVTILE>", re.IGNORECASE), r"u\d+_v\d+"),
    # Arnold's <tile> stands for "_u1_v1" with its underscore; <TileRef> is taken as the same [?].
    (re.compile(r"<tile(?:ref)?>", re.IGNORECASE), r"_?u\d+_v\d+"),
    (re.compile(r"<[UV]>"), r"\d+"),
)
_FRAME_TOKENS = (
    (re.compile(r"<f(?:\d+|\.\d+)?>"), r"-?\d+"),
    (re.compile(r"<frame(?:num)?(?:\.\d+)?>", re.IGNORECASE), r"-?\d+"),
    (re.compile(r"%0?\d*d"), r"-?\d+"),
    (re.compile(r"#+"), r"-?\d+"),
)
_ALL = tuple((TILES, token, text) for token, text in _TILE_TOKENS) + tuple(
    (FRAMES, token, text) for token, text in _FRAME_TOKENS
)
_LAST_NUMBER = re.compile(r"(-?\d+)(\D*)\Z")
_WRITTEN_UDIM = re.compile(r"(?<!\d)1\d{3}(?!\d)")
_WRITTEN_UV = re.compile(r"(?i)u\d+_v\d+")

# file.uvTilingMode: 1 ZBrush (u0_v0), 2 Mudbox (u1_v1), 3 UDIM, 4 a list of its own.
_TILING = {1: (_WRITTEN_UV, r"u\d+_v\d+"), 2: (_WRITTEN_UV, r"u\d+_v\d+"), 3: (_WRITTEN_UDIM, _UDIM)}


class NamePattern(NamedTuple):
    """What file names fit: `kind` is TILES or FRAMES (frames where a name has both)."""

    kind: str
    names: Pattern[str]


def pattern_of(name: str) -> Optional[NamePattern]:
    """The pattern of a file name (no folders) with tokens; None where it has none that is known."""
    hits: List[Tuple[int, int, str, str]] = []
    for kind, token, text in _ALL:
        for match in token.finditer(name):
            if not any(start < match.end() and match.start() < end for start, end, _, _ in hits):
                hits.append((match.start(), match.end(), kind, text))
    if not hits:
        return None
    kinds = {kind for _, _, kind, _ in hits}
    return NamePattern(
        FRAMES if FRAMES in kinds else TILES, _pattern(name, [(s, e, t) for s, e, _, t in hits])
    )


def tiled(name: str, tiling_mode: int) -> Optional[NamePattern]:
    """The pattern of a first tile's own name ("skin_1001.png" with tiling mode 3)."""
    if tiling_mode not in _TILING:
        return None
    written, text = _TILING[tiling_mode]
    matches = list(written.finditer(name))
    if not matches:
        return None
    last = matches[-1]
    return NamePattern(TILES, _pattern(name, [(last.start(), last.end(), text)]))


def numbered(name: str) -> Optional[NamePattern]:
    """The pattern of one frame's own name ("plate.0001.exr", "plate.exr.0001"): its last number is the
    frame."""
    stem, dot, ending = name.rpartition(".")
    match = _LAST_NUMBER.search(stem) if dot and not ending.isdigit() else _LAST_NUMBER.search(name)
    if match is None:
        return None
    return NamePattern(FRAMES, _pattern(name, [(match.start(1), match.end(1), r"-?\d+")]))


def gaps(names: List[str], pattern: NamePattern) -> List[int]:
    """Frames missing between the first and the last one on disk (at most a hundred of them)."""
    grouped = re.compile(pattern.names.pattern.replace(r"-?\d+", r"(-?\d+)", 1))
    frames = set()
    for name in names:
        match = grouped.fullmatch(name)
        if match is not None and match.groups():
            frames.add(int(match.group(1)))
    missing: List[int] = []
    ordered = sorted(frames)
    for before, after in zip(ordered, ordered[1:]):
        missing.extend(range(before + 1, min(after, before + 101)))
    return missing[:100]


def _pattern(name: str, hits: List[Tuple[int, int, str]]) -> Pattern[str]:
    parts: List[str] = []
    done = 0
    for start, end, text in sorted(hits):
        parts.append(re.escape(name[done:start]))
        parts.append(text)
        done = end
    parts.append(re.escape(name[done:]))
    return re.compile("".join(parts), re.ASCII)
