"""What is to be learned from a table: the column to predict, those to predict it from, the model, and the scaling."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QFormLayout, QLabel, QListWidget, QListWidgetItem, QWidget

from gdviz.files.csv_data import CsvTable
from gdviz.files.regression import Regression
from gdviz.qt.text import clipped, tr, write

W = TypeVar("W", bound=QWidget)

MODELS = ("Linear regression", "Logistic regression")
SHOWN_FEATURES = 4


class DataChoice(QWidget):
    """`changed` when something else is asked."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._target = _named(QComboBox(), "data_target")
        self._features = _named(QListWidget(), "data_features")
        self._model = _named(QComboBox(), "data_model")
        self._scale = _named(QCheckBox(), "data_scale")
        self._model.addItems([""] * len(MODELS))
        write(self._target, name="Column to predict", tip="The column whose values are to be predicted")
        write(self._features, name="Columns to predict from", tip="At most four; each has a weight of its own")
        write(self._model, name="Model", tip="Linear for numbers; logistic for a column of two values")
        write(
            self._scale,
            text="Scale to mean 0 and deviation 1",
            tip="The formula takes the mean of each column away and divides by its deviation: the valley becomes round",
        )
        self._lay_out()
        self.retranslate()
        self._target.activated.connect(self._take_target)
        self._features.itemChanged.connect(self._tell)
        self._model.activated.connect(self._tell)
        self._scale.toggled.connect(self._tell)

    @property
    def asked(self) -> Regression:
        """What is chosen."""
        rows = range(self._features.count())
        chosen = tuple(row for row in rows if self._features.item(row).checkState() == Qt.CheckState.Checked)
        return Regression(chosen, self._target.currentIndex(), self._model.currentIndex() == 1, self._scale.isChecked())

    def show_table(self, table: CsvTable) -> None:
        """Begin with the last column of numbers, predicted from the first; one alone predicts the last column."""
        numbers = [index for index in range(len(table.titles)) if _is_number(table, index)]
        target = numbers[-1] if len(numbers) > 1 else len(table.titles) - 1
        first = next((index for index in numbers if index != target), 0)
        self._target.clear()
        self._target.addItems([clipped(title, 40) for title in table.titles])
        self._target.setCurrentIndex(target)
        self._features.blockSignals(True)
        self._features.clear()
        for index, title in enumerate(table.titles):
            item = QListWidgetItem(clipped(title, 40))
            item.setFlags(Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
            item.setCheckState(Qt.CheckState.Checked if index == first else Qt.CheckState.Unchecked)
            self._features.addItem(item)
        self._features.blockSignals(False)
        self._hide_target()
        rows = min(len(table.titles), SHOWN_FEATURES)
        self._features.setFixedHeight(self._features.sizeHintForRow(0) * rows + 2 * self._features.frameWidth() + 2)

    def retranslate(self) -> None:
        """Write every text in the language of the moment."""
        for row, text in enumerate(MODELS):
            self._model.setItemText(row, tr(text))

    def _take_target(self) -> None:
        self._hide_target()
        self._tell()

    def _hide_target(self) -> None:
        """A column is not predicted from itself."""
        self._features.blockSignals(True)
        for row in range(self._features.count()):
            is_target = row == self._target.currentIndex()
            self._features.setRowHidden(row, is_target)
            if is_target:
                self._features.item(row).setCheckState(Qt.CheckState.Unchecked)
        self._features.blockSignals(False)

    def _tell(self, *_: object) -> None:
        self.changed.emit()

    def _lay_out(self) -> None:
        form = QFormLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        for text, field in (
            ("Predict", self._target),
            ("from", self._features),
            ("Model", self._model),
        ):
            label = QLabel()
            write(label, text=text)
            label.setBuddy(field)
            form.addRow(label, field)
        form.addRow(self._scale)


def _is_number(table: CsvTable, index: int) -> bool:
    return table.number(table.cells[0][index]) is not None


def _named(widget: W, name: str) -> W:
    widget.setObjectName(name)
    return widget
