"""All entries on one map: the contour map as a page of the stage."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout

from gdviz.qt.text import tr
from gdviz.qt.views.contour_view import ContourView
from gdviz.qt.views.scene import RacePage, Scene, hand_on_clicks


class OverlayPage(RacePage):
    """Leads a scene to the setters of a contour view; a sentence above it says why there is no third dimension."""

    def __init__(self) -> None:
        super().__init__()
        self.map = ContourView()
        self.note = QLabel(objectName="no_third_dimension", visible=False)
        self.note.setProperty("kind", "muted")
        self.note.setTextFormat(Qt.TextFormat.PlainText)
        self.note.setWordWrap(True)
        self.note.setContentsMargins(8, 2, 8, 2)
        self._shown = Scene()
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(self.note)
        rows.addWidget(self.map, 1)
        self.map.window_moved.connect(self.window_moved)
        self.map.lane_chosen.connect(self.lane_chosen)
        self.map.step_chosen.connect(self.step_chosen)
        hand_on_clicks(self.map, self)

    def show_scene(self, scene: Scene) -> None:
        """Tell the map what has changed."""
        old, self._shown = self._shown, scene
        if scene.surface is None:
            return
        if scene.surface != old.surface:
            self.map.set_surface(scene.surface)
            old = Scene(looks=old.looks, hidden=old.hidden, step=old.step, marked=old.marked)
        if scene.compiled is not old.compiled:
            self.map.set_compiled(scene.compiled)
        if scene.looks != old.looks:
            self.map.set_looks(scene.looks)
        for entry in scene.hidden ^ old.hidden:
            self.map.set_entry_visible(entry, entry not in scene.hidden)
        if scene.starts is not old.starts:
            self.map.set_starts(scene.starts)
        self.map.starts.set_chosen(scene.chosen_start)
        if scene.trajectory is not None and scene.trajectory is not old.trajectory:
            self.map.set_trajectory(scene.trajectory)
        if scene.ghost_here is not old.ghost_here:
            self.map.set_ghost(scene.ghost_here)
        if scene.cloud is not old.cloud:
            self.map.set_cloud(scene.cloud)
        if scene.step != old.step:
            self.map.set_step(scene.step)
        self.map.heads.set_ringed(scene.ringed)
        if scene.marked is not old.marked:
            self.map.step_marks.show_step(*scene.marked)
        if scene.findings is not old.findings:
            self.map.show_findings(scene.findings)

    def spans(self) -> tuple[tuple[float, float], ...]:
        """The window of the map."""
        return self.map.spans()

    def explain(self, wanted: bool) -> None:
        """Say, or no longer say, that one coordinate has no third dimension to show."""
        self.note.setVisible(wanted)
        self._write_note()

    def _write_note(self) -> None:
        self.note.setText(tr("A surface of one coordinate is a curve: there is no third dimension to show."))

    def reset_window(self) -> None:
        """Show the surface's own window again."""
        self.map.reset_window()

    def retranslate(self) -> None:
        """Write every text in the language of the moment."""
        self._write_note()
        self.map.retranslate()
