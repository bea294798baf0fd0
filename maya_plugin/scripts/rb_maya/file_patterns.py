"""Tokens in file names (UDIM tiles, u_v tiles, frames) turned into patterns for the files on disk."""

from __future__ import annotations

import re
from typing import Dict, List, NamedTuple, Optional, Pattern, Sequence, Tuple

from .fitting_names import FittingNames

TILES = "tiles"
FRAMES = "frames"

_UDIM = r"1(?!000)\d{3}"
_UV = r"u\d+_v\d+"
_MOST_TOKENS = 8


class Token(NamedTuple):
    """What a token in a name stands for: `text` fits it on disk. A name with none of its `mark` in small letters has
    none of the token, which is told sooner than by the pattern."""

    mark: str
    kind: str
    written: Pattern[str]
    text: str


def _token(mark: str, kind: str, written: str, text: str) -> Token:
    return Token(mark, kind, re.compile(written), text)


_TOKENS = (
    _token("<udim>", TILES, r"(?i)<UDIM>", _UDIM),
    # RenderMan's _MAPID_ is a tile of whichever kind the texture manager found.
    _token("_mapid_", TILES, r"_MAPID_", rf"(?:{_UDIM}|{_UV})"),
    _token("<uvtile>", TILES, r"(?i)<UVTILE>", _UV),
    # Arnold's <tile> stands for "_u1_v1" with its underscore; <TileRef> is taken as the same [?].
    _token("<tile", TILES, r"(?i)<tile(?:ref)?>", r"_?" + _UV),
    _token("<", TILES, r"<[UVuv]>", r"\d+"),
    _token("$", TILES, r"\$[UV](?![A-Za-z0-9])", r"\d+"),
    _token("<f", FRAMES, r"<f(?P<pad>\d+)?(?:\.\d+)?>", r"-?\d{pad,}"),
    _token("<frame", FRAMES, r"(?i)<frame(?:num)?(?:[.:](?P<pad>\d+))?>", r"-?\d{pad,}"),
    _token("%", FRAMES, r"%0?(?P<pad>\d*)d", r"-?\d{pad,}"),
    _token("#", FRAMES, r"(?P<pad>#+)", r"-?\d{pad,}"),
)
_MAYBE_TOKEN = re.compile(r"[<#%$]|_MAPID_")
_NOT_PLAIN = ("<", "#", "%", "$", "_MAPID_", "\\")
# <attr:...> and whatever else only a renderer knows when it renders.
_UNKNOWN = re.compile(r"<[A-Za-z_][^<>/]*>")
_NUMBER = re.compile(r"-?\d+")
_NUMBER_BY_ITSELF = re.compile(r"(?<![^._])-?\d+(?![^._])|(?<=-)\d+(?![^._])")
_WRITTEN_UDIM = re.compile(r"(?<!\d)1\d{3}(?!\d)")
_WRITTEN_UV = re.compile(r"(?i)u\d+_v\d+")
_DIGITS = re.compile(r"[0-9]+")
_U_AND_V = re.compile(r"\$U(?![A-Za-z0-9]).*\$V(?![A-Za-z0-9])")

# file.uvTilingMode: 1 ZBrush (u0_v0), 2 Mudbox (u1_v1), 3 UDIM, 4 a list of its own.
_WRITTEN_FRAME = Token("", FRAMES, _NUMBER, r"-?\d+")
_UDIM_MODE = 3
_TILING = {1: _WRITTEN_UV, 2: _WRITTEN_UV, _UDIM_MODE: _WRITTEN_UDIM}


class NamePattern(NamedTuple):
    """What names fit: `kind` is TILES or FRAMES (frames where a name has both). All names that fit begin with
    `prefix` and end with `suffix`; `tokens` are the written tokens, one for each group of `names`. `frame_group` is the
    group that holds the frame, 0 where none does."""

    kind: str
    names: FittingNames
    prefix: str
    suffix: str
    tokens: Tuple[str, ...] = ()
    frame_group: int = 0


class _Hit(NamedTuple):
    start: int
    end: int
    token: Token
    text: str


def pattern_of(name: str, in_folder: bool = False) -> Optional[NamePattern]:
    """The pattern of a name (no folders) with tokens; None where it has none that is known. A folder's name
    may hold the tokens in angle brackets alone."""
    hits = _written_tokens(name, in_folder)
    return _pattern(name, hits) if 0 < len(hits) <= _MOST_TOKENS else None


def _written_tokens(name: str, in_folder: bool = False) -> List[_Hit]:
    if _MAYBE_TOKEN.search(name) is None:
        return []
    hits: List[_Hit] = []
    lower = name.lower()
    for token in _TOKENS:
        if token.mark not in lower or (token.mark == "$" and _U_AND_V.search(name) is None):
            continue  # a "$" alone is a variable of the environment
        for match in token.written.finditer(name):
            start, end = match.span()
            if in_folder and name[start] != "<":
                continue
            if _is_apart(start, end, hits):
                hits.append(_Hit(start, end, token, _text(token, match)))
    return sorted(hits, key=_start)


def _is_apart(start: int, end: int, hits: Sequence[_Hit]) -> bool:
    return not any(hit.start < end and start < hit.end for hit in hits)


def is_plain(name: str) -> bool:
    """Whether a name, or many in one text, stand for one file each: without tokens, variables and backslashes."""
    return not any(part in name for part in _NOT_PLAIN)


def unknown_token(path: str) -> Optional[str]:
    """The first token of a path that only a renderer can fill in ("<attr:tex>"); None where none is left."""
    if "<" not in path:
        return None
    for match in _UNKNOWN.finditer(path):
        if not any(token.written.fullmatch(match.group()) for token in _TOKENS):
            return match.group()
    return None


