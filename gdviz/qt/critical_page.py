"""The panel of critical points and of the Taylor model: switches, table, the way down, the model's error."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from gdviz.qt.controls.error_label import ErrorLabel
from gdviz.qt.controls.number_box import NumberBox
from gdviz.qt.controls.scale import number_of
from gdviz.qt.style import type_scale
from gdviz.qt.text import write
from gdviz.qt.views.critical_table import CriticalTable

STEP_WIDTH = 64


class CriticalPage(QWidget):
    """Shows what it is told.

    Signals: `points_wanted(bool)`, `model_wanted(bool)`, `order_chosen(1 or 2)`, `step_chosen(length)`,
    `escape_asked()`, `start_asked()`.
    """

    points_wanted = Signal(bool)
    model_wanted = Signal(bool)
    order_chosen = Signal(int)
    step_chosen = Signal(float)
    escape_asked = Signal()
    start_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("critical_page")
        self.points = self._check("critical_on", "Critical points", "Mark every place where the slope is zero (C)")
        self.model = self._check("taylor_on", "Taylor model", "Show the model of the surface at a clicked point (T)")
        self.note = self._label("critical_note")
        self.table = CriticalTable()
        self.escape = self._button(
            "critical_escape",
            "Escape from here",
            "Add two starts, a step along the eigenvector either way",
        )
        self.start = self._button("critical_start", "Start here", "Put a start at this point")
        self.step = NumberBox("critical_step", "Length of the step", "How far from the point the starts lie", number_of)
        self.error = ErrorLabel("critical_error")
        self.told = self._label("critical_told")
        self.orders = QButtonGroup(self)
        self._radio("taylor_first", "First order", "f(θ′) + g·(θ − θ′): a plane", 1)
        self._radio("taylor_second", "Second order", "f(θ′) + g·(θ − θ′) + ½ (θ − θ′)·H (θ − θ′): it bends", 2)
        self.said = self._label("taylor_said")
        self._lay_out()
        self._connect()
        self.restyle()

    def _connect(self) -> None:
        self.points.clicked.connect(self.points_wanted)
        self.model.clicked.connect(self.model_wanted)
        self.orders.idClicked.connect(self.order_chosen)
        self.escape.clicked.connect(self.escape_asked)
        self.start.clicked.connect(self.start_asked)
        self.step.committed.connect(self._take_step)
        self.step.failed.connect(self.error.say)

    def _take_step(self, value: float) -> None:
        self.error.say("")
        self.step_chosen.emit(value)

    def restyle(self) -> None:
        """Make room for the type of the moment."""
        self.step.setFixedWidth(round(STEP_WIDTH * type_scale()))

    def show_switches(self, points: bool, model: bool, order: int) -> None:
        """What is switched on."""
        self.points.setChecked(points)
        self.model.setChecked(model)
        self.orders.button(order).setChecked(True)
        for button in self.orders.buttons():
            button.setEnabled(model)

    def show_ways(self, chosen: bool, down: bool, step: float) -> None:
        """Whether there is a point to start from, and a way down from it."""
        self.start.setEnabled(chosen)
        self.escape.setEnabled(down)
        self.step.show_value(step)

    def _check(self, name: str, text: str, tip: str) -> QCheckBox:
        box = QCheckBox(objectName=name)
        write(box, text=text, name=text, tip=tip)
        return box

    def _radio(self, name: str, text: str, tip: str, order: int) -> None:
        button = QRadioButton(objectName=name)
        write(button, text=text, name=text, tip=tip)
        self.orders.addButton(button, order)

    def _button(self, name: str, text: str, tip: str) -> QPushButton:
        button = QPushButton(objectName=name)
        write(button, text=text, name=text, tip=tip)
        return button

    def _label(self, name: str) -> QLabel:
        label = QLabel(objectName=name, wordWrap=True)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setAlignment(Qt.AlignmentFlag.AlignTop)
        return label

    def _lay_out(self) -> None:
        left, ways_and_model = QVBoxLayout(), QWidget()
        right = QVBoxLayout(ways_and_model)
        right.setContentsMargins(0, 0, 0, 0)
        left.addLayout(_line(self.points, self.note, stretch=self.note))
        left.addWidget(self.table, 1)
        step = QLabel()
        write(step, text="step")
        step.setBuddy(self.step)
        ways = _line(self.start, self.escape, step, self.step)
        ways.addStretch(1)
        right.addLayout(ways)
        right.addWidget(self.error)
        right.addWidget(self.told)
        right.addSpacing(6)
        model = _line(self.model, *self.orders.buttons())
        model.addStretch(1)
        right.addLayout(model)
        right.addWidget(self.said)
        right.addStretch(1)
        both = QHBoxLayout(self)
        both.setContentsMargins(6, 4, 6, 4)
        both.setSpacing(10)
        both.addLayout(left, 3)
        both.addWidget(_Column(ways_and_model), 2)


def _line(*widgets: QWidget, stretch: QWidget | None = None) -> QHBoxLayout:
    line = QHBoxLayout()
    for widget in widgets:
        line.addWidget(widget, stretch=widget is stretch)
    return line


class _Column(QScrollArea):
    """Scrolls only up and down: large type may need more room than there is, but never is a button cut."""

    def __init__(self, content: QWidget) -> None:
        super().__init__()
        self.setObjectName("critical_ways")
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidgetResizable(True)
        self.setWidget(content)
        write(self, name="The way down and the Taylor model")

    def minimumSizeHint(self) -> QSize:
        """As wide as its content must be."""
        bar = self.verticalScrollBar().sizeHint().width()
        return QSize(self.widget().minimumSizeHint().width() + bar, super().minimumSizeHint().height())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The content may have become wider."""
        if watched is self.widget() and event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(watched, event)
