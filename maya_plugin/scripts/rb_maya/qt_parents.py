"""Maya's windows as Qt widgets."""

from __future__ import annotations

from typing import Any, Optional

from rb_dcc_ui.binding import BINDING, QtWidgets


def control_being_built(name: str) -> Optional[QtWidgets.QWidget]:
    """The widget of the control whose uiScript runs, or of the control of a name; None where Maya has neither."""
    import maya.OpenMayaUI as windows

    named = windows.MQtUtil.findControl(name)
    pointer = named if named is not None else windows.MQtUtil.getCurrentParent()
    found = _widget(pointer)
    return found if found is not None else _by_name(name)


def put_into(child: QtWidgets.QWidget, parent: QtWidgets.QWidget) -> None:
    """Into the parent's layout; one that has none gets one. Whoever is there already is not added twice."""
    layout: Optional[QtWidgets.QLayout] = parent.layout()
    if layout is None:
        layout = QtWidgets.QVBoxLayout(parent)
        layout.setContentsMargins(0, 0, 0, 0)
    if layout.indexOf(child) < 0:
        layout.addWidget(child)
    child.show()


def _widget(pointer: Any) -> Optional[QtWidgets.QWidget]:
    if not pointer:
        return None
    try:
        if BINDING == "PySide6":
            from shiboken6 import wrapInstance
        else:
            from shiboken2 import wrapInstance  # type: ignore[no-redef,unused-ignore]
    except ImportError:
        return None
    found = wrapInstance(int(pointer), QtWidgets.QWidget)
    return found if isinstance(found, QtWidgets.QWidget) else None


def _by_name(name: str) -> Optional[QtWidgets.QWidget]:
    """Where shiboken is missing or Maya gave no pointer: Qt knows the control by the same name."""
    return next((each for each in QtWidgets.QApplication.allWidgets() if each.objectName() == name), None)
