"""A typeset line whose slots are filled with numbers, drawn from the digits of the same typeface."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from gdviz.engine.typeset import svg
from gdviz.language.latex_slots import Slot, SlottedLine

# The size at which the digits are looked at; every other one is a scale of it.
_SIZE = 20.0
# Stands for the ink, so that one drawing serves every theme.
_INK = "#d0d0d0"
_CHARACTERS = "0123456789.−()·∞?"
_PATH = re.compile(r'<path d="([^"]*)" fill="([^"]*)" />')
_SLOT = re.compile(r'<path d="[^"]*" fill="#e([0-9a-f]{5})" />(?:<path d="[^"]*" fill="#e\1" />)*')
_NAME = re.compile(r'"#c(0[0-9a-f]{4})"')
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_EXPONENT_SCALE, _EXPONENT_RISE = 0.7, 0.36


@dataclass(frozen=True)
class _Glyph:
    """A character's outline at the origin of its line, and how far the next one is."""

    path: str
    advance: float


@dataclass(frozen=True)
class _Place:
    """Where a slot is: the left end of its line, how wide it is, and how large its digits are."""

    index: int
    left: float
    base: float
    room: float
    scale: float


def filled(line: SlottedLine, colours: Mapping[str, str], ink: str, size: float = 20.0) -> bytes:
    """The line as SVG, names and their numbers in their `colours`, the rest in `ink`.

    It takes as long as `svg` the first time that a line of this form is drawn, and a fraction of a millisecond after
    that.
    """
    hues = [colours.get(name, ink) for name in line.names]

    def dyed(text: str) -> str:
        return _NAME.sub(lambda found: f'"{hues[int(found[1], 16)]}"', text).replace(f'"{_INK}"', f'"{ink}"')

    parts = []
    for piece in _pieces(line.latex, size):
        if isinstance(piece, _Place):
            slot = line.slots[piece.index]
            parts.append(_written(slot, piece, colours.get(slot.name, ink)))
        else:
            parts.append(dyed(piece))
    return "".join(parts).encode()


@lru_cache(maxsize=512)
def _pieces(latex: str, size: float) -> tuple[str | _Place, ...]:
    """What stands between the slots, and the slots."""
    text, end = svg(latex, size, _INK).decode(), 0
    pieces: list[str | _Place] = []
    for found in _SLOT.finditer(text):
        pieces += [text[end : found.start()], _place(int(found[1], 16), found[0])]
        end = found.end()
    return (*pieces, text[end:])


def _place(index: int, zeros: str) -> _Place:
    outlines = [_coordinates(path) for path, _ in _PATH.findall(zeros)]
    zero = _glyphs()["0"]
    own = _coordinates(zero.path)
    scale = _height(outlines[0]) / _height(own)
    left, base = outlines[0][0] - own[0] * scale, outlines[0][1] - own[1] * scale
    return _Place(index, left, base, zero.advance * scale * len(outlines), scale)


def _written(slot: Slot, place: _Place, colour: str) -> str:
    """The characters of a slot in its room, smaller if there is too little.

    Computed numbers end where the comma or parenthesis after them stands, as in a column: what is free is where a sign
    would be. Chosen ones, whose room fits them, stand in the middle.
    """
    width = _width(slot.text) * place.scale
    squeeze = min(1.0, place.room / width) if width else 1.0
    free = place.room - width * squeeze
    left = place.left + (free if slot.name else free / 2.0)
    return f'<g fill="{colour}">{_characters(slot.text, left, place.base, place.scale * squeeze)}</g>'


def _characters(text: str, left: float, base: float, scale: float) -> str:
    parts = []
    for character, size, rise in _set(text):
        glyph, share = _glyphs()[character], scale * size
        matrix = f"matrix({share:.4f},0,0,{share:.4f},{left:.3f},{base - rise * scale:.3f})"
        parts.append(f'<path transform="{matrix}" d="{glyph.path}"/>')
        left += glyph.advance * share
    return "".join(parts)


def _set(text: str) -> list[tuple[str, float, float]]:
    """Every character with its size and how far above the line it stands: what follows `^` is an exponent."""
    base, _, exponent = text.partition("^")
    raised = [(character, _EXPONENT_SCALE, _EXPONENT_RISE * _SIZE) for character in exponent]
    return [(character, 1.0, 0.0) for character in base] + raised


def _width(text: str) -> float:
    return sum(_glyphs()[character].advance * size for character, size, _ in _set(text))


@cache
def _glyphs() -> Mapping[str, _Glyph]:
    """The characters of numbers: each is typeset between zeros, whose distance tells how wide it is."""
    found = {}
    for character in _CHARACTERS:
        drawn = svg(rf"\text{{0{character}00}}", _SIZE).decode()
        first, _, second, third = [_coordinates(each) for each, _ in _PATH.findall(drawn)]
        zero = third[0] - second[0]
        start = first[0] - _origin()
        at = start + zero
        found[character] = _Glyph(_moved(_PATH.findall(drawn)[1][0], -at), second[0] - first[0] - zero)
    return found


@cache
def _origin() -> float:
    """Where the outline of a zero begins that stands at the beginning of a line."""
    drawn = svg(r"\text{0}", _SIZE).decode()
    return _coordinates(_PATH.findall(drawn)[0][0])[0]


def _moved(path: str, across: float) -> str:
    """The outline moved sideways: every other number of it is one across."""
    place = 0

    def move(found: re.Match[str]) -> str:
        nonlocal place
        place += 1
        return f"{float(found[0]) + across:.2f}" if place % 2 else found[0]

    return _NUMBER.sub(move, path)


def _coordinates(path: str) -> list[float]:
    return [float(number) for number in _NUMBER.findall(path)]


def _height(coordinates: list[float]) -> float:
    down = coordinates[1::2]
    return max(down) - min(down)
