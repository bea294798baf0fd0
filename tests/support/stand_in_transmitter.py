"""Plays the vendor's transfer program: each run does what the next play of its script says, and notes its words.

A play is {"lines": [text], "exit": code, "hang": true}; when the script is used up every run sends everything.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any, Dict, List

_PROGRAM = """#!{python}
import json, sys, time
folder = {folder!r}
words = sys.argv[1:]
if words == ["--help"]:
    print("rayvision_transmitter version: 4.2.8.1\\nusage: ...")
    sys.exit(0)
named = dict(zip(words[::2], words[1::2]))
files = []
if named["-T"] == "upload_json":
    files = json.load(open(named["-L"], encoding="utf-8"))["asset"]
content = open(named["-L"], "rb").read().decode("utf-8") if named["-T"] == "upload_path" else None
with open(folder + "/runs", "a", encoding="utf-8") as out:
    out.write(json.dumps([words, files, content]) + "\\n")
plays = json.load(open(folder + "/plays", encoding="utf-8"))
play = plays.pop(0) if plays else {{}}
json.dump(plays, open(folder + "/plays", "w", encoding="utf-8"))
out = sys.stdout.buffer
for line in play.get("lines", [each for f in files for each in
        ("file begin (" + f["local"] + ")", "file progress (" + f["local"] + ") 1/2 speed: 9 KB/S, progress: 50%",
         "file done (" + f["local"] + ")")] + ["task all success"]):
    out.write(line.encode("utf-8") + b"\\r\\n")
    out.flush()
if play.get("hang"):
    time.sleep(60)
sys.exit(play.get("exit", 0))
"""


class StandIn:
    """The program in a folder, executable as the real one."""

    def __init__(self, folder: Path, *plays: Dict[str, Any]) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self.path = folder / "rayvision_transmitter"
        self.path.write_text(_PROGRAM.format(python=sys.executable, folder=str(folder)), encoding="utf-8")
        os.chmod(str(self.path), 0o755)
        (folder / "plays").write_text(json.dumps(plays), encoding="utf-8")

    @property
    def runs(self) -> List[Any]:
        """Words, listed files and content of each run so far."""
        noted = self._folder / "runs"
        if not noted.exists():
            return []
        return [json.loads(line) for line in noted.read_text(encoding="utf-8").splitlines()]
