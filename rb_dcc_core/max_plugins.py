"""3ds Max plug-ins by their file names: which come with the host, and what a farm calls the others. Pure."""

from __future__ import annotations

import re
from typing import Optional

# How a file name begins, lower case, and the farm's plug-in. Names carry the release: vrender2024.dlr, CoronaMax2024.dlr.
_FARM_NAMES = (
    ("vray", "vray"),
    ("vrender", "vray"),
    ("maxtoa", "maxtoa"),
    ("corona", "corona"),
    ("redshift", "redshift"),
    ("forestpack", "forestpackpro"),
    ("forestpro", "forestpackpro"),
    ("railclone", "railclonepro"),
    ("phoenix", "phoenixfd"),
    ("phx", "phoenixfd"),
    ("tyflow", "tyflow"),
    ("multiscatter", "multiscatter"),
)
# Parts of 3ds Max that stand in the lists of nearly every scene. The file's own directory of DLLs knows more by their
# maker; these say none, or have to be known where it cannot be read.
_OWN = frozenset(
    (
        "acadblocks",
        "biped",
        "bitmapproxies",
        "bonesdef",
        "boolcntrl",
        "ctrl",
        "custattribcontainer",
        "epoly",
        "helpers",
        "instancemgr",
        "kernel",
        "mrmaterialattribs",
        "mtl",
        "mtlgen",
        "multipassdof",
        "parameditor",
        "peopleorch",
        "physicalcamera",
        "physicalmaterial",
        "prim",
        "prosound",
        "rapidrtrenderer",
        "rayfx",
        "reactor",
        "rend",
        "renelem",
        "samplers",
        "sceneeffectloader",
        "scs",
        "skylight",
        "storageandfilter",
        "update1",
        "viewportmanager",
    )
)
_TAIL = re.compile(r"[\W_]*\d*$")


def farm_name(file_name: str) -> Optional[str]:
    """What a farm calls the plug-in of this file; None for one that no farm is known to list."""
    stem = _stem(file_name)
    return next((farm for start, farm in _FARM_NAMES if stem.startswith(start)), None)


def plain_name(file_name: str) -> str:
    """The file's name without its ending and release, lower case: "GrowFX_2024.dlo" is growfx."""
    stem = _stem(file_name)
    return _TAIL.sub("", stem) or stem


def is_own(file_name: str) -> bool:
    """True for a part of 3ds Max itself."""
    return _stem(file_name) in _OWN


def _stem(file_name: str) -> str:
    name = file_name.replace("\\", "/").rpartition("/")[2].lower()
    return name.rpartition(".")[0] or name
