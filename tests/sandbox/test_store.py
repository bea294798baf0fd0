"""The file store: resumed uploads, hashes, ranges, listings, and names that must not lead anywhere else."""

from __future__ import annotations

import contextlib
import hashlib
import io
import os
import re
import socket
import threading
import time
from pathlib import Path
from typing import Any, Dict, List
from urllib.parse import urlencode

import pytest
from PIL import Image

from rb_dcc_core.sandbox.database import Database
from rb_dcc_core.sandbox.refusals import Refusal
from rb_dcc_core.sandbox.store import Checks, Store
from rb_dcc_core.sandbox.store_routes import byte_range
from tests.sandbox.asker import Asker, maya_job, maya_layer

CONFIG, OUTPUT, INPUT = "30201", "20201", "10201"
EMPTY_SHA256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def sha(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def part(
    asker: Asker, path: str, offset: int, size: int, content: bytes, bid: str = INPUT, **more: str
) -> Dict[str, Any]:
    query = dict({"bid": bid, "path": path, "offset": str(offset), "size": str(size)}, **more)
    answer: Dict[str, Any] = asker.store("PUT", "part", query, content).json()
    return answer


def offset(asker: Asker, path: str, bid: str = INPUT) -> Dict[str, Any]:
    data: Dict[str, Any] = asker.store("GET", "offset", {"bid": bid, "path": path}).json()["data"]
    return data


def commit(asker: Asker, path: str, size: int, sha256: str) -> Dict[str, Any]:
    query: Any = {"bid": INPUT, "path": path, "size": size, "sha256": sha256}
    answer: Dict[str, Any] = asker.store("POST", "commit", query).json()
    return answer


def read(asker: Asker, path: str, bid: str = INPUT, **headers: str) -> Any:
    return asker.store("GET", "file", {"bid": bid, "path": path}, **headers)


def listed(asker: Asker, bid: str, **query: str) -> List[str]:
    answer = asker.store("GET", "list", dict({"bid": bid}, **query)).json()
    return [item["path"] for item in answer["data"]["items"]]


def test_an_upload_in_parts_is_resumed_and_committed(asker: Asker) -> None:
    assert offset(asker, "D/a.png") == {"offset": 0, "committed": 0, "size": -1, "sha256": "", "partSize": -1}
    assert part(asker, "D/a.png", 0, 6, b"abc")["data"] == {"offset": 3, "committed": 0}
    assert offset(asker, "/D/a.png") == {"offset": 3, "committed": 0, "size": 6, "sha256": "", "partSize": 6}
    refused = part(asker, "D/a.png", 5, 6, b"f")
    assert (refused["code"], refused["data"]) == (600, {"offset": 3})
    assert part(asker, "D/a.png", 3, 6, b"def")["data"] == {"offset": 6, "committed": 0}
    assert read(asker, "D/a.png").status_code == 404
    assert commit(asker, "D/a.png", 6, sha(b"abcdef"))["data"] == {"offset": 6, "committed": 1}
    assert commit(asker, "D/a.png", 6, sha(b"abcdef"))["code"] == 200
    assert offset(asker, "D/a.png") == {
        "offset": 0,
        "committed": 1,
        "size": 6,
        "sha256": sha(b"abcdef"),
        "partSize": -1,
    }
    assert read(asker, "D/a.png").content == b"abcdef"


def test_a_wrong_hash_drops_what_was_held(asker: Asker) -> None:
    part(asker, "a", 0, 3, b"abc")
    refused = commit(asker, "a", 3, sha(b"other"))
    assert (refused["code"], refused["data"]) == (600, {"offset": 0})
    assert offset(asker, "a")["offset"] == 0
    assert part(asker, "a", 0, 3, b"abc", sha256=sha(b"abd"))["code"] == 600
    assert part(asker, "a", 0, 3, b"abc", sha256=sha(b"abc"))["data"] == {"offset": 3, "committed": 1}


def test_an_early_commit_is_refused_and_loses_nothing(asker: Asker) -> None:
    part(asker, "a", 0, 3, b"ab")
    refused = commit(asker, "a", 3, sha(b"abc"))
    assert (refused["code"], refused["data"]) == (600, {"offset": 2})
    assert part(asker, "a", 2, 3, b"c", sha256=sha(b"abc"))["data"] == {"offset": 3, "committed": 1}


def test_a_new_upload_replaces_the_old_file_only_at_commit(asker: Asker) -> None:
    asker.put(INPUT, "a", b"old")
    part(asker, "a", 0, 4, b"ne")
    assert offset(asker, "a") == {
        "offset": 2,
        "committed": 1,
        "size": 3,
        "sha256": sha(b"old"),
        "partSize": 4,
    }
    assert read(asker, "a").content == b"old"
    part(asker, "a", 2, 4, b"w!", sha256=sha(b"new!"))
    assert read(asker, "a").content == b"new!"


def test_another_size_starts_afresh(asker: Asker) -> None:
    part(asker, "a", 0, 10, b"abc")
    assert part(asker, "a", 3, 9, b"def")["data"] == {"offset": 0}
    assert part(asker, "a", 0, 2, b"xy", sha256=sha(b"xy"))["data"] == {"offset": 2, "committed": 1}


def test_an_empty_file_is_a_file(asker: Asker) -> None:
    assert commit(asker, "empty", 0, EMPTY_SHA256)["data"] == {"offset": 0, "committed": 1}
    assert part(asker, "other", 0, 0, b"", sha256=EMPTY_SHA256)["data"] == {"offset": 0, "committed": 1}
    answer = read(asker, "empty")
    assert (answer.status_code, answer.content, answer.headers["Content-Length"]) == (200, b"", "0")


def break_off(asker: Asker, query: Dict[str, str], length: int, sent: bytes, wanted: int) -> None:
    """PUT the first bytes of a body and close the connection; back once the store holds as many as it should."""
    headers = asker.signed(asker.headers(), "/store/part", query, "PUT")
    lines = ["PUT /store/part?" + urlencode(query) + " HTTP/1.1", "Host: " + asker.host]
    lines += [f"{name}: {value}" for name, value in headers.items()] + [f"Content-Length: {length}", "", ""]
    with socket.create_connection(("127.0.0.1", int(asker.host.partition(":")[2]))) as connection:
        connection.sendall("\r\n".join(lines).encode("ascii") + sent)
    until = time.monotonic() + 5
    while offset(asker, query["path"])["offset"] < wanted and time.monotonic() < until:
        time.sleep(0.01)
    assert offset(asker, query["path"])["offset"] == wanted


def test_bytes_survive_a_broken_connection(asker: Asker) -> None:
    query = {"bid": INPUT, "path": "big", "offset": "0", "size": "1000000"}
    break_off(asker, query, 1000000, b"x" * 300001, 300001)
    rest = b"x" * 699999
    assert part(asker, "big", 300001, 1000000, rest, sha256=sha(b"x" * 1000000))["data"]["committed"] == 1


def test_an_upload_goes_on_after_a_restart(asker: Asker) -> None:
    part(asker, "a", 0, 6, b"abc")
    asker.put(INPUT, "b", b"kept")
    asker.sandbox.stop()
    asker.sandbox.start()
    assert offset(asker, "a")["offset"] == 3
    assert part(asker, "a", 3, 6, b"def", sha256=sha(b"abcdef"))["data"]["committed"] == 1
    assert read(asker, "b").content == b"kept"


def test_sizes_over_four_gigabytes_are_numbers_like_others(asker: Asker) -> None:
    size = 2**33 + 5
    assert part(asker, "huge", 0, size, b"abc")["data"] == {"offset": 3, "committed": 0}
    assert offset(asker, "huge")["size"] == size
    refused = part(asker, "huge", 2**32 + 7, size, b"abc")
    assert (refused["code"], refused["data"]) == (600, {"offset": 3})
    assert part(asker, "huge", size - 1, size, b"abc")["code"] == 600


def test_two_uploads_of_one_path_leave_one_whole_file(asker: Asker) -> None:
    contents = [bytes([letter]) * 200000 for letter in b"abcd"]
    clients = [Asker(asker.sandbox, asker.clock) for _ in contents]
    for number, client in enumerate(clients):
        client._nonces = iter(range(10**7 * (number + 1), 10**7 * (number + 2)))  # type: ignore[assignment]

    def upload(client: Asker, content: bytes) -> None:
        part(client, "same", 0, len(content), content, sha256=sha(content))
        client.session.close()

    threads = [threading.Thread(target=upload, args=pair) for pair in zip(clients, contents)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert read(asker, "same").content in contents


ODD_NAMES = [
    "项目/场景 é.png",
    "emoji 😀/tex?ture&a=b#c%2e.png",
    "line\nbreak\ttab",
    " blank /  ends ",
    "quote\"'<>|*.png",
    "CON",
    "%2e%2e/x",
    "a..b/...",
    "e\u0301 decomposed",
]


@pytest.mark.parametrize("name", ODD_NAMES)
def test_odd_names_come_back_exactly(asker: Asker, name: str) -> None:
    asker.put(INPUT, name, b"content")
    assert listed(asker, INPUT) == [name]
    assert read(asker, name).content == b"content"


BAD_NAMES = [
    "..",
    ".",
    "/",
    "//etc/passwd",
    "../x",
    "a/../../x",
    "a/./b",
    "a//b",
    "a/",
    "..\\x",
    "a\\b",
    "C:/Windows/x",
    "c:x",
    "nul\0byte",
    "x" * 5000,
]


@pytest.mark.parametrize("name", BAD_NAMES)
def test_a_path_that_could_lead_elsewhere_is_refused(asker: Asker, tmp_path: Path, name: str) -> None:
    before = sorted(path for path in tmp_path.rglob("*"))
    assert part(asker, name, 0, 1, b"x", sha256=sha(b"x"))["code"] == 600
    assert commit(asker, name, 0, EMPTY_SHA256)["code"] == 600
    assert read(asker, name).status_code == 400
    assert sorted(path for path in tmp_path.rglob("*")) == before


def test_escaped_dots_in_the_url_are_dots(asker: Asker) -> None:
    query = {"bid": INPUT, "path": "../../sandbox.sqlite3"}
    headers = asker.signed(asker.headers(), "/store/file", query, "GET")
    url = asker.sandbox.url + "/store/file?bid=10201&path=%2e%2e%2f%2e%2e%2fsandbox.sqlite3"
    assert asker.session.get(url, headers=headers).json()["code"] == 600


@pytest.mark.skipif(os.name != "posix", reason="symbolic links are a POSIX matter here")
def test_a_link_in_the_folder_leads_nowhere(asker: Asker, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_bytes(b"secret")
    asker.put(INPUT, "a", b"public")
    (stored,) = (tmp_path / "state" / "store").iterdir()
    stored.unlink()
    stored.symlink_to(secret)
    assert b"secret" not in read(asker, "a").content
    assert part(asker, "b", 0, 9, b"x")["code"] == 200
    (unfinished,) = (tmp_path / "state" / "store").glob("*.part")
    unfinished.unlink()
    unfinished.symlink_to(secret)
    assert part(asker, "b", 6, 9, b"xyz")["code"] != 200
    assert secret.read_bytes() == b"secret"


def test_the_output_area_is_read_only_and_an_unknown_area_is_refused(asker: Asker) -> None:
    assert part(asker, "a", 0, 1, b"x", bid=OUTPUT)["code"] == 605
    assert asker.store("POST", "delete", {"bid": OUTPUT, "path": "a"}).json()["code"] == 605
    assert part(asker, "a", 0, 1, b"x", bid="99999")["code"] == 600


def test_a_listing_is_recursive_sorted_and_paged(asker: Asker) -> None:
    for name in ("b/c/2", "b/1", "b0", "a", "b"):
        asker.put(CONFIG, name, b"12345")
    assert listed(asker, CONFIG) == ["a", "b", "b/1", "b/c/2", "b0"]
    assert listed(asker, CONFIG, path="/b") == ["b", "b/1", "b/c/2"]
    assert listed(asker, CONFIG, path="b/c/") == ["b/c/2"]
    answer = asker.store("GET", "list", {"bid": CONFIG, "pageNum": "2", "pageSize": "2"}).json()["data"]
    assert {key: answer[key] for key in ("pageCount", "pageNum", "total", "size")} == {
        "pageCount": 3,
        "pageNum": 2,
        "total": 5,
        "size": 2,
    }
    assert answer["items"][0] == {
        "path": "b/1",
        "size": 5,
        "sha256": sha(b"12345"),
        "modified": 1700000000000,
    }


def test_a_deleted_file_is_gone(asker: Asker) -> None:
    asker.put(INPUT, "a", b"x")
    assert asker.store("POST", "delete", {"bid": INPUT, "path": "a"}).json()["data"] == {"deleted": 1}
    assert asker.store("POST", "delete", {"bid": INPUT, "path": "a"}).json()["code"] == 404
    assert (read(asker, "a").status_code, read(asker, "a").json()["code"]) == (404, 404)


@pytest.mark.parametrize(
    ("asked", "status", "content", "content_range"),
    [
        ("bytes=0-3", 206, b"0123", "bytes 0-3/10"),
        ("bytes=7-", 206, b"789", "bytes 7-9/10"),
        ("bytes=-2", 206, b"89", "bytes 8-9/10"),
        ("bytes=8-99", 206, b"89", "bytes 8-9/10"),
        ("bytes=5-2", 200, b"0123456789", None),
        ("bytes=0-1,3-4", 200, b"0123456789", None),
        ("lines=1-2", 200, b"0123456789", None),
    ],
)
def test_a_range_is_answered(
    asker: Asker, asked: str, status: int, content: bytes, content_range: Any
) -> None:
    asker.put(INPUT, "a", b"0123456789")
    answer = read(asker, "a", Range=asked)
    assert (answer.status_code, answer.content) == (status, content)
    assert answer.headers.get("Content-Range") == content_range
    assert answer.headers["ETag"] == '"' + sha(b"0123456789") + '"'
    assert answer.headers["Content-Length"] == str(len(content))


@pytest.mark.parametrize("asked", ["bytes=10-", "bytes=99-100", "bytes=-0"])
def test_a_range_outside_is_416(asker: Asker, asked: str) -> None:
    asker.put(INPUT, "a", b"0123456789")
    answer = read(asker, "a", Range=asked)
    assert (answer.status_code, answer.json()["data"]) == (416, {"size": 10})


def test_store_requests_are_signed_too(asker: Asker) -> None:
    query = {"bid": INPUT, "path": "a"}
    url = asker.sandbox.url + "/store/offset"
    assert asker.session.get(url, params=query).json()["code"] == 601
    headers = asker.signed(asker.headers(), "/store/offset", query, "GET")
    assert asker.session.get(url, params=dict(query, path="b"), headers=headers).json()["code"] == 611
    assert asker.session.get(url, params=query, headers=headers).json()["code"] == 200
    assert asker.session.get(url, params=query, headers=headers).json()["code"] == 603
    old = asker.signed(asker.headers(UTCTimestamp="1600000000"), "/store/offset", query, "GET")
    assert asker.session.get(url, params=query, headers=old).json()["code"] == 610


def test_a_body_that_was_refused_does_not_spoil_the_connection(asker: Asker) -> None:
    for _ in range(3):
        assert part(asker, "../x", 0, 500000, b"x" * 500000)["code"] == 600
        assert offset(asker, "a")["offset"] == 0


def finished(asker: Asker, **changes: Any) -> int:
    task_id = asker.submitted(**changes)
    asker.status(task_id)
    asker.pass_time(3000)
    asker.status(task_id)
    return task_id


def test_results_are_pictures_of_the_jobs_shape(asker: Asker) -> None:
    finished(asker, frames="8-9[1]")
    assert listed(asker, OUTPUT) == ["19001_shot/shot.0008.png", "19001_shot/shot.0009.png"]
    items = asker.store("GET", "list", {"bid": OUTPUT, "path": "19001_shot"}).json()["data"]["items"]
    answer = read(asker, items[0]["path"], bid=OUTPUT)
    assert (len(answer.content), sha(answer.content)) == (items[0]["size"], items[0]["sha256"])
    picture = Image.open(io.BytesIO(answer.content))
    assert (picture.format, picture.size) == ("PNG", (480, 270))
    assert read(asker, items[1]["path"], bid=OUTPUT).content != answer.content


def test_a_small_job_gets_small_pictures(asker: Asker) -> None:
    finished(asker, frames="1", common={"width": "64", "height": "128"})
    answer = read(asker, "19001_shot/shot.0001.png", bid=OUTPUT)
    assert Image.open(io.BytesIO(answer.content)).size == (64, 128)


@pytest.mark.parametrize(
    ("prefix", "folder"),
    [
        ("<Scene>/<RenderLayer>/<Camera>/beauty", "shot/masterLayer/cam/beauty"),
        ("../../../etc/passwd", "etc/passwd"),
        ("C:\\Windows\\x", "C_/Windows/x"),
        ("/abs//./name\x00\n", "abs/name__"),
        ("aux/con.txt/name. ", "_aux/_con.txt/name"),
        ("项目 <Camera>", "项目cam"),
        ("<Unknown>", "shot"),
    ],
)
def test_result_names_follow_the_prefix_and_stay_inside(asker: Asker, prefix: str, folder: str) -> None:
    finished(asker, frames="1", common={"image_file_prefix": prefix})
    assert listed(asker, OUTPUT) == ["19001_shot/" + folder + ".0001.png"]


def test_cameras_and_layers_never_overwrite_each_other(asker: Asker) -> None:
    cameras = {"render_camera": ["a:cam", "a_cam", "A_CAM"], "frames": "1"}
    finished(asker, layers={"rs_a": maya_layer(**cameras), "rs_b": maya_layer(frames="1")})
    assert listed(asker, OUTPUT) == [
        "19002_shot/a/A_CAM_3/shot.0001.png",
        "19002_shot/a/a_cam/shot.0001.png",
        "19002_shot/a/a_cam_2/shot.0001.png",
        "19003_shot/b/shot.0001.png",
    ]


def test_the_results_folder_can_be_browsed(asker: Asker) -> None:
    task_id = finished(asker, frames="1", common={"image_file_prefix": "deep/er/name"})
    root = asker.ask("getOutputUserDirFile", treePath="/")
    assert [(item["fileName"], item["filePath"], item["isDirectory"]) for item in root] == [
        ("19001_shot", "/19001_shot", 1)
    ]
    assert [item["fileName"] for item in asker.ask("getOutputUserDirFile", treePath="/", taskId=task_id)] == [
        "deep"
    ]
    deeper = asker.ask("getOutputUserDirFile", treePath="/19001_shot/deep/er")
    assert [(item["fileName"], item["isDirectory"]) for item in deeper] == [("name.0001.png", 0)]


def test_a_done_frame_has_a_thumbnail(asker: Asker) -> None:
    task_id = finished(asker, frames="8")
    frame = asker.frames(task_id)[0]["id"]
    (path,) = asker.ask("loadingFrameThumbnail", id=frame, frameStatus=4)
    assert path == f"small_pic\\10001000\\10001136\\19001\\Render_{frame}_19001_shot_0008[-]png.jpg"
    picture = Image.open(io.BytesIO(read(asker, path, bid=OUTPUT).content))
    assert (picture.format, picture.size) == ("JPEG", (160, 90))
    assert read(asker, path.replace("19001\\", "19002\\"), bid=OUTPUT).status_code == 404


def test_a_rendering_max_frame_has_a_picture_that_grows(asker: Asker) -> None:
    task_id = asker.submitted_max(frames="0")
    asker.pass_time(10)
    url = asker.ask("loadTaskProcessImg", taskId=task_id)["grabInfo"][0][0]["grabUrl"]
    place = url[url.index("small_pic/") :]
    early = read(asker, place, bid=OUTPUT).content
    asker.pass_time(300)
    assert asker.status(task_id) == 25
    assert read(asker, place, bid=OUTPUT).content != early


def test_a_scene_must_have_arrived_before_it_is_submitted(asker: Asker) -> None:
    task_id = asker.new_task()
    asker.send_job(task_id, maya_job(task_id, scene=b"newer"))
    answer = asker.envelope("submitTask", taskId=task_id)
    assert (answer["code"], "hash" in answer["message"]) == (600, True)
    asker.put(INPUT, "D/project/shot.mb", b"newer")
    asker.ask("submitTask", taskId=task_id)


def test_a_part_that_came_damaged_is_dropped_and_may_be_sent_again(asker: Asker) -> None:
    part(asker, "a", 0, 6, b"abc")
    refused = part(asker, "a", 3, 6, b"dXf", upto_sha256=sha(b"abcdef"))
    assert (refused["code"], refused["data"]) == (600, {"offset": 3})
    assert "upto_sha256" in refused["message"]
    assert offset(asker, "a")["offset"] == 3
    assert part(asker, "a", 3, 6, b"def", upto_sha256=sha(b"abcdef"))["data"] == {"offset": 6, "committed": 0}
    assert commit(asker, "a", 6, sha(b"abcdef"))["code"] == 200
    assert part(asker, "b", 0, 1, b"x", upto_sha256="short")["code"] == 600


def test_a_long_parts_checksum_may_stand_behind_its_bytes(asker: Asker) -> None:
    def tailed(path: str, at: int, size: int, content: bytes, upto: bytes) -> Dict[str, Any]:
        return part(asker, path, at, size, content + hashlib.sha256(upto).digest(), tail="sha256")

    assert tailed("a", 0, 6, b"abc", b"abc")["data"] == {"offset": 3, "committed": 0}
    refused = tailed("a", 3, 6, b"dXf", b"abcdef")
    assert (refused["code"], refused["data"]) == (600, {"offset": 3})
    assert "upto_sha256" in refused["message"]
    assert offset(asker, "a")["offset"] == 3
    assert tailed("a", 3, 6, b"def", b"abcdef")["data"] == {"offset": 6, "committed": 0}
    assert commit(asker, "a", 6, sha(b"abcdef"))["code"] == 200
    assert read(asker, "a").content == b"abcdef"
    assert part(asker, "b", 0, 1, b"x", tail="md5")["code"] == 600
    assert part(asker, "b", 0, 1, b"x", tail="sha256")["code"] == 600


def test_of_a_part_that_broke_off_in_its_checksum_all_bytes_are_kept(asker: Asker) -> None:
    query = {"bid": INPUT, "path": "cut", "offset": "0", "size": "6", "tail": "sha256"}
    break_off(asker, query, 3 + 32, b"abc" + hashlib.sha256(b"abc").digest()[:20], 3)
    assert part(asker, "cut", 3, 6, b"def", upto_sha256=sha(b"abcdef"))["data"]["offset"] == 6


def test_offsets_beyond_four_gigabytes_are_kept_exactly(tmp_path: Path) -> None:
    with contextlib.closing(Database(tmp_path)) as database:
        store = Store(tmp_path / "store", database)
        size = 2**32 + 10
        store.append(INPUT, "big.vdb", 0, size, io.BytesIO(b"start"), 5, Checks())
        (held,) = (tmp_path / "store").glob("*.part")
        with open(str(held), "r+b") as file:
            file.truncate(2**32 + 4)
        assert store.offset(INPUT, "big.vdb") == {
            "offset": 4294967300,
            "committed": 0,
            "size": 4294967306,
            "sha256": "",
            "partSize": 4294967306,
        }
        answer = store.append(INPUT, "big.vdb", 2**32 + 4, size, io.BytesIO(b"123"), 3, Checks())
        assert answer == {"offset": 4294967303, "committed": 0}
        with pytest.raises(Refusal) as refused:
            store.append(INPUT, "big.vdb", 7, size, io.BytesIO(b"1"), 1, Checks())
        assert refused.value.data == {"offset": 4294967303}


def test_ranges_beyond_four_gigabytes_are_kept_exactly() -> None:
    size = 2**33
    assert byte_range("bytes=4294967297-", size) == (4294967297, 8589934591)
    assert byte_range("bytes=-5", size) == (8589934587, 8589934591)
    assert byte_range("bytes=4294967296-4294967296", size) == (4294967296, 4294967296)


def test_the_results_folder_tells_what_the_vendor_documents(asker: Asker) -> None:
    finished(asker, frames="1")
    (folder,) = asker.ask("getOutputUserDirFile", treePath="/")
    assert (folder["directory"], folder["fileSize"], folder["fileType"]) == (True, None, None)
    (file,) = asker.ask("getOutputUserDirFile", treePath="/19001_shot")
    (stored,) = asker.store("GET", "list", {"bid": OUTPUT}).json()["data"]["items"]
    assert (file["directory"], file["fileSize"], file["fileType"]) == (False, stored["size"], "png")
    assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d", file["lastModify"])
