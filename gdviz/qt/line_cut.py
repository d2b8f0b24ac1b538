"""The window's door to the line of a step: asks the engine while its panel is in sight, and shows what it answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gdviz.engine.budget import gradients_until, losses_until
from gdviz.engine.errors import InputError
from gdviz.engine.protocol import Answer, Done, Failure, Sliced
from gdviz.language.sentence import Sentence
from gdviz.qt.engine_client import EngineClient
from gdviz.qt.pacing import Paced
from gdviz.qt.playhead import TEXT_MS, Playhead
from gdviz.qt.session import Session
from gdviz.qt.views.lanes import entry_look, lane_label
from gdviz.qt.workspace import Workspace

if TYPE_CHECKING:
    from gdviz.engine.anatomy import StepQuestion
    from gdviz.qt.views.line_panel import LinePanel

PANEL = "line"


class LineCut(QObject):
    """The step that the selected run makes at the playhead, or the last one that it made.

    One question is asked at a time, the newest next: while the race plays each of them is answered.
    """

    def __init__(
        self, workspace: Workspace, client: EngineClient, session: Session, playhead: Playhead, paced: bool = True
    ) -> None:
        super().__init__(workspace)
        self._workspace, self._client, self._session, self._playhead = workspace, client, session, playhead
        self.panel: LinePanel | None = None
        self._asked = 0
        self._shown: StepQuestion | None = None
        self._place = QWidget()
        self._place.setObjectName("line_place")
        self._pace = Paced(self, TEXT_MS if paced else 0, self._look)
        workspace.fill(PANEL, self._place)
        workspace.seen.connect(self._follow_panels)
        client.answered.connect(self._take)
        for changed in (playhead.text_step_changed, session.selection.changed, session.trajectory_changed):
            changed.connect(self._pace.offer)

    def open(self) -> None:
        """Bring the panel to the front."""
        self._workspace.show_panel(PANEL)

    def stop(self) -> None:
        """Ask nothing any more."""
        self._pace.stop()

    @property
    def waiting(self) -> bool:
        """Whether an answer is still to come."""
        return self._asked != 0

    def _follow_panels(self, name: str, in_front: bool) -> None:
        if name == PANEL and in_front:
            self._look()

    def _build(self) -> LinePanel:
        """Make the panel when it is first looked at."""
        from gdviz.qt.views.line_panel import LinePanel

        rows = QVBoxLayout(self._place)
        rows.setContentsMargins(6, 4, 6, 4)
        panel = LinePanel()
        rows.addWidget(panel)
        return panel

    def _look(self, _: object = None) -> None:
        """Show whose step it is, and ask for its line unless that has been answered or nobody is looking."""
        if not self._workspace.in_front(PANEL):
            return
        self.panel = self.panel or self._build()
        question = self._question()
        if question is None:
            self._shown = None
            self._say(Sentence("There is no step yet."))
        elif question != self._shown and not self._asked:
            self._shown = question
            self._asked = self._client.cut_line(question)

    def _question(self) -> StepQuestion | None:
        from gdviz.engine.anatomy import step_question  # not needed for the first paint

        trajectory, lane = self._session.trajectory, self._session.selection.lane
        if not trajectory.length or lane >= trajectory.spec.lanes:
            return None
        last = trajectory.step_of(lane, trajectory.last_step(lane))
        number = min(trajectory.step_of(lane, self._playhead.step) + 1, last)
        try:
            return step_question(trajectory, lane, number) if number else None
        except InputError:
            return None

    def _take(self, answer: Answer) -> None:
        if answer.number != self._asked or self.panel is None:
            return
        match answer:
            case Sliced():
                self._show(answer)
            case Failure():
                self._say(answer.message)
                self._look_again()
            case Done():
                self._look_again()

    def _look_again(self) -> None:
        """The question has been answered in full; something else may be wanted by now."""
        self._asked = 0
        self._look()

    def _show(self, answer: Sliced) -> None:
        from gdviz.qt.views.line_text import no_search_sentence, slice_sentence

        trajectory, lane = self._session.trajectory, self._session.selection.lane
        entry, start = divmod(lane, len(trajectory.spec.starts))
        if self.panel is None or entry >= len(trajectory.spec.entries):
            return
        label, look = lane_label(trajectory, entry, start), entry_look(self._session.shown.looks, entry)
        if answer.slice is None:
            self.panel.show_slice(None, look, no_search_sentence(label))
            return
        number = answer.slice.question.number
        asked = [
            (losses_until(trajectory, lane, each), gradients_until(trajectory, lane, each))
            for each in (number - 1, number)
        ]
        self.panel.show_slice(answer.slice, look, slice_sentence(answer.slice, label, *asked))

    def _say(self, sentence: str) -> None:
        assert self.panel is not None
        self.panel.show_slice(None, entry_look(self._session.shown.looks, self._session.selection.entry), sentence)
