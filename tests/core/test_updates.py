"""Whether a newer version is released: asked once a day, told once, silent whatever goes wrong."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Iterator, List

import pytest

from rb_dcc_core.address import ServiceAddress
from rb_dcc_core.errors import NetworkError
from rb_dcc_core.transport import fetch_public
from rb_dcc_core.updates import DAY_S, Release, is_newer, newer_release, release_of, told
from tests.support.faulty_server import FaultyServer, answers, unused_port

ANSWER = {"info": {"version": "2.1.0", "summary": "Submit to a farm.", "yanked": False}}


@pytest.fixture
def index() -> Iterator[FaultyServer]:
    """A package index on loopback that gives one answer to everything."""
    with FaultyServer() as made:
        made.otherwise = answers(json.dumps(ANSWER).encode("utf-8"))
        yield made


def asked(index: FaultyServer) -> List[str]:
    return [request.target for request in index.requests]


def ask(index: FaultyServer, folder: Path, now_s: float = 1e9, own: str = "2.0.3", **environ: str) -> Any:
    return newer_release(folder, own, now_s, environ, index.url)


def test_a_newer_release_is_told_with_one_line(index: FaultyServer, tmp_path: Path) -> None:
    assert ask(index, tmp_path) == Release("2.1.0", "Submit to a farm.")
    assert asked(index) == ["/pypi/renderbus-dcc/json"]


def test_the_index_is_asked_once_a_day(index: FaultyServer, tmp_path: Path) -> None:
    assert ask(index, tmp_path, 1e9) is not None
    assert ask(index, tmp_path, 1e9 + 3600) == Release("2.1.0", "Submit to a farm.")
    assert len(asked(index)) == 1
    ask(index, tmp_path, 1e9 + DAY_S)
    assert len(asked(index)) == 2
    ask(index, tmp_path, 5e8)  # the clock was set back: no reason never to ask again
    assert len(asked(index)) == 3


def test_a_release_is_told_once_and_the_next_one_again(index: FaultyServer, tmp_path: Path) -> None:
    told(tmp_path, "2.1.0")
    assert ask(index, tmp_path) is None
    index.otherwise = answers(json.dumps({"info": {"version": "2.2.0"}}).encode("utf-8"))
    assert ask(index, tmp_path, 1e9 + DAY_S) == Release("2.2.0")


def test_the_variable_switches_it_off(index: FaultyServer, tmp_path: Path) -> None:
    assert ask(index, tmp_path, RB_DCC_NO_UPDATE_CHECK="1") is None
    assert asked(index) == []
    assert ask(index, tmp_path, RB_DCC_NO_UPDATE_CHECK="0") is not None


@pytest.mark.parametrize(
    ("status", "answer"),
    [
        (404, b"{}"),
        (302, b""),
        (200, b"<html>Log in to the hotel's network</html>"),
        (200, b'{"info": null}'),
        (200, b'{"info": {"version": 3}}'),
        (200, b'{"info": {"version": "99.0", "yanked": true}}'),
        (200, b"[" * 100000),
    ],
)
def test_any_other_answer_is_no_news(index: FaultyServer, tmp_path: Path, status: int, answer: bytes) -> None:
    index.otherwise = answers(answer, status)
    assert ask(index, tmp_path) is None


def test_without_a_network_nothing_is_said_and_the_next_try_is_tomorrow(tmp_path: Path) -> None:
    assert newer_release(tmp_path, "2.0.3", 1e9, {}, f"http://127.0.0.1:{unused_port()}") is None
    assert json.loads((tmp_path / "updates.json").read_text())["looked_s"] == 1e9


def test_a_broken_memory_is_no_obstacle(index: FaultyServer, tmp_path: Path) -> None:
    (tmp_path / "updates.json").write_text("{oh")
    assert ask(index, tmp_path) is not None


def test_an_answer_that_is_too_large_is_not_read_to_its_end(index: FaultyServer) -> None:
    index.otherwise = answers(b"x" * 300000)
    with pytest.raises(NetworkError):
        fetch_public(ServiceAddress.parse(index.url), "/", most_bytes=1000)


@pytest.mark.parametrize(
    ("found", "own", "expected"),
    [
        ("2.10.0", "2.9.1", True),
        ("2.9", "2.9.0", False),
        ("2.9.0.post1", "2.9.0rc1", True),
        ("2.9.0", "2.9.0rc1", True),
        ("3.0.0rc1", "2.9.0", False),
        ("3.0.dev4", "2.9.0", False),
        ("2.8.9", "2.9.0", False),
        ("newest", "2.9.0", False),
        ("", "2.9.0", False),
        ("2.9.1", "0.0.0+checkout", True),
    ],
)
def test_versions_are_compared_by_their_numbers(found: str, own: str, expected: bool) -> None:
    assert is_newer(found, own) is expected


@pytest.mark.parametrize(
    ("description", "news"),
    [
        (
            "# Renderbus\n\n## 2.1.0 - 2026-11-01\n\n- **Faster** uploads, see [notes](https://x.y).\n",
            "Faster uploads, see notes.",
        ),
        ("## [2.1.0]\n### Added\nA chart.\n## 2.0.0\nOld.", "A chart."),
        ("## 2.1.0\n## 2.0.0\nOld.", "Submit to a farm."),
        ("## 12.1.0\nNot this.\n## 2.1.0\nThis.", "This."),
        ("Nothing of it.", "Submit to a farm."),
        (None, "Submit to a farm."),
    ],
)
def test_the_line_of_news_stands_below_the_versions_heading(description: Any, news: str) -> None:
    info = dict(ANSWER["info"], description=description)
    release = release_of({"info": info})
    assert release is not None
    assert release.news == news


def test_a_long_line_is_cut() -> None:
    release = release_of({"info": {"version": "2.1.0", "summary": "word " * 100}})
    assert release is not None
    assert len(release.news) <= 160
    assert release.news.endswith(" …")
