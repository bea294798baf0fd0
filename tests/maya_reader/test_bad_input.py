"""Files that are no scene, or no whole one: a sentence that says what to do, never another exception."""

from __future__ import annotations

import codecs
import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from rb_dcc_core.errors import SceneError
from rb_dcc_core.host import SceneSnapshot
from rb_maya.reader import read_scene

WHOLE = b'//Maya ASCII 2023 scene\nrequires maya "2023";\ncreateNode file -n "f";\n// End of x.ma\n'


def write(folder: Path, data: bytes) -> Path:
    path = folder / "scene.ma"
    path.write_bytes(data)
    return path


def refusal(path: Path) -> str:
    with pytest.raises(SceneError) as caught:
        read_scene(path)
    return str(caught.value)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    assert refusal(tmp_path / "no.ma") == "There is no file {}. Check the path of the scene.".format(
        (tmp_path / "no.ma").as_posix()
    )


def test_a_folder_is_refused(tmp_path: Path) -> None:
    assert "is a folder. Give the scene file inside it." in refusal(tmp_path)


def test_a_path_through_a_file_is_not_there(tmp_path: Path) -> None:
    assert "There is no file" in refusal(write(tmp_path, WHOLE) / "below.ma")


def test_a_name_with_a_zero_byte_is_refused(tmp_path: Path) -> None:
    assert "cannot be read" in refusal(tmp_path / "a\0b.ma")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_a_pipe_is_refused_without_waiting_for_it(tmp_path: Path) -> None:
    os.mkfifo(str(tmp_path / "pipe.ma"))
    assert "is not a file" in refusal(tmp_path / "pipe.ma")


@pytest.mark.parametrize("data", [b"", b"\n \t\n", codecs.BOM_UTF8])
def test_an_empty_file_is_refused(tmp_path: Path, data: bytes) -> None:
    assert "is empty. Save the scene again from Maya." in refusal(write(tmp_path, data))


@pytest.mark.parametrize("data", [b"FOR8\0\0\0\0\0\0\0\x10Maya", b"FOR4\0\0\0\x10Maya"])
def test_a_binary_scene_is_named_as_one(tmp_path: Path, data: bytes) -> None:
    assert "is a Maya binary scene. Save it as Maya ASCII (.ma)" in refusal(write(tmp_path, data))


def test_zero_bytes_and_utf_16_are_refused(tmp_path: Path) -> None:
    assert "is not text (it holds zero bytes)" in refusal(write(tmp_path, WHOLE.replace(b'"2023"', b'"\0"')))
    assert "is not text (it holds zero bytes)" in refusal(write(tmp_path, WHOLE.decode().encode("utf-16")))


@pytest.mark.parametrize("data", [b"Hello, world;\n", b"<html></html>", b'{"a": 1};', b"\x89PNG\r\n\x1a\n"])
def test_another_kind_of_file_is_refused(tmp_path: Path, data: bytes) -> None:
    assert "is not a Maya ASCII scene" in refusal(write(tmp_path, data))


@pytest.mark.parametrize("mark", [b"<<<<<<< HEAD", b">>>>>>> theirs"])
def test_a_version_control_conflict_is_named_with_its_line(tmp_path: Path, mark: bytes) -> None:
    data = WHOLE.replace(b"createNode", mark + b"\ncreateNode")
    assert "has a version control conflict in line 3." in refusal(write(tmp_path, data))


@pytest.mark.parametrize("end", [b'createNode file -n "f', b'setAttr ".ftn" -type "string"', b'x "a\\"'])
def test_a_cut_off_scene_is_named_with_the_line_of_its_last_statement(tmp_path: Path, end: bytes) -> None:
    data = WHOLE.partition(b"createNode")[0] + end
    assert "is cut off: the statement that begins in line 3 has no end." in refusal(write(tmp_path, data))


def test_a_scene_without_mayas_last_line_is_read_with_a_warning(tmp_path: Path) -> None:
    snapshot = read_scene(write(tmp_path, WHOLE.replace(b"// End of x.ma\n", b"")))
    assert [(problem.severity, problem.code) for problem in snapshot.problems] == [
        ("error", "no_renderable_camera"),
        ("warning", "scene_end_missing"),
    ]


def test_a_scene_without_a_header_is_read_by_its_statements(tmp_path: Path) -> None:
    snapshot = read_scene(write(tmp_path, WHOLE.partition(b"\n")[2]))
    assert snapshot.host_version == "2023"


