"""For the bench: the embedded service and a plain receiver, each in a process of its own, told by its first line.

Started as `python -m tests.support.bench_store sandbox FOLDER` or `... plain FOLDER`; ends when its input does.
"""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Dict, Iterator

BLOCK = 64 * 1024  # what shutil copies at once


class PlainReceiver(BaseHTTPRequestHandler):
    """Writes a body into a file as it comes and says 200: no signature, no checksum, nothing to go on from."""

    protocol_version = "HTTP/1.1"
    folder = Path()

    def do_PUT(self) -> None:
        left = int(self.headers["Content-Length"])
        with open(str(self.folder / self.path.strip("/")), "wb", buffering=0) as file:
            while left:
                block = self.rfile.read1(min(BLOCK, left))  # type: ignore[attr-defined]
                file.write(block)
                left -= len(block)
        self._answer(json.dumps({"data": {"offset": int(self.headers["Content-Length"])}}).encode("ascii"))

    def do_GET(self) -> None:
        self._answer(b"")

    def _answer(self, body: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing is logged."""


@contextlib.contextmanager
def started(kind: str, folder: Path, checkout: Path) -> Iterator[Dict[str, str]]:
    """What the process announces; it is gone after the block."""
    command = [sys.executable, "-m", "tests.support.bench_store", kind, str(folder)]
    with subprocess.Popen(
        command, cwd=str(checkout), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        yield json.loads(process.stdout.readline())
        process.communicate()  # closes its input


def main(kind: str, folder: Path) -> None:
    if kind == "plain":
        PlainReceiver.folder = folder
        server = ThreadingHTTPServer(("127.0.0.1", 0), PlainReceiver)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        print(json.dumps({"url": f"http://127.0.0.1:{server.server_port}"}), flush=True)
        sys.stdin.read()
        return
    from rb_dcc_core.sandbox.service import Sandbox

    with Sandbox(folder) as service:
        print(json.dumps(service.announcement()), flush=True)
        sys.stdin.read()


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
