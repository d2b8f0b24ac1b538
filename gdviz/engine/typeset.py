"""LaTeX to pictures: SVG that Qt can draw, made by ziamath, which is imported when the first formula is wanted."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from functools import lru_cache

# Room around the formula in pixels, so that no accent or italic tail is cut off.
_MARGIN = 2.0

_MINUS, _WIDE_HAT, _HAT = "\u2212", "\u0302", "\u02c6"
_OPENING = set("([{|,=<>+\u2016\u230a\u2264\u2265\u2260\u00b7\u2299" + _MINUS)
_SPACES = {
    "\u2299": {"lspace": "0.2222em", "rspace": "0.2222em"},
    "\u2207": {"lspace": "0em", "rspace": "0em"},
    ",": {"lspace": "0em", "rspace": "0.1667em"},
    "min": {"rspace": "0em"},
    "max": {"rspace": "0em"},
    "sign": {"rspace": "0em"},
}

# Parts of a formula; so many take about a second.
_LARGEST = 1_500


class TypesetError(ValueError):
    """A text is not LaTeX that can be drawn."""


@lru_cache(maxsize=512)
def svg(latex: str, size: float = 20, colour: str = "black") -> bytes:
    """The formula as SVG in UTF-8, `size` pixels to the em; raises TypesetError for LaTeX that cannot be drawn.

    A formula takes 10 to 60 ms the first time and nothing after that.
    """
    from gdviz.engine.typeset_library import draw

    element = _mathml(latex)
    element.set("mathcolor", colour)
    try:
        return draw(element, size, _MARGIN)
    except Exception as error:
        raise _refused(latex, error) from error


def _mathml(latex: str) -> ET.Element:
    from gdviz.engine.typeset_library import mathml

    if not latex.strip():
        raise TypesetError("there is no formula to draw")
    try:
        root = ET.fromstring(re.sub(r' xmlns="[^"]*"', "", mathml(latex), count=1))
    # latex2mathml's errors share no class of their own, and a broken table ends in an IndexError.
    except Exception as error:
        raise _refused(latex, error) from error
    rows = list(root.iter())
    if len(rows) > _LARGEST:
        raise TypesetError("the formula is too long to draw")
    _check_commands(root)
    for row in rows:
        _tidy(row)
    return root


def _refused(latex: str, error: Exception) -> TypesetError:
    reason = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", type(error).__name__).removesuffix(" Error").lower()
    shown = latex if len(latex) <= 60 else latex[:57] + "..."
    return TypesetError(f"this LaTeX cannot be drawn ({reason}): {shown}")


def _check_commands(root: ET.Element) -> None:
    """Unknown commands and stray braces come through the converter as if they were letters."""
    for element in root.iter("mi"):
        text = element.text or ""
        if text in ("{", "}", "&") or (len(text) > 1 and text.startswith("\\")):
            raise TypesetError(f"this LaTeX cannot be drawn: {text} is not known here")


def _tidy(row: ET.Element) -> None:
    """Spaces, accents and brackets as TeX would set them, where the converter leaves them to chance."""
    if row.tag == "mover" and _is_hat(row):
        # As an identifier the hat keeps its own width; as an operator it would grow with the letter.
        row[1].tag, row[1].text = "mi", _HAT
        row[1].set("mathvariant", "normal")
    before = ""
    for child in row:
        text = child.text or ""
        if child.tag == "mo":
            child.attrib.update(_spacing(text, before))
        before = text if child.tag == "mo" else "x"
    _bracket_tables(row)
    if row.tag == "mtable":
        row.attrib.update(rowspacing="0.5em", columnspacing=row.get("columnspacing", "0.9em"))


def _is_hat(accented: ET.Element) -> bool:
    return accented[1].text == _WIDE_HAT and len("".join(accented[0].itertext())) == 1


def _spacing(operator: str, before: str) -> dict[str, str]:
    if operator == _MINUS and (not before or before in _OPENING):
        return {"form": "prefix", "lspace": "0em", "rspace": "0em"}
    return _SPACES.get(operator, {})


def _bracket_tables(row: ET.Element) -> None:
    """Put a column and its brackets into a row of their own, else they grow with the whole line."""
    for place in range(len(row) - 2, 0, -1):
        table = row[place]
        if table.tag == "mtable" and row[place - 1].text == "(" and row[place + 1].text == ")":
            group = ET.Element("mrow")
            room = ET.Element("mspace", width="0.15em")
            group.extend([row[place - 1], room, table, room, row[place + 1]])
            row[place - 1 : place + 2] = [group]
