"""The column of controls on the left of the window."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from gdviz.qt.controls.entries import EntriesControl
from gdviz.qt.controls.race import RaceControl
from gdviz.qt.controls.starts import StartsControl
from gdviz.qt.controls.surface import SurfaceControl
from gdviz.qt.formulas import Formulas
from gdviz.qt.session import Session

MIN_WIDTH = 280


class ControlPanel(QWidget):
    """Surface, starts and settings take what they need; the list of entries takes the rest."""

    def __init__(self, session: Session, formulas: Formulas) -> None:
        super().__init__()
        self.surface = SurfaceControl(session)
        self.starts = StartsControl(session)
        self.race = RaceControl(session)
        self.entries = EntriesControl(session, formulas)
        self._session = session
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(6, 4, 2, 2)
        column.setSpacing(6)
        for control in (self.surface, self.starts, self.race):
            column.addWidget(control)
        column.addWidget(self.entries, 1)
        self.setMinimumWidth(MIN_WIDTH)

    def build(self) -> None:
        """Make what the first paint does not wait for."""
        from gdviz.qt.controls.sampling import SamplingControl

        self.sampling = SamplingControl(self._session)
        self._column.insertWidget(self._column.indexOf(self.race), self.sampling)
        self.entries.build()
