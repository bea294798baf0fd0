"""`rb_maya.submit` and `rb_maya.describe`, from scripts in Maya and in mayapy."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path
from typing import Any, List

import pytest

import rb_maya
from rb_dcc_core.errors import RenderbusError
from rb_dcc_core.host import SceneSnapshot
from rb_dcc_core.submitter import JobRefused
from rb_maya.live_reader import read_open_scene
from rb_maya.reader import read_scene
from tests.maya_host.conftest import LAYERS, SCENES, StartMaya


def test_describe_gives_the_open_scene_as_the_core_knows_it(start_maya: StartMaya) -> None:
    maya = start_maya(loaded=False)
    found = rb_maya.describe()
    assert found == read_open_scene(maya.commands)
    assert isinstance(found, rb_maya.SceneSnapshot)
    assert rb_maya.SceneSnapshot is SceneSnapshot
    assert (maya.commands.edits, maya.commands.modified) == ([], False)


def test_from_another_thread_the_main_one_is_asked(start_maya: StartMaya, qtbot: Any) -> None:
    maya = start_maya(loaded=False)
    found: List[SceneSnapshot] = []
    thread = threading.Thread(target=lambda: found.append(rb_maya.describe()))
    thread.start()
    while thread.is_alive():
        maya.idle()
        thread.join(0.01)
    assert found == [rb_maya.describe()]


def test_other_names_are_refused_as_by_any_module() -> None:
    with pytest.raises(AttributeError, match="no attribute 'render'"):
        rb_maya.render  # noqa: B018
    assert {"describe", "submit"} <= set(dir(rb_maya))


def test_submit_sends_the_open_scene_to_the_farm(
    start_maya: StartMaya, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("flask")
    from rb_dcc_core.sandbox.service import Sandbox

    scene = tmp_path / "shot.ma"
    scene.write_text((SCENES / "software" / "software.ma").read_text(encoding="utf-8"), encoding="utf-8")
    start_maya(scene, loaded=False)
    with Sandbox(tmp_path / "farm") as farm:
        monkeypatch.setenv("RB_DCC_SERVICE", farm.url)
        monkeypatch.setenv("RB_DCC_PLATFORM", farm.platform)
        monkeypatch.setenv("RB_DCC_ACCESS_ID", farm.access_id)
        monkeypatch.setenv("RB_DCC_ACCESS_KEY", farm.access_key)
        run = rb_maya.SubmissionRun()
        task_id = rb_maya.submit(rb_maya.JobSettings(os_name=0), run=run)
        assert task_id > 0
        assert run.now().stage == "submit"
        with pytest.raises(JobRefused) as refused:
            rb_maya.submit(rb_maya.JobSettings(cameras=("nobody",)))
        assert refused.value.problems


def test_in_mayapy_no_qt_is_imported_and_none_is_needed() -> None:
    code = (
        "import sys, types\n"
        "for name in ('PySide2', 'PySide6', 'shiboken2', 'shiboken6'):\n"
        "    sys.modules[name] = None\n"
        "from tests.support.fake_maya import open_in_maya\n"
        f"commands = open_in_maya({str(LAYERS)!r})\n"
        "maya = types.ModuleType('maya'); maya.cmds = commands\n"
        "sys.modules.update({'maya': maya, 'maya.cmds': commands})\n"
        "import rb_maya\n"
        "assert 'rb_maya.scripting' not in sys.modules\n"
        "print(len(rb_maya.describe().layers))\n"
    )
    folder = Path(__file__).resolve().parents[2]
    done = subprocess.run([sys.executable, "-c", code], stdout=subprocess.PIPE, check=True, cwd=str(folder))
    assert done.stdout.decode().strip() == str(len(read_scene(str(LAYERS)).layers))


def test_without_an_account_it_says_what_to_do(start_maya: StartMaya) -> None:
    start_maya(loaded=False)
    with pytest.raises(RenderbusError):
        rb_maya.submit()
