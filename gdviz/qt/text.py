"""The one door to the display language: the English text is the key of its translation."""

from __future__ import annotations

import json
from typing import Any

from gdviz.language.sentence import Sentence
from gdviz.resources_path import resource

_language = ["en"]
_translations: dict[str, str] = {}


def language() -> str:
    """The language that texts are given in: "en" or "zh_CN"."""
    return _language[0]


def set_language(code: str) -> None:
    """Give texts in a language that resources/translations has a file for; "en" or an unknown one means English.

    Widgets that are already there are told by gdviz.qt.appearance, which calls this.
    """
    _language[0] = code
    _translations.clear()
    path = resource(f"translations/{code}.json")
    if path.is_file():
        _translations.update(json.loads(path.read_text(encoding="utf-8")))


def tr(text: str, /, **values: Any) -> str:
    """The text in the display language, with `{name}` replaced by the values; a Sentence brings its own."""
    if isinstance(text, Sentence):
        return tr(text.template, **text.values)
    shown = _translations.get(text, text)
    return shown.format(**{name: _shown(value) for name, value in values.items()}) if values else shown


def _shown(value: Any) -> Any:
    return tr(value) if isinstance(value, Sentence) else value
