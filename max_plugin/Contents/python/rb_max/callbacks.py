"""What 3ds Max calls when the scene changes: every callback of ours under one id, each of them removed on close."""

from __future__ import annotations

import logging
from typing import Any, Callable, Dict, List

from rb_dcc_core.scene_host import CHANGED, OTHER_SCENE, SAVED

from .paths import plain_path
from .runtime import HOST_ERRORS, Max, text_of, whole_of, word_of

_log = logging.getLogger(__name__)

ID = "renderbusPanel"
Note = Callable[[str], None]
_LOADS_PRESET = 2
"""filePreOpen and filePostOpen come for a render preset too, with this parameter: the scene stays."""
_TOLD = {
    "systemPostNew": OTHER_SCENE,
    "systemPostReset": OTHER_SCENE,
    "fileOpenFailed": OTHER_SCENE,
    "filePostMerge": CHANGED,
    "postImport": CHANGED,
    "renderParamsChanged": CHANGED,
    "postRendererChange": CHANGED,
    "animationRangeChange": CHANGED,
    "sceneXrefPostMerge": CHANGED,
}
_LEAVING = ("systemPreNew", "systemPreReset")
_BULK = {"filePreMerge": True, "filePostMerge": False, "preImport": True, "postImport": False}
_RENDERING = {"preRender": True, "postRender": False}
_OF_NODES = ("nodeCreated", "nodePreDelete")

# By event, for 3ds Max' own scripts: what MAXScript calls where it does not take a function of Python's.
_calls: Dict[str, Callable[[], None]] = {}


class SceneCallbacks:
    """Made, used and closed on 3ds Max' main thread. `note` is told OTHER_SCENE, SAVED or CHANGED from the midst of whatever
    3ds Max is doing: it must ask nothing. `leaving` is called when the scene begins to be replaced, `exiting` when 3ds
    Max ends, `rendering` with whether it renders."""

    def __init__(
        self,
        max_: Max,
        note: Note,
        leaving: Callable[[], None],
        rendering: Callable[[bool], None],
        exiting: Callable[[], None],
        path: Callable[[], str],
    ) -> None:
        self._max = max_
        self._note = note
        self._leaving = leaving
        self._rendering = rendering
        self._path = path
        self._is_closed = False
        self._is_bulk = False
        self._exiting = exiting
        self._remove()  # what a panel that died has left
        for event, wanted in self._wanted().items():
            self._register(event, wanted)

    def _wanted(self) -> Dict[str, List[Callable[[], None]]]:
        """What is to be called by event."""
        calls: Dict[str, List[Callable[[], None]]] = {
            "filePreOpen": [self._opening],
            "filePostOpen": [self._opened],
            "filePostSave": [self._saved],
            "preSystemShutdown": [self._exiting],
        }
        for event, told in _TOLD.items():
            calls.setdefault(event, []).append(self._noting(told))
        for event in _LEAVING:
            calls.setdefault(event, []).append(self._leaving)
        for event, begins in _BULK.items():
            calls.setdefault(event, []).append(self._bulk(begins))
        for event, begins in _RENDERING.items():
            calls.setdefault(event, []).append(self._renders(begins))
        for event in _OF_NODES:
            calls.setdefault(event, []).append(self._node_event)
        return calls

    def close(self) -> None:
        """Remove every callback; nothing is told any more."""
        self._is_closed = True
        self._remove()
        _calls.clear()

    def _register(self, event: str, wanted: List[Callable[[], None]]) -> None:
        """A function of Python's since 2021; its text where 3ds Max does not take one [?]. An event that a release does
        not know is left out."""
        call = self._guarded(wanted)
        name, id_ = self._max.name(event), self._max.name(ID)
        try:
            self._max.demand("callbacks.addScript", name, call, id=id_)
        except HOST_ERRORS:
            _calls[event] = call
            script = f'python.execute "import rb_max.callbacks as c; c.call({event!r})" clearUndoBuffer:false'
            self._max.call("callbacks.addScript", name, script, id=id_)

    def _remove(self) -> None:
        self._max.call("callbacks.removeScripts", id=self._max.name(ID))

    def _parameter(self) -> Any:
        return self._max.call("callbacks.notificationParam")

    def _opening(self) -> None:
        if whole_of(self._parameter()) != _LOADS_PRESET:
            self._leaving()

    def _opened(self) -> None:
        self._note(CHANGED if whole_of(self._parameter()) == _LOADS_PRESET else OTHER_SCENE)

    def _saved(self) -> None:
        """Autobackups, holds and copies are saved too: only the scene's own file counts."""
        path = text_of(self._parameter())
        if path is None or plain_path(path).lower() == self._path().lower():
            self._note(SAVED)

    def _node_event(self) -> None:
        """A camera came or went. Merging thousands of nodes asks nothing: its end is told."""
        if self._is_bulk:
            return
        node = self._parameter()
        if word_of(self._max.call("superClassOf", node)).lower() == "camera":
            self._note(CHANGED)

    def _noting(self, event: str) -> Callable[[], None]:
        return lambda: self._note(event)

    def _bulk(self, begins: bool) -> Callable[[], None]:
        def set_it() -> None:
            self._is_bulk = begins

        return set_it

    def _renders(self, begins: bool) -> Callable[[], None]:
        return lambda: self._rendering(begins)

    def _guarded(self, wanted: List[Callable[[], None]]) -> Callable[[], None]:
        """An error of ours never reaches what 3ds Max is in the midst of. It takes no argument: 3ds Max refuses
        functions that do."""

        def called() -> None:
            if self._is_closed:
                return
            for call in wanted:
                try:
                    call()
                except Exception:  # noqa: BLE001 - a host callback ends here
                    _log.exception("a callback of the scene failed")

        return called


def call(event: str) -> None:
    """What the text of a callback runs."""
    wanted = _calls.get(event)
    if wanted is not None:
        wanted()
