"""The experiment file that the window is about: new, opened, saved, and what is asked before changes are lost."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMainWindow

from gdviz.engine.errors import InputError
from gdviz.language.errors import FormulaError
from gdviz.qt.file_dialogs import ask_open, ask_save, ask_unsaved, complain
from gdviz.qt.file_menus import FileDrop, FileMenus
from gdviz.qt.session import Session
from gdviz.qt.setup import Setup
from gdviz.qt.setup_file import load_setup, save_setup

RECENT_LIMIT = 10
TABLES = (".csv", ".tsv")
# So many changes of document are remembered, twice over.
WAYS = 20


@dataclass(frozen=True)
class Document:
    """A file, unless the experiment has none yet, and the setup that is in it."""

    path: str
    setup: Setup

    def differs(self, setup: Setup) -> bool:
        """Whether a setup is not what the file says; colours are in no file."""
        return replace(setup, looks=()) != replace(self.setup, looks=())


class Documents(QObject):
    """`recent_changed(paths)`, the newest first, and `begun(path)` when another experiment is shown.

    `table_wanted(path)` when the file to be opened is no experiment but a table of data.
    """

    recent_changed = Signal(object)
    begun = Signal(str)
    table_wanted = Signal(str)

    def __init__(self, window: QMainWindow, session: Session) -> None:
        super().__init__(window)
        self._window, self._session = window, session
        self._document = self._before = Document("", session.wanted)
        # The setups at which one document became another, with the document of each: undo leads back over them.
        self._ways: tuple[tuple[Setup, Document], ...] = ()
        self._given_up = False
        self._titled: tuple[str, bool] | None = None
        self.recent: tuple[str, ...] = ()
        self.folder = str(Path.home())
        session.resumed.connect(self._resume)
        session.setup_changed.connect(self._follow)
        session.refused.connect(self._refuse)

    def show_in(self, actions: dict[str, QAction]) -> None:
        """Stand in the window from here on: menus beside the actions of files, and files dropped on it."""
        FileMenus(self, actions)
        FileDrop(self, self._window)

    @property
    def path(self) -> str:
        """The file that saving writes; empty while there is none."""
        return self._document.path

    @property
    def unsaved(self) -> bool:
        """Whether there is a file, and the experiment is no longer what the file says."""
        return bool(self.path) and self._document.differs(self._session.wanted)

    def new(self) -> None:
        """Begin again with the default experiment."""
        self._when_safe(lambda: self._begin(None, ""))

    def ask_open(self) -> None:
        """Ask which file to open."""
        self._when_safe(lambda: ask_open(self._window, self.folder, self._open))

    def open(self, path: str) -> None:
        """Open a file, after what is unsaved has been asked about; one sentence says why it cannot be opened."""
        if is_table(path):
            self.table_wanted.emit(path)
        else:
            self._when_safe(lambda: self._open(path))

    def open_example(self, path: str) -> None:
        """Begin with an example, which saving never writes to."""
        self._when_safe(lambda: self._begin(path, ""))

    def save(self) -> None:
        """Write the file, or ask for one if there is none yet."""
        self._save(_nothing)

    def save_as(self) -> None:
        """Ask for a file, and write it."""
        self._ask_save(_nothing)

    def may_close(self) -> bool:
        """Whether nothing would be lost; if not, the user is asked, and the window closes after the answer."""
        if self._given_up or not self.unsaved:
            return True
        self._when_safe(self._close)
        return False

    def begin_with(self, path: str) -> None:
        """The experiment that the window began with is that of a file."""
        path = str(Path(path).absolute())
        self._before = self._document = Document(path, self._session.wanted)
        self.remember(path)
        self._show_title()

    def _resume(self, setup: Setup) -> None:
        self._document = self._before = Document("", setup)

    def recall(self, recent: tuple[str, ...], folder: str, path: str) -> None:
        """Go on with the recent files and the folder of an earlier session, after those of this one, and with its file
        unless there is another one already.
        """
        if path and not self.path:
            self._go_on_with(path)
        earlier = tuple(path for path in recent if path not in self.recent)
        self._set_recent((*self.recent, *earlier)[:RECENT_LIMIT])
        self.folder = folder or self.folder

    def _go_on_with(self, path: str) -> None:
        """What is shown came from this file, and may have been changed since; a file that is gone is forgotten."""
        with suppress(InputError, FormulaError):
            self._before = self._document = Document(path, load_setup(path))
            self._show_title()

    def remember(self, path: str) -> None:
        """Put a file in front of the recent ones."""
        others = tuple(other for other in self.recent if other != path)
        self._set_recent((path, *others)[:RECENT_LIMIT])
        self.folder = str(Path(path).parent)

    def _close(self) -> None:
        self._given_up = True
        self._window.close()

    def _open(self, path: str) -> None:
        path = str(Path(path).absolute())
        if is_table(path):
            self.table_wanted.emit(path)
            return
        if self._begin(path, path):
            self.remember(path)
        elif not Path(path).exists():
            self._set_recent(tuple(other for other in self.recent if other != path))

    def _begin(self, source: str | None, path: str) -> bool:
        """Show another experiment; whether there was nothing against it."""
        try:
            setup = load_setup(source)
        except (InputError, FormulaError) as error:
            complain(self._window, error.sentence)
            return False
        left = (self._session.wanted, self._document)
        self._before, self._document = self._document, Document(path, setup)
        self._ways = (*self._ways[-WAYS:], left, (setup, self._document))
        self._session.replace(setup)
        self._show_title()
        self.begun.emit(path)
        return True

    def _save(self, then: Callable[[], object]) -> None:
        if self.path:
            self._write(self.path, then)
        else:
            self._ask_save(then)

    def _ask_save(self, then: Callable[[], object]) -> None:
        new = Path(self.folder) / f"{self._session.wanted.spec.surface.key or 'race'}.gdviz"
        ask_save(self._window, self.path or str(new), lambda path: self._write(path, then))

    def _write(self, path: str, then: Callable[[], object]) -> None:
        setup = self._session.wanted
        path = str(Path(path).absolute())
        try:
            save_setup(path, setup)
        except InputError as error:
            complain(self._window, error.sentence)
            return
        self._before = self._document = Document(path, setup)
        self._ways = ()
        self.remember(path)
        self._show_title()
        then()

    def _when_safe(self, then: Callable[[], object]) -> None:
        if self.unsaved:
            ask_unsaved(self._window, self._name(), lambda: self._save(then), then)
        else:
            then()

    def _refuse(self, _part: str, _sentence: object) -> None:
        """The engine could not race what was opened: the file before is the document again."""
        if not self._document.differs(self._session.wanted):
            self._document = self._before
            self._show_title()

    def _set_recent(self, paths: tuple[str, ...]) -> None:
        self.recent = paths
        self.recent_changed.emit(paths)

    def _follow(self, setup: Setup) -> None:
        """Undo back over the opening of a file, or redo of it, is of the other document again."""
        self._document = next((document for known, document in self._ways if known == setup), self._document)
        self._show_title()

    def _show_title(self) -> None:
        shown = (self._name(), self.unsaved)
        if shown == self._titled:
            return
        self._titled = shown
        self._window.setWindowModified(False)
        name = shown[0].replace("[*]", "[*][*]")
        self._window.setWindowTitle(f"{name}[*] - gdviz" if name else "gdviz")
        self._window.setWindowModified(shown[1])

    def _name(self) -> str:
        return Path(self.path).name


def is_table(path: str) -> bool:
    """Whether a file is called as tables of data are."""
    return Path(path).suffix.lower() in TABLES


def _nothing() -> None:
    """What follows a plain save."""
