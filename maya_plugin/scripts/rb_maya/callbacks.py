"""What Maya calls when the scene changes: every callback of ours, each of them removed on close."""

from __future__ import annotations

import logging
from typing import Any, Callable, List, Tuple

from rb_dcc_core.scene_host import CHANGED, OTHER_SCENE, SAVED

from .live_commands import HOST_ERRORS
from .live_values import texts

_log = logging.getLogger(__name__)

Note = Callable[[str], None]

# By name: what a release lacks is left out, never the end.
_TOLD = {
    "kAfterNew": OTHER_SCENE,
    "kAfterOpen": OTHER_SCENE,
    "kAfterSave": SAVED,
    "kAfterImport": CHANGED,
    "kAfterCreateReference": CHANGED,
    "kAfterLoadReference": CHANGED,
    "kAfterUnloadReference": CHANGED,
    "kAfterRemoveReference": CHANGED,
}
_BEFORE = ("kBeforeNew", "kBeforeOpen")
# Node types of which a new, deleted or renamed one changes what a job may choose.
_CHOICES = ("camera", "renderLayer", "renderSetupLayer")
# Whose every set attribute is a render setting; the camera is left out here, because looking around sets some of its.
_SETTINGS = (
    "renderLayer",
    "renderSetupLayer",
    "override",
    "renderGlobals",
    "resolution",
    "aiOptions",
    "aiAOVDriver",
    "VRaySettingsNode",
    "RedshiftOptions",
    "rmanGlobals",
)
_OF_CAMERA = frozenset(["renderable", "orthographic"])
MOST_NODES = 400
"""Watched nodes; a scene with more cameras and layers is watched in part, and look_again sees the rest."""


class SceneCallbacks:
    """Made, used and closed on Maya's main thread. `api` is maya.api.OpenMaya, `commands` maya.cmds.

    `note` is told OTHER_SCENE, SAVED or CHANGED from the midst of whatever Maya is doing: it must ask nothing of Maya.
    `leaving` is called when Maya begins to replace the scene.
    """

    def __init__(
        self,
        api: Any,
        commands: Any,
        note: Note,
        leaving: Callable[[], None],
    ) -> None:
        self._api = api
        self._commands = commands
        self._note = note
        self._scene_ids: List[Any] = []
        self._node_ids: List[Any] = []
        self._is_closed = False
        for name, event in _TOLD.items():
            self._on_scene(name, self._noting(event))
        for name in _BEFORE:
            self._on_scene(name, leaving)
        for kind in _CHOICES:
            self._on_kind(kind)
        self.watch_nodes()

    @property
    def count(self) -> int:
        """How many callbacks are registered now."""
        return len(self._scene_ids) + len(self._node_ids)

    def watch_nodes(self) -> None:
        """Watch the cameras, layers and render settings that are there now; those watched before no longer."""
        self.forget_nodes()
        if self._is_closed:
            return
        cameras = self._named("camera")
        watched = [(camera, True) for camera in cameras]
        watched += [(node, False) for kind in _SETTINGS for node in self._named(kind)]
        for node, is_camera in watched[:MOST_NODES]:
            self._on_node(node, is_camera)
        for transform in dict.fromkeys(camera.rpartition("|")[0] for camera in cameras[:MOST_NODES]):
            self._on_name(transform)

    def forget_nodes(self) -> None:
        """Watch no single node any more: they are about to go, thousands at once."""
        self._remove(self._node_ids)

    def close(self) -> None:
        """Remove every callback; nothing is told any more."""
        self._is_closed = True
        self._remove(self._node_ids)
        self._remove(self._scene_ids)

    def _on_scene(self, name: str, call: Callable[[], None]) -> None:
        message = getattr(self._api.MSceneMessage, name, None)
        if message is not None:
            add = self._api.MSceneMessage.addCallback
            self._keep(self._scene_ids, lambda: add(message, self._guarded(call)))

    def _on_kind(self, kind: str) -> None:
        changed = self._guarded(self._noting(CHANGED))
        messages = self._api.MDGMessage
        self._keep(self._scene_ids, lambda: messages.addNodeAddedCallback(changed, kind))
        self._keep(self._scene_ids, lambda: messages.addNodeRemovedCallback(changed, kind))

    def _on_node(self, node: str, is_camera: bool) -> None:
        self._on_name(node)

        def attribute_set(message: int, plug: Any, *_: Any) -> None:
            if self._is_closed or not message & self._api.MNodeMessage.kAttributeSet:
                return
            if not is_camera or _attribute(plug) in _OF_CAMERA:
                self._note(CHANGED)

        add = self._api.MNodeMessage.addAttributeChangedCallback
        self._keep(self._node_ids, lambda: add(self._object(node), attribute_set))

    def _on_name(self, node: str) -> None:
        add = self._api.MNodeMessage.addNameChangedCallback
        changed = self._guarded(self._noting(CHANGED))
        if node:
            self._keep(self._node_ids, lambda: add(self._object(node), changed))

    def _named(self, kind: str) -> List[str]:
        try:
            return texts(self._commands.ls(type=kind, long=True))
        except HOST_ERRORS:
            return []  # a renderer that is not loaded

    def _object(self, node: str) -> Any:
        found = self._api.MSelectionList()
        found.add(node)
        return found.getDependNode(0)

    def _keep(self, ids: List[Any], register: Callable[[], Any]) -> None:
        try:
            ids.append(register())
        except HOST_ERRORS:
            _log.debug("Maya does not know something that was to be watched", exc_info=True)

    def _remove(self, ids: List[Any]) -> None:
        while ids:
            try:
                self._api.MMessage.removeCallback(ids.pop())
            except HOST_ERRORS:
                _log.debug("a callback had gone with what it watched", exc_info=True)

    def _noting(self, event: str) -> Callable[[], None]:
        return lambda: self._note(event)

    def _guarded(self, call: Callable[[], None]) -> Callable[..., None]:
        """Takes whatever Maya hands over; an error of ours never reaches the command that Maya is in the midst of."""

        def called(*_: Tuple[Any, ...]) -> None:
            if self._is_closed:
                return
            try:
                call()
            except Exception:  # noqa: BLE001 - a host callback ends here
                _log.exception("a callback of the scene failed")

        return called


def _attribute(plug: Any) -> str:
    """The attribute's long name, without its node."""
    return str(plug.partialName(useLongNames=True)).rpartition(".")[2]
