"""The catalogues hold every text of the product in Chinese, each with the fields of its source."""

from __future__ import annotations

import re
import string
from pathlib import Path
from typing import Any, Dict, List, Tuple

import pytest

from checkout import catalogues
from checkout.texts import PACKAGES, Texts, modules
from rb_dcc_core.catalogue import load_catalogues, read_po, write_po
from rb_dcc_core.messages import Message
from rb_installer import contents

# Names, units and figures, written the same in both languages.
SAME = {
    " MB/s",
    "Python",
    "Render Setup",
    "{fps} fps",
    "{host} {farm}",
    "{rate} MB/s",
    "{size}/s",
    "{done} / {total}",
}
CHINESE = re.compile(r"[\u4e00-\u9fff]")
HALF_WIDTH = re.compile(r"[\u4e00-\u9fff}][,;:!?](?!\S)|[\u4e00-\u9fff][,;:!?()]|[,;:!?()][\u4e00-\u9fff]")


@pytest.fixture(scope="module")
def levels(checkout: Path) -> List[catalogues.Level]:
    return catalogues.levels(checkout, read_po)


def fields(template: str) -> List[Tuple[str, str, str]]:
    """Name, format and conversion of each field, in any order."""
    parsed = string.Formatter().parse(template)
    return sorted((name, spec or "", how or "") for _, name, spec, how in parsed if name is not None)


def entries(levels: List[catalogues.Level]) -> Dict[str, str]:
    return {source: words for level in levels for source, words in level.entries.items()}


def test_every_text_is_translated_and_no_catalogue_keeps_one_that_is_gone(
    levels: List[catalogues.Level],
) -> None:
    assert [level.path.parent.parent.name for level in levels] == [
        "rb_dcc_core",
        "rb_dcc_ui",
        "rb_maya",
        "rb_max",
    ]
    said = "python3 installers/dev.py texts"
    assert {level.path.parent.parent.name: level.missing for level in levels if level.missing} == {}, said
    assert {level.path.parent.parent.name: level.vanished for level in levels if level.vanished} == {}, said


def test_a_translation_has_the_fields_of_its_source(levels: List[catalogues.Level]) -> None:
    differing = [source for source, words in entries(levels).items() if fields(source) != fields(words)]
    assert differing == []


def test_a_translation_is_chinese_with_chinese_marks(levels: List[catalogues.Level]) -> None:
    known = entries(levels)
    plain = {source: re.sub(r"\{[^{}]*\}", "", words) for source, words in known.items()}
    lettered = [source for source, words in plain.items() if any(char.isalpha() for char in words)]
    assert [source for source in lettered if not CHINESE.search(plain[source]) and source not in SAME] == []
    assert [words for words in known.values() if HALF_WIDTH.search(words)] == []
    assert [words for words in known.values() if "..." in words or words.endswith((".", "  "))] == []


def test_one_source_has_one_translation_in_every_package(levels: List[catalogues.Level]) -> None:
    found: Dict[str, set[str]] = {}
    for level in levels:
        for source, words in level.entries.items():
            found.setdefault(source, set()).add(words)
    assert {source: words for source, words in found.items() if len(words) > 1} == {}


def test_a_catalogue_is_as_the_command_writes_it(levels: List[catalogues.Level]) -> None:
    for level in levels:
        assert level.path.read_text(encoding="utf-8") == write_po("zh", level.entries)


def test_other_readers_of_gettext_read_the_same(levels: List[catalogues.Level]) -> None:
    pofile: Any = pytest.importorskip("babel.messages.pofile", reason="Babel is not installed")
    for level in levels:
        with level.path.open("rb") as file:
            read = pofile.read_po(file, locale="zh")
        assert {str(each.id): each.string for each in read if each.id} == level.entries


def test_a_message_speaks_chinese_once_the_catalogues_are_loaded(checkout: Path) -> None:
    count = load_catalogues("zh", [checkout / folder for folder in PACKAGES.values()])
    assert count > 900
    inner = Message("The service does not allow this for your account.")
    message = Message(
        "{what} The service says: {said} (code {code}).", what=inner, said="not permitted", code=403
    )
    assert message.text("zh") == "服务不允许您的账户执行此操作。服务的说明：not permitted（代码 403）。"
    assert (
        message.text()
        == "The service does not allow this for your account. The service says: not permitted (code 403)."
    )


