"""The window's door to the search for good rates: the panel, and the rates that are taken over from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gdviz.engine.extras import RATE
from gdviz.engine.rate_search import Span
from gdviz.qt.engine_client import EngineClient
from gdviz.qt.labels import label_sentence
from gdviz.qt.rate_searcher import RateSearcher
from gdviz.qt.session import Session
from gdviz.qt.setup import with_rates
from gdviz.qt.views.rate_curves import RateCurve, RatePicture
from gdviz.qt.workspace import Workspace

if TYPE_CHECKING:
    from gdviz.qt.rate_page import RatePage

PANEL = "search"


class RateSearch(QObject):
    """It searches while its panel is in sight; the panel is made when it is first seen."""

    def __init__(self, workspace: Workspace, client: EngineClient, session: Session, paced: bool = True) -> None:
        super().__init__(workspace)
        self._workspace, self._session = workspace, session
        self.searcher = RateSearcher(client, session, paced)
        self.page: RatePage | None = None
        self._place = QWidget()
        self._place.setObjectName("rate_place")
        workspace.fill(PANEL, self._place)
        workspace.seen.connect(self._follow_panels)
        self.searcher.changed.connect(self._show)
        self.searcher.refused.connect(self._refuse)
        session.selection.changed.connect(self._show)
        self._follow_panels(PANEL, workspace.in_front(PANEL))

    def open(self) -> None:
        """Bring the panel to the front."""
        self._workspace.show_panel(PANEL)

    def stop(self) -> None:
        """Ask nothing any more."""
        self.searcher.stop()

    def picture(self) -> RatePicture:
        """What is known by now."""
        spec, span = self._session.wanted.spec, self.searcher.span
        curves = tuple(self._curve(index) for index in self.searcher.searched())
        steps = self.searcher.steps or spec.steps
        return RatePicture(curves, self._session.selection.entry, steps, len(spec.starts), span.low, span.high)

    def _curve(self, index: int) -> RateCurve:
        setup = self._session.wanted
        entry = setup.spec.entries[index]
        hyper = entry.optimizer.hyper(RATE)
        return RateCurve(
            entry=index,
            label=label_sentence(entry),
            look=setup.looks[index],
            now=entry.value(RATE),
            lowest=hyper.low,
            highest=hyper.high,
            trials=self.searcher.trials(index),
            done=self.searcher.done(index),
        )

    def _follow_panels(self, name: str, in_front: bool) -> None:
        if name != PANEL:
            return
        if in_front and self.page is None:
            self._build()
        self.searcher.switch(in_front)

    def _build(self) -> None:
        from gdviz.qt.rate_page import RatePage

        self.page = page = RatePage()
        rows = QVBoxLayout(self._place)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.addWidget(page)
        page.bar.asked.connect(self._ask)
        page.taken.connect(lambda entry, rate: self._take({entry: rate}))
        page.all_taken.connect(self._take_all)
        page.table.chosen.connect(self._session.selection.select)

    def _ask(self, span: Span, steps: int) -> None:
        self.searcher.ask_for(span, steps)

    def _take_all(self) -> None:
        curves = self.picture().curves
        self._take({curve.entry: curve.best.rate for curve in curves if curve.best is not None})

    def _take(self, rates: dict[int, float]) -> None:
        """One change, that can be undone at once."""
        self._session.change(with_rates(self._session.wanted, rates))

    def _refuse(self, sentence: str) -> None:
        assert self.page is not None
        self.page.bar.say(sentence)

    def _show(self, *_: object) -> None:
        if self.page is not None and self._workspace.in_front(PANEL):
            searcher = self.searcher
            self.page.bar.show_question(searcher.span, searcher.steps, self._session.wanted.spec.steps)
            self.page.show_picture(self.picture())
