"""Which of the two languages the service's own texts come in: the one chosen, else the system's."""

from __future__ import annotations

import locale
import sys
from typing import Mapping, Optional

from .errors import SettingsError
from .messages import CHINESE as CHINESE
from .messages import ENGLISH as ENGLISH

LANGUAGES = (ENGLISH, CHINESE)
# queryErrorDetail's numbers.
_NUMBERS = {CHINESE: 0, ENGLISH: 1}
# As gettext asks them, the first that says anything decides.
_VARIABLES = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
_CHINESE_ON_WINDOWS = 0x04
_PRIMARY_LANGUAGE = 0x3FF


def language_number(language: str) -> int:
    """The language as queryErrorDetail takes it: 0 Chinese, 1 English."""
    return _NUMBERS.get(language, _NUMBERS[ENGLISH])


def spoken_language(chosen: str, environ: Mapping[str, str]) -> str:
    """RB_DCC_LANGUAGE, else the settings' choice, else the system's; "en" or "zh".

    Raises SettingsError where the variable names another. A choice in the settings that is unknown here was a newer
    version's: the system's language is taken.
    """
    told = environ.get("RB_DCC_LANGUAGE", "").strip()
    if told and _known(told) is None:
        raise SettingsError("The language '{found}' is not one. Use en or zh.", found=told[:40])
    return _known(told) or _known(chosen) or system_language(environ)


def system_language(environ: Mapping[str, str]) -> str:
    """What this computer speaks: "zh" for every kind of Chinese, else "en"."""
    told = (environ.get(name, "").strip() for name in _VARIABLES)
    name = next((each for each in told if each), None)
    if name is None:
        name = _of_windows() if sys.platform == "win32" else locale.getlocale()[0]
    return _known(name or "") or ENGLISH


def _known(name: str) -> Optional[str]:
    """Chinese for "zh", "zh_CN.UTF-8", "zh-Hans" and "Chinese (Simplified)_China"; None where it is neither."""
    plain = name.lower()
    if plain.startswith((CHINESE, "chinese")):
        return CHINESE
    return ENGLISH if plain.startswith((ENGLISH, "english")) else None


def _of_windows() -> str:
    """The language of Windows' own windows; its environment variables tell nothing."""
    import ctypes

    number = ctypes.windll.kernel32.GetUserDefaultUILanguage()  # type: ignore[attr-defined,unused-ignore]
    return CHINESE if number & _PRIMARY_LANGUAGE == _CHINESE_ON_WINDOWS else ENGLISH
