"""The farm's listing of results, as the vendor documents it and as it must never be trusted."""

from __future__ import annotations

from typing import Any, Dict

import pytest

from rb_dcc_core.client import Client
from rb_dcc_core.engine_program import Program
from rb_dcc_core.errors import service_error
from rb_dcc_core.result_listing import list_results, modified_ms
from rb_dcc_core.transfer import Area, RemoteFile, ResultFolder
from rb_dcc_core.transmitter import TransmitterTransfer
from tests.core.test_engine_sets import BIDS, LINE
from tests.support.recording import RecordingTransport


def entry(name: str, size: Any, told: str = "2021-01-15 12:11:59") -> Dict[str, Any]:
    """An entry of the vendor's documentation."""
    return {
        "fileName": name,
        "fileSize": size,
        "iconPath": None,
        "lastModify": told,
        "fileType": None,
        "filePath": "/somewhere/else/" + name,
        "directory": size is None,
        "isArrears": 0,
    }


def asked(*answers: Any) -> Client:
    return Client(RecordingTransport(*answers), "v2")  # type: ignore[arg-type]


def test_folders_are_followed_and_only_names_are_believed() -> None:
    client = asked([entry("b.png", 7), entry("layer", None)], [entry("a.png", 2**33)])
    assert list_results(client, "7_scene") == [
        RemoteFile("7_scene/b.png", 7, None, 1610683919000),
        RemoteFile("7_scene/layer/a.png", 2**33, None, 1610683919000),
    ]
    assert [each.body for each in client.transport.asked] == [  # type: ignore[attr-defined]
        {"treePath": "/7_scene"},
        {"treePath": "/7_scene/layer"},
    ]


def test_a_folder_of_nothing_is_empty() -> None:
    assert list_results(asked([]), "7_scene") == []


@pytest.mark.parametrize(
    "answer",
    [
        None,
        {},
        "text",
        [None],
        [entry("../x", 1)],
        [entry("..", 1)],
        [entry("", 1)],
        [entry("a\\b", 1)],
        [entry("a.png", "7")],
        [entry("a.png", True)],
        [entry("a.png", -1)],
        [dict(entry("a.png", None), directory=False)],
    ],
    ids=repr,
)
def test_an_answer_of_another_form_tells_nothing(answer: Any) -> None:
    assert list_results(asked(answer), "7_scene") is None


def test_folders_without_end_tell_nothing() -> None:
    assert list_results(asked([entry("deeper", None)]), "7_scene") is None


@pytest.mark.parametrize(
    ("told", "ms"),
    [("2021-01-15 12:11:59", 1610683919000), (1610683919000, 1610683919000), (None, None), ("soon", None)],
)
def test_times_are_the_farms_own(told: Any, ms: Any) -> None:
    assert modified_ms(told) == ms


def test_the_engine_lists_where_the_service_does() -> None:
    def engine(client: Client) -> TransmitterTransfer:
        return TransmitterTransfer(Program("p", "path"), LINE, client, BIDS, "1")

    transfer = engine(asked([entry("b.png", 7)]))
    assert list(transfer.list_files(Area.OUTPUT, "7_scene")) == [
        RemoteFile("7_scene/b.png", 7, None, 1610683919000)
    ]
    assert engine(asked(service_error(404, "no"))).results_in(ResultFolder("7_scene")) is None
    v1 = Client(RecordingTransport(), "v1")  # type: ignore[arg-type]
    assert engine(v1).results_in(ResultFolder("7_scene")) is None
    assert v1.transport.asked == []  # type: ignore[attr-defined]
