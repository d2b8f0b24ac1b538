"""Makes the Taylor model of the shown surface at the point that was clicked last."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from gdviz.engine.compiled_surface import CompiledSurface
from gdviz.engine.errors import InputError
from gdviz.engine.protocol import Description
from gdviz.engine.surface import Point
from gdviz.qt.critical_seeker import near_length, seen_window
from gdviz.qt.session import Session
from gdviz.qt.setup import Setup
from gdviz.qt.views.findings import ShownModel
from gdviz.qt.views.stage import Stage


class ModelMaker(QObject):
    """While it is on: `made(shown model or None, sentence)`; at first the point is the first start.

    `compiled` are the derivatives of the shown surface, None until they have come.
    """

    made = Signal(object, object)

    def __init__(self, session: Session, stage: Stage) -> None:
        super().__init__(stage)
        self._session, self._stage = session, stage
        self.on = False
        self.order = 2
        self.compiled: CompiledSurface | None = None
        self._point: Point | None = None
        self._radius = 0.0
        self._surface = session.shown.spec.surface
        session.shown_changed.connect(self._follow)
        session.described.connect(self._take)
        stage.place_chosen.connect(self.put)
        stage.window_moved.connect(self._look)

    def switch(self, on: bool) -> None:
        """Make models from now on, or no longer."""
        self.on = on
        self._make()

    def put(self, point: Point) -> None:
        """The model at another point."""
        self._point = point
        self._make()

    def set_order(self, order: int) -> None:
        """The model of first or of second order."""
        self.order = order
        self._make()

    def near(self) -> float:
        """The radius within which the model is judged."""
        return near_length(seen_window(self._stage, self._surface))

    def _follow(self, setup: Setup) -> None:
        """Another surface has another model, once its derivatives are known."""
        if setup.spec.surface != self._surface:
            self._surface, self._point, self.compiled = setup.spec.surface, None, None
            self._make()

    def _take(self, description: Description) -> None:
        self.compiled = description.compiled
        self._make()

    def _look(self) -> None:
        """The window has moved: only another radius matters."""
        if self.on and self.compiled is not None and self.near() != self._radius:
            self._make()

    def _make(self) -> None:
        if not self.on or self.compiled is None:
            self.made.emit(None, "")
            return
        from gdviz.engine.taylor import model_error, taylor_model
        from gdviz.qt.views.critical_text import model_sentence

        self._radius = self.near()
        point = self._point or self._session.shown.spec.starts[0]
        try:
            shown = ShownModel(taylor_model(self.compiled, point), self.order, self._radius)
        except InputError as error:
            self.made.emit(None, error.sentence)
            return
        off = model_error(self.compiled, shown.model, shown.order, shown.radius)
        self.made.emit(shown, model_sentence(shown, off))
