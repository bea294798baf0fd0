"""Files on their way: what is known is not read, what changes is sent again, what is no file is never opened."""

from __future__ import annotations

import hashlib
import os
import socket
import time
from pathlib import Path
from typing import Callable, List

import pytest

from rb_dcc_core.errors import InputError, LocalFileError, TransferError
from rb_dcc_core.filecache import FileCache, PersistentFileCache, Stamp, stamp_of
from rb_dcc_core.jobfiles import UploadEntry
from rb_dcc_core.parcel import Parcel
from rb_dcc_core.uploading import UploadReport, upload
from tests.support.memory_transfer import MemoryTransfer

LONG_AGO = 1500000000


def made(path: Path, content: bytes = b"wood", when: int = LONG_AGO) -> Path:
    path.write_bytes(content)
    os.utime(str(path), (when, when))
    return path


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def send(transfer: MemoryTransfer, cache: FileCache, *paths: Path) -> UploadReport:
    entries = tuple(UploadEntry(path.as_posix(), "s/" + path.name) for path in paths)
    return upload(transfer, Parcel("/a.ma", {}, entries), cache, lambda _: None)


def test_a_checksum_taken_once_is_known_the_next_time(tmp_path: Path) -> None:
    path = made(tmp_path / "wood.png")
    for known in (None, sha256(b"wood")):
        transfer, cache = MemoryTransfer(), PersistentFileCache(tmp_path / "cache")
        report = send(transfer, cache, path)
        cache.close()
        assert transfer.known == [known]
        assert report == UploadReport(4, [])


@pytest.mark.parametrize("change", ["content", "time", "inode"])
def test_a_file_that_is_not_as_it_was_is_not_known(tmp_path: Path, change: str) -> None:
    path, cache = made(tmp_path / "wood.png"), PersistentFileCache(tmp_path / "cache")
    cache.learn(str(path), stamp_of(str(path)), sha256(b"wood"))
    cache.close()
    if change == "inode":
        os.replace(str(made(tmp_path / "other", b"good")), str(path))
    else:
        made(path, b"woods" if change == "content" else b"good", LONG_AGO + (change == "time"))
    again = PersistentFileCache(tmp_path / "cache")
    assert again.known(str(path), stamp_of(str(path))) is None
    again.close()


def test_a_file_written_this_moment_is_not_remembered(tmp_path: Path) -> None:
    """It may be written again within the same tick of the file system's clock."""
    path = tmp_path / "fresh"
    path.write_bytes(b"x")
    cache = PersistentFileCache(tmp_path / "cache", lambda: path.stat().st_mtime + 1)
    cache.learn(str(path), stamp_of(str(path)), sha256(b"x"))
    cache.close()
    again = PersistentFileCache(tmp_path / "cache")
    assert again.known(str(path), stamp_of(str(path))) is None
    again.close()


