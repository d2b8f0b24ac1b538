"""Lets the widget with the keyboard focus keep the keys it needs, where a menu has the same ones."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractButton, QAbstractSlider, QApplication, QComboBox, QLineEdit, QWidget

_KEYS: dict[type[QWidget], frozenset[int]] = {
    QAbstractButton: frozenset({Qt.Key.Key_Space}),
    QComboBox: frozenset({Qt.Key.Key_Space, Qt.Key.Key_Home, Qt.Key.Key_End}),
    QAbstractSlider: frozenset({Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Home, Qt.Key.Key_End}),
}


class KeyGuard(QObject):
    """Watches only the focused widget: a filter on the whole application would cost every event its time."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        QApplication.instance().focusChanged.connect(self._follow)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.ShortcutOverride:
            return False
        if _has_nothing_to(event, watched):
            event.ignore()
            return True
        if event.modifiers() != Qt.KeyboardModifier.NoModifier:
            return False
        if any(isinstance(watched, kind) and event.key() in keys for kind, keys in _KEYS.items()):
            event.accept()
            return True
        return False

    def _follow(self, old: QWidget | None, new: QWidget | None) -> None:
        if old is not None:
            old.removeEventFilter(self)
        if new is not None:
            new.installEventFilter(self)


def _has_nothing_to(event: QKeyEvent, watched: QObject) -> bool:
    """Whether a line of text would take undo or redo from the menu without having typing to undo or redo."""
    if not isinstance(watched, QLineEdit):
        return False
    if event.matches(QKeySequence.StandardKey.Undo):
        return not watched.isUndoAvailable()
    return event.matches(QKeySequence.StandardKey.Redo) and not watched.isRedoAvailable()
