"""The coordinates of a start: a box each, or, of many, one line for all."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from gdviz.engine.errors import InputError
from gdviz.engine.spec import Value
from gdviz.engine.surface import Point
from gdviz.language.sentence import Sentence
from gdviz.qt.controls.number_box import NumberBox
from gdviz.qt.controls.scale import number_of, text_of

# More boxes than these would be too narrow to read, or too many to look through.
MOST_BOXES = 6
MOST_IN_A_ROW = 3
_COPIES = re.compile(r"(.*)[×x*]\s*(\d{1,6})\s*")

ALL_TIP = "{count} numbers with commas between; one alone is meant for every coordinate, and 1 × 3 is 1, 1, 1"


class StartBoxes(QWidget):
    """Signals: `committed(point)`, or `failed(sentence)` if what was typed is none."""

    committed = Signal(object)
    failed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._point: Point = ()
        self._boxes: list[NumberBox] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setVerticalSpacing(3)

    def set_names(self, names: Sequence[str]) -> None:
        """Boxes for these coordinates."""
        self._clear()
        if len(names) > MOST_BOXES:
            self._build_one(names)
        else:
            self._build_each(names)

    def show_point(self, point: Point) -> None:
        """Show a start."""
        self._point = point
        if len(self._boxes) == len(point):
            for box, value in zip(self._boxes, point, strict=True):
                box.show_value(value)
        else:
            self._boxes[0].show_value(point)

    def _clear(self) -> None:
        while self._grid.count():
            if widget := self._grid.takeAt(0).widget():
                widget.hide()
                widget.deleteLater()
        self._boxes = []

    def _build_each(self, names: Sequence[str]) -> None:
        columns = 2 if len(names) == 4 else MOST_IN_A_ROW
        for index, name in enumerate(names):
            box = NumberBox(f"start_{name}", Sentence("{coordinate} of the start", coordinate=name), read=number_of)
            box.committed.connect(partial(self._set_coordinate, index))
            self._add(name, box, *divmod(index, columns))

    def _build_one(self, names: Sequence[str]) -> None:
        count = len(names)
        box = NumberBox(
            "start_all",
            "Coordinates of the start",
            Sentence(ALL_TIP, count=count),
            partial(point_of, count),
            written=_text_of_all,
        )
        box.committed.connect(self.committed.emit)
        self._add(f"{names[0]} … {names[-1]}", box, 0, 0)

    def _add(self, name: str, box: NumberBox, row: int, column: int) -> None:
        box.failed.connect(self.failed.emit)
        label = QLabel(name)
        label.setBuddy(box)
        self._grid.addWidget(label, row, 2 * column)
        self._grid.addWidget(box, row, 2 * column + 1)
        self._boxes.append(box)

    def _set_coordinate(self, index: int, value: float) -> None:
        self.committed.emit((*self._point[:index], value, *self._point[index + 1 :]))


def point_of(count: int, text: str) -> Point:
    """The point of so many coordinates that a text means; InputError otherwise."""
    plain = unicodedata.normalize("NFKC", text).strip().strip("()").replace("、", ",")
    numbers = [number for part in plain.split(",") for number in _numbers_of(count, part)]
    if len(numbers) == 1:
        return tuple(numbers * count)
    if len(numbers) != count:
        template = "{count} numbers are needed here, one per coordinate, not {given}; one number alone is meant for all"
        raise InputError(Sentence(template, count=count, given=len(numbers)))
    return tuple(numbers)


def _numbers_of(count: int, text: str) -> list[float]:
    """A number, or as many copies of it as are asked for; of far too many just some."""
    copies = _COPIES.fullmatch(text)
    if copies is None:
        return [number_of(text)]
    return [number_of(copies[1])] * min(int(copies[2]), 10 * count)


def _text_of_all(value: Value) -> str:
    """A point as it is typed, short where all its coordinates are the same."""
    if isinstance(value, tuple) and len(set(value)) == 1:
        return f"{text_of(value[0])} × {len(value)}"
    return text_of(value)
