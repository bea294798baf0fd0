"""Plays the vendor's transfer program: each run does what the next play of its script says, and notes its words.

A play is {"lines": [text], "exit": code, "hang": true, "child": true (which outlives it unless both are ended)}; when
the script is used up every run sends or fetches everything. `results` is the farm's output area, by path. Its lines,
options and the exit code of --help and --version are those of version 1.1.5.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any, Dict, List

_PROGRAM = """#!{python}
import json, os, subprocess, sys, time
folder = {folder!r}
words = sys.argv[1:]
if words == ["--version"]:
    print("current version: 1.1.5")
    sys.exit(1)
if words == ["--help"]:
    print("Allowed options:\\n  -h [ --help ]    produce help message, process exit code")
    sys.exit(1)
named = dict(zip(words[::2], words[1::2]))
kind, out = named["-T"], sys.stdout.buffer
files, content = [], None
if kind == "upload_json":
    files = json.load(open(named["-L"], encoding="utf-8"))["asset"]
if kind == "upload_path":
    content = open(named["-L"], "rb").read().decode("utf-8")
if kind == "download_list":
    content = open(named["-R"], encoding="utf-8").read()
ini = None if named["-C"] == "None" else open(named["-C"]).read()
told = [words, files, content]
facts = dict(ini=ini, stdin=sys.stdin.readline(), cwd=os.getcwd(), log=os.environ.get("RAYVISION_LOG"))
with open(folder + "/runs", "a", encoding="utf-8") as noted:
    noted.write(json.dumps(told) + "\\n")
with open(folder + "/facts", "a", encoding="utf-8") as noted:
    noted.write(json.dumps(facts) + "\\n")
plays = json.load(open(folder + "/plays", encoding="utf-8"))
play = plays.pop(0) if plays else {{}}
json.dump(plays, open(folder + "/plays", "w", encoding="utf-8"))

def say(line):
    out.write(line.encode("utf-8") + b"\\r\\n")
    out.flush()

def about(way, path):
    say(way + " file begin (" + path + ")")
    say(way + " file progress (" + path + ") " + way + " speed: 1504.89KB/S, progress: 50.5%")
    say(way + " file done (" + path + ")")

def fetch():
    results = json.load(open(folder + "/results", encoding="utf-8"))
    asked = content.splitlines() if kind == "download_list" else [named["-R"]]
    for path, text in sorted(results.items()):
        for each in asked:
            if path == each or path.startswith(each + "/"):
                below = path if named["-K"] == "true" else path[len(each) + 1:]
                target = os.path.join(named["-L"], below)
                os.makedirs(os.path.dirname(target), exist_ok=True)
                open(target, "w", encoding="utf-8").write(text)
                about("download", "/mnt/farm/output/" + path)

if play.get("child"):
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    with open(folder + "/child", "w") as noted:
        noted.write(str(child.pid))
if "lines" in play:
    for line in play["lines"]:
        say(line)
elif kind.startswith("download"):
    fetch()
    say("download task success: all files are success")
else:
    for each in files:
        about("upload", each["local"])
    say("upload task success: all files are success")
if play.get("hang"):
    time.sleep(60)
sys.exit(play.get("exit", 0))
"""


class StandIn:
    """The program in a folder, executable as the real one is once it may run."""

    def __init__(self, folder: Path, *plays: Dict[str, Any]) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self.path = folder / "rayvision_transmitter"
        self.path.write_text(_PROGRAM.format(python=sys.executable, folder=str(folder)), encoding="utf-8")
        os.chmod(str(self.path), 0o755)
        (folder / "plays").write_text(json.dumps(plays), encoding="utf-8")
        self.hold({})

    def hold(self, results: Dict[str, str]) -> None:
        """Put results into the farm's output area."""
        (self._folder / "results").write_text(json.dumps(results), encoding="utf-8")

    @property
    def runs(self) -> List[Any]:
        """Words, listed files and content of each run so far."""
        return self._noted("runs")

    @property
    def facts(self) -> List[Any]:
        """The ini, the line on standard input, the folder and the log's folder of each run so far."""
        return self._noted("facts")

    @property
    def child(self) -> int:
        """The process that a run has started."""
        return int((self._folder / "child").read_text())

    def _noted(self, name: str) -> List[Any]:
        noted = self._folder / name
        if not noted.exists():
            return []
        return [json.loads(line) for line in noted.read_text(encoding="utf-8").splitlines()]
