"""The formula of the surface above the map, where it is too long to be shown whole."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from pytestqt.qtbot import QtBot

from gdviz.qt.controls.formula_label import FormulaLabel
from gdviz.qt.text import clipped


class NoPictures(QObject):
    """What formulas are before the engine has drawn any."""

    ready = Signal(str)

    def picture(self, latex: str) -> None:
        """Never there."""


def test_the_whole_formula_is_told_if_a_screen_has_room_for_it(qtbot: QtBot) -> None:
    label = FormulaLabel(NoPictures(), "formula", "Surface")  # type: ignore[arg-type]
    qtbot.addWidget(label)
    label.show_formula("f = x^2", "f = x**2")
    assert label.toolTip() == "f = x**2"
    assert label.accessibleName() == "Surface: f = x**2"
    label.show_formula("f = \\cdots", "f = " + " + ".join(f"(x - {number})**2" for number in range(500)))
    lines = label.toolTip().split("\n")
    assert len(lines) < 20
    assert max(map(len, lines)) <= 100
    assert lines[0].startswith("f = (x - 0)**2 + ")
    assert lines[-1].endswith("…")
    assert len(label.accessibleName()) < 2_000


def test_a_text_is_clipped_only_where_it_is_too_long() -> None:
    assert clipped("x + y", 5) == "x + y"
    assert clipped("x + y + z", 7) == "x + y…"
