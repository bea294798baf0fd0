"""Checks how the product calls `maya.cmds` against types-maya, which knows each flag's query and create modes.

maya-stubs, which mypy uses, knows no modes, and both are a package of one name. So types-maya stands in a folder of
its own, and mypy runs once more, on one call for each signature of the product's `Commands`.
"""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

TYPES = "types-maya==0.6.1"
SIGNATURES = "maya_plugin/scripts/rb_maya/live_commands.py"
# types-maya models no query without a flag, which is how fileInfo lists all; mypy tells when it does.
UNMODELLED = ("fileInfo",)
_VALUES = {"str": '"x"', "bool": "True", "Yes": "True", "List[str]": '["x"]'}
_DEFINITION = re.compile(r"^(?:@overload\n)?def (\w+)\(.*\n", re.MULTILINE)


def check(checkout: Path) -> int:
    """mypy's exit code. The stubs of the few commands that are called are cut out: all of them take half a minute."""
    types = install(checkout / ".venvs" / "types-maya")
    if types is None:
        return 1
    calls = calls_of((checkout / SIGNATURES).read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory() as folder:
        stubs = Path(folder, "maya")
        stubs.mkdir()
        (stubs / "__init__.pyi").touch()
        stub = (types / "maya-stubs" / "cmds.pyi").read_text(encoding="utf-8")
        (stubs / "cmds.pyi").write_text(cut(stub, {name for name, _ in calls}), encoding="utf-8")
        written = Path(folder, "calls.py")
        lines = [line(name, call) for name, call in calls]
        written.write_text("\n".join(["import maya.cmds", *lines, ""]), encoding="utf-8")
        command = [
            "-m",
            "mypy",
            "--config-file=",
            "--warn-unused-ignores",
            "--hide-error-context",
            str(written),
        ]
        variables = {**os.environ, "MYPYPATH": folder}
        return subprocess.run([sys.executable, *command], cwd=folder, env=variables, check=False).returncode


def install(folder: Path) -> Path | None:
    """Where types-maya is, installed there once for each version; None, and said, where pip could not."""
    target = folder / TYPES.partition("==")[2]
    if target.is_dir():
        return target
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder) as unfinished:
        command = ["-m", "pip", "install", "-q", "--no-deps", "--target", unfinished, TYPES]
        if subprocess.run([sys.executable, *command], check=False).returncode != 0:
            print(f"pip could not install {TYPES}. Check the connection, then run the same command again.")
            return None
        shutil.copytree(unfinished, target)
    return target


def calls_of(source: str) -> list[tuple[str, str]]:
    """(command, call) for each signature of the class `Commands`: every argument and flag given."""
    classes = [node for node in ast.parse(source).body if isinstance(node, ast.ClassDef)]
    (commands,) = [node for node in classes if node.name == "Commands"]
    return [_call(node) for node in commands.body if isinstance(node, ast.FunctionDef)]


def _call(signature: ast.FunctionDef) -> tuple[str, str]:
    arguments = signature.args
    given = [_value(argument) for argument in arguments.args[1:]]
    given.extend(_value(argument) for argument in [arguments.vararg] if argument is not None)
    given.extend(f"{flag.arg}={_value(flag)}" for flag in arguments.kwonlyargs)
    return signature.name, f"maya.cmds.{signature.name}({', '.join(given)})"


def _value(argument: ast.arg) -> str:
    assert argument.annotation is not None, argument.arg
    return _VALUES[ast.unparse(argument.annotation)]


def line(name: str, call: str) -> str:
    return f"{call}  # type: ignore[call-overload]" if name in UNMODELLED else call


def cut(stub: str, names: set[str]) -> str:
    """What stands before a stub's first definition, and the definitions of these names."""
    found = list(_DEFINITION.finditer(stub))
    start = found[0].start() if found else len(stub)
    return stub[:start] + "".join(match.group() for match in found if match.group(1) in names)


if __name__ == "__main__":
    sys.exit(check(Path(__file__).resolve().parents[2]))
