"""The area below the map: the race table, and behind it the anatomy of a step, which needs more room."""

from __future__ import annotations

from PySide6.QtWidgets import QSplitter, QTabWidget, QWidget

from gdviz.qt.text import tr

RACE, STEP = range(2)
# The anatomy takes so much of the height of the window's right side, unless it is given another size by hand.
SHARE = 0.45


class StepTabs(QTabWidget):
    """Two pages, "Race" and "Step"; each keeps the height that it was given last."""

    def __init__(self, race: QWidget, step: QWidget) -> None:
        super().__init__()
        self.setObjectName("bottom_tabs")
        self.setDocumentMode(True)
        self.tabBar().setObjectName("bottom_tab_bar")
        self.addTab(race, "")
        self.addTab(step, "")
        self._shown = RACE
        self._heights: dict[int, int] = {}
        self.currentChanged.connect(self._turn)
        self.retranslate()

    def retranslate(self) -> None:
        """Write every text in the language of the moment."""
        self.setAccessibleName(tr("Race and step"))
        for index, text, tip in (
            (RACE, tr("Race"), tr("Every run's numbers at the playhead")),
            (STEP, tr("Step"), tr("Anatomy of the step at the playhead")),
        ):
            self.setTabText(index, text)
            self.setTabToolTip(index, tip)

    def show_race(self) -> None:
        """Bring the race table to the front."""
        self.setCurrentIndex(RACE)

    def show_step(self) -> None:
        """Bring the anatomy to the front."""
        self.setCurrentIndex(STEP)

    def _turn(self, index: int) -> None:
        """Give each page its own height, where a splitter decides about it."""
        splitter = self.parentWidget()
        left, self._shown = self._shown, index
        if not isinstance(splitter, QSplitter):
            return
        sizes, place = splitter.sizes(), splitter.indexOf(self)
        total = sum(sizes)
        self._heights[left] = sizes[place]
        wanted = self._heights.get(index, round(SHARE * total))
        others = total - sizes[place]
        if others > 0 and total > 0:
            sizes = [round(size * (total - wanted) / others) for size in sizes]
            sizes[place] = wanted
            splitter.setSizes(sizes)
