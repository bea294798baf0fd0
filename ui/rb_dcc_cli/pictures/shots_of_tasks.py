"""How the tasks page with its frames, downloads and notices comes to each state."""

from __future__ import annotations

from typing import Optional

from rb_dcc_core.errors import NetworkError
from rb_dcc_core.messages import Message
from rb_dcc_core.sandbox.service import Sandbox
from rb_dcc_ui.downloads.presenter import Download
from rb_dcc_ui.error_desk import NOTICE, WARNING
from rb_dcc_ui.panel import TASKS
from rb_dcc_ui.tasks.page import TasksPage

from .farm_story import FAILED, FINISHED, QUEUED, RENDERING, TESTED
from .studio import Studio

_FRAME_FAILED = (5, 11)
_FILES = "/store/file"


def tasks_empty(studio: Studio) -> None:
    """Nothing was submitted yet."""
    page = _page(studio, studio.empty_farm)
    studio.wait("the list", lambda: not page.presenter.is_loading)


def tasks_busy(studio: Studio) -> None:
    """Rendering, with all that was rendered before."""
    page = _choose(studio, RENDERING)
    page.tree.expand(page.tree.currentIndex())


def tasks_failing(studio: Studio) -> None:
    """The service is gone."""
    page = _choose(studio, FAILED)
    studio.farm.stop()
    try:
        page.presenter.reload()
        panel = studio.panel
        studio.wait("the farm to be gone", lambda: panel.services.connection.standing.trouble is not None)
    finally:
        studio.farm.start()


tasks_narrow_empty, tasks_narrow_busy, tasks_narrow_failing = tasks_empty, tasks_busy, tasks_failing


def frames_grid_empty(studio: Studio) -> None:
    """No frame has begun."""
    _choose(studio, QUEUED)


def frames_grid_busy(studio: Studio) -> None:
    """A finished frame's picture among those that render."""
    _give_frames_room(_choose(studio, RENDERING))
    _choose_frame(studio, 4)


def frames_grid_failing(studio: Studio) -> None:
    """Failed frames are chosen, one's log is open."""
    page = _choose(studio, FAILED)
    _give_frames_room(page)
    _choose_frame(studio, *_FRAME_FAILED)
    page.frames.view.open_log()
    studio.wait("the log", lambda: bool(page.frames.detail.detail and page.frames.detail.detail.log))


def frames_list_empty(studio: Studio) -> None:
    page = _choose(studio, QUEUED)
    page.frames.show_list(True)


def frames_list_busy(studio: Studio) -> None:
    page = _choose(studio, RENDERING)
    page.frames.show_list(True)
    _give_frames_room(page)
    _choose_frame(studio, 4)


def frames_list_failing(studio: Studio) -> None:
    page = _choose(studio, FAILED)
    page.frames.show_list(True)
    _give_frames_room(page)
    _choose_frame(studio, *_FRAME_FAILED)


def download_empty(studio: Studio) -> None:
    """Nothing of the task is on this computer."""
    page = _choose(studio, FINISHED)
    studio.panel.downloads.open_folder(page.selected_tasks()[0], page)
    studio.wait("the word of it", lambda: studio.panel.services.errors.current is not None)


def download_busy(studio: Studio) -> None:
    """One is on its way, one is here."""
    page = _choose(studio, FINISHED)
    desk, folder = studio.panel.downloads.presenter, studio.pictures
    finished, rendering = (page.presenter.tasks[studio.story.tasks[kind]] for kind in (FINISHED, RENDERING))
    desk.fetch(finished, studio.pictures / "finished")
    studio.wait("one download", lambda: _has_ended(desk.of(finished.id or 0)))
    studio.panel.services.errors.dismiss_all()
    studio.gate.hold(_FILES, after=60)
    desk.fetch(rendering, studio.pictures / "rendering")
    studio.wait("a part of the other", lambda: studio.gate.is_holding)
    studio.settle()
    studio.gate.hold(_FILES, after=60)  # how far it is is told a few times a second
    studio.wait("half of it", lambda: bool((desk.of(rendering.id or 0) or Download(0, folder)).share))


