"""A bundle's files with their digests: what is built, what is read from a folder or a zip, what is checked."""

from __future__ import annotations

import hashlib
import json
import re
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, Dict, List, Mapping, Union

from .problem import InstallProblem, read_problem
from .wording import Text

MANIFEST = "manifest.json"
PRODUCT = "renderbus"


@dataclass(frozen=True)
class Manifest:
    """What a bundle is. `files` maps each path in it, with forward slashes, to its sha256; itself it does not list."""

    host: str
    version: str
    files: Mapping[str, str]

    @property
    def build(self) -> str:
        """Eight characters that tell two builds of one version apart."""
        lines = [f"{self.host} {self.version}"]
        lines += [f"{path} {digest}" for path, digest in sorted(self.files.items())]
        return hashlib.sha256("\n".join(lines).encode("utf-8")).hexdigest()[:8]

    @property
    def folder_name(self) -> str:
        """The version folder's name, such as `0.1.0-1a2b3c4d`: two builds never share one."""
        return f"{self.version}-{self.build}"

    def to_bytes(self) -> bytes:
        content = {
            "product": PRODUCT,
            "host": self.host,
            "version": self.version,
            "build": self.build,
            "files": dict(sorted(self.files.items())),
        }
        return (json.dumps(content, indent=1) + "\n").encode("utf-8")

    @classmethod
    def of(cls, host: str, version: str, contents: Mapping[str, bytes]) -> Manifest:
        return cls(host, version, {path: sha256(content) for path, content in contents.items()})

    @classmethod
    def from_bytes(cls, content: bytes, where: str) -> Manifest:
        """Raises InstallProblem for what is no manifest of ours, or one with a path that leads out of the bundle."""
        try:
            read: Any = json.loads(content.decode("utf-8"))
            files: Dict[str, str] = {str(path): str(digest) for path, digest in read["files"].items()}
            found = cls(str(read["host"]), str(read["version"]), files)
            if read["product"] != PRODUCT or read["build"] != found.build:
                raise ValueError("not what was built")
            for path in files:
                inner_path(path)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise damaged(where) from error
        return found


class MemoryBundle:
    """A bundle that was just put together."""

    def __init__(self, host: str, version: str, contents: Mapping[str, bytes]) -> None:
        self.contents = contents
        self.manifest = Manifest.of(host, version, contents)

    def read(self, path: str) -> bytes:
        return self.contents[path]


class FolderBundle:
    """A bundle in an unpacked folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.manifest = Manifest.from_bytes(self._bytes(MANIFEST), str(folder / MANIFEST))

    def read(self, path: str) -> bytes:
        """One file of the manifest, checked; raises InstallProblem."""
        return checked(self._bytes(path), path, self.manifest)

    def _bytes(self, path: str) -> bytes:
        place = self.folder / inner_path(path)
        try:
            return place.read_bytes()
        except FileNotFoundError as error:
            raise damaged(str(place)) from error
        except OSError as error:
            raise read_problem(error, str(place)) from error


class ZipBundle:
    """A bundle still in the zip it came in, below `inside`; read whole at once, as a zip is slow to open again."""

    def __init__(self, archive: Path, inside: str) -> None:
        below = inside.rstrip("/") + "/"
        try:
            with zipfile.ZipFile(str(archive)) as opened:
                names = [name for name in opened.namelist() if name.startswith(below)]
                self._contents = {name[len(below) :]: opened.read(name) for name in names}
        except (OSError, zipfile.BadZipFile, zlib.error) as error:
            raise read_problem(error, str(archive)) from error
        self.manifest = Manifest.from_bytes(self._contents.get(MANIFEST, b""), f"{archive}/{below}{MANIFEST}")

    def read(self, path: str) -> bytes:
        """One file of the manifest, checked; raises InstallProblem."""
        return checked(self._contents.get(path, b""), path, self.manifest)


Bundle = Union[MemoryBundle, FolderBundle, ZipBundle]


def find_bundle(place: Path, inside: str) -> Bundle:
    """The newest bundle at a place: its own folder, an unpacked download or a zip, whose bundles lie below `inside`.

    Raises InstallProblem where there is none.
    """
    try:
        if place.is_dir():
            if (place / MANIFEST).is_file():
                return FolderBundle(place)
            folders = [path.parent for path in sorted((place / inside).glob("*/" + MANIFEST))]
            found: List[Bundle] = [FolderBundle(folder) for folder in folders]
        else:
            pattern = re.compile(rf"(?:[^/]+/)?{re.escape(inside)}/[^/]+/{re.escape(MANIFEST)}")
            with zipfile.ZipFile(str(place)) as archive:
                names = [name for name in archive.namelist() if pattern.fullmatch(name)]
            found = [ZipBundle(place, name.rpartition("/")[0]) for name in names]
    except (OSError, zipfile.BadZipFile) as error:
        raise read_problem(error, str(place)) from error
    if not found:
        raise damaged(str(place / inside))
    return max(found, key=lambda bundle: _numbers(bundle.manifest.version))


def _numbers(version: str) -> List[int]:
    return [int(number) for number in re.findall(r"\d+", version)]


def inner_path(path: str) -> Path:
    """The relative path below a folder; raises ValueError for one that leads out of it."""
    parts = PurePosixPath(path).parts
    if not parts or path.startswith("/") or ".." in parts or "\\" in path or ":" in path:
        raise ValueError(path)
    return Path(*parts)


def checked(content: bytes, path: str, manifest: Manifest) -> bytes:
    """The content, if it is what was built."""
    if sha256(content) != manifest.files.get(path):
        raise damaged(path)
    return content


def damaged(path: str) -> InstallProblem:
    return InstallProblem(
        Text(
            "{path} is damaged or missing in what was unpacked. Unpack the whole zip again, then install again.",
            path=path,
        )
    )


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
