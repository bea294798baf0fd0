"""Script nodes that an artist or a tool put into a scene: those that a farm's Maya runs, and those that it does not."""

from __future__ import annotations

from typing import List, Sequence

from rb_dcc_core.host import NOTICE, Problem
from rb_dcc_core.messages import Message

from .scene_graph import Look, SceneGraph

# Every scene has these: Maya writes them itself, for its window and the range of the time slider.
_MAYAS_OWN = ("uiConfigurationScriptNode", "sceneConfigurationScriptNode")
# The kinds that Maya runs in its window only, or when something calls them: on demand, when the scene opens in the
# window, Maya's own for the window. All others run without one: when the scene opens, before and after a render or a
# frame, when the scene is configured, when the time changes.
_NOT_IN_BATCH = (0, 2, 3)


def script_problems(graph: SceneGraph) -> List[Problem]:
    """At most two notices; a node whose kind cannot be told is taken for one that runs."""
    look = Look(graph, {})
    nodes = [
        node for node in graph.nodes("script") if graph.short_name(node).rpartition(":")[2] not in _MAYAS_OWN
    ]
    runs: List[str] = []
    idle: List[str] = []
    for node in nodes:
        (idle if look.number(node, "scriptType") in _NOT_IN_BATCH else runs).append(node)
    return [*_notice("script_nodes", _RUN, runs), *_notice("script_nodes_idle", _IDLE, idle)]


def _notice(code: str, template: str, nodes: Sequence[str]) -> List[Problem]:
    if not nodes:
        return []
    text = Message(template, count=len(nodes), names=", ".join(nodes[:5]))
    return [Problem(NOTICE, code, text, nodes[0])]


_RUN = (
    "The scene has script nodes of its own: {count} ({names}). They run on the farm too; they must find what they "
    "need there."
)
_IDLE = (
    "The scene has script nodes that run in Maya's window only, or when something calls them: {count} ({names}). The "
    "farm does not run them by itself."
)
