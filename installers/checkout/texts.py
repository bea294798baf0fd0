"""Every text that a person may read, collected from the source: what a translation must cover."""

from __future__ import annotations

import ast
import builtins
import re
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
_TABLES = ("TASK_WORDS", "FRAME_WORDS", "FRAME_TYPE_WORDS", "PART_WORDS")
# A literal that reads as a sentence is one, whichever table, helper or argument brings it to its message.
_SENTENCE = re.compile(r" ?['{<A-Z0-9][^\n]* [^\n]*[.?!}]")
_FIELD = re.compile(r"\{[^{}]*\}")
# The database's and the style sheets' sentences are for no person.
_NO_TEXT = re.compile(r"[A-Z]{5,} |.*%s|.*\{\W")
_FOR_NOBODY = {"debug", "info", "warning", "error", "exception", "compile"} | {
    name for name in dir(builtins) if name.endswith("Error")
}
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
        return {text for text in found if _has_words(text)}

    def _of_module(self, module: Path) -> Set[str]:
        source = module.read_text(encoding="utf-8")
        tree = ast.parse(source)
        nodes = list(ast.walk(tree))
        lines, constants = source.splitlines(), _constants(nodes)
        errors = self._error_names | _local_errors(nodes, self._error_names)
        speaking = errors | {"Message"}
        found: Set[str] = set()
        for node in nodes:
            if isinstance(node, ast.Call) and _called(node) in speaking:
                for argument in node.args[:3]:
                    found |= set(_strings(argument, constants))
            elif isinstance(node, (ast.Assign, ast.AnnAssign)) and _is_table(node, lines):
                found |= set(_all_strings(node.value))
        found |= _super_texts(nodes, errors, constants)
        return found | set(_sentences(tree))


def modules(folder: Path) -> List[Path]:
    """The modules of a package, without what does not speak."""
    return sorted(
        path for path in folder.rglob("*.py") if not set(path.relative_to(folder).parts) & set(_LEFT_OUT)
    )


def _error_names(checkout: Path) -> Set[str]:
    """The classes of the one tree of errors: their first text is a template."""
    tree = ast.parse((checkout / "rb_dcc_core" / "errors.py").read_text(encoding="utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.ClassDef)}


def _local_errors(nodes: List[ast.AST], errors: Set[str]) -> Set[str]:
    """Errors of the tree that a module derives for itself."""
    return {
        node.name
        for node in nodes
        if isinstance(node, ast.ClassDef) and any(getattr(base, "id", None) in errors for base in node.bases)
    }


def _super_texts(nodes: List[ast.AST], errors: Set[str], constants: Dict[str, str]) -> Set[str]:
    """The text an error of the tree gives itself: `super().__init__("…")`."""
    found: Set[str] = set()
    for each in nodes:
        if not isinstance(each, ast.ClassDef) or each.name not in errors:
            continue
        for node in ast.walk(each):
            if isinstance(node, ast.Call) and _called(node) == "__init__" and node.args:
                found |= set(_strings(node.args[0], constants))
    return found


def _called(node: ast.Call) -> str:
    return str(getattr(node.func, "id", None) or getattr(node.func, "attr", ""))


def _constants(nodes: List[ast.AST]) -> Dict[str, str]:
    """Names that a module gives to texts."""
    found: Dict[str, str] = {}
    for node in nodes:
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


def _literal(node: Optional[ast.AST]) -> Optional[str]:
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        left, right = _literal(node.left), _literal(node.right)
        return None if left is None or right is None else left + right
    return None if node is None else _quoted(node)


def _quoted(node: ast.AST) -> Optional[str]:
    """The text of a string in the source; Python 3.7 keeps it in a kind of node of its own."""
    if type(node).__name__ == "Str":
        return str(vars(node)["s"])
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def _is_table(node: ast.stmt, lines: List[str]) -> bool:
    targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
    if any(getattr(target, "id", None) in _TABLES for target in targets):
        return True
    return lines[node.lineno - 1].rstrip().endswith(MARK)


def _all_strings(node: Optional[ast.expr]) -> Iterator[str]:
    """Every text in a table, but for what its texts are found by."""
    for each in node.values if isinstance(node, ast.Dict) else [node]:
        for inner in ast.walk(each) if each is not None else ():
            text = _quoted(inner)
            if text is not None:
                yield text


def _sentences(tree: ast.AST) -> Iterator[str]:
    """Literals that read as sentences, but for those that only a log or a programmer's error takes."""
    if isinstance(tree, (ast.JoinedStr, ast.Assert)):
        return
    text = _literal(tree)
    if text is not None:
        if _SENTENCE.fullmatch(text) and not _NO_TEXT.match(text):
            yield text
        return
    for child in ast.iter_child_nodes(tree):
        is_docstring = isinstance(child, ast.Expr) and _quoted(child.value) is not None
        is_for_nobody = isinstance(child, ast.Call) and _called(child) in _FOR_NOBODY
        if not is_docstring and not is_for_nobody:
            yield from _sentences(child)


def _has_words(text: str) -> bool:
    """Fields alone read the same in every language, unless marks that a language writes its own way part them."""
    return any(char.isalpha() or char in ".,:;!?" for char in _FIELD.sub("", text))
