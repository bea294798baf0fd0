"""The vendor's own program, where its package is installed: its --help must know every word that we say."""

from __future__ import annotations

import re
import shutil
import sys
from pathlib import Path

import pytest

from rb_dcc_core import engine_program as engine
from rb_dcc_core.engine_program import EngineLine, Program, find_program


@pytest.fixture
def program(tmp_path: Path) -> Program:
    """A copy of the installed one, which may run; the installed one stays as pip left it."""
    found = find_program("", {"PATH": ""}) if engine.works_on() else None
    if found is None or found.source != "package":
        pytest.skip("the vendor's rayvision-sync is not installed")
    copy = tmp_path / Path(found.path).name
    if sys.platform == "win32":
        shutil.copytree(str(Path(found.path).parent), str(tmp_path / "windows"))
        copy = tmp_path / "windows" / copy.name
    else:
        shutil.copy(found.path, str(copy))
    made = Program(str(copy), "package")
    engine.make_runnable(made)
    return made


def test_the_real_programs_help_knows_every_word_that_we_say(program: Program) -> None:
    told = engine.help_text(program)
    words = engine.arguments(program, EngineLine("aspera", "h", 1), "1", "2", "upload_json", "l")
    for option in words[1::2]:
        assert re.search(rf"^\s*{option} \[ --", told, re.MULTILINE), option
    for kind in (engine.UPLOAD_JSON, engine.UPLOAD_PATH, engine.DOWNLOAD_PATH, engine.DOWNLOAD_LIST):
        assert f"{kind}:" in told
    assert str(engine.FULL_SPEED_KB_S) in told
    assert re.search(r"engine type:\s+aspera\s+raysync", told)


def test_the_real_program_tells_its_version(program: Program) -> None:
    assert re.fullmatch(r"\d+(\.\d+)+", engine.version_of(program) or "")
