"""The four job files: task.json, upload.json, asset.json, tips.json (JOBFILES). Pure but for the scene's MD5."""

from __future__ import annotations

import hashlib
import posixpath
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Callable, Dict, Iterable, List, Mapping, Optional, Tuple

from .atomic import read_error, write_atomically
from .environments import RenderEnvironment
from .frames import FrameRange
from .host import FileReference, RenderLayer, SceneSnapshot
from .job import JobSettings
from .jsontext import file_text
from .serverpaths import check_sendable, server_path, server_path_of

TASK = "task.json"
UPLOAD = "upload.json"
ASSET = "asset.json"
TIPS = "tips.json"
NAMES = (TASK, UPLOAD, ASSET, TIPS)
TIP_FILE_MISSING = "10012"
HASHED_BYTES = 8 << 20


@dataclass(frozen=True)
class JobContext:
    """What the account adds to a job; task_id is "" in a dry run."""

    user_id: str
    platform: str
    task_id: str = ""
    project_id: str = "0"


@dataclass(frozen=True)
class UploadEntry:
    """One file to send: local path, the farm's path, and for the scene its MD5."""

    local: str
    server: str
    md5: Optional[str] = None

    def to_json(self) -> Dict[str, str]:
        entry = {"local": self.local, "server": self.server}
        return entry if self.md5 is None else dict(entry, hash=self.md5)


def task_json(
    snapshot: SceneSnapshot,
    layers: Tuple[RenderLayer, ...],
    settings: JobSettings,
    environment: RenderEnvironment,
    context: JobContext,
) -> Dict[str, Any]:
    """task.json of a Maya scene; max_jobfiles writes a 3ds Max scene's."""
    scene_info = {layer.node: _layer_info(snapshot, layer) for layer in layers}
    return {
        "software_config": software(environment),
        "task_info": task_info(snapshot, layers, settings, environment, context),
        "scene_info_render": scene_info,
        "layers": list(scene_info),
    }


def completed_task(
    task: Mapping[str, Any], environment: RenderEnvironment, context: JobContext
) -> Dict[str, Any]:
    """task.json of a job that was prepared without the service, with what only the account knows."""
    info = dict(task["task_info"], **_from_account(environment, context))
    return dict(task, software_config=software(environment), task_info=info)


def upload_entries(
    snapshot: SceneSnapshot, settings: JobSettings, scene_md5: str = "", archive: str = ""
) -> Tuple[UploadEntry, ...]:
    """Every file to send, the scene first, each farm path once; its MD5 may follow (`with_md5`).

    `archive` is sent in the scene's place where it is given, beside where the scene would be.
    """
    entries: Dict[str, UploadEntry] = {}
    check_sendable(snapshot.scene)
    scene_server = server_path(snapshot.scene, settings.unc_style, settings.path_map)
    if archive:
        scene_server += posixpath.splitext(archive)[1]
    entries[scene_server] = UploadEntry(archive or snapshot.scene, scene_server, scene_md5)
    for asset in snapshot.assets:
        if asset.exists and asset.kind != "scene":
            server = server_path_of(asset, settings.unc_style, settings.path_map)
            entries.setdefault(server, UploadEntry(asset.path, server))
    return tuple(entries.values())


def with_md5(entries: Tuple[UploadEntry, ...], scene_md5: str) -> Tuple[UploadEntry, ...]:
    """The entries with the scene's MD5, taken meanwhile."""
    return (replace(entries[0], md5=scene_md5), *entries[1:])


def upload_json(entries: Tuple[UploadEntry, ...]) -> Dict[str, Any]:
    """upload.json: the scene stands under "scene" with its hash, and again under "asset" without."""
    return {
        "asset": [{"local": entry.local, "server": entry.server} for entry in entries],
        "scene": [entry.to_json() for entry in entries if entry.md5 is not None],
    }


def asset_json(snapshot: SceneSnapshot) -> Dict[str, List[str]]:
    """asset.json; whether the farm needs it is not public [?], so it is always written."""
    return {
        "asset": unique(asset.path for asset in snapshot.assets if asset.exists),
        "missing": unique(written_or_path(asset) for asset in snapshot.assets if not asset.exists),
    }


def tips_json(snapshot: SceneSnapshot) -> Dict[str, List[str]]:
    """tips.json: only codes that are sure (10012, file missing); {} when clean."""
    missing = unique(written_or_path(asset) for asset in snapshot.assets if not asset.exists)
    return {TIP_FILE_MISSING: missing} if missing else {}


