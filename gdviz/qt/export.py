"""The window's door to copying and exporting, which loads what that takes when it is first gone through."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from gdviz.qt.playhead import Playhead
from gdviz.qt.session import Session

if TYPE_CHECKING:
    from gdviz.qt.exporter import Exporter


class Export(QObject):
    """`view()` is the view that is copied; `said(sentence)` for what the user should know."""

    said = Signal(str)

    def __init__(self, window: QWidget, session: Session, playhead: Playhead, view: Callable[[], QWidget]) -> None:
        super().__init__(window)
        self._parts = window, session, playhead
        self._view = view
        self._exporter: Exporter | None = None

    def copy_picture(self) -> None:
        """Put a picture of the view on the clipboard."""
        self._loaded().copy_picture(self._view())

    def ask(self) -> None:
        """Ask what to export, and export it."""
        self._loaded().ask()

    def stop(self) -> None:
        """Give up whatever runs."""
        if self._exporter is not None:
            self._exporter.stop()

    def _loaded(self) -> Exporter:
        if self._exporter is None:
            from gdviz.qt.exporter import Exporter

            self._exporter = Exporter(*self._parts)
            self._exporter.said.connect(self.said)
        return self._exporter
