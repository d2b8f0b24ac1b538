"""The editor of one's own optimizer: rules, hyperparameters and what each name means."""

from __future__ import annotations

from contextlib import suppress
from itertools import pairwise

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from gdviz.engine.compiled_surface import dimension
from gdviz.engine.errors import InputError
from gdviz.engine.optimizer import Optimizer
from gdviz.engine.rules import POSITION, STEP_COUNT, undeclared
from gdviz.language.errors import FormulaError
from gdviz.language.functions import FUNCTIONS
from gdviz.language.sentence import Sentence
from gdviz.language.tree import CONSTANTS
from gdviz.optimizers import OPTIMIZERS
from gdviz.qt.controls.editor import DELAY_MS, Editor
from gdviz.qt.controls.error_label import ErrorLabel
from gdviz.qt.controls.formula_edit import FormulaEdit
from gdviz.qt.controls.formula_sheet import FormulaSheet
from gdviz.qt.controls.hyper_table import HyperTable
from gdviz.qt.controls.names_table import NamesTable
from gdviz.qt.controls.start_from import StartFrom
from gdviz.qt.optimizer_draft import HyperDraft, OptimizerDraft, assigned_names, usual_hyper
from gdviz.qt.preview import Preview
from gdviz.qt.session import Session
from gdviz.qt.setup import Setup, with_own_optimizer
from gdviz.qt.text import tr, write

SIZE = (900, 600)
TITLE_LENGTH = 40


