"""Job settings remembered beside the scene and as presets."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rb_dcc_core import job_memory
from rb_dcc_core.errors import InputError, LocalFileError, UnknownNameError
from rb_dcc_core.frames import FrameRange
from rb_dcc_core.image_size import ImageSize
from rb_dcc_core.job import JobSettings
from rb_dcc_core.job_memory import JobMemory
from rb_dcc_core.job_values import changed, from_values, to_values
from rb_dcc_core.locations import Locations
from rb_dcc_core.priority import PriorityFrames

EVERYTHING = JobSettings(
    cameras=("cam", "rig:left"),
    layers=("fog",),
    frames=FrameRange.parse("1-10x2"),
    layer_frames=(("fog", FrameRange.parse("5,7-9")),),
    label="电影",
    os_name=0,
    ram_gb=128,
    graphics_cards=1,
    hardware_config_ids=(3, 5),
    frames_per_machine=2,
    priority_frames=PriorityFrames.parse("first,5-8"),
    is_test_stop=True,
    frame_timeout_s=7200,
    task_timeout_s=86400,
    reminder_s=3600,
    tiles=4,
    tiles_type="strip",
    is_distributed=True,
    distributed_nodes=5,
    unc_style="keep",
    output_folder="/out",
    output_prefix="<Camera>/<Scene>",
    path_map=(("/mnt/a", "X:/a"),),
    environment="arnold",
    output="D:/out/shot.exr",
    image_format="exr",
    layer_cameras=(("fog", ("rig:left",)),),
    budget_soft=2.5,
    budget_hard=5.0,
    task_per_camera=True,
    layer_sizes=(("fog", ImageSize(1280, 720)), ("gone", ImageSize(640, 480))),
    layer_formats=(("fog", "exr (multichannel)"),),
)


_UNREADABLE = "The setting '{}' cannot be read ({}); its default is used."


@pytest.fixture
def memory(tmp_path: Path) -> JobMemory:
    return JobMemory(Locations.find({"RB_DCC_HOME": str(tmp_path / "home")}))


@pytest.fixture
def shot(tmp_path: Path) -> str:
    (tmp_path / "scenes").mkdir()
    return (tmp_path / "scenes" / "shot.ma").as_posix()


def test_every_setting_goes_round(memory: JobMemory, shot: str) -> None:
    path = memory.remember(shot, EVERYTHING)
    assert path.as_posix() == shot + ".rb-dcc.json"
    found = memory.recall(shot)
    assert (found.settings, found.notices, found.path) == (EVERYTHING, (), path)


def test_what_was_never_remembered_is_the_default(memory: JobMemory, shot: str) -> None:
    found = memory.recall(shot)
    assert (found.settings, found.path, found.notices) == (JobSettings(), None, ())


def test_only_what_differs_from_the_defaults_is_written(memory: JobMemory, shot: str) -> None:
    path = memory.remember(shot, JobSettings(tiles=4, label="x"))
    data = json.loads(path.read_text(encoding="utf-8"))
    assert data == {"schema": 1, "settings": {"label": "x", "tiles": 4}}


def test_a_setting_set_back_to_its_default_is_forgotten(memory: JobMemory, shot: str) -> None:
    memory.remember(shot, JobSettings(tiles=4))
    memory.remember(shot, JobSettings())
    assert memory.recall(shot).settings == JobSettings()


def test_unknown_keys_are_kept_and_secrets_never(memory: JobMemory, shot: str) -> None:
    own = {"tiles": 4, "denoise": "on", "accessKey": "s3"}
    data = {"schema": 9, "settings": own, "panel": {"width": 3, "password": "x"}, "access_key": "y"}
    Path(shot + ".rb-dcc.json").write_text(json.dumps(data), encoding="utf-8")
    path = memory.remember(shot, JobSettings(ram_gb=128))
    assert json.loads(path.read_text(encoding="utf-8")) == {
        "schema": 1,
        "settings": {"ram_gb": 128, "denoise": "on"},
        "panel": {"width": 3},
    }


@pytest.mark.parametrize("content", [b'{"settings": {', b"[]", b"\xff\xfe", b'{"settings": 3}', b"", b"null"])
def test_a_broken_file_is_set_aside_and_named(memory: JobMemory, shot: str, content: bytes) -> None:
    Path(shot + ".rb-dcc.json").write_bytes(content)
    found = memory.recall(shot)
    assert found.settings == JobSettings()
    (aside,) = Path(shot).parent.glob("*.broken-*")
    assert aside.read_bytes() == content
    assert found.notices[0].text() == (
        f"{Path(shot + '.rb-dcc.json')} held no job settings that can be read and was set aside as {aside.name};"
        " defaults are used."
    )


def test_a_broken_file_that_cannot_be_set_aside_stays_and_is_named(
    memory: JobMemory, shot: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path) -> Path:
        raise LocalFileError("The folder is read-only.")

    path = Path(shot + ".rb-dcc.json")
    path.write_bytes(b"{")
    monkeypatch.setattr(job_memory, "set_aside", refuse)
    assert [each.text() for each in memory.recall(shot).notices] == [
        f"{path} holds no job settings that can be read; defaults are used."
    ]
    assert path.read_bytes() == b"{"


@pytest.mark.parametrize(
    ("values", "complaint"),
    [
        ({"tiles": "4"}, "The setting 'tiles' cannot be read ('4'); its default is used."),
        ({"tiles": True}, "The setting 'tiles' cannot be read (True); its default is used."),
        ({"frames": "9-1"}, "The setting 'frames' cannot be read ('9-1'); its default is used."),
        ({"cameras": "a"}, "The setting 'cameras' cannot be read ('a'); its default is used."),
        ({"os_name": "beos"}, "The setting 'os_name' cannot be read ('beos'); its default is used."),
        ({"path_map": {"a": 1}}, "The setting 'path_map' cannot be read ({'a': 1}); its default is used."),
        ({"layer_sizes": {"a": "0x9"}}, _UNREADABLE.format("layer_sizes", "{'a': '0x9'}")),
        ({"layer_sizes": {"a": [1, 2]}}, _UNREADABLE.format("layer_sizes", "{'a': [1, 2]}")),
        ({"layer_formats": {"a": ""}}, _UNREADABLE.format("layer_formats", "{'a': ''}")),
        (
            {"priority_frames": None},
            "The setting 'priority_frames' cannot be read (None); its default is used.",
        ),
    ],
)
def test_one_odd_value_is_named_and_costs_no_other(values: Any, complaint: str) -> None:
    settings, complaints = from_values(dict(values, label="kept"))
    assert settings == JobSettings(label="kept")
    assert [each.text() for each in complaints] == [complaint]


def test_sizes_and_formats_are_written_as_people_write_them(memory: JobMemory, tmp_path: Path) -> None:
    scene = (tmp_path / "shot.ma").as_posix()
    settings = JobSettings(layer_sizes=(("fog", ImageSize(1280, 720)),), layer_formats=(("fog", "png"),))
    path = memory.remember(scene, settings)
    assert json.loads(path.read_text(encoding="utf-8"))["settings"] == {
        "layer_sizes": {"fog": "1280x720"},
        "layer_formats": {"fog": "png"},
    }
    assert memory.recall(scene).settings == settings


def test_a_file_of_an_older_release_is_read_and_its_unknown_keys_stay(
    memory: JobMemory, tmp_path: Path
) -> None:
    scene = (tmp_path / "shot.ma").as_posix()
    path = Path(scene + ".rb-dcc.json")
    path.write_text('{"schema": 1, "settings": {"tiles": 2, "of_tomorrow": [1]}}', encoding="utf-8")
    found = memory.recall(scene)
    assert (found.settings, found.notices) == (JobSettings(tiles=2), ())
    memory.remember(scene, JobSettings(layer_sizes=(("fog", ImageSize(8, 9)),)))
    assert json.loads(path.read_text(encoding="utf-8"))["settings"] == {
        "of_tomorrow": [1],
        "layer_sizes": {"fog": "8x9"},
    }


def test_where_the_scenes_folder_cannot_be_written_the_home_remembers(
    memory: JobMemory, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    locked = (tmp_path / "file" / "shot.ma").as_posix()
    path = memory.remember(locked, JobSettings(tiles=4))
    assert path.parent == tmp_path / "home" / "state" / "scenes"
    assert path.name.startswith("shot.ma.")
    assert memory.recall(locked).settings == JobSettings(tiles=4)
    assert memory.recall((tmp_path / "other" / "shot.ma").as_posix()).settings == JobSettings()


def test_presets_are_saved_listed_used_and_deleted(memory: JobMemory) -> None:
    memory.save_preset("draft", JobSettings(tiles=4))
    memory.save_preset("final 电影", EVERYTHING)
    assert memory.presets() == ("draft", "final 电影")
    assert memory.preset("final 电影").settings == EVERYTHING
    memory.delete_preset("draft")
    with pytest.raises(UnknownNameError) as refused:
        memory.preset("draft")
    assert str(refused.value) == "There is no preset 'draft'. There are: final 电影."


@pytest.mark.parametrize("name", ["", "../x", "a/b", "a\\b", ".hidden", "a:b", "x.", "n\nl", "x" * 90])
def test_a_presets_name_never_leads_elsewhere(memory: JobMemory, name: str) -> None:
    with pytest.raises(InputError, match="cannot be a preset's name"):
        memory.save_preset(name, JobSettings())


def test_what_was_changed_is_told_by_name() -> None:
    assert changed(JobSettings(), JobSettings()) == ()
    assert changed(JobSettings(tiles=2, label="x"), JobSettings()) == ("label", "tiles")
    assert set(to_values(EVERYTHING, None)) == set(changed(EVERYTHING, JobSettings()))


@given(
    st.dictionaries(
        st.sampled_from([*to_values(EVERYTHING, None), "odd"]),
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.text(max_size=5),
            lambda inner: (
                st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner, max_size=2)
            ),
            max_leaves=4,
        ),
    )
)
def test_no_json_breaks_the_reading(values: Any) -> None:
    settings, _ = from_values(values)
    assert from_values(json.loads(json.dumps(to_values(settings)))) == (settings, ())
