"""Starting and stopping the service, and what it says when it cannot."""

from __future__ import annotations

import socket
import subprocess
import sys
import threading
from pathlib import Path
from typing import Callable, List

import pytest

from rb_dcc_core.address import ServiceAddress
from rb_dcc_core.client import Client
from rb_dcc_core.credentials import Credentials
from rb_dcc_core.errors import SettingsError
from rb_dcc_core.sandbox.service import Sandbox
from rb_dcc_core.settings import Account, Profile
from tests.sandbox.asker import Asker


def test_stop_leaves_no_thread_even_with_open_connections(
    tmp_path: Path, start_sandbox: Callable[..., Asker]
) -> None:
    before = set(threading.enumerate())
    asker = start_sandbox()
    asker.ask("queryUserProfile")
    port = int(asker.host.partition(":")[2])
    with socket.create_connection(("127.0.0.1", port)) as idle:
        idle.sendall(b"POST /half")
        asker.sandbox.stop()
        assert set(threading.enumerate()) == before
    with pytest.raises(OSError):
        socket.create_connection(("127.0.0.1", port), timeout=1)


def test_it_listens_on_loopback_only(asker: Asker) -> None:
    assert asker.sandbox.url.startswith("http://127.0.0.1:")
    server = asker.sandbox._server
    assert server is not None
    assert server.socket.getsockname()[0] == "127.0.0.1"


def test_two_folders_are_two_accounts_and_one_folder_is_one(start_sandbox: Callable[..., Asker]) -> None:
    one, two = start_sandbox("one"), start_sandbox("two")
    assert one.sandbox.access_id != two.sandbox.access_id
    assert one.sandbox.access_id.startswith("AKID")
    key = one.sandbox.access_key
    one.sandbox.stop()
    assert start_sandbox("one").sandbox.access_key == key


def test_tasks_labels_and_money_survive_a_restart(asker: Asker) -> None:
    asker.sandbox.set_money(balance=12.5)
    asker.ask("addLabel", newName="film")
    task_id = asker.new_task()
    asker.sandbox.stop()
    asker.sandbox.start()
    assert asker.ask("queryUserProfile")["usdbalance"] == 12.5
    assert asker.ask("getLabelList")["projectNameList"][0]["projectName"] == "film"
    assert asker.status(task_id) == 60


def test_a_port_that_is_taken_is_said_in_one_sentence(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen(1)
        with pytest.raises(SettingsError, match="cannot use port"):
            Sandbox(tmp_path, port=taken.getsockname()[1]).start()


def test_a_folder_in_use_is_said_in_one_sentence(asker: Asker, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="cannot use its folder"):
        Sandbox(tmp_path / "state").start()


def test_a_file_that_is_no_database_is_said_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "sandbox.sqlite3").write_bytes(b"this is no database at all, whatever its name says" * 100)
    with pytest.raises(SettingsError, match="cannot use its folder"):
        Sandbox(tmp_path).start()


def test_a_speed_of_nothing_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="above 0"):
        Sandbox(tmp_path, speed=0)


def test_each_request_is_told_before_it_is_answered(tmp_path: Path) -> None:
    told: List[str] = []
    with Sandbox(tmp_path, before_answer=told.append) as sandbox:
        account = Account(
            Profile("demo", sandbox.url, sandbox.platform, "v2", sandbox.access_id),
            ServiceAddress.parse(sandbox.url),
            Credentials(sandbox.access_id, sandbox.access_key),
        )
        client = Client.connect(account)
        client.query_user_profile()
        client.close()
    assert told == ["/api/render/setUp/queryUserProfile"]


def test_nothing_is_told_before_the_start(tmp_path: Path) -> None:
    sandbox = Sandbox(tmp_path)
    with pytest.raises(SettingsError, match="not started"):
        sandbox.announcement()
    sandbox.stop()


def test_importing_the_service_imports_neither_flask_nor_pillow() -> None:
    code = "import sys, rb_dcc_core.sandbox.service; print(sorted({'flask', 'werkzeug', 'PIL'} & set(sys.modules)))"
    assert subprocess.check_output([sys.executable, "-c", code], text=True).strip() == "[]"


@pytest.mark.parametrize(("module", "name"), [("flask", "Flask"), ("PIL", "Pillow")])
def test_a_missing_extra_is_said_with_what_to_install(tmp_path: Path, module: str, name: str) -> None:
    code = (
        f"import sys; sys.modules[{module!r}] = None\n"
        "from pathlib import Path\n"
        "from rb_dcc_core.errors import SettingsError\n"
        "from rb_dcc_core.sandbox.service import Sandbox\n"
        "try:\n"
        f"    Sandbox(Path({str(tmp_path)!r})).start()\n"
        "except SettingsError as error:\n"
        "    print(error)\n"
    )
    said = subprocess.check_output([sys.executable, "-c", code], text=True).strip()
    assert said == (
        f"The embedded service needs {name}, which is not installed."
        ' Run: pip install "renderbus-dcc[sandbox]"'
    )


@pytest.mark.parametrize(
    ("asked", "told"), [("Connection: close\r\n", [b"Connection: close"]), ("", [])], ids=["close", "keep"]
)
def test_an_answer_says_that_its_connection_ends_where_it_does(
    asker: Asker, asked: str, told: List[bytes]
) -> None:
    port = int(asker.host.partition(":")[2])
    request = f"PUT /store/part HTTP/1.1\r\nHost: {asker.host}\r\nContent-Length: 3\r\n{asked}\r\nabc"
    with socket.create_connection(("127.0.0.1", port), timeout=10) as line:
        line.sendall(request.encode("ascii"))
        head = line.recv(65536).split(b"\r\n\r\n")[0].split(b"\r\n")
        assert [each for each in head if each.lower().startswith(b"connection:")] == told


def test_an_answer_to_a_large_body_that_is_not_read_says_that_its_connection_ends(asker: Asker) -> None:
    port = int(asker.host.partition(":")[2])
    head = f"PUT /store/part HTTP/1.1\r\nHost: {asker.host}\r\nContent-Length: 9000000\r\n\r\n"
    with socket.create_connection(("127.0.0.1", port), timeout=10) as line:
        line.sendall(head.encode("ascii"))
        assert b"\r\nConnection: close\r\n" in line.recv(65536)
