"""What a gradient check found: the verdict, the table per coordinate, and the error against the step size."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from gdviz.engine.gradient_check import GradientCheck
from gdviz.engine.gradient_findings import Finding
from gdviz.engine.gradient_sentence import check_sentence, ranked, worst
from gdviz.qt.style import look
from gdviz.qt.text import tr
from gdviz.qt.views.gradient_layer import Curves
from gdviz.qt.views.gradient_plot import GradientPlot
from gdviz.qt.views.gradient_table import GradientTable

# More curves than these hide one another.
MOST_CURVES = 4


class GradientPanel(QWidget):
    """Shows the check that it is given; the coordinate of the current row is the one explained in the plot."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("gradient_panel")
        self._check: GradientCheck | None = None
        self.verdict = QLabel(objectName="gradient_verdict", wordWrap=True)
        self.table = GradientTable()
        self.plot = GradientPlot()
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.table, 2)
        line.addWidget(self.plot, 1)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(4)
        rows.addWidget(self.verdict)
        rows.addLayout(line, 1)
        self.table.chosen.connect(self._draw)
        self.retranslate()

    def show_check(self, check: GradientCheck) -> None:
        """Show this one; the row that was chosen stays chosen among the same coordinates."""
        other = self._check is None or self._check.expression != check.expression
        self._check = check
        self._write()
        self.table.show_check(check)
        if other:
            self.table.choose(check.partials.index(worst(check)))
        self._draw()

    def retranslate(self) -> None:
        """Write every text in the language of the moment."""
        self._write()

    def restyle(self) -> None:
        """Take the colours of the moment."""
        if self._check is not None:
            self._draw()

    def _write(self) -> None:
        found = None if self._check is None else worst(self._check).finding
        self.verdict.setProperty("kind", "error" if found is Finding.DISAGREES else "heading")
        self.verdict.style().polish(self.verdict)
        self.verdict.setText("" if self._check is None else tr(check_sentence(self._check)))

    def _draw(self) -> None:
        """The curves that tell most, and which rows they belong to."""
        check = self._check
        if check is None:
            return
        axes = curves_of(check, self.table.current)
        looks = {axis: look(place) for place, axis in enumerate(axes)}
        self.table.set_looks(looks)
        self.plot.show_curves(Curves(check, looks, self.table.current))


def curves_of(check: GradientCheck, chosen: int) -> list[int]:
    """Which coordinates have a curve: all of a few; of many the worst, the median, the best and the chosen one."""
    count = len(check.partials)
    if count <= MOST_CURVES:
        return list(range(count))
    places = {part.name: axis for axis, part in enumerate(check.partials)}
    order = [places[part.name] for part in ranked(check)]
    return list(dict.fromkeys((order[0], order[count // 2], order[-1], chosen)))
