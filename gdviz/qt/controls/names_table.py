"""What each name that the rules assign means to the learner, and what it starts at."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QTableWidgetItem

from gdviz.engine.optimizer import Role
from gdviz.language.sentence import Sentence
from gdviz.qt.controls.value_table import ValueTable
from gdviz.qt.optimizer_draft import usual_role
from gdviz.qt.text import tr, write

COLUMNS = ("Meaning", "Starts at")
_MEANING, _START = range(2)
ZERO = "0"
ROLES: dict[Role | None, str] = {
    None: "no meaning of its own",
    Role.GRADIENT: "gradient",
    Role.LOOK_AHEAD: "look-ahead point",
    Role.VELOCITY: "velocity",
    Role.MOMENT: "moment",
    Role.SQUARES: "squares",
    Role.SCALED: "scaled gradient",
    Role.STEP: "step",
}


class NamesTable(ValueTable):
    """Remembers what was chosen for a name while the name comes and goes in the rules."""

    def __init__(self) -> None:
        tip = "The meaning decides which arrows, bars and panels show the vector; an empty start is zero"
        super().__init__("optimizer_names", "What each name means", tip, COLUMNS)
        self._roles: dict[str, Role | None] = {}
        self._starts: dict[str, str] = {}
        self._names: dict[str, bool] = {}
        self.edited.connect(self._keep_starts)

    @property
    def shown(self) -> dict[str, bool]:
        """The names in sight, with whether each is kept from step to step."""
        return dict(self._names)

    @property
    def roles(self) -> dict[str, Role]:
        """The meanings of the names in sight that have one."""
        found = ((name, self._roles.get(name)) for name in self._names)
        return {name: role for name, role in found if role is not None}

    @property
    def starts(self) -> dict[str, str]:
        """What the states in sight start at, where it is not zero."""
        kept = {name: self._starts.get(name, "") for name, is_kept in self._names.items() if is_kept}
        return {name: text for name, text in kept.items() if text not in ("", ZERO)}

    def begin(self, roles: Mapping[str, Role], starts: Mapping[str, str]) -> None:
        """Forget what was chosen, and know these."""
        self._roles, self._starts = dict(roles), dict(starts)
        self._names = {}

    def show_names(self, names: Mapping[str, bool]) -> None:
        """Show these names, with whether each is kept from step to step and so starts somewhere."""
        if names == self._names and list(names) == list(self._names):
            return
        self._names = dict(names)
        self.show_rows({name: ("", self._starts.get(name, ZERO)) for name, kept in names.items()})
        for row, (name, kept) in enumerate(names.items()):
            self._roles.setdefault(name, usual_role(name))
            self.setCellWidget(row, _MEANING, self._choice(name))
            if not kept:
                self._close(row)

    def retranslate(self) -> None:
        """Write every text in the language of the moment."""
        super().retranslate()
        for row in range(self.rowCount()):
            choice = self.cellWidget(row, _MEANING)
            if isinstance(choice, QComboBox):
                _write_roles(choice)

    def _close(self, row: int) -> None:
        """What starts anew at every step starts nowhere."""
        self.blockSignals(True)
        item = QTableWidgetItem("–")
        item.setFlags(Qt.ItemFlag.NoItemFlags)
        self.setItem(row, _START, item)
        self.blockSignals(False)

    def _choice(self, name: str) -> QComboBox:
        choice = QComboBox()
        choice.setObjectName(f"meaning_{name}")
        write(choice, name=Sentence("Meaning of {name}", name=name))
        choice.addItems([""] * len(ROLES))
        _write_roles(choice)
        choice.setCurrentIndex(list(ROLES).index(self._roles[name]))
        choice.activated.connect(partial(self._choose, name))
        return choice

    def _choose(self, name: str, row: int) -> None:
        self._roles[name] = list(ROLES)[row]
        self.edited.emit()

    def _keep_starts(self) -> None:
        self._starts |= {name: texts[_START] for name, texts in self.texts().items() if self._names.get(name)}


def _write_roles(choice: QComboBox) -> None:
    for row, title in enumerate(ROLES.values()):
        choice.setItemText(row, tr(title))
