"""The newest of many values is handed on, and only once."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from gdviz.qt.pacing import Paced


def test_what_waits_is_delivered_once_and_the_newest_wins(qapp: QApplication) -> None:
    told: list[object] = []
    parent = QObject()
    paced = Paced(parent, 10_000, told.append)
    paced.flush()
    assert not told, "nothing was offered"
    paced.offer(1)
    paced.offer(None)
    paced.flush()
    paced.flush()
    assert told == [None]
