"""The task list: asked for in pages as it is scrolled, kept up to date by the one watcher, acted on. No Qt."""

from __future__ import annotations

from typing import Dict, List, Optional, Sequence, Set, Tuple

from rb_dcc_core.client import Client
from rb_dcc_core.errors import InputError, InvalidRequestError, NoMoreRecordsError, RenderbusError
from rb_dcc_core.interfaces import V2
from rb_dcc_core.messages import Message
from rb_dcc_core.models import Page, TaskInfo
from rb_dcc_core.statuses import has_ended
from rb_dcc_ui.connection import ONLINE
from rb_dcc_ui.presenter import Presenter
from rb_dcc_ui.services import Services

from .actions import DELETE, TaskAction, possible

PAGE_SIZE = 50
MOST_WATCHED = 100
_ILLEGAL = 603
"""What the service says where the state of a task does not allow what is asked."""
_LIST = "task list"
_WATCH = "tasks page"

FILTERS: Tuple[Tuple[str, Message, Optional[Tuple[int, ...]]], ...] = (
    ("all", Message("All"), None),
    ("running", Message("Running"), (0, 5, 8, 50, 60, 100)),
    ("halted", Message("Stopped"), (10, 15, 20, 23, 40)),
    ("failed", Message("With failures"), (30, 45, 65, 70)),
    ("finished", Message("Finished"), (25, 30, 70)),
)


