"""Talks to a sandbox over real HTTP, signing by hand, so that every part of a request can also be made wrong."""

from __future__ import annotations

import hashlib
import itertools
import json
from typing import Any, Dict, List, Mapping, Optional

import requests

from rb_dcc_core import signing
from rb_dcc_core.interfaces import HEADER_VERSIONS, INTERFACES, V2
from rb_dcc_core.sandbox.service import Sandbox

START_S = 1700000000.0
JOB_FILES = ("task.json", "upload.json", "asset.json", "tips.json")


class HandClock:
    """Epoch seconds that stand still until a test moves them."""

    def __init__(self) -> None:
        self.now = START_S

    def __call__(self) -> float:
        return self.now


class Asker:
    """One client of one sandbox."""

    def __init__(self, sandbox: Sandbox, clock: HandClock) -> None:
        self.sandbox = sandbox
        self.clock = clock
        self.session = requests.Session()
        self.session.trust_env = False
        self._nonces = itertools.count(100000)

    def headers(self, version: str = "2.0.0", **changed: str) -> Dict[str, str]:
        headers = {
            "accessId": self.sandbox.access_id,
            "channel": "4",
            "platform": "62",
            "UTCTimestamp": str(int(self.clock.now)),
            "nonce": str(next(self._nonces)),
            "version": version,
        }
        headers.update(changed)
        return headers

    @property
    def host(self) -> str:
        return self.sandbox.url[len("http://") :]

    def signed(
        self, headers: Dict[str, str], path: str, body: Mapping[str, Any], method: str = "POST"
    ) -> Dict[str, str]:
        signature = signing.sign(self.sandbox.access_key, self.host, path, headers, body, method)
        return dict(headers, signature=signature)

    def post(
        self, path: str, body: Mapping[str, Any], headers: Optional[Dict[str, str]] = None
    ) -> Dict[str, Any]:
        """The whole envelope that answers a body at a path."""
        sent = self.signed(headers or self.headers(), path, body)
        sent["Content-Type"] = "application/json"
        answer = self.session.post(
            self.sandbox.url + path, data=json.dumps(body).encode("utf-8"), headers=sent
        )
        return dict(answer.json(), http=answer.status_code)

    def envelope(self, name: str, generation: str = V2, **fields: Any) -> Dict[str, Any]:
        path = INTERFACES[name].path(generation)
        return self.post(path, fields, self.headers(HEADER_VERSIONS[generation]))

    def ask(self, name: str, generation: str = V2, **fields: Any) -> Any:
        """The data of an interface's answer, which must be a success."""
        envelope = self.envelope(name, generation, **fields)
        assert envelope["code"] == 200, envelope["message"]
        return envelope["data"]

    def code(self, name: str, generation: str = V2, **fields: Any) -> int:
        code: int = self.envelope(name, generation, **fields)["code"]
        return code

    def store(
        self, method: str, name: str, query: Mapping[str, str], body: Any = b"", **headers: str
    ) -> requests.Response:
        path = "/store/" + name
        if method == "POST":
            sent = dict(
                self.signed(self.headers(), path, query, method), **{"Content-Type": "application/json"}
            )
            body = json.dumps(query).encode("utf-8")
            return self.session.post(self.sandbox.url + path, data=body, headers=dict(sent, **headers))
        sent = dict(self.signed(self.headers(), path, query, method), **headers)
        return self.session.request(method, self.sandbox.url + path, params=query, data=body, headers=sent)

    def put(self, bid: str, path: str, content: bytes) -> None:
        """Upload a file whole."""
        query = {
            "bid": bid,
            "path": path,
            "offset": "0",
            "size": str(len(content)),
            "sha256": hashlib.sha256(content).hexdigest(),
        }
        answer = self.store("PUT", "part", query, content).json()
        assert answer["data"] == {"offset": len(content), "committed": 1}, answer

    def pass_time(self, seconds: float) -> None:
        self.clock.now += seconds

    def new_task(self) -> int:
        task_id: int = self.ask("createTask", count=1, taskUserLevel=50)["taskIdList"][0]
        return task_id

    def send_job(self, task_id: int, files: Mapping[str, Any], scene: bytes = b"scene") -> None:
        self.put("10201", "D/project/shot.mb", scene)
        self.put("10201", "D/project/shot.max.7z", scene)
        for name, content in files.items():
            self.put("30201", f"/{task_id}/cfg/{name}", json.dumps(content).encode("utf-8"))

    def submitted(self, **changes: Any) -> int:
        """A submitted task that has just been planned; `changes` are those of maya_job."""
        task_id = self.new_task()
        self.send_job(task_id, maya_job(task_id, **changes))
        self.ask("submitTask", taskId=task_id)
        self.pass_time(30)
        return task_id

    def submitted_max(self, **changes: Any) -> int:
        task_id = self.new_task()
        self.send_job(task_id, max_job(task_id, **changes))
        self.ask("submitTask", taskId=task_id)
        self.pass_time(30)
        return task_id

    def task(self, task_id: int, generation: str = V2) -> Dict[str, Any]:
        task: Dict[str, Any] = self.ask("queryTaskInfo", generation, taskIds=[task_id])["items"][0]
        return task

    def status(self, task_id: int, generation: str = V2) -> int:
        status: int = self.task(task_id, generation)["taskStatus"]
        return status

    def frames(self, task_id: int, generation: str = V2) -> List[Dict[str, Any]]:
        data = self.ask("queryTaskFrames", generation, taskId=task_id, pageNum=1, pageSize=1000)
        frames: List[Dict[str, Any]] = data["items"]
        return frames

    def frame_statuses(self, task_id: int) -> List[int]:
        return [frame["frameStatus"] for frame in self.frames(task_id)]


