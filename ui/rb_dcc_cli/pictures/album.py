"""Takes the pictures: each page in each state, in both languages, on dark and on light ground."""

from __future__ import annotations

import contextlib
import fnmatch
import os
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Callable, Dict, Iterator, Optional, Sequence, Tuple

from rb_dcc_core.atomic import disk_error
from rb_dcc_core.errors import InputError
from rb_dcc_core.languages import CHINESE, ENGLISH

if TYPE_CHECKING:
    from .shots import Shot
    from .studio import Studio

LANGUAGES = (ENGLISH, CHINESE)
DARK, LIGHT = "dark", "light"
GROUNDS = (DARK, LIGHT)
_OURS = "RB_DCC_"
_POINTS = 9.0
"""A desktop's usual font; without one each Qt has its own idea."""
Say = Callable[[str], None]
Names = Dict[str, Tuple[str, str]]
"""Names of files, each with its language and its ground."""


def take_pictures(
    folder: Path,
    only: Sequence[str] = (),
    scale: float = 1.0,
    width: Optional[int] = None,
    say: Say = lambda name: None,
) -> int:
    """Make the pictures whose names fit one of the patterns `only` (all where there is none); returns how many.

    `width` in logical pixels takes the place of each picture's own; a file has `scale` times as many pixels. To be called
    before anything in this process uses Qt, whose scale is set once. Raises InputError, LocalFileError, PictureError.
    """
    with _environment(scale):
        from .shots import SHOTS

        wanted = [(shot, names) for shot in SHOTS for names in [_names(shot.name, only)] if names]
        if not wanted:
            known = ", ".join(shot.name for shot in SHOTS)
            raise InputError("No picture is called so. There are: {names}.", names=known)
        with tempfile.TemporaryDirectory(prefix="rb-dcc-pictures-") as place:
            os.environ.setdefault(
                "XDG_RUNTIME_DIR", place
            )  # Qt wants one on Linux, and says so where there is none
            _start_qt(say)
            return sum(_take_all(Path(place), wanted, folder, width, say))


def _take_all(
    place: Path, wanted: Sequence[Tuple[Shot, Names]], folder: Path, width: Optional[int], say: Say
) -> Iterator[int]:
    from .studio import Studio

    with Studio(place) as studio:
        for shot, names in wanted:
            studio.size = (width or shot.size[0], shot.size[1])
            shot.prepare(studio)
            for name, (language, ground) in names.items():
                _take(studio, language, ground, folder / (name + ".png"))
                say(name)
            studio.close_panel()
            yield len(names)


def _take(studio: Studio, language: str, ground: str, path: Path) -> None:
    from rb_dcc_ui.binding import QtWidgets
    from rb_dcc_ui.theme import standalone_palette

    QtWidgets.QApplication.setPalette(standalone_palette(ground == DARK))
    studio.panel.language.switch(language)
    studio.settle_layout()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise disk_error(error, path.parent) from error
    if not studio.panel.grab().save(str(path), "PNG"):
        raise InputError("{path} cannot be written. Give another folder.", path=str(path))


def _names(shot: str, only: Sequence[str]) -> Names:
    """The files of a shot that are wanted."""
    every = {
        f"{shot}-{language}-{ground}": (language, ground) for language in LANGUAGES for ground in GROUNDS
    }
    return {
        name: how
        for name, how in every.items()
        if not only or any(fnmatch.fnmatchcase(name, each) or shot == each for each in only)
    }


def _start_qt(say: Say) -> None:
    from rb_dcc_ui.binding import BINDING, QtCore, QtGui, QtWidgets
    from rb_dcc_ui.theme import apply_standalone

    QtCore.qInstallMessageHandler(_hear)
    application = QtWidgets.QApplication.instance() or QtWidgets.QApplication(["rb-dcc"])
    apply_standalone(application)  # type: ignore[arg-type]
    if QtGui.QGuiApplication.platformName() == "offscreen":
        font = QtWidgets.QApplication.font()
        font.setPointSizeF(_POINTS)
        QtWidgets.QApplication.setFont(font)
    # PySide2 wants a database of its own, PySide6 has done without since Qt 6.
    database = QtGui.QFontDatabase if BINDING == "PySide6" else QtGui.QFontDatabase()
    found = database.families(QtGui.QFontDatabase.WritingSystem.SimplifiedChinese)
    if not found:
        say("No font with Chinese characters is installed here: the Chinese pictures show boxes.")


def _hear(kind: object, context: object, text: str) -> None:
    """What Qt says, without its word for every window that nobody is to see and that cannot do what a real one does."""
    if not text.startswith("This plugin does not support"):
        sys.stderr.write(text + "\n")


@contextlib.contextmanager
def _environment(scale: float) -> Iterator[None]:
    """Nothing of the user's settings counts, and Qt needs no screen."""
    before = dict(os.environ)
    for name in [name for name in os.environ if name.startswith(_OURS)]:
        del os.environ[name]
    if sys.platform.startswith("linux") and not (before.get("DISPLAY") or before.get("WAYLAND_DISPLAY")):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        os.environ.setdefault("QT_FONT_DPI", "96")  # without a screen each Qt thinks of another
    if scale != 1.0:
        os.environ["QT_SCALE_FACTOR"] = f"{scale:g}"
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)
