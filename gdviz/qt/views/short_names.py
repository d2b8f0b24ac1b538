"""Names of entries where there is little room: their ends tell those of one optimizer apart."""

from __future__ import annotations

import re

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetricsF

# The number of one of several, or the extras of an entry.
_END = re.compile(r"( \d+|, .*)$")
# What must be left of the beginning.
SHORTEST = 2


def short_name(name: str, metrics: QFontMetricsF, width: float) -> str:
    """As much of a name as there is room for: its beginning, and its end if that tells it from others."""
    if metrics.horizontalAdvance(name) <= width:
        return name
    found = _END.search(name)
    end = found[0] if found else ""
    if metrics.horizontalAdvance(f"{name[:SHORTEST]}…{end}") > width:
        return metrics.elidedText(name, Qt.TextElideMode.ElideMiddle, width)
    beginning = name.removesuffix(end)
    room = width - metrics.horizontalAdvance(end)
    return metrics.elidedText(beginning, Qt.TextElideMode.ElideRight, room) + end
