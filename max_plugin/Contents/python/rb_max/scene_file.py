"""What a .max file tells, read through its streams; a stream that is missing or damaged costs only what it tells."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Iterator, List, Optional, Tuple

from rb_dcc_core.errors import SceneError
from rb_dcc_core.host import WARNING, Problem
from rb_dcc_core.messages import Message

from . import config, dll_directory
from .asset_metadata import AssetRecord, asset_records
from .container import Container
from .files import Wanted, wanted_files
from .inflate import NoZstd, is_compressed, plain_stream
from .property_set import Malformed, groups
from .summary import STREAM, Summary, summary_of

_SCENE_STREAMS = ("Scene", "ClassDirectory3", "Config", "DllDirectory")


@dataclass(frozen=True)
class SceneFile:
    """One .max file, read. `records` are None where it lists no files; `needs_zstd`: something could not be inflated.

    `plugins` are lower-case file names, `own_plugins` those that come with 3ds Max.
    """

    path: str
    summary: Summary
    records: Optional[Tuple[AssetRecord, ...]]
    animation: Optional[config.Animation]
    plugins: Tuple[str, ...]
    own_plugins: Tuple[str, ...]
    is_compressed: bool
    needs_zstd: bool
    problems: Tuple[Problem, ...]

    def wanted(self) -> Iterator[Wanted]:
        """The files it needs."""
        return wanted_files(self.records, self.summary.files)


def read_file(path: str) -> SceneFile:
    """Raises SceneError for what is no 3ds Max scene at all."""
    with Container(path) as container:
        if not any(
            name in container.names or name + "_Compressed" in container.names for name in _SCENE_STREAMS
        ):
            raise SceneError(
                "{path} is not a 3ds Max scene. Give a .max file that 3ds Max has saved.", path=path
            )
        reader = _Streams(container)
        summary = reader.summary()
        directory = reader.stream("DllDirectory")
        found = dll_directory.descriptions(directory) if directory is not None else {}
        records = reader.records()
        stored = reader.stream("Config")
        return SceneFile(
            path=path,
            summary=summary,
            records=records,
            animation=config.animation(stored) if stored is not None else None,
            plugins=summary.plugins or tuple(sorted(found)),
            own_plugins=dll_directory.own_plugins(found),
            is_compressed=summary.is_compressed or is_compressed(container),
            needs_zstd=reader.needs_zstd,
            problems=tuple(reader.problems),
        )


class _Streams:
    """Reads the streams and notes what could not be read."""

    def __init__(self, container: Container) -> None:
        self._container = container
        self.needs_zstd = False
        self.problems: List[Problem] = []

    def stream(self, name: str) -> Optional[bytes]:
        try:
            return plain_stream(self._container, name)
        except NoZstd:
            self.needs_zstd = True
            return None

    def summary(self) -> Summary:
        stored = self._container.stream(STREAM)
        try:
            if stored is not None:
                return summary_of(groups(stored))
        except Malformed:
            pass
        self.problems.append(Problem(WARNING, "summary_unreadable", Message(_NO_SUMMARY)))
        return Summary()

    def records(self) -> Optional[Tuple[AssetRecord, ...]]:
        try:
            found = asset_records(self._container)
        except NoZstd:
            self.needs_zstd = True
            return None
        return None if found is None else tuple(found)


_NO_SUMMARY = (
    "The file's summary is missing or damaged: its release, renderer, cameras and size cannot be read. Save the scene"
    " again from 3ds Max."
)
