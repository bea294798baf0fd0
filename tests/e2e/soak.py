"""Submissions killed at random moments over a bad line and resumed: `python -m tests.e2e.soak 500`.

Each must end as exactly one submitted task, every file there with its checksum, and no byte sent twice but for the block
that was under way. The seed of each decides its files, its faults, when it is killed, and whether its blocks go whole
or piece by piece.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import random
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Dict, Iterator, List

from rb_dcc_core.address import ServiceAddress
from rb_dcc_core.client import Client
from rb_dcc_core.credentials import Credentials
from rb_dcc_core.models import TaskInfo
from rb_dcc_core.sandbox.service import Sandbox
from rb_dcc_core.serverpaths import server_path
from rb_dcc_core.store import StoreTransfer, announced_store
from rb_dcc_core.transfer import Area
from rb_dcc_core.transport import Transport
from tests.support import fault_proxy
from tests.support.fault_proxy import FaultProxy, RandomPlan

BLOCK_BYTES = 64 << 10
MOST_RUNS = 40
MOST_KILLS = 4
RUN_S = 120.0
CHECKOUT = Path(__file__).resolve().parents[2]
NOT_SUBMITTED = 60


@dataclass
class Outcome:
    """What one submission came to; `complaints` is empty where all is as it should be."""

    seed: int
    runs: int
    kills: int
    faults: int
    complaints: List[str]


class Soak:
    """One sandbox and what many submissions leave in it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._service = Sandbox(folder / "farm", speed=1.0)

    @contextlib.contextmanager
    def running(self) -> Iterator[Soak]:
        with self._service:
            yield self

    def run_one(self, seed: int) -> Outcome:
        chance = random.Random(seed)
        home = self._folder / f"s{seed:05d}"
        files = _make_files(home, seed, chance)
        plan = _KillingPlan(RandomPlan(seed, chance.choice([0.0, 0.1, 0.2])), chance)
        with FaultProxy(int(self._service.url.rsplit(":", 1)[1]), plan) as proxy:
            runs = self._run_to_its_end(home, seed, files, proxy, plan)
            complaints = self._complaints(seed, files, proxy, plan, runs)
            faults = sum(fault != fault_proxy.PASS for fault, _ in proxy.met)
        return Outcome(seed, runs, plan.kills, faults, complaints)

    def _run_to_its_end(
        self, home: Path, seed: int, files: Dict[str, Path], proxy: FaultProxy, plan: _KillingPlan
    ) -> int:
        config = {
            "service": proxy.url,
            "access_id": self._service.access_id,
            "access_key": self._service.access_key,
            "platform": self._service.platform,
            "generation": "v1" if seed % 4 == 0 else "v2",
            "home": str(home / "home"),
            "scene": files.pop("scene").as_posix(),
            "assets": [path.as_posix() for path in files.values()],
            "block_bytes": BLOCK_BYTES,
            "piece_bytes": BLOCK_BYTES if seed % 3 == 0 else BLOCK_BYTES // 6,
        }
        (home / "config.json").write_text(json.dumps(config), encoding="utf-8")
        files["scene"] = Path(str(config["scene"]))
        words = [sys.executable, "-m", "tests.support.submitter", str(home / "config.json")]
        with open(str(home / "log"), "wb") as log:
            for run in range(1, MOST_RUNS + 1):
                worker = subprocess.Popen(words, cwd=str(CHECKOUT), stdout=log, stderr=log)
                plan.watch(worker)
                if worker.wait(RUN_S) == 0:
                    return run
        return MOST_RUNS + 1

    def _complaints(
        self, seed: int, files: Dict[str, Path], proxy: FaultProxy, plan: _KillingPlan, runs: int
    ) -> List[str]:
        found: List[str] = []
        if runs > MOST_RUNS:
            found.append("never came to its end: " + (files["scene"].parent / "log").read_text()[-500:])
        tasks = [task for task in self._tasks() if task.scene_name == files["scene"].name]
        if len(tasks) != 1:
            found.append(f"{len(tasks)} submitted tasks: {[task.id for task in tasks]}")
        found.extend(self._wrong_files(files))
        for path, count in proxy.sent_twice().items():
            breaks = plan.kills + sum(
                fault != fault_proxy.PASS for fault, where in proxy.met if "/store/" in where
            )
            if count > BLOCK_BYTES * breaks:
                found.append(f"{path}: {count} bytes sent twice after {breaks} breaks")
        return found

    def _tasks(self) -> List[TaskInfo]:
        with self._client() as client:
            return [task for task in client.tasks() if task.task_status != NOT_SUBMITTED]

    def _wrong_files(self, files: Dict[str, Path]) -> List[str]:
        with self._client() as client:
            path = announced_store(client, 2)
            assert path is not None
            transfer = StoreTransfer(client.transport, client.get_transfer_bid(), path, time.sleep)
            folder = server_path(files["scene"].parent.as_posix())
            there = {each.path: each.sha256 for each in transfer.list_files(Area.INPUT, folder)}
        wanted = {server_path(path.as_posix()): _sha256(path) for path in files.values()}
        return [f"{name}: {there.get(name)} there" for name, sha in wanted.items() if there.get(name) != sha]

    @contextlib.contextmanager
    def _client(self) -> Iterator[Client]:
        credentials = Credentials(self._service.access_id, self._service.access_key)
        transport = Transport(ServiceAddress.parse(self._service.url), credentials, self._service.platform)
        client = Client(transport, "v2")
        try:
            yield client
        finally:
            client.close()


