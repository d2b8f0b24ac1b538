"""A surface from a formula that somebody typed, with a window, a start and a spacing of levels that suit it."""

from __future__ import annotations

from dataclasses import replace
from itertools import cycle
from math import isfinite
from typing import Any

import numpy as np

from gdviz.engine.compiled_surface import CompiledSurface, compile_surface, coordinates
from gdviz.engine.errors import InputError
from gdviz.engine.expression import parsed
from gdviz.engine.surface import Point, Surface
from gdviz.language.sentence import Sentence
from gdviz.language.tree import names_in

Window = tuple[tuple[float, float], ...]

TYPED = "Typed surface"

TYPED_KEY = "typed"

_DEFAULT_SIDE = (-5.0, 5.0)
# Where in the window the start lies, coordinate by coordinate: on no axis, diagonal or whole number, where a symmetric
# or periodic surface would have a ridge. The first row at which f is finite is taken.
_PLACES = (
    (0.21, 0.68, 0.37, 0.83),
    (0.79, 0.68, 0.63, 0.83),
    (0.61, 0.92, 0.71, 0.84),
    (0.21, 0.32, 0.37, 0.17),
    (0.79, 0.32, 0.63, 0.17),
)
_SAMPLES = 1000
# Below this share of the height of the middle value, linear levels would leave the floor blank.
_SKEWED = 0.2


def typed(expression: str, window: Window | None = None, start: Point | None = None, **data: Any) -> Surface:
    """The surface of any expression in x, y, z or x1 .. xn; what is not given is chosen to suit it.

    `data` are the fields of Surface that make it a loss over data. Raises FormulaError when the expression is not in
    the language, InputError when the window or start does not fit it.
    """
    names = coordinates(Surface("", "", expression, window=window or (), start=start or (), **data))
    sides = _checked_window(window, names) if window else (_DEFAULT_SIDE,) * len(names)
    place = _checked_start(start, names) if start else ()
    surface = Surface(TYPED_KEY, TYPED, expression, sides, place, summary="A formula of your own.", **data)
    compiled = compile_surface(surface, derivatives=0)
    return replace(surface, start=place or _start(compiled, sides), levels=_levels(compiled, sides))


def loss_fields(base: Surface, expression: str) -> dict[str, Any]:
    """The fields of Surface that make a formula a loss over the data of a surface, if it reads parameters and columns.

    A parameter that it leaves out is gone.
    """
    data, used = base.data, names_in(parsed(expression))
    parameters = tuple(name for name in base.parameters if name in used)
    if data is None or not parameters or used.keys().isdisjoint(data.names):
        return {}
    fields = {"parameters": parameters, "data": data, "mean": base.mean}
    # A model that is not in the formula is not what is fitted.
    fits = bool(base.model) and _plain(base.model) in _plain(expression)
    return fields | ({"model": base.model, "target": base.target} if fits else {})


def _plain(text: str) -> str:
    return "".join(text.split())


def _checked_window(window: Window, names: tuple[str, ...]) -> Window:
    if len(window) != len(names):
        raise InputError(
            Sentence("the surface has {names} but the window has {window}", names=_counted(names), window=len(window)),
            "window",
        )
    for name, (low, high) in zip(names, window, strict=True):
        if not (isfinite(high - low) and low < high):
            raise InputError(
                Sentence(
                    "the window of {name} must run from a lower to a higher number, not {low:g} to {high:g}",
                    name=name,
                    low=low,
                    high=high,
                ),
                "window",
            )
    return tuple((float(low), float(high)) for low, high in window)


def _checked_start(start: Point, names: tuple[str, ...]) -> Point:
    if len(start) != len(names):
        raise InputError(
            Sentence("the surface has {names} but the start has {start}", names=_counted(names), start=len(start)),
            "start",
        )
    return tuple(map(float, start))


def _counted(names: tuple[str, ...]) -> Sentence:
    listed = ", ".join(names) if len(names) <= 3 else f"{names[0]} .. {names[-1]}"
    template = "{count} coordinate ({names})" if len(names) == 1 else "{count} coordinates ({names})"
    return Sentence(template, count=len(names), names=listed)


def _start(compiled: CompiledSurface, window: Window) -> Point:
    """The first of a few places in the window at which f is finite; the first place if there is none."""
    places = [
        tuple(_short(low + share * (high - low)) for share, (low, high) in zip(cycle(row), window, strict=False))
        for row in _PLACES
    ]
    values = compiled.value(np.array(places))
    return next((place for place, value in zip(places, values, strict=True) if isfinite(value)), places[0])


def _short(number: float) -> float:
    """The number without the last digits, which are only rounding."""
    return float(f"{number:.12g}")


def _levels(compiled: CompiledSurface, window: Window) -> str:
    """ "log" where most of the window lies near the lowest value seen, as in a steep-walled valley; else "linear"."""
    low, high = np.array(window).T
    places = np.random.default_rng(0).random((_SAMPLES, len(window)))
    values = compiled.value(low + (high - low) * places)
    values = np.clip(values[np.isfinite(values)], -1e300, 1e300)
    if not values.size:
        return "linear"
    lowest, middle, highest = np.quantile(values, (0.0, 0.5, 1.0))
    return "log" if middle - lowest < _SKEWED * (highest - lowest) else "linear"
