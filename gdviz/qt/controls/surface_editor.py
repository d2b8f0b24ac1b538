"""The editor of one's own surface: formula, exact gradient, window and start."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from gdviz.engine.compiled_surface import LETTERS, coordinates
from gdviz.engine.surface import Surface
from gdviz.language.errors import FormulaError
from gdviz.language.functions import Kind, names_of
from gdviz.language.sentence import Sentence
from gdviz.language.tree import CONSTANTS
from gdviz.qt.controls.editor import DELAY_MS, Editor
from gdviz.qt.controls.formula_edit import FormulaEdit
from gdviz.qt.controls.formula_sheet import FormulaSheet
from gdviz.qt.controls.start_from import StartFrom
from gdviz.qt.controls.value_table import ValueTable
from gdviz.qt.preview import Preview
from gdviz.qt.session import Session
from gdviz.qt.setup import with_own_surface
from gdviz.qt.surface_draft import COLUMNS, SurfaceDraft
from gdviz.qt.text import write
from gdviz.surfaces import SURFACES

SIZE = (760, 500)
NEW_SIDE = ("-5", "5", "")


class SurfaceEditor(Editor):
    """Starts from the surface of the race; `take` makes what is written the surface of the race.

    `check_wanted(surface)` when the gradient of what is written is to be checked.
    """

    check_wanted = Signal(object)

    def __init__(self, session: Session, preview: Preview, parent: QWidget, delay_ms: int = DELAY_MS) -> None:
        super().__init__("surface_editor", "Own surface", preview, delay_ms, parent)
        self._session = session
        self._base = SURFACES[0]
        self._before = SurfaceDraft("")
        # Where every coordinate that was ever there runs from and to.
        self._sides: dict[str, tuple[str, ...]] = {}
        titles = ("The surface of the race", *(each.title for each in SURFACES))
        tip = "Put another surface into the fields"
        self._start_from = StartFrom("surface_start_from", "Start from another surface", tip, lambda: titles)
        tip = "A formula in x, y, z or x1, x2, .. xn, on one line or several; Ctrl+Space completes names"
        self.text = FormulaEdit("surface_text", "Formula of the surface", tip, 4)
        tip = "Where the map begins and ends, and where the race starts; an empty field is chosen to suit the formula"
        self.table = ValueTable("surface_sides", "Window and start", tip, COLUMNS)
        self.sheet = FormulaSheet("surface_sheet", "f and its exact gradient", "Each partial derivative, exactly")
        self._found = QLabel(objectName="surface_found")
        tip = "Make this the surface of the race (Ctrl+Return)"
        self._take = self.button("surface_take", "Use", tip, self.take)
        self._take.setShortcut("Ctrl+Return")
        tip = "Compare the exact gradient of this formula with central differences, at its start"
        self._check = self.button("surface_check", "Check the gradient", tip, self.check)
        self._lay_out()
        self._connect()
        self.resize(*SIZE)

    def load(self, surface: Surface) -> None:
        """Put a surface into the fields."""
        self._show_draft(SurfaceDraft.of(surface))

    def _show_draft(self, draft: SurfaceDraft) -> None:
        """Comments and lines are kept where they say the same formula."""
        said = self.draft.expression == draft.expression
        self._base = draft.base
        self._sides |= draft.sides
        self.table.show_rows(dict(draft.sides))
        if not said:
            self.text.show_text(draft.text)
        self.look()

    @property
    def draft(self) -> SurfaceDraft:
        """What is written."""
        return SurfaceDraft(self.text.toPlainText(), self.table.texts(), self._base)

    def look(self) -> None:
        """Say what is wrong, or which coordinates there are, and ask for the formulas."""
        draft = self.draft
        try:
            surface = draft.bare()
        except FormulaError as error:
            self.complain(error)
            self._take.setEnabled(False)
            return
        self.praise()
        self._take.setEnabled(True)
        self._show_coordinates(coordinates(surface))
        self._offer_names(surface)
        self._preview.ask_surface(surface)

    def take(self) -> None:
        """Make it the surface of the race; where a number is wrong, say so."""
        self._take.setFocus()  # takes what is being typed in the table
        self.look()
        if self._take.isEnabled() and self.error.attempt(self._use):
            self.unsaved = False

    def check(self) -> None:
        """Have the gradient checked; where a number is wrong, say so."""
        self._check.setFocus()  # takes what is being typed in the table
        self.look()
        if self._take.isEnabled():
            self.error.attempt(lambda: self.check_wanted.emit(self.draft.surface()))

    def _use(self) -> None:
        self._session.change(with_own_surface(self._session.wanted, self.draft.surface()))

    def _show_coordinates(self, names: tuple[str, ...]) -> None:
        listed = ", ".join(names) if len(names) <= 3 else f"{names[0]} .. {names[-1]}"
        template = "{count} coordinate ({names})" if len(names) == 1 else "{count} coordinates ({names})"
        write(self._found, text=Sentence(template, count=len(names), names=listed))
        if names != self.table.names:
            self._sides |= self.table.texts()
            self.table.show_rows({name: self._sides.get(name, NEW_SIDE) for name in names})

    def _offer_names(self, surface: Surface) -> None:
        """A closed formula may always grow by a coordinate."""
        own = (*surface.parameters, *surface.data.names) if surface.data else (*coordinates(surface), *LETTERS)
        self.text.completion.set_names([*names_of(Kind.ELEMENTWISE), *CONSTANTS, *own])

    def _begin_with(self, place: int) -> None:
        """Put another surface in place of what is written, which can be had back."""
        self._before = self.draft
        self.load((self._session.wanted.spec.surface, *SURFACES)[place])
        self.unsaved = True

    def _go_back(self) -> None:
        before, self._before = self._before, self.draft
        self._show_draft(before)
        self.unsaved = True

    def _say_refused(self, part: str, sentence: str) -> None:
        if part == "surface" and self.isVisible() and not self.unsaved:
            self.error.say(sentence)

    def _connect(self) -> None:
        self.text.textChanged.connect(self.changed)
        self.text.refused.connect(self.error.say)
        self.table.edited.connect(self.changed)
        self._start_from.chosen.connect(self._begin_with)
        self._start_from.back_wanted.connect(self._go_back)
        self._session.refused.connect(self._say_refused)

    def _lay_out(self) -> None:
        heading = QLabel()
        write(heading, text="f and its exact gradient")
        heading.setProperty("kind", "heading")
        top, fields, foot = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        top.addWidget(self._start_from)
        top.addStretch(1)
        top.addWidget(self._found)
        fields.addWidget(self.text, 3)
        fields.addWidget(self.table, 2)
        foot.addWidget(self._check)
        foot.addStretch(1)
        foot.addWidget(self._take)
        foot.addWidget(self.button("surface_close", "Close", "Close; what is typed is kept", self.close))
        column = QVBoxLayout(self)
        column.addLayout(top)
        column.addLayout(fields, 2)
        column.addWidget(self.error)
        column.addWidget(heading)
        column.addWidget(self.sheet, 3)
        column.addLayout(foot)
