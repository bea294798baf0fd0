"""The panel's Qt binding: the one expected here is chosen, and a widget really paints without a screen."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from rb_dcc_ui.binding import BINDING, QAction, QShortcut, QtCore, QtGui, QtWidgets, exec_dialog


def test_the_binding_is_the_one_this_python_is_meant_to_run_on() -> None:
    assert ("PySide6" if sys.version_info >= (3, 11) else "PySide2") == BINDING


def test_every_part_comes_from_the_same_binding() -> None:
    parts = [QtCore.QObject, QtGui.QPixmap, QtWidgets.QWidget, QAction, QShortcut]
    assert {part.__module__.split(".")[0] for part in parts} == {BINDING}


def test_a_widget_paints_and_its_picture_is_not_blank(qtbot: Any, tmp_path: Path) -> None:
    label = QtWidgets.QLabel("Frame 12 of 240")
    label.setStyleSheet("background: white; color: black; padding: 12px;")
    qtbot.addWidget(label)
    label.show()
    qtbot.waitExposed(label)

    picture = tmp_path / "label.png"
    assert label.grab().save(str(picture), "PNG")

    image = QtGui.QImage(str(picture))
    points = [(x, y) for x in range(image.width()) for y in range(image.height())]
    colours = {image.pixelColor(x, y).name() for x, y in points}
    assert image.width() > 40
    assert {"#ffffff", "#000000"} <= colours


def test_a_dialog_returns_its_answer_as_a_plain_number(qtbot: Any) -> None:
    dialog = QtWidgets.QDialog()
    qtbot.addWidget(dialog)

    QtCore.QTimer.singleShot(0, dialog.accept)
    accepted = exec_dialog(dialog)
    QtCore.QTimer.singleShot(0, dialog.reject)
    rejected = exec_dialog(dialog)

    assert (accepted, rejected) == (1, 0)
    assert type(accepted) is int


@pytest.mark.parametrize(
    ("raised", "ending"),
    [
        # Only an absent PySide6 sends us to PySide2; one that is there and broken must say so.
        ("ModuleNotFoundError('gone', name='PySide6')", "ModuleNotFoundError: no PySide2 either"),
        ("ImportError('libEGL.so.1: cannot open shared object file')", "ImportError: libEGL.so.1"),
        ("ModuleNotFoundError('broken', name='shiboken6')", "ModuleNotFoundError: broken"),
    ],
)
def test_pyside2_is_tried_only_when_pyside6_is_absent(checkout: Path, raised: str, ending: str) -> None:
    program = f"""
import sys
class Finder:
    def find_spec(self, name, path=None, target=None):
        if name == "PySide6":
            raise {raised}
        if name == "PySide2":
            raise ModuleNotFoundError("no PySide2 either", name=name)
sys.meta_path.insert(0, Finder())
import rb_dcc_ui.binding
"""
    variables = dict(os.environ, PYTHONPATH=str(checkout / "ui"))
    run = subprocess.run([sys.executable, "-c", program], env=variables, stderr=subprocess.PIPE, timeout=60)
    assert run.stderr.decode().strip().splitlines()[-1].startswith(ending)
