"""The panel of the race: the line that sets target and rates, the table, and the sentence of the selected run."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gdviz.qt.controls.race_bar import RaceBar
from gdviz.qt.elided_label import ElidedLabel
from gdviz.qt.engine_client import EngineClient
from gdviz.qt.rate_scan import RateScan
from gdviz.qt.session import Session
from gdviz.qt.views.race_cells import SENTENCE
from gdviz.qt.views.race_table import RaceTable


class RacePage(QWidget):
    """Composes them; the sentence has a line of its own because no column is wide enough for it."""

    def __init__(self, client: EngineClient, session: Session, table: RaceTable) -> None:
        super().__init__()
        self.setObjectName("race_page")
        self.bar = RaceBar(session)
        self.scan = RateScan(client, session)
        self.table = table
        self.sentence = ElidedLabel()
        self.sentence.setObjectName("race_sentence")
        self.sentence.setContentsMargins(6, 1, 6, 1)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        for widget in (self.bar, self.table, self.sentence):
            rows.addWidget(widget, stretch=widget is self.table)
        self.bar.best_wanted.connect(self.scan.race_at_best)
        self.scan.said.connect(self.bar.say)
        self.table.selectionModel().currentChanged.connect(self._tell)
        self.table.rows.dataChanged.connect(self._tell)

    def _tell(self, *_: object) -> None:
        index: QModelIndex = self.table.currentIndex()
        self.sentence.setText(str(index.siblingAtColumn(SENTENCE).data() or "") if index.isValid() else "")
