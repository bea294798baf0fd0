"""What of two snapshots of one scene, from the open host and from the file, must be equal.

What must differ: the host's version (the running Maya's own, not the one that saved), and what only the file tells:
problems of the file itself (a codeset, a statement that is none, a circle of references: Maya has dealt with them
when it opened it), and that a missing reference was not to be loaded anyway (to Maya, missing is not loaded).
"""

from __future__ import annotations

import dataclasses

from rb_dcc_core.host import SceneSnapshot

from .scene import FakeScene


def comparable(snapshot: SceneSnapshot, scene: FakeScene) -> SceneSnapshot:
    there = {reference.told.path for reference in scene.references.values() if reference.told.exists}
    of_file = [
        problem
        for problem in scene.graph.problems()
        if problem.code != "reference_unloaded" or dict(problem.message.args)["path"] not in there
    ]
    problems = tuple(problem for problem in snapshot.problems if problem not in of_file)
    return dataclasses.replace(snapshot, host_version=None, problems=problems)
