"""Every signature the product has for a command of Maya becomes one call that a type checker can judge."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from checkout import maya_modes

pytestmark = pytest.mark.skipif(sys.version_info < (3, 9), reason="the checks run on a newer Python")

CHECKOUT = Path(__file__).resolve().parents[2]
SOURCE = """
class Commands(Protocol):
    def about(self, *, version: Yes) -> Any: ...
    @overload
    def ls(self, __name: str, *, long: bool = ...) -> Any: ...
    @overload
    def ls(self, *, exactType: List[str]) -> Any: ...
    def listAttr(self, *nodes: str, usedAsFilename: Yes) -> Any: ...
"""
STUB = """from typing import overload
@overload
def ls(*args: Any, long: bool = ...) -> list[str]: ...
@overload
def ls(*args: Any, query: Literal[True]) -> str: ...
def lsUI(*args: Any) -> str: ...
"""


def test_each_overload_is_a_call_with_all_its_flags() -> None:
    assert maya_modes.calls_of(SOURCE) == [
        ("about", "maya.cmds.about(version=True)"),
        ("ls", 'maya.cmds.ls("x", long=True)'),
        ("ls", 'maya.cmds.ls(exactType=["x"])'),
        ("listAttr", 'maya.cmds.listAttr("x", usedAsFilename=True)'),
    ]


def test_the_products_own_signatures_can_all_be_called() -> None:
    source = (CHECKOUT / maya_modes.SIGNATURES).read_text(encoding="utf-8")
    calls = maya_modes.calls_of(source)
    assert ("file", "maya.cmds.file(query=True, sceneName=True)") in calls
    assert len(calls) == source.count("-> Any: ...")


def test_of_a_stub_only_what_is_called_is_kept() -> None:
    assert maya_modes.cut(STUB, {"ls"}) == STUB.rpartition("def lsUI")[0]
