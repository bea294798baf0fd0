"""Who may import what, read from the source: the rules that import-linter's contracts cannot say."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Iterator

import pytest

PACKAGES = {
    "rb_dcc_core": "rb_dcc_core",
    "rb_dcc_ui": "ui/rb_dcc_ui",
    "rb_dcc_cli": "ui/rb_dcc_cli",
    "rb_maya": "maya_plugin/scripts/rb_maya",
    "rb_max": "max_plugin/Contents/python/rb_max",
}
# Each opens a connection; urllib.parse and socket-free http.HTTPStatus do not.
DOORS_TO_THE_NETWORK = (
    "requests",
    "urllib3",
    "socket",
    "ssl",
    "http.client",
    "urllib.request",
    "aiohttp",
    "httpx",
)
QT = ("PySide2", "PySide6", "shiboken2", "shiboken6", "PyQt5", "PyQt6", "qtpy", "Qt")
HOSTS = ("maya", "pymel", "pymxs", "MaxPlus", "qtmax")
SANDBOX = "rb_dcc_core.sandbox"


def shipped_modules(checkout: Path) -> Iterator[tuple[str, Path]]:
    for package, folder in PACKAGES.items():
        for path in sorted((checkout / folder).rglob("*.py")):
            inner = path.relative_to(checkout / folder).with_suffix("").parts
            parts = [package, *inner]
            yield ".".join(parts[:-1] if parts[-1] == "__init__" else parts), path


def imported_names(source: str, module: str, is_package: bool) -> set[str]:
    """Every module a source imports, absolute, `from a import b` as both `a` and `a.b`."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                above = module.split(".")
                kept = above[: len(above) - node.level + (1 if is_package else 0)]
                base = ".".join(kept + ([node.module] if node.module else []))
            names.add(base)
            names.update(f"{base}.{alias.name}" for alias in node.names)
    return names


def touches(names: set[str], forbidden: tuple[str, ...]) -> set[str]:
    return {name for name in names for root in forbidden if name == root or name.startswith(root + ".")}


def offenders(checkout: Path, forbidden: tuple[str, ...], allowed: tuple[str, ...]) -> dict[str, set[str]]:
    """The modules outside `allowed` that import something forbidden, and what."""
    found = {}
    for module, path in shipped_modules(checkout):
        if any(module == name or module.startswith(name + ".") for name in allowed):
            continue
        names = imported_names(path.read_text(encoding="utf-8"), module, path.name == "__init__.py")
        if touches(names, forbidden):
            found[module] = touches(names, forbidden)
    return found


def test_only_transport_opens_a_door_to_the_network(checkout: Path) -> None:
    # network_faults names the exceptions that come through the door, open_lines keeps count of what the door has open so
    # that it can be shut at once (it asks nobody anything itself); the embedded service stands behind the door.
    allowed = ("rb_dcc_core.transport", "rb_dcc_core.network_faults", "rb_dcc_core.open_lines", SANDBOX)
    assert offenders(checkout, DOORS_TO_THE_NETWORK, allowed) == {}


def test_only_transport_asks_what_came_through_the_door(checkout: Path) -> None:
    assert offenders(checkout, ("rb_dcc_core.network_faults",), ("rb_dcc_core.transport",)) == {}


def test_only_the_embedded_service_serves(checkout: Path) -> None:
    assert offenders(checkout, ("flask", "werkzeug", "http.server", "socketserver", "PIL"), (SANDBOX,)) == {}


def test_only_the_command_line_and_the_panels_trial_start_the_embedded_service(checkout: Path) -> None:
    allowed = (SANDBOX, "rb_dcc_cli", "rb_dcc_ui.account.sandbox_host")
    assert offenders(checkout, (SANDBOX,), allowed) == {}


def test_the_core_and_the_command_line_name_no_qt(checkout: Path) -> None:
    assert offenders(checkout, QT, ("rb_dcc_ui", "rb_maya", "rb_max")) == {}


def test_the_panel_takes_qt_from_its_binding_alone(checkout: Path) -> None:
    assert (
        offenders(checkout, QT, ("rb_dcc_core", "rb_dcc_cli", "rb_dcc_ui.binding", "rb_maya", "rb_max")) == {}
    )


def test_only_a_hosts_package_names_the_host(checkout: Path) -> None:
    assert offenders(checkout, HOSTS, ("rb_maya", "rb_max")) == {}


def test_nothing_shipped_imports_what_only_a_checkout_has(checkout: Path) -> None:
    assert (
        offenders(checkout, ("checkout", "dev", "installers", "tests", "pytest", "rayvision_api"), ()) == {}
    )


@pytest.mark.parametrize(
    ("source", "is_package", "expected"),
    [
        ("import requests.adapters", False, {"requests.adapters"}),
        ("from urllib import request", False, {"urllib", "urllib.request"}),
        ("from . import sandbox", True, {"rb_dcc_core", "rb_dcc_core.sandbox"}),
        ("from .sandbox import server", True, {"rb_dcc_core.sandbox", "rb_dcc_core.sandbox.server"}),
        ("def later():\n    import socket", False, {"socket"}),
    ],
)
def test_an_import_is_seen_in_each_of_its_spellings(
    source: str, is_package: bool, expected: set[str]
) -> None:
    assert imported_names(source, "rb_dcc_core", is_package) == expected
