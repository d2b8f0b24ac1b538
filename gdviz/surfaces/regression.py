"""Linear and logistic regression on anybody's data, as surfaces."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from gdviz.engine.errors import InputError
from gdviz.engine.result import Floats
from gdviz.engine.samples import Samples
from gdviz.engine.surface import Point, Surface
from gdviz.language.sentence import Sentence

# Every one is a coordinate of the surface.
FEATURE_LIMIT = 4

_PER_DEVIATION = 5  # digits of a mean, counted from the first of the deviation
_ROOM = 1.6  # the window reaches so many times as far as the start is from the minimum
_FAR = 6.0  # where there is no minimum it shows so large weighted features
_NEWTON_STEPS = 60
_LARGEST = 1e100  # beyond it and below its reciprocal squares are no numbers
_FARTHEST = 1e3  # where classes can be told apart without a fault, the weights run away without end

Window = tuple[tuple[float, float], ...]


def linear_regression(samples: Samples, features: Sequence[str], target: str, scale: bool = False) -> Surface:
    """The mean of half the squared errors of a weighted sum of the features, one weight each and a bias b.

    With `scale` the formula takes each feature's mean away and divides by its deviation, so that it shows what is done.
    Raises InputError for a column that is the same in every row.
    """
    _check(samples, features, target)
    parameters, model = _weighted_sum(samples, features, scale)
    design = _design(samples, features, scale)
    answer, _, rank, _ = np.linalg.lstsq(design, samples.column(target), rcond=None)
    least = tuple(map(float, answer)) if rank == design.shape[1] else None
    return _surface(
        samples,
        (*features, target),
        least,
        scale,
        key="linear_regression",
        title="Linear regression",
        expression=f"({model} - {target})**2/2",
        summary="The mean of half the squared errors of {model} for {target}.{scaled}",
        parameters=parameters,
        model=model,
    )


def logistic_regression(samples: Samples, features: Sequence[str], target: str, scale: bool = False) -> Surface:
    """The mean cross-entropy of a sigmoid of a weighted sum of the features, for a target of 0 and 1.

    It is written with softplus(z) = log(1 + exp(z)), which overflows nowhere. As in linear_regression otherwise.
    """
    _check(samples, features, target)
    if set(samples.column(target)) != {0.0, 1.0}:
        template = "the column {column} must hold 0 and 1 alone to be learned by logistic regression"
        raise InputError(Sentence(template, column=target), "target")
    parameters, inner = _weighted_sum(samples, features, scale)
    least = _most_likely(_design(samples, features, scale), samples.column(target))
    return _surface(
        samples,
        (*features, target),
        least,
        scale,
        key="logistic_regression",
        title="Logistic regression",
        expression=f"softplus({inner}) - {target}*({inner})",
        summary="The mean cross-entropy of {model} for {target}.{scaled}",
        parameters=parameters,
        model=f"sigmoid({inner})",
    )


def _check(samples: Samples, features: Sequence[str], target: str) -> None:
    if not 1 <= len(features) <= FEATURE_LIMIT:
        template = "choose from 1 to {limit} columns to predict from, not {count}"
        raise InputError(Sentence(template, limit=FEATURE_LIMIT, count=len(features)), "features")
    for name in (*features, target):
        if (*features, target).count(name) > 1:
            raise InputError(Sentence("the column {column} is chosen twice", column=name), "features")
        numbers, where = samples.column(name), "target" if name == target else "features"
        if not float(np.abs(numbers).max()) < _LARGEST or 0 < float(np.abs(numbers).max()) < 1 / _LARGEST:
            template = "the numbers of the column {column} are too large or too small; write them in another unit"
            raise InputError(Sentence(template, column=name), where)
        if float(np.ptp(numbers)) == 0:
            template = "the column {column} is {value:g} in every row: it teaches nothing and cannot be scaled"
            raise InputError(Sentence(template, column=name, value=float(numbers[0])), where)


def _weighted_sum(samples: Samples, features: Sequence[str], scale: bool) -> tuple[tuple[str, ...], str]:
    weights = ("w",) if len(features) == 1 else tuple(f"w{index}" for index in range(1, len(features) + 1))
    seen = [_scaled_text(samples, name) if scale else name for name in features]
    return (*weights, "b"), " + ".join([*(f"{w}*{x}" for w, x in zip(weights, seen, strict=True)), "b"])


def _scaled_text(samples: Samples, name: str) -> str:
    middle, deviation = scaling(samples.column(name))
    sign = "+" if middle < 0 else "-"
    return f"({name} {sign} {abs(middle):.15g})/{deviation:.15g}"


def scaling(numbers: Floats) -> tuple[float, float]:
    """The mean and the deviation, to so many digits as a reader can bear and no scaled number notices."""
    with np.errstate(over="ignore"):
        middle, deviation = float(np.mean(numbers)), float(np.std(numbers))
    if not 0 < deviation < np.inf:
        raise InputError("the numbers of this column are too large or too alike to be scaled", "features")
    digits = _PER_DEVIATION - int(np.floor(np.log10(deviation)))
    return round(middle, digits), float(f"{deviation:.6g}")


def _design(samples: Samples, features: Sequence[str], scale: bool) -> Floats:
    """The features as the weights meet them, and a column of ones for b."""
    columns = [samples.column(name) for name in features]
    if scale:
        columns = [(column - middle) / deviation for column in columns for middle, deviation in (scaling(column),)]
    return np.stack([*columns, np.ones(len(samples))], axis=1)


def _most_likely(design: Floats, target: Floats) -> Point | None:
    """The minimum of the cross-entropy by Newton's method from 0; None where there is none, or none near."""
    weights = np.zeros(design.shape[1])
    for _ in range(_NEWTON_STEPS):
        with np.errstate(over="ignore"):
            likely = 1 / (1 + np.exp(-design @ weights))
        slope = design.T @ (likely - target)
        try:
            step = np.linalg.solve((design.T * (likely * (1 - likely))) @ design, slope)
        except np.linalg.LinAlgError:
            return None
        weights = weights - step
        if not np.abs(weights).max() < _FARTHEST * max(1.0, 1.0 / float(np.abs(design).max())):
            return None
        if np.abs(step).max() <= 1e-14 * np.abs(weights).max():
            return tuple(map(float, weights))
    return None


