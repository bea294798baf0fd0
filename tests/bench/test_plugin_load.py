"""Loading the plug-in takes Maya next to nothing: the installed one, in processes that have imported nothing yet, against
a plug-in of one file that makes the same menu and the same runtime commands itself, in the same run."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Dict, List, NamedTuple

import pytest

from rb_installer import maya, vendor

pytestmark = pytest.mark.bench

MOST_MS = 30.0
PAIRS = 11
# A Maya that answers at once, so that all the time is ours. It comes to rest right after the plug-in is loaded: what the
# plug-in has put off until then counts too.
LOADED_MS = """
import sys, time, types

class Commands(types.ModuleType):
    later = []
    counts = {}
    def evalDeferred(self, call, lowestPriority):
        self.later.append(call)
    def about(self, **asked):
        return "en_US"
    def __getattr__(self, name):
        def run(*given, **flags):
            self.counts[name] = self.counts.get(name, 0) + 1
            return False if flags.get("exists") else "made"
        return run

class Messages:
    kMayaExiting = 1
    addCallback = staticmethod(lambda *given: 1)
    removeCallback = staticmethod(lambda number: None)

class Plugin:
    def __init__(self, *given):
        pass
    def loadPath(self):
        return folder

file, folder = sys.argv[1], sys.argv[2]
sys.path.append(sys.argv[3])
made = {name: types.ModuleType(name) for name in ("maya", "maya.api", "maya.api.OpenMaya", "maya.mel")}
made["maya.cmds"] = Commands("maya.cmds")
made["maya.mel"].eval = lambda script: "MayaWindow"
api = made["maya.api.OpenMaya"]
api.MFnPlugin, api.MSceneMessage, api.MMessage = Plugin, Messages, Messages
api.MGlobal = types.SimpleNamespace(kInteractive=0, mayaState=lambda: 0)
sys.modules.update(made)
made["maya"].api, made["maya"].cmds, made["maya"].mel = made["maya.api"], made["maya.cmds"], made["maya.mel"]
made["maya.api"].OpenMaya = api
with open(file, encoding="utf-8") as opened:
    text = opened.read()

for name in sys.argv[4:]:
    __import__(name)

begun, started = time.perf_counter(), time.thread_time()
names = {"__name__": "plugin", "__file__": file}
exec(compile(text, file, "exec"), names)
names["initializePlugin"](object())
loaded = time.thread_time()
for call in Commands.later:
    call()
rested, ended = time.thread_time(), time.perf_counter()
print((loaded - started) * 1000, (rested - loaded) * 1000, (ended - begun) * 1000, Commands.counts.get("menuItem"), Commands.counts.get("runTimeCommand"))
"""
PLAIN = """
import maya.api.OpenMaya as om

def initializePlugin(plugin):
    om.MFnPlugin(plugin, "plain", "1", "Any")
    import maya.cmds as commands
    commands.evalDeferred(show, lowestPriority=True)

def show():
    import maya.cmds as commands
    import maya.mel
    commands.menu("plain", label="Plain", parent=maya.mel.eval("$main = $gMainWindow"), tearOff=True)
    for number in range({items}):
        commands.menuItem(label=str(number), annotation="Does it", command="pass", sourceType="python", parent="plain")
    for number in range({commands} // 2):
        commands.runTimeCommand(f"Plain{{number}}", exists=True)
        commands.runTimeCommand(f"Plain{{number}}", default=True, label="Plain", command="pass", commandLanguage="python")
"""


# What Maya's own start imports of the standard library, before any plug-in is loaded [?]: told, not relied on.
OF_MAYA = ("importlib.util", "logging", "pathlib", "re", "threading", "traceback", "typing")


class Loading(NamedTuple):
    """Milliseconds of the main thread's own work until the plug-in is loaded and until Maya is at rest, and by the clock
    in all; how many menu items and runtime commands were asked for."""

    loaded: float
    rested: float
    clock: float
    items: int
    commands: int

    @property
    def whole(self) -> float:
        return self.loaded + self.rested


def load(file: Path, home: Path, *imported: str) -> Loading:
    """In a process of its own, which has imported these modules before."""
    arguments = [str(file), str(file.parent), str(file.parent.parent / "scripts"), *imported]
    environ: Dict[str, str] = {"HOME": str(home), "USERPROFILE": str(home), "PATH": ""}
    done = subprocess.run(
        [sys.executable, "-S", "-c", LOADED_MS, *arguments],
        env=environ,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
        timeout=60,
    )
    loaded, rested, clock, items, commands = done.stdout.split()
    return Loading(float(loaded), float(rested), float(clock), int(items), int(commands))


def least(loadings: List[Loading]) -> Loading:
    return min(loadings, key=lambda each: each.whole)


def test_loading_the_plug_in_takes_at_most_thirty_milliseconds(checkout: Path, tmp_path: Path) -> None:
    """Of the main thread's work: what other programs do meanwhile on this computer is no part of it."""
    bundle = maya.Maya().bundle(checkout, vendor.make_ready(checkout))
    place = maya.install(bundle, maya.MayaFolders(tmp_path / "maya"), [2025])
    file = place / "plug-ins" / maya.PLUGIN_FILE
    first = load(file, tmp_path)  # compiles everything, as the first start does
    assert (first.items, first.commands) == (9, 10)
    plain = tmp_path / "plain" / "plug-ins" / "plain.py"
    plain.parent.mkdir(parents=True)
    plain.write_text(PLAIN.format(items=first.items, commands=first.commands), encoding="utf-8")
    load(plain, tmp_path)
    ours: List[Loading] = []
    warm: List[Loading] = []
    others: List[Loading] = []
    for _ in range(PAIRS):
        others.append(load(plain, tmp_path))
        ours.append(load(file, tmp_path))
        warm.append(load(file, tmp_path, *OF_MAYA))
    own, other = least(ours), least(others)
    print(
        f"loading with nothing imported before: {own.loaded:.1f} ms, then {own.rested:.1f} ms at rest, together "
        f"{own.whole:.1f} ms of work ({own.clock:.1f} ms by the clock), {own.whole / other.whole:.0f} times a plain plug-in "
        f"with the same menu ({other.whole:.2f} ms); after a start like Maya's {least(warm).whole:.1f} ms"
    )
    assert own.whole - other.whole <= MOST_MS