class TasksPresenter(Presenter):
    """`tasks` are those loaded, newest first. What the last change was: `has_new_order`, else `changed_ids`."""

    def __init__(self, services: Services) -> None:
        super().__init__()
        self.order: List[int] = []
        self.tasks: Dict[int, TaskInfo] = {}
        self.total: Optional[int] = None
        self.is_loading = False
        self.has_new_order = True
        self.changed_ids: Tuple[int, ...] = ()
        self.filter_name = "all"
        self.search = ""
        self._services = services
        self._pages = 0
        self._is_at_end = False
        self._visible: Set[int] = set()
        self._account = services.connection.account_key
        self._stops = [
            services.connection.listen(self._connection_changed),
            services.watch.listen(self._watched),
        ]

    @property
    def can_load_more(self) -> bool:
        return not self._is_at_end and not self.is_loading and bool(self._pages)

    @property
    def searches_on_farm(self) -> bool:
        """True where the service itself searches; else only what is loaded is looked through."""
        client = self._services.connection.client
        return client is not None and client.generation == V2

    @property
    def generation(self) -> Optional[str]:
        client = self._services.connection.client
        return None if client is None else client.generation

    def reload(self) -> None:
        """Ask for the list from its start."""
        self._pages, self._is_at_end = 0, False
        self._load(1)

    def load_more(self) -> None:
        """Ask for the next page, where there is one: the end of the list came into sight."""
        if self.can_load_more:
            self._load(self._pages + 1)

    def choose(self, filter_name: Optional[str] = None, search: Optional[str] = None) -> bool:
        """Another filter or another text to search for; False where it is no other."""
        wanted = (
            self.filter_name if filter_name is None else filter_name,
            self.search if search is None else search.strip(),
        )
        if wanted == (self.filter_name, self.search):
            return False
        was_search, (self.filter_name, self.search) = self.search, wanted
        if wanted[1] != was_search and not self.searches_on_farm and filter_name is None:
            self._tell_order()
        else:
            self.reload()
        return True

    def shown(self) -> List[TaskInfo]:
        """The loaded tasks that the search leaves."""
        loaded = [self.tasks[each] for each in self.order]
        if not self.search or self.searches_on_farm:
            return loaded
        words = self.search.casefold()
        return [task for task in loaded if words in _searched(task)]

    def look_at(self, task_ids: Sequence[int]) -> None:
        """These rows are in sight: those that can still change are watched."""
        self._visible = set(task_ids)
        self._watch_visible()

    def do(self, action: TaskAction, tasks: Sequence[TaskInfo], given: object = None) -> None:
        """Do something to those of the tasks that it can be done to."""
        fitting = possible(action, tasks, self.generation)
        call = action.call
        if not fitting or call is None:
            return
        ids = [task.id for task in fitting if task.id is not None]
        key = f"{action.name} {ids}"
        self._services.connection.ask(
            lambda client, ticket: call(client, fitting, given),
            lambda _: self._done(action, ids, key),
            lambda error: self._not_done(action, ids, key, given, error),
            key=key,
        )

    def close(self) -> None:
        for stop in self._stops:
            stop()
        self._services.watch.show_for(_WATCH, ())
        super().close()

    # -- answers -------------------------------------------------------------------------------------------------

    def _load(self, number: int) -> None:
        statuses = next(each[2] for each in FILTERS if each[0] == self.filter_name)
        search = {"searchKeyword": self.search} if self.search and self.searches_on_farm else {}

        def work(client: Client, ticket: object) -> Page:
            try:
                return client.get_task_list(number, PAGE_SIZE, statuses, **search)
            except NoMoreRecordsError:
                return Page(total=0)

        self.is_loading = True
        self._tell_ids(())
        asked = self._services.connection.ask(
            work, lambda page: self._came(number, page), self._failed, key=_LIST
        )
        if asked is None:
            self.is_loading = False
            self._tell_ids(())

    def _came(self, number: int, page: Page) -> None:
        self.is_loading = False
        self._services.errors.settled(_LIST)
        if number == 1:
            self.order, self.tasks = [], {}
        fresh = [task for task in page.items if task.id is not None and task.id not in self.tasks]
        for task in fresh:
            if task.is_delete != 0:
                self.order.append(task.id)
                self.tasks[task.id] = task
        self._pages = number
        self.total = page.total
        is_last = page.page_count is not None and number >= page.page_count
        self._is_at_end = is_last or not page.items or (page.page_count is None and not fresh)
        self._watch_visible()
        self._tell_order()

    def _failed(self, error: RenderbusError) -> None:
        self.is_loading = False
        self._services.errors.report(error, _LIST, self.reload)
        self._tell_ids(())

    def _watched(self) -> None:
        """The watcher's news: what changed in place, what is gone."""
        changed: List[int] = []
        gone = False
        for update in self._services.watch.updates:
            if update.task_id not in self.tasks:
                continue
            if update.task is None:
                gone = True
                self.order.remove(update.task_id)
                del self.tasks[update.task_id]
            else:
                self.tasks[update.task_id] = update.task
                changed.append(update.task_id)
        if gone:
            self._tell_order()
        elif changed:
            self._tell_ids(tuple(changed))
        self._watch_visible()

    def _connection_changed(self) -> None:
        """Another account has other tasks; the same one, back on line, may have newer ones."""
        connection = self._services.connection
        if connection.standing.kind == ONLINE and (
            connection.account_key != self._account or not self._pages
        ):
            self._account = connection.account_key
            self.order, self.tasks, self.total = [], {}, None
            self._tell_order()
            self.reload()

    def _done(self, action: TaskAction, ids: Sequence[int], key: str) -> None:
        self._services.errors.settled(key)
        said = Message(action.done.template, ids=_listed(ids))
        self._services.errors.confirm(said, "task action")
        if action.name == DELETE:
            self._take_out(ids)
        else:
            self._services.watch.expect(ids)

    def _not_done(
        self, action: TaskAction, ids: Sequence[int], key: str, given: object, error: RenderbusError
    ) -> None:
        """Whether it arrived is not known where the line broke, and what is refused was asked for by what is no longer so:
        what the farm says of the tasks tells."""

        def again() -> None:
            self.do(action, [self.tasks[each] for each in ids if each in self.tasks], given)

        if isinstance(error, InvalidRequestError):
            self._services.errors.report(_refusal(action, ids, error), key)
        else:
            self._services.errors.report(error, key, again)
        self._services.watch.expect(ids)

    def _take_out(self, ids: Sequence[int]) -> None:
        """Deleted ones, without asking for the list again: whoever has scrolled down stays there."""
        gone = set(ids).intersection(self.tasks)
        self.order = [each for each in self.order if each not in gone]
        for each in gone:
            del self.tasks[each]
        if self.total is not None:
            self.total = max(len(self.order), self.total - len(gone))
        self._tell_order()

    def _watch_visible(self) -> None:
        """What can change by itself, in sight; one question takes a hundred."""
        tasks = (self.tasks.get(each) for each in sorted(self._visible, reverse=True))
        live = [task.id for task in tasks if task is not None and not has_ended(task.task_status)]
        self._services.watch.show_for(_WATCH, [each for each in live if each is not None][:MOST_WATCHED])

    def _tell_order(self) -> None:
        self.has_new_order, self.changed_ids = True, ()
        self.changed()

    def _tell_ids(self, ids: Tuple[int, ...]) -> None:
        self.has_new_order, self.changed_ids = False, ids
        self.changed()


def _searched(task: TaskInfo) -> str:
    words = (task.scene_name, str(task.id), *task.every_label, task.layer_name, task.task_alias)
    return " ".join(each for each in words if each).casefold()


def _refusal(action: TaskAction, ids: Sequence[int], error: InvalidRequestError) -> RenderbusError:
    """What an artist can do about it; asking the same again would be refused again."""
    listed = _listed(ids)
    if error.code == _ILLEGAL:
        said = Message(
            "The farm refused “{action}” for {ids}: the task has changed meanwhile. See its status now, and choose again.",
            action=action.words,
            ids=listed,
        )
    else:
        said = Message(
            "The farm did not accept “{action}” for {ids}. Choose it again, and give something shorter or smaller.",
            action=action.words,
            ids=listed,
        )
    told = InputError(said)
    told.__cause__ = error
    return told


def _listed(ids: Sequence[int]) -> str:
    shown = ", ".join(str(each) for each in ids[:5])
    return shown + (" …" if len(ids) > 5 else "")
