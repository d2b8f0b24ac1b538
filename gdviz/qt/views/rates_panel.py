"""The rate of every step, and whatever else of an optimizer follows a schedule."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from gdviz.engine.compiled_surface import coordinates
from gdviz.engine.extras import RATE
from gdviz.engine.plain_text import plain_latex
from gdviz.engine.rate_curve import rate_curve
from gdviz.engine.result import Floats
from gdviz.engine.schedule import reads_time_alone
from gdviz.engine.spec import Entry
from gdviz.engine.trajectory import Trajectory
from gdviz.qt.style import Look, coordinate_dash
from gdviz.qt.text import tr
from gdviz.qt.views.curve_panel import CurvePanel
from gdviz.qt.views.curves import Curve
from gdviz.qt.views.lanes import entry_label, entry_look, lane_label
from gdviz.qt.views.scale import can_be_log


class RatesPanel(CurvePanel):
    """One curve per visible entry for its rate, and one for each other hyperparameter that has a schedule."""

    def title(self) -> str:
        """The heading."""
        return tr("Rates")

    def quantity(self) -> str:
        """The letters of what is drawn."""
        return ", ".join(self.coordinate_names()) or "η"

    def sentence(self) -> str:
        """What would put something here."""
        return tr("No optimizer in this race has a schedule. Open all of its hyperparameters to choose one.")

    def wants_log(self, values: Floats) -> bool:
        """Wherever it is possible."""
        return can_be_log(values)

    def coordinate_names(self) -> list[str]:
        """The letters of what is drawn, in the order of their line styles; one alone needs none."""
        entries = self.trajectory.spec.entries if self.trajectory else ()
        letters = {name: plain_latex(entry.method.hyper(name).symbol) for entry in entries for name in _shown(entry)}
        names = _in_order(letters)
        return [letters[name] for name in names] if len(names) > 1 else []

    def curves(
        self, trajectory: Trajectory, looks: Sequence[Look], entries: Sequence[int]
    ) -> tuple[list[Curve], Floats]:
        """One per entry and hyperparameter; for every start where the race decides, and for every coordinate."""
        if not any(entry.woven.rates for entry in trajectory.spec.entries):
            return [], np.empty((trajectory.length, 0))
        order = _in_order(name for entry in trajectory.spec.entries for name in _shown(entry))
        curves: list[Curve] = []
        columns: list[Floats] = []
        for entry in entries:
            for name in _shown(trajectory.spec.entries[entry]):
                look, dash = entry_look(looks, entry), coordinate_dash(order.index(name))
                for lane, label in _lanes(trajectory, entry, name):
                    numbers = rate_curve(trajectory, lane, name).T
                    for axis, column in enumerate(numbers):
                        text = " ".join([label, name, *_coordinate(trajectory, axis, len(numbers))])
                        curves.append(Curve(entry, lane, text, look, dash, trajectory.last_step(lane)))
                        columns.append(column)
        return curves, np.stack(columns, axis=1) if columns else np.empty((trajectory.length, 0))


def _shown(entry: Entry) -> list[str]:
    """The hyperparameters of an entry that have a curve."""
    names = [hyper.name for hyper in entry.optimizer.hyperparameters]
    return [name for name in names if name == RATE or name in entry.woven.rates]


def _in_order(names: Sequence[str] | Iterator[str] | dict[str, str]) -> list[str]:
    """Each once, the rate first."""
    return sorted(dict.fromkeys(names), key=lambda name: name != RATE)


def _lanes(trajectory: Trajectory, entry: int, name: str) -> list[tuple[int, str]]:
    """The lanes whose curves differ, and what they are called: where time alone decides, the one that ran longest."""
    starts = range(len(trajectory.spec.starts))
    schedule = trajectory.spec.entries[entry].extras.schedule(name)
    if schedule is not None and not reads_time_alone(schedule):
        return [(entry * len(starts) + start, lane_label(trajectory, entry, start)) for start in starts]
    lanes = [entry * len(starts) + start for start in starts]
    return [(max(lanes, key=trajectory.last_step), entry_label(trajectory, entry))]


def _coordinate(trajectory: Trajectory, axis: int, count: int) -> list[str]:
    return [coordinates(trajectory.spec.surface)[axis]] if count > 1 else []
