"""The log file: it masks secrets, and never stops anything by not being there."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Iterator

import pytest

from rb_dcc_core import log, session_log
from rb_dcc_core.locations import Locations


@pytest.fixture
def restored_loggers() -> Iterator[None]:
    loggers = [logging.getLogger(name) for name in log.LOGGERS]
    before = [(logger, list(logger.handlers), logger.level, logger.propagate) for logger in loggers]
    yield
    for logger, handlers, level, propagate in before:
        for handler in set(logger.handlers) - set(handlers):
            handler.close()
        logger.handlers[:] = handlers
        logger.setLevel(level)
        logger.propagate = propagate


def test_records_of_ours_go_to_the_file_with_secrets_masked(tmp_path: Path, restored_loggers: None) -> None:
    log.keep_secret("hunter22hunter22")
    assert log.start_file_log(tmp_path / "logs", logging.DEBUG)
    logging.getLogger("rb_dcc_core.transport").info("asked with %s", "hunter22hunter22")
    logging.getLogger("rb_maya.reader").debug("read 项目")
    logging.getLogger("somebody.else").error("not ours")
    lines = (tmp_path / "logs" / "rb-dcc.log").read_text(encoding="utf-8").splitlines()
    assert [line.split(" ", 2)[2] for line in lines] == [
        "INFO rb_dcc_core.transport: asked with ********",
        "DEBUG rb_maya.reader: read 项目",
    ]


def test_inside_a_host_it_is_begun_once_and_closed_so_that_it_can_be_removed(
    tmp_path: Path, restored_loggers: None
) -> None:
    places = Locations(tmp_path, tmp_path, tmp_path / "logs", tmp_path)
    for _ in range(2):
        session_log.start(places)
    logging.getLogger("rb_dcc_core.transport").info("kept once")
    file = tmp_path / "logs" / log.FILE_NAME
    assert file.read_text(encoding="utf-8").count("kept once") == 1
    handlers = [each for name in log.LOGGERS for each in logging.getLogger(name).handlers]
    opened = [each for each in handlers if getattr(each, "baseFilename", "") == str(file)]
    assert len(opened) == len(log.LOGGERS)
    session_log.stop()
    session_log.stop()
    assert {each.stream for each in opened} == {None}  # type: ignore[attr-defined]
    assert all(logging.getLogger(name).propagate for name in log.LOGGERS)


def test_a_folder_that_cannot_be_made_is_no_error(tmp_path: Path, restored_loggers: None) -> None:
    (tmp_path / "logs").write_text("a file stands here", encoding="utf-8")
    assert not log.start_file_log(tmp_path / "logs")
    assert not log.start_file_log(tmp_path / "logs" / "below")


def test_a_longer_secret_is_masked_before_a_shorter_one_inside_it() -> None:
    log.keep_secret("abcdef-inner")
    log.keep_secret("abcdef-inner-and-outer")
    assert log.redacted("x abcdef-inner-and-outer y abcdef-inner z") == "x ******** y ******** z"


def test_what_is_too_short_to_be_a_key_masks_nothing() -> None:
    log.keep_secret("")
    log.keep_secret("a")
    assert log.redacted("a banana") == "a banana"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_disk_that_takes_no_line_is_nobodys_trouble(
    tmp_path: Path, restored_loggers: None, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "rb-dcc.log").symlink_to("/dev/full")
    assert log.start_file_log(tmp_path)
    logging.getLogger("rb_dcc_core.transport").info("asked")
    assert capsys.readouterr().err == ""
