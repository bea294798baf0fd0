"""What checks may know: asked as far as the service answers."""

from __future__ import annotations

from typing import Any, Dict, List, Tuple

import pytest

from rb_dcc_core import models
from rb_dcc_core.account_facts import ask_facts
from rb_dcc_core.errors import ConnectionLost, service_error


class Answers:
    """A client that answers what the facts are made of; `refused` questions raise."""

    generation = "v1"

    def __init__(self, *refused: str, times: Tuple[Any, ...] = (50, None, 70), **task: Any) -> None:
        self.refused = set(refused)
        self.times = times
        self.task: Dict[str, Any] = dict(
            {"id": 5, "sceneName": "a.ma", "taskStatus": 25, "doneFrames": 3}, **task
        )
        self.asked: List[str] = []

    def query_user_profile(self) -> models.UserProfile:
        self._ask("profile")
        return models.UserProfile.from_json({"zone": 1, "usdbalance": 3})

    def query_platforms(self, zone: int) -> Tuple[models.Platform, ...]:
        self._ask(f"platforms {zone}")
        return models.Platform.list_from_json([{"platform": 3, "type": 0}, {"platform": 62, "type": 1}])

    def query_user_setting(self) -> models.UserSetting:
        self._ask("setting")
        return models.UserSetting.from_json({"taskOverTime": 12})

    def get_task_list(self, page_num: int, page_size: int) -> models.Page:
        self._ask("tasks")
        return models.Page.of(models.TaskInfo, {"items": [{"id": 9, "sceneName": "b.ma"}, self.task]})

    def query_task_frames(self, task_id: int, page_num: int, page_size: int) -> models.Page:
        self._ask(f"frames {task_id}")
        return models.Page.of(
            models.FrameInfo, {"items": [{"frameExecuteTime": each} for each in self.times]}
        )

    def hardware_config_list(self) -> Tuple[models.Hardware, ...]:
        self._ask("machines")
        return models.Hardware.list_from_json([{"id": 3}])

    def _ask(self, question: str) -> None:
        self.asked.append(question)
        if question.split()[0] in self.refused:
            raise service_error(605, "no")


def test_all_is_asked_once_and_the_jobs_own_platform_taken() -> None:
    client = Answers()
    facts = ask_facts(client, "62", "/x/a.ma")  # type: ignore[arg-type]
    assert client.asked == ["profile", "platforms 1", "setting", "tasks", "frames 5"]
    assert facts.platform is not None
    assert (facts.platform.platform, facts.longest_frame_s) == (62, 70)


def test_generation_v2_is_asked_for_its_machines() -> None:
    client = Answers()
    client.generation = "v2"
    facts = ask_facts(client, "62", "/x/a.ma")  # type: ignore[arg-type]
    assert "machines" in client.asked
    assert [each.id for each in facts.hardware] == [3]
    client.refused = {"machines"}
    assert ask_facts(client, "62", "/x/a.ma").hardware == ()  # type: ignore[arg-type]


def test_a_profile_at_hand_is_not_asked_again() -> None:
    client = Answers()
    ask_facts(client, "62", "a.ma", models.UserProfile.from_json({"zone": 2}))  # type: ignore[arg-type]
    assert client.asked[0] == "platforms 2"


@pytest.mark.parametrize("refused", ["profile", "platforms", "setting", "tasks", "frames"])
def test_a_question_that_is_refused_stays_unanswered(refused: str) -> None:
    facts = ask_facts(Answers(refused), "62", "a.ma")  # type: ignore[arg-type]
    known = (facts.profile, facts.platform, facts.setting, facts.longest_frame_s)
    missing = {"profile": 0, "platforms": 1, "setting": 2, "tasks": 3, "frames": 3}[refused]
    assert [place for place, value in enumerate(known) if value is None] == [missing]


@pytest.mark.parametrize("task", [{"sceneName": "c.ma"}, {"taskStatus": 5}, {"doneFrames": 0}])
def test_only_an_ended_task_of_the_same_scene_counts(task: Any) -> None:
    assert ask_facts(Answers(**task), "62", "a.ma").longest_frame_s is None  # type: ignore[arg-type]


def test_frames_without_times_tell_nothing() -> None:
    assert ask_facts(Answers(times=()), "62", "a.ma").longest_frame_s is None  # type: ignore[arg-type]


def test_a_lost_line_is_not_swallowed() -> None:
    class Broken(Answers):
        def query_user_setting(self) -> models.UserSetting:
            raise ConnectionLost("gone")

    with pytest.raises(ConnectionLost):
        ask_facts(Broken(), "62", "a.ma")  # type: ignore[arg-type]
