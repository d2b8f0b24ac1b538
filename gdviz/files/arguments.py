"""Short texts to values: starts such as `3,4` and entries such as `momentum:lr=(0.125,0.015),v0=(1,1)`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from gdviz.engine.errors import InputError, unknown
from gdviz.engine.optimizer import Optimizer
from gdviz.engine.sampling import Batch
from gdviz.engine.spec import Entry, Value
from gdviz.engine.surface import Point
from gdviz.files.errors import require, shown
from gdviz.files.labels import label_for
from gdviz.files.settings import entry_of_settings
from gdviz.language.sentence import Sentence
from gdviz.optimizers import OPTIMIZERS

# A start has one number per coordinate; more text than this is a mistake.
LENGTH_LIMIT = 100_000

_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)


def start_from_text(text: str) -> Point:
    """The point written as `3,4` or `(3, 4)`; InputError if a part is no number."""
    require(len(text) <= LENGTH_LIMIT, shown(text), Sentence("{count:,} characters are too many", count=len(text)))
    inner = text.strip()
    if inner.startswith("(") and inner.endswith(")"):
        inner = inner[1:-1]
    return tuple(_number(part, shown(text)) for part in inner.split(","))


def entry_from_text(text: str, own: Iterable[Optimizer] = ()) -> Entry:
    """The entry written as KEY or KEY:name=value,...; `own` are optimizers known beside the built-in ones.

    InputError with the nearest key for an unknown optimizer; hyperparameters are checked with the race.
    """
    require(len(text) <= LENGTH_LIMIT, shown(text), Sentence("{count:,} characters are too many", count=len(text)))
    known = {method.key: method for method in (*OPTIMIZERS, *own)}
    key, colon, rest = text.strip().partition(":")
    key = key.strip()
    if key not in known:
        raise unknown("optimizer", shown(key), known, "optimizer")
    settings = list(_settings(rest, shown(text))) if colon else []
    entry = entry_of_settings(known[key], settings, shown(text), _value)
    return replace(entry, label=label_for(entry))


def batch_from_text(text: str, what: str) -> Batch:
    """The batch written as SIZE, `8,fixed` or `8,replacement`; InputError naming what it is for."""
    size, *words = (part.strip() for part in text.split(","))
    for word in words:
        known = word in ("fixed", "replacement") and words.count(word) == 1
        template = "{word!r} is not known; write a size, as in 8, or 8,fixed or 8,replacement"
        require(known, what, Sentence(template, word=shown(word)))
    return Batch(whole_from_text(size, what), "fixed" not in words, "replacement" in words)


def whole_from_text(text: str, what: str) -> int:
    """A whole number from 0; InputError naming what it is for."""
    if not re.fullmatch(r"\+?\d{1,20}", text.strip(), re.ASCII):
        raise InputError(
            Sentence("{what} must be a whole number from 0, not {text!r}", what=what, text=shown(text)), what
        )
    return int(text)


def number_from_text(text: str, what: str) -> float:
    """A number; InputError naming what it is for."""
    if not _NUMBER.fullmatch(text.strip()):
        raise InputError(Sentence("{what} must be a number, not {text!r}", what=what, text=shown(text)), what)
    return float(text)


def _settings(rest: str, place: str) -> Iterator[tuple[str, str]]:
    for part in _split(rest, place):
        name, equals, value = part.partition("=")
        require(
            bool(equals and name.strip()),
            place,
            Sentence("{part!r} is not of the form name=value, as in adam:lr=0.1", part=shown(part)),
        )
        yield name.strip(), value.strip()


def _value(text: str, place: str) -> Value:
    if text.startswith("(") and text.endswith(")"):
        return tuple(_number(part, place) for part in text[1:-1].rstrip().removesuffix(",").split(","))
    return _number(text, place)


def _number(text: str, place: str) -> float:
    if not _NUMBER.fullmatch(text.strip()):
        raise InputError(Sentence("{place}: {text!r} is not a number", place=place, text=shown(text.strip())), "")
    return float(text)


def _split(text: str, place: str) -> Iterator[str]:
    """The parts between commas that stand outside parentheses."""
    depth = begin = 0
    for index, char in enumerate(text):
        depth += (char == "(") - (char == ")")
        require(depth >= 0, place, "the parentheses do not match")
        if char == "," and depth == 0:
            yield text[begin:index]
            begin = index + 1
    require(depth == 0, place, "the parentheses do not match")
    yield text[begin:]
