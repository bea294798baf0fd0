"""Nodes that are read whole are read as their statements would be one by one; and what is read leaves nothing behind."""

from __future__ import annotations

import gc
from pathlib import Path
from typing import Any, Dict, List, Tuple

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from rb_dcc_core.errors import SceneError
from rb_maya import ascii_file
from rb_maya.ascii_file import AsciiFile
from rb_maya.file_graph import FileGraph
from rb_maya.folders import Folders
from rb_maya.reader import read_scene
from rb_maya.workspace import Resolver, Workspace

Told = Tuple[List[Tuple[Any, ...]], Dict[str, Any], List[str], List[Tuple[str, str]]]


def read(path: Path) -> Told:
    file = AsciiFile(path.as_posix())
    nodes = [
        (
            *(node.type, node.name, node.parent, node.shared),
            {name: file.value(span) for name, span in node.attributes.items()},
            dict(node.file_attributes),
        )
        for node in file.nodes
    ]
    selected = {
        name: {key: file.value(span) for key, span in node.attributes.items()}
        for name, node in file.selected.items()
    }
    return nodes, selected, [p.message.text() for p in file.problems], list(file.connections())


def read_by_statements(path: Path) -> Told:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(ascii_file, "plain_nodes", lambda data, position: iter(()))
        return read(path)


def scene(folder: Path, text: str, codeset: str = "UTF-8", codec: str = "utf-8") -> Path:
    path = folder / "scene.ma"
    header = f"//Maya ASCII 2024 scene\n//Codeset: {codeset}\n"
    path.write_bytes(header.encode() + text.encode(codec) + b"// End of scene.ma\n")
    return path


NODE = 'createNode file -n "f";\n\trename -uid "1A-2B";\n'


@pytest.mark.parametrize(
    ("lines", "values"),
    [
        ('\tsetAttr ".ftn" -type "string" "a/b.png";\n', {"ftn": "a/b.png"}),
        ('\tsetAttr ".ftn" -type "string" "";\n\tsetAttr ".uvt" 3;\n', {"ftn": "", "uvt": 3}),
        ('\tsetAttr ".ftn" -type "string" "a;b // c.png";\n', {"ftn": "a;b // c.png"}),
        ('\tsetAttr -k off ".v";\n\tsetAttr -av -k on ".ufe" yes;\n', {"v": None, "ufe": True}),
        ('\tsetAttr ".c" -type "float3" 0.5 1 0 ;\n', {"c": (0.5, 1, 0)}),
        ('\tsetAttr -s 2 ".x[0:1]"  4 5;\n', {"x[0:1]": (4, 5)}),
        ('\tsetAttr ".uvt" 3;\n\tsetAttr -l on ".uvt";\n', {"uvt": 3}),
        ('\tsetAttr -l on ".uvt";\n\tsetAttr ".uvt" 3;\n', {"uvt": 3}),
        ('\tsetAttr ".uvt" 3;\n\tsetAttr ".uvt" 1;\n', {"uvt": 1}),
        ('\tsetAttr ".ftn" -type "string" "a\\"b.png";\n\tsetAttr ".uvt" 3;\n', {"ftn": 'a"b.png', "uvt": 3}),
        ('\tsetAttr ".a" 1;\tsetAttr ".b" 2;\n', {"a": 1, "b": 2}),
        ('\tsetAttr ".a" -type "string" "x;\n\tsetAttr ".b" 2;\n";\n', {"a": "x;\n\tsetAttr "}),
        ('\tsetAttr ".t" -type "stringArray" 2 "a" "b"  ;\n\tsetAttr ".b" 2;\n', {"t": ("a", "b"), "b": 2}),
        ('\tsetAttr ".a" 1; // why\n\tsetAttr ".b" 2;\n', {"a": 1, "b": 2}),
        ('\tsetAttr ".木" 1;\n\tsetAttr ".b" -type "string" "木.png";\n', {"b": "木.png"}),
    ],
)
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_a_node_has_what_its_lines_set(
    tmp_path: Path, lines: str, values: Dict[str, Any], line_end: str
) -> None:
    path = scene(tmp_path, (NODE + lines).replace("\n", line_end))
    assert read(path) == read_by_statements(path)
    found = {name: value for name, value in read(path)[0][0][4].items() if name.isascii()}
    if '"x;' not in lines:
        assert found == values


def test_a_text_that_is_not_in_the_codeset_is_told_with_its_line(tmp_path: Path) -> None:
    path = scene(tmp_path, NODE + '\tsetAttr ".ftn" -type "string" "表.png";\n', "UTF-8", "gbk")
    assert read(path) == read_by_statements(path)
    assert read(path)[2] == [
        f"{path.as_posix()}, line 5: a text is not in the file's codeset; it may be garbled."
    ]


def test_two_byte_letters_are_read_by_the_codeset(tmp_path: Path) -> None:
    path = scene(tmp_path, NODE + '\tsetAttr ".ftn" -type "string" "木/表.png";\n', "932", "cp932")
    assert read(path) == read_by_statements(path)
    assert read(path)[0][0][4] == {"ftn": "木/表.png"}


