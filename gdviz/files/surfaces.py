"""Surfaces named in a file, on the command line or in Python: a key, an expression, or a key with changes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import fields, replace
from math import isfinite
from types import MappingProxyType
from typing import Any

from gdviz.engine.compiled_surface import coordinates, dimension
from gdviz.engine.errors import unknown
from gdviz.engine.samples import Samples
from gdviz.engine.surface import Point, Surface
from gdviz.files.errors import require, shown, within
from gdviz.files.schema import SurfaceTable
from gdviz.language.sentence import Sentence
from gdviz.surfaces import SURFACES, typed
from gdviz.surfaces import surface as known_surface
from gdviz.surfaces.typed_surface import TYPED_KEY

Window = tuple[tuple[float, float], ...]

_POINTS = ("minima", "local_minima", "saddles", "maxima")
# These decide what is assumed about the others.
_LEADING = ("key", "expression", "window", "start")
# These make a loss over data.
OF_DATA = ("parameters", "data", "mean", "model", "target")


def surface_from_text(text: str) -> Surface:
    """The surface with this key, or the one that the expression describes; InputError or FormulaError if neither."""
    word = text.strip()
    if any(word == known.key for known in SURFACES):
        return known_surface(word)
    # One word that is no coordinate was meant as a key.
    if re.fullmatch(r"[A-Za-z_]\w*", word) and not re.fullmatch(r"[xyz]|x\d+", word):
        raise unknown("surface", shown(word), [known.key for known in SURFACES], "surface")
    return typed(text)


def surface_from_table(table: SurfaceTable | None) -> Surface:
    """The surface of `[surface]`; InputError naming the key that is wrong."""
    require(table is not None, "surface", "the table [surface] is missing; give it a key or an expression")
    assert table is not None
    require(table.key is not None or table.expression is not None, "surface", "give it a key or an expression")
    _check_key(table.key, table.expression)
    given = {field.name: _tuples(getattr(table, field.name)) for field in fields(Surface)} | {"data": _data(table)}
    of_data = {name: given[name] for name in OF_DATA if given[name] is not None}
    base = _assumed(table.key, table.expression, given["window"], given["start"], of_data)
    changes = {name: value for name, value in given.items() if value is not None and name not in ("key", "expression")}
    _check_dimensions(changes, dimension(base))
    return replace(base, **changes)


def _data(table: SurfaceTable) -> Samples | None:
    """The samples of `[surface.data]`, a list of numbers for every column."""
    if table.data is None:
        return None
    require(table.parameters is not None, "surface", "a loss over data needs parameters, as in parameters = ['w', 'b']")
    lengths = {name: len(column) for name, column in table.data.items()}
    require(bool(lengths) and min(lengths.values()) > 0, "surface.data", "there is no sample in these columns")
    first = next(iter(lengths))
    for name, length in lengths.items():
        template = "this column has {length} numbers, the column {first} has {other}"
        same = Sentence(template, length=length, first=first, other=lengths[first])
        require(length == lengths[first], f"surface.data.{shown(name)}", same)
        finite = all(isfinite(number) for number in table.data[name])
        require(finite, f"surface.data.{shown(name)}", "a number of this column is not finite")
    return Samples.of(table.data)


def surface_table(surface: Surface) -> dict[str, Any]:
    """The keys by which a file describes this surface: those that a reader would not assume anyway."""
    known = next((other for other in SURFACES if other.key == surface.key), None)
    key: str | None = surface.key
    expression: str | None = surface.expression
    of_data = {name: getattr(surface, name) for name in OF_DATA if surface.data is not None}
    if known is not None and known.expression == surface.expression and known.data == surface.data:
        expression, of_data = None, {}
    elif known is not None or key == TYPED_KEY:
        key = None
    base = _assumed(key, expression, of_data=of_data)
    window = None if _same(surface.window, base.window) else surface.window
    base = _assumed(key, expression, window, of_data=of_data)
    start = None if _same(surface.start, base.start) else surface.start
    base = _assumed(key, expression, window, start, of_data)
    names = [field.name for field in fields(Surface) if field.name not in (*_LEADING, *of_data)]
    rest = {name: getattr(surface, name) for name in names}
    changed = {name: value for name, value in rest.items() if not _same(value, getattr(base, name))}
    leading = {"key": key, "expression": expression, "window": window, "start": start}
    if surface.data is not None and of_data:
        of_data = {name: value for name, value in of_data.items() if value} | {"data": surface.data.columns()}
    return {name: value for name, value in (leading | changed | of_data).items() if value is not None}


def _assumed(
    key: str | None,
    expression: str | None,
    window: Window | None = None,
    start: Point | None = None,
    of_data: Mapping[str, Any] = MappingProxyType({}),
) -> Surface:
    """What a reader assumes of a surface of which no more than this is written."""
    if expression is None:
        with within("surface.key"):
            return known_surface(shown(key or ""))
    with within("surface.expression"):
        coordinates(Surface("", "", expression, **of_data))
    with within("surface"):
        made = typed(expression, window or None, start or None, **of_data)
    return made if key is None else replace(made, key=key)


def _check_key(key: str | None, expression: str | None) -> None:
    """A built-in surface's key on another formula would report the one under the other's name."""
    known = next((surface for surface in SURFACES if surface.key == key), None)
    template = "the key {key} belongs to the surface {known}, not to {expression}; leave one of them out"
    require(
        known is None or expression is None or expression == known.expression,
        "surface.key",
        Sentence(template, key=key, known=known and known.expression, expression=expression),
    )


def _check_dimensions(changes: dict[str, Any], dim: int) -> None:
    for name in ("window", "start"):
        size = len(changes.get(name, ()))
        require(
            size in (0, dim),
            f"surface.{name}",
            Sentence("it has {size} parts, the surface has {dim} coordinates", size=size, dim=dim),
        )
    for name in _POINTS:
        for index, point in enumerate(changes.get(name, ())):
            where = f"surface.{name}[{index}]"
            require(
                len(point) == dim,
                where,
                Sentence("it has {point} numbers, the surface has {dim} coordinates", point=len(point), dim=dim),
            )


def _same(one: Any, other: Any) -> bool:
    """Equal to the last bit: 0.0 and -0.0 are two numbers here."""
    return repr(one) == repr(other)


def _tuples(value: Any) -> Any:
    return tuple(_tuples(item) for item in value) if isinstance(value, list | tuple) else value
