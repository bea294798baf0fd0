"""What one installation put where: uninstalling removes what stands here and nothing else."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Dict, Mapping, Optional

from .bundle import PRODUCT, inner_path, sha256

RECEIPT = "receipt.json"
_SCHEMA = 1


@dataclass(frozen=True)
class Receipt:
    """`files` maps each path below the version folder to the sha256 of what was written there.

    `parents_made` says how many of the folders above the version folder were made for it, the nearest first.
    """

    host: str
    version: str
    build: str
    parents_made: int
    files: Mapping[str, str]

    def to_bytes(self) -> bytes:
        content = {
            "schema": _SCHEMA,
            "product": PRODUCT,
            "host": self.host,
            "version": self.version,
            "build": self.build,
            "parents_made": self.parents_made,
            "files": dict(sorted(self.files.items())),
        }
        return (json.dumps(content, indent=1) + "\n").encode("utf-8")

    def is_intact(self, folder: Path) -> bool:
        """True when every file is there as it was written."""
        try:
            return all(
                sha256((folder / inner_path(path)).read_bytes()) == digest
                for path, digest in self.files.items()
            )
        except OSError:
            return False


def read_receipt(folder: Path) -> Optional[Receipt]:
    """The receipt in a version folder; None where there is none that can be trusted: then nothing is removed."""
    try:
        read: Any = json.loads((folder / RECEIPT).read_bytes().decode("utf-8"))
        files: Dict[str, str] = {str(path): str(digest) for path, digest in read["files"].items()}
        for path in files:
            inner_path(path)
        if read["product"] != PRODUCT or read["schema"] != _SCHEMA:
            return None
        return Receipt(
            str(read["host"]), str(read["version"]), str(read["build"]), int(read["parents_made"]), files
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
