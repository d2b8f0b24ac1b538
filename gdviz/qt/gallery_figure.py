"""A figure of the gallery as a page: its captions, its panels side by side, and the legend of each."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from itertools import accumulate

import msgspec
from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter

from gdviz.engine.check import check_gradient, check_spec
from gdviz.engine.race import race
from gdviz.engine.result import Record
from gdviz.engine.trajectory import Trajectory
from gdviz.files.experiment import Experiment, load_experiment
from gdviz.files.gallery import Figure, Panel, Words, gallery
from gdviz.files.labels import label_for
from gdviz.qt.dress import Dress
from gdviz.qt.gallery_panels import PanelPicture, Shown, panel_picture
from gdviz.qt.marker_shapes import draw_swatch, line_pen
from gdviz.qt.page import take_down, write
from gdviz.qt.picture_file import image_of
from gdviz.qt.style import Look, coordinate_dash, heading_font, looks, small_font, theme
from gdviz.qt.text import language

MARGIN, GAP, LINE = 16.0, 20.0, 19.0
# Panels in a row, by how many there are, and the size of each.
SIZES = {1: (640.0, 460.0), 2: (470.0, 380.0), 3: (400.0, 330.0)}
IN_TWO_ROWS = 4
# How much smaller the name of an entry may be written where there is no room for it.
SMALLEST = 0.8
MOST_IN_ONE_COLUMN = 6
THUMBNAIL = (200.0, 160.0)
OTHER = {"en": "zh_CN", "zh_CN": "en"}


class GalleryFigure:
    """A figure to be painted anywhere, its captions in the language of the moment and then in the other one."""

    def __init__(self, figure: Figure) -> None:
        self._figure = figure
        count = len(figure.panels)
        self._columns = 2 if count == IN_TWO_ROWS else min(count, 3)
        self._size = QSizeF(*SIZES[self._columns])
        self._pictures = [picture(panel, self._size) for panel in figure.panels]
        self.captions = self._captions()
        self.width = round(2 * MARGIN + self._columns * (self._size.width() + GAP) - GAP)
        top = MARGIN + sum(self._height(text, font) for text, font, _ in self.captions) + 6.0
        self._above = self._panel_captions_height()
        heights = [self._row_height(first) for first in range(0, count, self._columns)]
        self._tops = list(accumulate(heights, initial=top))
        self.height = round(self._tops[-1] + MARGIN)

    def paint(self, painter: QPainter) -> None:
        """Captions above, then the panels row by row."""
        top = MARGIN
        for text, font, colour in self.captions:
            height = self._height(text, font)
            painter.setFont(font)
            painter.setPen(QColor(colour))
            painter.drawText(QRectF(MARGIN, top, self._text_width, height + 4.0), Qt.TextFlag.TextWordWrap, text)
            top += height
        for place, (panel, picture) in enumerate(zip(self._figure.panels, self._pictures, strict=True)):
            row, column = divmod(place, self._columns)
            corner = QPointF(MARGIN + column * (self._size.width() + GAP), self._tops[row])
            self._paint_panel(painter, corner, place, panel, picture)

    def _paint_panel(self, painter: QPainter, corner: QPointF, place: int, panel: Panel, picture: PanelPicture) -> None:
        painter.setFont(small_font())
        painter.setPen(QColor(theme().ink))
        room = QRectF(corner.x(), corner.y(), self._size.width(), self._above)
        flags = Qt.AlignmentFlag.AlignBottom | Qt.TextFlag.TextWordWrap
        painter.drawText(room, flags, self._panel_caption(place, panel))
        picture.paint(painter, corner.x(), corner.y() + self._above + 2.0)
        top = corner.y() + self._above + self._size.height() + 6.0
        _paint_legend(painter, QPointF(corner.x(), top), self._size.width(), picture)

    def _panel_caption(self, place: int, panel: Panel) -> str:
        """What is said of one panel, with the letter by which the captions above call it."""
        letter = f"({chr(ord('a') + place)}) " if len(self._figure.panels) > 1 else ""
        return letter + panel.caption.of(language())

    def _panel_captions_height(self) -> float:
        texts = [self._panel_caption(place, panel) for place, panel in enumerate(self._figure.panels)]
        return max(text_height(text, small_font(), self._size.width()) for text in texts if text) if any(texts) else 0.0

    def _captions(self) -> list[tuple[str, QFont, str]]:
        """The lines above the panels, in the language of the moment and then, fainter, in the other one."""
        figure, ink, muted = self._figure, theme().ink, theme().muted_ink
        here, there = language(), OTHER[language()]
        lines = [(_title(figure, here), heading_font(), ink)]
        lines += [(words.of(here), small_font(), ink) for words in _told(figure)]
        lines += [(_title(figure, there), small_font(), muted)]
        return lines + [(words.of(there), small_font(), muted) for words in _told(figure)]

    @property
    def _text_width(self) -> float:
        return self._columns * (self._size.width() + GAP) - GAP

    def _height(self, text: str, font: QFont) -> float:
        return text_height(text, font, self._text_width) + 3.0

    def _row_height(self, first: int) -> float:
        """Of a row of panels with their captions and legends."""
        legends = max(_legend_rows(picture) for picture in self._pictures[first : first + self._columns])
        return self._above + self._size.height() + LINE * legends + 18.0


class Thumbnail:
    """A panel alone, small and without words."""

    width, height = map(round, THUMBNAIL)

    def __init__(self, panel: Panel) -> None:
        self._ratio = 1.5
        self._picture = picture(msgspec.structs.replace(panel, key=False), QSizeF(*THUMBNAIL) * self._ratio)

    def paint(self, painter: QPainter) -> None:
        """The panel as on a page, made smaller."""
        painter.scale(1.0 / self._ratio, 1.0 / self._ratio)
        self._picture.paint(painter, 0.0, 0.0)


def thumbnail(panel: Panel, ratio: float = 2.0) -> QImage:
    """The small picture of a panel."""
    try:
        return image_of(Thumbnail(panel), ratio)
    finally:
        take_down()


def picture(panel: Panel, size: QSizeF) -> PanelPicture:
    """A panel with its experiment raced."""
    experiment, trajectory = raced(panel.experiment)
    count = len(trajectory.spec.entries)
    visible = experiment.visible
    if panel.entries is not None:
        visible = tuple(entry + 1 in panel.entries for entry in range(count))
    dress = Dress(looks(count), visible)
    step = trajectory.length - 1 if panel.step is None else panel.step
    return panel_picture(panel, Shown(trajectory, dress, step), size)


@cache
def raced(name: str) -> tuple[Experiment, Trajectory]:
    """An experiment of the gallery and its race, entries named by the values that were chosen for them."""
    experiment = load_experiment(Panel(name).path)
    spec = experiment.spec
    entries = tuple(
        replace(entry, label=label_for(entry)) if entry.label.startswith(entry.method.title) else entry
        for entry in spec.entries
    )
    spec = replace(spec, entries=entries)
    check_spec(spec)
    check_gradient(spec)
    trajectory = Trajectory.empty(spec)
    for chunk in race(spec, Record.STATES):
        trajectory = trajectory.grown(chunk)
    return experiment, trajectory


def text_height(text: str, font: QFont, width: float) -> float:
    """How high a text is that is broken into lines of a width."""
    return QFontMetricsF(font).boundingRect(QRectF(0.0, 0.0, width, 1e4), Qt.TextFlag.TextWordWrap, text).height()


def _title(figure: Figure, code: str) -> str:
    """Row, source and number in a language."""
    source = gallery().sources[figure.source].of(code)
    return f"{figure.row} · {figure.source} · {figure.number.of(code)} · {source}"


def _told(figure: Figure) -> list[Words]:
    return [words for words in (figure.caption, figure.note) if words.en]


def _legend_columns(picture: PanelPicture) -> int:
    return 1 if len(picture.legend) <= MOST_IN_ONE_COLUMN else 2


def _legend_rows(picture: PanelPicture) -> int:
    rows = -(-len(picture.legend) // _legend_columns(picture))
    return rows + (1 if len(picture.dashes) > 1 else 0)


def _paint_legend(painter: QPainter, corner: QPointF, width: float, picture: PanelPicture) -> None:
    """The entries, and below them the line styles of the coordinates."""
    columns = _legend_columns(picture)
    for place, (label, look) in enumerate(picture.legend):
        row, column = divmod(place, columns)
        left, top = corner.x() + column * width / columns, corner.y() + row * LINE
        _write_entry(painter, left, top, width / columns, label, look)
    if len(picture.dashes) > 1:
        top = corner.y() + (_legend_rows(picture) - 1) * LINE
        for axis, name in enumerate(picture.dashes):
            left = corner.x() + axis * 80.0
            painter.setPen(line_pen(theme().ink, 1.6, coordinate_dash(axis)))
            painter.drawLine(QPointF(left + 1.0, top + 10.0), QPointF(left + 33.0, top + 10.0))
            write(painter, left + 40.0, top, 40.0, name, small_font())


def _write_entry(painter: QPainter, left: float, top: float, width: float, label: str, look: Look) -> None:
    draw_swatch(painter, look, left, top + 2.0, 34.0, 16.0)
    room = width - 44.0
    write(painter, left + 40.0, top, room, label, _narrowed(small_font(), label, room))


def _narrowed(font: QFont, text: str, room: float) -> QFont:
    """The font, or if the text is too wide for the room a smaller one, as far as can be read."""
    wide = QFontMetricsF(font).horizontalAdvance(text)
    if wide > room:
        font.setPointSizeF(font.pointSizeF() * max(SMALLEST, room / wide * 0.99))
    return font
