"""Submissions prepared without the service: what the folder holds, what is refused of it, and what is made of it."""

from __future__ import annotations

import contextlib
import dataclasses
import errno
import hashlib
import json
import os
import re
from pathlib import Path
from typing import Any, Callable, Dict, List, Optional

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rb_dcc_core import offline_copies
from rb_dcc_core.environments import RenderEnvironment
from rb_dcc_core.errors import Cancelled, InputError, LocalFileError, TransferError
from rb_dcc_core.filecache import FileCache, PersistentFileCache
from rb_dcc_core.frames import FrameRange
from rb_dcc_core.host import MAX, Camera, SceneSnapshot
from rb_dcc_core.job import JobSettings
from rb_dcc_core.jobfiles import JobContext, file_bytes
from rb_dcc_core.journal import Journal
from rb_dcc_core.locks import HeldElsewhere
from rb_dcc_core.max_scene import MaxFacts
from rb_dcc_core.offline import COPY_PATTERN, OfflineFile, OfflineSubmission
from rb_dcc_core.offline_copies import copy_name
from rb_dcc_core.offline_export import export, prepare_offline
from rb_dcc_core.offline_import import checked_files, parcel_of, read_folder, refuse_misfit
from rb_dcc_core.offline_scene import facts_of
from rb_dcc_core.offline_sent import note_sent, sent_task
from rb_dcc_core.offline_values import Malformed
from rb_dcc_core.parcel import OfflineOrigin, Parcel
from rb_dcc_core.submission import PreparedJob
from tests.support.scenes import OFFERED, STUDIO, asset, layer, scene

WANTED = RenderEnvironment(2000, "2023", {"mtoa": "5.3.1"})
FOUND = RenderEnvironment(2000, "2023", {"MtoA": "5.3.1"}, "farm", 1, 0)
CONTEXT = JobContext("10001136", "62", "", "7")


