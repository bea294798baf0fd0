"""3ds Max' PackageContents.xml: the one file of a bundle that 3ds Max looks for, and which version folder it points at.

A checkout's names each part as `./Contents/...`; installed and in a download it is `./Contents/<version folder>/...`. (Autodesk's
help: "Autodesk Application Plug-in Package Format Specification".) Of two packages with one UpgradeCode 3ds Max loads the one
with the higher AppVersion, wherever they lie.
"""

from __future__ import annotations

import re
from typing import Set, Tuple

BUNDLE = "Renderbus.bundle"
CONTENTS = "Contents"
FILE_NAME = "PackageContents.xml"
# What tells our package from any other: it never changes.
UPGRADE_CODE = "{285A557C-A8B6-4E79-970D-2E3C694A0C47}"

_PART = re.compile(rf'(\bModuleName=")\./{CONTENTS}/')
_POINTED = re.compile(rf'\bModuleName="\./{CONTENTS}/([^/"]+)/')
_VERSION = re.compile(r'\bAppVersion="([^"]*)"')
_CODE = re.compile(r'\bUpgradeCode="([^"]*)"')


def pointing_at(template: str, folder: str) -> str:
    """The checkout's file, with each part in a version folder."""
    return _PART.sub(rf"\g<1>./{CONTENTS}/{folder}/", template)


def folders(text: str) -> Set[str]:
    """The version folders that an installed file points at: one, or none where there is no file."""
    return set(_POINTED.findall(text))


def version(text: str) -> str:
    """The AppVersion; empty where there is none."""
    found = _VERSION.search(text)
    return found.group(1) if found else ""


def is_ours(text: str) -> bool:
    found = _CODE.search(text)
    return found is not None and found.group(1).upper() == UPGRADE_CODE


def rank(text: str) -> Tuple[int, ...]:
    """What 3ds Max compares of an AppVersion."""
    return tuple(int(number) for number in re.findall(r"\d+", version(text)))
