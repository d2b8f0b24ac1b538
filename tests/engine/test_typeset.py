"""Formulas become pictures that Qt can draw."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest

from gdviz.engine.optimizer_latex import optimizer_latex, start_latex
from gdviz.engine.typeset import TypesetError, svg
from gdviz.language.latex import aligned, function_latex, latex
from gdviz.language.latex_numbers import quantity
from gdviz.language.parser import parse_expression
from gdviz.optimizers import OPTIMIZERS
from gdviz.surfaces import SURFACES
from tests.language.printed_formulas import EXPRESSIONS


def size(picture: bytes) -> tuple[float, float]:
    root = ET.fromstring(picture)
    return float(root.get("width", 0)), float(root.get("height", 0))


@pytest.mark.parametrize("text", EXPRESSIONS)
def test_every_construct_can_be_drawn(text: str) -> None:
    width, height = size(svg(latex(parse_expression(text))))
    assert width > 5
    assert height > 5


@pytest.mark.parametrize("method", OPTIMIZERS, ids=lambda method: method.key)
def test_every_optimizer_can_be_drawn(method: object) -> None:
    lines = optimizer_latex(method) + start_latex(method)  # type: ignore[arg-type]
    assert size(svg(aligned(lines)))[1] > 20 * len(lines)


@pytest.mark.parametrize("surface", SURFACES, ids=lambda surface: surface.key)
def test_every_surface_can_be_drawn_whole_and_broken(surface: object) -> None:
    node = parse_expression(surface.expression)  # type: ignore[attr-defined]
    whole, broken = (size(svg(function_latex(node, ("x", "y"), width=width))) for width in (0, 20))
    assert broken[0] <= whole[0] + 1


def test_qt_draws_the_picture() -> None:
    gui = pytest.importorskip("PySide6.QtGui")
    core = pytest.importorskip("PySide6.QtCore")
    drawing = pytest.importorskip("PySide6.QtSvg").QSvgRenderer(core.QByteArray(svg(r"\frac{x}{2}", 40, "#ff0000")))
    assert drawing.isValid()
    image = gui.QImage(drawing.defaultSize(), gui.QImage.Format.Format_ARGB32)
    image.fill(0xFFFFFFFF)
    painter = gui.QPainter(image)
    drawing.render(painter)
    painter.end()
    inked = [
        (x, y) for x in range(image.width()) for y in range(image.height()) if image.pixelColor(x, y).green() < 128
    ]
    assert all(image.pixelColor(x, y).red() > 250 for x, y in inked)
    middle = image.height() // 2
    assert min(y for _, y in inked) < middle - 10
    assert max(y for _, y in inked) > middle + 10


def test_a_larger_size_draws_larger() -> None:
    small, large = size(svg("x + y", 10)), size(svg("x + y", 30))
    assert 2.2 < large[0] / small[0] < 3.1


def test_a_formula_is_drawn_once() -> None:
    assert svg("x^{2} + 41") is svg("x^{2} + 41")
    assert svg("x^{2} + 41") == svg.__wrapped__("x^{2} + 41")


@pytest.mark.parametrize(
    "wrong",
    [
        "",
        "  ",
        r"\frac{x}{",
        "x}",
        r"\foo{x}",
        r"\left(x",
        "a & b",
        "x^{2}^{3}",
        r"\begin{pmatrix} 1",
        "5 < 3 & 4",
        "{" * 3000,
        r"\sqrt{" * 400 + "x" + "}" * 400,
        "+x" * 5000,
    ],
)
def test_what_cannot_be_drawn_says_so(wrong: str) -> None:
    with pytest.raises(TypesetError) as caught:
        svg(wrong)
    message = str(caught.value)
    assert len(message) < 140
    assert "\n" not in message


def test_a_column_keeps_its_own_brackets_beside_a_taller_neighbour() -> None:
    column = quantity([1.0, 2.0])
    alone, beside = size(svg(column)), size(svg(rf"\frac{{{column}}}{{2}} + {column}"))
    fraction = size(svg(rf"\frac{{{column}}}{{2}}"))
    assert alone[1] < fraction[1]
    assert beside[1] == pytest.approx(fraction[1], abs=5)


def test_nesting_costs_no_doubling() -> None:
    text = "x"
    for _ in range(24):
        text = rf"\left(\frac{{1}}{{1 + {text}}}\right)"
    # 24 levels that each cost twice the next would be sixteen million times one.
    assert size(svg(text))[0] > 20


def test_the_faster_row_draws_what_the_librarys_own_does(monkeypatch: pytest.MonkeyPatch) -> None:
    formulas = [
        r"\left(\frac{x}{2}\right)^{2} + \left|\frac{a}{b}\right|",
        r"\begin{cases} \left(\frac{x}{2}\right) & \text{if } x < 0 \\ \sqrt{\frac{x}{2}} & \text{else} \end{cases}",
        r"\left(1 + \left(\frac{1}{x}\right)^{2}\right) \left\lfloor \begin{pmatrix} 1 \\ 2 \end{pmatrix} \right|",
    ]
    ours = [svg.__wrapped__(formula) for formula in formulas]
    from ziamath.nodes import mnode, mrow

    monkeypatch.setitem(mnode._node_classes, "mrow", mrow.Mrow)
    assert [svg.__wrapped__(formula) for formula in formulas] == ours