class Place:
    """A scene with two textures of one content and a folder to export into."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.folder = root / "out"
        self.texture = root / "tex" / "木 wood.png"
        self.texture.parent.mkdir()
        self.texture.write_bytes(b"wood")
        (root / "tex" / "same.png").write_bytes(b"wood")
        (root / "tex" / "con.png").write_bytes(b"another")
        self.told: List[int] = []

    def job(self, **settings: Any) -> PreparedJob:
        names = ("木 wood.png", "same.png", "con.png")
        used = [asset((self.root / "tex" / name).as_posix()) for name in names]
        return prepare_offline(scene(self.root / "a.ma", *used), JobSettings(**settings), WANTED)

    def export(
        self,
        job: Optional[PreparedJob] = None,
        is_copied: bool = True,
        advance: Optional[Callable[[int], None]] = None,
        cache: Optional[FileCache] = None,
    ) -> OfflineSubmission:
        told = advance or self.told.append
        return export(
            job or self.job(), self.folder, is_copied, cache or FileCache(), told, lambda: 1600000000.5
        )

    @property
    def copies(self) -> List[str]:
        found = (path for path in (self.folder / "files").rglob("*") if path.is_file())
        return sorted(path.name for path in found)

    def manifest(self) -> Dict[str, Any]:
        data: Dict[str, Any] = json.loads((self.folder / "submission.json").read_text(encoding="utf-8"))
        return data

    def write(self, data: Any) -> None:
        (self.folder / "submission.json").write_text(json.dumps(data), encoding="utf-8")


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


def test_the_folder_holds_each_content_once_under_a_name_for_every_system(place: Place) -> None:
    made = place.export()
    assert place.copies == ["__wood.png", "_con.png", "a.ma"]
    assert sorted(path.name for path in place.folder.iterdir()) == [
        "export.jsonl",
        "files",
        "submission.json",
    ]
    first, second, third, fourth = made.files
    assert (first.local, first.md5) == ((place.root / "a.ma").as_posix(), made.files[0].md5)
    assert second.copy == third.copy
    assert (second.size, second.sha256) == (4, hashlib.sha256(b"wood").hexdigest())
    assert second.server == place.texture.as_posix().lstrip("/")
    assert fourth.copy is not None
    assert (place.folder / fourth.copy).read_bytes() == b"another"
    scene_size = len(b"//Maya ASCII 2023 scene\n")
    assert (made.size_bytes, made.held_bytes) == (scene_size + 4 + 4 + 7, scene_size + 4 + 7)
    assert sum(place.told) == made.size_bytes
    assert (made.created_ms, made.is_copied, made.product) == (1600000000500, True, "0.1.0")


def test_the_manifest_comes_back_as_it_was_and_its_job_files_have_no_number_and_no_account(
    place: Place,
) -> None:
    made = place.export(place.job(label="spot", environment="farm", frames=FrameRange.parse("1-4x2")))
    assert read_folder(place.folder) == made
    info = place.manifest()["job_files"]["task.json"]["task_info"]
    assert (info["task_id"], info["user_id"], info["platform"], info["project_id"]) == ("", "", "", "0")
    assert info["project_name"] == "spot"
    assert made.environment == dataclasses.replace(WANTED, name="farm")


def test_only_referring_leaves_the_files_where_they_are(place: Place) -> None:
    made = place.export(is_copied=False)
    assert sorted(path.name for path in place.folder.iterdir()) == ["export.jsonl", "submission.json"]
    assert (made.is_copied, made.held_bytes) == (False, 0)
    paths = checked_files(read_folder(place.folder), place.folder, FileCache())
    assert paths[1] == place.texture.as_posix()


def test_what_the_cache_knows_is_not_read_where_nothing_is_copied(place: Place, tmp_path: Path) -> None:
    job = place.job()
    before = place.texture.stat()
    exports = []
    for folder in ("one", "two"):
        place.folder = tmp_path / folder
        cache = PersistentFileCache(tmp_path / "cache", lambda: 1e12)
        exports.append(place.export(job, is_copied=False, cache=cache).files)
        cache.close()
        place.texture.write_bytes(b"evil")
        os.utime(str(place.texture), ns=(before.st_atime_ns, before.st_mtime_ns))
    assert exports[0] == exports[1]


def test_an_export_that_was_stopped_goes_on_and_copies_nothing_twice(place: Place) -> None:
    told: List[int] = []

    def stop_at_the_third(size: int) -> None:
        told.append(size)
        if len(told) == 3:
            raise Cancelled()

    job = place.job()
    with pytest.raises(Cancelled):
        place.export(job, advance=stop_at_the_third)
    assert place.copies == ["__wood.png", "a.ma"]
    with pytest.raises(InputError, match=r"was not finished\. Run 'rb-dcc submit SCENE --offline DIR' again"):
        read_folder(place.folder)
    (copy,) = (place.folder / "files").rglob("a.ma")
    before = copy.stat()
    with open(str(place.folder / "export.jsonl"), "ab") as log:
        log.write(b'["torn')
    made = place.export(job)
    assert (copy.stat().st_ino, copy.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    assert sum(place.told) == made.size_bytes
    assert place.export(job) == made
    assert checked_files(made, place.folder, FileCache())


class FullDisk:
    """Opens files for writing on a disk with room for so many bytes."""

    def __init__(self, room: int) -> None:
        self.room = room

    def __call__(self, path: str, mode: str) -> Any:
        stream = open(path, mode)  # noqa: SIM115 - whoever asked for it closes it
        return FullStream(stream, self) if mode == "wb" else stream


class FullStream:
    def __init__(self, stream: Any, disk: FullDisk) -> None:
        self._stream = stream
        self._disk = disk

    def write(self, block: bytes) -> int:
        self._disk.room -= len(block)
        if self._disk.room < 0:
            raise OSError(errno.ENOSPC, "No space left on device")
        return int(self._stream.write(block))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)

    def __enter__(self) -> FullStream:
        return self

    def __exit__(self, *_: object) -> None:
        self._stream.close()


def test_a_full_disk_says_so_leaves_no_half_copy_and_the_export_goes_on(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = place.job()
    with monkeypatch.context() as patch:
        patch.setattr(offline_copies, "open", FullDisk(26), raising=False)
        with pytest.raises(LocalFileError, match=r"The disk is full: .* Make room and try again"):
            place.export(job)
    assert place.copies == ["a.ma"]
    assert checked_files(place.export(job), place.folder, FileCache())


def test_a_file_that_changes_while_it_is_copied_is_copied_again(place: Place) -> None:
    job = place.job()
    changes = [b"wood, painted", b""]

    def paint(size: int) -> None:
        if size == 4 and changes[0]:
            place.texture.write_bytes(changes.pop(0))

    made = place.export(job, advance=paint)
    assert made.files[1].size == len(b"wood, painted")
    assert checked_files(made, place.folder, FileCache())


def test_a_file_that_never_stands_still_is_named(place: Place) -> None:
    sizes: List[int] = []

    def write_on(size: int) -> None:
        sizes.append(size)
        place.texture.write_bytes(b"x" * (100 + len(sizes)))

    with pytest.raises(TransferError, match=r"wood\.png changed each time it was read\. Wait until"):
        place.export(advance=write_on)


def test_a_scene_that_is_saved_meanwhile_is_not_exported_under_its_old_checksum(place: Place) -> None:
    job = place.job()
    (place.root / "a.ma").write_bytes(b"//Maya ASCII 2024 scene, longer\n")
    with pytest.raises(InputError, match=r"a\.ma was saved meanwhile\. Run the command again\."):
        place.export(job)


def test_a_folder_with_anything_else_in_it_is_refused(place: Place) -> None:
    place.folder.mkdir()
    (place.folder / "mine.txt").write_bytes(b"")
    with pytest.raises(InputError, match=r"is not empty\. Choose a new folder"):
        place.export()
    assert [path.name for path in place.folder.iterdir()] == ["mine.txt"]


def test_another_submission_does_not_go_into_the_same_folder(place: Place) -> None:
    made = place.export()
    for job, is_copied in ((place.job(tiles=4), True), (place.job(), False)):
        with pytest.raises(InputError, match=r"holds another submission, of .*a\.ma"):
            place.export(job, is_copied)
    assert read_folder(place.folder) == made


def test_a_texture_painted_since_replaces_its_copy_in_the_same_folder(place: Place) -> None:
    first = place.export()
    place.texture.write_bytes(b"wood, painted")
    second = place.export()
    assert second.id == first.id
    assert second.files[1].sha256 == hashlib.sha256(b"wood, painted").hexdigest()
    assert second.files[2] == first.files[2]
    assert checked_files(second, place.folder, FileCache())


def test_the_folder_may_be_a_file(place: Place) -> None:
    place.folder.write_bytes(b"")
    with pytest.raises(LocalFileError, match=r"could not be written|cannot be read"):
        place.export()
    with pytest.raises(InputError, match="holds no offline submission"):
        read_folder(place.folder)


def test_what_is_sent_has_the_farm_paths_of_there_and_the_local_paths_of_here(
    place: Place, tmp_path: Path
) -> None:
    made = place.export(place.job(label="spot"))
    carried = tmp_path / "another disk"
    os.rename(str(place.folder), str(carried))
    for path in place.texture.parent.iterdir():
        path.unlink()
    paths = checked_files(read_folder(carried), carried, FileCache())
    parcel = parcel_of(made, carried, paths, FOUND, CONTEXT)
    base = place.root.as_posix().lstrip("/")
    assert [entry.server for entry in parcel.entries] == [
        f"{base}/a.ma",
        f"{base}/tex/木 wood.png",
        f"{base}/tex/same.png",
        f"{base}/tex/con.png",
    ]
    assert all(entry.local.startswith(carried.as_posix() + "/files/") for entry in parcel.entries)
    assert parcel.scene == parcel.entries[0].local
    assert parcel.origin == OfflineOrigin(made.id, str(carried))
    assert parcel.files["upload.json"]["asset"][1] == {"local": paths[1], "server": f"{base}/tex/木 wood.png"}
    assert parcel.files["upload.json"]["scene"][0]["hash"] == made.files[0].md5
    task = parcel.files["task.json"]
    assert task["software_config"]["plugins"] == {"MtoA": "5.3.1"}
    info = task["task_info"]
    assert (info["user_id"], info["platform"], info["project_id"], info["task_id"]) == (
        "10001136",
        "62",
        "7",
        "",
    )
    assert (info["input_cg_file"], info["project_name"]) == ((place.root / "a.ma").as_posix(), "spot")


def test_a_3ds_max_scenes_archive_is_copied_even_where_the_files_are_only_referred_to(place: Place) -> None:
    file = place.root / "a.max"
    picture = layer(output="D:/out/a.exr", renderer="vray")
    told = asset(place.texture.as_posix())
    snapshot = scene(file, told, host=MAX, plugins={}, layers=(picture,), max_facts=MaxFacts())
    wanted = RenderEnvironment(2001, "2023", {})
    job = prepare_offline(snapshot, JobSettings(), wanted)
    archive = Path(job.entries[0].local)
    made = place.export(job, is_copied=False)
    assert (place.copies, made.is_copied, archive.exists()) == (["a.max.7z"], False, False)
    assert read_folder(place.folder) == made
    paths = checked_files(made, place.folder, FileCache())
    parcel = parcel_of(made, place.folder, paths, dataclasses.replace(wanted, os_name=0), CONTEXT)
    assert parcel.entries[0].server == file.as_posix().lstrip("/") + ".7z"
    assert parcel.files["asset.json"]["zip"] == [paths[0]]
    assert parcel.files["task.json"]["task_info"]["os_name"] == "1"
    assert (parcel.entries[1].local, parcel.packing) == (place.texture.as_posix(), "")


@pytest.mark.parametrize(("os_name", "count"), [(0, 3), (1, 2)])
def test_names_that_differ_by_case_wait_for_the_farms_system(
    tmp_path: Path, os_name: int, count: int
) -> None:
    (tmp_path / "A.png").write_bytes(b"x")
    local = (tmp_path / "A.png").as_posix()
    used = (asset(local, "/T/A.png"), asset(local, "/t/A.png"))
    job = prepare_offline(scene(tmp_path / "a.ma", *used), JobSettings(), WANTED)
    made = export(job, tmp_path / "out", True, FileCache())
    paths = checked_files(made, tmp_path / "out", FileCache())
    found = dataclasses.replace(FOUND, os_name=os_name)
    parcel = parcel_of(made, tmp_path / "out", paths, found, CONTEXT)
    assert len(parcel.entries) == len(parcel.files["upload.json"]["asset"]) == count
    assert parcel.files["task.json"]["task_info"]["os_name"] == str(os_name)


def test_results_go_where_it_was_prepared_for_where_this_computer_has_that(place: Place) -> None:
    there = str(place.root / "results")
    for told, here in ((there, there), ("/no/such/folder/results", ""), ("D:/results", ""), ("", "")):
        place.folder = place.root / f"out {len(told)}"
        made = place.export(place.job(output_folder=told))
        paths = checked_files(made, place.folder, FileCache())
        assert parcel_of(made, place.folder, paths, FOUND, CONTEXT).output_folder == here


def test_a_copy_that_is_missing_or_changed_is_named(place: Place) -> None:
    made = place.export()
    copies = {file.local: place.folder / str(file.copy) for file in made.files}
    wood = copies[place.texture.as_posix()]
    wood.write_bytes(b"rotn")
    with pytest.raises(LocalFileError) as refused:
        checked_files(made, place.folder, FileCache())
    assert str(refused.value) == (
        f"The submission in {place.folder} is not whole: {wood.as_posix()}, the copy of {place.texture.as_posix()}, is"
        " not what was exported. Carry the folder over again."
    )
    wood.unlink()
    with pytest.raises(
        LocalFileError,
        match=r"is missing\. Carry the folder over again\. \(1 more are missing or changed\.\)",
    ):
        checked_files(made, place.folder, FileCache())


def test_a_file_referred_to_that_is_missing_or_changed_is_named(place: Place) -> None:
    made = place.export(is_copied=False)
    os.utime(str(place.texture), (1, 1))
    assert checked_files(made, place.folder, FileCache())
    place.texture.write_bytes(b"evil")
    with pytest.raises(LocalFileError, match=r"wood\.png has changed since the submission was exported"):
        checked_files(made, place.folder, FileCache())
    place.texture.unlink()
    with pytest.raises(LocalFileError, match=r"wood\.png is missing\. .* or export it with --copy\."):
        checked_files(made, place.folder, FileCache())


def test_a_scene_whose_checksum_in_the_manifest_is_another_is_refused(place: Place) -> None:
    place.export()
    data = place.manifest()
    data["files"][0]["md5"] = "0" * 32
    place.write(data)
    with pytest.raises(LocalFileError, match="is not what was exported"):
        checked_files(read_folder(place.folder), place.folder, FileCache())


@pytest.mark.parametrize(
    "copy",
    [
        "../secret.txt",
        "files/../../secret.txt",
        "/etc/passwd",
        "C:\\Windows\\win.ini",
        "\\\\server\\share\\x",
        "files/" + "0" * 32 + "/../../../secret.txt",
        "files/" + "0" * 32 + "/..",
        "files/" + "0" * 32 + "/a/b",
        "files/" + "0" * 32 + "/a:b",
        "",
    ],
)
def test_a_path_that_leads_out_of_the_folder_is_refused(place: Place, copy: str) -> None:
    place.export()
    data = place.manifest()
    data["files"][1]["copy"] = copy
    place.write(data)
    with pytest.raises(InputError) as refused:
        read_folder(place.folder)
    assert "cannot be read as an offline submission (files 2: copy)" in str(refused.value)


@pytest.mark.skipif(os.name != "posix", reason="links are POSIX'")
def test_a_link_that_leads_out_of_the_folder_is_refused(place: Place) -> None:
    made = place.export()
    copy = place.folder / str(made.files[1].copy)
    copy.unlink()
    copy.symlink_to(place.texture)
    with pytest.raises(InputError, match=r"leads out of .* through a link, so nothing was sent"):
        checked_files(made, place.folder, FileCache())


def changed(*keys: Any, to: Any) -> Callable[[Any], None]:
    """Puts a value at a place in the manifest."""

    def change(data: Any) -> None:
        for key in keys[:-1]:
            data = data[key]
        data[keys[-1]] = to

    return change


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (changed("kind", to="something"), "kind"),
        (changed("schema", to="1"), "schema"),
        (changed("schema", to=True), "schema"),
        (changed("id", to="../../x"), "id"),
        (changed("scene", to=[]), "scene"),
        (changed("scene", "layers", to={}), "(scene: layers)"),
        (changed("scene", "layers", 0, "cameras", to=[1]), "(scene: layers 1: cameras)"),
        (changed("scene", "plugins", to={"mtoa": 5}), "plugins"),
        (changed("settings", to={"tiles": "many"}), "settings: The setting 'tiles' cannot be read"),
        (changed("environment", "os", to="beos"), "(environment: os)"),
        (changed("job_files", "task.json", to={}), "(job_files: task.json: task_info)"),
        (changed("job_files", "tips.json", to={"10012": 1}), "10012"),
        (changed("job_files", to={}), "task.json"),
        (changed("files", to=[]), "files: the scene"),
        (changed("files", 0, "size", to=-1), "files 1: size"),
        (changed("files", 0, "sha256", to="x"), "files 1: sha256"),
        (changed("files", 1, "md5", to="0" * 32), "files: the scene"),
        (changed("files", 1, "local", to="wood.png"), "the local path 'wood.png'"),
        (changed("files", 1, "server", to="../other/x"), "the farm's path '../other/x'"),
        (changed("files", 1, "server", to=""), "the farm's path ''"),
    ],
)
def test_a_manifest_that_was_tampered_with_is_refused_by_its_value(
    place: Place, change: Callable[[Any], None], why: str
) -> None:
    place.export()
    data = place.manifest()
    change(data)
    place.write(data)
    with pytest.raises(InputError) as refused:
        read_folder(place.folder)
    assert "cannot be read as an offline submission (" in str(refused.value)
    assert why in str(refused.value)


@pytest.mark.parametrize(
    "content", [b"", b"{", b"\xff\xfe", b"[]", b"null", b"[" * 100000, b'{"a": "\\udc00']
)
def test_a_manifest_that_is_none_is_refused(place: Place, content: bytes) -> None:
    place.folder.mkdir()
    (place.folder / "submission.json").write_bytes(content)
    with pytest.raises(InputError, match="cannot be read as an offline submission"):
        read_folder(place.folder)


def test_a_folder_of_a_newer_release_says_so(place: Place) -> None:
    place.export()
    place.write(dict(place.manifest(), schema=2, product="7.0"))
    with pytest.raises(InputError, match=r"release 7\.0, which is newer than this one \(0\.1\.0\)"):
        read_folder(place.folder)


def test_an_environment_that_does_not_fit_is_refused_with_its_differences(tmp_path: Path) -> None:
    facts = facts_of(scene(tmp_path / "a.ma", plugins={"mtoa": "3.0"}, host_version="2022"))
    with pytest.raises(InputError) as refused:
        refuse_misfit(facts, FOUND, OFFERED)
    assert str(refused.value) == (
        "No render environment of the account or the farm fits the scene; the nearest differs: Maya 2023 on the farm,"
        " 2022 in the scene; mtoa 5.3.1 on the farm, 3.0 in the scene. Choose one with --env, or make one with 'rb-dcc"
        " env create'."
    )
    refuse_misfit(facts_of(scene(tmp_path / "a.ma")), FOUND, None)


def test_a_folder_that_was_sent_says_so_for_each_service(place: Place) -> None:
    place.export()
    assert sent_task(place.folder, "https://a") is None
    note_sent(place.folder, "https://a", 19084)
    note_sent(place.folder, "https://b", 5)
    assert (sent_task(place.folder, "https://a"), sent_task(place.folder, "https://b")) == (19084, 5)
    note_sent(place.folder, "https://a", 19085)
    assert sent_task(place.folder, "https://a") == 19085
    for broken in (b"[", b"[]", b'{"https://a": "x"}'):
        (place.folder / "sent.json").write_bytes(broken)
        assert sent_task(place.folder, "https://a") is None
    note_sent(place.texture, "https://a", 1)


def test_the_journal_knows_an_export_by_its_id_wherever_its_folder_is(tmp_path: Path) -> None:
    one = Parcel("/disk/files/a.ma", {}, (), None, OfflineOrigin("0123456789abcdef", "/disk"))
    other = dataclasses.replace(one, scene="/b/a.ma", origin=OfflineOrigin("0123456789abcdef", "/b"))
    with Journal(tmp_path / "state") as journal:
        journal.begin("acc", one).created(19084)
        journal.begin("acc", other)
        journal.begin("acc", dataclasses.replace(one, origin=OfflineOrigin("f" * 16, "/disk")))
        journal.begin("acc", dataclasses.replace(one, origin=None))
        assert [each.id for each in journal.exported("acc", "0123456789abcdef")] == [2, 1]
        assert journal.exported("other", "0123456789abcdef") == []
        assert [each.id for each in journal.unfinished("acc", one.scene)] == [4]
        assert journal.parcel(1) == one
        with journal.lock_exported("acc", one.origin.id if one.origin else "", "/disk"):
            with pytest.raises(HeldElsewhere, match="/b is being submitted by another program"):
                journal.lock_exported("acc", "0123456789abcdef", "/b").__enter__()
            with journal.lock("acc", one.scene):
                pass


def test_a_parcel_of_an_earlier_release_is_still_read() -> None:
    old = {"scene": "/a.ma", "files": {}, "entries": [["/a.ma", "a.ma", None]], "scene_stamp": None}
    assert Parcel.from_json(old).origin is None


@given(st.text(max_size=200), st.binary(min_size=32, max_size=32))
def test_every_name_of_a_copy_is_safe(local: str, digest: bytes) -> None:
    name = copy_name(digest.hex(), local)
    assert re.fullmatch(COPY_PATTERN, name)
    last = name.rpartition("/")[2]
    assert last[-1] != "."
    assert last.split(".")[0].lower() not in ("con", "prn", "aux", "nul", "com1", "lpt9")


TEXTS = st.text(max_size=20)
MAYBE = st.none() | TEXTS
COUNTS = st.integers(0, 2**60)
CAMERAS = st.builds(Camera, TEXTS, TEXTS, st.none() | st.booleans(), st.booleans(), MAYBE)
LAYERS = st.builds(
    layer,
    TEXTS,
    TEXTS,
    renderable=st.booleans(),
    renderer=MAYBE,
    cameras=st.lists(TEXTS, max_size=3).map(tuple),
    frames=MAYBE,
    width=st.none() | COUNTS,
    height=st.none() | COUNTS,
    pixel_aspect=st.none() | st.floats(allow_nan=False),
    image_format=MAYBE,
    image_prefix=MAYBE,
    animation=st.none() | st.booleans(),
    device=MAYBE,
    output=MAYBE,
)
SCENES = st.builds(
    SceneSnapshot,
    st.sampled_from(["maya", MAX]),
    MAYBE,
    TEXTS,
    MAYBE,
    st.none() | st.floats(allow_nan=False),
    MAYBE,
    st.dictionaries(TEXTS, MAYBE, max_size=3),
    st.lists(CAMERAS, max_size=3).map(tuple),
    st.lists(LAYERS, max_size=3).map(tuple),
    layer_system=st.sampled_from(["legacy", "render_setup"]),
    max_facts=st.none() | st.builds(MaxFacts, own_plugins=st.lists(TEXTS, max_size=2).map(tuple)),
)
SETTINGS = st.builds(
    JobSettings,
    cameras=st.lists(TEXTS, max_size=2).map(tuple),
    frames=st.none() | st.just(FrameRange.parse("-3-10x2,99")),
    label=TEXTS,
    os_name=st.sampled_from([0, 1]),
    tiles=COUNTS,
    is_test_stop=st.booleans(),
    path_map=st.dictionaries(TEXTS, TEXTS, max_size=2).map(lambda found: tuple(found.items())),
    environment=TEXTS,
)
ENVIRONMENTS = st.builds(
    RenderEnvironment,
    st.sampled_from([2000, 2001]),
    TEXTS,
    st.dictionaries(TEXTS, TEXTS, max_size=2),
    MAYBE,
    st.sampled_from([0, 1]),
    st.sampled_from([0, 1]),
)


@st.composite
def submissions(draw: Any) -> OfflineSubmission:
    is_copied = draw(st.booleans())
    names = draw(st.lists(st.text(min_size=1, max_size=20).filter(_is_name), min_size=1, max_size=4))
    files = []
    for number, name in enumerate(names):
        digest = hashlib.sha256(str(number).encode()).hexdigest()
        copy = copy_name(digest, name) if is_copied else None
        md5 = None if number else "0123456789abcdef" * 2
        files.append(OfflineFile("/" + name, name, draw(COUNTS), digest, copy, md5))
    jobs = {
        "task.json": {"software_config": {}, "task_info": {"task_id": "", "x": draw(TEXTS)}},
        "upload.json": {"asset": []},
        "asset.json": {"asset": draw(st.lists(TEXTS, max_size=2))},
        "tips.json": draw(st.dictionaries(TEXTS, st.lists(TEXTS, max_size=2), max_size=2)),
    }
    parts = (draw(SCENES), draw(SETTINGS), draw(ENVIRONMENTS), jobs, tuple(files), draw(TEXTS))
    return OfflineSubmission("0123456789abcdef", draw(COUNTS), *parts)


def _is_name(name: str) -> bool:
    return "\0" not in name and ".." not in name.replace("\\", "/").split("/")


@given(submissions())
def test_a_manifest_comes_back_whatever_its_names(made: OfflineSubmission) -> None:
    assert OfflineSubmission.from_json(json.loads(file_bytes(made.to_json()).decode("utf-8"))) == made


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@given(submissions(), st.data())
def test_a_manifest_with_any_value_replaced_is_read_or_refused(made: OfflineSubmission, data: Any) -> None:
    found = json.loads(file_bytes(made.to_json()).decode("utf-8"))
    inner = found
    while data.draw(st.booleans()):
        keys = sorted(inner) if isinstance(inner, dict) else list(range(len(inner)))
        deeper = [key for key in keys if isinstance(inner[key], (dict, list)) and inner[key]]
        if not deeper:
            break
        inner = inner[data.draw(st.sampled_from(deeper))]
    keys = sorted(inner) if isinstance(inner, dict) else list(range(len(inner)))
    inner[data.draw(st.sampled_from(keys))] = data.draw(JSON)
    with contextlib.suppress(Malformed, InputError):
        OfflineSubmission.from_json(found)


def test_names_that_are_no_text_come_back(tmp_path: Path) -> None:
    file = OfflineFile("/t/\udce9\n😀.png", "t/\udce9.png", 1, "0" * 64, None, "0" * 32)
    jobs = {"task.json": {"task_info": {}, "software_config": {}}}
    jobs.update({name: {} for name in ("upload.json", "asset.json", "tips.json")})
    made = OfflineSubmission("0" * 16, 0, facts_of(STUDIO), JobSettings(), WANTED, jobs, (file,))
    (tmp_path / "submission.json").write_bytes(file_bytes(made.to_json()))
    assert read_folder(tmp_path) == made
