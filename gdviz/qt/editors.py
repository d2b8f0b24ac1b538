"""The window's door to the editors of one's own surfaces and optimizers, which are made when they are first opened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from gdviz.qt.controls.panel import ControlPanel
from gdviz.qt.engine_client import EngineClient
from gdviz.qt.session import Session

if TYPE_CHECKING:
    from gdviz.qt.controls.optimizer_editor import OptimizerEditor
    from gdviz.qt.controls.surface_editor import SurfaceEditor


class Editors(QObject):
    """One editor of each kind; what is typed in it is kept as long as the window lives.

    `check_wanted(surface)` when the gradient of a surface is to be checked.
    """

    check_wanted = Signal(object)

    def __init__(
        self, window: QWidget, session: Session, client: EngineClient, controls: ControlPanel, *, paced: bool
    ) -> None:
        super().__init__(window)
        self._window, self._session, self._client = window, session, client
        self._delay = () if paced else (0,)
        self.surface_editor: SurfaceEditor | None = None
        self.optimizer_editor: OptimizerEditor | None = None
        controls.surface.edit.clicked.connect(self.surface)
        controls.entries.edit.clicked.connect(self.optimizer)

    def surface(self) -> None:
        """Write a surface, beginning with that of the race."""
        if self.surface_editor is None:
            from gdviz.qt.controls.surface_editor import SurfaceEditor
            from gdviz.qt.preview import Preview

            self.surface_editor = SurfaceEditor(self._session, Preview(self._client, self), self._window, *self._delay)
            self.surface_editor.check_wanted.connect(self.check_wanted)
        self.surface_editor.open_on(self._session.wanted.spec.surface)

    def optimizer(self) -> None:
        """Write an optimizer, beginning with that of the selected entry."""
        if self.optimizer_editor is None:
            from gdviz.qt.controls.optimizer_editor import OptimizerEditor
            from gdviz.qt.preview import Preview

            self.optimizer_editor = OptimizerEditor(
                self._session, Preview(self._client, self), self._window, *self._delay
            )
        entries = self._session.wanted.spec.entries
        selected = min(self._session.selection.entry, len(entries) - 1)
        self.optimizer_editor.open_on(entries[selected].optimizer)
