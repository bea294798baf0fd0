"""As much of MAXScript as the product's scripts are made of: they put a Python text together and hand it over."""

from __future__ import annotations

import re
from pathlib import Path
from typing import List

_STRING = re.compile(r'"((?:\\.|[^"\\])*)"')
_APPENDED = re.compile(r"^\s*(?:local )?code \+?= (.+)$", re.MULTILINE)
_ESCAPES = {"\\n": "\n", "\\r": "\r", "\\t": "\t", '\\"': '"', "\\\\": "\\"}


def codes_of(text: str) -> str:
    """bit.charAsInt of each unit, as a string of 3ds Max has them: UTF-16."""
    units = text.encode("utf-16-le", "surrogatepass")
    return "".join(f"{units[at] + 256 * units[at + 1]}," for at in range(0, len(units), 2))


def python_of(script: Path, here: str = "") -> str:
    """The Python that a start-up or install script hands over, told that it lies at `here`."""
    text = script.read_bytes().decode("ascii").replace("\r\n", "\n")
    whole = text[: text.index("python.execute code")]
    return "".join(_value(expression, here or str(script)) for expression in _APPENDED.findall(whole))


def handing_over(text: str) -> List[str]:
    """The options of each place in a script or a macro that hands a Python text over, to the line's or bracket's end."""
    return re.findall(r'\bpython\.execute (?:code|"(?:\\.|[^"\\])*")([^)\n]*)', text)


def macros(script: Path) -> List[str]:
    """The names of a file's macroscripts."""
    return re.findall(r"^macroScript (\w+)$", script.read_text(encoding="ascii"), re.MULTILINE)


def macro_text(script: Path, macro: str) -> str:
    """One macroscript of a file."""
    return script.read_text(encoding="ascii").split(f"macroScript {macro}\n")[1].split("macroScript ")[0]


def macro_python(script: Path, macro: str) -> str:
    """What a macroscript executes."""
    body = macro_text(script, macro)
    found = re.search(r'python\.execute "((?:\\.|[^"\\])*)"', body)
    assert found is not None
    return _unescaped(found.group(1))


def _value(expression: str, here: str) -> str:
    """A sum of strings and (codesOf here)."""
    value = ""
    for term in re.findall(r'"(?:\\.|[^"\\])*"|\(codesOf here\)', expression):
        string = _STRING.fullmatch(term)
        value += _unescaped(string.group(1)) if string else codes_of(here)
    return value


def _unescaped(text: str) -> str:
    return re.sub(r"\\.", lambda match: _ESCAPES[match.group()], text)
