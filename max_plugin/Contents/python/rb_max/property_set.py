"""DocumentSummaryInformation: an OLE property set whose lists of texts 3ds Max fills with what a scene holds."""

from __future__ import annotations

import codecs
import struct
from typing import Dict, List, Sequence, Tuple

_U16, _U32 = struct.Struct("<H"), struct.Struct("<I")
_BYTE_ORDER = 0xFFFE
_HEADER_BYTES, _SECTION_BYTES = 28, 20
_CODE_PAGE, _HEADINGS, _TITLES = 1, 12, 13
_VT_I2, _VT_I4, _VT_TEXT, _VT_VARIANTS, _VT_TEXTS = 2, 3, 30, 0x100C, 0x101E
_UTF_8, _UTF_16 = 65001, 1200


class Malformed(Exception):
    """The bytes are no such property set."""


class Groups:
    """Headings with their texts, in the file's order; decoded when asked for, as a scene may name a million nodes."""

    def __init__(self, reader: _Reader, items: Sequence[Tuple[str, Sequence[int]]]) -> None:
        self._reader = reader
        self._items = items

    def named(self, heading: str, place: int) -> Tuple[str, ...]:
        """The texts under a heading; under the one at its usual place where a localised host has named it otherwise."""
        found = [texts for name, texts in self._items if name.lower() == heading.lower()]
        if not found and place < len(self._items):
            found = [self._items[place][1]]
        return tuple(self._reader.text(place) for place in found[0]) if found else ()


def groups(data: bytes) -> Groups:
    """The groups of the first section; raises Malformed."""
    try:
        properties = _properties(data)
        codepage = _codepage(data, properties)
    except struct.error as error:
        raise Malformed from error
    # Texts of other code pages than these two are filled up to four bytes in some files and not in others.
    for is_padded in (codepage == _UTF_16, codepage != _UTF_16):
        try:
            return _groups(properties, _Reader(data, codepage, is_padded))
        except (struct.error, Malformed):
            continue
    raise Malformed


def _properties(data: bytes) -> Dict[int, int]:
    """The places of the first section's values, by property."""
    if len(data) < _HEADER_BYTES + _SECTION_BYTES or _U16.unpack_from(data)[0] != _BYTE_ORDER:
        raise Malformed
    section = _U32.unpack_from(data, _HEADER_BYTES + 16)[0]
    count = _U32.unpack_from(data, section + 4)[0]
    if count > len(data) // 8:
        raise Malformed
    pairs = (struct.unpack_from("<II", data, section + 8 + 8 * place) for place in range(count))
    return {number: section + offset for number, offset in pairs}


def _codepage(data: bytes, properties: Dict[int, int]) -> int:
    place = properties.get(_CODE_PAGE)
    if place is None or _U32.unpack_from(data, place)[0] != _VT_I2:
        return _UTF_8
    return int(_U16.unpack_from(data, place + 4)[0])


def _groups(properties: Dict[int, int], reader: _Reader) -> Groups:
    if _HEADINGS not in properties or _TITLES not in properties:
        raise Malformed
    headings = reader.headings(properties[_HEADINGS])
    texts = reader.texts(properties[_TITLES])
    if sum(count for _, count in headings) > len(texts):
        raise Malformed
    items, start = [], 0
    for heading, count in headings:
        items.append((heading, texts[start : start + count]))
        start += count
    return Groups(reader, items)


class _Reader:
    """Reads values of one code page. A text is told by its place."""

    def __init__(self, data: bytes, codepage: int, is_padded: bool) -> None:
        self._data = data
        self._encoding = _encoding(codepage)
        self._is_padded = is_padded

    def headings(self, place: int) -> List[Tuple[str, int]]:
        """Pairs of a heading and how many texts it has."""
        kind, count = struct.unpack_from("<II", self._data, place)
        if kind != _VT_VARIANTS or count % 2 or count > len(self._data) // 4:
            raise Malformed
        found = []
        place += 8
        for _ in range(count // 2):
            if _U32.unpack_from(self._data, place)[0] != _VT_TEXT:
                raise Malformed
            heading = self.text(place + 4)
            place = self._after(place + 4, 1)[-1]
            kind, number = struct.unpack_from("<II", self._data, place)
            if kind != _VT_I4:
                raise Malformed
            found.append((heading, number))
            place += 8
        return found

    def texts(self, place: int) -> List[int]:
        """The texts of a list."""
        kind, count = struct.unpack_from("<II", self._data, place)
        if kind != _VT_TEXTS or count > len(self._data) // 4:
            raise Malformed
        return self._after(place + 8, count)[:-1]

    def text(self, place: int) -> str:
        size = _U32.unpack_from(self._data, place)[0]
        stored = self._data[place + 4 : place + 4 + size]
        return stored.decode(self._encoding, "replace").partition("\0")[0]

    def _after(self, place: int, count: int) -> List[int]:
        """The places of this many texts from one on, and of what follows; written for hundreds of thousands of them."""
        data, limit, fill = self._data, len(self._data), 3 if self._is_padded else 0
        unpack = _U32.unpack_from
        places = [place]
        for _ in range(count):
            end = place + 4 + unpack(data, place)[0]
            if end > limit:
                raise Malformed
            place = end + (place - end & fill)
            places.append(place)
        return places


def _encoding(codepage: int) -> str:
    if codepage == _UTF_16:
        return "utf-16-le"
    name = "utf-8" if codepage == _UTF_8 else f"cp{codepage}"
    try:
        return codecs.lookup(name).name
    except LookupError:
        return "latin-1"
