"""What a loss over data fits: the model that it compares with the target, ready to be evaluated."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from gdviz.engine.expression import one_number, parsed
from gdviz.engine.result import Floats
from gdviz.engine.samples import Samples
from gdviz.engine.surface import Surface
from gdviz.language.evaluate import evaluate
from gdviz.language.tape import Tape
from gdviz.language.translate import Translator
from gdviz.language.tree import Call, Node, names_in
from gdviz.language.values import Scalar, Value


@dataclass(frozen=True)
class Model:
    """A formula in parameters and `features`, which are columns of the samples, for the column `target`.

    Of a target of 0 and 1 it says 1 where the number `side` of the tape is above the `threshold`.
    """

    parameters: tuple[str, ...]
    features: tuple[str, ...]
    target: str
    samples: Samples
    tape: Tape
    number: int
    side: int
    threshold: float

    @property
    def truth(self) -> Floats:
        """The target of every sample, (rows,)."""
        return self.samples.column(self.target)

    @property
    def tells_classes(self) -> bool:
        """Whether the target is 0 or 1 in every sample, and each in some."""
        return set(self.truth.tolist()) == {0.0, 1.0}

    def of_samples(self, points: Floats, rows: NDArray[np.int64]) -> Floats:
        """What it says of some of the samples at points (n, dim): (n, rows)."""
        return self._at(self.number, points, [self.samples.column(name)[rows] for name in self.features])

    def along(self, points: Floats, *columns: Floats) -> Floats:
        """What it says for values (k,) of each feature at points (n, dim): (n, k)."""
        return self._at(self.number, points, list(columns))

    def sides(self, points: Floats, *columns: Floats) -> Floats:
        """Above 0 where it says 1 rather than 0, as `along`."""
        return self._at(self.side, points, list(columns)) - self.threshold

    def _at(self, number: int, points: Floats, columns: list[Floats]) -> Floats:
        inputs = {name: points[:, index, None] for index, name in enumerate(self.parameters)}
        inputs |= dict(zip(self.features, columns, strict=True))
        (answer,) = evaluate(self.tape, [number], inputs)
        return np.broadcast_to(answer, (len(points), len(columns[0])))


@lru_cache(maxsize=16)
def model_of(surface: Surface) -> Model | None:
    """The model of a loss over data; None where none is known, or where it reads no column."""
    data = surface.data
    if data is None or not surface.model or surface.target not in data.names:
        return None
    tree = parsed(surface.model)
    features = tuple(name for name in data.names if name in names_in(tree))
    if not features:
        return None
    tape = Tape()
    names: dict[str, Value] = {name: Scalar(tape.input(name)) for name in (*surface.parameters, *data.names)}
    number = one_number(Translator(tape, names), tree)
    within, threshold = _inside(tree)
    side = one_number(Translator(tape, names), within)
    return Model(surface.parameters, features, surface.target, data, tape, number, side, threshold)


def _inside(tree: Node) -> tuple[Node, float]:
    """Far out a sigmoid is 1 to the last digit; what it is taken of still says how far."""
    if isinstance(tree, Call) and tree.function == "sigmoid":
        return tree.arguments[0], 0.0
    return tree, 0.5
