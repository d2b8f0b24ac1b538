"""The line that says at which point of which surface something is looked at."""

from __future__ import annotations

import unicodedata

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from gdviz.engine.surface import Point
from gdviz.files.arguments import start_from_text
from gdviz.qt.controls.error_label import ErrorLabel
from gdviz.qt.controls.number_box import NumberBox
from gdviz.qt.elided_label import ElidedLabel
from gdviz.qt.style import type_scale
from gdviz.qt.text import write

NARROWEST, WIDEST = 160, 360


def point_of(text: str) -> Point:
    """The point that a text holds, one number per coordinate; InputError otherwise."""
    # Chinese keyboards give wide digits and commas.
    return start_from_text(unicodedata.normalize("NFKC", text))


class PointBar(QWidget):
    """`point_typed(point)` when one is typed, `head_wanted()` when the head is to be followed."""

    point_typed = Signal(object)
    head_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("point_bar")
        tip = "One number for each coordinate, such as 1, -1.5; Enter takes it"
        self.box = NumberBox("gradient_point", "Point", tip, point_of)
        self.head = QCheckBox(objectName="gradient_at_head")
        write(
            self.head,
            text="At the head",
            name="At the head",
            tip="Check where the selected run is at the step shown, on the surface of the race",
        )
        self.surface = ElidedLabel()
        self.surface.setObjectName("gradient_surface")
        self._error = ErrorLabel("gradient_error")
        self._point: Point = ()
        self._lay_out()
        self.box.committed.connect(self.point_typed)
        self.box.failed.connect(self.say)
        self.head.clicked.connect(self._choose_head)
        self.restyle()

    def show_question(self, expression: str, point: Point, at_head: bool) -> None:
        """What is asked about; a wrong text stays until the point changes."""
        self.surface.setText(f"f = {expression}")
        self._point = point
        self.box.show_value(point)
        self.head.setChecked(at_head)

    def say(self, sentence: str) -> None:
        """What is wrong, or nothing."""
        self._error.say(sentence)

    def restyle(self) -> None:
        """Make room for the type of the moment."""
        self.box.setMinimumWidth(round(NARROWEST * type_scale()))
        self.box.setMaximumWidth(round(WIDEST * type_scale()))

    def _choose_head(self, wanted: bool) -> None:
        """Unticked, the point where it is stays."""
        if wanted:
            self.say("")
            self.head_wanted.emit()
        else:
            self.point_typed.emit(self._point)

    def _lay_out(self) -> None:
        label = QLabel()
        write(label, text="Point")
        label.setBuddy(self.box)
        line = QHBoxLayout()
        line.addWidget(label)
        line.addWidget(self.box, 1)
        line.addWidget(self.head)
        line.addSpacing(12)
        line.addWidget(self.surface, 1)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(2)
        rows.addLayout(line)
        rows.addWidget(self._error)
