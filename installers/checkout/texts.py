"""Every text that a person may read, collected from the source: what a translation must cover."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Dict, Iterator, List, Optional, Set

# Packages that speak through messages, each with its own catalogue; the embedded service and the command line do not.
PACKAGES = {
    "core": "rb_dcc_core",
    "panel": "ui/rb_dcc_ui",
    "maya": "maya_plugin/scripts/rb_maya",
    "max": "max_plugin/Contents/python/rb_max",
}
_LEFT_OUT = ("sandbox", "vendor", "locale")
_TABLES = ("TASK_WORDS", "FRAME_WORDS", "FRAME_TYPE_WORDS")
MARK = "# text"
"""A string that becomes a message elsewhere: its assignment bears this comment."""


class Texts:
    """The message templates of one package."""

    def __init__(self, checkout: Path) -> None:
        self._checkout = checkout
        self._error_names = _error_names(checkout)

    def of(self, package: str) -> Set[str]:
        """Every template in a package's modules, however it becomes a message."""
        found: Set[str] = set()
        for module in modules(self._checkout / package):
            found |= self._of_module(module)
        return {text for text in found if any(char.isalpha() for char in _without_fields(text))}

    def _of_module(self, module: Path) -> Set[str]:
        source = module.read_text(encoding="utf-8")
        tree = ast.parse(source)
        constants = _constants(tree)
        names = {"Message", *self._error_names, *_local_errors(tree, self._error_names)}
        found: Set[str] = set()
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and _called(node) in names:
                for argument in node.args[:3]:
                    found |= set(_strings(argument, constants))
            elif isinstance(node, (ast.Assign, ast.AnnAssign)) and _is_table(node, source):
                found |= set(_all_strings(node.value))
        found |= _super_texts(tree, self._error_names, constants)
        return found


def modules(folder: Path) -> List[Path]:
    """The modules of a package, without what does not speak."""
    return sorted(
        path for path in folder.rglob("*.py") if not set(path.relative_to(folder).parts) & set(_LEFT_OUT)
    )


def _error_names(checkout: Path) -> Set[str]:
    """The classes of the one tree of errors: their first text is a template."""
    tree = ast.parse((checkout / "rb_dcc_core" / "errors.py").read_text(encoding="utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.ClassDef)}


def _local_errors(tree: ast.AST, errors: Set[str]) -> Set[str]:
    """Errors of the tree that a module derives for itself."""
    return {
        node.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef) and any(getattr(base, "id", None) in errors for base in node.bases)
    }


def _super_texts(tree: ast.AST, errors: Set[str], constants: Dict[str, str]) -> Set[str]:
    """The text an error of the tree gives itself: `super().__init__("…")`."""
    found: Set[str] = set()
    derived = errors | _local_errors(tree, errors)
    for each in ast.walk(tree):
        if not isinstance(each, ast.ClassDef) or each.name not in derived:
            continue
        for node in ast.walk(each):
            if isinstance(node, ast.Call) and _called(node) == "__init__" and node.args:
                found |= set(_strings(node.args[0], constants))
    return found


def _called(node: ast.Call) -> str:
    return str(getattr(node.func, "id", None) or getattr(node.func, "attr", ""))


def _constants(tree: ast.AST) -> Dict[str, str]:
    """Names that a module gives to texts."""
    found: Dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and len(node.targets) == 1:
            name, value = getattr(node.targets[0], "id", None), _literal(node.value)
            if name is not None and value is not None:
                found[name] = value
    return found


def _strings(node: ast.expr, constants: Dict[str, str]) -> Iterator[str]:
    """A template given as a literal, by a name, or as one of two."""
    literal = _literal(node)
    if literal is not None:
        yield literal
    elif isinstance(node, ast.Name) and node.id in constants:
        yield constants[node.id]
    elif isinstance(node, ast.IfExp):
        yield from _strings(node.body, constants)
        yield from _strings(node.orelse, constants)
    elif isinstance(node, ast.BoolOp):
        for value in node.values:
            yield from _strings(value, constants)


def _literal(node: Optional[ast.expr]) -> Optional[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        left, right = _literal(node.left), _literal(node.right)
        return None if left is None or right is None else left + right
    return None


def _is_table(node: ast.stmt, source: str) -> bool:
    targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
    if any(getattr(target, "id", None) in _TABLES for target in targets):
        return True
    line = source.splitlines()[node.lineno - 1]
    return line.rstrip().endswith(MARK)


def _all_strings(node: Optional[ast.expr]) -> Iterator[str]:
    for each in ast.walk(node) if node is not None else ():
        if isinstance(each, ast.Constant) and isinstance(each.value, str):
            yield each.value


def _without_fields(text: str) -> str:
    import re

    return re.sub(r"\{[^{}]*\}", "", text)
