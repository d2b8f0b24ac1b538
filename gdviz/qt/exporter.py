"""Copying and exporting what the window shows: the dialog, the job it asks for, and the process that does it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from gdviz.engine.budget import Budget, on_budget
from gdviz.engine.trajectory import Trajectory
from gdviz.files.film import FilmPlan
from gdviz.files.labels import lane_labels
from gdviz.qt.controls.export_dialog import ExportDialog
from gdviz.qt.dress import Dress
from gdviz.qt.export_choice import Choice, Content, kind
from gdviz.qt.export_jobs import FigureJob, FilmJob, HistoryJob, Job, PixelsJob
from gdviz.qt.export_process import ExportProcess
from gdviz.qt.figure import HEIGHT, WIDTH
from gdviz.qt.pictures import picture_of, pixels_of
from gdviz.qt.playhead import Playhead
from gdviz.qt.session import Session
from gdviz.qt.text import tr

COPY_RATIO = 2.0


class Exporter(QObject):
    """One export at a time; `said(sentence)` for what the user should know and no dialog shows."""

    said = Signal(str)

    def __init__(self, window: QWidget, session: Session, playhead: Playhead) -> None:
        super().__init__(window)
        self._window, self._session, self._playhead = window, session, playhead
        self._dialog: ExportDialog | None = None
        self._process: ExportProcess | None = None
        self._folder = Path.home()
        self._kind = kind("figure_png")

    def copy_picture(self, view: QWidget) -> None:
        """Put a picture of a view on the clipboard."""
        QGuiApplication.clipboard().setImage(picture_of(view, COPY_RATIO))
        self.said.emit(tr("The picture was copied."))

    def ask(self) -> None:
        """Show the dialog."""
        if self._dialog is None:
            last = max(0, self._session.trajectory.length - 1)
            dialog = ExportDialog(self._first_choice(last), last, self._proportions, self._window)
            dialog.wanted.connect(self.export)
            dialog.cancelled.connect(self._cancel)
            dialog.finished.connect(self._forget_dialog)
            self._dialog = dialog
        self._dialog.show()
        self._dialog.activateWindow()

    def export(self, choice: Choice) -> None:
        """Begin to write a file; how it goes is shown in the dialog."""
        if self._process is not None or self._dialog is None:
            return
        trajectory = self._session.trajectory
        if not trajectory.complete:
            self._dialog.show_failure(tr("The race is still being computed; try again in a moment."))
            return
        self._kind, self._folder = choice.kind, Path(choice.path).parent
        self._dialog.show_progress(0, 0)
        self._process = ExportProcess(self._job(choice, trajectory), self)
        self._process.progressed.connect(self._dialog.show_progress)
        self._process.ended.connect(self._end)

    def stop(self) -> None:
        """Give up what runs and close the dialog."""
        if self._process is not None:
            self._process.stop()
            self._process = None
        if self._dialog is not None:
            self._dialog.show_failure("")  # no longer busy, or it would not close
            self._dialog.close()

    def _first_choice(self, last: int) -> Choice:
        name = self._session.shown.spec.surface.key or "race"
        return Choice(self._kind, str(self._folder / f"{name}{self._kind.suffix}"), FilmPlan.of(last))

    def _proportions(self, content: Content) -> float:
        if content is Content.WINDOW:
            return self._window.height() / self._window.width()
        return HEIGHT / WIDTH

    def _job(self, choice: Choice, trajectory: Trajectory) -> Job:
        # Neither states nor room for steps that were never made are needed to draw the race.
        history = choice.kind.content is Content.HISTORY
        shown = on_budget(trajectory, Budget.STEPS) if history else trajectory
        lean = replace(
            shown,
            points_buffer=shown.points,
            loss_buffer=shown.loss,
            states_buffer=(),
            searched_buffer=shown.searched,
            by_steps=None,
        )
        setup = self._session.shown
        dress = Dress(setup.looks, setup.visible)
        match choice.kind.content:
            case Content.HISTORY:
                return HistoryJob(choice.path, lean, tuple(lane_labels(lean.spec)))
            case Content.FILM:
                return FilmJob(choice.path, lean, _within(choice.plan, lean), dress)
            case Content.FIGURE:
                return FigureJob(choice.path, lean, self._playhead.step, dress, choice.width / WIDTH)
        image = picture_of(self._window, choice.width / self._window.width())
        return PixelsJob(choice.path, image.width(), image.height(), pixels_of(image))

    def _cancel(self) -> None:
        if self._process is not None:
            self._process.cancel()

    def _end(self, failure: str, cancelled: bool) -> None:
        assert self._process is not None
        self._process.deleteLater()
        self._process = None
        if self._dialog is None:
            return
        if failure or cancelled:
            self._dialog.show_failure(failure)
        else:
            self._dialog.show_success()

    def _forget_dialog(self) -> None:
        self._dialog = None


def _within(plan: FilmPlan, trajectory: Trajectory) -> FilmPlan:
    """The plan for a race that may have become shorter since it was made."""
    last = trajectory.length - 1
    return replace(plan, first=min(plan.first, last), last=min(plan.last, last))
