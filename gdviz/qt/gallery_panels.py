"""The panels of a figure: the window's own views, each settled at a size and painted wherever it is wanted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import pyqtgraph as pg
from PySide6.QtCore import QRectF, QSizeF
from PySide6.QtGui import QPainter

from gdviz.engine.anatomy import StepQuestion, step_question
from gdviz.engine.compiled_surface import compile_surface
from gdviz.engine.critical_answer import CriticalQuestion
from gdviz.engine.critical_points import critical_points_in
from gdviz.engine.cut_line import line_slice
from gdviz.engine.dissect import dissect
from gdviz.engine.gradient_check import check_gradient_of
from gdviz.engine.optimizer import Role
from gdviz.engine.trajectory import Trajectory
from gdviz.files.gallery import Panel
from gdviz.qt.dress import Dress
from gdviz.qt.labels import label_sentence
from gdviz.qt.page import settle
from gdviz.qt.pictures import picture_of
from gdviz.qt.style import Look, looks
from gdviz.qt.text import tr
from gdviz.qt.views.arrow_field import ArrowField
from gdviz.qt.views.contour_view import ContourView
from gdviz.qt.views.curve_panel import CurvePanel
from gdviz.qt.views.data_panel import DataPanel
from gdviz.qt.views.findings import Findings
from gdviz.qt.views.gradient_layer import Curves
from gdviz.qt.views.gradient_plot import GradientPlot
from gdviz.qt.views.line_plot import LinePlot
from gdviz.qt.views.loss_panel import LossPanel
from gdviz.qt.views.norm_panel import NormPanel
from gdviz.qt.views.rates_panel import RatesPanel
from gdviz.qt.views.scene import Scene
from gdviz.qt.views.surface3d_page import Surface3DPage
from gdviz.qt.views.vector_panel import VectorPanel

# A picture in three dimensions is made of pixels, so many to a point of the page.
RATIO = 2.0
CURVES: dict[str, Callable[[], CurvePanel]] = {
    "loss": LossPanel,
    "norm": NormPanel,
    "velocity": lambda: VectorPanel(Role.VELOCITY),
    "squares": lambda: VectorPanel(Role.SQUARES),
    "rates": RatesPanel,
}

Legend = list[tuple[str, Look]]


@dataclass(frozen=True)
class Shown:
    """What a panel shows of a race: which entries, in which looks, at which step."""

    trajectory: Trajectory
    dress: Dress
    step: int

    @property
    def entries(self) -> list[int]:
        """Those that are seen."""
        return [entry for entry, visible in enumerate(self.dress.visible) if visible]

    def next_step(self) -> StepQuestion:
        """The question about the step after the one shown, of the first start of the first entry."""
        lane = self.entries[0] * len(self.trajectory.spec.starts)
        return step_question(self.trajectory, lane, self.step + 1)

    def legend(self) -> Legend:
        """Every one of them with the values that were chosen for it."""
        entries = self.trajectory.spec.entries
        return [(tr(label_sentence(entries[place])), self.dress.looks[place]) for place in self.entries]


class PanelPicture(Protocol):
    """A panel at a size; `legend` says which look is which, `dashes` which coordinate is drawn with which."""

    legend: Legend
    dashes: list[str]

    def paint(self, painter: QPainter, left: float, top: float) -> None:
        """Draw it with its corner at a place of the page."""


def panel_picture(panel: Panel, shown: Shown, size: QSizeF) -> PanelPicture:
    """The picture of a panel's kind."""
    if panel.kind == "map":
        return PlotPicture(*_map(panel, shown, size))
    if panel.kind == "surface":
        return SolidPicture(shown, size)
    if panel.kind == "data":
        return PlotPicture(*_data(shown, size))
    if panel.kind == "line":
        return PlotPicture(*_line(shown, size))
    if panel.kind == "gradient":
        return PlotPicture(*_gradient(shown, size))
    return PlotPicture(*_curves(CURVES[panel.kind](), shown, size))


class PlotPicture:
    """What is drawn by a plot; true vectors on a page of vectors."""

    def __init__(
        self, view: ContourView | CurvePanel | DataPanel | GradientPlot | LinePlot, legend: Legend, dashes: list[str]
    ) -> None:
        self.legend, self.dashes = legend, dashes
        self._view = view

    def paint(self, painter: QPainter, left: float, top: float) -> None:
        """The whole plot with its axes."""
        room = QRectF(self._view.plot.viewport().rect())
        self._view.plot.scene().render(painter, room.translated(left, top), room)