def test_a_gigantic_line_and_a_gigantic_text_are_read(tmp_path: Path) -> None:
    line = b'createNode mesh -n "m";setAttr ".vt[0:9]" ' + b"0.5 " * 500000 + b";"
    text = b'createNode notes -n "n";setAttr ".nts" -type "string" "' + b'\\"; // ' * 200000 + b'";'
    snapshot = read_scene(write(tmp_path, WHOLE.replace(b"// End", line + text + b"\n// End")))
    assert snapshot.host_version == "2023"


def test_bytes_outside_the_codeset_are_replaced_and_told(tmp_path: Path) -> None:
    data = WHOLE.replace(b"requires", b"//Codeset: UTF-8\nrequires", 1)
    data = data.replace(b'"f";', b'"f";\n\tsetAttr ".ftn" -type "string" "\xff.png";')
    snapshot = read_scene(write(tmp_path, data))
    assert snapshot.assets[1].as_written == "\ufffd.png"
    assert [problem.message.text() for problem in snapshot.problems if problem.code == "text_garbled"] == [
        "{}: a text is not in the file's codeset; it may be garbled.".format(
            (tmp_path / "scene.ma").as_posix() + ", line 5"
        )
    ]


def test_a_codeset_that_python_does_not_know_is_told(tmp_path: Path) -> None:
    data = WHOLE.replace(b"requires", b"//Codeset: 99999\nrequires", 1)
    assert "codeset_unknown" in [problem.code for problem in read_scene(write(tmp_path, data)).problems]


def test_an_unreadable_reference_is_a_problem_of_the_scene(tmp_path: Path) -> None:
    (tmp_path / "bad.ma").write_bytes(b"not a scene")
    data = WHOLE.replace(b"requires", b'file -r -ns "n" -rfn "nRN" -typ "mayaAscii" "bad.ma";\nrequires', 1)
    problems = read_scene(write(tmp_path, data)).problems
    assert [problem.node for problem in problems if problem.code == "reference_unreadable"] == ["nRN"]


def read_or_refuse(folder: Path, data: bytes) -> None:
    try:
        snapshot = read_scene(write(folder, data))
    except SceneError:
        return
    assert isinstance(snapshot, SceneSnapshot)
    assert snapshot.to_json()["schema"] == 1


quick = settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)


@quick
@given(data=st.binary(max_size=400))
@example(b"//Maya ASCII 2023 scene\n//Codeset: idna\n;\xff")
@example(b"//Maya ASCII 2023 scene\n//Codeset: zlib\n;")
@example(b"//Maya ASCII 2023 scene\n//Codeset: hz\n;~{")
def test_any_bytes_give_a_snapshot_or_a_scene_error(tmp_path: Path, data: bytes) -> None:
    read_or_refuse(tmp_path, data)


@quick
@given(
    data=st.binary(max_size=200), codeset=st.sampled_from([b"1252", b"932", b"936", b"UTF-8", b"UTF-7", b"0"])
)
def test_any_bytes_below_a_header_do_too(tmp_path: Path, data: bytes, codeset: bytes) -> None:
    read_or_refuse(tmp_path, b"//Maya ASCII 2023 scene\n//Codeset: " + codeset + b"\n" + data)


words = st.sampled_from(
    [
        *('createNode file -n "a"', "createNode camera", "createNode transform -s", "select -ne :time1", ";"),
        *(
            'setAttr ".ftn" -type "string"',
            'setAttr ".fs"',
            'setAttr ".o" nan',
            '"x.<UDIM>.png"',
            "-p",
            "-n",
            "1e999",
        ),
        *(
            'file -r -ns "n" -rfn "nRN"',
            '"scene.ma"',
            "select -ne :defaultRenderGlobals",
            'setAttr ".an" yes',
        ),
        *(
            'connectAttr "a.b" "c.d"',
            "requires",
            "currentUnit -t",
            '"|"',
            '"a|b"',
            '":"',
            "(",
            ")",
            "+",
            '""',
            "\\",
        ),
        *(
            'createNode renderLayer -n "l"',
            'setAttr ".adjs[0].val" 1',
            'connectAttr "a.o" "l.adjs[0].plg"',
            "\n",
        ),
        *(
            'setAttr ".ed" -type "dataReferenceEdits" "n" "n" 1 2 "n:a" "ftn" " -type \\"string\\" \\"y\\""',
            "-7",
            "x",
        ),
    ]
)


@quick
@given(parts=st.lists(words, max_size=30))
def test_any_order_of_mayas_words_does_too(tmp_path: Path, parts: list[str]) -> None:
    read_or_refuse(tmp_path, b"//Maya ASCII 2023 scene\n" + " ".join(parts).encode() + b"\n;\n")
