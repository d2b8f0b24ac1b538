"""The window's door to the dialog of one's own data, which is made when it is first opened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from gdviz.qt.controls.surface import SurfaceControl
from gdviz.qt.documents import Documents
from gdviz.qt.session import Session
from gdviz.qt.setup import with_surface

if TYPE_CHECKING:
    from gdviz.engine.surface import Surface
    from gdviz.qt.controls.data_dialog import DataDialog


class OwnData(QObject):
    """One dialog, which keeps its table as long as the window lives."""

    def __init__(self, window: QWidget, session: Session, surface: SurfaceControl, documents: Documents) -> None:
        super().__init__(window)
        self._window, self._session = window, session
        self.dialog: DataDialog | None = None
        surface.data_wanted.connect(self.ask)
        documents.table_wanted.connect(self.open)

    def ask(self) -> None:
        """Ask for a table, and for what is to be learned from it."""
        self._made().open()

    def open(self, path: str) -> None:
        """Begin with the table in a file."""
        dialog = self._made()
        dialog.open()
        dialog.read(path)

    def _made(self) -> DataDialog:
        if self.dialog is None:
            from gdviz.qt.controls.data_dialog import DataDialog

            self.dialog = DataDialog(self._take, self._window)
        return self.dialog

    def _take(self, surface: Surface) -> None:
        self._session.change(with_surface(self._session.wanted, surface))
