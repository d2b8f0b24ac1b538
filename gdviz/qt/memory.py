"""The window as it was left: settings and the last experiment, restored at the start and kept at the end."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from gdviz.engine.budget import Budget
from gdviz.engine.errors import InputError
from gdviz.language.errors import FormulaError
from gdviz.language.sentence import Sentence
from gdviz.qt.appearance import appearance
from gdviz.qt.main_window import MainWindow
from gdviz.qt.settings import Settings, make_folder, read_settings, set_aside, write_settings
from gdviz.qt.setup import Setup
from gdviz.qt.setup_file import load_setup, save_setup
from gdviz.qt.views.view_bar import VIEWS

T = TypeVar("T")

AXES = {budget.value: budget for budget in Budget}


class Memory:
    """Two files in one folder, each replaced in one move; `said` holds what could not be restored or kept."""

    def __init__(self, folder: Path) -> None:
        self._settings_file, self._session_file = folder / "settings.json", folder / "session.gdviz"
        self.said: list[str] = []
        self.is_first = not os.path.lexists(self._settings_file)
        self._kept: dict[Path, object] = {}
        self._settings, sentence = read_settings(self._settings_file)
        self._say(sentence)

    def setup(self) -> Setup:
        """The experiment of the last session, or the default one."""
        if os.path.lexists(self._session_file):
            try:
                # What was just read need not be written again.
                setup = self._kept[self._session_file] = load_setup(self._session_file)
                return setup
            except (InputError, FormulaError):
                self._say(set_aside(self._session_file))
        return load_setup(None)

    def dress(self) -> None:
        """Give the application language, theme and projector mode."""
        appearance().set_all(self._settings.language, self._settings.theme, self._settings.projector)

    def resume(self, window: MainWindow) -> None:
        """Go on where the last session ended, as far as files go; with its experiment unless the window has one."""
        setup = window.session.wanted if window.documents.path else self.setup()
        if setup != window.session.wanted:
            window.session.resume(setup)
        settings = self._settings
        window.documents.recall(settings.recent, settings.folder, settings.document)

    def restore(self, window: MainWindow) -> None:
        """Make a window that is not shown yet what the last one was."""
        settings = self._settings
        if settings.speed:
            window.playhead.set_speed(settings.speed)
        window.session.set_budget(AXES.get(settings.axis, Budget.STEPS))
        if settings.view in VIEWS:
            window.stage.set_view(settings.view)
        window.restoreGeometry(settings.geometry)

    def restore_panels(self, window: MainWindow) -> None:
        """Put the panels of a window that is shown where they were."""
        if self._settings.workspace:
            window.workspace.restoreState(self._settings.workspace)

    def keep(self, window: MainWindow) -> None:
        """Write what has changed since it was written last; what goes wrong is said once."""
        try:
            make_folder(self._session_file.parent)
            self._write(self._settings_file, _settings_of(window), write_settings)
            self._write(self._session_file, window.session.shown, save_setup)
        except InputError as error:
            self._say(Sentence("Settings and session cannot be kept: {error}", error=error.sentence))

    def _write(self, file: Path, value: T, write: Callable[[Path, T], None]) -> None:
        if self._kept.get(file) != value:
            write(file, value)
            self._kept[file] = value

    def _say(self, sentence: str) -> None:
        if sentence and sentence not in self.said:
            self.said.append(sentence)


def _settings_of(window: MainWindow) -> Settings:
    look = appearance()
    return Settings(
        language=look.language,
        theme=look.theme,
        projector=look.projector,
        speed=window.playhead.speed,
        axis=window.session.budget.value,
        view=window.stage.view,
        recent=window.documents.recent,
        folder=window.documents.folder,
        document=window.documents.path,
        geometry=bytes(window.saveGeometry().data()),
        workspace=bytes(window.workspace.saveState().data()),
    )
