"""What an entry adds to its optimizer: a schedule for each hyperparameter, a warm-up, a clipping of the gradient."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QHBoxLayout, QLabel, QLineEdit, QSizePolicy, QWidget

from gdviz.engine.extras import RATE, Clip, Extras
from gdviz.engine.optimizer_latex import optimizer_latex
from gdviz.engine.schedule import Schedule
from gdviz.engine.spec import Entry
from gdviz.engine.weave import schedulable
from gdviz.language.sentence import Sentence
from gdviz.qt.controls.error_label import ErrorLabel
from gdviz.qt.controls.formula_label import FormulaLabel
from gdviz.qt.controls.hyper_row import label_text
from gdviz.qt.formulas import Formulas
from gdviz.qt.session import Session
from gdviz.qt.setup import Setup
from gdviz.qt.setup_extras import with_extras, with_typed_schedule
from gdviz.qt.text import tr, write
from gdviz.schedules import SCHEDULES, with_schedule
from gdviz.schedules.own import OWN, own_formula

CLIPS = (None, Clip.NORM, Clip.VALUE)
CLIP_TEXTS = ("not clipped", "by norm", "by value")
MAX_FORMULA = 2000


class ExtrasRow(QWidget):
    """Chooses the extras of entry `index`; their numbers are rows among the entry's hyperparameters."""

    def __init__(self, session: Session, formulas: Formulas, index: int, title: str) -> None:
        super().__init__()
        self._session, self._index = session, index
        entry = session.wanted.spec.entries[index]
        self._names = schedulable(entry.optimizer)
        self._offered: tuple[Schedule, ...] = ()
        prefix = f"entry_{index}"
        self._of, self._choice, self._clip = QComboBox(), QComboBox(), QComboBox()
        self._warm_up = QCheckBox()
        self._field = QLineEdit()
        self._formula = FormulaLabel(formulas, f"{prefix}_schedule_formula", "Schedule")
        self._error = ErrorLabel(f"{prefix}_schedule_error")
        self._label, self._clip_label = QLabel(), QLabel()
        self._name_parts(prefix, title)
        self._lay_out()
        self._of.addItems([label_text(entry.optimizer.hyper(name)) for name in self._names])
        self._of.setCurrentIndex(self._first(entry))
        self.retranslate()
        self.sync(session.wanted)
        self._connect()

    def sync(self, setup: Setup) -> None:
        """Show the setup's extras; a wrong formula stays until it is mended."""
        entry = setup.spec.entries[self._index]
        schedule = entry.extras.schedule(self._driven)
        with QSignalBlocker(self._choice), QSignalBlocker(self._clip), QSignalBlocker(self._warm_up):
            keys = [each.key for each in self._offered]
            place = keys.index(schedule.key) if schedule is not None and schedule.key in keys else len(keys)
            self._choice.setCurrentIndex(0 if schedule is None else place)
            self._clip.setCurrentIndex(CLIPS.index(entry.extras.clip))
            self._warm_up.setChecked(entry.extras.warm_up)
        typed = schedule is not None and schedule.key == OWN
        self._field.setVisible(typed)
        if schedule is not None and typed and not self._field.isModified():
            self._field.setText(own_formula(schedule))
        self._show_formula(entry)

    def retranslate(self) -> None:
        """Write every text in the language of the moment."""
        self._fill_choice()
        with QSignalBlocker(self._clip):
            place = max(0, self._clip.currentIndex())
            self._clip.clear()
            self._clip.addItems([tr(text) for text in CLIP_TEXTS])
            self._clip.setCurrentIndex(place)

    def retire(self) -> None:
        """Change nothing any more: a field that is hidden gives what was typed in it."""
        self._field.blockSignals(True)

    @property
    def _driven(self) -> str:
        """The hyperparameter whose schedule is shown; empty if none may have one."""
        return self._names[self._of.currentIndex()] if self._names else ""

    def _first(self, entry: Entry) -> int:
        """The first hyperparameter with a schedule, else the rate."""
        driven = [name for name in self._names if entry.extras.schedule(name)]
        wanted = next(iter([*driven, RATE]))
        return self._names.index(wanted) if wanted in self._names else 0

    def _fill_choice(self) -> None:
        """The schedules that suit the hyperparameter, and a formula of one's own."""
        # What is made for the rate may drive anything, what is made for momentum momentum alone.
        self._offered = tuple(each for each in SCHEDULES if RATE in each.of or self._driven in each.of)
        with QSignalBlocker(self._choice):
            place = self._choice.currentIndex()
            self._choice.clear()
            self._choice.addItems([*(tr(each.title) for each in self._offered), tr("Own formula")])
            for row, each in enumerate(self._offered):
                self._choice.setItemData(row, tr(each.summary), Qt.ItemDataRole.ToolTipRole)
            self._choice.setCurrentIndex(max(0, place))

    def _show_formula(self, entry: Entry) -> None:
        """The rate of a step as a textbook prints it."""
        name = entry.woven.rates.get(self._driven)
        self._formula.setVisible(name is not None)
        if name is not None:
            rules = entry.method.program.rules
            place = next(number for number, rule in enumerate(rules) if rule.name == name)
            text = entry.method.rules.splitlines()[place]
            self._formula.show_formula(optimizer_latex(entry.method)[place], " ".join(text.split()))

    def _connect(self) -> None:
        self._of.activated.connect(self._choose_driven)
        self._choice.activated.connect(self._choose_schedule)
        self._field.editingFinished.connect(self._take_formula)
        self._warm_up.toggled.connect(self._set_warm_up)
        self._clip.activated.connect(self._choose_clip)

    def _choose_driven(self) -> None:
        self._error.say("")
        self._fill_choice()
        self.sync(self._session.wanted)

    def _choose_schedule(self, row: int) -> None:
        extras, of = self._extras, self._driven
        if row < len(self._offered):
            self._field.setModified(False)
            self._change(with_schedule(extras, of, self._offered[row]))
        else:
            current = extras.schedule(of)
            if current is None or current.key != OWN:
                self._type(f"{of}/(1 + k*t)")

    def _take_formula(self) -> None:
        if self._field.isModified():
            self._type(self._field.text().strip())

    def _type(self, formula: str) -> None:
        wanted, of = self._session.wanted, self._driven
        if self._error.attempt(lambda: self._session.change(with_typed_schedule(wanted, self._index, of, formula))):
            self._field.setModified(False)

    def _set_warm_up(self, wanted: bool) -> None:
        self._change(replace(self._extras, warm_up=wanted))

    def _choose_clip(self, row: int) -> None:
        self._change(replace(self._extras, clip=CLIPS[row]))

    @property
    def _extras(self) -> Extras:
        return self._session.wanted.spec.entries[self._index].extras

    def _change(self, extras: Extras) -> None:
        wanted = self._session.wanted
        self._error.attempt(lambda: self._session.change(with_extras(wanted, self._index, extras)))
        self.sync(self._session.wanted)

    def _name_parts(self, prefix: str, title: str) -> None:
        way = "How this hyperparameter goes with the steps"
        formula = "A formula in t, the hyperparameter and numbers of your own, such as lr/(1 + k*t); Enter takes it"
        warm = "Let the rate rise evenly from almost nothing in the first steps"
        clip = "Make a gradient that is too large smaller: the whole of it, or each coordinate"
        for widget, name, text, tip in (
            (self._of, "scheduled", Sentence("Scheduled hyperparameter of {entry}", entry=title), way),
            (self._choice, "schedule", Sentence("Schedule of {entry}", entry=title), way),
            (self._field, "schedule_field", Sentence("Formula of the schedule of {entry}", entry=title), formula),
            (self._warm_up, "warm_up", Sentence("Warm-up of {entry}", entry=title), warm),
            (self._clip, "clip", Sentence("Clipping of {entry}", entry=title), clip),
        ):
            widget.setObjectName(f"{prefix}_{name}")
            write(widget, name=text, tip=tip)
        self._field.setMaxLength(MAX_FORMULA)
        write(self._warm_up, text="Warm-up")
        write(self._label, text="Schedule")
        write(self._clip_label, text="Gradient")

    def _lay_out(self) -> None:
        for box in (self._of, self._choice, self._clip):
            box.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            box.setMinimumWidth(56)
        first, last = QHBoxLayout(), QHBoxLayout()
        first.addWidget(self._of, 2)
        first.addWidget(self._choice, 3)
        last.addWidget(self._clip, 3)
        last.addWidget(self._warm_up, 2)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 2, 0, 0)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(1, 1)
        grid.addWidget(self._label, 0, 0)
        grid.addLayout(first, 0, 1)
        grid.addWidget(self._field, 1, 0, 1, 2)
        grid.addWidget(self._formula, 2, 0, 1, 2)
        grid.addWidget(self._error, 3, 0, 1, 2)
        grid.addWidget(self._clip_label, 4, 0)
        grid.addLayout(last, 4, 1)
        for widget in (self._label, self._of, self._choice):
            widget.setVisible(bool(self._names))
        self._warm_up.setVisible(RATE in self._names)
