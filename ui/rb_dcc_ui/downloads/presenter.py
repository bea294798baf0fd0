"""Fetches results of tasks, by hand or as frames finish, and knows how far each is. No Qt."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Callable, Dict, List, Optional, Set, Tuple

from rb_dcc_core.errors import RenderbusError
from rb_dcc_core.localpaths import safe_name
from rb_dcc_core.messages import Message
from rb_dcc_core.statuses import has_ended, has_succeeded
from rb_dcc_ui.error_desk import NOTICE, WARNING
from rb_dcc_ui.presenter import Presenter
from rb_dcc_ui.runner import MOVE, Ticket
from rb_dcc_ui.services import Services

from .report_words import failed_words, here_words, kept_words, replace_words

if TYPE_CHECKING:
    from rb_dcc_core.downloads import DownloadReport, Results
    from rb_dcc_core.models import TaskInfo

_TELL_S = 0.2
_NO_FOLDER = "no folder for downloads"


@dataclass(frozen=True)
class Download:
    """One task's download. `share` is 0 to 1, None while nobody knows how much there is; `files` those on disk."""

    task_id: int
    folder: Path
    is_running: bool = True
    share: Optional[float] = 0.0
    moved_bytes: int = 0
    files: int = 0
    done_frames: int = -1


class DownloadsPresenter(Presenter):
    """`of` gives one task's download. Folders are the user's choice: nothing is ever written outside."""

    def __init__(self, services: Services, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._services = services
        self._clock = clock
        self._downloads: Dict[int, Download] = {}
        self._again: Dict[int, Tuple[TaskInfo, bool]] = {}
        self._held: Set[int] = set()
        self._said_homeless = False
        self._stop_watching = services.watch.listen(self._watched)

    def of(self, task_id: int) -> Optional[Download]:
        return self._downloads.get(task_id)

    def is_running(self, task_id: int) -> bool:
        known = self._downloads.get(task_id)
        return known is not None and known.is_running

    @property
    def is_busy(self) -> bool:
        return any(each.is_running for each in self._downloads.values())

    def folder_for(self, task: TaskInfo, done: Callable[[Optional[Path]], None]) -> None:
        """The folder a task's results belong in, found on a working thread: the one it was submitted with, else one of
        its own below the folder of the settings; None where nobody has chosen any yet."""
        number = task.id or 0
        known = self._downloads.get(number)
        if known is not None:
            done(known.folder)
            return
        state, account = self._services.locations.state, self._services.connection.account_key
        root = self._services.preferences.now.download_folder
        self._services.runner.run(
            lambda ticket: _folder_of(state, account, number) or own_folder(root, task), done
        )

    def fetch(
        self, task: TaskInfo, folder: Path, overwrites: bool = False, is_by_itself: bool = False
    ) -> None:
        """Fetch what there is so far; files that are here and whole are not fetched again. What is fetched by itself,
        frame after frame, is not told before the task has ended."""
        if task.id is None:
            return
        number = task.id
        self._held.discard(number)
        if self.is_running(number):
            self._again[number] = (task, is_by_itself and self._again.get(number, (task, True))[1])
            return
        done_frames = sum(leaf.done_frames or 0 for leaf in task.leaves())
        self._downloads[number] = Download(number, folder, done_frames=done_frames)
        self._services.errors.settled(_NO_FOLDER)
        asked = self._services.connection.ask(
            lambda client, ticket: self._work(ticket, task, folder, overwrites),
            lambda report: self._done(task, folder, report, is_by_itself and not has_ended(task.task_status)),
            lambda error: self._failed(task, folder, error),
            key=_key(number),
            lane=MOVE,
        )
        if asked is None:
            del self._downloads[number]
        self.changed()

    def stop(self, task_id: int) -> None:
        """Stop a download; what is fetched stays. The next one, which the user asks for, goes on from there."""
        running = self._downloads.get(task_id)
        if running is not None and running.is_running:
            self._services.runner.cancel(_key(task_id))
            self._again.pop(task_id, None)
            self._held.add(task_id)
            self._downloads[task_id] = replace(running, is_running=False)
            self.changed()

    def close(self) -> None:
        self._stop_watching()
        super().close()

    # -- on a working thread -------------------------------------------------------------------------------------

    def _work(self, ticket: Ticket, task: TaskInfo, folder: Path, overwrites: bool) -> DownloadReport:
        from rb_dcc_core.downloads import find_results
        from rb_dcc_core.result_sets import download_results

        transfer = self._services.connection.transfer()
        ticket.check()
        found = find_results(transfer, task)
        total = _total_bytes(found)
        teller = _Teller(self, ticket, task.id or 0, total, self._clock)
        return download_results(
            transfer, found, folder, ticket.sleep, teller.advance, teller.count_file, overwrites
        )

    # -- on the interface thread ---------------------------------------------------------------------------------

    def told(self, task_id: int, share: Optional[float], moved_bytes: int, files: int) -> None:
        """How far a download is."""
        known = self._downloads.get(task_id)
        if known is not None and known.is_running:
            self._downloads[task_id] = replace(known, share=share, moved_bytes=moved_bytes, files=files)
            self.changed()

    def _done(self, task: TaskInfo, folder: Path, report: DownloadReport, is_quiet: bool) -> None:
        number = task.id or 0
        known = self._downloads.get(number)
        if known is None:
            return
        self._downloads[number] = replace(known, is_running=False, share=1.0, files=len(report.files))
        self._services.errors.settled(_key(number))
        self._say(task, folder, report, is_quiet)
        self.changed()
        if has_succeeded(task.task_status) and not report.failed:
            self._note_downloaded(number)
        waiting = self._again.pop(number, None)
        if waiting is not None:
            self.fetch(waiting[0], folder, is_by_itself=waiting[1])

    def _say(self, task: TaskInfo, folder: Path, report: DownloadReport, is_quiet: bool) -> None:
        errors, key, name = self._services.errors, _key(task.id or 0), task.scene_name or str(task.id)
        if report.failed:
            errors.say(WARNING, failed_words(report, name), key, lambda: self.fetch(task, folder))
        elif report.kept:
            errors.say(
                WARNING,
                kept_words(report, folder),
                key,
                lambda: self.fetch(task, folder, overwrites=True),
                replace_words(report),
            )
        elif report.fetched and not is_quiet and self._services.preferences.now.notices_finished:
            errors.say(NOTICE, here_words(report, name, folder), key)

    def _failed(self, task: TaskInfo, folder: Path, error: RenderbusError) -> None:
        number = task.id or 0
        known = self._downloads.get(number)
        if known is not None:
            self._downloads[number] = replace(known, is_running=False)
        self._services.errors.report(error, _key(number), lambda: self.fetch(task, folder))
        self.changed()

    def _watched(self) -> None:
        """As frames finish: whatever is fetched already, or everything where the settings say so, is kept up."""
        if not self._services.preferences.now.downloads_as_frames_finish:
            return
        for update in self._services.watch.updates:
            task = update.task
            if task is None or task.id is None or task.id in self._held:
                continue
            done = sum(leaf.done_frames or 0 for leaf in task.leaves())
            known = self._downloads.get(task.id)
            is_ours = known is not None or task.id in self._services.watch.kept
            if is_ours and done and (known is None or done > known.done_frames):
                self.folder_for(task, self._fetcher(task))

    def _fetcher(self, task: TaskInfo) -> Callable[[Optional[Path]], None]:
        def found(folder: Optional[Path]) -> None:
            if folder is not None:
                self.fetch(task, folder, is_by_itself=True)
            elif not self._said_homeless:
                self._said_homeless = True
                text = Message(
                    "Frames of {name} are finished, but there is no folder to put them into. Choose one in the"
                    " settings, or press Download.",
                    name=task.scene_name or str(task.id),
                )
                self._services.errors.say(WARNING, text, _NO_FOLDER)

        return found

    def _note_downloaded(self, task_id: int) -> None:
        state, account = self._services.locations.state, self._services.connection.account_key

        def work(ticket: Ticket) -> None:
            from rb_dcc_core.journal import DOWNLOADED, Journal

            with Journal(state) as journal:
                record = journal.task(task_id, account)
                if record is not None:
                    record.reached(DOWNLOADED)

        self._services.runner.run(work, lambda _: None)


class _Teller:
    """A transfer's progress, told to the panel a few times a second."""

    def __init__(
        self,
        presenter: DownloadsPresenter,
        ticket: Ticket,
        task_id: int,
        total_bytes: Optional[int],
        clock: Callable[[], float],
    ) -> None:
        self._presenter = presenter
        self._ticket = ticket
        self._task_id = task_id
        self._total_bytes = total_bytes
        self._clock = clock
        self._moved = 0
        self._files = 0
        self._told_at = float("-inf")

    def advance(self, size_bytes: int) -> None:
        self._ticket.check()
        self._moved += size_bytes
        self._tell()

    def count_file(self, _: object) -> None:
        self._files += 1
        self._tell()

    def _tell(self) -> None:
        now = self._clock()
        if now - self._told_at < _TELL_S:
            return
        self._told_at = now
        share = min(1.0, self._moved / self._total_bytes) if self._total_bytes else None
        moved, files = self._moved, self._files
        runner = self._presenter._services.runner
        runner.tell(self._ticket, lambda: self._presenter.told(self._task_id, share, moved, files))


def own_folder(root: str, task: TaskInfo) -> Optional[Path]:
    """A folder for one task below the one of the settings: "shot_010 19084"."""
    if not root:
        return None
    name = Path(task.scene_name or "task").stem
    return Path(root) / safe_name(f"{name} {task.id}")


def _folder_of(state: Path, account: str, task_id: int) -> Optional[Path]:
    from rb_dcc_core.journal import Journal

    with Journal(state) as journal:
        record = journal.task(task_id, account)
        folder = journal.parcel(record.now.id).output_folder if record is not None else ""
    return Path(folder) if folder else None


def _total_bytes(found: List[Results]) -> Optional[int]:
    if any(results.files is None for results in found):
        return None
    return sum(each.size for results in found for each in results.files or ())


def _key(task_id: int) -> str:
    return f"download {task_id}"
