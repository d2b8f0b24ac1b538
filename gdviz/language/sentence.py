"""Sentences for the reader that can still be translated after they have been filled with values."""

from __future__ import annotations

from typing import Any


class Sentence(str):
    """An English text made of `template` and `values`, both remembered; a value may be a sentence itself."""

    __slots__ = ("template", "values")

    template: str
    values: dict[str, Any]

    def __new__(cls, template: str, /, **values: Any) -> Sentence:
        made = super().__new__(cls, template.format(**values) if values else template)
        made.template, made.values = template, values
        return made

    def __reduce__(self) -> tuple[Any, ...]:
        """As what it was made of, so that it crosses to another process whole."""
        return _made, (self.template, self.values)


def _made(template: str, values: dict[str, Any]) -> Sentence:
    return Sentence(template, **values)


def as_sentence(text: str) -> Sentence:
    """The text as a Sentence, which a constant one is only once it is made one."""
    return text if isinstance(text, Sentence) else Sentence(text)


def counted(count: int, one: str, many: str) -> Sentence:
    """How many there are, in a template for one and one for more, each with `{count}`."""
    return Sentence(one if count == 1 else many, count=count)


def nearest(names: list[str]) -> Sentence:
    """The hint at the first of the names that look like the one given."""
    return Sentence("did you mean {name}?", name=names[0])
