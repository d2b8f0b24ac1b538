"""The gallery: every figure of the textbooks with its captions and its panels, each of which opens its experiment."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon, QShowEvent
from PySide6.QtWidgets import QDialog, QFrame, QGridLayout, QLabel, QScrollArea, QToolButton, QVBoxLayout, QWidget

from gdviz.files.gallery import Figure, Panel, gallery
from gdviz.qt.text import language, tr

SIZE = (940, 640)
# As large as the pictures are; four of them stand beside each other.
PICTURE = QSize(200, 160)
COLUMNS = 4


class GalleryWindow(QDialog):
    """`chosen(figure, panel)` when a panel's picture is clicked; the window stays open beside the race."""

    chosen = Signal(object, object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("gallery_window")
        self._scroll = QScrollArea()
        self._scroll.setObjectName("gallery_scroll")
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._scroll)
        self.resize(*SIZE)
        self._written = ""

    def showEvent(self, event: QShowEvent) -> None:
        """What is not seen is not written."""
        if self._written != language():
            self._write()
        super().showEvent(event)

    def retranslate(self) -> None:
        """Write everything in the language of the moment, if it is seen."""
        if self.isVisible():
            self._write()

    def _write(self) -> None:
        self._written = language()
        place = self._scroll.verticalScrollBar().value()
        self.setWindowTitle(tr("Figures of the textbooks"))
        page = QWidget()
        rows = QVBoxLayout(page)
        rows.setContentsMargins(16, 12, 16, 16)
        rows.setSpacing(6)
        rows.addWidget(_text("gallery_hint", tr("Click a picture to open its experiment in the window.")))
        for figure in gallery().figures:
            self._add_figure(rows, figure)
        rows.addStretch(1)
        if (old := self._scroll.takeWidget()) is not None:
            old.deleteLater()  # whoever asks all widgets to write themselves again may still hold it
        self._scroll.setWidget(page)
        self._scroll.verticalScrollBar().setValue(place)

    def _add_figure(self, rows: QVBoxLayout, figure: Figure) -> None:
        here, row = language(), figure.row
        rows.addSpacing(10)
        heading = _text(f"gallery_title_{row}", f"{row} · {figure.number.of(here)}")
        heading.setProperty("kind", "heading")
        rows.addWidget(heading)
        source = _text(f"gallery_source_{row}", f"{figure.source} · {gallery().sources[figure.source].of(here)}")
        source.setProperty("kind", "muted")
        rows.addWidget(source)
        rows.addWidget(_text(f"gallery_caption_{row}", figure.caption.of(here)))
        if figure.note.en:
            rows.addWidget(_text(f"gallery_note_{row}", figure.note.of(here)))
        pictures = QGridLayout()
        pictures.setSpacing(6)
        for place in range(len(figure.panels)):
            pictures.addWidget(self._picture(figure, place), 2 * (place // COLUMNS), place % COLUMNS)
            label = _text(f"gallery_panel_{row}_{place + 1}", panel_text(figure, place))
            label.setFixedWidth(PICTURE.width() + 8)
            label.setAlignment(Qt.AlignmentFlag.AlignTop)
            pictures.addWidget(label, 2 * (place // COLUMNS) + 1, place % COLUMNS)
        pictures.setColumnStretch(COLUMNS, 1)
        rows.addLayout(pictures)

    def _picture(self, figure: Figure, place: int) -> QToolButton:
        button = QToolButton()
        button.setObjectName(f"gallery_open_{figure.row}_{place + 1}")
        button.setAutoRaise(True)
        button.setIcon(QIcon(str(figure.thumbnail(place))))
        button.setIconSize(PICTURE)
        button.setFixedSize(PICTURE + QSize(8, 8))
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        tip = tr("Open the experiment of {row} {panel}", row=figure.row, panel=panel_text(figure, place)).rstrip()
        button.setToolTip(tip)
        button.setAccessibleName(tip)
        button.clicked.connect(partial(self._choose, figure, figure.panels[place]))
        return button

    def _choose(self, figure: Figure, panel: Panel, _checked: bool = False) -> None:
        self.chosen.emit(figure, panel)


def panel_text(figure: Figure, place: int) -> str:
    """The letter of a panel, where there are several, and its caption."""
    letter = f"({chr(ord('a') + place)})" if len(figure.panels) > 1 else ""
    return f"{letter} {figure.panels[place].caption.of(language())}".strip()


def _text(name: str, text: str) -> QLabel:
    label = QLabel(text)
    label.setObjectName(name)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    return label