class OptimizerEditor(Editor):
    """Starts from any optimizer; `take` adds what is written to the race, or changes the one of that name."""

    def __init__(self, session: Session, preview: Preview, parent: QWidget, delay_ms: int = DELAY_MS) -> None:
        super().__init__("optimizer_editor", "Own optimizer", preview, delay_ms, parent)
        self._session = session
        self._base = OPTIMIZERS[0]
        self._before = OptimizerDraft("", "")
        self._followed: tuple[object, ...] = ()
        tip = "Put another optimizer into the fields"
        title = "Start from another optimizer"
        self._start_from = StartFrom("optimizer_start_from", title, tip, lambda: [each.title for each in self._known()])
        self.title = QLineEdit()
        tip = "One rule a line, as in v = mu*v - lr*g; the last assigns theta; Ctrl+Space completes names"
        self.text = FormulaEdit("optimizer_text", "Rules", tip, 7)
        self.sheet = FormulaSheet("optimizer_sheet", "The rules as a textbook prints them", "With their time indices")
        self.hypers, self.names = HyperTable(), NamesTable()
        self.title_error, self.table_error = ErrorLabel("optimizer_title_error"), ErrorLabel("optimizer_table_error")
        self._make = self.button("optimizer_make_hyper", "", "", self._make_hyper)
        self._take = self.button("optimizer_take", "", "", self.take)
        self._add = self.button("optimizer_add_hyper", "Add", "One hyperparameter more", self._add_hyper)
        tip = "The chosen hyperparameter goes"
        self._remove = self.button("optimizer_remove_hyper", "Remove", tip, self.hypers.remove_chosen)
        self._close = self.button("optimizer_close", "Close", "Close; what is typed is kept", self.close)
        self._undeclared = ""
        self._name_fields()
        self._lay_out()
        self._connect()
        self._order_tabs()
        self.resize(*SIZE)

    def open_on(self, optimizer: Optimizer) -> None:
        """Show the editor, with this optimizer in it unless something else is still unsaved."""
        self._start_from.retranslate()
        super().open_on(optimizer)

    def load(self, optimizer: Optimizer) -> None:
        """Put an optimizer into the fields: one's own to be changed, a built-in one under another name."""
        own = optimizer in self._session.wanted.own
        title = optimizer.title if own else tr("My {title}", title=tr(optimizer.title))
        self._show_draft(OptimizerDraft.of(optimizer, title[:TITLE_LENGTH]))

    def _show_draft(self, draft: OptimizerDraft) -> None:
        self._base = draft.base
        self.title.setText(draft.title)
        self.hypers.show_hypers(draft.hypers)
        self.names.begin(draft.roles, draft.starts)
        self.text.show_text(draft.rules)
        self.look()

    @property
    def draft(self) -> OptimizerDraft:
        """What is written."""
        rules = self.text.toPlainText()
        hypers = self.hypers.hypers()
        return OptimizerDraft(self.title.text(), rules, hypers, self.names.roles, self.names.starts, self._base)

    def look(self) -> None:
        """Say what is wrong and where, and ask for the formulas of rules that can be read."""
        self.names.show_names(assigned_names(self.text.toPlainText()) or self.names.shown)
        draft = self.draft
        self._offer_names(draft)
        self._name_button(draft)
        named = self.title_error.attempt(lambda: draft.key(self._session.wanted.own))
        try:
            draft.check_rules()
        except FormulaError as error:
            self._take.setEnabled(False)
            self._offer_hyper(draft)
            self.complain(error)
            return
        self._offer_hyper(None)
        self.praise()
        self._preview.ask_rules(draft.rules, draft.letters())
        self._take.setEnabled(named and self._complain_of_the_rest(draft))

    def take(self) -> None:
        """Add it to the race or change the one of this name, as one step that can be undone."""
        self._take.setFocus()  # takes what is being typed in a table
        self.look()
        if self._take.isEnabled() and self.table_error.attempt(self._use):
            self.unsaved = False

    def _use(self) -> None:
        self._session.change(with_own_optimizer(self._session.wanted, self._declared(self.draft)))

    def _declared(self, draft: OptimizerDraft) -> Optimizer:
        setup = self._session.wanted
        return draft.declared(setup.own, dimension(setup.spec.surface))

    def _complain_of_the_rest(self, draft: OptimizerDraft) -> bool:
        """Whether there is nothing to complain of."""
        self.table_error.say("")
        try:
            self._declared(draft)
        except FormulaError as error:  # shapes that do not fit together
            self.complain(error)
        except InputError as error:
            self.table_error.say(error.sentence)
        else:
            return True
        return False

    def _offer_names(self, draft: OptimizerDraft) -> None:
        names = [*FUNCTIONS, *CONSTANTS, POSITION, STEP_COUNT, *draft.names, *self.names.names]
        self.text.completion.set_names(name for name in names if name)

    def _offer_hyper(self, draft: OptimizerDraft | None) -> None:
        """One click declares the first name that nothing gives a value to."""
        self._undeclared = ""
        with suppress(FormulaError):
            self._undeclared = next(iter(undeclared(draft.rules, draft.names)), "") if draft else ""
        if self._undeclared:
            text = Sentence("Make {name} a hyperparameter", name=self._undeclared)
            write(self._make, text=text, name=text, tip="It is then known, and can be turned")
        self._make.setVisible(bool(self._undeclared))

    def _make_hyper(self) -> None:
        self.hypers.add(usual_hyper(self._undeclared))

    def _add_hyper(self) -> None:
        self.hypers.add(HyperDraft(""))

    def _name_button(self, draft: OptimizerDraft) -> None:
        old = draft.changes(self._session.wanted.own)
        text = Sentence("Change {title}", title=old.title) if old else "Add to the race"
        changes, adds = "Change every entry that uses it (Ctrl+Return)", "Race it with the others (Ctrl+Return)"
        write(self._take, text=text, name=text, tip=changes if old else adds)
        self._take.setShortcut("Ctrl+Return")

    def _begin_with(self, place: int) -> None:
        """Put another optimizer in place of what is written, which can be had back."""
        self._before = self.draft
        self.load(self._known()[place])
        self.unsaved = True

    def _go_back(self) -> None:
        before, self._before = self._before, self.draft
        self._show_draft(before)
        self.unsaved = True

    def _known(self) -> tuple[Optimizer, ...]:
        return (*self._session.wanted.own, *OPTIMIZERS)

    def _follow(self, setup: Setup) -> None:
        """What there is to change, and whether the shapes fit, depends on the race."""
        followed = (setup.own, dimension(setup.spec.surface))
        if self.isVisible() and followed != self._followed:
            self._followed = followed
            self._start_from.retranslate()
            self.look()

    def _say_refused(self, part: str, sentence: str) -> None:
        if part == "race" and self.isVisible() and not self.unsaved:
            self.table_error.say(sentence)

    def _name_fields(self) -> None:
        self.title.setObjectName("optimizer_title")
        self.title.setMaxLength(TITLE_LENGTH)
        tip = "What tables and legends call it; the name of one of your own changes that one"
        write(self.title, name="Name of the optimizer", tip=tip)
        self._make.hide()

    def _connect(self) -> None:
        self.text.textChanged.connect(self.changed)
        self.text.refused.connect(self.error.say)
        self.title.textEdited.connect(self.changed)
        self.hypers.edited.connect(self.changed)
        self.names.edited.connect(self.changed)
        self._start_from.chosen.connect(self._begin_with)
        self._start_from.back_wanted.connect(self._go_back)
        self._session.refused.connect(self._say_refused)
        self._session.setup_changed.connect(self._follow)

    def _lay_out(self) -> None:
        name = _heading("Name")
        name.setBuddy(self.title)
        top, problem, foot, grid = QHBoxLayout(), QHBoxLayout(), QHBoxLayout(), QGridLayout()
        for widget, stretch in ((self._start_from, 0), (name, 0), (self.title, 1)):
            top.addWidget(widget, stretch)
        problem.addWidget(self.error, 1)
        problem.addWidget(self._make)
        foot.addStretch(1)
        foot.addWidget(self._take)
        foot.addWidget(self._close)
        grid.addLayout(self._hyper_head(), 0, 0)
        grid.addWidget(_heading("What each name means"), 0, 1)
        grid.addWidget(self.hypers, 1, 0)
        grid.addWidget(self.names, 1, 1)
        texts = QHBoxLayout()
        texts.addWidget(self.text, 1)
        texts.addWidget(self.sheet, 1)
        column = QVBoxLayout(self)
        column.addLayout(top)
        column.addWidget(self.title_error)
        column.addLayout(texts, 3)
        column.addLayout(problem)
        column.addLayout(grid, 2)
        column.addWidget(self.table_error)
        column.addLayout(foot)

    def _hyper_head(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.addWidget(_heading("Hyperparameters"), 1)
        line.addWidget(self._add)
        line.addWidget(self._remove)
        return line

    def _order_tabs(self) -> None:
        """From top to bottom, each table after its buttons."""
        order = (self._start_from, self.title, self.text, self.sheet, self._make, self._add, self._remove)
        for first, second in pairwise((*order, self.hypers, self.names, self._take, self._close)):
            self.setTabOrder(first, second)


def _heading(text: str) -> QLabel:
    label = QLabel()
    write(label, text=text)
    label.setProperty("kind", "heading")
    return label
