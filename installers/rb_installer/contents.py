"""What of a checkout goes into a bundle: the product's packages without what only a desktop or a test has."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Dict, Iterator

from .problem import InstallProblem
from .wording import Text

# Package -> where a checkout has it. The command line, its demo and every test stay behind.
PACKAGES = {
    "rb_dcc_core": "rb_dcc_core",
    "rb_dcc_ui": "ui/rb_dcc_ui",
    "rb_installer": "installers/rb_installer",
}
# The embedded service wants Flask and Pillow, which no bundle carries.
LEFT_OUT = ("rb_dcc_core/sandbox",)

_VERSION = re.compile(r'^__version__ = "([^"]+)"', re.MULTILINE)


def packages(checkout: Path, below: str) -> Dict[str, bytes]:
    """The packages that every host shares, below a folder of the bundle."""
    found: Dict[str, bytes] = {}
    for package, place in PACKAGES.items():
        for inner, content in tree(checkout / place).items():
            path = f"{package}/{inner}"
            if not path.startswith(tuple(left + "/" for left in LEFT_OUT)):
                found[f"{below}/{path}"] = content
    return found


def tree(folder: Path, needed: bool = True) -> Dict[str, bytes]:
    """Every file below a folder by its path with forward slashes; raises InstallProblem where there is none but must be."""
    found = {path.relative_to(folder).as_posix(): path.read_bytes() for path in _files(folder)}
    if not found and needed:
        raise InstallProblem(
            Text("{path} is missing. Build from a whole checkout of the product.", path=str(folder))
        )
    return found


def version(checkout: Path) -> str:
    """The product's version, read and not imported: the checkout need not be installed."""
    path = checkout / "rb_dcc_core" / "__init__.py"
    match = _VERSION.search(path.read_text(encoding="utf-8")) if path.is_file() else None
    if match is None:
        raise InstallProblem(
            Text("{path} is missing. Build from a whole checkout of the product.", path=str(path))
        )
    return match.group(1)


def _files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        inner = path.relative_to(folder).parts
        hidden = any(part.startswith(".") or part == "__pycache__" for part in inner)
        if path.is_file() and not hidden and path.suffix not in (".pyc", ".pyo"):
            yield path
