"""`rb-dcc describe` on every scene, compared with what a person reads in the scene's own text or chunks.

tests/golden/maya_scenes.txt is written by hand: whoever adds a scene reads it and adds its lines.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from pathlib import Path
from typing import Any, Callable, Dict, List

import pytest
from click.testing import CliRunner

from rb_dcc_cli.describe import describe

_TESTS = Path(__file__).resolve().parents[1]
SCENES = _TESTS / "scenes"
# Scenes of other people that may lie beside the checkout; where they do not, there is nothing to compare.
OTHERS = _TESTS.parents[1] / "shared" / "scenes" / "maya"


def expected() -> Dict[str, List[str]]:
    found: Dict[str, List[str]] = {}
    lines: List[str] = []
    for line in (_TESTS / "golden" / "maya_scenes.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            lines = found.setdefault(line.strip("[]"), [])
        elif line and not line.startswith("#"):
            lines.append(line)
    return found


def described(path: Path) -> Dict[str, Any]:
    ran = CliRunner().invoke(describe, ["--json", str(path)], catch_exceptions=False)
    answer: Dict[str, Any] = json.loads(ran.output)
    return answer


def head(answer: Dict[str, Any]) -> str:
    rate = "?" if answer["fps"] is None else f"{answer['fps']:g}"
    needed = ", ".join(f"{name} {version}".strip() for name, version in answer["plugins"].items())
    end = f", needs {needed}" if needed else ""
    return f"{answer['host']} {answer['host_version']} at {rate}: {answer['renderer']}{end}"


def layer(told: Dict[str, Any]) -> str:
    parts = [
        told["name"] + ("*" if told["renderable"] else ""),
        told["renderer"],
        ",".join(told["cameras"]) or "-",
        str(told["frames"]),
        f"{told['width']}x{told['height']}",
        told["image_format"],
        told["image_prefix"] or "-",
    ]
    assert told["pixel_aspect"] == 1.0
    return " ".join([*parts, *(["[" + " ".join(told["aovs"]) + "]"] if told["aovs"] else [])])


def file(told: Dict[str, Any], folder: str, project: str) -> str:
    path = told["path"]
    if path.startswith(folder):
        path = path[len(folder) :]
    elif project and path.startswith(project):
        path = "^" + path[len(project) :]
    assert (told["size"] is not None) == told["exists"]
    return f"{'' if told['exists'] else '? '}{told['kind']} {told['node']} {path}"


def lines(path: Path) -> List[str]:
    answer = described(path)
    folder, project = path.parent.as_posix() + "/", (answer["project"] or "") + "/"
    scene, *files = answer["assets"]
    assert (scene["kind"], scene["path"]) == ("scene", path.as_posix())
    return [
        head(answer),
        "cameras "
        + " ".join(camera["name"] + ("*" if camera["renderable"] else "") for camera in answer["cameras"]),
        *(layer(told) for told in answer["layers"]),
        *(file(told, folder, project if answer["project"] else "") for told in files),
        *(f"{told['severity']} {told['code']} {told['node'] or '-'}" for told in answer["problems"]),
    ]


def names(folder: Path) -> List[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.m[ab]"))


def test_every_scene_was_read_by_a_person() -> None:
    assert sorted(expected()) == names(SCENES)


# Release, rate and renderer, plug-ins; cameras; frames and format of the one layer; files, none of which is there;
# problems beside those. All have one master layer of 960 x 540 for the perspective camera alone, and no project.
_FOUR = ["persp", "top", "front", "side"]
_OF_OTHERS: Dict[str, Any] = {
    "AnimatedSpotlights.mb": ("2019 at 24: arnold", 3, "200", "exr", {}, []),
    "BackFaceCulling.mb": ("2019 at 24: arnold", 4, "1", "exr", {"texture": 3}, ["drive_missing"]),
    "CubesImageFormat.ma": ("2018 at 30: mayaSoftware", 1, "0", "iff", {"texture": 7}, ["drive_missing"]),
    "PBR_Textures.ma": (
        *("2018 at 24: arnold", 1, "1", "exr", {"texture": 10}),
        ["renderer_settings_missing", "drive_missing"],
    ),
    "RfMLightsTest.ma": (
        *("2022 at 24: px_render", 3, "1", "tif", {"texture": 2, "ies": 1}),
        ["renderer_unknown"],
    ),
    "RiggedElf_meter.mb": ("2019 at 30: mayaSoftware", 2, "0", "iff", {}, []),
    "SimpleAnim.mb": ("2018 at 24: mayaSoftware", 1, "1", "iff", {}, []),
    "StandardSurfaceTextured.ma": ("2022 at 24: mayaSoftware", 0, "1", "iff", {"texture": 6}, []),
    "UsdExportUDIMTest.ma": ("2018 at 24: mayaSoftware", 1, "1", "iff", {"texture": 1}, []),
    "WaterBottle.ma": ("2018 at 30: mayaHardware2", 3, "0", "iff", {"texture": 8}, ["drive_missing"]),
    "apple_test.ma": (
        *("2013 at 24: Appleseed", 2, "1", "iff", {"texture": 1}),
        ["drive_missing", "renderer_unknown"],
    ),
    "maya-vray.mb": ("2017 at 24: vray", 2, "1", "png", {}, []),
    "rhino_rig/anim_001.ma": ("2022 at 24: mayaSoftware", 2, "2", "iff", {"reference": 1}, []),
}


def check_own(name: str) -> None:
    wanted = expected()[name]
    if os.path.isdir("D:/"):
        wanted = [line for line in wanted if not line.startswith("warning drive_missing")]
    assert lines(SCENES / name) == wanted


def check_others(name: str) -> None:
    start, plugins, frames, image_format, files, problems = _OF_OTHERS[name]
    answer = described(OTHERS / name)
    assert head(answer).startswith(f"maya {start}")
    assert (len(answer["plugins"]), answer["project"]) == (plugins, None)
    further = ["camera1"] if name == "SimpleAnim.mb" else []
    assert [camera["name"] for camera in answer["cameras"]] == _FOUR + further
    wanted = f"masterLayer* {answer['renderer']} persp {frames} 960x540 {image_format} -"
    assert [layer(told) for told in answer["layers"]] == [wanted]
    assert Counter(told["kind"] for told in answer["assets"][1:]) == files
    assert not any(told["exists"] for told in answer["assets"][1:])
    found = [told["code"] for told in answer["problems"] if told["code"] != "file_missing"]
    gone = os.path.isdir("C:/") or os.path.isdir("D:/")
    assert [code for code in found if not (gone and code == "drive_missing")] == [
        code for code in problems if not (gone and code == "drive_missing")
    ]


_EVERY = [(check_own, name) for name in names(SCENES)] + [(check_others, name) for name in names(OTHERS)]


@pytest.mark.parametrize(("check", "name"), _EVERY, ids=[name for _, name in _EVERY])
def test_a_scene_is_described_as_a_person_reads_it(check: Callable[[str], None], name: str) -> None:
    check(name)
