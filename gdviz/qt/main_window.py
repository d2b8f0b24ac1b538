"""The window: composes controls, views and the transport bar, and leads every signal to its slots."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QCloseEvent, QPaintEvent
from PySide6.QtWidgets import QMainWindow, QMenu

from gdviz.engine.protocol import Description
from gdviz.engine.surface import Surface
from gdviz.engine.trajectory import Trajectory
from gdviz.qt.actions import add_actions
from gdviz.qt.announcer import Announcer
from gdviz.qt.change_marks import ChangeMarks
from gdviz.qt.compare import Compare
from gdviz.qt.controls.formula_label import FormulaLabel
from gdviz.qt.controls.panel import ControlPanel
from gdviz.qt.controls.transport import TransportBar
from gdviz.qt.critical import Critical
from gdviz.qt.data_views import DataViews
from gdviz.qt.desk import Desk, column
from gdviz.qt.documents import Documents
from gdviz.qt.editors import Editors
from gdviz.qt.engine_client import EngineClient
from gdviz.qt.export import Export
from gdviz.qt.fair_race import FairRace
from gdviz.qt.formulas import Formulas
from gdviz.qt.gradient_check import GradientCheck
from gdviz.qt.help import Help
from gdviz.qt.key_guard import KeyGuard
from gdviz.qt.line_cut import LineCut
from gdviz.qt.notice import Notice
from gdviz.qt.own_data import OwnData
from gdviz.qt.playhead import Playhead
from gdviz.qt.rates import Rates
from gdviz.qt.replicates import Replicates
from gdviz.qt.session import MERGE_MS, Session
from gdviz.qt.setup import Setup
from gdviz.qt.side_views import SideViews
from gdviz.qt.start_links import StartLinks
from gdviz.qt.step_views import StepViews
from gdviz.qt.time_axis import TimeAxis
from gdviz.qt.undo import Undo
from gdviz.qt.views.layer import hurry
from gdviz.qt.views.stage import Stage
from gdviz.qt.workspace import Workspace

SIZE = (1366, 768)


class MainWindow(QMainWindow):
    """Signal `begins()`: it is painted, and what need not be there before follows; `merge_ms` 0 is for tests."""

    begins = Signal()

    def __init__(self, setup: Setup, merge_ms: int = MERGE_MS) -> None:
        super().__init__()
        self.setWindowTitle("gdviz")
        self.begun = False
        self._surface: Surface | None = None
        self._dressed: tuple[object, ...] = ()
        self.client = EngineClient(self)
        self.session = Session(self.client, setup, merge_ms)
        self.playhead = Playhead(self)
        self.marks = ChangeMarks(self.session, self.playhead)
        self.axis = TimeAxis(self.session, self.playhead)
        self.formulas = Formulas(self.client)
        self.controls = ControlPanel(self.session, self.formulas)
        self.starts = self.controls.starts
        self.formula = FormulaLabel(self.formulas, "formula", "Surface")
        self.stage = Stage()
        self.contours = self.stage.overlay
        self.workspace = Workspace(column(self.formula, self.stage))
        self.side = SideViews(self.workspace, setup, self.session.trajectory, paced=merge_ms > 0)
        self.rates = Rates(self.workspace, self.session)
        self.steps = StepViews(self.workspace, self.client, self.session, self.playhead, self.stage, merge_ms)
        self.line = LineCut(self.workspace, self.client, self.session, self.playhead, paced=merge_ms > 0)
        self.compare = Compare(self.workspace, self.session, self.stage, self.side, paced=merge_ms > 0)
        self.critical = Critical(self.workspace, self.client, self.session, self.stage, paced=merge_ms > 0)
        self.data = DataViews(self.workspace, self.session, self.playhead, self.side)
        self.race = FairRace(self.workspace, self.client, self.session)
        self.replicates = Replicates(self.client, self.session, self.stage, paced=merge_ms > 0)
        self.workspace.fill("controls", self.controls)
        self.help = Help(self)
        self.export = Export(self, self.session, self.playhead, lambda: self.stage.page)
        self.editors = Editors(self, self.session, self.client, self.controls, paced=merge_ms > 0)
        self.gradient = GradientCheck(self)
        self.undo = Undo(self, self.session)
        self.documents = Documents(self, self.session)
        self.own_data = OwnData(self, self.session, self.controls.surface, self.documents)
        actions = add_actions(self)
        for door in (self.undo, self.documents, self.critical):
            door.show_in(actions)
        self.transport = TransportBar(self.playhead, self.axis, actions)
        self.notice = Notice()
        self._key_guard = KeyGuard(self)
        self.announcer = Announcer(self, self.session, self.playhead)
        self.setCentralWidget(Desk(self.workspace, self.help.first, self.notice, self.transport))
        self.resize(*SIZE)
        for view in self.menuBar().findChildren(QMenu, "menu_view"):
            self.workspace.add_menu(view)
        self._connect()

    def begin(self) -> None:
        """After the first paint: start the engine and, while it starts, fill the window; then play the first race."""
        if self.begun:
            return
        self.begun = True
        self.client.start()
        self.begins.emit()
        self.session.begin()
        self._show_setup(self.session.shown)
        self._show_trajectory(self.session.trajectory)
        self.controls.build()
        self.side.build()
        self.race.build(self.side.table, self.controls.entries)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self.begun:
            QTimer.singleShot(0, self, self.begin)

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self.documents.may_close():
            event.ignore()
            return
        views = (self.side, self.race, self.steps, self.line, self.compare, self.gradient, self.critical)
        for part in (self.playhead, self.announcer, *views, self.replicates, self.export, self.client):
            part.stop()
        super().closeEvent(event)

    def _connect(self) -> None:
        self.session.shown_changed.connect(self._show_setup)
        self.session.trajectory_changed.connect(self._show_trajectory)
        self.session.described.connect(self._show_description)
        self.session.asked.connect(hurry)
        self.session.asked.connect(self.side.use_the_wait)
        for said in (self.client.noticed, self.export.said, self.replicates.refused):
            said.connect(self.say)
        StartLinks(self.stage, self.starts)
        self.marks.changed.connect(self.side.show_marks)
        self.playhead.step_changed.connect(self.stage.set_step)
        self.playhead.step_changed.connect(self.side.set_step)
        self.playhead.text_step_changed.connect(self.side.set_text_step)
        self.side.step_chosen.connect(self.playhead.scrub)
        self.side.lane_chosen.connect(self.session.selection.select_lane)

    def _show_setup(self, setup: Setup) -> None:
        """What the views need to know of the question: surface, starts, looks, visibility."""
        if setup.spec.surface != self._surface:
            self._surface = setup.spec.surface
            self.stage.set_surface(self._surface)
            self._show_formula()
            self.playhead.restart()
        self.stage.set_starts(setup.spec.starts)
        dress = (setup.looks, setup.visible, setup.target)
        if self._dressed != dress:
            self._dressed = dress
            self._dress(setup)

    def _dress(self, setup: Setup) -> None:
        self.side.show_setup(setup)
        self.stage.set_looks(setup.looks)
        for entry, visible in enumerate(setup.visible):
            self.stage.set_entry_visible(entry, visible)

    def _show_formula(self) -> None:
        """The formula as text at once, and as a picture when the engine has drawn it."""
        from gdviz.engine.describe import surface_latex  # not needed for the first paint

        assert self._surface
        self.formula.show_formula(surface_latex(self._surface), f"f = {self._surface.expression}")

    def _show_trajectory(self, trajectory: Trajectory) -> None:
        self.stage.set_trajectory(trajectory)
        self.side.show_trajectory(trajectory)
        self.playhead.set_known(max(0, trajectory.length - 1), trajectory.last_row)

    def _show_description(self, description: Description) -> None:
        self.stage.set_compiled(description.compiled)
        self.side.set_compiled(description.compiled)

    def say(self, sentence: str) -> None:
        """Show a sentence below the panels for a while."""
        self.notice.say(sentence)
