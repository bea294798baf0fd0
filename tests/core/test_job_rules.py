"""What is wrong with job settings by themselves, and that each fix mends it."""

from __future__ import annotations

from typing import Any, Dict

import pytest

from rb_dcc_core.checks import fixed
from rb_dcc_core.job import JobSettings
from rb_dcc_core.job_rules import settings_problems
from rb_dcc_core.priority import PriorityFrames


def test_the_defaults_are_right() -> None:
    assert settings_problems(JobSettings()) == ()


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"ram_gb": 32}, "32 GB of memory cannot be asked for. Choose 64 or 128."),
        ({"graphics_cards": 4}, "4 graphics cards cannot be asked for. Choose 1 or 2."),
        ({"tiles_type": "round"}, "'round' is no kind of tiles. Choose block or strip."),
        ({"os_name": 7}, "'7' is no system of the farm. Choose windows or linux."),
        ({"frames_per_machine": 0}, "Frames per machine must be 1 or more."),
        ({"tiles": 0}, "Tiles must be from 1 to 100."),
        ({"tiles": 101}, "Tiles must be from 1 to 100."),
        ({"distributed_nodes": 0}, "Distributed rendering needs 1 machine or more."),
        (
            {"tiles": 4, "frames_per_machine": 2},
            "A frame is either split in tiles or rendered with others on one machine. Set one of them to 1.",
        ),
        (
            {"is_test_stop": True},
            "The task is to pause after its priority frames, but there are none. It will not pause.",
        ),
        ({"frame_timeout_s": 0}, "The time-out of a frame must be from 1 to 2592000 seconds."),
        ({"task_timeout_s": -1}, "The time-out of the task must be from 0 to 2592000 seconds."),
        ({"reminder_s": 9999999}, "The time of the reminder must be from 0 to 2592000 seconds."),
        (
            {"task_timeout_s": 60, "frame_timeout_s": 90},
            "The whole task ends after 60 s, before a single frame may (90 s).",
        ),
        ({"label": "x" * 65}, "The label is longer than 64 characters."),
        (
            {"label": "spot\nnight\x7f"},
            "The label holds a line break or another character that no list can show.",
        ),
        ({"output_prefix": "/abs/x"}, "The output prefix '/abs/x' leads out of the images folder."),
        ({"output_prefix": "a/../../x"}, "The output prefix 'a/../../x' leads out of the images folder."),
        ({"output_prefix": "a|b?"}, "The output prefix holds '?' '|', which no file name can."),
        (
            {"path_map": (("rel", "/X"), ("/a", "/b"))},
            "The path mapping from 'rel' to '/X' is not one: give an absolute local folder and the farm's.",
        ),
        ({"unc_style": "odd"}, "'odd' is no way to write shares."),
    ],
)
def test_each_fault_is_a_sentence_and_its_fix_mends_it(given: Dict[str, Any], sentence: str) -> None:
    settings = JobSettings(**given)
    (problem,) = settings_problems(settings)
    assert problem.message.text() == sentence
    assert problem.fix is not None
    assert settings_problems(fixed(settings, problem.fix)) == ()


def test_what_goes_together_is_no_fault() -> None:
    assert settings_problems(JobSettings(is_test_stop=True, priority_frames=PriorityFrames(True))) == ()
    assert settings_problems(JobSettings(task_timeout_s=60)) == ()
    assert settings_problems(JobSettings(output_prefix="<Camera>/<Scene>..x")) == ()
