"""Which modules of a package import themselves by a circle, wherever in them the imports stand."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Dict, Set


def in_circles(package: Path) -> Dict[str, Set[str]]:
    """Each module that is in one or imports one that is, with what it imports of these."""
    left = {module.stem: _imports(module) for module in package.glob("*.py")}
    while True:
        free = {name for name, needed in left.items() if not needed & set(left)}
        if not free:
            return {name: needed & set(left) for name, needed in left.items()}
        left = {name: needed for name, needed in left.items() if name not in free}


def _imports(module: Path) -> Set[str]:
    """The package's own modules that one imports."""
    found: Set[str] = set()
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.level == 1:
            names = [node.module] if node.module else [alias.name for alias in node.names]
            found |= {name.partition(".")[0] for name in names}
    return found