def task_info(task_id: int, **changes: Any) -> Dict[str, Any]:
    info = {
        "input_cg_file": "D:/project/shot.mb",
        "input_project_path": "D:/project",
        "cg_id": "2000",
        "task_id": str(task_id),
        "user_id": "10001136",
        "project_id": "0",
        "project_name": "",
        "platform": "62",
        "channel": "4",
        "os_name": "1",
        "ram": "64",
        "graphics_cards_num": "2",
        "hardwareConfigIds": [],
        "frames_per_task": "1",
        "pre_frames": "000",
        "stop_after_test": "2",
        "job_stop_time": "259200",
        "task_stop_time": "0",
        "time_out": "43200",
        "tiles": "1",
        "tiles_type": "block",
        "is_layer_rendering": "1",
        "enable_layered": "0",
        "render_layer_type": "0",
        "is_picture": "0",
    }
    info.update(changes)
    return info


def maya_layer(**changes: Any) -> Dict[str, Any]:
    common = {
        "renderer": "arnold",
        "image_format": "png",
        "image_file_prefix": "",
        "start": "1",
        "end": "10",
        "by_frame": "1",
        "frames": "1-10[1]",
        "width": "1920",
        "height": "1080",
        "all_camera": ["perspShape", "camShape"],
        "render_camera": ["camShape"],
        "animation": "True",
        "renumber_frames": "False",
    }
    renderable = changes.pop("renderable", "1")
    common.update(changes)
    return {"renderable": renderable, "env": {}, "is_default_camera": "1", "option": "", "common": common}


def _files(task: Dict[str, Any], server: str, scene: bytes, tips: Any) -> Dict[str, Any]:
    entry = {"local": "D:/project/shot", "server": server}
    return {
        "task.json": task,
        "upload.json": {"asset": [entry], "scene": [dict(entry, hash=hashlib.md5(scene).hexdigest())]},
        "asset.json": {"asset": [], "missing": []},
        "tips.json": tips or {},
    }


def maya_job(
    task_id: int,
    layers: Optional[Dict[str, Any]] = None,
    frames: str = "1-10[1]",
    common: Optional[Dict[str, Any]] = None,
    plugins: Optional[Dict[str, str]] = None,
    version: str = "2024",
    tips: Any = None,
    scene: bytes = b"scene",
    **info: Any,
) -> Dict[str, Any]:
    layers = layers or {"defaultRenderLayer": maya_layer(frames=frames, **(common or {}))}
    task = {
        "software_config": {
            "cg_name": "Maya",
            "cg_version": version,
            "plugins": plugins or {"mtoa": "5.3.5.2"},
        },
        "task_info": task_info(task_id, **info),
        "scene_info_render": layers,
        "layers": list(layers),
    }
    return _files(task, "/D/project/shot.mb", scene, tips)


def max_job(
    task_id: int,
    frames: str = "0",
    gi: str = "0",
    cameras: Optional[List[str]] = None,
    tips: Any = None,
    scene: bytes = b"scene",
    **info: Any,
) -> Dict[str, Any]:
    common = {
        "frames": frames,
        "width": "1600",
        "height": "1200",
        "all_camera": ["Camera001", "Camera002"],
        "renderable_camera": cameras or ["Camera001"],
        "output_file_basename": "Renderbus_",
        "output_file_type": ".tga",
    }
    renderer = {
        "name": "vray",
        "renderer": "vray",
        "gi": gi,
        "primary_gi_engine": "0",
        "secondary_gi_engine": "3",
        "irradiance_map_mode": "0",
        "light_cache_mode": "0",
    }
    info = dict({"cg_id": "2001", "input_cg_file": "D:/project/shot.max"}, **info)
    task = {
        "software_config": {"cg_name": "3ds Max", "cg_version": "2024", "plugins": {"vray": "6.20.06"}},
        "task_info": task_info(task_id, **info),
        "scene_info_render": {"common": common, "renderer": renderer},
    }
    return _files(task, "/D/project/shot.max.7z", scene, tips)
