"""How things look: a palette for colour-blind readers too, markers, dashes, fonts and the colours of the map."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor, QFont, QFontMetrics
from PySide6.QtWidgets import QApplication

from gdviz.qt.themes import LIGHT, Theme

# What a projector at the end of a classroom needs: so many times the type, the lines and the markers.
PROJECTOR_TYPE = 1.3
PROJECTOR_LINES = 1.7
PROJECTOR_MARKERS = 1.4

MARKERS = (
    "circle",
    "square",
    "triangle",
    "diamond",
    "triangle_down",
    "plus",
    "pentagon",
    "cross",
    "hexagon",
    "triangle_right",
    "hourglass",
    "triangle_left",
)

# In pen widths, drawn and left out in turn; long enough for a trail to stay one line to the eye.
_DASHES: tuple[tuple[float, ...], ...] = ((), (7.0, 2.5), (3.0, 2.0), (9.0, 2.0, 2.0, 2.0))

# One line style per coordinate, in the panels that draw a curve for each.
COORDINATE_DASHES: tuple[tuple[float, ...], ...] = ((), (5.0, 3.0), (1.5, 2.5), (8.0, 2.5, 1.5, 2.5))


@dataclass
class _Now:
    """What is shown at the moment."""

    theme: Theme = LIGHT
    projector: bool = False


_now = _Now()


def theme() -> Theme:
    """The colours of the moment; ask for them when something is drawn, never before."""
    return _now.theme


def projector() -> bool:
    """Whether everything is drawn for the back of a classroom."""
    return _now.projector


def line_scale() -> float:
    """How many times as thick as usual lines are drawn."""
    return PROJECTOR_LINES if _now.projector else 1.0


def marker_scale() -> float:
    """How many times as large as usual markers are drawn."""
    return PROJECTOR_MARKERS if _now.projector else 1.0


def type_scale() -> float:
    """How many times as large as usual type is, and whatever has to hold it."""
    return PROJECTOR_TYPE if _now.projector else 1.0


def set_style(shown: Theme, projector: bool) -> None:
    """Draw in another theme, or as a projector needs it; says nothing to what is already drawn."""
    _now.theme, _now.projector = shown, projector


@dataclass(frozen=True)
class Look:
    """How an entry is drawn: `hue` is its colour on light paper, `marker` one of MARKERS, `dash` in pen widths."""

    hue: str
    marker: str
    dash: tuple[float, ...] = ()

    @property
    def colour(self) -> str:
        """Its colour in the theme of the moment, as #rrggbb."""
        return theme().trails[LIGHT.trails.index(self.hue)] if self.hue in LIGHT.trails else self.hue


def look(index: int) -> Look:
    """The look of the entry at that place; the first 12 differ in colour and in marker, the rest in the pair."""
    turn, place = divmod(index, len(LIGHT.trails))
    marker = MARKERS[(place + 5 * turn) % len(MARKERS)]
    return Look(LIGHT.trails[place], marker, _DASHES[(place + turn) % len(_DASHES)])


def looks(count: int) -> tuple[Look, ...]:
    """The looks of that many entries."""
    return tuple(look(index) for index in range(count))


def coordinate_dash(coordinate: int) -> tuple[float, ...]:
    """The line style of a coordinate's curve: x solid, y dashed, z dotted."""
    return COORDINATE_DASHES[coordinate % len(COORDINATE_DASHES)]


def surface_colours() -> NDArray[np.uint8]:
    """The colour map of a surface from low to high, (256, 4) as blue, green, red, alpha."""
    stops = [QColor(name) for name in theme().map_stops]
    where = np.linspace(0.0, len(stops) - 1.0, 256)
    channels = ([getattr(stop, channel)() for stop in stops] for channel in ("blue", "green", "red", "alpha"))
    table = [np.interp(where, np.arange(len(stops)), channel) for channel in channels]
    return np.rint(np.stack(table, axis=1)).astype(np.uint8)


def mixed(ground: str, colour: str, share: float) -> QColor:
    """A ground with this share of a colour in it."""
    pairs = zip(QColor(ground).getRgbF(), QColor(colour).getRgbF(), strict=True)
    return QColor.fromRgbF(*((1.0 - share) * one + share * other for one, other in pairs))


def small_font() -> QFont:
    """The font of axis numbers, legends and other small print."""
    font = QFont(QApplication.font())
    font.setPointSizeF(max(7.0, font.pointSizeF() - 1.0))
    return font


def heading_font() -> QFont:
    """The font of the title above a view."""
    font = QFont(QApplication.font())
    font.setBold(True)
    return font


def text_width(text: str, font: QFont) -> int:
    """The width of a text in logical pixels."""
    return QFontMetrics(font).horizontalAdvance(text)
