"""Files are written whole or not at all."""

from __future__ import annotations

import errno
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from rb_dcc_core.atomic import disk_error, read_error, set_aside, write_atomically
from rb_dcc_core.errors import LocalFileError

posix_only = pytest.mark.skipif(os.name != "posix", reason="permission bits are POSIX's")


def test_a_file_is_written_with_the_folders_it_needs(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b" / "settings.json"
    write_atomically(path, b"new")
    assert path.read_bytes() == b"new"
    assert [each.name for each in path.parent.iterdir()] == ["settings.json"]


def test_a_file_is_replaced_whole(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.write_bytes(b"old and much longer")
    write_atomically(path, b"new")
    assert path.read_bytes() == b"new"


@posix_only
def test_a_private_file_is_its_owners_alone(tmp_path: Path) -> None:
    path = tmp_path / "credentials.json"
    write_atomically(path, b"{}", private=True)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@posix_only
def test_an_ordinary_file_has_the_rights_the_umask_asks_for(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        write_atomically(tmp_path / "settings.json", b"{}")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "settings.json").stat().st_mode) == 0o640
    assert os.umask(before) == before


def test_a_file_where_the_folder_should_be_is_told_and_left(tmp_path: Path) -> None:
    (tmp_path / "home").write_bytes(b"in the way")
    with pytest.raises(LocalFileError) as raised:
        write_atomically(tmp_path / "home" / "settings.json", b"new")
    assert str(raised.value).startswith(f"{tmp_path / 'home' / 'settings.json'} could not be written (")
    assert "Choose a folder you may write to, or set RB_DCC_HOME" in str(raised.value)
    assert (tmp_path / "home").read_bytes() == b"in the way"


def test_a_folder_in_the_files_place_is_told_and_nothing_is_left_behind(tmp_path: Path) -> None:
    (tmp_path / "settings.json").mkdir()
    with pytest.raises(LocalFileError):
        write_atomically(tmp_path / "settings.json", b"new")
    assert [each.name for each in tmp_path.iterdir()] == ["settings.json"]


@posix_only
@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written_is_told(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(LocalFileError, match="Choose a folder you may write to"):
            write_atomically(tmp_path / "settings.json", b"new")
    finally:
        tmp_path.chmod(0o700)


# The kernel's limit on a file's size stands in for a full disk; it would end the tests' own process, so it has its own.
FULL_DISK = """
import resource, signal, sys
from pathlib import Path
from rb_dcc_core.atomic import write_atomically
from rb_dcc_core.errors import LocalFileError
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
try:
    write_atomically(Path(sys.argv[1]), b"x" * 5000)
except LocalFileError as error:
    print(error)
"""


@posix_only
def test_the_old_content_stays_when_the_disk_takes_no_more(tmp_path: Path, checkout: Path) -> None:
    path = tmp_path / "settings.json"
    path.write_bytes(b"old")
    run = subprocess.run(
        [sys.executable, "-c", FULL_DISK, str(path)], cwd=str(checkout), stdout=subprocess.PIPE, timeout=60
    )
    assert run.stdout.decode().startswith(f"{path} could not be written (File too large).")
    assert path.read_bytes() == b"old"
    assert [each.name for each in tmp_path.iterdir()] == ["settings.json"]


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        (errno.ENOSPC, "The disk is full: {path} could not be written. Make room and try again."),
        (errno.EDQUOT, "The disk is full: {path} could not be written. Make room and try again."),
        (errno.EACCES, "{path} could not be written (Permission denied). Choose a folder you may write to"),
        (
            errno.EROFS,
            "{path} could not be written (Read-only file system). Choose a folder you may write to",
        ),
        (errno.EIO, "{path} could not be written (Input/output error). Check the disk and try again."),
    ],
)
def test_what_the_disk_refuses_becomes_a_sentence(number: int, sentence: str) -> None:
    error = disk_error(OSError(number, os.strerror(number)), Path("out.png"))
    assert str(error).startswith(sentence.format(path="out.png"))


def test_broken_files_are_set_aside_each_under_a_name_of_its_own(tmp_path: Path) -> None:
    path = tmp_path / "shot.ma.rb-dcc.json"
    kept = []
    for content in (b"{one", b"{two"):
        path.write_bytes(content)
        kept.append(set_aside(path))
    assert [each.read_bytes() for each in kept] == [b"{one", b"{two"]
    assert all(each.name.startswith("shot.ma.rb-dcc.broken-") and each.suffix == ".json" for each in kept)
    assert not path.exists()


def test_a_file_that_cannot_be_set_aside_is_told(tmp_path: Path) -> None:
    with pytest.raises(LocalFileError, match="could not be written"):
        set_aside(tmp_path / "gone.json")


@pytest.mark.parametrize(
    ("error", "why"),
    [
        (OSError(errno.EACCES, "Permission denied"), "Permission denied"),
        (OSError("odd"), "odd"),
        (ValueError("embedded null byte"), "embedded null byte"),
    ],
)
def test_what_cannot_be_read_is_told_in_one_sentence(error: Exception, why: str) -> None:
    assert str(read_error(error, "/x")) == (
        f"/x cannot be read ({why}). Check that it is there and that you may read it."
    )
