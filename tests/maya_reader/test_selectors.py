"""Patterns of Render Setup's selectors, which follow Maya's `ls`."""

from __future__ import annotations

from typing import List

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rb_maya.selectors import fits


@pytest.mark.parametrize(
    ("pattern", "node", "expected"),
    [
        ("*", "|a|ns:b", True),
        ("cam*", "|grp|cam1", True),
        ("cam*", "|grp|ns:cam1", False),
        ("*:cam*", "|grp|ns:cam1", True),
        ("*:cam*", "|grp|a:b:cam1", False),
        ("::cam*", "|grp|a:b:cam1", True),
        ("::cam*", "|grp|cam1", True),
        ("ns:cam?", "|ns:cam1", True),
        ("ns:cam?", "|ns:cam12", False),
        ("|cam", "|cam", True),
        ("|cam", "|grp|cam", False),
        ("grp|*", "|grp|cam", True),
        ("grp|*", "|grp|cam|camShape", False),
        ("aiAOV_*", "aiAOV_N", True),
        ("c[a]m", "|cam", False),
    ],
)
def test_a_pattern_fits_as_ls_does(pattern: str, node: str, expected: bool) -> None:
    assert fits(pattern, node) is expected


@given(
    st.lists(st.from_regex(r"[A-Za-z_][A-Za-z0-9_:]{0,6}[A-Za-z]", fullmatch=True), min_size=1, max_size=4)
)
def test_a_node_fits_its_own_path(parts: List[str]) -> None:
    path = "|" + "|".join(parts)
    assert fits(path, path)
    assert fits(parts[-1].lstrip(":"), path)
