"""The files of a folder of results as the service lists them (v2's getOutputUserDirFile)."""

from __future__ import annotations

import datetime
from typing import Any, List, Mapping, Optional

from .client import Client
from .transfer import RemoteFile

MOST_FOLDERS = 5000
# The farm's times carry no zone; its own memo of serverTime says "UTC+8" [?].
_ZONE = datetime.timezone(datetime.timedelta(hours=8))


def list_results(client: Client, folder: str) -> Optional[List[RemoteFile]]:
    """Every file under a folder of the output area; None where the answer does not tell names, kinds and sizes.

    Only names are taken from the answer, never its paths: what lies in a folder is named by that folder.
    """
    found: List[RemoteFile] = []
    waiting = [folder]
    seen = 0
    while waiting:
        where = waiting.pop()
        seen += 1
        entries = client.get_output_user_dir_file("/" + where)
        if not isinstance(entries, list) or seen > MOST_FOLDERS:
            return None
        for entry in entries:
            name = _name(entry)
            if name is None:
                return None
            path = f"{where}/{name}"
            if _is_folder(entry):
                waiting.append(path)
                continue
            size = entry.get("fileSize")
            if isinstance(size, bool) or not isinstance(size, int) or size < 0:
                return None
            found.append(RemoteFile(path, size, None, modified_ms(entry.get("lastModify"))))
    return sorted(found, key=lambda each: each.path)


def modified_ms(told: Any) -> Optional[int]:
    """ "2021-01-15 12:11:59", or a number of milliseconds; None for anything else."""
    if isinstance(told, int) and not isinstance(told, bool):
        return told
    try:
        moment = datetime.datetime.strptime(str(told), "%Y-%m-%d %H:%M:%S")
    except ValueError:
        return None
    return round(moment.replace(tzinfo=_ZONE).timestamp() * 1000)


def _name(entry: Any) -> Optional[str]:
    name = entry.get("fileName") if isinstance(entry, dict) else None
    usable = isinstance(name, str) and name not in ("", ".", "..") and "/" not in name and "\\" not in name
    return name if usable else None


def _is_folder(entry: Mapping[str, Any]) -> bool:
    return str(entry.get("directory")).lower() in ("true", "1")
