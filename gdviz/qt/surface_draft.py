"""A surface as it is being written: a formula and texts for its window and start."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from gdviz.engine.compiled_surface import compile_surface, coordinates
from gdviz.engine.errors import InputError
from gdviz.engine.surface import Point, Surface
from gdviz.language.sentence import Sentence
from gdviz.qt.controls.scale import number_of, text_of
from gdviz.surfaces import SURFACES, loss_fields, typed

FROM, TO, START = "From", "To", "Start"
COLUMNS = (FROM, TO, START)
Window = tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class SurfaceDraft:
    """`sides` holds the texts of COLUMNS by coordinate; an empty one is chosen to suit the formula.

    `base` is what all this was made from: a formula in the columns of its data is a loss over them.
    """

    text: str
    sides: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    base: Surface = SURFACES[0]

    @classmethod
    def of(cls, surface: Surface) -> SurfaceDraft:
        """The draft that says what a surface says."""
        names = coordinates(surface)
        window = surface.window or ((None, None),) * len(names)
        start = surface.start or (None,) * len(names)
        numbers = ((*side, place) for side, place in zip(window, start, strict=True))
        sides = {name: tuple(map(_text, row)) for name, row in zip(names, numbers, strict=True)}
        return cls(surface.expression, sides, surface)

    @property
    def expression(self) -> str:
        """The formula on one line, without comments."""
        return " ".join(re.sub(r"#[^\r\n]*", "", self.text).split())

    def bare(self) -> Surface:
        """The formula as typed, without window and start; FormulaError, with the place in the text, if it is none."""
        window = self.base.window if self.expression == self.base.expression else ()
        made = Surface("", "", self.text, window, **self._data())
        compile_surface(made, 0)
        return made

    def surface(self) -> Surface:
        """What is described; FormulaError for the formula, InputError for a number."""
        self.bare()
        data = self._data()
        same = [each for each in (self.base, *SURFACES) if each.expression == self.expression]
        known = next((each for each in same if each.data == data.get("data")), None)
        window, start = self._window(), self._start()
        if known is None:
            return typed(self.expression, window, start, **data)
        checked = typed(self.expression, window or known.window, start or known.start or None, **data)
        return replace(known, window=checked.window, start=checked.start)

    def _data(self) -> dict[str, Any]:
        """The fields that make it a loss over the data of its base, if it reads any of them."""
        return loss_fields(self.base, self.text)

    def _typed(self, window: Window | None = None) -> Surface:
        return typed(self.expression, window or (self.bare().window or None), **self._data())

    def _window(self) -> Window | None:
        given = [(self._number(name, 0), self._number(name, 1)) for name in self.sides]
        if all(each is None for side in given for each in side):
            return None
        usual = self._typed().window
        return tuple(
            (_first(low, least), _first(high, most)) for (low, high), (least, most) in zip(given, usual, strict=True)
        )

    def _start(self) -> Point | None:
        place = [self._number(name, 2) for name in self.sides]
        if all(each is None for each in place):
            return None
        return tuple(map(_first, place, self._typed(self._window()).start))

    def _number(self, name: str, column: int) -> float | None:
        text = self.sides[name][column]
        if not text:
            return None
        try:
            return number_of(text)
        except InputError as error:
            template = "{coordinate}, {column}: {error}"
            column_name = Sentence(COLUMNS[column])
            raise InputError(
                Sentence(template, coordinate=name, column=column_name, error=error.sentence), f"{name}.{column}"
            ) from None


def _text(number: float | None) -> str:
    return "" if number is None else text_of(number)


def _first(given: float | None, other: float) -> float:
    return other if given is None else given
