"""The dialog of one's own data: pasted, opened and dropped tables, what is found out, chosen and refused."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QGraphicsView,
    QLabel,
    QListWidget,
    QPushButton,
    QTableWidget,
)
from pytestqt.qtbot import QtBot

from gdviz.files.regression import regression
from gdviz.qt.appearance import appearance
from gdviz.qt.controls.data_dialog import DataDialog
from gdviz.qt.main_window import MainWindow
from gdviz.surfaces import surface
from tests.qt.windows import a_spec, error, part, wait_for_race

TABLE = "hours;身高;passed\n1;1,5;no\n2;1,7;no\n3;1,6;yes\n4;1,9;no\n5;1,8;yes\n"


@pytest.fixture
def window(make_window: Callable[..., MainWindow]) -> MainWindow:
    return make_window(a_spec("gd", "adam", steps=50))


@pytest.fixture
def dialog(window: MainWindow) -> DataDialog:
    choice = part(window, QComboBox, "surface_choice")
    choice.activated.emit(choice.findText("Your own data (CSV)…"))
    assert window.own_data.dialog is not None
    assert window.own_data.dialog.isVisible()
    assert choice.currentText() == surface("beale").title
    return window.own_data.dialog


def choose(dialog: DataDialog, name: str, row: int) -> None:
    box = part(dialog, QComboBox, name)
    box.setCurrentIndex(row)
    box.activated.emit(row)


def test_a_pasted_table_is_shown_and_raced(qtbot: QtBot, window: MainWindow, dialog: DataDialog) -> None:
    QGuiApplication.clipboard().setText(TABLE)
    part(dialog, QPushButton, "data_paste").click()
    found = part(dialog, QLabel, "data_found").text()
    assert found == "5 rows, columns divided by semicolons, names from the first row."
    cells = part(dialog, QTableWidget, "data_preview")
    assert [cells.horizontalHeaderItem(i).text() for i in range(3)] == ["hours", "身高 → x2", "passed"]
    assert cells.item(0, 1).text() == "1,5"
    assert (part(dialog, QComboBox, "data_target").currentText(), dialog.choice.asked.features) == ("身高", (0,))
    choose(dialog, "data_target", 2)
    assert error(dialog, "data_choice_error") == "clipboard: row 2, column passed: 'no' is not a number"
    choose(dialog, "data_model", 1)
    part(dialog, QCheckBox, "data_scale").setChecked(True)
    assert error(dialog, "data_choice_error") == ""
    told = part(dialog, QLabel, "data_said").text()
    assert "The features are scaled to mean 0 and deviation 1." in told
    assert "no counts as 0 and yes as 1" in told
    dialog.accept()
    assert not dialog.isVisible()
    wait_for_race(qtbot, window)
    raced = window.session.shown.spec.surface
    assert (raced.title, raced.parameters, raced.target) == ("Logistic regression", ("w", "b"), "passed")
    assert part(window, QComboBox, "surface_choice").currentText() == "Your own data (CSV)…"
    window.undo.undo()
    wait_for_race(qtbot, window)
    assert window.session.shown.spec.surface == surface("beale")


def test_what_is_wrong_is_said_beside_its_cause(window: MainWindow, dialog: DataDialog, tmp_path: Path) -> None:
    dialog.read(str(tmp_path))
    assert error(dialog, "data_error").endswith("this is a folder, not a CSV file")
    assert error(dialog, "data_choice_error") == ""
    assert not dialog.preview.isVisible()  # a table of before is not what is wrong
    path = tmp_path / "data.csv"
    path.write_text("x,y\n1,2\n,4\n")
    dialog.read(str(path))
    assert error(dialog, "data_error") == ""
    assert error(dialog, "data_choice_error").endswith("row 3, column x: the cell is empty")
    dialog.accept()
    assert dialog.isVisible()
    features = part(dialog, QListWidget, "data_features")
    features.item(0).setCheckState(Qt.CheckState.Unchecked)
    assert error(dialog, "data_choice_error") == "choose from 1 to 4 columns to predict from, not 0"
    appearance().set_language("zh_CN")
    try:
        assert error(dialog, "data_choice_error") == "请选 1 到 4 列作为预测依据，不能是 0 列"
    finally:
        appearance().set_language("en")


def test_a_csv_dropped_on_the_window_opens_the_dialog(window: MainWindow, tmp_path: Path) -> None:
    path = tmp_path / "line.csv"
    path.write_text("x,y\n0,1\n1,3\n2,5.5\n")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    left, no_key = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    under_it = window.contours.findChild(QGraphicsView).viewport()
    QApplication.sendEvent(under_it, QDragEnterEvent(QPoint(5, 5), Qt.DropAction.CopyAction, data, left, no_key))
    QApplication.sendEvent(under_it, QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, data, left, no_key))
    dialog = window.own_data.dialog
    assert dialog is not None
    assert part(dialog, QLabel, "data_found").text().endswith("encoding utf-8, names from the first row.")
    dialog.accept()
    assert window.session.wanted.spec.surface == regression(str(path), "y")
