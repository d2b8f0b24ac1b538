"""One entry of the race: whether it is visible, how it is drawn, its hyperparameters, and the way to remove it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QFontMetrics, QMouseEvent
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QLabel, QSizePolicy, QToolButton, QVBoxLayout

from gdviz.engine.extras import RATE
from gdviz.engine.optimizer import Optimizer
from gdviz.engine.scan import Trial
from gdviz.engine.spec import Value
from gdviz.language.sentence import Sentence
from gdviz.qt.controls.extras_row import ExtrasRow
from gdviz.qt.controls.hyper_row import HyperRow, label_text
from gdviz.qt.elided_label import ElidedLabel
from gdviz.qt.formulas import Formulas
from gdviz.qt.icons import icon
from gdviz.qt.labels import label_sentence
from gdviz.qt.marker_shapes import swatch_icon
from gdviz.qt.session import Session
from gdviz.qt.setup import Setup, with_value, with_visible, without_entry
from gdviz.qt.text import write

SWATCH = QSize(34, 16)


class EntryRow(QFrame):
    """Shows entry `index` of the session's setup; its first hyperparameter is always in sight, the others on demand.

    Signal: `opened()` when they have been asked for.
    """

    opened = Signal()

    def __init__(self, session: Session, formulas: Formulas, index: int) -> None:
        super().__init__()
        self._session = session
        self._formulas = formulas
        self._index = index
        entry = session.wanted.spec.entries[index]
        self._title = label_sentence(entry)
        self.setProperty("kind", "entry")
        self.setObjectName(f"entry_{index}")
        self._visible = QCheckBox()
        self._more = QToolButton()
        self._remove = QToolButton()
        self._method = entry.method
        self.rows: list[HyperRow] = []
        self._extras: ExtrasRow | None = None
        self._title_label = ElidedLabel()
        self._picture = QLabel()
        self._name_parts(entry.optimizer.summary)
        self._lay_out(session.wanted)
        self._connect()
        self._build_rows(1)
        self.expand(False)
        session.selection.changed.connect(self._show_selected)
        self._show_selected()

    def _build_rows(self, count: int) -> None:
        """The rows up to that number; those that nobody opens are never made, they would delay the first picture."""
        hypers = self._method.hyperparameters
        width = _name_width(self._method, self.fontMetrics())
        for hyper in hypers[len(self.rows) : count]:
            row = HyperRow(hyper, f"entry_{self._index}", self._title, width)
            row.changed.connect(partial(self._set_value, row))
            self.rows.append(row)
            self.layout().addWidget(row)
        self.sync(self._session.wanted)

    def _build_extras(self) -> None:
        """Below the hyperparameters, whose number changes with them."""
        if self._extras is None:
            self._extras = ExtrasRow(self._session, self._formulas, self._index, self._title)
            self.layout().addWidget(self._extras)

    def _show_selected(self) -> None:
        """Frame the entry that is looked at closely."""
        selected = self._session.selection.entry == self._index
        if self.property("selected") != selected:
            self.setProperty("selected", selected)
            self.style().unpolish(self)
            self.style().polish(self)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click beside the controls selects the entry."""
        self._session.selection.select(self._index)
        super().mousePressEvent(event)

    def sync(self, setup: Setup) -> None:
        """Show the setup's values."""
        entry = setup.spec.entries[self._index]
        self._visible.blockSignals(True)
        self._visible.setChecked(setup.visible[self._index])
        self._visible.blockSignals(False)
        write(self._title_label, text=label_sentence(entry))
        self._remove.setEnabled(len(setup.spec.entries) > 1)
        for row in self.rows:
            row.show_value(entry.value(row.hyper.name))
        if self._extras:
            self._extras.sync(setup)

    def show_trials(self, trials: tuple[Trial, ...]) -> None:
        """What each value of the rate leads to."""
        for row in self.rows:
            if row.hyper.name == RATE and row.slider:
                row.slider.set_trials(trials)

    def retire(self) -> None:
        """Change nothing any more: a box that is hidden gives what was typed in it, when the entry may be gone."""
        self._visible.blockSignals(True)
        for row in self.rows:
            row.blockSignals(True)
        if self._extras:
            self._extras.retire()

    @property
    def expanded(self) -> bool:
        """Whether every hyperparameter is in sight."""
        return self._more.isChecked()

    def expand(self, all_rows: bool) -> None:
        """Show every hyperparameter, or the first alone."""
        if all_rows:
            self._build_rows(len(self._method.hyperparameters))
            self._build_extras()
        for row in self.rows[1:]:
            row.setVisible(all_rows)
        if self._extras:
            self._extras.setVisible(all_rows)
        self._more.setChecked(all_rows)
        self._more.setIcon(icon("close" if all_rows else "open"))
        write(self._more, tip="Fewer hyperparameters" if all_rows else "All hyperparameters, schedule and clipping")

    def restyle(self) -> None:
        """Draw the entry's look in the colours and sizes of the moment."""
        self._picture.setPixmap(swatch_icon(self._look).pixmap(SWATCH, self.devicePixelRatioF()))
        width = _name_width(self._method, self.fontMetrics())
        for row in self.rows:
            row.set_label_width(width)

    def _name_parts(self, summary: str) -> None:
        for widget, name, title in (
            (self._visible, "visible", Sentence("Show {entry}", entry=self._title)),
            (self._more, "more", Sentence("All hyperparameters of {entry}", entry=self._title)),
            (self._remove, "remove", Sentence("Remove {entry}", entry=self._title)),
        ):
            widget.setObjectName(f"entry_{self._index}_{name}")
            write(widget, name=title, tip=title)
        self._more.setCheckable(True)
        self._remove.setIcon(icon("remove"))
        for button in (self._more, self._remove):
            button.setAutoRaise(True)
        write(self, tip=summary)

    def _lay_out(self, setup: Setup) -> None:
        self._look = setup.looks[self._index]
        self.restyle()
        title = self._title_label
        title.setProperty("kind", "entry-title")
        title.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        head = QHBoxLayout()
        head.setSpacing(5)
        for widget in (self._visible, self._picture, title, self._more, self._remove):
            head.addWidget(widget, stretch=widget is title)
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 2, 4, 3)
        column.setSpacing(2)
        column.addLayout(head)

    def _connect(self) -> None:
        self._visible.toggled.connect(self._set_visible)
        self._more.toggled.connect(self.expand)
        self._more.clicked.connect(self._tell_opened)
        self._remove.clicked.connect(self._leave)

    def _set_visible(self, visible: bool) -> None:
        self._session.change(with_visible(self._session.wanted, self._index, visible))

    def _tell_opened(self, all_rows: bool) -> None:
        if all_rows:
            self.opened.emit()

    def _leave(self) -> None:
        self._session.change(without_entry(self._session.wanted, self._index))

    def _set_value(self, row: HyperRow, value: Value) -> None:
        row.error.attempt(
            lambda: self._session.change(with_value(self._session.wanted, self._index, row.hyper.name, value))
        )


def _name_width(optimizer: Optimizer, metrics: QFontMetrics) -> int:
    """The names are one column, so that the sliders begin in line, also with those of other entries where they can."""
    texts = ("beta1  β₁", *(label_text(hyper) for hyper in optimizer.hyperparameters))
    return max(metrics.horizontalAdvance(text) for text in texts)
