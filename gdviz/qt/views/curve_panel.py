"""The base of the panels on the right: curves over the steps of a race, with a legend and the common playhead."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gdviz.engine.budget import Budget, budget_of
from gdviz.engine.result import Floats, Verdict
from gdviz.engine.trajectory import Trajectory
from gdviz.qt.ghost import DASH, OPACITY, Ghost
from gdviz.qt.style import Look, type_scale
from gdviz.qt.text import tr
from gdviz.qt.views.curve_axes import CurveAxes
from gdviz.qt.views.curve_head import CurveHead
from gdviz.qt.views.curves import Curve, CurveLayer, NoteLayer, PlayheadLayer
from gdviz.qt.views.flags import Flags
from gdviz.qt.views.lanes import entry_label
from gdviz.qt.views.plot import StepBox, label_axis, make_plot, show_numbers
from gdviz.qt.views.scale import Scale

AXIS_WIDTH = 58
# A tip with more lines than these would not fit on the screen.
MOST_NAMED = 24


class CurvePanel(QWidget):
    """Curves over the steps; a click or a drag emits `step_chosen(step)`, a click on a curve `lane_chosen(lane)`.

    Panels say which curves those are.
    """

    step_chosen = Signal(int)
    lane_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.trajectory: Trajectory | None = None
        self.looks: tuple[Look, ...] = ()
        self._hidden: frozenset[int] = frozenset()
        self._box = StepBox()
        self.plot = make_plot(self._box)
        self.axes = CurveAxes(self.plot, self._box)
        self._ghost: Ghost | None = None
        self.ghost_layer = CurveLayer(self._box, 18.0)
        self.ghost_layer.setOpacity(OPACITY)
        self.layer = CurveLayer(self._box)
        self.playhead = PlayheadLayer(self._box, self.layer)
        self.note = NoteLayer(self._box)
        self.flags = Flags(self._box)
        self.head = CurveHead()
        self.heading, self.legend = self.head.heading, self.head.legend
        self._lay_out()
        self._box.step_asked.connect(self._choose_step)
        self._box.clicked.connect(self._choose_lane)
        self._box.zoomed.connect(self._zoom)
        self._box.whole_asked.connect(self.show_all_steps)
        self.setMinimumSize(160, 90)
        self.restyle()
        self.retranslate()

    def _lay_out(self) -> None:
        rows = QVBoxLayout(self)
        rows.setContentsMargins(4, 2, 4, 0)
        rows.setSpacing(0)
        rows.addWidget(self.head)
        rows.addWidget(self.plot, 1)

    @property
    def scale(self) -> Scale:
        """The scale of the vertical axis."""
        return self.axes.scale

    # What a panel decides

    def title(self) -> str:
        """The heading."""
        raise NotImplementedError

    def short_titles(self) -> Sequence[str]:
        """Shorter headings, where there is no room for the whole."""
        return (self.title(),)

    def quantity(self) -> str:
        """What the vertical axis measures."""
        raise NotImplementedError

    def curves(
        self, trajectory: Trajectory, looks: Sequence[Look], entries: Sequence[int]
    ) -> tuple[list[Curve], Floats]:
        """All curves of these entries of a race and their values, (rows, curves)."""
        raise NotImplementedError

    def wants_log(self, values: Floats) -> bool:
        """Whether the axis is to be logarithmic for these values."""
        raise NotImplementedError

    def coordinate_names(self) -> Sequence[str]:
        """The coordinates that line styles tell apart, if they do."""
        return ()

    def sentence(self) -> str:
        """What an empty panel says."""
        return ""

    def axis_text(self) -> str:
        """What the vertical axis measures, and whether it is logarithmic."""
        return tr("{name} (log)", name=self.quantity()) if self.scale.log else self.quantity()

    # What it is given

    def retranslate(self) -> None:
        """Write every text in the language of the moment."""
        self.write_heading()
        self.plot.setAccessibleName(self.title())
        self.flags.retranslate()
        self.refresh()

    def write_heading(self) -> None:
        """The title, and what the curves run over unless it is steps."""
        gradients = self.trajectory is not None and budget_of(self.trajectory) is Budget.GRADIENTS
        full = tr("{title} by gradients", title=self.title()) if gradients else self.title()
        self.head.set_texts(full, *self.short_titles())

    def restyle(self) -> None:
        """Take the type of the moment."""
        self.plot.getAxis("left").setWidth(AXIS_WIDTH * type_scale())

    def set_looks(self, looks: Sequence[Look]) -> None:
        """The entries' looks, one per entry."""
        if self.looks != tuple(looks):
            self.looks = tuple(looks)
            self.refresh()

    def set_trajectory(self, trajectory: Trajectory) -> None:
        """Show a race, or more of it."""
        self.trajectory = trajectory
        self.write_heading()
        self.refresh()

    def set_entry_visible(self, entry: int, visible: bool) -> None:
        """Show or hide an entry's curves."""
        hidden = self._hidden - {entry} if visible else self._hidden | {entry}
        if hidden != self._hidden:
            self._hidden = hidden
            self.refresh()

    def set_step(self, step: int) -> None:
        """Move the playhead."""
        self.playhead.set_step(step)

    # How it is shown

    def refresh(self) -> None:
        """Choose the axis and draw the curves anew."""
        curves, values = self._curves_shown()
        self.axes.show_steps(self.last_step())
        diverged = np.array([self._diverged(curve) for curve in curves], dtype=bool)
        scale = self.axes.fitted(values, self.wants_log, diverged)
        self.axes.show_scale(scale)
        label_axis(self.plot, "left", self.axis_text(), self.quantity())
        self._show_ghost(scale)
        self.layer.set_curves(curves, scale.applied(values))
        self.playhead.update()
        self.note.set_text("" if curves or self.trajectory is None else self.sentence())
        show_numbers(self.plot, "left", bool(curves))
        self._write_legend(curves)

    def _curves_shown(self) -> tuple[list[Curve], Floats]:
        if self.trajectory is None:
            return [], np.empty((0, 0))
        return self.curves(self.trajectory, self.looks, self.visible_entries())

    def set_ghost(self, ghost: Ghost | None) -> None:
        """Show a pinned race behind the curves, if it ran on the same surface."""
        self._ghost = ghost
        self.refresh()

    def _show_ghost(self, scale: Scale) -> None:
        """On the axis of the race shown: that is the one looked at."""
        ghost = self._ghost
        self.ghost_layer.setVisible(ghost is not None)
        if ghost is None or self.trajectory is None or not ghost.belongs_on(self.trajectory.spec.surface):
            self.ghost_layer.set_curves((), np.empty((0, 0)))
            return
        curves, values = self.curves(ghost.trajectory, ghost.looks, ghost.entries)
        dashed = [replace(curve, dash=DASH) for curve in curves]
        self.ghost_layer.set_curves(dashed, scale.applied(values))

    def _diverged(self, curve: Curve) -> bool:
        runs = self.trajectory.runs if self.trajectory else ()
        return bool(runs) and runs[curve.lane].verdict is Verdict.DIVERGED

    def _zoom(self) -> None:
        self.axes.zoom(True)
        self.refresh()

    def show_all_steps(self) -> None:
        """Undo the zoom into the steps."""
        self.axes.zoom(False)
        self.refresh()

    def last_step(self) -> int:
        """The last step on the axis: where the race ended, or may end."""
        if self.trajectory is None:
            return 1
        return self.trajectory.last_row

    def _write_legend(self, curves: Sequence[Curve]) -> None:
        known = self.trajectory
        entries = {curve.entry: (entry_label(known, curve.entry), curve.look) for curve in curves} if known else {}
        names = self.coordinate_names() if curves else ()
        self.legend.set_items(list(entries.values()), names, _tip(self.legend_texts()))
        self.head.fit()

    def legend_texts(self) -> list[str]:
        """The name of every curve, in order."""
        return [curve.label for curve in self.layer.curves]

    def visible_entries(self) -> list[int]:
        """The entries that are not hidden."""
        count = len(self.trajectory.spec.entries) if self.trajectory else 0
        return [entry for entry in range(count) if entry not in self._hidden]

    def _choose_lane(self, across: float, up: float) -> None:
        curve = self.layer.curve_at(across, up)
        if curve is not None:
            self.lane_chosen.emit(curve.lane)

    def _choose_step(self, across: float) -> None:
        if self.trajectory is not None:
            self.step_chosen.emit(int(min(max(round(across), 0), max(self.trajectory.length - 1, 0))))


def _tip(names: list[str]) -> str:
    """The names, one a line, as many as a tip can show."""
    if len(names) <= MOST_NAMED:
        return "\n".join(names)
    return "\n".join([*names[:MOST_NAMED], tr("and {count} more", count=len(names) - MOST_NAMED)])
