"""How the submit page comes to each state."""

from __future__ import annotations

from typing import Optional

from rb_dcc_core.sandbox.service import Sandbox
from rb_dcc_core.submission_run import UPLOAD, SubmissionRun
from rb_dcc_ui.binding import QtCore, QtWidgets
from rb_dcc_ui.panel import SUBMIT
from rb_dcc_ui.submit.layer_model import SIZE
from rb_dcc_ui.submit.page import SubmitPage
from rb_dcc_ui.submit.submission_presenter import RUNNING, STOPPED, SubmissionRow

from .gate import READING
from .scene_files import HERO, NEXT, ODD, SceneFile
from .studio import Studio

_STORE = "/store"
_SENT = 0.62
_PIECES = 60


def submit_empty(studio: Studio) -> None:
    """No scene is chosen yet."""
    studio.open(farm=studio.farm)
    studio.wait_online()
    _page(studio)


def submit_busy(studio: Studio) -> None:
    """One scene is on its way, the next is ready."""
    page = _open(studio, NEXT)
    page.presenter.job.type_frames("1-96x2")
    page.presenter.job.set_priority(True, True, True)
    _checked(studio, page)
    row = SubmissionRow(str(studio.project / HERO.name), 1, RUNNING)
    clock, size_bytes = Clock(), 3400000000
    row.run = SubmissionRun(clock)
    row.run.begin(UPLOAD, size_bytes, 48)
    page.presenter.submissions.rows.append(row)
    _advance(row.run, clock, size_bytes)
    row.progress = row.run.now()
    page.presenter.submissions.changed()


def submit_failing(studio: Studio) -> None:
    """Errors disable Submit, and an earlier submission was interrupted."""
    page = _open(studio, ODD)
    page.presenter.job.type_frames("1-144, 2oo")
    _checked(studio, page)
    row = SubmissionRow(str(studio.project / HERO.name), 7, STOPPED)
    page.presenter.submissions.rows.append(row)
    page.presenter.submissions.changed()


submit_wide_empty, submit_wide_busy, submit_wide_failing = submit_empty, submit_busy, submit_failing


def layers_empty(studio: Studio) -> None:
    """A layer is open, and everything is as in the scene."""
    _show_layers(studio, _open(studio, NEXT))


def layers_busy(studio: Studio) -> None:
    """One layer has another size and another format than in the scene."""
    page = _open(studio, NEXT)
    job = page.presenter.job
    job.set_layer_size(job.rows[1].node, "1280x720")
    job.set_layer_format(job.rows[1].node, "png")
    job.set_layer_frames(job.rows[1].node, "1-48")
    _checked(studio, page)
    _show_layers(studio, page)


def layers_failing(studio: Studio) -> None:
    """A size was written that no picture can have."""
    page = _open(studio, NEXT)
    model = page.layers_card.model
    model.setData(model.index(1, SIZE), "0 x 1080", int(QtCore.Qt.ItemDataRole.EditRole))
    _checked(studio, page)
    _show_layers(studio, page)


layers_wide_empty, layers_wide_busy, layers_wide_failing = layers_empty, layers_busy, layers_failing


def files_empty(studio: Studio) -> None:
    """None is missing."""
    page = _open(studio, NEXT)
    _show_files(studio, page)


def files_busy(studio: Studio) -> None:
    """The scene is read, its files are being looked for."""
    page = _open(studio, HERO, studio.empty_farm, held=_STORE)
    page.files_card.fold(False)
    _scroll_to(page, page.files_card)


def files_failing(studio: Studio) -> None:
    """Some are missing."""
    page = _open(studio, ODD)
    _show_files(studio, page)


def problems_empty(studio: Studio) -> None:
    """Nothing is wrong."""
    page = _open(studio, NEXT)
    _scroll_to(page, page.problems_card)


def problems_busy(studio: Studio) -> None:
    """The scene is being read."""
    studio.open(NEXT.name, is_docked=True, farm=studio.farm)
    studio.gate.hold(READING)
    studio.wait_online()
    page = _page(studio)
    studio.wait("the reading", lambda: page.presenter.scene.is_reading)


def problems_failing(studio: Studio) -> None:
    """Errors, warnings and notes, inside a host."""
    page = _open(studio, ODD, is_docked=True)
    job = page.presenter.job
    job.apply(label="sh030 garden " + "long " * 20, frames_per_machine=3, tiles=4, output_folder="")
    _checked(studio, page)
    _scroll_to(page, page.problems_card)


def _page(studio: Studio) -> SubmitPage:
    page = studio.panel.show_page(SUBMIT)
    assert isinstance(page, SubmitPage)
    return page


def _open(
    studio: Studio,
    scene: SceneFile,
    farm: Optional[Sandbox] = None,
    is_docked: bool = False,
    held: str = "",
) -> SubmitPage:
    """The page over a scene, read and checked; with the farm's answers but those that are `held`."""
    studio.open(scene.name, is_docked, farm or studio.farm)
    if held:
        studio.gate.hold(held)
    studio.wait_online()
    page = _page(studio)
    shown = page.presenter
    studio.wait("the scene", lambda: shown.scene.snapshot is not None)
    if not held:
        studio.wait("the environment", lambda: shown.environment.chosen is not None)
        _checked(studio, page)
    return page


def _checked(studio: Studio, page: SubmitPage) -> None:
    shown = page.presenter
    studio.wait("the files", lambda: shown.files.outlook is not None)
    studio.settle()


def _show_layers(studio: Studio, page: SubmitPage) -> None:
    page.layers_card.open_layer(1)
    studio.settle()
    _scroll_to(page, page.layers_card)


def _show_files(studio: Studio, page: SubmitPage) -> None:
    page.files_card.fold(False)
    studio.settle()
    _scroll_to(page, page.files_card)


def _scroll_to(page: SubmitPage, card: QtWidgets.QWidget) -> None:
    page.look_at(card)


def _advance(run: SubmissionRun, clock: Clock, size_bytes: int) -> None:
    """So far, in as many pieces as a rate is told from."""
    for _ in range(_PIECES):
        clock.now_s += 1.0
        run.advance(int(size_bytes * _SENT / _PIECES))


class Clock:
    """Seconds that pass when they are told to."""

    now_s = 0.0

    def __call__(self) -> float:
        return self.now_s
