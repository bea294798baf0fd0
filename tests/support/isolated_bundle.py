"""A built bundle imported as a host would: with its Python and Qt, and nothing of what is installed beside this suite."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, Dict, Sequence

import pytest

IMPORT_ALL = r"""
import importlib, json, os, pkgutil, sys
root, qt, folder, packages = sys.argv[1:]
sys.path.append(os.path.join(root, folder))
sys.path.append(qt)
from rb_dcc_core.vendoring import use_vendored, warn_of_older_copies
from pathlib import Path
assert use_vendored(Path(root, "vendor"))
warn_of_older_copies()
failed = {}
for package in packages.split(","):
    top = importlib.import_module(package)
    for found in pkgutil.walk_packages(top.__path__, package + "."):
        if found.name == "rb_installer.__main__":
            continue
        try:
            importlib.import_module(found.name)
        except ImportError as error:
            failed[found.name] = str(error)
for name in ("requests", "urllib3", "certifi", "tenacity", "platformdirs", "keyring", "typing_extensions",
             "importlib_metadata", "olefile"):
    importlib.import_module(name)
import keyring
keyring.get_keyring()
import http.server, threading, requests
class Answer(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write("{\"place\": \"北京\"}".encode("utf-8"))
    def log_message(self, *words):
        pass
server = http.server.HTTPServer(("127.0.0.1", 0), Answer)
threading.Thread(target=server.serve_forever, daemon=True).start()
assert requests.get("http://127.0.0.1:%d/" % server.server_port, timeout=10).json() == {"place": "北京"}
server.shutdown()
from rb_dcc_ui.binding import QtWidgets
application = QtWidgets.QApplication([])
bindings = ("PySide6", "shiboken6", "PySide2", "shiboken2", "shibokensupport", "signature_bootstrap",
            "__feature__")
outside = sorted(
    name for name, module in list(sys.modules.items())
    if "site-packages" in os.path.realpath(getattr(module, "__file__", None) or "")
    and name.partition(".")[0] not in bindings
)
print(json.dumps({"failed": failed, "outside": outside}))
"""


def qt_alone(folder: Path) -> Path:
    """Fills a folder with this Python's Qt binding and nothing of what is installed beside it, as a host has it."""
    folder.mkdir()
    for name in ("PySide6", "shiboken6", "PySide2", "shiboken2"):
        found = importlib.util.find_spec(name)
        if found is not None and found.origin:
            try:
                os.symlink(str(Path(found.origin).parent), str(folder / name))
            except OSError:
                pytest.skip("this system lets an ordinary user make no links")
    return folder


def bare_variables(home: Path) -> Dict[str, str]:
    """The environment of a user who has just been made."""
    kept = ("PATH", "SYSTEMROOT", "LD_LIBRARY_PATH", "LANG", "TMPDIR", "TEMP")
    variables = {name: os.environ[name] for name in kept if name in os.environ}
    variables.update(HOME=str(home), USERPROFILE=str(home), QT_QPA_PLATFORM="offscreen")
    return variables


def imported_alone(root: Path, inner: str, packages: Sequence[str], folder: Path) -> Any:
    """Imports every module of a bundle's packages in `root/inner`: what failed, and what came from outside."""
    home = folder / "home"
    home.mkdir()
    command = [sys.executable, "-I", "-S", "-B", "-c", IMPORT_ALL, str(root), str(qt_alone(folder / "qt"))]
    done = subprocess.run(
        [*command, inner, ",".join(packages)],
        env=bare_variables(home),
        cwd=str(home),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.strip().splitlines()[-1])
