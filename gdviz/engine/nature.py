"""The nature of a critical point."""

from __future__ import annotations

from enum import Enum


class Nature(Enum):
    """What a critical point is."""

    MINIMUM = "minimum"
    MAXIMUM = "maximum"
    SADDLE = "saddle"
    LEVEL = "level"
