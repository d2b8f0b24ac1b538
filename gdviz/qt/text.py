"""The one door to the display language: the English text is the key of its translation."""

from __future__ import annotations

import json
from typing import Any
from weakref import WeakKeyDictionary

import shiboken6
from PySide6.QtCore import QObject

from gdviz.language.sentence import Sentence
from gdviz.resources_path import resource

_language = ["en"]
_translations: dict[str, str] = {}

# What `write` can write, and how.
_SETTERS = {
    "text": "setText",
    "title": "setTitle",
    "tip": "setToolTip",
    "status": "setStatusTip",
    "name": "setAccessibleName",
    "placeholder": "setPlaceholderText",
    "suffix": "setSuffix",
    "special": "setSpecialValueText",
    "window_title": "setWindowTitle",
}
_written: WeakKeyDictionary[QObject, dict[str, str]] = WeakKeyDictionary()


def language() -> str:
    """The language that texts are given in: "en" or "zh_CN"."""
    return _language[0]


def set_language(code: str) -> None:
    """Give texts in a language that resources/translations has a folder for; "en" or an unknown one means English.

    Widgets that are already there are told by gdviz.qt.appearance, which calls this.
    """
    _language[0] = code
    _translations.clear()
    _translations.update(catalogue(code))


def catalogue(code: str) -> dict[str, str]:
    """Every translation of a language by its English text, from the files of its folder."""
    files = sorted(resource(f"translations/{code}").glob("*.json"))
    return {text: shown for file in files for text, shown in json.loads(file.read_text(encoding="utf-8")).items()}


def clipped(text: str, length: int) -> str:
    """The text, or as much of its beginning as leaves room for three dots."""
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"


def tr(text: str, /, **values: Any) -> str:
    """The text in the display language, with `{name}` replaced by the values; a Sentence brings its own."""
    if isinstance(text, Sentence):
        return tr(text.template, **text.values)
    shown = _translations.get(text, text)
    return shown.format(**{name: _shown(value) for name, value in values.items()}) if values else shown


def _shown(value: Any) -> Any:
    return tr(value) if isinstance(value, Sentence) else value


def write(target: QObject, **texts: str) -> None:
    """Write English texts or Sentences on a widget, an action or a menu, in whatever language is shown, now and later.

    `text`, `title`, `tip` (tool tip), `status` (status tip), `name` (accessible name), `placeholder`, `suffix` and
    `window_title` say which of its texts. An empty one takes the text away.
    """
    _written.setdefault(target, {}).update(texts)
    _write(target, texts)


def write_again() -> None:
    """Write what `write` has written in the language of the moment."""
    for target, texts in list(_written.items()):
        if shiboken6.isValid(target):
            _write(target, texts)


def _write(target: QObject, texts: dict[str, str]) -> None:
    for kind, text in texts.items():
        getattr(target, _SETTERS[kind])(tr(text))
