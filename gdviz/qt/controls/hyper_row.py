"""One hyperparameter of one entry: its name, a slider and a number box."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QSlider, QStyleOptionSlider, QWidget

from gdviz.engine.extras import RATE
from gdviz.engine.optimizer import Hyper
from gdviz.engine.scan import Trial
from gdviz.engine.spec import Value
from gdviz.language.sentence import Sentence
from gdviz.qt.controls.error_label import ErrorLabel
from gdviz.qt.controls.number_box import NumberBox
from gdviz.qt.controls.outcome_strip import LEGEND, draw_outcomes, strip_height
from gdviz.qt.controls.scale import PLACES, place_of, value_at
from gdviz.qt.controls.symbols import plain_symbol
from gdviz.qt.style import type_scale
from gdviz.qt.text import write

BOX_WIDTH = 84


class HyperSlider(QSlider):
    """A slider over a hyperparameter's range that leaves the wheel to the list it lies in."""

    def __init__(self, hyper: Hyper, name: str, title: str) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._hyper = hyper
        self._trials: tuple[Trial, ...] = ()
        self.setObjectName(name)
        strip = Sentence("{help} The strip below: {outcomes}", help=Sentence(hyper.help), outcomes=LEGEND)
        write(self, name=title, tip=strip if hyper.name == RATE else hyper.help)
        self.setRange(0, PLACES)
        self.setPageStep(PLACES // 20)
        self.setSingleStep(PLACES // 100)
        self.setMinimumWidth(40)

    def set_trials(self, trials: tuple[Trial, ...]) -> None:
        """Show what each value leads to, or with no trials nothing."""
        if trials != self._trials:
            self._trials = trials
            self.update()

    def initStyleOption(self, option: QStyleOptionSlider) -> None:
        """Groove and handle stand above the strip."""
        super().initStyleOption(option)
        option.rect = option.rect.adjusted(0, 0, 0, -self._strip())  # type: ignore[attr-defined]

    def sizeHint(self) -> QSize:
        """Room for the strip, whether its outcomes are known yet or not."""
        return super().sizeHint() + QSize(0, self._strip())

    def minimumSizeHint(self) -> QSize:
        """As high as that."""
        return super().minimumSizeHint() + QSize(0, self._strip())

    def _strip(self) -> int:
        return strip_height() if self._hyper.name == RATE else 0

    def paintEvent(self, event: QPaintEvent) -> None:
        """The strip of outcomes below the groove, and the slider over it."""
        if self._trials:
            painter = QPainter(self)
            draw_outcomes(painter, self.rect(), [(self._share(trial.rate), trial.outcome) for trial in self._trials])
            painter.end()
        super().paintEvent(event)

    def _share(self, rate: float) -> float:
        return place_of(self._hyper, rate) / PLACES

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


def label_text(hyper: Hyper) -> str:
    """The name and the letter of a hyperparameter."""
    return f"{hyper.name}  {plain_symbol(hyper.symbol)}".rstrip()


class HyperRow(QWidget):
    """`changed(value)` when the slider is moved or a value typed. Starting values have no slider: they are typed.

    A vector is shown in the box; its slider stands at the first component and, moved, makes one number of it again.
    """

    changed = Signal(object)

    def __init__(self, hyper: Hyper, prefix: str, entry_title: str, label_width: int) -> None:
        super().__init__()
        self._label = QLabel(label_text(hyper))
        title = Sentence("{hyperparameter} of {entry}", hyperparameter=hyper.name, entry=entry_title)
        self.hyper = hyper
        self.box = NumberBox(f"{prefix}_{hyper.name}_box", title, hyper.help)
        self.box.committed.connect(self.changed)
        self.slider = None if hyper.initial else HyperSlider(hyper, f"{prefix}_{hyper.name}_slider", title)
        self.error = ErrorLabel(f"{prefix}_{hyper.name}_error")
        self.box.failed.connect(self.error.say)
        if self.slider:
            self.slider.valueChanged.connect(self._slide)
        self._lay_out()
        self.set_label_width(label_width)

    def set_label_width(self, width: int) -> None:
        """Give the name a width that all rows of an entry have."""
        self._label.setFixedWidth(width)
        self.box.setFixedWidth(round(BOX_WIDTH * type_scale()))

    def show_value(self, value: Value) -> None:
        """Show a value of the setup."""
        self.box.show_value(value)
        if self.slider:
            first = value[0] if isinstance(value, tuple) else value
            self.slider.blockSignals(True)
            # The place is left alone while it already means this value: a drag must not be pushed off its pixel.
            if value_at(self.hyper, self.slider.value()) != first:
                self.slider.setValue(place_of(self.hyper, first))
            self.slider.blockSignals(False)

    def _lay_out(self) -> None:
        write(self._label, tip=self.hyper.help)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(1)
        grid.addWidget(self._label, 0, 0)
        if self.slider:
            grid.addWidget(self.slider, 0, 1)
        grid.addWidget(self.box, 0, 2)
        grid.setColumnStretch(1, 1)
        grid.addWidget(self.error, 1, 0, 1, 3)

    def _slide(self, place: int) -> None:
        self.changed.emit(value_at(self.hyper, place))
