"""`rb-dcc panel --pictures`: every picture is there, shows something, and another thing in each state."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Dict, List, Set, Tuple

import pytest
from PIL import Image, ImageChops, ImageStat

from rb_dcc_cli.pictures.album import GROUNDS, LANGUAGES
from rb_dcc_cli.pictures.shots import SHOTS, STATES

PAGES = (
    "account",
    "submit",
    "files",
    "problems",
    "tasks",
    "frames-grid",
    "frames-list",
    "download",
    "test-card",
    "notices",
    "settings",
    "diagnose",
    "costs",
)
ALONE = {"PATH": os.environ.get("PATH", ""), "PYTHONPATH": os.pathsep.join(sys.path)}
"""No screen, no settings of anybody's."""


def make(folder: Path, home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "rb_dcc_cli", "panel", "--pictures", str(folder), *words]
    return subprocess.run(
        command,
        env={**ALONE, "HOME": str(home), "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every picture, made by a process of its own in a home that is empty."""
    place = tmp_path_factory.mktemp("pictures")
    home = place / "home"
    home.mkdir()
    ran = make(place / "made", home)
    assert (ran.returncode, ran.stderr) == (0, ""), ran.stderr[-2000:]
    assert list(home.rglob("*renderbus*")) == []
    return place / "made"


def test_every_page_of_the_issue_has_its_three_states() -> None:
    states: Dict[str, Set[str]] = {}
    for shot in SHOTS:
        states.setdefault(shot.page, set()).add(shot.state)
    assert set(PAGES) <= set(states)
    assert all(found == set(STATES) for found in states.values())


@pytest.mark.long
@pytest.mark.timeout(1200)
def test_every_picture_is_there_in_its_size_and_shows_something(folder: Path) -> None:
    wanted = {
        f"{shot.name}-{language}-{ground}.png": shot.size
        for shot in SHOTS
        for language in LANGUAGES
        for ground in GROUNDS
    }
    assert {path.name for path in folder.iterdir()} == set(wanted)
    for name, size in wanted.items():
        with Image.open(folder / name) as picture:
            assert picture.size == size, name
            assert len(picture.convert("RGB").getcolors(1 << 24)) > 40, name
            is_dark = ImageStat.Stat(picture.convert("L")).median[0] < 110
            assert is_dark == name.endswith("-dark.png"), name


@pytest.mark.long
@pytest.mark.timeout(1200)
@pytest.mark.parametrize("page", sorted({shot.page for shot in SHOTS}))
def test_the_states_of_a_page_and_its_languages_are_told_apart(folder: Path, page: str) -> None:
    for one, other in (("empty", "busy"), ("busy", "failing"), ("empty", "failing")):
        assert share(folder, f"{page}-{one}-en-dark", f"{page}-{other}-en-dark") > 0.004, (page, one, other)
    for state in STATES:
        assert share(folder, f"{page}-{state}-en-dark", f"{page}-{state}-zh-dark") > 0.004, (page, state)


def share(folder: Path, one: str, other: str) -> float:
    """How much of two pictures differs, 0 to 1."""
    with Image.open(folder / (one + ".png")) as first, Image.open(folder / (other + ".png")) as second:
        difference = ImageChops.difference(first.convert("L"), second.convert("L"))
        seen = difference.point(lambda value: 255 if value > 24 else 0)
        return float(ImageStat.Stat(seen).mean[0]) / 255.0


def sizes(folder: Path) -> List[Tuple[str, Tuple[int, int]]]:
    found = []
    for path in sorted(folder.iterdir()):
        with Image.open(path) as picture:
            found.append((path.name, picture.size))
    return found


@pytest.mark.timeout(300)
def test_a_pattern_a_scale_and_a_width_choose_what_is_made(tmp_path: Path) -> None:
    ran = make(
        tmp_path / "made", tmp_path, "--only", "account-empty-*-light", "--scale", "2", "--width", "360"
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    assert sizes(tmp_path / "made") == [
        ("account-empty-en-light.png", (720, 1720)),
        ("account-empty-zh-light.png", (720, 1720)),
    ]
    assert ran.stdout.splitlines()[-1] == f"2 pictures are in {tmp_path / 'made'}."


@pytest.mark.timeout(300)
def test_a_pattern_that_fits_nothing_is_refused_in_a_sentence(tmp_path: Path) -> None:
    ran = make(tmp_path / "made", tmp_path, "--only", "nothing")
    assert ran.returncode == 1
    assert ran.stderr.startswith("No picture is called so. There are: account-empty, ")
    assert not (tmp_path / "made").exists()


def test_the_readme_shows_every_picture_and_says_how_the_panels_are_made_again(checkout: Path) -> None:
    text = (checkout / "README.md").read_text(encoding="utf-8")
    kept = sorted((checkout / "ui" / "pictures").iterdir())
    assert [path.name for path in kept if f"ui/pictures/{path.name}" not in text] == []
    assert [path.name for path in kept if path.stat().st_size >= 150000] == []
    command = next(line for line in text.splitlines() if "--pictures ui/pictures" in line)
    remade = re.findall(r"--only ([a-z0-9-]+)", command)
    made = {
        f"{shot.name}-{language}-{ground}" for shot in SHOTS for language in LANGUAGES for ground in GROUNDS
    }
    assert len(remade) >= 2
    assert set(remade) <= made & {path.stem for path in kept}
