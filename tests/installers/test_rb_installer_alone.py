"""The installer stands alone: the standard library, a host in one module each; every text that a host shows has a Chinese one."""

from __future__ import annotations

import ast
import contextlib
import sys
from pathlib import Path
from typing import Iterator, Set

import pytest

from rb_installer.wording import IN_CHINESE

# Read from one list: Python 3.7 has no list of its own.
STANDARD = {
    "__future__", "argparse", "contextlib", "ctypes", "dataclasses", "errno", "hashlib", "importlib", "io", "json",
    "os", "pathlib", "re", "shutil", "sqlite3", "subprocess", "sys", "tempfile", "threading", "time", "types", "typing", "uuid",
    "winreg", "zipfile", "zipimport", "zlib",
}  # fmt: skip
SHOWN_IN_A_HOST = (
    *("in_maya.py", "in_max.py", "max_folders.py", "plugin_folders.py"),
    *("removal.py", "versions.py", "problem.py", "marks.py", "bundle.py", "own_data.py"),
)
HOST_MODULES = {
    "in_maya.py": {"maya"},
    "drag_into_maya.py": {"maya"},
    "in_max.py": {"pymxs"},
    "install_into_3dsmax.py": {"pymxs"},
}
# What carries other texts, already in their language.
PASSED_ON = {"{all}"}


def sources(checkout: Path) -> Iterator[Path]:
    yield from sorted((checkout / "installers" / "rb_installer").glob("*.py"))
    yield checkout / "installers" / "drag_into_maya.py"
    yield checkout / "installers" / "install_into_3dsmax.py"


def imported(tree: ast.AST) -> Set[str]:
    found: Set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found.update(alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            found.add(node.module.partition(".")[0])
    return found


def test_it_imports_the_standard_library_alone(checkout: Path) -> None:
    for path in sources(checkout):
        allowed = STANDARD | HOST_MODULES.get(path.name, set())
        assert imported(ast.parse(path.read_text(encoding="utf-8"))) - allowed == set(), path.name


@pytest.mark.skipif(sys.version_info < (3, 10), reason="an older Python has no list of its standard library")
def test_what_counts_as_the_standard_library_is_it() -> None:
    assert STANDARD - set(sys.stdlib_module_names) == set()


def test_every_text_shown_in_a_host_has_a_chinese_one(checkout: Path) -> None:
    shown: Set[str] = set()
    for name in SHOWN_IN_A_HOST:
        tree = ast.parse((checkout / "installers" / "rb_installer" / name).read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Text":
                first = node.args[0]
                with contextlib.suppress(ValueError):  # a name; where it comes from is a text too
                    shown.add(ast.literal_eval(first))
    assert len(shown) > 15
    assert shown - set(IN_CHINESE) == PASSED_ON
