"""The step of a line search: what it came to in words, its line as a curve, and its trials as a table."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from gdviz.engine.line_slice import LineSlice
from gdviz.qt.style import Look
from gdviz.qt.text import write
from gdviz.qt.views.line_plot import LinePlot
from gdviz.qt.views.line_table import LineTable


class LinePanel(QWidget):
    """Shows the line that it is given; a trial that is chosen in the plot or in the table is marked in both."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("line_panel")
        self.line: LineSlice | None = None
        self.told = QLabel(objectName="line_told", wordWrap=True)
        self.told.setProperty("kind", "heading")
        self.whole = QCheckBox(objectName="line_whole")
        write(
            self.whole,
            text="All trials",
            name="All trials of the line search",
            tip="As far as all trials reach, not only what is near the step",
        )
        self.plot, self.table = LinePlot(), LineTable()
        self._lay_out()
        self.whole.toggled.connect(self.plot.show_whole)
        self.plot.chosen.connect(self.table.choose)
        self.table.chosen.connect(self.plot.layer.choose)
        self._show_parts()

    def show_slice(self, line: LineSlice | None, look: Look, sentence: str) -> None:
        """This line, and what is said of it; without one only what is said."""
        self.line = line
        write(self.told, text=sentence)
        self.plot.show_line(line, look)
        self.table.show_line(line)
        self.whole.setEnabled(line is not None and line.far > line.near)
        self._show_parts()

    def _show_parts(self) -> None:
        for part in (self.plot, self.table, self.whole):
            part.setVisible(self.line is not None)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.told, 1)
        head.addWidget(self.whole, 0, Qt.AlignmentFlag.AlignTop)
        both = QHBoxLayout()
        both.setSpacing(8)
        both.addWidget(self.table)
        both.addWidget(self.plot, 1)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(4)
        rows.addLayout(head)
        rows.addLayout(both, 1)
        rows.addStretch(0)
