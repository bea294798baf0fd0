"""Lists that come in pages are walked to their end, and no further."""

from __future__ import annotations

from typing import Any, Dict, List, Optional

import pytest

from rb_dcc_core.client import Client
from rb_dcc_core.errors import ServerFaultError, UnknownNameError, service_error
from tests.support.recording import RecordingTransport


def page(ids: List[Optional[int]], number: int, count: Optional[int]) -> Dict[str, Any]:
    items = [{} if one is None else {"id": one} for one in ids]
    return {"pageCount": count, "pageNum": number, "total": 99, "size": 100, "items": items}


def task_numbers(*answers: Any) -> Any:
    transport = RecordingTransport(*answers)
    numbers = [task.id for task in Client(transport, "v2").tasks()]
    return numbers, [asked.body["pageNum"] for asked in transport.asked]


def test_every_page_is_asked_once_in_order() -> None:
    answers = (page([1, 2], 1, 3), page([3, 4], 2, 3), page([5], 3, 3))
    assert task_numbers(*answers) == ([1, 2, 3, 4, 5], [1, 2, 3])


def test_a_single_page_is_asked_once() -> None:
    assert task_numbers(page([1], 1, 1)) == ([1], [1])


def test_an_empty_list_is_asked_once() -> None:
    assert task_numbers(page([], 1, 0)) == ([], [1])


def test_items_that_is_null_is_an_empty_page() -> None:
    assert task_numbers({"pageCount": 5, "items": None}) == ([], [1])


def test_an_empty_page_ends_it_whatever_the_page_count_says() -> None:
    assert task_numbers(page([1], 1, 9), page([], 2, 9)) == ([1], [1, 2])


def test_an_item_that_slid_onto_the_next_page_is_given_once() -> None:
    assert task_numbers(page([1, 2], 1, 2), page([2, 3], 2, 2)) == ([1, 2, 3], [1, 2])


def test_items_without_a_number_are_all_given() -> None:
    assert task_numbers(page([None, None], 1, 1)) == ([None, None], [1])


def test_no_more_records_is_the_end_and_no_error() -> None:
    gone = service_error(700, "no more records")
    assert task_numbers(page([1], 1, 2), gone) == ([1], [1, 2])
    assert task_numbers(gone) == ([], [1])


def test_without_a_page_count_it_goes_on_until_a_page_brings_nothing_new() -> None:
    answers = (page([1, 2], 1, None), page([3], 2, None), page([3], 3, None))
    assert task_numbers(*answers) == ([1, 2, 3], [1, 2, 3])


def test_a_failure_in_the_middle_is_raised_after_what_came_before() -> None:
    transport = RecordingTransport(page([1], 1, 3), service_error(500, "broken"))
    tasks = Client(transport, "v2").tasks()
    assert next(tasks).id == 1
    with pytest.raises(ServerFaultError):
        next(tasks)


def test_nothing_is_asked_before_the_first_item_is_wanted() -> None:
    transport = RecordingTransport(page([1], 1, 1))
    Client(transport, "v2").frames(7)
    assert transport.asked == []


def test_frames_come_in_pages_of_200() -> None:
    transport = RecordingTransport(page([1], 1, 1))
    assert [frame.id for frame in Client(transport, "v1").frames(7)] == [1]
    assert transport.asked[0].body == {"taskId": 7, "pageNum": 1, "pageSize": 200}


def test_tasks_of_some_statuses_come_in_pages_of_100() -> None:
    transport = RecordingTransport(page([1], 1, 1))
    list(Client(transport, "v1").tasks([25, 30]))
    assert transport.asked[0].body == {"pageNum": 1, "pageSize": 100, "statusList": [25, 30]}


def test_one_task_is_found_by_its_number() -> None:
    assert Client(RecordingTransport(page([7], 1, 1)), "v2").task_info(7).id == 7


def test_a_task_that_is_not_there_is_named() -> None:
    with pytest.raises(UnknownNameError, match="There is no task 7"):
        Client(RecordingTransport(page([], 1, 1)), "v2").task_info(7)
