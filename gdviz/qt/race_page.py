"""The panel of the race: the line that sets target and rates, the table, and the sentence of the selected run."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from gdviz.qt.controls.race_bar import RaceBar
from gdviz.qt.engine_client import EngineClient
from gdviz.qt.rate_scan import RateScan
from gdviz.qt.row_selection import RowSelection, lane_of
from gdviz.qt.session import Session
from gdviz.qt.views.race_cells import told
from gdviz.qt.views.race_table import RaceTable


class RacePage(QWidget):
    """Composes them; the sentence has a line of its own because no column is wide enough for it."""

    def __init__(self, client: EngineClient, session: Session, table: RaceTable) -> None:
        super().__init__()
        self.setObjectName("race_page")
        self.bar = RaceBar(session)
        self.scan = RateScan(client, session)
        self.table = table
        self.sentence = QLabel(objectName="race_sentence", wordWrap=True)
        self.sentence.setTextFormat(Qt.TextFormat.PlainText)
        self.sentence.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.sentence.setContentsMargins(6, 1, 6, 1)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        for widget in (self.bar, self.table, self.sentence):
            rows.addWidget(widget, stretch=widget is self.table)
        self.bar.best_wanted.connect(self.scan.race_at_best)
        self.scan.said.connect(self.bar.say)
        RowSelection(table, session.selection)
        self.table.selectionModel().currentChanged.connect(self._tell)
        self.table.rows.dataChanged.connect(self._tell)
        self.restyle()
        self._tell()

    def restyle(self) -> None:
        """Room for two lines, so that the table does not jump when a run is selected of which there is more to say."""
        self.sentence.setMinimumHeight(2 * self.sentence.fontMetrics().lineSpacing() + 2)

    def _tell(self, *_: object) -> None:
        lane = lane_of(self.table, self.table.currentIndex())
        self.sentence.setText("" if lane is None else told(self.table.rows.rows[lane]))