def file_md5(path: Path, advance: Callable[[int], None] = lambda size: None) -> str:
    """The lower-case MD5 of a file; `advance` is told the bytes read. Raises LocalFileError; never on a main thread."""
    digest = hashlib.md5()
    # Blocks this large: hashing lets other threads go on, and after each block this one has to wait for them.
    buffer = memoryview(bytearray(HASHED_BYTES))
    try:
        with open(str(path), "rb", buffering=0) as stream:
            while True:
                size = stream.readinto(buffer)
                if not size:
                    break
                digest.update(buffer[:size])
                advance(size)
    except OSError as error:
        raise read_error(error, str(path)) from error
    return digest.hexdigest()


def file_bytes(content: Any) -> bytes:
    """A job file as it is sent."""
    return file_text(content)


def write_job_files(folder: Path, files: Dict[str, Any]) -> None:
    """Write the job files into a folder; raises LocalFileError."""
    for name, content in files.items():
        write_atomically(folder / name, file_bytes(content))


def task_info(
    snapshot: SceneSnapshot,
    layers: Tuple[RenderLayer, ...],
    settings: JobSettings,
    environment: RenderEnvironment,
    context: JobContext,
) -> Dict[str, Any]:
    several = sum(layer.renderable for layer in layers) > 1
    return {
        "input_cg_file": snapshot.scene,
        "input_project_path": snapshot.project or "",
        "project_name": settings.label,
        "channel": "4",
        "ram": str(settings.ram_gb),
        "graphics_cards_num": str(settings.graphics_cards),
        "hardwareConfigIds": list(settings.hardware_config_ids),
        "frames_per_task": str(settings.frames_per_machine),
        "pre_frames": settings.priority_frames.farm_text(),
        "stop_after_test": "1" if settings.is_test_stop else "2",
        "job_stop_time": str(settings.frame_timeout_s),
        "task_stop_time": str(settings.task_timeout_s),
        "time_out": str(settings.reminder_s),
        "tiles": str(settings.tiles),
        "tiles_type": settings.tiles_type,
        "is_layer_rendering": "1",
        "enable_layered": "1" if several else "0",
        "is_distribute_render": "1" if settings.is_distributed else "0",
        "distribute_render_node": str(settings.distributed_nodes),
        "is_picture": "0",
        **_from_account(environment, context),
    }


def software(environment: RenderEnvironment) -> Dict[str, Any]:
    return {
        "cg_name": environment.cg_name,
        "cg_version": environment.cg_version,
        "plugins": dict(environment.plugins),
    }


def _from_account(environment: RenderEnvironment, context: JobContext) -> Dict[str, str]:
    """What of task_info the account, the platform and the environment decide."""
    return {
        "cg_id": str(environment.cg_id),
        "task_id": context.task_id,
        "user_id": context.user_id,
        "project_id": context.project_id,
        "platform": context.platform,
        "os_name": str(environment.os_name),
        "render_layer_type": str(environment.render_layer_type),
    }


def _layer_info(snapshot: SceneSnapshot, layer: RenderLayer) -> Dict[str, Any]:
    return {
        "renderable": "1" if layer.renderable else "0",
        "env": {},
        "is_default_camera": "1",
        "option": "",
        "common": _common(snapshot, layer),
    }


def _common(snapshot: SceneSnapshot, layer: RenderLayer) -> Dict[str, Any]:
    shapes = {camera.name: camera.shape for camera in snapshot.cameras}
    frames = FrameRange.parse(layer.frames) if layer.frames else None
    first, last, step = _extent(frames)
    return {
        "renderer": layer.renderer or "",
        "image_format": layer.image_format or "",
        "image_file_prefix": layer.image_prefix or "",
        "start": first,
        "end": last,
        "by_frame": step,
        "frames": frames.farm_text() if frames else "",
        "width": _number(layer.width),
        "height": _number(layer.height),
        "all_camera": [camera.shape for camera in snapshot.cameras],
        "render_camera": [shapes[name] for name in layer.cameras if name in shapes],
        "animation": "True" if layer.animation else "False",
        "renumber_frames": "False",
    }


def _extent(frames: Optional[FrameRange]) -> Tuple[str, str, str]:
    """First, last and step as text; a list of several spans has no one step, so 1 is told."""
    if frames is None:
        return "", "", ""
    step = frames.spans[0].step if len(frames.spans) == 1 else 1
    return str(min(s.first for s in frames.spans)), str(max(s.last for s in frames.spans)), str(step)


def _number(value: Optional[int]) -> str:
    return "" if value is None else str(value)


def written_or_path(asset: FileReference) -> str:
    return asset.as_written or asset.path


def unique(items: Iterable[str]) -> List[str]:
    return list(dict.fromkeys(items))
