"""Painting on a page without a window: an application without a screen, views laid out unseen, lines of text."""

from __future__ import annotations

import os
import sys
from weakref import WeakSet

from PySide6.QtCore import QCoreApplication, QEvent, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter
from PySide6.QtWidgets import QApplication, QWidget

from gdviz.qt.style import theme

_application: QApplication | None = None
_settled: WeakSet[QWidget] = WeakSet()


def need_application() -> None:
    """Make an application without a screen if there is none yet."""
    global _application  # noqa: PLW0603 - Qt wants it kept alive
    if QApplication.instance() is not None:
        return
    if sys.platform.startswith("linux"):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    elif sys.platform == "darwin":
        os.environ.setdefault("QT_MAC_DISABLE_FOREGROUND_APPLICATION_TRANSFORM", "1")  # no icon in the dock
    _application = QApplication(["gdviz"])


def settle(view: QWidget, plot: QWidget, room: QSizeF) -> None:
    """Give a view the size at which its plot has this room; `grab` makes Qt lay it out unseen."""
    _settled.add(view)
    view.resize(room.toSize())
    view.grab()
    view.resize(view.size() + room.toSize() - plot.size())
    view.grab()


def take_down() -> None:
    """Have Qt delete the views of pages that are done, in its own order; a garbage collector that met them all in a
    cycle has crashed.
    """
    for view in list(_settled):
        _settled.discard(view)
        view.deleteLater()
        QCoreApplication.sendPostedEvents(view, QEvent.Type.DeferredDelete.value)


def write(
    painter: QPainter,
    left: float,
    top: float,
    width: float,
    text: str,
    font: QFont,
    colour: str = "",
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
) -> None:
    """One line of text, shortened to a width."""
    shown = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, width)
    painter.setFont(font)
    painter.setPen(QColor(colour or theme().ink))
    room = QRectF(left, top, width, 20.0)
    if align == Qt.AlignmentFlag.AlignLeft:
        room.setWidth(width + 8.0)
    painter.drawText(room, align | Qt.AlignmentFlag.AlignVCenter, shown)
