"""The layers of a map that show findings, made when there is first something to show."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pyqtgraph as pg

from gdviz.engine.critical_answer import FoundPoint
from gdviz.qt.views.findings import NOTHING, Findings, kind_of
from gdviz.qt.views.known_points import KnownPointLayer, Place
from gdviz.qt.views.plane import Plane
from gdviz.qt.views.surface_layer import SurfaceLayer

if TYPE_CHECKING:
    from gdviz.qt.views.critical_layer import CriticalLayer
    from gdviz.qt.views.taylor_layer import TaylorLayer


class FindingLayers:
    """Belongs to one map; `place` tells where a point of the surface is drawn, `plane` the map of another function.

    `ground` draws the surface: the model's contours have its levels.
    """

    def __init__(
        self,
        box: pg.ViewBox,
        known: KnownPointLayer,
        ground: SurfaceLayer,
        place: Place,
        plane: Callable[[Callable], Plane | None],
    ) -> None:
        self._box, self._known, self._ground = box, known, ground
        self._place, self._plane = place, plane
        self.findings: Findings = NOTHING
        self.critical: CriticalLayer | None = None
        self.taylor: TaylorLayer | None = None

    def show(self, findings: Findings) -> None:
        """Mark these; what has not changed costs nothing."""
        old, self.findings = self.findings, findings
        if findings.answer is not old.answer:
            self._known.set_found(findings.answer)
        if findings.answer is not None and self.critical is None:
            from gdviz.qt.views.critical_layer import CriticalLayer

            self.critical = CriticalLayer(self._box, self._place)
        if self.critical is not None and (findings.answer, findings.chosen) != (old.answer, old.chosen):
            self.critical.show_points(findings.answer, findings.chosen)
        if findings.shown is not None and self.taylor is None:
            from gdviz.qt.views.taylor_layer import TaylorLayer

            self.taylor = TaylorLayer(self._box, self._ground, self._place, self._plane)
        if self.taylor is not None and findings.shown is not old.shown:
            self.taylor.show_model(findings.shown)

    def cut_anew(self) -> None:
        """The map shows another slice."""
        if self.taylor is not None and self.taylor.shown is not None:
            self.taylor.contents_changed()

    def readout(self, x: float, y: float) -> str:
        """All about the critical point under a place of the map, empty if there is none."""
        found = self.at(x, y)
        if found is None or self.findings.answer is None:
            return ""
        from gdviz.qt.views.critical_text import found_readout

        return found_readout(found, kind_of(found, self.findings.answer.lowest))

    def at(self, x: float, y: float) -> FoundPoint | None:
        """The critical point under a place of the map."""
        return self.critical.at(x, y) if self.critical is not None else None
