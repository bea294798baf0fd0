"""3ds Max: scenes read, from the file or from the running host, into the product's own SceneSnapshot; the panel in 3ds Max.

Nothing here imports pymxs or Qt; what needs the host imports it where it is used. For scripts:

    import rb_max
    rb_max.describe()                                 # the open scene, as a SceneSnapshot
    rb_max.submit(rb_max.JobSettings(label="shot"))   # the number of the task
"""

from typing import TYPE_CHECKING, Any, List

if TYPE_CHECKING:
    from .scripting import JobSettings, SceneSnapshot, SubmissionRun, describe, submit

__all__ = ["JobSettings", "SceneSnapshot", "SubmissionRun", "describe", "submit"]


def __getattr__(name: str) -> Any:
    """What scripts use, imported when it is first asked for: a plain `import rb_max` stays cheap."""
    if name in __all__:
        from . import scripting

        return getattr(scripting, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> List[str]:
    return sorted([*globals(), *__all__])
