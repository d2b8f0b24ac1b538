"""No text is cut off, in both languages, at the two sizes that the window is made for, and for the projector."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pyqtgraph as pg
import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QSize, Qt
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QCheckBox,
    QComboBox,
    QDialog,
    QHeaderView,
    QLabel,
    QPushButton,
    QRadioButton,
    QStyle,
    QStyleOptionButton,
    QTabBar,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from gdviz.engine.sampling import Batch
from gdviz.engine.spec import Entry
from gdviz.files.default import default_spec
from gdviz.optimizers import optimizer
from gdviz.qt.appearance import appearance
from gdviz.qt.controls.export_dialog import ExportDialog
from gdviz.qt.elided_label import ElidedLabel
from gdviz.qt.export_choice import KINDS
from gdviz.qt.main_window import MainWindow
from gdviz.qt.setup import with_batch, with_surface
from gdviz.qt.views.view_bar import VIEWS
from gdviz.surfaces import surface
from tests.qt.windows import WAIT_MS, part, wait_for_race

WIDE, NARROW = (1366, 768), (1024, 768)


# On the projector the narrower window is the harder one.
@pytest.mark.parametrize(
    ("size", "projector"), [(WIDE, False), (NARROW, False), (NARROW, True)], ids=["1366", "1024", "1024-projector"]
)
@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_every_text_has_room(
    make_window: Callable[..., MainWindow], qtbot: QtBot, size: tuple[int, int], language: str, projector: bool
) -> None:
    appearance().set_language(language)
    appearance().set_projector(projector)
    try:
        spec = default_spec()
        searching = Entry(optimizer("gd_wolfe"))
        window = make_window(replace(spec, entries=(*spec.entries[1:], searching), steps=60))
        window.setFixedSize(*size)
        QApplication.processEvents()
        assert window.size() == QSize(*size)
        cut = []
        for state, looked_at in _states(window, qtbot):
            QApplication.processEvents()
            cut += [f"{state}: {text}" for text in _cut_off(looked_at)]
        assert not cut
    finally:
        appearance().set_projector(False)
        appearance().set_language("en")


def _states(window: MainWindow, qtbot: QtBot) -> Iterator[tuple[str, QWidget]]:
    """One panel, view or dialog after the other, with what is to be looked at."""
    yield "race", window
    window.compare.pin.pin()
    window.workspace.show_compare()
    yield "compare", window
    window.workspace.show_step()
    qtbot.waitUntil(lambda: window.steps.panel is not None and not window.steps.anatomist.waiting, timeout=WAIT_MS)
    yield "step", window
    window.gradient.open()
    qtbot.waitUntil(lambda: window.gradient.panel is not None and not window.gradient.waiting, timeout=WAIT_MS)
    yield "gradient", window
    window.race.search_rates()
    search = window.race.search
    assert search is not None
    qtbot.waitUntil(lambda: not search.searcher.waiting, timeout=WAIT_MS)
    yield "search", window
    window.session.selection.select(len(window.session.shown.spec.entries) - 1)
    window.line.open()
    qtbot.waitUntil(lambda: window.line.panel is not None and window.line.panel.line is not None, timeout=WAIT_MS)
    yield "line", window
    window.session.selection.select(0)
    window.session.change(with_batch(with_surface(window.session.wanted, surface("neuron_noisy")), Batch(8)))
    wait_for_race(qtbot, window)
    assert window.workspace.in_front("data")
    yield "data", window
    for view in VIEWS:
        window.stage.set_view(view)
        yield view, window
    for name, ask in (
        ("export_dialog", window.export.ask),
        ("start_dialog", window.starts.ask_ring),
        ("start_dialog", window.starts.ask_grid),
        ("surface_editor", window.editors.surface),
        ("optimizer_editor", window.editors.optimizer),
        ("gallery_window", window.help.gallery),
    ):
        ask()
        dialog = part(window, QDialog, name)
        for state in _fields(dialog):
            yield state, dialog
        dialog.close()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def _fields(dialog: QDialog) -> Iterator[str]:
    """A dialog with the fields that it shows by turns."""
    if not isinstance(dialog, ExportDialog):
        yield dialog.objectName()
        return
    for kind in KINDS:
        dialog.show_choice(replace(dialog.choice, kind=kind))
        yield f"export {kind.key}"


def _cut_off(window: QWidget) -> Iterator[str]:
    for widget in window.findChildren(QWidget):
        if widget.isVisibleTo(window) and widget.window() is window.window():
            for text, room in _texts_and_room(widget):
                needed = widget.fontMetrics().horizontalAdvance(text)
                if text and needed > room:
                    yield f"{type(widget).__name__} {widget.objectName()}: {text!r} needs {needed}, has {room}"
            yield from _too_low(widget)
            yield from _long_axes(widget)


def _too_low(widget: QWidget) -> Iterator[str]:
    """Labels of several lines."""
    if isinstance(widget, QLabel) and widget.wordWrap() and widget.text():
        needed = widget.heightForWidth(widget.width())
        if needed > widget.height():
            yield f"{widget.objectName()}: {widget.text()!r} needs a height of {needed}, has {widget.height()}"


def _long_axes(widget: QWidget) -> Iterator[str]:
    """The names beside the axes of a plot."""
    if isinstance(widget, pg.PlotWidget):
        for side in ("left", "bottom"):
            axis = widget.getAxis(side)
            if axis.isVisible() and axis.label.isVisible():
                needed = axis.label.boundingRect().width()
                room = axis.size().height() if side == "left" else axis.size().width()
                if needed > room:
                    yield f"axis {axis.labelText!r} needs {needed:.0f}, has {room:.0f}"


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
        case QHeaderView() if widget.orientation() == Qt.Orientation.Horizontal:
            yield from _headers(widget)
        case QTabBar():
            for tab in range(widget.count()):
                yield widget.tabText(tab).replace("&", ""), widget.tabRect(tab).width() - 8


def _headers(header: QHeaderView) -> Iterator[tuple[str, int]]:
    """The columns' names; the race table chooses which of its columns it has room for."""
    margins = 2 * (header.style().pixelMetric(QStyle.PixelMetric.PM_HeaderMargin, None, header) - 1)
    for column in range(header.count()):
        if not header.isSectionHidden(column):
            text = header.model().headerData(column, header.orientation())
            yield str(text or ""), header.sectionSize(column) - margins