def download_failing(studio: Studio) -> None:
    """Files here are newer than the farm's."""
    page = _choose(studio, FINISHED)
    panel = studio.panel
    task = page.selected_tasks()[0]
    folder = studio.pictures / "once"
    desk = panel.downloads.presenter
    desk.fetch(task, folder)
    studio.wait("the download", lambda: _has_ended(desk.of(task.id or 0)))
    for path in sorted(folder.rglob("*.png"))[:3]:
        path.write_bytes(b"painted over by hand")
    desk.fetch(task, folder)
    studio.wait("the second download", lambda: _has_ended(desk.of(task.id or 0)))


def test_card_empty(studio: Studio) -> None:
    """The farm is asked what the test frames cost."""
    page = _choose(studio, QUEUED)
    studio.gate.hold("queryTaskFrames")
    page.select_task(studio.story.tasks[TESTED])
    studio.wait("the card", lambda: page.first_frames.presenter.task is not None)


def test_card_busy(studio: Studio) -> None:
    """Their pictures, and what the rest will cost."""
    page = _choose(studio, TESTED)
    card = page.first_frames.presenter
    studio.wait("the pictures", lambda: bool(card.frames) and all(each.picture for each in card.frames))


def test_card_failing(studio: Studio) -> None:
    """Giving up is asked about."""
    test_card_busy(studio)
    page = studio.panel.show_page(TASKS)
    assert isinstance(page, TasksPage)
    page.first_frames.give_up.click()


def notices_empty(studio: Studio) -> None:
    """Nothing to tell: the bar takes no room."""
    _choose(studio, FINISHED)


def notices_busy(studio: Studio) -> None:
    """A watched task is done."""
    _choose(studio, FINISHED)
    text = Message("{name} is finished: every frame is done.", name="spot_cup_turn_v012.ma")
    studio.panel.services.errors.say(NOTICE, text, "notice")


def notices_failing(studio: Studio) -> None:
    """Frames failed, then the line broke; the details are open."""
    _choose(studio, FAILED)
    errors = studio.panel.services.errors
    text = Message("{name}: {count} frames failed.", name="hall_flight_sq090_v007.ma", count=6)
    errors.say(WARNING, text, "notice")
    try:
        raise NetworkError(
            "{host} cannot be reached. Check the network, the firewall and the service address.",
            host="task.renderbus.com",
        )
    except NetworkError as error:
        errors.report(error, "restart frames", lambda: None)
    studio.panel.error_bar.open_details()


def _page(studio: Studio, farm: Sandbox) -> TasksPage:
    panel = studio.open(farm=farm)
    studio.wait_online()
    page = panel.show_page(TASKS)
    assert isinstance(page, TasksPage)
    return page


def _choose(studio: Studio, kind: str) -> TasksPage:
    """The page, one of the story's tasks chosen, its frames there."""
    page = _page(studio, studio.farm)
    number = studio.story.tasks[kind]
    page.select_task(number)
    studio.wait("the task", lambda: [task.id for task in page.selected_tasks()] == [number])
    if kind != QUEUED:
        frames = page.frames.presenter
        studio.wait("its frames", lambda: len(frames.table) > 0 and not frames.is_loading)
    return page


def _choose_frame(studio: Studio, *statuses: int) -> None:
    """The first frame of a status, and its picture where it has one."""
    page = studio.panel.show_page(TASKS)
    assert isinstance(page, TasksPage)
    table = page.frames.presenter.table
    rows = [row for row in range(len(table)) if table.statuses[row] in statuses]
    page.frames.choose({table.ids[row] for row in rows[: 1 if 4 in statuses else None]}, table.ids[rows[0]])
    studio.wait("the frame", lambda: not page.frames.detail.is_loading)


def _give_frames_room(page: TasksPage) -> None:
    """As an artist draws the splitter up."""
    whole = sum(page.split.sizes())
    page.split.setSizes([whole // 4, whole - whole // 4])


def _has_ended(download: Optional[Download]) -> bool:
    return download is not None and not download.is_running
