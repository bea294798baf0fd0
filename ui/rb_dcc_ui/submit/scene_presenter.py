"""The scene as the submit page has it: what is open, what was read of it, whether that is still true."""

from __future__ import annotations

from typing import Callable, List, Optional

from rb_dcc_core.errors import RenderbusError
from rb_dcc_core.host import SceneSnapshot
from rb_dcc_core.messages import Message
from rb_dcc_core.scene_host import CHANGED, OTHER_SCENE, SAVED, Host, OpenScene, Reading
from rb_dcc_ui.error_desk import ErrorDesk
from rb_dcc_ui.presenter import Presenter
from rb_dcc_ui.waiting import Cancel, Timers

SETTLES_S = 0.6
_READ = "read the scene"
_SAVE = "save the scene"
_Fresh = Callable[[SceneSnapshot], None]
_Failed = Callable[[RenderbusError], None]


class ScenePresenter(Presenter):
    """Reads the scene in the background; what was read last stays until the next reading is there.

    `share` is how far a reading is, None where none is under way. `trouble` says why there is no snapshot.
    """

    def __init__(self, host: Host, timers: Timers, errors: ErrorDesk) -> None:
        super().__init__()
        self.open_scene: OpenScene = host.scene()
        self.snapshot: Optional[SceneSnapshot] = None
        self.share: Optional[float] = None
        self.trouble: Optional[Message] = None
        self.is_stale = False
        self._host = host
        self._timers = timers
        self._errors = errors
        self._reading: Optional[Reading] = None
        self._later: Optional[Cancel] = None
        self._waiting: List[_Fresh] = []
        self._refused: List[_Failed] = []
        self._stop_listening = host.listen(self._told)

    @property
    def is_reading(self) -> bool:
        return self.share is not None

    @property
    def is_empty(self) -> bool:
        """True where nothing is open that could be read: no file chosen, no host's scene."""
        return not self.open_scene.path and self._host.can_choose_scene

    @property
    def can_choose(self) -> bool:
        return self._host.can_choose_scene

    @property
    def can_save(self) -> bool:
        return self._host.can_save

    @property
    def can_select(self) -> bool:
        return self._host.can_select

    @property
    def kinds(self) -> tuple[str, ...]:
        """Endings of scene files that can be chosen."""
        return self._host.scene_kinds()

    @property
    def is_modified(self) -> bool:
        """Changed since it was saved: what is sent is the file."""
        codes = () if self.snapshot is None else (each.code for each in self.snapshot.problems)
        return self.open_scene.is_modified or "scene_modified" in codes

    def read(self) -> None:
        """Take a snapshot, anew where one is being taken."""
        self._end_waits()
        self.open_scene = self._host.scene()
        if self.is_empty:
            self.snapshot, self.share = None, None
            self.changed()
            return
        self.share, self.trouble = 0.0, None
        self.changed()
        self._reading = self._host.read(self._arrived, self._failed, self._advance)
        if not self.is_reading:
            self._reading = None  # it was there before `read` returned

    def when_fresh(self, done: _Fresh, failed: _Failed) -> None:
        """Call `done` with a snapshot of the scene as it is now: at once where it is, else once it is read again."""
        if self.snapshot is not None and not self.is_stale and not self.is_reading:
            done(self.snapshot)
            return
        self._waiting.append(done)
        self._refused.append(failed)
        if not self.is_reading:
            self.read()

    def choose(self, path: str) -> None:
        self._host.choose_scene(path)

    def save(self) -> None:
        """Have the host save; it tells when it is done, and the scene is read again."""
        if self._host.can_save:
            self._host.save(
                lambda: self._errors.settled(_SAVE),
                lambda error: self._errors.report(error, _SAVE, self.save),
            )

    def select(self, node: str) -> None:
        if self._host.can_select:
            self._host.select(node)

    def close(self) -> None:
        self._stop_listening()
        self._end_waits()
        super().close()

    def _told(self, event: str) -> None:
        self.open_scene = self._host.scene()
        if event == OTHER_SCENE:
            self.snapshot, self.is_stale = None, False
            self.read()
        elif event == SAVED or self._host.can_choose_scene:
            # A file is soon read; a host's scene is read again when it was saved, not at every stroke.
            self.is_stale = True
            self._read_soon()
            self.changed()
        elif event == CHANGED:
            self.is_stale = self.snapshot is not None
            self.changed()

    def _read_soon(self) -> None:
        if self._later is not None:
            self._later()
        self._later = self._timers.call_later(SETTLES_S, self.read)

    def _end_waits(self) -> None:
        if self._later is not None:
            self._later()
            self._later = None
        if self._reading is not None:
            self._reading.cancel()
            self._reading = None

    def _advance(self, share: float) -> None:
        if self.share is not None:
            self.share = max(self.share, min(1.0, share))
            self.changed()

    def _arrived(self, snapshot: SceneSnapshot) -> None:
        self._reading, self.share = None, None
        self.snapshot, self.is_stale, self.trouble = snapshot, False, None
        self.open_scene = self._host.scene()
        self._errors.settled(_READ)
        waiting, self._waiting, self._refused = self._waiting, [], []
        self.changed()
        for done in waiting:
            done(snapshot)

    def _failed(self, error: RenderbusError) -> None:
        self._reading, self.share = None, None
        self.trouble = error.message
        refused, self._waiting, self._refused = self._refused, [], []
        self.changed()
        for failed in refused:
            failed(error)
