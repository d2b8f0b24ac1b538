"""Leads what is done to the starts on the maps to their control, and its choice back to the maps."""

from __future__ import annotations

from PySide6.QtCore import QObject

from gdviz.qt.controls.starts import StartsControl
from gdviz.qt.views.stage import Stage


class StartLinks(QObject):
    """Connects itself."""

    def __init__(self, stage: Stage, control: StartsControl) -> None:
        super().__init__(stage)
        stage.start_chosen.connect(control.place)
        stage.start_added.connect(control.add_at)
        stage.start_picked.connect(control.choose)
        stage.start_removed.connect(control.remove)
        stage.start_dragged.connect(control.move_start)
        stage.start_dropped.connect(control.move_start)
        control.chosen_changed.connect(stage.set_chosen_start)
