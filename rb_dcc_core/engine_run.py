"""One run of the vendor's transfer program: started without a shell, heard line by line, ended with all it started."""

from __future__ import annotations

import locale
import os
import queue
import re
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import Callable, Dict, List, Optional, Sequence, Union

from . import engine_program as engine
from .engine_program import Said
from .messages import Message

Hear = Callable[[Optional[Said]], None]
"""Told what each line says, None for one that says nothing; it may raise Cancelled to stop."""

_LAST_LINES = 3
_LONGEST_LINE = 200
_FOLDERS = re.compile(r"\(.*[/\\]")


class EngineRun:
    """The program at work. `folder` is where it may write its own log; whatever happens, it does not outlive `finish`.

    A run that says nothing for `silence_s` seconds hangs: it is ended and counts as one to try again.
    """

    def __init__(self, words: Sequence[str], silence_s: float, folder: Optional[Path] = None) -> None:
        self.last_lines: List[str] = []
        self.ending = Message("")
        self._silence_s = silence_s
        self._failed = False
        self._lines: queue.Queue[Optional[str]] = queue.Queue()
        self._process = _start(list(words), folder)
        self._reader = threading.Thread(target=self._read, name="transfer program", daemon=True)
        self._reader.start()

    def finish(self, hear: Hear) -> str:
        """Listen to its end; answers DONE, RETRY or FINAL, and `ending` says why."""
        try:
            self._agree()
            if not self._listen(hear):
                self.ending = Message("it said nothing for {seconds} s", seconds=round(self._silence_s))
                return engine.RETRY
            code = self._process.wait()
        finally:
            self._end()
        self.ending = Message("exit {code}", code=code)
        if code == 0 and self._failed:
            self.ending = Message("it reports failed files")
            return engine.RETRY
        return engine.verdict(code)

    def explanation(self, shows_folders: bool = True) -> Union[str, Message]:
        """Its last words. On a download the folders in them are the farm's, which a user never sees."""
        lines = self.last_lines if shows_folders else [_FOLDERS.sub("(", line) for line in self.last_lines]
        return " | ".join(lines)[-400:] or Message("it said nothing.")

    def _agree(self) -> None:
        """One "y", as the vendor's own SDK answers the question for a server's key, and nothing more."""
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(b"y\n")
            self._process.stdin.close()
        except OSError:
            return  # it asks nothing, or has ended already

    def _listen(self, hear: Hear) -> bool:
        while True:
            try:
                line = self._lines.get(timeout=self._silence_s)
            except queue.Empty:
                return False
            if line is None:
                return True
            said = engine.read_line(line)
            self._keep(line.strip(), said)
            if said is not None:
                self._failed = said.kind != "success" and (self._failed or said.kind in ("fail", "failure"))
            hear(said)

    def _keep(self, line: str, said: Optional[Said]) -> None:
        """The lines that may explain an end: how far each file has come is not one."""
        if line and (said is None or said.kind not in ("begin", "progress", "done")):
            self.last_lines = [*self.last_lines, line[:_LONGEST_LINE]][-_LAST_LINES:]

    def _read(self) -> None:
        assert self._process.stdout is not None
        for raw in self._process.stdout:
            self._lines.put(_text(raw))
        self._lines.put(None)

    def _end(self) -> None:
        if self._process.poll() is None:
            _kill_all(self._process)
        self._process.wait()
        self._reader.join(5.0)
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None and not (stream is self._process.stdout and self._reader.is_alive()):
                _close(stream)


def _start(words: List[str], folder: Optional[Path]) -> subprocess.Popen[bytes]:
    """In a group of its own, so that it and the engines it calls can be ended together."""
    flags = 0
    if sys.platform == "win32":
        flags = subprocess.CREATE_NO_WINDOW
    try:
        return subprocess.Popen(
            words,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            cwd=None if folder is None else str(folder),
            env=_environment(folder),
            start_new_session=os.name == "posix",
            creationflags=flags,
        )
    except OSError as error:
        raise engine.cannot_start(words[0], error) from error


def _environment(folder: Optional[Path]) -> Dict[str, str]:
    known = dict(os.environ)
    if folder is not None:
        known.setdefault("RAYVISION_LOG", str(folder))
    return known


def _kill_all(process: subprocess.Popen[bytes]) -> None:
    if sys.platform == "win32":
        words = ["taskkill", "/T", "/F", "/PID", str(process.pid)]
        subprocess.run(
            words,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            creationflags=subprocess.CREATE_NO_WINDOW,
        )
    else:
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except ProcessLookupError:
            return
    if process.poll() is None:
        process.kill()


def _close(stream: object) -> None:
    try:
        stream.close()  # type: ignore[attr-defined]
    except OSError:
        return  # what was left to write has no reader any more


def _text(raw: bytes) -> str:
    """UTF-8, or where it is not, the code page of this Windows."""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode(locale.getpreferredencoding(False), "replace")
