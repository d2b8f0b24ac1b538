"""ziamath, set up for Qt and made fast; importing this module imports it (146 ms), so typeset.py does so late."""

from __future__ import annotations

import warnings
import xml.etree.ElementTree as ET
from typing import Any

with warnings.catch_warnings():
    # ziamath finds its font in a way that Python 3.11 and 3.12 call deprecated, and later ones do not.
    warnings.simplefilter("ignore", DeprecationWarning)
    from ziamath.config import config
    from ziamath.nodes.mrow import Mrow
    from ziamath.tex import tex2mml
    from ziamath.zmath import Math

# QtSvg shows fragments of the newer SVG.
config.svg2 = False


class Row(Mrow, tag="mrow"):
    """A row that measures itself once; ziamath's own takes twice as long for every level of nesting.

    It takes the place of ziamath's row by being defined: the tag registers it.
    """

    def _get_height_nostretch(self, line: list[ET.Element], **options: Any) -> tuple[float, float]:
        # Whoever measures this row ignores its brackets, so how tall they would be need not be found out again.
        if options.get("nostretch"):
            return 0.0, 0.0
        low, high = super()._get_height_nostretch(line, **options)
        return float(low), float(high)


def mathml(latex: str) -> str:
    """The formula as MathML; raises whatever latex2mathml raises."""
    return str(tex2mml(latex))


def draw(element: ET.Element, size: float, margin: float) -> bytes:
    """The MathML as SVG; raises whatever ziamath raises."""
    return str(Math(element, size=size, margin=margin).svg()).encode()
