"""Which language the service's own texts come in."""

from __future__ import annotations

import locale
import sys
from typing import Any, Dict

import pytest

from rb_dcc_core import languages
from rb_dcc_core.errors import SettingsError
from rb_dcc_core.languages import language_number, spoken_language, system_language


@pytest.mark.parametrize(
    ("chosen", "environ", "language"),
    [
        ("", {"LANG": "zh_CN.UTF-8"}, "zh"),
        ("", {"LANG": "zh_TW"}, "zh"),
        ("", {"LANG": "en_US.UTF-8"}, "en"),
        ("", {"LANG": "de_DE.UTF-8"}, "en"),
        ("", {"LANG": "zh_CN.UTF-8", "LC_ALL": "C.UTF-8"}, "en"),
        ("", {"LANG": "en_US.UTF-8", "LC_ALL": "", "LC_MESSAGES": "zh_CN"}, "zh"),
        ("", {"LANG": "en_US.UTF-8", "LANGUAGE": "zh_CN:en"}, "zh"),
        ("en", {"LANG": "zh_CN.UTF-8"}, "en"),
        ("zh", {"LANG": "en_US.UTF-8"}, "zh"),
        ("tlh", {"LANG": "zh_CN.UTF-8"}, "zh"),
        ("en", {"LANG": "en_US.UTF-8", "RB_DCC_LANGUAGE": "zh"}, "zh"),
        ("zh", {"LANG": "zh_CN.UTF-8", "RB_DCC_LANGUAGE": " EN "}, "en"),
        ("zh", {"LANG": "en_US.UTF-8", "RB_DCC_LANGUAGE": ""}, "zh"),
    ],
)
def test_the_variable_wins_over_the_choice_and_the_choice_over_the_system(
    chosen: str, environ: Dict[str, str], language: str
) -> None:
    assert spoken_language(chosen, environ) == language


def test_a_variable_that_names_no_language_of_ours_is_refused() -> None:
    with pytest.raises(SettingsError) as refused:
        spoken_language("", {"RB_DCC_LANGUAGE": "cn"})
    assert str(refused.value) == "The language 'cn' is not one. Use en or zh."


@pytest.mark.skipif(sys.platform == "win32", reason="Windows tells its language itself")
@pytest.mark.parametrize(
    ("told", "language"),
    [("zh_CN", "zh"), ("Chinese (Simplified)_China", "zh"), ("fr_FR", "en"), (None, "en")],
)
def test_without_a_variable_the_locale_counts(
    monkeypatch: pytest.MonkeyPatch, told: Any, language: str
) -> None:
    monkeypatch.setattr(locale, "getlocale", lambda: (told, None))
    assert system_language({}) == language


def test_on_windows_the_language_of_its_windows_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(languages, "_of_windows", lambda: "zh")
    assert system_language({}) == "zh"
    assert system_language({"LANG": "en_US"}) == "en"


def test_queries_take_the_services_own_numbers() -> None:
    assert [language_number(each) for each in ("zh", "en", "fr")] == [0, 1, 1]
