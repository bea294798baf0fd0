"""What makes a zip an .mzp: `mzp.run`, a line a command, which 3ds Max carries out when the file is dropped or run.

(Autodesk's help: "Zip-file Script Packages".) A name goes without quotes where it has only letters, digits and `_$*.-\\`;
the symbolic $temp is 3ds Max' own folder for what may go.
"""

from __future__ import annotations

import re

from .problem import InstallProblem
from .wording import Text

CONTROL = "mzp.run"
TEMP = "$temp"

_PLAIN = re.compile(r"[A-Za-z0-9_$*.\\-]+")


def control(title: str, description: str, number: int, folder: str, script: str) -> bytes:
    """Unpacks everything into a folder of 3ds Max' temporary one, which goes when 3ds Max ends, and runs a script there.

    `drop` names what a drop runs, `run` what MAXScript > Run Script does. Raises InstallProblem for a text it cannot hold.
    """
    lines = [
        f"name {quoted(title)}",
        f"description {quoted(description)}",
        f"version {number}",
        f"extract to {plain(TEMP + chr(92) + folder)}",
        f"run {quoted(script)}",
        f"drop {quoted(script)}",
        "clear temp on MAX exit",
    ]
    return "".join(line + "\r\n" for line in lines).encode("ascii")


def quoted(text: str) -> str:
    """A text in quotes. The file is read in the system's code page and knows no escape: plain ASCII without quotes alone."""
    if not text.isprintable() or not _is_ascii(text) or '"' in text or "\\" in text:
        raise _refused(text)
    return f'"{text}"'


def plain(name: str) -> str:
    """A name without quotes, where a backslash is one."""
    if not _PLAIN.fullmatch(name):
        raise _refused(name)
    return name


def number_of(version: str) -> int:
    """A version as the whole number that mzp.run takes: 0.1.0 is 100, 1.2.3 is 10203."""
    number = 0
    for part in [*re.findall(r"\d+", version), "0", "0", "0"][:3]:
        number = number * 100 + min(int(part), 99)
    return number


def _is_ascii(text: str) -> bool:
    return all(ord(letter) < 128 for letter in text)


def _refused(text: str) -> InstallProblem:
    return InstallProblem(Text("{text} cannot stand in an .mzp. Build with plain English names.", text=text))
