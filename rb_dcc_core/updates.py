"""Whether a newer version of this product is released, as the package index tells; asked once a day, never insisting.

Nothing is sent but the question itself. What goes wrong (no network, a proxy, another answer) is no news.
"""

from __future__ import annotations

import json
import logging
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Dict, Mapping, Optional, Tuple

from .address import ServiceAddress
from .atomic import write_atomically
from .errors import RenderbusError

_log = logging.getLogger(__name__)

SWITCH = "RB_DCC_NO_UPDATE_CHECK"
INDEX = "https://pypi.org"
PATH = "/pypi/renderbus-dcc/json"
FILE_NAME = "updates.json"
DAY_S = 86400.0
LONGEST_NEWS = 160
_VERSION = re.compile(r"v?(\d+(?:\.\d+)*)([^+]*)(?:\+.*)?\Z")
_FINAL = re.compile(r"(?:\.?post\d+)?\Z")
_MARKS = re.compile(r"[*_`#>]+|^\s*[-+]\s+|\[([^\]]*)\]\([^)]*\)")


@dataclass(frozen=True)
class Release:
    """`news` says in one line what is new, "" where nobody wrote it."""

    version: str
    news: str = ""


def newer_release(
    state: Path,
    own: str,
    now_s: float,
    environ: Mapping[str, str],
    index: str = INDEX,
) -> Optional[Release]:
    """A release newer than `own` that was not told of yet; None where there is none, or it cannot be known. Blocks.

    The index is asked where the last question is a day old; `told` notes that the user has heard of a release.
    """
    if environ.get(SWITCH, "").strip() not in ("", "0"):
        return None
    memory = _recall(state)
    looked_s = memory.get("looked_s")
    is_due = not isinstance(looked_s, (int, float)) or not 0 <= now_s - looked_s < DAY_S
    if is_due:
        release = _ask(index)
        memory["looked_s"] = now_s
        if release is not None:
            memory["version"], memory["news"] = release.version, release.news
        _keep(state, memory)
    version = str(memory.get("version") or "")
    if not is_newer(version, own) or memory.get("told") == version:
        return None
    return Release(version, str(memory.get("news") or ""))


def told(state: Path, version: str) -> None:
    """The user has heard of a release: once is enough. Blocks."""
    _keep(state, dict(_recall(state), told=version))


def is_newer(found: str, own: str) -> bool:
    """True where `found` is a final release after `own`; what cannot be read as a version is none."""
    there, here = _parsed(found), _parsed(own)
    if there is None or here is None or not there[1]:
        return False
    return there[0] > here[0] or (there[0] == here[0] and not here[1])


def release_of(data: Any) -> Optional[Release]:
    """The index's newest release, of its answer; None where it is another answer, or the release was taken back."""
    info = data.get("info") if isinstance(data, dict) else None
    if not isinstance(info, dict) or not isinstance(info.get("version"), str) or info.get("yanked"):
        return None
    version = info["version"]
    text = info.get("description")
    news = _news(text, version) if isinstance(text, str) else ""
    summary = info.get("summary")
    return Release(version, news or _plain(summary if isinstance(summary, str) else ""))


def _parsed(version: str) -> Optional[Tuple[Tuple[int, ...], bool]]:
    """The numbers without zeros at their end, and whether it is a final release."""
    match = _VERSION.match(version.strip())
    if match is None:
        return None
    numbers = [int(each) for each in match.group(1).split(".")]
    while len(numbers) > 1 and numbers[-1] == 0:
        numbers.pop()
    return tuple(numbers), bool(_FINAL.match(match.group(2)))


def _news(description: str, version: str) -> str:
    """The first line below the heading that names the version, whatever headings below that one part it."""
    level = 0
    for line in description.splitlines():
        if line.startswith("#"):
            depth = len(line) - len(line.lstrip("#"))
            if re.search(r"(?<![\d.])" + re.escape(version) + r"(?![\d.]*\d)", line):
                level = depth
            elif depth <= level:
                return ""
        elif level and line.strip():
            return _plain(line)
    return ""


def _plain(line: str) -> str:
    """Without marks of a text format; it is shown as it is."""
    text = " ".join(_MARKS.sub(lambda found: found.group(1) or "", line).split())
    return text if len(text) <= LONGEST_NEWS else text[: LONGEST_NEWS - 2].rstrip() + " …"


def _ask(index: str) -> Optional[Release]:
    try:
        from .transport import fetch_public

        return release_of(json.loads(fetch_public(ServiceAddress.parse(index), PATH)))
    except (RenderbusError, ValueError, RecursionError) as error:
        _log.info("whether there is a newer version is not known: %s", error)
        return None


def _recall(state: Path) -> Dict[str, Any]:
    try:
        found = json.loads((state / FILE_NAME).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _keep(state: Path, memory: Mapping[str, Any]) -> None:
    try:
        write_atomically(state / FILE_NAME, json.dumps(memory).encode("utf-8"))
    except RenderbusError as error:
        _log.info("when the index was asked cannot be noted: %s", error)
