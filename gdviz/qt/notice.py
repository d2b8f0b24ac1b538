"""A sentence below the panels that goes away by itself."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLabel, QSizePolicy

NOTICE_MS = 10_000


class Notice(QLabel):
    """Says what happened, for a while."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("notice")
        self.setVisible(False)
        self.setProperty("kind", "notice")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setContentsMargins(8, 2, 8, 2)
        self._timer = QTimer(self, singleShot=True, interval=NOTICE_MS)
        self._timer.timeout.connect(self.hide)

    def say(self, sentence: str) -> None:
        """Show a sentence in place of the last one."""
        self.setText(sentence)
        self.show()
        self._timer.start()
