"""JSON made piece by piece is the JSON that was always made."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from rb_dcc_core import jsontext

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=30,
)


@given(VALUES)
def test_a_file_says_what_it_always_said(content: object) -> None:
    whole = json.dumps(content, ensure_ascii=False, indent=2).encode("utf-8", "backslashreplace")
    assert jsontext.file_text(content) == whole


@given(VALUES)
def test_what_was_packed_is_unpacked(content: object) -> None:
    assert jsontext.unpacked(jsontext.packed(content)) == content


def test_what_was_kept_as_plain_text_is_read() -> None:
    assert jsontext.unpacked('{"scene": "D:/a.ma"}') == {"scene": "D:/a.ma"}


def test_very_many_values_come_in_pieces_and_whole() -> None:
    content = {"asset": [{"local": f"/t/{number}.png", "server": "木\udcff"} for number in range(30000)]}
    assert json.loads(jsontext.file_text(content).decode("utf-8").replace("\\udcff", "\\\\udcff")) == {
        "asset": [{"local": f"/t/{number}.png", "server": "木\\udcff"} for number in range(30000)]
    }
    assert jsontext.unpacked(jsontext.packed(content)) == content
