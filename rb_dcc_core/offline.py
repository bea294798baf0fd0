"""A submission prepared without the service, as plain data: the manifest of the one folder it is carried in. Pure.

    DIR/submission.json    this manifest, written last: where it is, the folder is whole
    DIR/files/…            the copies, each content once, under names that every system can carry
    DIR/export.jsonl       what the export has done, so that an interrupted one goes on
    DIR/sent.json          where the folder was sent from and as which task

It holds no key, no account and no number of one: whoever sends it adds these.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Dict, Mapping, Optional, Tuple

from . import __version__, jobfiles
from .environments import RenderEnvironment
from .errors import InputError
from .host import SceneSnapshot
from .job import OS_NAMES, JobSettings
from .job_values import from_values, to_values
from .offline_scene import scene_from_json, scene_to_json
from .offline_values import Fields, Malformed
from .serverpaths import is_absolute

MANIFEST = "submission.json"
KIND = "renderbus-dcc offline submission"
SCHEMA = 1

_HASH = "[0-9a-f]{64}"
_MD5 = "[0-9a-f]{32}"
COPY_PATTERN = r"files/[0-9a-f]{32}/[A-Za-z0-9_-][A-Za-z0-9_.-]{0,99}"


@dataclass(frozen=True)
class OfflineFile:
    """One file to send. `local` is where it was found on the computer that prepared it, `server` its farm path there.

    `copy` is its place below the folder, with "/"; None where the folder only refers to `local`. `md5` is the scene's, or
    its archive's, which is always copied.
    """

    local: str
    server: str
    size: int
    sha256: str
    copy: Optional[str] = None
    md5: Optional[str] = None


@dataclass(frozen=True)
class OfflineSubmission:
    """Everything that is known without the service. `snapshot` holds the scene's facts alone (see offline_scene).

    `environment` is the one wanted: its `name` a saved one's where the artist named it, else None, and the release and
    plug-ins are the scene's own. `id` is this export's; a copy of the folder has the same.
    """

    id: str
    created_ms: int
    snapshot: SceneSnapshot
    settings: JobSettings
    environment: RenderEnvironment
    job_files: Mapping[str, Any] = field(repr=False)
    files: Tuple[OfflineFile, ...] = field(repr=False)
    product: str = __version__

    @property
    def is_copied(self) -> bool:
        """True where the folder can be carried to another computer."""
        return all(file.copy is not None for file in self.files)

    @property
    def size_bytes(self) -> int:
        """Bytes to upload."""
        return sum(file.size for file in self.files)

    @property
    def held_bytes(self) -> int:
        """Bytes of the copies, each once."""
        return sum({file.copy: file.size for file in self.files if file.copy is not None}.values())

    def to_json(self) -> Dict[str, Any]:
        return {
            "kind": KIND,
            "schema": SCHEMA,
            "product": self.product,
            "id": self.id,
            "created_ms": self.created_ms,
            "scene": scene_to_json(self.snapshot),
            "settings": to_values(self.settings),
            "environment": _environment_to_json(self.environment),
            "job_files": dict(self.job_files),
            "files": [
                {name: value for name, value in vars(file).items() if value is not None}
                for file in self.files
            ],
        }

    @classmethod
    def from_json(cls, data: Any) -> OfflineSubmission:
        """Raises Malformed that names the value; InputError where a newer release has written it."""
        fields = Fields(data)
        fields.text("kind", KIND)
        _check_schema(fields)
        settings, complaints = from_values(fields.table("settings"))
        if complaints:
            raise Malformed("settings: " + complaints[0].text())
        return cls(
            id=fields.text("id", "[0-9a-f]{16}"),
            created_ms=fields.whole("created_ms", 0),
            snapshot=scene_from_json(fields.inner("scene")),
            settings=settings,
            environment=_environment_from_json(fields.inner("environment")),
            job_files=_job_files(fields.inner("job_files")),
            files=_files(fields),
            product=fields.text("product"),
        )


def _check_schema(fields: Fields) -> None:
    if fields.whole("schema", 1) > SCHEMA:
        raise InputError(
            "The folder was made by release {product}, which is newer than this one ({own}). Install that release"
            " here, or export it with this one.",
            product=fields.text("product")[:40],
            own=__version__,
        )


def _environment_to_json(environment: RenderEnvironment) -> Dict[str, Any]:
    return {
        "name": environment.name,
        "cg_id": environment.cg_id,
        "version": environment.cg_version,
        "plugins": {name: version or "" for name, version in environment.plugins.items()},
        "os": OS_NAMES[environment.os_name],
        "render_layer_type": environment.render_layer_type,
    }


def _environment_from_json(data: Fields) -> RenderEnvironment:
    numbers = {name: number for number, name in OS_NAMES.items()}
    return RenderEnvironment(
        data.whole("cg_id"),
        data.text("version"),
        data.pairs("plugins"),
        data.text_or_none("name"),
        numbers[data.text("os", "|".join(numbers))],
        data.whole("render_layer_type"),
    )


def _job_files(data: Fields) -> Dict[str, Any]:
    found = {name: data.table(name) for name in jobfiles.NAMES}
    data.inner(jobfiles.TASK).inner("task_info")
    data.inner(jobfiles.TASK).inner("software_config")
    for code in found[jobfiles.TIPS]:
        data.inner(jobfiles.TIPS).texts(code)
    return found


def _files(data: Fields) -> Tuple[OfflineFile, ...]:
    """The scene first."""
    files = tuple(_file(each) for each in data.each("files"))
    if not files or files[0].md5 is None or any(file.md5 is not None for file in files[1:]):
        raise Malformed("files: the scene")
    return files


def _file(data: Fields) -> OfflineFile:
    file = OfflineFile(
        data.text("local"),
        data.text("server"),
        data.whole("size", 0),
        data.text("sha256", _HASH),
        data.text_or_none("copy", COPY_PATTERN),
        data.text_or_none("md5", _MD5),
    )
    check_names(file)
    return file


def check_names(file: OfflineFile) -> None:
    """Raises Malformed for a name that would lead somewhere else: here, or on the farm."""
    if not is_absolute(file.local) or "\0" in file.local:
        raise Malformed(f"the local path {file.local[:200]!r}")
    if not file.server or "\0" in file.server or ".." in file.server.replace("\\", "/").split("/"):
        raise Malformed(f"the farm's path {file.server[:200]!r}")
