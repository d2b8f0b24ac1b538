"""The data under the loss: the samples and what each lane's parameters make of them at the step shown."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gdviz.engine.model import model_of
from gdviz.engine.result import Floats
from gdviz.engine.spec import RaceSpec
from gdviz.engine.trajectory import Trajectory
from gdviz.language.sentence import Sentence, counted
from gdviz.qt.elided_label import ElidedLabel
from gdviz.qt.style import Look, type_scale
from gdviz.qt.text import tr, write
from gdviz.qt.views.curves import NoteLayer
from gdviz.qt.views.data_layers import BatchLayer, ModelLayer, SampleLayer
from gdviz.qt.views.data_pictures import Picture, picture_of
from gdviz.qt.views.lanes import entry_look
from gdviz.qt.views.plot import Box, label_axis, make_plot, show_numbers

AXIS_WIDTH = 50
# So many models are drawn, and so many samples ringed.
MOST_CURVES = 40
MOST_RINGS = 200


class DataPanel(QWidget):
    """Samples and models as `picture_of` lays them out, under a line on what the step saw of them."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("data_panel")
        self._trajectory: Trajectory | None = None
        self._lasts: list[int] = []
        self._picture: Picture | None = None
        self._looks: tuple[Look, ...] = ()
        self._hidden: frozenset[int] = frozenset()
        self._step = 0
        self._box = Box()
        self._box.setMouseEnabled(x=False, y=False)
        self.plot = make_plot(self._box)
        self.samples = SampleLayer(self._box)
        self.models = ModelLayer(self._box)
        self.batch = BatchLayer(self._box)
        self.note = NoteLayer(self._box)
        self.said = ElidedLabel()
        self.said.setObjectName("data_said_of_step")
        self.said.setProperty("kind", "muted")
        rows = QVBoxLayout(self)
        rows.setContentsMargins(4, 2, 4, 0)
        rows.setSpacing(0)
        rows.addWidget(self.said)
        rows.addWidget(self.plot, 1)
        self.setMinimumSize(160, 90)
        self.restyle()
        self.retranslate()

    # What it is given

    def set_looks(self, looks: Sequence[Look]) -> None:
        """The entries' looks, one per entry."""
        if self._looks != tuple(looks):
            self._looks = tuple(looks)
            self._show_models()

    def set_entry_visible(self, entry: int, visible: bool) -> None:
        """Show or hide an entry's models."""
        hidden = self._hidden - {entry} if visible else self._hidden | {entry}
        if hidden != self._hidden:
            self._hidden = hidden
            self._show_models()

    def set_trajectory(self, trajectory: Trajectory) -> None:
        """Show a race, or more of it."""
        before, self._trajectory = self._trajectory, trajectory
        self._lasts = [trajectory.last_step(lane) for lane in range(trajectory.spec.lanes)]
        if before is None or before.spec.surface != trajectory.spec.surface:
            model = model_of(trajectory.spec.surface)
            self._picture = None if model is None else picture_of(model)
            self._show_samples()
        self._show_step()

    def set_step(self, step: int) -> None:
        """Move to a step."""
        self._step = step
        self._show_step()

    def restyle(self) -> None:
        """Take the type of the moment."""
        self.plot.getAxis("left").setWidth(AXIS_WIDTH * type_scale())

    def retranslate(self) -> None:
        """Write every text in the language of the moment."""
        self.plot.setAccessibleName(tr("Samples and models"))
        self._show_samples()
        self._show_step()

    # How it is shown

    def _show_samples(self) -> None:
        """The samples and the axes around them."""
        picture = self._picture
        self.note.set_text("" if picture is not None else tr("This surface has no model that could be drawn."))
        for side in ("bottom", "left"):
            show_numbers(self.plot, side, picture is not None)
        if picture is None or not picture.draws_samples:
            self.samples.set_samples(np.empty((0, 2)), np.empty(0, dtype=bool))
        else:
            truth = picture.model.truth[picture.shown]
            hollow = (truth == 0.0) & picture.model.tells_classes
            self.samples.set_samples(_places(picture, picture.shown), hollow)
        if picture is not None:
            for side, names in zip(("bottom", "left"), picture.names(), strict=True):
                label_axis(self.plot, side, *names)
            self._box.setRange(xRange=picture.ranges[0], yRange=picture.ranges[1], padding=0.0)

    def _show_step(self) -> None:
        self._show_models()
        self._show_batch()

    def _show_models(self) -> None:
        points, looks = self._points()
        if self._picture is None or not len(points):
            self.models.set_curves((), False)
            return
        self.models.set_curves(self._picture.models(points, looks), not self._picture.draws_samples)

    def _points(self) -> tuple[Floats, list[Look]]:
        """Where the lanes are that are drawn, and how they look."""
        known = self._trajectory
        if known is None or not known.length:
            return np.empty((0, 0)), []
        starts = len(known.spec.starts)
        shown = [entry for entry in range(len(known.spec.entries)) if entry not in self._hidden]
        each = max(1, min(starts, MOST_CURVES // max(len(shown), 1)))
        lanes = [entry * starts + start for entry in shown for start in range(each)]
        rows = [min(self._step, self._lasts[lane]) for lane in lanes]
        return known.points[rows, lanes], [entry_look(self._looks, lane // starts) for lane in lanes]

    def _show_batch(self) -> None:
        """The samples that made the step, if it saw only some."""
        known, picture = self._trajectory, self._picture
        ringed = np.empty((0, 2))
        said = Sentence("") if picture is None else _all_seen(picture)
        step = known.step_of(0, self._step) if known is not None else 0
        if known is not None and picture is not None and known.spec.batch is not None and step > 0:
            rows = batch_rows(known.spec, step)
            if len(rows) <= MOST_RINGS:
                ringed = np.unique(_places(picture, rows), axis=0)
            said = _seen(known.spec, step, len(ringed) > 0)
        if picture is not None and picture.draws_samples and picture.model.tells_classes:
            said = Sentence("{said}; hollow: {target} is 0", said=said, target=picture.model.target)
        self.batch.set_places(ringed)
        write(self.said, text=said)


def _places(picture: Picture, rows: NDArray[np.int64]) -> Floats:
    """Where some of the samples stand, (rows, 2)."""
    return np.stack([picture.across[rows], picture.up[rows]], axis=1)


def batch_rows(spec: RaceSpec, step: int) -> NDArray[np.int64]:
    """The samples that a step sees."""
    assert spec.batch is not None
    assert spec.surface.data is not None
    return spec.batch.indices(len(spec.surface.data), spec.seed, np.array([step]))[0]


def _all_seen(picture: Picture) -> Sentence:
    """How many samples there are, and how they are drawn."""
    all_ = counted(len(picture.model.samples), "{count} sample", "{count:,} samples")
    if picture.draws_samples and len(picture.shown) < len(picture.model.samples):
        all_ = Sentence("{samples}, {count:,} of them drawn", samples=all_, count=len(picture.shown))
    return all_


def _seen(spec: RaceSpec, step: int, ringed: bool) -> Sentence:
    """What the step saw, and in which epoch."""
    assert spec.batch is not None
    epoch = spec.epoch(step)
    if ringed:
        return Sentence("Ringed: what step {step:,} saw, in epoch {epoch:,}", step=step, epoch=epoch)
    template = "Step {step:,} saw {count:,} samples, in epoch {epoch:,}"
    return Sentence(template, step=step, epoch=epoch, count=spec.batch.size)
