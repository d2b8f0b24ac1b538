"""What a step's vectors look like on the map: arrows, squares, points and ellipses as plain values."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from gdviz.engine.anatomy import RuleAnatomy, StepAnatomy
from gdviz.engine.optimizer import Role
from gdviz.engine.result import Floats
from gdviz.qt.views.anatomy_bars import nice_below
from gdviz.qt.views.window import Window

# Displacements are drawn in true length, in the units of the map.
TRUE_LENGTH = (Role.VELOCITY, Role.STEP)
# Gradients, averages of them and the roots of their squares share one scale, so that they can be compared.
SLOPES = (Role.GRADIENT, Role.MOMENT, Role.SQUARES)
# The longest of what is drawn to a scale takes at most so many pixels.
LONGEST = 110.0
# And on a small map no more than this share of its shorter side.
LONGEST_SHARE = 0.35


@dataclass(frozen=True, eq=False)
class Arrow:
    """A vector from `tail` to `tip`, (2,) in the plane, drawn `scale` times as long as it is."""

    name: str
    letter: str
    role: Role
    colour: str
    tail: Floats
    tip: Floats
    scale: float


@dataclass(frozen=True)
class Square:
    """A square of `side` units of the map whose area is a number of the vector, times the square of `scale`."""

    name: str
    letter: str
    colour: str
    axis: int
    side: float
    scale: float


@dataclass(frozen=True, eq=False)
class Place:
    """A point of the plane that a rule computes."""

    name: str
    letter: str
    colour: str
    at: Floats


@dataclass(frozen=True, eq=False)
class Ellipse:
    """Half axes (2, 2), one per row, in the plane; both ellipses have the same area, only their shapes tell."""

    axes: Floats
    bends_down: bool = False


@dataclass(frozen=True, eq=False)
class StepMarks:
    """All marks of a step up to a rule; `head` is where it began, `ghost` where it leads once the last rule is done."""

    head: Floats
    arrows: tuple[Arrow, ...] = ()
    squares: tuple[Square, ...] = ()
    places: tuple[Place, ...] = ()
    ghost: Floats | None = None
    curvature: Ellipse | None = None
    scaling: Ellipse | None = None

    @property
    def ends(self) -> list[Floats]:
        """The head and all that the marks lead to, in the plane."""
        ghost = [] if self.ghost is None else [self.ghost]
        return [self.head, *ghost, *(arrow.tip for arrow in self.arrows), *(place.at for place in self.places)]


def step_marks(
    anatomy: StepAnatomy,
    rule: int,
    colours: Mapping[str, str],
    window: Window,
    ellipses: bool = False,
    axes: tuple[int, int] = (0, 1),
) -> StepMarks:
    """The marks of the first so many rules: those of one coordinate lie across the graph, of more in the map's axes."""
    flat = [_flattened(each, axes) for each in anatomy.rules[:rule] if drawable(each, anatomy)]
    done = [each for each in flat if each.role is not None]
    head = _place(anatomy.point, anatomy.loss, axes)
    scales = {
        Role.SCALED: _scale([each for each in done if each.role is Role.SCALED], window),
        **dict.fromkeys(SLOPES, _scale([each for each in done if each.role in SLOPES], window)),
        **dict.fromkeys(TRUE_LENGTH, 1.0),
    }
    arrows, squares, places = [], [], []
    for each in done:
        role = each.role
        colour = colours.get(each.name, "")
        if role is Role.LOOK_AHEAD:
            at = each.value if len(each.value) > 1 else np.array([each.value[0], anatomy.loss])
            places.append(Place(each.name, each.letter, colour, at))
        elif role is Role.SQUARES:
            squares += _squares(each, colour, scales[role])
        elif role is not None and each.value.any():
            tip = head + scales[role] * _flat(each.value)
            arrows.append(Arrow(each.name, each.letter, role, colour, head, tip, scales[role]))
    ghost = _place(anatomy.after, anatomy.loss_after, axes) if rule >= len(anatomy.rules) else None
    marks = StepMarks(head, tuple(arrows), tuple(squares), tuple(places), ghost)
    return _with_ellipses(marks, anatomy, window) if ellipses and len(anatomy.point) == 2 else marks


def drawable(rule: RuleAnatomy, anatomy: StepAnatomy) -> bool:
    """Whether a rule's value is a finite vector with a number for every coordinate."""
    return rule.value.shape == anatomy.gradient.shape and bool(np.isfinite(rule.value).all())


def _flattened(rule: RuleAnatomy, axes: tuple[int, int]) -> RuleAnatomy:
    """The rule with only the coordinates of the map."""
    return rule if len(rule.value) == 1 else replace(rule, value=rule.value[list(axes)])


def _place(point: Floats, loss: float, axes: tuple[int, int]) -> Floats:
    return np.array([point[0], loss]) if len(point) == 1 else np.array(point)[list(axes)]


def _flat(vector: Floats) -> Floats:
    return np.array([vector[0], 0.0]) if len(vector) == 1 else vector


def _pixels(vector: Floats, window: Window) -> float:
    """How long a vector is on the screen."""
    across, up = _per_unit(window)
    flat = _flat(vector)
    return math.hypot(flat[0] * across, flat[1] * up)


def _per_unit(window: Window) -> tuple[float, float]:
    return window.width / (window.right - window.left), window.height / (window.top - window.bottom)


def _scale(rules: list[RuleAnatomy], window: Window) -> float:
    """The number, 1, 2 or 5 times a power of ten, that makes the longest of these vectors fit."""
    per_unit = math.sqrt(math.prod(_per_unit(window)))
    sizes = [0.0]
    for rule in rules:
        if rule.role is Role.SQUARES:
            sizes.append(float(np.sqrt(np.abs(rule.value).max())) * per_unit)
        else:
            sizes.append(_pixels(rule.value, window))
    longest = max(sizes)
    room = min(LONGEST, LONGEST_SHARE * min(window.width, window.height))
    return nice_below(room / longest) if 0.0 < longest < math.inf and room / longest < math.inf else 1.0


def _squares(rule: RuleAnatomy, colour: str, scale: float) -> list[Square]:
    """One per coordinate that can be drawn."""
    sides = [math.sqrt(number) * scale if number > 0 else 0.0 for number in map(float, rule.value)]
    return [Square(rule.name, rule.letter, colour, axis, side, scale) for axis, side in enumerate(sides) if side]


def _with_ellipses(marks: StepMarks, anatomy: StepAnatomy, window: Window) -> StepMarks:
    size = LONGEST / 2.0 / math.sqrt(math.prod(_per_unit(window)))
    curvature = scaling = None
    if np.isfinite(anatomy.hessian).all():
        values, vectors = np.linalg.eigh(anatomy.hessian)
        curvature = _ellipse(np.abs(values), vectors.T, size, bool((values < 0).any()))
    if anatomy.scaling is not None:
        scaling = _ellipse(anatomy.scaling, np.eye(2), size)
    return StepMarks(marks.head, marks.arrows, marks.squares, marks.places, marks.ghost, curvature, scaling)


def _ellipse(stiffness: Floats, directions: Floats, size: float, bends_down: bool = False) -> Ellipse | None:
    """The ellipse d' A d = const of the area of a circle of that size; none where it would be a strip."""
    if not stiffness.all() or stiffness.max() > 1e6 * stiffness.min():
        return None
    half = 1.0 / np.sqrt(stiffness)
    half *= size / math.sqrt(float(np.prod(half)))
    return Ellipse(directions * half[:, None], bends_down)