def has_u_and_v(path: str) -> bool:
    """Whether $U and $V in a path are tiles, not variables."""
    return "$U" in path and _U_AND_V.search(path) is not None


def of_node(name: str, tiling_mode: int = 0, is_sequence: bool = False) -> Optional[NamePattern]:
    """The pattern of a name that a node says more of than its tokens do: a tiling mode makes one of its numbers a tile
    ("skin_1001.png"), `is_sequence` the last of the others a frame ("plate.0001.exr", "skin.1001.0001.exr"). None where
    the name's tokens say as much."""
    hits = _written_tokens(name)
    told = len(hits)
    if tiling_mode in _TILING and not any(hit.token.kind == TILES for hit in hits):
        hits.extend(_tile(name, tiling_mode, hits))
    if is_sequence and not any(hit.token.kind == FRAMES for hit in hits):
        hits.extend(_frame(name, hits))
    if not told < len(hits) <= _MOST_TOKENS:
        return None
    return _pattern(name, sorted(hits, key=_start) if len(hits) > 1 else hits)


def _tile(name: str, tiling_mode: int, taken: Sequence[_Hit]) -> List[_Hit]:
    """The last number that the mode's tiles look like."""
    match = _last_apart(_TILING[tiling_mode], name, taken)
    if match is None:
        return []
    if tiling_mode == _UDIM_MODE:
        return [_Hit(match.start(), match.end(), _TOKENS[0], _UDIM)]
    own = _DIGITS.sub(r"\\d+", match.group())
    return [_Hit(match.start(), match.end(), Token("", TILES, _WRITTEN_UV, own), own)]


def _frame(name: str, taken: Sequence[_Hit]) -> List[_Hit]:
    """The last number of a name without its ending; beside tokens and tiles one that stands by itself."""
    stem, dot, ending = name.rpartition(".")
    stem = stem if dot and not ending.isdigit() else name
    match = _last_apart(_NUMBER_BY_ITSELF if taken else _NUMBER, stem, taken)
    return (
        [_Hit(match.start(), match.end(), _WRITTEN_FRAME, _WRITTEN_FRAME.text)] if match is not None else []
    )


def _last_apart(written: Pattern[str], name: str, taken: Sequence[_Hit]) -> Optional[re.Match[str]]:
    found = None
    for match in written.finditer(name):
        if not taken or _is_apart(match.start(), match.end(), taken):
            found = match
    return found


def _start(hit: _Hit) -> int:
    return hit.start


def animation_maps(name: str) -> Optional[NamePattern]:
    """V-Ray's animation prepass writes "map0001.vrmap" for the name "map.vrmap"."""
    stem, dot, ending = name.rpartition(".")
    return _between(FRAMES, stem, r"\d*", dot + ending) if dot else None


def cache_data(stem: str) -> NamePattern:
    """The data files of a cache description: one, or one a frame (with sub-frames as ticks)."""
    return _between(FRAMES, stem, r"(?:Frame-?\d+(?:Tick\d+)?)?\.mcx?", "")


def with_ending(pattern: NamePattern, name: str, endings: Sequence[str]) -> Optional[NamePattern]:
    """The pattern of the same tiles or frames with another ending, or with one more."""
    _, dot, ending = name.rpartition(".")
    last = dot + ending
    if not dot or not pattern.suffix.endswith(last):
        return None
    tail = "|".join(re.escape(other) for other in endings)
    inner = f"{pattern.names.inner}{re.escape(pattern.suffix[: -len(last)])}(?:{re.escape(last)})?(?:{tail})"
    names = FittingNames(pattern.prefix, inner, "")
    return NamePattern(pattern.kind, names, pattern.prefix, "", pattern.tokens, pattern.frame_group)


def gaps(names: Sequence[str], pattern: NamePattern) -> List[int]:
    """Frames missing between the first and the last one on disk (at most a hundred of them)."""
    if not pattern.frame_group:
        return []
    matches = (pattern.names.fullmatch(name) for name in names)
    ordered = sorted({int(match.group(pattern.frame_group)) for match in matches if match is not None})
    missing: List[int] = []
    for before, after in zip(ordered, ordered[1:]):
        missing.extend(range(before + 1, min(after, before + 101)))
        if len(missing) > 100:
            break
    return missing[:100]


def _text(token: Token, match: re.Match[str]) -> str:
    if "{pad,}" not in token.text:
        return token.text
    pad = match.group("pad") or ""
    width = len(pad) if pad.startswith("#") else int(pad[:2] or 1)
    return token.text.replace("pad", str(max(1, min(width, 32))))


def _pattern(name: str, hits: List[_Hit]) -> NamePattern:
    parts: List[str] = []
    groups: Dict[Tuple[str, str], int] = {}
    done = hits[0].start
    tokens: List[str] = []
    for hit in hits:
        written = name[hit.start : hit.end]
        parts.append(re.escape(name[done : hit.start]))
        key = (hit.token.kind, written)
        if key in groups:
            parts.append(rf"(\{groups[key]})")  # the same token again stands for the same tile
        else:
            parts.append(f"({hit.text})")
            groups[key] = len(tokens) + 1
        tokens.append(written)
        done = hit.end
    at = next((place for place, hit in enumerate(hits, 1) if hit.token.kind == FRAMES), 0)
    return _between(
        FRAMES if at else TILES, name[: hits[0].start], "".join(parts), name[done:], tuple(tokens), at
    )


def _between(
    kind: str, prefix: str, inner: str, suffix: str, tokens: Tuple[str, ...] = (), frame_group: int = 0
) -> NamePattern:
    return NamePattern(kind, FittingNames(prefix, inner, suffix), prefix, suffix, tokens, frame_group)
