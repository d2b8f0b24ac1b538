"""A monkey at the window: random clicks, drags, wheels and keys on whatever is in sight, the same for the same seed."""

from __future__ import annotations

import random
from collections.abc import Callable

from PySide6.QtCore import QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget

from gdviz.qt.main_window import MainWindow

BUTTONS = (Qt.MouseButton.LeftButton,) * 6 + (Qt.MouseButton.RightButton,)
MODIFIERS = (Qt.KeyboardModifier.NoModifier,) * 5 + (
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
)
TEXT = "0123456789.-+*/()xye "
_NAMED = (
    "Space Left Right Up Down Home End PageUp PageDown Tab Backtab Return Escape Delete Backspace G P Z Y 0 1 2 3 4 5 6"
)
KEYS = tuple(getattr(Qt.Key, f"Key_{name}") for name in _NAMED.split())
# A menu or a dialog that waits for an answer is closed after so long; a person would do the same.
PATIENCE_MS = 30


class Monkey:
    """Plays with a window and all that it opens, but neither closes it nor writes files."""

    def __init__(self, window: MainWindow, seed: int) -> None:
        self._window = window
        self._random = random.Random(seed)
        self._timer = QTimer(window, interval=PATIENCE_MS)
        self._timer.timeout.connect(self._close_popups)
        self.events = 0
        self.log: list[str] = []

    def play(self, events: int) -> None:
        """So many events; the last ones are in `log`."""
        self._timer.start()
        deeds: tuple[Callable[[QWidget, QPoint], None], ...]
        deeds = (
            self._click,
            self._click,
            self._double_click,
            self._drag,
            self._wheel,
            self._key,
            self._key,
            self._type,
        )
        while self.events < events:
            widget = self._pick()
            self._random.choice(deeds)(widget, self._place(widget))
            if self._random.random() < 0.2:
                QApplication.processEvents()
        self._timer.stop()
        self._close_popups()
        self._close_others()

    def _pick(self) -> QWidget:
        """Any widget in sight."""
        seen = [top for top in QApplication.topLevelWidgets() if top.isVisible() and not isinstance(top, QFileDialog)]
        top = self._window if self._random.random() < 0.9 else self._random.choice(seen or [self._window])
        inside = [child for child in top.findChildren(QWidget) if child.isVisible() and child.isEnabled()]
        return self._random.choice(inside or [top])

    def _place(self, widget: QWidget) -> QPoint:
        return QPoint(self._random.randrange(max(1, widget.width())), self._random.randrange(max(1, widget.height())))

    def _did(self, what: str, widget: QWidget, events: int) -> None:
        self.events += events
        self.log = [*self.log[-40:], f"{what} {type(widget).__name__} {widget.objectName()}"]

    def _click(self, widget: QWidget, place: QPoint) -> None:
        self._did("click", widget, 2)
        QTest.mouseClick(widget, self._random.choice(BUTTONS), self._random.choice(MODIFIERS), place)

    def _double_click(self, widget: QWidget, place: QPoint) -> None:
        self._did("double click", widget, 4)
        QTest.mouseDClick(widget, Qt.MouseButton.LeftButton, self._random.choice(MODIFIERS), place)

    def _drag(self, widget: QWidget, place: QPoint) -> None:
        self._did("drag", widget, 6)
        QTest.mousePress(widget, Qt.MouseButton.LeftButton, self._random.choice(MODIFIERS), place)
        for _ in range(4):
            # Also far outside.
            place = place + QPoint(self._random.randint(-150, 150), self._random.randint(-150, 150))
            QTest.mouseMove(widget, place)
        QTest.mouseRelease(widget, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)

    def _wheel(self, widget: QWidget, place: QPoint) -> None:
        self._did("wheel", widget, 1)
        turn = QPoint(0, self._random.choice((-240, -120, 120, 240)))
        there = QPointF(place), QPointF(widget.mapToGlobal(place))
        no_button, no_key = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
        event = QWheelEvent(*there, QPoint(), turn, no_button, no_key, Qt.ScrollPhase.NoScrollPhase, False)
        QApplication.sendEvent(widget, event)

    def _key(self, widget: QWidget, _place: QPoint) -> None:
        self._did("key", widget, 2)
        QTest.keyClick(QApplication.focusWidget() or widget, self._random.choice(KEYS), self._random.choice(MODIFIERS))

    def _type(self, widget: QWidget, _place: QPoint) -> None:
        text = "".join(self._random.choices(TEXT, k=3))
        self._did(f"type {text!r}", widget, 2 * len(text))
        QTest.keyClicks(QApplication.focusWidget() or widget, text)

    def _close_popups(self) -> None:
        while popup := QApplication.activePopupWidget():
            popup.close()
        if modal := QApplication.activeModalWidget():
            modal.close()
        if not self._window.isVisible():
            self._window.show()

    def _close_others(self) -> None:
        for top in QApplication.topLevelWidgets():
            if top is not self._window and top.isVisible() and top.isWindow() and top.parentWidget() is not None:
                top.close()