class SolidPicture:
    """A surface in three dimensions, in pixels."""

    def __init__(self, shown: Shown, size: QSizeF) -> None:
        self.legend, self.dashes = shown.legend(), list[str]()
        self._size = size
        self._page, spec = Surface3DPage(), shown.trajectory.spec
        hidden = frozenset(range(len(spec.entries))) - set(shown.entries)
        starts = spec.starts if shown.entries else ()
        self._page.show_scene(
            Scene(spec.surface, None, shown.dress.looks, hidden, starts, trajectory=shown.trajectory, step=shown.step)
        )
        settle(self._page, self._page.canvas, size)
        self._page.canvas.rest()

    def paint(self, painter: QPainter, left: float, top: float) -> None:
        """As it is on the screen."""
        place = QRectF(left, top, self._size.width(), self._size.height())
        painter.drawImage(place, picture_of(self._page.canvas, RATIO))


def _map(panel: Panel, shown: Shown, size: QSizeF) -> tuple[ContourView, Legend, list[str]]:
    view, spec = ContourView(), shown.trajectory.spec
    view.set_surface(spec.surface)
    if panel.tangents:
        view.set_compiled(compile_surface(spec.surface, 1))
    if shown.entries:
        view.set_starts(spec.starts)
    _dress(view, shown)
    view.set_trajectory(shown.trajectory)
    view.set_step(shown.step)
    settle(view, view.plot, size)
    view.reset_window()
    _mark(view, panel, shown)
    return view, shown.legend(), []


def _mark(view: ContourView, panel: Panel, shown: Shown) -> None:
    """What needs to know the size of the map."""
    spec = shown.trajectory.spec
    view.legend.setVisible(panel.key)
    if panel.arrows:
        box: pg.ViewBox = view.plot.getViewBox()
        ArrowField(box, compile_surface(spec.surface, 1).gradient)
    if panel.critical:
        view.show_findings(Findings(critical_points_in(CriticalQuestion(spec.surface, view.spans()))))
    if panel.marks:
        anatomy = dissect(shown.next_step())
        view.step_marks.show_step(anatomy, len(anatomy.rules), shown.dress.looks[shown.entries[0]], False)


def _curves(view: CurvePanel, shown: Shown, size: QSizeF) -> tuple[CurvePanel, Legend, list[str]]:
    _dress(view, shown)
    view.set_trajectory(shown.trajectory)
    view.set_step(shown.step)
    settle(view, view.plot, size)
    return view, shown.legend(), list(view.coordinate_names())


def _gradient(shown: Shown, size: QSizeF) -> tuple[GradientPlot, Legend, list[str]]:
    """The check of the surface's gradient at the start."""
    spec = shown.trajectory.spec
    check = check_gradient_of(spec.surface, spec.starts[:1])[0]
    drawn = looks(len(check.partials))
    view = GradientPlot()
    view.show_curves(Curves(check, dict(enumerate(drawn)), len(drawn) - 1))
    settle(view, view.plot, size)
    return view, [(part.name, look) for part, look in zip(check.partials, drawn, strict=True)], []


def _data(shown: Shown, size: QSizeF) -> tuple[DataPanel, Legend, list[str]]:
    """The samples, and what the parameters at the step make of them."""
    view = DataPanel()
    _dress(view, shown)
    view.set_trajectory(shown.trajectory)
    view.set_step(shown.step)
    settle(view, view.plot, size)
    return view, shown.legend(), []


def _line(shown: Shown, size: QSizeF) -> tuple[LinePlot, Legend, list[str]]:
    """The loss along the line of the step after the one shown, and what was tried there."""
    view = LinePlot()
    view.show_line(line_slice(shown.next_step()), shown.dress.looks[shown.entries[0]])
    settle(view, view.plot, size)
    return view, shown.legend(), []


def _dress(view: ContourView | CurvePanel | DataPanel, shown: Shown) -> None:
    view.set_looks(shown.dress.looks)
    for entry, visible in enumerate(shown.dress.visible):
        view.set_entry_visible(entry, visible)
