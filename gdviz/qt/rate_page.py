"""The panel of the rate search: what is tried, what was found, the table and the plot."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from gdviz.qt.controls.rate_bar import RateBar
from gdviz.qt.text import write
from gdviz.qt.views.rate_curves import RatePicture
from gdviz.qt.views.rate_plot import RatePlot
from gdviz.qt.views.rate_table import RateTable
from gdviz.qt.views.rate_text import picture_sentence


class RatePage(QWidget):
    """Shows what it is told. Signals: `taken(entry, rate)` for one optimizer, `all_taken()` for each its best."""

    taken = Signal(int, float)
    all_taken = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("rate_page")
        self.bar, self.table, self.plot = RateBar(), RateTable(), RatePlot()
        self.found = QLabel(objectName="rate_found", wordWrap=True)
        self.found.setProperty("kind", "heading")
        self.take = self._button("rate_take", "Take the best", "Give the optimizer of this row its best rate (Enter)")
        self.take_all = self._button("rate_take_all", "Take all", "Give every optimizer in the table its best rate")
        self._lay_out()
        self.table.taken.connect(self._take_best)
        self.plot.taken.connect(self.taken)
        self.take.clicked.connect(self._take_current)
        self.take_all.clicked.connect(self.all_taken)

    def show_picture(self, picture: RatePicture) -> None:
        """What is known by now."""
        write(self.found, text=picture_sentence(picture))
        self.table.show_picture(picture)
        self.plot.show_picture(picture)
        chosen = picture.chosen
        self.take.setEnabled(chosen is not None and chosen.best is not None)
        self.take_all.setEnabled(any(curve.best is not None for curve in picture.curves))

    def _take_current(self) -> None:
        if self.table.current is not None:
            self._take_best(self.table.current.entry)

    def _take_best(self, entry: int) -> None:
        for curve in self.table.rows.curves:
            if curve.entry == entry and curve.best is not None:
                self.taken.emit(entry, curve.best.rate)

    def _button(self, name: str, text: str, tip: str) -> QPushButton:
        button = QPushButton(objectName=name)
        write(button, text=text, name=text, tip=tip)
        return button

    def _lay_out(self) -> None:
        both = QHBoxLayout()
        both.setSpacing(8)
        both.addWidget(self.table)
        both.addWidget(self.plot, 1)
        last = QHBoxLayout()
        last.setSpacing(8)
        last.addWidget(self.take)
        last.addWidget(self.take_all)
        # Here it has more room than below the plot alone.
        last.addWidget(self.plot.readout, 1)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(6, 4, 6, 4)
        rows.setSpacing(4)
        rows.addWidget(self.bar)
        rows.addWidget(self.found)
        rows.addLayout(both, 1)
        rows.addLayout(last)
