"""Small bundles to install, and what lies in a folder afterwards."""

from __future__ import annotations

from pathlib import Path
from typing import Dict, List, Mapping

from rb_installer.bundle import MANIFEST, MemoryBundle

FILES: Dict[str, bytes] = {
    "plug-ins/renderbus_maya.py": b"VERSION = '1'\n",
    "scripts/rb_maya/__init__.py": b"",
    "scripts/rb_maya/reader.py": b"def read(): pass\n",
    "vendor/requests/__init__.py": b"__version__ = '2.31.0'\n",
    "LICENSE": b"Apache-2.0\n",
}


def small_bundle(version: str = "0.1.0", more: Mapping[str, bytes] = {}) -> MemoryBundle:
    """A bundle of a few files; another version or other files make another version folder."""
    return MemoryBundle("maya", version, {**FILES, **more})


def lay_out(bundle: MemoryBundle, folder: Path) -> None:
    """The bundle as an unpacked folder."""
    for path, content in bundle.contents.items():
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
    (folder / MANIFEST).write_bytes(bundle.manifest.to_bytes())


def files_below(folder: Path) -> List[str]:
    """Every file's path, and every empty folder's with a slash behind it."""
    found = []
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_file():
            found.append(name)
        elif not any(path.iterdir()):
            found.append(name + "/")
    return found


MAX_PACKAGE = """<?xml version="1.0" encoding="utf-8"?>
<ApplicationPackage AutodeskProduct="3ds Max" ProductType="Application" AppVersion="{version}"
    UpgradeCode="{{285A557C-A8B6-4E79-970D-2E3C694A0C47}}">
    <CompanyDetails />
    <Components Description="post-start-up scripts parts">
        <RuntimeRequirements OS="Win64" Platform="3ds Max" SeriesMin="2021" SeriesMax="2027" />
        <ComponentEntry ModuleName="./Contents/scripts/renderbus_after.ms" />
    </Components>
</ApplicationPackage>
"""
MAX_FILES: Dict[str, bytes] = {
    "scripts/renderbus_after.ms": b"-- nothing\n",
    "scripts/renderbus_leaving.ms": b"-- nothing\n",
    "python/rb_installer/leaving.py": b"def begin(): pass\n",
    "macroscripts/Renderbus.mcr": b"-- nothing\n",
    "python/rb_max/__init__.py": b"",
    "python/rb_max/reader.py": b"def read(): pass\n",
    "vendor/requests/__init__.py": b"__version__ = '2.31.0'\n",
    "LICENSE": b"Apache-2.0\n",
}


def small_max_bundle(version: str = "0.1.0", more: Mapping[str, bytes] = {}) -> MemoryBundle:
    """A bundle of a few files for 3ds Max."""
    package = MAX_PACKAGE.format(version=version).encode("utf-8")
    return MemoryBundle("max", version, {**MAX_FILES, "package.xml": package, **more})
