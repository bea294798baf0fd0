"""Scripts that Maya keeps are the same in MEL and in Python; the fake's MEL takes neither Python nor what Maya's has not."""

from __future__ import annotations

from typing import Any, Dict, List

import pytest

from rb_maya import panel_script
from tests.support.fake_maya import mel

CODE = 'told.append("a \\\\ b; // \'c\' \\"python\\" ()" * 9)\nif told:\n\ttold.append(2)\n'


def run(code: str, told: List[Any]) -> None:
    exec(compile(code, "<kept>", "exec"), {"told": told})  # noqa: S102 - as Maya does


def test_python_and_mel_come_to_the_same_code(monkeypatch: pytest.MonkeyPatch) -> None:
    expected: List[Any] = []
    run(CODE, expected)
    assert len(expected) == 2
    script = panel_script.in_both_languages(CODE)

    seen: List[str] = []
    monkeypatch.setattr("builtins.exec", lambda code, namespace: seen.append(code))
    eval(compile(script, "<kept>", "single"), {})  # noqa: S307
    assert seen == [CODE]
    assert mel.statements(script) == [mel.Statement("abs", 1), mel.Statement("python", CODE)]


def test_python_leaves_no_name_with_maya() -> None:
    names: Dict[str, Any] = {"__builtins__": __builtins__}
    exec(compile(panel_script.in_both_languages("left = 1\n"), "<kept>", "exec"), names)  # noqa: S102
    assert list(names) == ["__builtins__"]


@pytest.mark.parametrize(
    "script",
    [
        "import rb_maya.control\n",
        "python('one');",
        'python("two" "literals");',
        'python("a line\nend");',
        r'python("\x41");',
        "1;",
        'python("unended);',
        f'python("{"x" * 1000}");',
    ],
)
def test_the_fakes_mel_refuses_what_maya_would(script: str) -> None:
    with pytest.raises(RuntimeError, match="Syntax error"):
        mel.statements(script)
