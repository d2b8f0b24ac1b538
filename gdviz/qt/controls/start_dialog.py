"""The little dialog that asks how many starts there are to be, and how far apart."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFormLayout, QSpinBox, QVBoxLayout, QWidget

from gdviz.language.sentence import Sentence
from gdviz.qt.controls.error_label import ErrorLabel
from gdviz.qt.text import tr, write


class StartDialog(QDialog):
    """Asks whole numbers, and closes once `take(*numbers)` has not complained."""

    def __init__(self, title: str, take: Callable[..., object], parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("start_dialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        write(self, window_title=title)
        self._take = take
        self._boxes: list[QSpinBox] = []
        self._form = QFormLayout()
        self.error = ErrorLabel("start_dialog_error")
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        rows = QVBoxLayout(self)
        rows.addLayout(self._form)
        rows.addWidget(self.error)
        rows.addWidget(buttons)
        self.setMinimumWidth(320)

    def ask(self, name: str, label: str, value: int, low: int, high: int, unit: str = "") -> StartDialog:
        """One number more; what this race cannot have cannot be asked for."""
        box = QSpinBox()
        box.setObjectName(name)
        box.setRange(low, max(low, high))
        write(box, tip=Sentence("From {low} to {high} in this race", low=low, high=f"{box.maximum():,}"))
        box.setValue(value)
        box.setSuffix(unit)
        box.setAccessibleName(tr(label))
        self._form.addRow(tr(label), box)
        self._boxes.append(box)
        return self

    def accept(self) -> None:
        """Close, or say what was wrong."""
        if self.error.attempt(lambda: self._take(*(box.value() for box in self._boxes))):
            super().accept()
