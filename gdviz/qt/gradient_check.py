"""The window's door to the gradient check: asks the engine while its panel is in sight, and shows what it answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gdviz.engine.compiled_surface import dimension
from gdviz.engine.protocol import Answer, Done, Failure, GradientChecked
from gdviz.engine.surface import Point, Surface
from gdviz.language.errors import FormulaError
from gdviz.qt.pacing import Paced
from gdviz.qt.playhead import TEXT_MS

if TYPE_CHECKING:
    from gdviz.qt.controls.point_bar import PointBar
    from gdviz.qt.main_window import MainWindow
    from gdviz.qt.views.gradient_panel import GradientPanel

PANEL = "gradient"


class GradientCheck(QObject):
    """The check of the race's surface where the selected run's head is, or at a typed point, or of another surface.

    One question is asked at a time, the newest next: while the race plays each of them is answered.
    """

    def __init__(self, window: MainWindow, pace_ms: int = TEXT_MS) -> None:
        super().__init__(window)
        self._client, self._session, self._playhead = window.client, window.session, window.playhead
        self._workspace = window.workspace
        self.page = QWidget()
        self.page.setObjectName("gradient_page")
        self._workspace.fill(PANEL, self.page)
        self.bar: PointBar | None = None
        self.panel: GradientPanel | None = None
        self._other: Surface | None = None
        self._typed: Point | None = None
        self._raced = self._session.shown.spec.surface
        self._asked = 0
        self._shown: tuple[Surface, Point] | None = None
        self._pace = Paced(self, pace_ms, self._look)
        self._workspace.seen.connect(self._follow_panels)
        self._client.answered.connect(self._take)
        window.editors.check_wanted.connect(self.open_for)
        self._playhead.text_step_changed.connect(self._pace.offer)
        self._session.selection.changed.connect(self._pace.offer)
        self._session.trajectory_changed.connect(self._pace.offer)

    def open(self) -> None:
        """Check the race's surface at the head of the selected run."""
        self._ask_about(None, None)

    def open_for(self, surface: Surface) -> None:
        """Check any surface at its start; ticking "at the head" leads back to the race's."""
        self._ask_about(surface, None)

    def stop(self) -> None:
        """Ask nothing any more."""
        self._pace.stop()

    @property
    def waiting(self) -> bool:
        """Whether an answer is still to come."""
        return self._asked != 0

    def _ask_about(self, surface: Surface | None, point: Point | None) -> None:
        self._other, self._typed = surface, point
        if self.bar is not None:
            self.bar.say("")
        self._workspace.show_panel(PANEL)
        self._look()

    def _follow_panels(self, name: str, in_front: bool) -> None:
        if name == PANEL and in_front:
            self._look()

    def _build(self) -> None:
        """Make the panel when it is first looked at."""
        from gdviz.qt.controls.point_bar import PointBar
        from gdviz.qt.views.gradient_panel import GradientPanel

        self.bar, self.panel = PointBar(), GradientPanel()
        rows = QVBoxLayout(self.page)
        rows.setContentsMargins(6, 4, 6, 4)
        rows.setSpacing(4)
        rows.addWidget(self.bar)
        rows.addWidget(self.panel, 1)
        self.bar.point_typed.connect(self._take_point)
        self.bar.head_wanted.connect(self.open)

    def _take_point(self, point: Point) -> None:
        self._typed = point
        self._look()

    def _look(self, _: object = None) -> None:
        """Show what is asked about, and ask it unless it has been answered or nobody is looking."""
        if not self._workspace.in_front(PANEL):
            return
        if self.bar is None:
            self._build()
        assert self.bar is not None
        self._leave_old_surface()
        try:
            surface, point = self._question()
        except FormulaError as error:
            self.bar.say(error.sentence)
            return
        self.bar.show_question(surface.expression, point, self._other is None and self._typed is None)
        if (surface, point) != self._shown and not self._asked:
            self._shown = (surface, point)
            self._asked = self._client.check_gradient(surface, point)

    def _leave_old_surface(self) -> None:
        """Once another surface is raced, it is the one that is checked."""
        raced = self._session.shown.spec.surface
        if raced != self._raced:
            self._raced, self._other, self._typed = raced, None, None

    def _question(self) -> tuple[Surface, Point]:
        if self._other is None:
            return self._raced, self._typed or self._head()
        return self._other, self._typed or self._other.start or (0.0,) * dimension(self._other)

    def _head(self) -> Point:
        """Where the selected run is at the playhead, or where it ended before."""
        trajectory, lane = self._session.trajectory, self._session.selection.lane
        starts = trajectory.spec.starts
        if not trajectory.length or lane >= trajectory.spec.lanes:
            return starts[min(self._session.selection.start, len(starts) - 1)]
        row = min(self._playhead.step, trajectory.last_step(lane))
        return tuple(trajectory.points[row, lane].tolist())

    def _take(self, answer: Answer) -> None:
        if answer.number != self._asked or self.bar is None or self.panel is None:
            return
        match answer:
            case GradientChecked():
                self.bar.say("")
                self.panel.show_check(answer.check)
            case Failure():
                self.bar.say(answer.message)
                self._look_again()
            case Done():
                self._look_again()

    def _look_again(self) -> None:
        """The question has been answered in full; something else may be wanted by now."""
        self._asked = 0
        self._look()
