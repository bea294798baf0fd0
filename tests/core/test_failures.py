"""Why a task failed, where the service tells a code."""

from __future__ import annotations

from typing import Any, Tuple

import pytest

from rb_dcc_core.errors import ConnectionLost, service_error
from rb_dcc_core.failures import explain, failure_codes
from rb_dcc_core.models import TaskInfo
from tests.support.farm import FakeFarm


@pytest.mark.parametrize(
    ("told", "codes"),
    [
        ({}, ()),
        ({"errorCode": 15002}, ("15002",)),
        ({"errorCode": "15002, 10012"}, ("15002", "10012")),
        ({"errorCodes": ["15002", 15002]}, ("15002",)),
        ({"errorCode": None, "errCode": 0, "failCode": ""}, ()),
        ({"errorCode": {"odd": 1}}, ()),
        ({"respRenderingTaskList": [{"failCode": "1"}, {"failCode": "2"}]}, ("1", "2")),
    ],
)
def test_a_tasks_codes_are_found_in_whatever_form(told: Any, codes: Tuple[str, ...]) -> None:
    assert failure_codes(TaskInfo.from_json(dict(told, id=1))) == codes


def test_each_code_is_looked_up_in_the_users_language() -> None:
    farm = FakeFarm()
    farm.tips = {"15002": [{"code": "15002", "desDescriptionCn": "Damaged.", "desSolutionCn": "Save it."}]}
    (detail,) = explain(farm, ["15002"], "zh")  # type: ignore[arg-type]
    assert (detail.des_description_cn, detail.des_solution_cn) == ("Damaged.", "Save it.")
    assert farm.log == ["why 15002 0"]


def test_a_code_that_cannot_be_looked_up_is_left_out() -> None:
    farm = FakeFarm()
    farm.errors["query_error_detail"] = [service_error(404, ""), ConnectionLost("gone")]
    assert explain(farm, ["1", "2"]) == ()  # type: ignore[arg-type]
