"""A surface's Taylor model at a point, of first or second order, and how far it is off."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gdviz.engine.errors import InputError
from gdviz.engine.result import Floats
from gdviz.engine.surface import Point
from gdviz.engine.terrain import Measurable, directions
from gdviz.language.sentence import Sentence

RINGS, WAYS = 40, 96


@dataclass(frozen=True, eq=False)
class TaylorModel:
    """L(theta') + (theta - theta')·g + ½ (theta - theta')·H (theta - theta'), with what is known at `point`, theta'.

    `gradient` is (dim,), `hessian` (dim, dim). Goodfellow, Bengio and Courville, 2016, equation 4.8.
    """

    point: Point
    loss: float
    gradient: Floats
    hessian: Floats

    def values(self, points: Floats, order: int) -> Floats:
        """The model of order 1 or 2 at points, (..., dim) -> (...)."""
        away = np.asarray(points, dtype=float) - np.array(self.point)
        straight = self.loss + away @ self.gradient
        return np.asarray(
            straight if order == 1 else straight + 0.5 * np.einsum("...i,...i", away @ self.hessian, away)
        )


def taylor_model(surface: Measurable, point: Point) -> TaylorModel:
    """The model at a point; InputError where f, its gradient or its Hessian is not defined."""
    at = np.array(point, dtype=float)
    with np.errstate(all="ignore"):
        model = TaylorModel(tuple(point), float(surface.value(at)), surface.gradient(at), surface.hessian(at))
    if not all(np.isfinite(each).all() for each in (model.loss, model.gradient, model.hessian)):
        raise InputError(Sentence("f has no Taylor model here: its value or a derivative is not defined"), "taylor")
    return model


@dataclass(frozen=True)
class ModelError:
    """The largest distance between model and surface within `radius` of the point; `defined` if f is, all over."""

    radius: float
    worst: float
    defined: bool


def model_error(surface: Measurable, model: TaylorModel, order: int, radius: float) -> ModelError:
    """How far the model of order 1 or 2 is off within a radius, looked at on rings around the point."""
    dim = len(model.point)
    ways = np.concatenate([np.eye(dim), -np.eye(dim), directions(dim, WAYS)])
    places = np.array(model.point) + np.linspace(0.0, radius, RINGS + 1)[1:, None, None] * ways
    with np.errstate(all="ignore"):
        off = np.abs(surface.value(places) - model.values(places, order))
    known = off[np.isfinite(off)]
    return ModelError(radius, float(known.max(initial=0.0)), len(known) == off.size)