class _KillingPlan:
    """Kills the watched process a moment after one of its next requests, up to a number of times."""

    def __init__(self, plan: RandomPlan, chance: random.Random) -> None:
        self.kills = 0
        self._plan = plan
        self._chance = chance
        self._left = chance.randint(1, MOST_KILLS)
        self._guard = threading.Lock()
        self._until = 0
        self._worker: Any = None

    def watch(self, worker: Any) -> None:
        with self._guard:
            self._worker = worker
            self._until = self._chance.randint(1, 30) if self._left else 0

    def __call__(self, method: str, path: str) -> str:
        fault = self._plan(method, path)
        with self._guard:
            self._until -= 1
            if self._until == 0:
                self._left -= 1
                self.kills += 1
                timer = threading.Timer(
                    self._chance.choice([0.0, 0.001, 0.003, 0.01, 0.03]), self._worker.kill
                )
                timer.start()
        return fault


def _make_files(home: Path, seed: int, chance: random.Random) -> Dict[str, Path]:
    home.mkdir(parents=True)
    files = {"scene": home / f"soak_{seed:05d}.ma"}
    for number in range(chance.randint(1, 5)):
        path = home / f"tex {number} é.bin"
        path.write_bytes(
            random.Random(seed * 100 + number).getrandbits(8 * 1000).to_bytes(1000, "big")
            * chance.randint(0, 400)
        )
        files[path.name] = path
    return files


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def soak(count: int, first_seed: int = 0, workers: int = 8) -> List[Outcome]:
    """Run so many submissions, several at once."""
    with tempfile.TemporaryDirectory(prefix="rb-soak-") as folder, Soak(
        Path(folder)
    ).running() as running, ThreadPoolExecutor(workers) as pool:
        return list(pool.map(running.run_one, range(first_seed, first_seed + count)))


def main(words: List[str]) -> int:
    count = int(words[0]) if words else 500
    started = time.monotonic()
    outcomes = soak(count, int(words[1]) if len(words) > 1 else 0)
    wrong = [each for each in outcomes if each.complaints]
    for each in wrong:
        print(f"seed {each.seed}: {each.complaints}")
    print(
        f"{len(outcomes)} submissions, {sum(each.kills for each in outcomes)} kills, {sum(each.runs for each in outcomes)} runs, {sum(each.faults for each in outcomes)} faults, {len(wrong)} wrong, {time.monotonic() - started:.0f} s"
    )
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
