"""The numbers of an export: the size of a picture, the size and the pace of a film."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFormLayout, QHBoxLayout, QLabel, QSpinBox, QWidget

from gdviz.files.film import MOST_FPS, SIZES, FilmPlan
from gdviz.qt.export_choice import WIDTHS
from gdviz.qt.text import tr


class WholeBox(QSpinBox):
    """A box for a whole number."""

    def __init__(self, name: str, title: str, tip: str, span: tuple[int, int]) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(title)
        self.setToolTip(tip)
        self.setRange(*span)
        self.setAccelerated(True)
        self.setKeyboardTracking(False)


class PictureFields(QWidget):
    """The width of a picture, whose height follows; `changed(width)`."""

    changed = Signal(int)

    def __init__(self, proportions: float) -> None:
        super().__init__()
        self._proportions = proportions
        self._width = WholeBox("export_width", tr("Width in pixels"), tr("The height follows from it"), WIDTHS)
        self._height = QLabel()
        self._width.valueChanged.connect(self._tell)
        line = _line(self._width, self._height)
        form = _form(self)
        form.addRow(_label(tr("Size in pixels"), self._width), line)

    def set_proportions(self, proportions: float) -> None:
        """Height over width."""
        self._proportions = proportions
        self._write_height()

    def show_width(self, width: int) -> None:
        """Show a width."""
        self._width.setValue(width)
        self._write_height()

    def _tell(self, width: int) -> None:
        self._write_height()
        self.changed.emit(width)

    def _write_height(self) -> None:
        self._height.setText(f"× {round(self._width.value() * self._proportions)}")


class FilmFields(QWidget):
    """The numbers of a film; `changed(plan)`."""

    changed = Signal(object)

    def __init__(self, last: int) -> None:
        super().__init__()
        self._plan = FilmPlan.of(last)
        steps = (0, last)
        every = (1, max(1, last))
        self._boxes = {
            "width": WholeBox("export_film_width", tr("Width in pixels"), tr("Width of the film"), SIZES),
            "height": WholeBox("export_film_height", tr("Height in pixels"), tr("Height of the film"), SIZES),
            "fps": WholeBox("export_fps", tr("Frames per second"), tr("How many pictures a second"), (1, 60)),
            "stride": WholeBox("export_stride", tr("Steps per frame"), tr("How far the race gets per picture"), every),
            "first": WholeBox("export_first", tr("First step"), tr("The film begins at this step"), steps),
            "last": WholeBox("export_last", tr("Last step"), tr("The film ends at this step"), steps),
        }
        self._summary = QLabel(objectName="export_summary")
        self._summary.setProperty("kind", "muted")
        for box in self._boxes.values():
            box.valueChanged.connect(self._tell)
        self._lay_out()

    def set_suffix(self, suffix: str) -> None:
        """Allow no more than such files can do."""
        self._boxes["fps"].setMaximum(MOST_FPS.get(suffix, 60))

    def show_plan(self, plan: FilmPlan) -> None:
        """Show these numbers."""
        self._plan = plan
        for name, box in self._boxes.items():
            box.blockSignals(True)
            box.setValue(getattr(plan, name))
            box.blockSignals(False)
        self._write_summary()

    def _tell(self) -> None:
        self._plan = replace(self._plan, **{name: box.value() for name, box in self._boxes.items()})
        self._write_summary()
        self.changed.emit(self._plan)

    def _write_summary(self) -> None:
        count, seconds = self._plan.count, f"{self._plan.seconds:.1f}"
        self._summary.setText(tr("{count} frames, {seconds} seconds", count=count, seconds=seconds))

    def _lay_out(self) -> None:
        boxes, form = self._boxes, _form(self)
        size = _line(boxes["width"], QLabel("×"), boxes["height"])
        form.addRow(_label(tr("Size in pixels"), boxes["width"]), size)
        form.addRow(_label(tr("Frames per second"), boxes["fps"]), _line(boxes["fps"]))
        form.addRow(_label(tr("Steps per frame"), boxes["stride"]), _line(boxes["stride"]))
        span = _line(boxes["first"], QLabel(tr("to")), boxes["last"])
        form.addRow(_label(tr("From step"), boxes["first"]), span)
        form.addRow("", self._summary)


def _form(widget: QWidget) -> QFormLayout:
    form = QFormLayout(widget)
    form.setContentsMargins(0, 0, 0, 0)
    return form


def _label(text: str, buddy: QWidget) -> QLabel:
    label = QLabel(text)
    label.setBuddy(buddy)
    return label


def _line(*widgets: QWidget) -> QHBoxLayout:
    line = QHBoxLayout()
    for widget in widgets:
        line.addWidget(widget)
    line.addStretch(1)
    return line
