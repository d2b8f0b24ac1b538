"""No text is cut off, in both languages, at the two sizes that the window is made for, and for the projector."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QCheckBox,
    QComboBox,
    QLabel,
    QPushButton,
    QRadioButton,
    QStyle,
    QStyleOptionButton,
    QTabBar,
    QToolButton,
    QWidget,
)

from gdviz.files.default import default_spec
from gdviz.qt.appearance import appearance
from gdviz.qt.elided_label import ElidedLabel
from gdviz.qt.main_window import MainWindow

SIZES = [(1366, 768), (1024, 768)]


@pytest.mark.parametrize("projector", [False, True], ids=["desk", "projector"])
@pytest.mark.parametrize("language", ["en", "zh_CN"])
@pytest.mark.parametrize("size", SIZES, ids=["1366", "1024"])
def test_every_text_has_room(
    make_window: Callable[..., MainWindow], size: tuple[int, int], language: str, projector: bool
) -> None:
    appearance().set_language(language)
    appearance().set_projector(projector)
    try:
        window = make_window(replace(default_spec(), steps=60))
        window.setFixedSize(*size)
        window.editors.surface()
        window.editors.optimizer()
        QApplication.processEvents()
        assert window.size() == QSize(*size)
        assert not list(_cut_off(window))
    finally:
        appearance().set_projector(False)
        appearance().set_language("en")


def _cut_off(window: QWidget) -> Iterator[str]:
    for widget in window.findChildren(QWidget):
        if widget.isVisibleTo(window):
            for text, room in _texts_and_room(widget):
                needed = widget.fontMetrics().horizontalAdvance(text)
                if text and needed > room:
                    yield f"{type(widget).__name__} {widget.objectName()}: {text!r} needs {needed}, has {room}"


def _texts_and_room(widget: QWidget) -> Iterator[tuple[str, int]]:
    """What a widget shows in one line, and how wide that may be."""
    match widget:
        case ElidedLabel():
            return  # meant to be shortened; the whole is in the tool tip
        case QLabel() if not widget.wordWrap():
            yield widget.text(), widget.contentsRect().width()
        case QComboBox():
            for row in [widget.currentIndex()]:
                yield widget.itemText(row), widget.width() - 24
        case QToolButton() if widget.toolButtonStyle() != Qt.ToolButtonStyle.ToolButtonIconOnly and widget.text():
            icon = 0 if widget.icon().isNull() else widget.iconSize().width() + 4
            yield widget.text().replace("&", ""), widget.width() - icon - 4
        case QPushButton():
            yield widget.text().replace("&", ""), widget.width() - 8
        case QCheckBox() | QRadioButton():
            option = QStyleOptionButton()
            widget.initStyleOption(option)
            kind = QStyle.SubElement.SE_CheckBoxContents
            yield widget.text().replace("&", ""), widget.style().subElementRect(kind, option, widget).width()
        case QAbstractSpinBox():
            yield widget.lineEdit().displayText(), widget.lineEdit().width()
        case QTabBar():
            for tab in range(widget.count()):
                yield widget.tabText(tab).replace("&", ""), widget.tabRect(tab).width() - 8
