"""The journal: what is on disk before and after each step, and who may write it at the same moment."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from typing import Iterator, List

import pytest

from rb_dcc_core.errors import LocalFileError, UnknownNameError
from rb_dcc_core.jobfiles import UploadEntry
from rb_dcc_core.journal import (
    ASSETS_SENT,
    CONFIG_SENT,
    CREATE,
    CREATED,
    DOWNLOADED,
    PREPARED,
    SUBMIT,
    SUBMITTED,
    UNFINISHED,
    Journal,
    JournalRecord,
    Record,
    account_key,
    scene_key,
)
from rb_dcc_core.locks import HeldElsewhere
from rb_dcc_core.log import keep_secret
from rb_dcc_core.parcel import Parcel, Stamp

SCENE = "/shows/项目/shot 1.ma"
PARCEL = Parcel(
    SCENE,
    {"task.json": {"task_info": {"task_id": ""}}, "tips.json": {}},
    (UploadEntry(SCENE, "shows/项目/shot 1.ma", "0" * 32), UploadEntry("/t/\udce9\n😀.png", "t/x.png")),
    Stamp(10, 1700000000123456789, "1:2"),
)


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    with Journal(tmp_path / "state", lambda: 1600000000.5) as opened:
        yield opened


def reopened(tmp_path: Path) -> Journal:
    return Journal(tmp_path / "state", lambda: 1600000001.0)


def test_what_was_written_is_there_for_another_process(journal: Journal, tmp_path: Path) -> None:
    record = journal.begin("acc", PARCEL)
    record.begin(CREATE)
    with reopened(tmp_path) as other:
        (seen,) = other.submissions()
        assert (seen.id, seen.scene, seen.state, seen.doing) == (1, SCENE, PREPARED, CREATE)
        assert (seen.task_id, seen.created_ms, seen.error) == (None, 1600000000500, None)
        record.created(19084)
        assert (other.get(1).state, other.get(1).doing, other.get(1).task_id) == (CREATED, "", 19084)
        record.reached(ASSETS_SENT)
        record.begin(SUBMIT)
        record.failed("It broke.")
        seen = other.get(1)
        assert (seen.state, seen.doing, seen.error) == (ASSETS_SENT, SUBMIT, "It broke.")
        record.reached(SUBMITTED)
        assert (other.get(1).state, other.get(1).doing, other.get(1).error) == (SUBMITTED, "", None)
        assert other.get(1) == record.now


def test_a_parcel_comes_back_as_it_was_whatever_its_names(journal: Journal, tmp_path: Path) -> None:
    journal.begin("acc", PARCEL)
    with reopened(tmp_path) as other:
        assert other.parcel(1) == PARCEL


def test_only_what_was_not_submitted_is_unfinished_and_only_of_the_same_account_and_scene(
    journal: Journal,
) -> None:
    records: List[JournalRecord] = [journal.begin("acc", PARCEL) for _ in range(7)]
    for record, state in zip(records, (PREPARED, CREATED, CONFIG_SENT, ASSETS_SENT, SUBMITTED, DOWNLOADED)):
        record.reached(state)
    journal.begin("other", PARCEL)
    journal.begin("acc", Parcel("/x/y.ma", {}, ()))
    assert [each.id for each in journal.unfinished("acc", SCENE)] == [7, 4, 3, 2, 1]
    assert UNFINISHED == (PREPARED, CREATED, CONFIG_SENT, ASSETS_SENT)


def test_a_lost_number_is_counted_until_it_is_swept(journal: Journal) -> None:
    record = journal.begin("acc", PARCEL)
    record.begin(CREATE)
    record.lost_number()
    record.lost_number()
    assert (journal.get(1).lost_numbers, journal.get(1).doing) == (2, "")
    record.swept()
    assert journal.get(1).lost_numbers == 0


def test_a_number_that_is_gone_is_created_again(journal: Journal) -> None:
    record = journal.begin("acc", PARCEL)
    record.created(5)
    record.reached(CONFIG_SENT)
    record.start_again()
    assert (journal.get(1).state, journal.get(1).task_id) == (PREPARED, None)


def test_the_tags_of_two_submissions_differ(journal: Journal) -> None:
    assert journal.begin("acc", PARCEL).now.tag != journal.begin("acc", PARCEL).now.tag


def test_a_forgotten_submission_is_gone_and_its_number_is_not_given_again(journal: Journal) -> None:
    journal.begin("acc", PARCEL)
    journal.forget(1)
    assert journal.submissions() == []
    assert journal.begin("acc", PARCEL).now.id == 2
    for act in (journal.get, journal.forget, journal.parcel, journal.record):
        with pytest.raises(UnknownNameError, match="There is no submission 1"):
            act(1)


def test_a_task_is_found_by_its_number_and_account(journal: Journal) -> None:
    journal.begin("acc", PARCEL).created(19084)
    found = journal.task(19084, "acc")
    assert found is not None
    assert found.now.id == 1
    assert journal.task(19084, "other") is None
    assert journal.task(1, "acc") is None


def test_no_secret_is_written(journal: Journal, tmp_path: Path) -> None:
    keep_secret("a-very-secret-key")
    record = journal.begin(account_key("https://task.renderbus.com", "AKIDexample"), PARCEL)
    record.failed("It broke with a-very-secret-key.")
    assert journal.get(1).error == "It broke with ********."
    journal.close()
    for path in (tmp_path / "state").rglob("*"):
        content = path.read_bytes() if path.is_file() else b""
        assert b"a-very-secret-key" not in content
        assert b"AKIDexample" not in content


@pytest.mark.skipif(os.name != "posix", reason="rights are POSIX'")
def test_only_the_user_may_read_it(journal: Journal, tmp_path: Path) -> None:
    assert (tmp_path / "state" / "submissions.sqlite3").stat().st_mode & 0o777 == 0o600


@pytest.mark.skipif(os.name != "posix", reason="links are POSIX'")
def test_a_scene_is_the_same_through_a_link(tmp_path: Path) -> None:
    (tmp_path / "a.ma").write_text("")
    (tmp_path / "b.ma").symlink_to(tmp_path / "a.ma")
    assert scene_key(str(tmp_path / "a.ma")) == scene_key(str(tmp_path / "b.ma"))
    assert scene_key(str(tmp_path / "a.ma")) == scene_key(str(tmp_path / "x" / ".." / "a.ma"))
    assert scene_key(str(tmp_path / "a.ma")) != scene_key(str(tmp_path / "c.ma"))


def test_a_scene_is_locked_once_and_free_afterwards(journal: Journal, tmp_path: Path) -> None:
    with journal.lock("acc", SCENE):
        with reopened(tmp_path) as other, pytest.raises(HeldElsewhere, match="by another program"):
            other.lock("acc", SCENE).__enter__()
        with pytest.raises(HeldElsewhere):
            journal.lock("acc", SCENE).__enter__()
        with journal.lock("acc", "/other.ma"), journal.lock("other", SCENE):
            pass
    with journal.lock("acc", SCENE):
        pass


def test_a_lock_ends_with_a_killed_holder(journal: Journal, tmp_path: Path, checkout: Path) -> None:
    code = (
        "import sys, time; from pathlib import Path; from rb_dcc_core.journal import Journal;"
        "journal = Journal(Path(sys.argv[1])); lock = journal.lock('acc', '/a.ma'); lock.__enter__();"
        "print('held', flush=True); time.sleep(60)"
    )
    words = [sys.executable, "-c", code, str(tmp_path / "state")]
    holder = subprocess.Popen(words, stdout=subprocess.PIPE, cwd=str(checkout))
    try:
        assert holder.stdout is not None
        assert holder.stdout.readline().strip() == b"held"
        with pytest.raises(HeldElsewhere):
            journal.lock("acc", "/a.ma").__enter__()
    finally:
        holder.kill()
        holder.communicate()
    with journal.lock("acc", "/a.ma"):
        pass


def test_two_processes_write_at_once_and_nothing_is_lost(
    journal: Journal, tmp_path: Path, checkout: Path
) -> None:
    code = (
        "import sys; from pathlib import Path; from rb_dcc_core.journal import Journal;"
        "from rb_dcc_core.parcel import Parcel; journal = Journal(Path(sys.argv[1]));"
        "[journal.begin('acc', Parcel('/a.ma', {}, ())).created(1) for _ in range(20)]; journal.close()"
    )
    words = [sys.executable, "-c", code, str(tmp_path / "state")]
    running = [subprocess.Popen(words, cwd=str(checkout), stderr=subprocess.PIPE) for _ in range(3)]
    for each in running:
        assert each.communicate(timeout=60)[1] == b""
    assert len(journal.submissions()) == 60


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(LocalFileError, match="RB_DCC_HOME"):
        Journal(tmp_path / "file" / "state")


def test_a_damaged_journal_is_told(tmp_path: Path) -> None:
    (tmp_path / "submissions.sqlite3").write_bytes(b"not a database" * 100)
    with pytest.raises(LocalFileError, match="is damaged"):
        Journal(tmp_path)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_is_told(journal: Journal, tmp_path: Path) -> None:
    journal.begin("acc", PARCEL)
    connection = journal._database._connection
    (pages,) = connection.execute("PRAGMA page_count").fetchone()
    connection.execute(f"PRAGMA max_page_count={pages}")
    with pytest.raises(LocalFileError, match="The disk is full"):
        journal.begin("acc", Parcel("/a.ma", {"x": os.urandom(100000).hex()}, ()))
    assert len(journal.submissions()) == 1


def test_every_change_is_flushed_to_the_disk(journal: Journal) -> None:
    (level,) = journal._database._connection.execute("PRAGMA synchronous").fetchone()
    assert level == 2  # FULL


def test_it_needs_no_shared_memory_so_a_network_drive_may_hold_it(journal: Journal, tmp_path: Path) -> None:
    journal.begin("acc", PARCEL)
    (mode,) = journal._database._connection.execute("PRAGMA journal_mode").fetchone()
    assert mode == "delete"
    assert [path.name for path in (tmp_path / "state").iterdir()] == ["submissions.sqlite3"]


def test_a_record_without_a_journal_forgets(tmp_path: Path) -> None:
    record = Record()
    record.begin(CREATE)
    record.created(7)
    assert (record.now.id, record.now.task_id, record.now.state, record.now.doing) == (0, 7, CREATED, "")


def test_another_program_in_the_middle_of_writing_is_waited_for(journal: Journal, tmp_path: Path) -> None:
    other = sqlite3.connect(str(tmp_path / "state" / "submissions.sqlite3"), timeout=0, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    journal._database._connection.execute("PRAGMA busy_timeout=50")
    started = time.monotonic()
    with pytest.raises(LocalFileError, match="in use by another program"):
        journal.begin("acc", PARCEL)
    assert time.monotonic() - started >= 0.04
    other.close()
    journal.begin("acc", PARCEL)
