"""The operations of all lanes printed as NumPy calls into rows that are used again as soon as they can be."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from gdviz.language.layout import Layout, Level
from gdviz.language.scalar_source import ScalarSource
from gdviz.language.tape import CONDITIONS

# NumPy takes the row that receives the result as a last argument, except here, where that is deprecated.
_BY_KEYWORD = ("min", "max")


@dataclass
class Rows:
    """Names of rows, r0, r1 .. or m0, m1 .., those that are free to be written, and how many there are in all."""

    letter: str
    free: list[str] = field(default_factory=list)
    count: int = 0

    def take(self) -> str:
        """A row to write into: the one freed last, which is still in the cache, or a new one."""
        if self.free:
            return self.free.pop()
        self.count += 1
        return f"{self.letter}{self.count - 1}"


class BatchSource:
    """Prints values as calls; keeps the row of each value until it has been read for the last time.

    The rows of the old states, s0, s1 .., are free too after their last reading, once `states_may_go`.
    """

    def __init__(self, layout: Layout, scalars: ScalarSource, state_numbers: Sequence[int]) -> None:
        self.layout = layout
        self.scalars = scalars
        self.rows = Rows("r")
        self.masks = Rows("m")
        self.constants: dict[str, str] = {}
        self._held = True
        self._place = {number: f"s{index}" for index, number in enumerate(state_numbers)}
        self._left = dict(layout.uses)

    def lines(self, numbers: Iterable[int]) -> list[str]:
        """The calls that compute these values."""
        return [line for number in numbers for line in self._operation(number)]

    def name(self, number: int) -> str:
        """The row of a value, or of a number that is the same for all lanes the array without dimensions that holds
        it.
        """
        return self._place.get(number) or self._constant(number)

    def states_may_go(self) -> None:
        """From here on the old states are no longer needed as a whole."""
        self._held = False
        for number in list(self._place):
            self._free_if_done(number)

    def release(self, number: int) -> None:
        """Counts one reading of a value."""
        self._left[number] = self._left.get(number, 0) - 1
        self._free_if_done(number)

    def row_of_its_own(self, number: int, taken: Sequence[str]) -> tuple[str, list[str]]:
        """The row of a new state, and the copying that it needs where the value has no row or shares it."""
        name = self._place.get(number, "")
        if name[:1] in ("r", "s") and name not in taken:
            return name, []
        row = self.rows.take()
        return row, [f"copyto({row}, {self.name(number)})"]

    def _free_if_done(self, number: int) -> None:
        name = self._place.get(number, "")
        if self._left.get(number, 0) == 0 and name[:1] in (("r", "m") if self._held else ("r", "m", "s")):
            (self.masks if name[0] == "m" else self.rows).free.append(name)
            self._left[number] = -1

    def _constant(self, number: int) -> str:
        """NumPy reads an array without dimensions faster than a Python number."""
        text = self.scalars.name(number)
        if self.layout.levels[number] is Level.STEP:
            return text
        return self.constants.setdefault(text, f"k{len(self.constants)}")

    def _operation(self, number: int) -> list[str]:
        operation = self.layout.tape.operations[number]
        arguments = [self.name(argument) for argument in operation.arguments]
        if operation.name in ("call", "item"):
            return self._matrix(number, arguments)
        if operation.name == "where":
            # The row is written before all arguments have been read: it must not be one of theirs.
            row = self._target(number)
            self._release_all(operation.arguments)
            condition, yes, no = arguments
            return [f"copyto({row}, {no})", f"copyto({row}, {yes}, where={condition})"]
        self._release_all(operation.arguments)
        keyword = "out=" if operation.name in _BY_KEYWORD else ""
        return [f"{operation.name}({', '.join(arguments)}, {keyword}{self._target(number)})"]

    def _matrix(self, number: int, arguments: list[str]) -> list[str]:
        operation = self.layout.tape.operations[number]
        self._place[number] = f"c{number}"
        text = f"{arguments[0]}[{operation.payload}]"
        if operation.name == "call":
            text = f"{operation.payload}({', '.join(arguments)})"
        self._release_all(operation.arguments)
        return [f"c{number} = {text}"]

    def _target(self, number: int) -> str:
        mask = self.layout.tape.operations[number].name in CONDITIONS
        self._place[number] = (self.masks if mask else self.rows).take()
        return self._place[number]

    def _release_all(self, arguments: Sequence[int]) -> None:
        for argument in arguments:
            self.release(argument)
