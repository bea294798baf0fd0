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
# And what tells the one that stands there while it is being removed: a package of its own, so that one with the first code,
# somebody's else on this computer, is loaded all the same.
LEAVING_CODE = "{935019A0-95BF-4DEA-8415-0CDFCCD799DE}"
# In a version folder: what such a package runs at a start.
LEAVING_SCRIPT = "scripts/renderbus_leaving.ms"

_PART = re.compile(rf'(\bModuleName=")\./{CONTENTS}/')
_POINTED = re.compile(rf'\bModuleName="\./{CONTENTS}/([^/"]+)/')
_VERSION = re.compile(r'\bAppVersion="([^"]*)"')
_CODE = re.compile(r'\bUpgradeCode="([^"]*)"')


def pointing_at(template: str, folder: str) -> str:
    """The checkout's file, with each part in a version folder."""
    return _PART.sub(rf"\g<1>./{CONTENTS}/{folder}/", template)


def folders(text: str) -> Set[str]:
    """The version folders that an installed file has loaded: one, or none where there is no file or it is being removed."""
    return set() if is_leaving(text) else set(_POINTED.findall(text))


def version(text: str) -> str:
    """The AppVersion; empty where there is none."""
    found = _VERSION.search(text)
    return found.group(1) if found else ""


def leaving(folder: str) -> str:
    """The file of a product that was removed while something of it was in use: it runs a script of the version folder that
    stayed, at the next start, and nothing else."""
    requirements = '<RuntimeRequirements OS="Win64" Platform="3ds Max" SeriesMin="2021" SeriesMax="2027" />'
    return f"""<?xml version="1.0" encoding="utf-8"?>
<!-- Renderbus was removed while some of its files were in use. They go at the next start of 3ds Max, and this file too. -->
<ApplicationPackage
    SchemaVersion="1.0"
    AutodeskProduct="3ds Max"
    ProductType="Application"
    Name="Renderbus (being removed)"
    AppVersion="0.0.1"
    UpgradeCode="{LEAVING_CODE}">
    <CompanyDetails Name="Renderbus" Url="https://www.renderbus.com" />
    {requirements}
    <Components Description="post-start-up scripts parts">
        {requirements}
        <ComponentEntry AppName="RenderbusLeaving" Version="0.0.1" ModuleName="./{CONTENTS}/{folder}/{LEAVING_SCRIPT}" />
    </Components>
</ApplicationPackage>
"""


def is_leaving(text: str) -> bool:
    """True of the file of a product that was removed and is not all gone."""
    return _code(text) == LEAVING_CODE


def is_ours(text: str) -> bool:
    return _code(text) in (UPGRADE_CODE, LEAVING_CODE)


def _code(text: str) -> str:
    found = _CODE.search(text)
    return found.group(1).upper() if found is not None else ""


def rank(text: str) -> Tuple[int, ...]:
    """What 3ds Max compares of an AppVersion."""
    return tuple(int(number) for number in re.findall(r"\d+", version(text)))