def test_a_cache_that_cannot_be_written_costs_only_time(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    cache = PersistentFileCache(tmp_path / "file" / "cache")
    cache.learn("/a", Stamp(1, 2, "3"), "x")
    assert cache.known("/a", Stamp(1, 2, "3")) is None
    cache.close()


def test_a_name_of_any_bytes_is_kept(tmp_path: Path) -> None:
    cache = PersistentFileCache(tmp_path)
    for name in ("/t/\udcff", "/t/a\nb", "/t/😀", "/t/'; DROP TABLE files"):
        cache.learn(name, Stamp(1, LONG_AGO, "1:2"), "of " + name.encode("utf-8", "replace").decode())
    cache.close()
    again = PersistentFileCache(tmp_path)
    assert again.known("/t/😀", Stamp(1, LONG_AGO, "1:2")) == "of /t/😀"
    assert again.known("/t/\udcff", Stamp(1, LONG_AGO, "1:2")) == "of /t/?"
    again.close()


def test_a_file_that_changes_on_the_way_is_sent_again_and_told(tmp_path: Path) -> None:
    path, transfer = made(tmp_path / "wood.png"), MemoryTransfer()
    transfer.after_sending = [lambda: made(path, b"other", LONG_AGO + 1)]
    report = send(transfer, FileCache(), path)
    assert [content for _, _, content in transfer.sent] == [b"wood", b"other"]
    assert report == UploadReport(9, [path.as_posix()])


def test_a_file_that_never_stands_still_is_told(tmp_path: Path) -> None:
    path, transfer = made(tmp_path / "wood.png"), MemoryTransfer()
    changes: List[Callable[[], object]] = [lambda step=step: made(path, b"x" * step) for step in range(5, 9)]
    transfer.after_sending = changes
    with pytest.raises(TransferError, match="changed each time it was sent"):
        send(transfer, FileCache(), path)
    assert len(transfer.sent) == 3


def scene_parcel(path: Path) -> Parcel:
    md5 = hashlib.md5(path.read_bytes()).hexdigest()
    return Parcel(str(path), {}, (UploadEntry(str(path), "s/a.ma", md5),), stamp_of(str(path)))


def test_a_scene_saved_again_is_not_sent_under_the_old_hash(tmp_path: Path) -> None:
    path, transfer = made(tmp_path / "a.ma"), MemoryTransfer()
    parcel = scene_parcel(path)
    made(path, b"good")
    os.utime(str(path), (LONG_AGO + 5, LONG_AGO + 5))
    with pytest.raises(InputError, match="was saved again since"):
        upload(transfer, parcel, FileCache(), lambda _: None)
    assert transfer.sent == []


def test_a_scene_saved_while_it_is_sent_ends_it(tmp_path: Path) -> None:
    path, transfer = made(tmp_path / "a.ma"), MemoryTransfer()
    parcel = scene_parcel(path)
    transfer.after_sending = [lambda: made(path, b"good", LONG_AGO + 1)]
    with pytest.raises(InputError, match="was saved again since"):
        upload(transfer, parcel, FileCache(), lambda _: None)


def test_a_scene_only_touched_since_is_the_same(tmp_path: Path) -> None:
    path, transfer = made(tmp_path / "a.ma"), MemoryTransfer()
    parcel = scene_parcel(path)
    os.utime(str(path), (LONG_AGO + 9, LONG_AGO + 9))
    upload(transfer, parcel, FileCache(), lambda _: None)
    assert len(transfer.sent) == 1


def test_an_empty_file_and_odd_names_are_sent(tmp_path: Path) -> None:
    names = ["empty.bin", "a\nb.png", "😀 é.png"] if os.name == "posix" else ["empty.bin", "😀 é.png"]
    transfer = MemoryTransfer()
    send(transfer, FileCache(), *(made(tmp_path / name, b"") for name in names))
    assert [remote for _, remote, _ in transfer.sent] == ["s/" + name for name in names]


@pytest.mark.skipif(os.name != "posix", reason="sockets, pipes and links are POSIX'")
@pytest.mark.parametrize("kind", ["pipe", "socket", "folder", "loop", "gone", "nul"])
def test_what_is_no_readable_file_is_told_and_never_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    path = tmp_path / kind
    listener = socket.socket(socket.AF_UNIX)
    if kind == "pipe":
        os.mkfifo(str(path))
    elif kind == "socket":
        monkeypatch.chdir(tmp_path)  # a socket's path must be short
        listener.bind(kind)
    elif kind == "folder":
        path.mkdir()
    elif kind == "loop":
        path.symlink_to(path)
    elif kind == "nul":
        path = Path(str(path) + "\0")
    started = time.monotonic()
    with pytest.raises(LocalFileError) as refused:
        send(MemoryTransfer(), FileCache(), path)
    listener.close()
    assert str(path) in str(refused.value)
    assert time.monotonic() - started < 1


class SetTransfer(MemoryTransfer):
    """Sends whole sets, as the vendor's program does."""

    sends_sets = True


def test_a_set_goes_at_once_and_what_changed_goes_again(tmp_path: Path) -> None:
    first, second = made(tmp_path / "a.png"), made(tmp_path / "b.png", b"b")
    transfer = SetTransfer()
    transfer.after_sending = [lambda: made(first, b"other", LONG_AGO + 1)]
    report = send(transfer, FileCache(), first, second)
    assert [content for _, _, content in transfer.sent] == [b"wood", b"b", b"other"]
    assert report.changed == [first.as_posix()]
