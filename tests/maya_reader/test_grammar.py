"""Statements and tokens: quotes, comments, escapes, joined texts, flags; and what is written is read again."""

from __future__ import annotations

from pathlib import Path
from typing import List

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rb_maya.ascii_statements import UnfinishedStatement, statements
from rb_maya.ascii_tokens import Token, arguments, set_attr_value, tokens
from rb_maya.reader import read_scene


def split(text: bytes) -> List[bytes]:
    return [text[start:end] for start, end in statements(text)]


def test_a_semicolon_in_a_text_ends_nothing() -> None:
    assert split(b'a "x;y" b;\n\tc "\\";" ;;d;') == [b'a "x;y" b', b'c "\\";" ', b"d"]


def test_a_comment_is_one_only_where_a_statement_may_start() -> None:
    assert split(b'// no; "statement\na "b//c" 1//2;//x\n') == [b'a "b//c" 1//2']


def test_windows_line_ends_and_many_lines_are_one_statement() -> None:
    assert split(b"a\r\n\t b\r\n;\r\nc;\r\n") == [b"a\r\n\t b\r\n", b"c"]


def test_what_has_no_end_is_told_from_where_it_starts() -> None:
    with pytest.raises(UnfinishedStatement) as caught:
        split(b'a;\nb "c;')
    assert (caught.value.start, caught.value.inside_text) == (3, True)


def test_texts_joined_in_parentheses_are_one() -> None:
    assert tokens('setAttr ".b" -type "string" (\n"one\\n"\n+ "two" );')[-2] == Token("one\ntwo", True)
    assert tokens('a ("x" + \'y')[1] == Token("x", True)


def test_a_text_that_looks_like_a_flag_is_none() -> None:
    parsed = arguments(tokens('createNode file -n "-p" "-s" -s -3'), {"n": ("n", 1), "s": ("s", 0)})
    assert parsed.flags == {"n": ("-p",), "s": ()}
    assert parsed.rest == (Token("file", False), Token("-s", True), Token("-3", False))


@pytest.mark.parametrize(
    ("statement", "value"),
    [
        ('setAttr ".an" yes', True),
        ('setAttr ".an" off', False),
        ('setAttr -k on ".fs"', None),
        ('setAttr -av -k on ".fs" 12', 12),
        ('setAttr ".fs" -1.5', -1.5),
        ('setAttr ".fs" nan', "nan"),
        ('setAttr ".ftn" -type "string" "C:/a b/\\"c\\"\\\\d.png"', 'C:/a b/"c"\\d.png'),
        ('setAttr ".ftn" -type "string" ""', ""),
        ('setAttr ".c" -type "float3" 0.5 1 0 ', (0.5, 1, 0)),
        ('setAttr ".fns" -type "stringArray" 2 "a" "b"  ', ("a", "b")),
        ('setAttr ".ufem" -type "stringArray" 0  ', ()),
        ('setAttr ".x" -type "Int32Array" 2 7 8 ', (7, 8)),
        ('setAttr -s 3 ".rlmi[1:2]"  1 2', (1, 2)),
        ('setAttr -size 2 -keyable off ".s" 3', 3),
    ],
)
def test_a_set_attr_gives_its_value(statement: str, value: object) -> None:
    assert set_attr_value(statement) == value


texts = st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\0"), max_size=30)


def quoted(text: str) -> str:
    for plain, escaped in (("\\", "\\\\"), ('"', '\\"'), ("\n", "\\n"), ("\t", "\\t"), ("\r", "\\r")):
        text = text.replace(plain, escaped)
    return f'"{text}"'


@given(text=texts)
def test_a_text_that_is_written_is_read_again(text: str) -> None:
    assert set_attr_value('setAttr ".a" -type "string" ' + quoted(text)) == text


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    names=st.lists(
        st.text("abcABC_1", min_size=1, max_size=6).map(lambda name: "n" + name), unique=True, max_size=5
    ),
    path=st.text(st.characters(whitelist_categories=["L", "N"], whitelist_characters=' ;"\\/'), min_size=1),
    first=st.integers(-99, 99),
    length=st.integers(1, 99),
)
def test_a_scene_that_is_written_is_read_again(
    tmp_path: Path, names: List[str], path: str, first: int, length: int
) -> None:
    lines = ["//Maya ASCII 2024 scene", "//Codeset: UTF-8"]
    for name in names:
        lines.append(f'createNode transform -n "{name}";\ncreateNode camera -n "{name}Shape" -p "{name}";')
    lines.append(
        'createNode file -n "texture";\n\tsetAttr ".ftn" -type "string" {};'.format(quoted("t/" + path))
    )
    lines.append('select -ne :defaultRenderGlobals;\n\tsetAttr ".an" yes;')
    lines.append(f'\tsetAttr ".fs" {first};\n\tsetAttr ".ef" {first + length};\n// End of it.')
    (tmp_path / "scene.ma").write_bytes("\n".join(lines).encode("utf-8"))
    snapshot = read_scene(tmp_path / "scene.ma")
    assert [camera.name for camera in snapshot.cameras] == names
    assert snapshot.layers[0].frames == f"{first}-{first + length}"
    assert "t/" + path in [asset.as_written for asset in snapshot.assets]