def test_every_bundle_brings_its_catalogues(checkout: Path) -> None:
    brought = contents.packages(checkout, "scripts")
    assert {path for path in brought if path.endswith(".po")} == {
        "scripts/rb_dcc_core/locale/zh.po",
        "scripts/rb_dcc_ui/locale/zh.po",
    }
    for host in ("maya", "max"):
        assert "locale/zh.po" in contents.tree(checkout / PACKAGES[host])


def test_every_fields_value_can_be_shown(levels: List[catalogues.Level]) -> None:
    for source, words in entries(levels).items():
        given = {name: 1.5 if spec else "x" for name, spec, _ in fields(source)}
        assert Message(words, **given).text()


SOURCE = '''
"""A docstring that is a sentence. It is for no artist."""
from rb_dcc_core.errors import InputError, RenderbusError
from rb_dcc_core.messages import Message

_NAMED = "A named text"
_TABLE = {1: (RenderbusError, "A sentence in a table. It is found.")}
FRAME_WORDS = {1: "waiting"}
UPPER = ("SELECT task FROM tasks WHERE id = ?", "QLabel { color: red; }", "a key")


class Odd(InputError):
    def __init__(self) -> None:
        super().__init__("An error's own text")


def said(log, is_one, name):
    log.warning("A log line is not one. Nobody reads it.")
    assert name, "An assertion is none. It is for us."
    if name == "x":
        raise ValueError("A programmer's error is none. It is ours.")
    raise InputError("One" if is_one else "Several {n}", n=f"An f-string is none. {name}") from Message(_NAMED)
'''


def test_texts_are_found_however_they_become_messages(tmp_path: Path) -> None:
    core = tmp_path / "rb_dcc_core"
    core.mkdir()
    (core / "errors.py").write_text(
        "class RenderbusError(Exception): ...\nclass InputError(RenderbusError): ...\n", "utf-8"
    )
    (core / "said.py").write_text(SOURCE, "utf-8")
    (core / "sandbox").mkdir()
    (core / "sandbox" / "out.py").write_text('Message("Left out")', "utf-8")
    assert [path.name for path in modules(core)] == ["errors.py", "said.py"]
    assert Texts(tmp_path).of("rb_dcc_core") == {
        "A named text",
        "A sentence in a table. It is found.",
        "waiting",
        "An error's own text",
        "One",
        "Several {n}",
    }


def test_new_texts_come_in_untranslated_and_vanished_ones_go(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catalogues, "PACKAGES", {"core": "rb_dcc_core"})
    core = tmp_path / "rb_dcc_core"
    (core / "locale").mkdir(parents=True)
    (core / "errors.py").write_text("class RenderbusError(Exception): ...\n", "utf-8")
    (core / "said.py").write_text('Message("Kept")\nMessage("Says \\"new\\"\\nin two lines")', "utf-8")
    catalogue = core / "locale" / "zh.po"
    catalogue.write_text(write_po("zh", {"Kept": "保留", "Gone": "消失"}), "utf-8")
    (before,) = catalogues.bring_level(tmp_path, read_po, write_po)
    assert (before.missing, before.vanished) == (['Says "new"\nin two lines'], ["Gone"])
    assert read_po(catalogue.read_text("utf-8")) == {"Kept": "保留"}
    (after,) = catalogues.levels(tmp_path, read_po)
    assert after.entries == {"Kept": "保留", 'Says "new"\nin two lines': ""}


def test_a_catalogue_edited_by_other_programs_is_read() -> None:
    text = (
        "# A translator's remark\n"
        'msgid ""\nmsgstr ""\n"Language: zh\\n"\n\n'
        "#: somewhere.py:1\r\n"
        'msgid "long "\r\n"source"\r\nmsgstr ""\r\n"长"\r\n"文 \\"x\\"\\n"\r\n'
        '\n#~ msgid "old"\n#~ msgstr "旧"\n'
        '\nmsgid "untranslated"\nmsgstr ""\n'
    )
    assert read_po(text) == {"long source": '长文 "x"\n'}


def test_a_catalogue_that_cannot_be_read_leaves_the_texts_in_english(tmp_path: Path) -> None:
    (tmp_path / "locale").mkdir()
    (tmp_path / "locale" / "zh.po").write_bytes(b"\xff\xfe\x00")
    assert load_catalogues("zh", [tmp_path, tmp_path / "nowhere"]) == 0
