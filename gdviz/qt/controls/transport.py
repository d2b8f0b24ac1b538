"""The transport bar: buttons, the slider of steps, where the playhead is, and how fast it goes."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QSpinBox, QToolButton, QWidget

from gdviz.engine.budget import Budget
from gdviz.qt.controls.budget_buttons import budget_buttons
from gdviz.qt.controls.step_slider import StepSlider
from gdviz.qt.icons import SIZE, icon
from gdviz.qt.labels import place_text
from gdviz.qt.playhead import MAX_SPEED, MIN_SPEED, Playhead
from gdviz.qt.style import type_scale
from gdviz.qt.text import write
from gdviz.qt.time_axis import TimeAxis

BUTTONS = ("start", "back", "play", "forward", "end")
SPEED_TIP = "Steps per second, from 1 to 10,000; below that the selected run goes rule by rule"


class SpeedBox(QSpinBox):
    """Steps per second; its arrows take large strides, typing takes any number."""

    def __init__(self, playhead: Playhead) -> None:
        super().__init__()
        self._playhead = playhead
        self.setObjectName("speed")
        write(self, name="Speed in steps per second", tip=SPEED_TIP, suffix=" steps/s", special="1 rule/s")
        self.setRange(MIN_SPEED, MAX_SPEED)
        self.setValue(playhead.speed)
        self.setKeyboardTracking(False)
        self.valueChanged.connect(playhead.set_speed)
        playhead.speed_changed.connect(self.setValue)

    def stepBy(self, steps: int) -> None:
        if steps > 0:
            self._playhead.faster()
        else:
            self._playhead.slower()


class TransportBar(QWidget):
    """Buttons come from the actions of the same names, so that menu, key and button are one thing."""

    def __init__(self, playhead: Playhead, axis: TimeAxis, actions: Mapping[str, QAction]) -> None:
        super().__init__()
        self._playhead, self._axis = playhead, axis
        self._play = actions["play"]
        self._buttons: list[QToolButton] = []
        self._slider = StepSlider()
        self._place = QLabel()
        self._lay_out(actions)
        playhead.step_changed.connect(self._show_step)
        playhead.text_step_changed.connect(self._show_place)
        playhead.known_changed.connect(self._show_range)
        playhead.playing_changed.connect(self._show_playing)
        axis.budget_changed.connect(self._show_budget)
        axis.ends_changed.connect(self._slider.set_ends)
        axis.epochs_changed.connect(self.retranslate)
        self._slider.valueChanged.connect(playhead.scrub)
        self._show_range(0, playhead.total)
        self.restyle()
        self.retranslate()

    def retranslate(self) -> None:
        """Write every text in the language of the moment."""
        for button in self._buttons:
            button.setAccessibleName(button.defaultAction().toolTip())
        self._show_range(self._playhead.step, self._playhead.total)

    def restyle(self) -> None:
        """Make room for the type of the moment."""
        for button in self._buttons:
            wide = 44 if button.objectName() == "play" else 32
            button.setFixedSize(round(wide * type_scale()), round(28 * type_scale()))
            button.setIconSize(QSize(SIZE, SIZE) * type_scale())

    def _show_step(self, step: int) -> None:
        self._slider.blockSignals(True)
        self._slider.setValue(step)
        self._slider.blockSignals(False)

    def _show_place(self, step: int) -> None:
        self._place.setText(self._text(step))

    def _text(self, step: int) -> str:
        return place_text(self._axis.budget, step, self._playhead.total, self._axis.epoch(step))

    def _show_budget(self, _budget: Budget) -> None:
        self._show_range(self._playhead.step, self._playhead.total)

    def _show_range(self, _known: int, total: int) -> None:
        self._slider.blockSignals(True)
        self._slider.setRange(0, total)
        self._slider.setPageStep(max(1, total // 20))
        self._slider.setValue(self._playhead.step)
        self._slider.blockSignals(False)
        self._place.setMinimumWidth(self._place.fontMetrics().horizontalAdvance(self._text(total)) + 4)
        self._show_place(self._playhead.step)

    def _show_playing(self, playing: bool) -> None:
        self._play.setIcon(icon("pause" if playing else "play"))

    def _lay_out(self, actions: Mapping[str, QAction]) -> None:
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        line = QHBoxLayout(self)
        line.setContentsMargins(2, 2, 2, 2)
        for name in BUTTONS:
            button = QToolButton()
            button.setObjectName(name)
            button.setDefaultAction(actions[name])
            self._buttons.append(button)
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
            # A click must not take the space bar away from play and pause.
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            line.addWidget(button)
        write(self._slider, name="Step", tip="Drag to any step")
        self._place.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._place.setObjectName("step_text")
        line.addWidget(self._slider, 1)
        line.addWidget(self._place)
        line.addWidget(budget_buttons(self._axis))
        line.addWidget(SpeedBox(self._playhead))
