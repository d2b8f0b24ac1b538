"""The list of entries and the menu that adds one."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QScrollArea, QToolButton, QVBoxLayout, QWidget

from gdviz.engine.optimizer import Optimizer
from gdviz.engine.scan import Trial
from gdviz.optimizers import OPTIMIZERS
from gdviz.qt.controls.error_label import ErrorLabel
from gdviz.qt.controls.outcome_legend import OutcomeLegend
from gdviz.qt.formulas import Formulas
from gdviz.qt.icons import icon
from gdviz.qt.session import Session
from gdviz.qt.setup import Setup, with_entry
from gdviz.qt.style import Look
from gdviz.qt.text import write

if TYPE_CHECKING:
    from gdviz.qt.controls.entry_row import EntryRow


class EntriesControl(QWidget):
    """One row per entry; the rows scroll when they do not fit, the window never does."""

    def __init__(self, session: Session, formulas: Formulas) -> None:
        super().__init__()
        self._session = session
        self._formulas = formulas
        self._rows: dict[Look, EntryRow] = {}
        self._built: tuple[object, ...] = ()
        self._add = QToolButton()
        self.edit = QToolButton(autoRaise=True)
        self._error = ErrorLabel("entries_error")
        self._column = QVBoxLayout()
        self._area = QScrollArea()
        self._lay_out()

    def build(self) -> None:
        """Make the rows and the menu, which the first paint does not wait for."""
        self.sync(self._session.wanted)
        self._session.setup_changed.connect(self.sync)

    def tab_parts(self) -> list[QWidget]:
        """The entries before the buttons that add one."""
        return [self._area, self._add, self.edit]

    def sync(self, setup: Setup) -> None:
        """Show the setup's entries; rows are built anew only when an entry came or went."""
        built = (*setup.looks, *(entry.method for entry in setup.spec.entries), setup.own)
        if built != self._built:
            self._built = built
            self._build(setup)
            return
        for row in self._rows.values():
            row.sync(setup)

    def show_trials(self, trials: Sequence[tuple[Trial, ...]]) -> None:
        """What each rate of each entry leads to, as far as it is known."""
        for row, known in zip(self._rows.values(), trials, strict=False):
            row.show_trials(known)

    def _build(self, setup: Setup) -> None:
        expanded = {look for look, row in self._rows.items() if row.expanded}
        focus = self.focusWidget()
        for row in self._rows.values():
            row.retire()
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        from gdviz.qt.controls.entry_row import EntryRow  # not needed for the first paint

        self._rows = {look: EntryRow(self._session, self._formulas, index) for index, look in enumerate(setup.looks)}
        for index, (look, row) in enumerate(self._rows.items()):
            row.expand(look in expanded)
            # The rows are laid out for the new height first.
            row.opened.connect(partial(QTimer.singleShot, 0, row, partial(self._show_whole, row)))
            self._column.insertWidget(index, row)
        self._fill_menu(setup)
        # Whoever chose something with the keyboard goes on where he was.
        again = [row.findChild(QWidget, focus.objectName()) for row in self._rows.values()] if focus else []
        for widget in filter(None, again):
            widget.setFocus()

    def _lay_out(self) -> None:
        self._add.setObjectName("add_entry")
        self._add.setIcon(icon("add"))
        write(self._add, text="Add", name="Add an optimizer", tip="Add an optimizer to the race")
        self.edit.setObjectName("edit_optimizer")
        self.edit.setIcon(icon("edit"))
        tip = "Write an optimizer of your own, beginning with the selected one (Ctrl+Shift+O)"
        write(self.edit, name="Own optimizer", tip=tip)
        self._add.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._add.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        heading = QLabel()
        write(heading, text="Optimizers")
        heading.setProperty("kind", "heading")
        head = QHBoxLayout()
        head.addWidget(heading, 1)
        head.addWidget(self._add)
        head.addWidget(self.edit)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        column.addLayout(head)
        column.addWidget(self._error)
        column.addWidget(OutcomeLegend())
        self._fill_area()
        column.addWidget(self._area, 1)

    def _fill_area(self) -> None:
        inside = QWidget()
        inside.setObjectName("entry_list")
        inside.setLayout(self._column)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(3)
        self._column.addStretch(1)
        area = self._area
        area.setObjectName("entries_scroll")
        write(area, name="List of optimizers")
        area.setWidget(inside)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def _show_whole(self, row: EntryRow) -> None:
        """Bring a row that has become higher into sight, its top if there is no room for all of it."""
        bar, room = self._area.verticalScrollBar(), self._area.viewport().height()
        bar.setValue(min(row.y(), max(bar.value(), row.geometry().bottom() + 1 - room)))

    def _fill_menu(self, setup: Setup) -> None:
        """Methods in teaching order; one with other readings has a menu of its own, the first line being itself."""
        menu = QMenu(self._add)
        menu.setToolTipsVisible(True)
        known = (*OPTIMIZERS, *setup.own)
        for method in known:
            if method.variant_of and any(other.key == method.variant_of for other in known):
                continue
            variants = [other for other in known if other.variant_of == method.key]
            place = menu.addMenu("") if variants else menu
            if variants:
                write(place, title=method.title)
            for each in (method, *variants):
                self._add_action(place, each)
        menu.addSeparator()
        own = menu.addAction("", self.edit.click)
        own.setObjectName("add_own")
        write(own, text="Own optimizer…", tip="Write an optimizer of your own")
        old = self._add.menu()
        self._add.setMenu(menu)
        if old:
            old.deleteLater()

    def _add_action(self, menu: QMenu, optimizer: Optimizer) -> None:
        action = menu.addAction("")
        action.setObjectName(f"add_{optimizer.key}")
        write(action, text=optimizer.title, tip=optimizer.summary)
        action.triggered.connect(partial(self.add, optimizer))

    def add(self, optimizer: Optimizer, *_: object) -> None:
        """Add an entry with that optimizer at its defaults."""
        self._error.attempt(lambda: self._session.change(with_entry(self._session.wanted, optimizer)))
