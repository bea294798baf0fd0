"""The files of the scene: how many, how large, what is new since they were last sent, what is missing."""

from __future__ import annotations

from typing import Optional

from rb_dcc_core.errors import RenderbusError
from rb_dcc_core.filecache import PersistentFileCache
from rb_dcc_core.host import SceneSnapshot
from rb_dcc_core.upload_outlook import UploadOutlook, look_at_files
from rb_dcc_ui.presenter import Presenter
from rb_dcc_ui.runner import Ticket
from rb_dcc_ui.services import Services

from .scene_presenter import ScenePresenter

_LOOK = "submit: look at the files"


class FilesPresenter(Presenter):
    """`outlook` is None until every file of the snapshot has been looked at, on a working thread."""

    def __init__(self, services: Services, scene: ScenePresenter) -> None:
        super().__init__()
        self.outlook: Optional[UploadOutlook] = None
        self.is_looking = False
        self._services = services
        self._scene = scene
        self._snapshot: Optional[SceneSnapshot] = None
        self._stop_listening = scene.listen(self._scene_changed)
        self._scene_changed()

    def look(self) -> None:
        """Look again: files were sent, or the scene was read anew."""
        snapshot, folder = self._snapshot, self._services.locations.cache
        if snapshot is None:
            return
        read = snapshot

        def work(ticket: Ticket) -> UploadOutlook:
            cache = PersistentFileCache(folder)
            try:
                return look_at_files(read, cache, ticket.check)
            finally:
                cache.close()

        self.is_looking = True
        self._services.runner.run(work, self._looked, self._failed, key=_LOOK)
        self.changed()

    def close(self) -> None:
        self._stop_listening()
        super().close()

    def _scene_changed(self) -> None:
        snapshot = self._scene.snapshot
        if snapshot is self._snapshot:
            return
        if snapshot is None or self._snapshot is None or snapshot.scene != self._snapshot.scene:
            self.outlook = None
        self._snapshot = snapshot
        self.look()
        self.changed()

    def _looked(self, outlook: UploadOutlook) -> None:
        self.is_looking, self.outlook = False, outlook
        self.changed()

    def _failed(self, error: RenderbusError) -> None:
        self.is_looking = False
        self._services.errors.report(error, _LOOK)
        self.changed()
