"""Texts a person reads, as a template with arguments, formatted late so that a language can be chosen late."""

from __future__ import annotations

from typing import Any, Dict, Mapping, Tuple

ENGLISH = "en"
CHINESE = "zh"
_catalogues: Dict[str, Dict[str, str]] = {}


class Message:
    """One text: its English template is its key (as in gettext), its arguments are kept apart until it is shown."""

    __slots__ = ("args", "template")

    def __init__(self, template: str, **args: Any) -> None:
        self.template = template
        self.args: Tuple[Tuple[str, Any], ...] = tuple(sorted(args.items()))

    def text(self, language: str = "en") -> str:
        """Return the text in a language ("en", "zh"); a template without a translation is shown in English."""
        template = _catalogues.get(language, {}).get(self.template, self.template)
        shown = {
            name: value.text(language) if isinstance(value, Message) else value for name, value in self.args
        }
        return template.format(**shown)

    def __str__(self) -> str:
        return self.text()

    def __repr__(self) -> str:
        return f"Message({self.text()!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Message) and (self.template, self.args) == (other.template, other.args)

    def __hash__(self) -> int:
        return hash(self.template)


def add_catalogue(language: str, translations: Mapping[str, str]) -> None:
    """Add translations for a language, English template to translated template."""
    _catalogues.setdefault(language, {}).update(translations)