names = st.sampled_from([".ftn", ".uvt", ".v", ".a[0]", "b.c", "", ".木"])
flags = st.sampled_from(["", "-k off ", "-l on -k off ", "-av ", "-s 2 ", "-x 1 ", "-k off on ", '-k "x" '])
values = st.sampled_from(
    [
        *("", " 1", " yes ", ' -type "string" "a.png"', ' -type "string" "a\\"b;"', ' -type "string" "木"'),
        *(' -type "float3" 1 2 3 ', ' -type "stringArray" 2 "a" "b"', ' -type "string" ("a"\n\t\t+ "b")'),
        *(" 1 ; ", ' "x', " // y", " -type string z"),
    ]
)
line_ends = st.sampled_from([";\n", ";\r\n", " ;\n", ";", "; // c\n", ";\n\n", ";\n//\n"])
sets = st.builds(
    lambda flag, name, value, end: f'\tsetAttr {flag}"{name}"{value}{end}', flags, names, values, line_ends
)
others = st.sampled_from(
    [
        *('\trename -uid "12-AB";\n', '\taddAttr -uaf -ln "map" -dt "string";\n', "\tlockNode -l 1;\n"),
        *('connectAttr "a.o" "b.i";\n', "select -ne :time1;\n", "odd one;\n", "\n", "// ;\n"),
    ]
)
created = st.builds(
    lambda kind, name, end: f'createNode {kind} -n "{name}"{end}',
    st.sampled_from(["file", "mesh", "transform -s", "camera", "absOverride", ""]),
    st.sampled_from(["a", "b", "木", "c d", "e\\n", ""]),
    st.sampled_from([";\n", ' -p "a";\n', ' -p "|a|b";\r\n', " ;\n", ";", '; rename -uid "1";\n']),
)


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(parts=st.lists(st.one_of(created, sets, sets, others), max_size=12), codeset=st.sampled_from([1, 0]))
def test_whatever_stands_in_a_scene_is_read_as_its_statements_are(
    tmp_path: Path, parts: List[str], codeset: int
) -> None:
    path = scene(tmp_path, "".join(parts), *(("UTF-8", "utf-8") if codeset else ("936", "gbk")))
    told: List[Any] = []
    for way in (read, read_by_statements):
        try:
            told.append(way(path))
        except SceneError as error:
            told.append(str(error))
    assert told[0] == told[1]


def test_a_scene_that_was_read_leaves_no_circles_to_the_garbage_collector(tmp_path: Path) -> None:
    path = scene(tmp_path, NODE + '\tsetAttr ".ftn" -type "string" "a.png";\n')
    read_scene(path)
    gc.collect()
    gc.disable()
    try:
        read_scene(path)
        assert gc.collect() == 0
    finally:
        gc.enable()


GLANCED = ("fileTextureName", "uvTilingMode", "useFrameExtension")
glanced_lines = st.lists(
    st.builds(
        lambda flag, name, value, end: f'\tsetAttr {flag}".{name}"{value}{end}',
        st.sampled_from(["", "-k off ", "-av -l on "]),
        st.sampled_from(["ftn", "fileTextureName", "uvt", "uvTilingMode", "ufe", "cs", "ftnx"]),
        st.sampled_from(
            [
                *(
                    "",
                    " 3",
                    " yes",
                    ' -type "string" "a.png"',
                    ' -type "string" ".ftn"',
                    ' -type "string" ""',
                ),
                *(
                    ' -type "string" "a;b.png"',
                    ' -type "string" "木"',
                    ' -type "string" "a\\"b"',
                    ' -type "string" ".uvt" ',
                ),
            ]
        ),
        st.sampled_from([";\n", ";\r\n", " ;\n", ";"]),
    ),
    max_size=5,
)


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(lines=glanced_lines, codeset=st.booleans())
@example(lines=['\tsetAttr ".cs" -type "string" ".ftn";\n'], codeset=True)
@example(lines=['\tsetAttr ".uvt" 3;\n', '\tsetAttr -k off ".uvt";\n'], codeset=True)
def test_a_glance_at_a_node_tells_what_a_whole_look_does(
    tmp_path: Path, lines: List[str], codeset: bool
) -> None:
    text = 'createNode file -n "f";\n' + "".join(lines)
    path = scene(tmp_path, text, *(("UTF-8", "utf-8") if codeset else ("936", "gbk")))
    glanced, looked = graph(path), graph(path)
    assert list(glanced.values("f", GLANCED)) == [looked.value("f", name) for name in GLANCED]
    # A second time, when all of the node is known.
    assert list(looked.values("f", GLANCED)) == list(glanced.values("f", GLANCED))


def test_most_nodes_need_no_more_than_a_glance(tmp_path: Path) -> None:
    text = NODE + '\tsetAttr ".ftn" -type "string" "a.png";\n\tsetAttr ".cs" -type "string" "sRGB";\n'
    file = AsciiFile(scene(tmp_path, text).as_posix())
    assert file.nodes[-1].glance([['".ftn"', '".fileTextureName"'], ['".uvt"']]) == [
        ' -type "string" "a.png"',
        None,
    ]


def graph(path: Path) -> FileGraph:
    folder = path.parent.as_posix()
    return FileGraph(AsciiFile(path.as_posix()), Resolver(Workspace.at(folder), Folders(), {}))


def test_what_the_host_set_aside_from_the_garbage_collector_stays_so(tmp_path: Path) -> None:
    path = scene(tmp_path, NODE)
    read_scene(path)
    assert gc.isenabled()
    assert gc.get_freeze_count() == 0
    gc.freeze()
    try:
        before = gc.get_freeze_count()
        read_scene(path)
        assert gc.get_freeze_count() > before // 2
    finally:
        gc.unfreeze()
