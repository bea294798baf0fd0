"""What 3ds Max does with its packages: the rules it loads a PackageContents.xml by, and the scripts it runs at its start."""

from __future__ import annotations

import re
import uuid
from pathlib import Path
from typing import Iterator, List, Tuple
from xml.etree import ElementTree

# In the order in which a start takes them.
KINDS = (
    "light icon paths parts",
    "dark icon paths parts",
    "pre-start-up scripts parts",
    "macroscripts parts",
    "menu parts",
    "post-start-up scripts parts",
)
# What each kind may name.
ENDINGS = {" scripts parts": (".ms", ".mse"), "macroscripts parts": (".mcr",), " icon paths parts": ("",)}
_YEAR = re.compile(r"20\d\d")


def problems(bundle: Path) -> List[str]:
    """Everything by which 3ds Max would not load the package, or a part of it."""
    try:
        package = ElementTree.parse(str(bundle / "PackageContents.xml")).getroot()
    except (OSError, ElementTree.ParseError) as error:
        return [f"PackageContents.xml: {error}"]
    found = list(_of_package(package))
    for components in package.findall("Components"):
        found += _of_components(components, bundle)
    return found


def _of_package(package: ElementTree.Element) -> Iterator[str]:
    if package.tag != "ApplicationPackage":
        yield f"root: {package.tag}"
    for name, wanted in (("AutodeskProduct", "3ds Max"), ("ProductType", "Application")):
        if package.get(name) != wanted:
            yield f"{name}: {package.get(name)}"
    if not re.fullmatch(r"\d+\.\d+\.\d+", package.get("AppVersion") or ""):
        yield f"AppVersion: {package.get('AppVersion')}"
    code = package.get("UpgradeCode") or ""
    try:
        if code != "{" + str(uuid.UUID(code)).upper() + "}":
            yield f"UpgradeCode: {code}"
    except ValueError:
        yield f"UpgradeCode: {code}"
    if package.find("CompanyDetails") is None:
        yield "CompanyDetails: none"
    if not package.findall("Components"):
        yield "Components: none"
    for requirements in package.iter("RuntimeRequirements"):
        yield from _of_requirements(requirements)


def _of_requirements(requirements: ElementTree.Element) -> Iterator[str]:
    if (requirements.get("OS"), requirements.get("Platform")) != ("Win64", "3ds Max"):
        yield f"RuntimeRequirements: {requirements.attrib}"
    first, last = requirements.get("SeriesMin") or "", requirements.get("SeriesMax") or ""
    if not _YEAR.fullmatch(first) or not _YEAR.fullmatch(last) or first > last:
        yield f"Series: {first} to {last}"


def _of_components(components: ElementTree.Element, bundle: Path) -> Iterator[str]:
    kind = components.get("Description") or ""
    if kind not in KINDS:
        yield f"Description: {kind}"
    endings = next((found for name, found in ENDINGS.items() if kind.endswith(name)), ())
    entries = components.findall("ComponentEntry")
    if not entries:
        yield f"{kind}: no ComponentEntry"
    for entry in entries:
        module = entry.get("ModuleName") or ""
        place = bundle / module
        is_inside = module.startswith("./") and "\\" not in module and ".." not in module.split("/")
        if not is_inside or not place.exists() or place.is_dir() != (endings == ("",)):
            yield f"ModuleName: {module}"
        elif endings and place.suffix not in endings:
            yield f"{kind}: {module}"


def parts(bundle: Path, year: int) -> List[Tuple[str, Path]]:
    """(kind, file or folder) of each part that this release takes, in the order of a start."""
    package = ElementTree.parse(str(bundle / "PackageContents.xml")).getroot()
    found = []
    for components in package.findall("Components"):
        requirements = components.find("RuntimeRequirements")
        assert requirements is not None
        if int(requirements.get("SeriesMin") or 0) <= year <= int(requirements.get("SeriesMax") or 0):
            for entry in components.findall("ComponentEntry"):
                kind = components.get("Description") or ""
                found.append((kind, bundle / (entry.get("ModuleName") or "")))
    return sorted(found, key=lambda part: KINDS.index(part[0]))


def packages(*plugin_folders: Path) -> List[Path]:
    """The bundles that 3ds Max takes of its folders: of one UpgradeCode the one with the highest AppVersion."""
    best = {}
    for folder in plugin_folders:
        for bundle in sorted(folder.glob("*")):
            if (bundle / "PackageContents.xml").is_file():
                package = ElementTree.parse(str(bundle / "PackageContents.xml")).getroot()
                rank = tuple(int(number) for number in (package.get("AppVersion") or "0").split("."))
                code = package.get("UpgradeCode") or ""
                if code not in best or rank > best[code][0]:
                    best[code] = (rank, bundle)
    return [bundle for _, bundle in best.values()]