def _surface(
    samples: Samples, columns: Sequence[str], least: Point | None, scale: bool, *, summary: str, **fields: Any
) -> Surface:
    """What both have in common; the target is the last column."""
    scaled = Sentence(" The features are scaled to mean 0 and deviation 1.") if scale else ""
    origin = (0.0,) * len(fields["parameters"])
    return Surface(
        window=_window(samples, columns[:-1], scale, least),
        start=origin,
        minima=(least,) if least else (),
        levels="log" if least else "linear",
        summary=Sentence(summary, model=fields["model"], target=columns[-1], scaled=scaled),
        data=Samples.of({name: samples.column(name).tolist() for name in columns}),
        mean=True,
        target=columns[-1],
        **fields,
    )


def _window(samples: Samples, features: Sequence[str], scale: bool, least: Point | None) -> Window:
    """Round the minimum, with the start at 0 inside; in every coordinate the loss rises alike."""
    slopes = np.sqrt(np.mean(_design(samples, features, scale) ** 2, axis=0))
    middle = np.array(least or np.zeros(len(slopes)))
    reach = _ROOM * (float(np.max(np.abs(middle) * slopes)) or 1.0) / slopes
    if least is None:
        reach = _FAR / slopes
    return tuple((_short(m - r), _short(m + r)) for m, r in zip(middle, reach, strict=True))


def _short(number: float) -> float:
    return float(f"{number:.3g}")
