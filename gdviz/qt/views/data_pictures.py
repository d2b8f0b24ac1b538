"""The ways in which samples and models are laid out on paper, chosen by how many features there are."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence

import numpy as np
from contourpy import LineType, contour_generator

from gdviz.engine.model import Model
from gdviz.engine.result import Floats
from gdviz.qt.style import Look
from gdviz.qt.text import tr
from gdviz.qt.views.data_layers import ModelCurve

# A curve has so many points, and a line between classes is looked for on a grid with so many each way.
CURVE_POINTS, GRID = 64, 25
MOST_SAMPLES = 1000
MOST_MARKERS = 240
ROOM = 0.08
# Where classes are predicted the entries stand side by side, on so much of the way from one class to the other.
SPREAD = 0.5

Range = tuple[float, float]
Names = tuple[str, ...]


class Picture(ABC):
    """`across` and `up` are where the samples stand, (rows,); names of axes come with shorter ones."""

    draws_samples = True

    def __init__(self, model: Model) -> None:
        self.model = model
        self.shown = some(len(model.samples), MOST_SAMPLES)
        self.across, self.up = self.place()
        self.ranges = room(self.across), room(self.up)

    @abstractmethod
    def place(self) -> tuple[Floats, Floats]:
        """Where every sample stands."""

    @abstractmethod
    def names(self) -> tuple[Names, Names]:
        """The names of both axes, in the language of the moment."""

    @abstractmethod
    def models(self, points: Floats, looks: Sequence[Look]) -> list[ModelCurve]:
        """What lanes at points (n, dim) make of the samples."""


class CurvePicture(Picture):
    """One feature: the target over it, and the model as a curve."""

    def place(self) -> tuple[Floats, Floats]:
        """The target over the feature."""
        return self.model.samples.column(self.model.features[0]), self.model.truth

    def names(self) -> tuple[Names, Names]:
        """The columns' own."""
        return self.model.features, (self.model.target,)

    def models(self, points: Floats, looks: Sequence[Look]) -> list[ModelCurve]:
        """A curve each."""
        across = np.linspace(*self.ranges[0], CURVE_POINTS)
        heights = self.model.along(points, across)
        return [ModelCurve(look, np.stack([across, up], 1), True) for look, up in zip(looks, heights, strict=True)]


class PlanePicture(Picture):
    """Two features and two classes: the plane of the features, and the line at which the model changes its mind."""

    def place(self) -> tuple[Floats, Floats]:
        """One feature over the other."""
        first, second = self.model.features
        return self.model.samples.column(first), self.model.samples.column(second)

    def names(self) -> tuple[Names, Names]:
        """The columns' own."""
        first, second = self.model.features
        return (first,), (second,)

    def models(self, points: Floats, looks: Sequence[Look]) -> list[ModelCurve]:
        """A line each, if it passes through what is shown."""
        across, up = (np.linspace(*ends, GRID) for ends in self.ranges)
        plane = np.meshgrid(across, up)
        sides = self.model.sides(points, *(each.ravel() for each in plane)).reshape(-1, GRID, GRID)
        return [
            ModelCurve(look, line, True)
            for look, side in zip(looks, sides, strict=True)
            for line in zeros(*plane, side)
        ]


class TruthPicture(Picture):
    """Otherwise: what is predicted over what is true, best on the diagonal."""

    draws_samples = False

    def __init__(self, model: Model) -> None:
        super().__init__(model)
        if model.tells_classes:
            low, high = self.ranges[0]
            self.ranges = (low - SPREAD / 2, high + SPREAD / 2), self.ranges[1]

    def place(self) -> tuple[Floats, Floats]:
        """On the diagonal."""
        return self.model.truth, self.model.truth

    def names(self) -> tuple[Names, Names]:
        """What is true and what is predicted."""
        name = self.model.target
        return (tr("true {name}", name=name), name), (tr("predicted {name}", name=name), name)

    def models(self, points: Floats, looks: Sequence[Look]) -> list[ModelCurve]:
        """A marker for each of some samples."""
        rows = some(len(self.model.samples), max(1, MOST_MARKERS // len(points)))
        aside = SPREAD * (np.arange(len(points)) - (len(points) - 1) / 2) / len(points)
        if not self.model.tells_classes:
            aside[:] = 0.0
        return [
            ModelCurve(look, np.stack([self.across[rows] + step, predicted], 1), False)
            for look, step, predicted in zip(looks, aside, self.model.of_samples(points, rows), strict=True)
        ]


def picture_of(model: Model) -> Picture:
    """The picture that a lecturer would draw."""
    if len(model.features) == 1:
        return CurvePicture(model)
    return PlanePicture(model) if len(model.features) == 2 and model.tells_classes else TruthPicture(model)


def zeros(across: Floats, up: Floats, heights: Floats) -> Iterator[Floats]:
    """The lines on which a function given on a grid is zero."""
    if np.isfinite(heights).all():
        for line in contour_generator(across, up, heights, line_type=LineType.Separate).lines(0.0):
            yield np.asarray(line)


def room(values: Floats) -> Range:
    """A range with a little room around the values."""
    low, high = float(values.min()), float(values.max())
    margin = ROOM * (high - low) or 1.0
    return low - margin, high + margin


def some(count: int, most: int) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """So many of a number of samples at most, evenly chosen."""
    return np.arange(0, count, -(-count // most))
