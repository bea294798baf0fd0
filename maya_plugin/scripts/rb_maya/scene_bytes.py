"""The bytes of a scene file, read whole; what stands in the way said so that a person knows what to do."""

from __future__ import annotations

import os
import stat

from rb_dcc_core.errors import SceneError


def read_scene_bytes(path: str) -> bytes:
    """Raises SceneError where there is no such file, or it may not or cannot be read."""
    try:
        mode = os.stat(path).st_mode
        if stat.S_ISDIR(mode):
            raise SceneError("{path} is a folder. Give the scene file inside it.", path=path)
        if not stat.S_ISREG(mode):
            raise SceneError("{path} is not a file. Give a Maya scene (.ma or .mb).", path=path)
        with open(path, "rb") as stream:
            return stream.read()
    except (FileNotFoundError, NotADirectoryError) as error:
        raise SceneError("There is no file {path}. Check the path of the scene.", path=path) from error
    except PermissionError as error:
        raise SceneError("{path} may not be read. Ask for permission, or copy it.", path=path) from error
    except (OSError, ValueError, MemoryError) as error:
        raise SceneError("{path} cannot be read: {why}.", path=path, why=_why(error)) from error


def _why(error: BaseException) -> str:
    return getattr(error, "strerror", None) or str(error) or type(error).__name__
