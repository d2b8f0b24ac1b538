"""Every constant sentence that the language and the engine complain with is Chinese when it is shown in Chinese."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from gdviz.engine.check import check_spec
from gdviz.engine.compiled_surface import compile_surface, coordinates
from gdviz.engine.critical_points import _check_window
from gdviz.engine.errors import InputError
from gdviz.engine.optimizer import Optimizer
from gdviz.engine.preview import surface_lines
from gdviz.engine.sampling import Batch
from gdviz.engine.schedule import Schedule
from gdviz.engine.surface import Surface
from gdviz.files.errors import within
from gdviz.language.derivatives import gradient
from gdviz.language.errors import FormulaError
from gdviz.language.parser import parse_expression, parse_rules
from gdviz.qt.text import catalogue, set_language, tr
from tests.qt.displayed_texts import COMPLAINING, literals, sources
from tests.qt.windows import a_spec

CATALOGUE = catalogue("zh_CN")
# Raised only where a part is told apart that no text reaches on every version of Python, or by a script alone.
NOT_DRIVEN = {
    "the formula holds a character that no formula can hold",
    "a number in the derivative of this formula is too large",
    "the formula is nested too deeply to be differentiated",
    "this race was run without recording its states",
    "an = sign cannot stand here",
}


def _previewed(text: str) -> Callable[[], object]:
    return lambda: list(surface_lines(Surface("", "", text)))


def _of_a_surface(text: str) -> Callable[[], object]:
    return lambda: compile_surface(Surface("", "", text), 0)


def _differentiated(text: str) -> Callable[[], object]:
    return lambda: gradient(parse_expression(text), coordinates(text))


FORMULAS = ("", "x = 1", "x**2 + sin(y", "x)", "2x", "x ÷ 2", "sin(" * 130 + "x" + ")" * 130)
RULES = ("", "x", "(a, b) = 1", "  m = 1\n n = 2")
SURFACES = ("1", "x + x1", "x < 1", "where(x, 1, 2)", "(x < 1) + 1")
DERIVED = ("x - x", "x**2/(1 - 1)", "*".join(["x"] * 200), "(1.2345**60)**60*x")


def _driven() -> Iterator[Callable[[], object]]:
    yield from (lambda text=text: parse_expression(text) for text in FORMULAS)
    yield from (lambda text=text: parse_rules(text) for text in RULES)
    yield from map(_of_a_surface, SURFACES)
    yield from map(_differentiated, DERIVED)
    yield _previewed("1/(x - x)")
    yield lambda: _check_window(((-1e308, 1e308),))
    yield lambda: _check_window(((1.0, 1.0),))
    yield lambda: Schedule("a", "A", "x = 1")
    yield lambda: Optimizer("a", "A", "m = 1")
    yield lambda: Optimizer("a", "A", 1)  # type: ignore[arg-type]
    yield lambda: Optimizer("a", "A", "theta = theta", (1,))  # type: ignore[arg-type]
    yield lambda: check_spec(replace(a_spec(), entries=()))
    yield lambda: check_spec(replace(a_spec(), starts=()))
    yield lambda: check_spec(replace(a_spec(), batch=Batch(2)))


def _raised(attempt: Callable[[], object]) -> InputError | FormulaError:
    with pytest.raises((InputError, FormulaError)) as caught:
        attempt()
    return caught.value


def _constants() -> Iterator[str]:
    """The sentences without places that gdviz.language and gdviz.engine raise, or hand on to be raised."""
    for path, tree in sources():
        if path.parent.name in ("language", "engine"):
            for node in ast.walk(tree):
                if isinstance(node, ast.Return) and path.name == "refusals.py" and node.value:
                    yield from literals(node.value)
                name = getattr(getattr(node, "func", None), "id", "") or getattr(
                    getattr(node, "func", None), "attr", ""
                )
                if isinstance(node, ast.Call) and name in COMPLAINING:
                    yield from (text for value in node.args for text in literals(value) if " " in text)


def test_every_constant_sentence_is_shown_in_chinese() -> None:
    errors = [_raised(attempt) for attempt in _driven()]
    said = {str(error.message) for error in errors}
    assert set(_constants()) - said <= NOT_DRIVEN
    set_language("zh_CN")
    try:
        english = [error.sentence for error in errors if CATALOGUE[str(error.message)] not in tr(error.sentence)]
    finally:
        set_language("en")
    assert not english


def test_a_file_keeps_the_sentence_of_what_is_wrong_in_it() -> None:
    def read() -> None:
        with within("surface"):
            parse_expression("sin(")

    error = _raised(read)
    set_language("zh_CN")
    try:
        assert tr(error.sentence) == "surface：第 1 行第 4 列：这个括号没有闭合"
    finally:
        set_language("en")
