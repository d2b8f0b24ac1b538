"""The starting points: which of them is chosen, its coordinates, and what adds and removes starts."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QMenu, QToolButton, QVBoxLayout, QWidget

from gdviz.engine.compiled_surface import coordinates
from gdviz.qt.controls.error_label import ErrorLabel
from gdviz.qt.controls.start_boxes import StartBoxes
from gdviz.qt.icons import icon
from gdviz.qt.rounding import rounded
from gdviz.qt.session import Session
from gdviz.qt.setup import Setup, most_starts, with_new_start, with_spec, with_start, without_start
from gdviz.qt.text import tr, write

# A new start lies beside the one chosen, by this share of the window, towards its middle.
NEW_START_SHARE = 0.2
RING_COUNT, RING_PERCENT = 8, 50


class StartsControl(QWidget):
    """Every entry starts from every start; most races have one, and then nothing is said of a number.

    `chosen_changed(index)` tells which start boxes, keys and drags mean.
    """

    chosen_changed = Signal(int)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._chosen = 0
        self._names: tuple[str, ...] = ()
        self._boxes = StartBoxes()
        self._choice = QComboBox()
        self._error = ErrorLabel("starts_error")
        self._default = self._button("default_start", "home", "Back to the surface's own start", self.to_default)
        self._add = self._button("add_start", "add", "Add a start: every optimizer runs from each", self.add)
        self._remove = self._button("remove_start", "remove", "Remove this start", self.remove)
        self._boxes.committed.connect(self.place)
        self._boxes.failed.connect(self._error.say)
        self._lay_out()
        self.sync(session.wanted)
        session.setup_changed.connect(self.sync)
        session.refused.connect(self._say_refused)

    def sync(self, setup: Setup) -> None:
        """Show the setup's starts."""
        names = coordinates(setup.spec.surface)
        if names != self._names:
            self._names = names
            self._boxes.set_names(names)
            self._error.say("")
        starts = setup.spec.starts
        self._chosen = min(self._chosen, len(starts) - 1)
        self.chosen_changed.emit(self._chosen)
        self._sync_choice(len(starts))
        self._boxes.show_point(starts[self._chosen])

    def place(self, point: tuple[float, ...]) -> None:
        """Put the chosen start at a point."""
        self._try(lambda: self._session.change(with_start(self._session.wanted, self._chosen, point)))

    def move_start(self, index: int, point: tuple[float, ...]) -> None:
        """Choose a start and put it at a point."""
        self._chosen = index
        self.place(point)

    def to_default(self) -> None:
        """The surface's own start, alone."""
        setup = self._session.wanted
        self._try(lambda: self._session.change(with_spec(setup, starts=(setup.spec.surface.start,))))

    def add(self) -> None:
        """One start more, beside the chosen one, and choose it."""
        setup = self._session.wanted
        here = setup.spec.starts[self._chosen]
        self.add_at(tuple(map(_beside, here, setup.spec.surface.window)) or here)

    def add_at(self, point: tuple[float, ...]) -> None:
        """One start more, at a point, and choose it."""
        setup, was = self._session.wanted, self._chosen
        self._chosen = len(setup.spec.starts)
        if not self._try(lambda: self._session.change(with_new_start(setup, point))):
            self._chosen = was
        self.sync(self._session.wanted)

    def choose(self, index: int) -> None:
        """Let boxes and keys mean this start."""
        self._chosen = index
        self.sync(self._session.wanted)

    def ask_ring(self) -> None:
        """Ask how many starts are to stand around the chosen one, and how far from it."""
        from gdviz.qt.controls.start_dialog import StartDialog

        dialog = StartDialog("Ring of starts", self.ring, self)
        dialog.ask("ring_count", "Number of starts", RING_COUNT, 2, most_starts(self._session.wanted))
        dialog.ask("ring_radius", "Radius, in percent of half the window", RING_PERCENT, 1, 100, " %").open()

    def ask_grid(self) -> None:
        """Ask how many starts there are to be along each side of the window."""
        from gdviz.qt.controls.start_dialog import StartDialog
        from gdviz.qt.start_patterns import widest_grid

        dialog = StartDialog("Grid of starts", self.grid, self)
        dialog.ask("grid_side", "Starts along each side", 3, 1, widest_grid(self._session.wanted)).open()

    def ring(self, count: int, percent: int) -> None:
        """Starts around the chosen one, in place of all; InputError if they are too many."""
        from gdviz.qt.start_patterns import ring

        setup = self._session.wanted
        points = ring(setup, setup.spec.starts[self._chosen], count, percent / 100)
        self._session.change(with_spec(setup, starts=points))

    def grid(self, side: int) -> None:
        """Starts all over the window, in place of all; InputError if they are too many."""
        from gdviz.qt.start_patterns import grid

        setup = self._session.wanted
        self._session.change(with_spec(setup, starts=grid(setup, setup.spec.starts[self._chosen], side)))

    def to_one(self) -> None:
        """The chosen start alone."""
        setup = self._session.wanted
        self._try(lambda: self._session.change(with_spec(setup, starts=(setup.spec.starts[self._chosen],))))

    def remove(self) -> None:
        """The chosen start goes."""
        self._try(lambda: self._session.change(without_start(self._session.wanted, self._chosen)))

    def retranslate(self) -> None:
        """Write every text in the language of the moment."""
        self._sync_choice(self._choice.count())

    def _sync_choice(self, count: int) -> None:
        self._choice.blockSignals(True)
        self._choice.clear()
        self._choice.addItems([tr("Start {number} of {count}", number=n + 1, count=count) for n in range(count)])
        self._choice.setCurrentIndex(self._chosen)
        self._choice.blockSignals(False)
        self._choice.setVisible(count > 1)
        self._remove.setVisible(count > 1)

    def _try(self, change: Callable[[], object]) -> bool:
        return self._error.attempt(change)

    def _say_refused(self, part: str, sentence: str) -> None:
        if part == "starts":
            self._error.say(sentence)

    def _button(self, name: str, picture: str, tip: str, slot) -> QToolButton:
        button = QToolButton()
        button.setObjectName(name)
        button.setIcon(icon(picture))
        write(button, name=tip, tip=tip)
        button.setAutoRaise(True)
        if slot is not None:
            button.clicked.connect(slot)
        return button

    def _patterns(self) -> QToolButton:
        """The button with the menu of several starts at once."""
        button = self._button("start_patterns", "open", "Several starts at once, or one again", None)
        menu = QMenu(button, objectName="start_patterns_menu")
        for text, slot in (
            ("Ring of starts…", self.ask_ring),
            ("Grid of starts…", self.ask_grid),
            ("One start again", self.to_one),
        ):
            action = menu.addAction("")
            write(action, text=text)
            action.triggered.connect(slot)
        button.setMenu(menu)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        return button

    def _lay_out(self) -> None:
        heading = QLabel()
        write(heading, text="Start")
        heading.setProperty("kind", "heading")
        self._choice.setObjectName("start_choice")
        write(self._choice, name="Which start")
        self._choice.currentIndexChanged.connect(self.choose)
        head = QHBoxLayout()
        head.addWidget(heading)
        head.addWidget(self._choice)
        head.addStretch(1)
        for button in (self._remove, self._add, self._patterns(), self._default):
            head.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        column.addLayout(head)
        column.addWidget(self._boxes)
        column.addWidget(self._error)


def _beside(value: float, side: tuple[float, float]) -> float:
    low, high = side
    step = NEW_START_SHARE * (high - low)
    return rounded(value + (step if value < (low + high) / 2 else -step), step / 100)
