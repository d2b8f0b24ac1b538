"""Whether a race can be run as it was asked: every complaint is one sentence that says what is wrong and allowed."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike

from gdviz.engine.compiled_surface import CompiledSurface, compile_surface, dimension
from gdviz.engine.errors import InputError, unknown
from gdviz.engine.optimizer import Optimizer
from gdviz.engine.program import check_shapes, program
from gdviz.engine.result import Floats
from gdviz.engine.sampling import Batch
from gdviz.engine.schedule_check import check_schedules
from gdviz.engine.spec import Entry, RaceSpec, Value
from gdviz.engine.surface import Point
from gdviz.language.errors import FormulaError
from gdviz.language.sentence import Sentence, counted

MEMORY_LIMIT = 10**9  # bytes that the history of a race may take
STEPS_LIMIT = 10**18  # far beyond what can be run; keeps the sums below readable
LANE_STEPS_LIMIT = 10**10  # without a history; a few minutes of one core
SEED_LIMIT = 2**63
BYTES = 8
NO_VALUE = "the surface {surface} has no finite value at the start {start}"
NO_GRADIENT = "the surface {surface} has no finite gradient at the start {start}"
# Without a history a lane still needs its point, its gradient and some states.
VECTORS_PER_LANE = 6


def check_spec(spec: RaceSpec, *, history: bool = True) -> None:
    """Raise InputError, or FormulaError for the surface's text, if the race cannot be run; needs no derivatives.

    `history` says whether every step is to be kept, which decides how much memory the race needs.
    """
    check_values(spec, history=history)
    _check_defined(compile_surface(spec.surface, 0), spec)


def check_values(spec: RaceSpec, *, history: bool = True) -> None:
    """As check_spec, without evaluating the surface. Costs nothing that grows with what is refused."""
    _require(len(spec.entries) > 0, "there is no optimizer in the race", "entries")
    _require(len(spec.starts) > 0, "there is no start in the race", "starts")
    _check_numbers(spec)
    _check_batch(spec)
    dim = dimension(spec.surface)
    check_size(spec.steps, spec.lanes, dim, history=history)
    if not _all_right(spec, dim):
        for index, start in enumerate(spec.starts):
            _check_start(start, dim, spec.bound, f"starts[{index}]")
    for index, entry in enumerate(spec.entries):
        _check_entry(entry, dim, f"entries[{index}]")
        check_schedules(entry, spec.steps, f"entries[{index}]")


def check_gradient(spec: RaceSpec) -> None:
    """Raise InputError if the surface has no gradient at one of the starts or an entry's rules do not fit it.

    FormulaError if the surface's text cannot be differentiated. Imports SymPy.
    """
    gradient = compile_surface(spec.surface).gradient(_points(spec))
    for index, entry in enumerate(spec.entries):
        with _rules_of(entry, f"entries[{index}]"):
            program(spec.surface, entry, spec.sampling)
    _refuse_undefined(np.isfinite(gradient).all(axis=-1), spec, NO_GRADIENT)


def check_size(steps: int, lanes: int, dim: int, *, history: bool = True) -> None:
    """Raise InputError if a race of this size would take more memory or time than anybody wants."""
    _check_steps(steps)
    needed = history_bytes(steps, lanes, dim) if history else lanes * dim * VECTORS_PER_LANE * BYTES
    runs = counted(lanes, "{count} run", "{count:,} runs")
    _require(
        needed <= MEMORY_LIMIT,
        Sentence(
            "this race needs {memory} of memory for {runs} of {steps}, the limit is {limit}: take fewer steps or "
            "starts",
            memory=memory_text(needed),
            runs=runs,
            steps=counted(steps, "{count} step", "{count:,} steps"),
            limit=memory_text(MEMORY_LIMIT),
        ),
        "steps",
    )
    _require(
        lanes * steps <= LANE_STEPS_LIMIT,
        Sentence(
            "this race has {steps:,} steps over {runs}, the limit is {limit:,}: take fewer steps or starts",
            steps=lanes * steps,
            runs=runs,
            limit=LANE_STEPS_LIMIT,
        ),
        "steps",
    )


def history_bytes(steps: int, lanes: int, dim: int) -> int:
    """The memory that points and loss of every step of every lane take."""
    return (steps + 1) * lanes * (dim + 1) * BYTES


def memory_text(size: int) -> str:
    """A number of bytes as a reader likes it: 16 TB."""
    for unit, factor in (("PB", 10**15), ("TB", 10**12), ("GB", 10**9), ("MB", 10**6)):
        if size >= factor:
            return f"{size / factor:,.3g} {unit}" if size < 1000 * factor else f"{size // factor:,} {unit}"
    return Sentence("{size} bytes", size=size)


def _check_numbers(spec: RaceSpec) -> None:
    _check_steps(spec.steps)
    tolerance = spec.tolerance
    right = _is_number(tolerance) and 0 <= tolerance < math.inf
    _require(
        right,
        Sentence("tolerance must be a finite number from 0, not {tolerance}", tolerance=_text(tolerance)),
        "tolerance",
    )
    right = _is_number(spec.noise) and 0 <= spec.noise < math.inf
    _require(right, Sentence("noise must be a finite number from 0, not {noise}", noise=_text(spec.noise)), "noise")
    right = _is_whole(spec.seed) and 0 <= spec.seed < SEED_LIMIT
    _require(
        right, Sentence("seed must be a whole number from 0 below 2**63, not {seed}", seed=_text(spec.seed)), "seed"
    )
    right = _is_number(spec.bound) and 0 < spec.bound < math.inf
    _require(right, Sentence("bound must be a finite number above 0, not {bound}", bound=_text(spec.bound)), "bound")


def _check_batch(spec: RaceSpec) -> None:
    if spec.batch is None:
        return
    _require(
        isinstance(spec.batch, Batch),
        Sentence("a batch is a whole number of samples or a Batch, not {batch}", batch=_text(spec.batch)),
        "batch",
    )
    data = spec.surface.data
    _require(data is not None, "a batch needs a loss over data; this surface is a closed formula", "batch")
    rows = len(data) if data is not None else 0
    right = _is_whole(spec.batch.size) and 1 <= spec.batch.size <= rows
    size = _text(spec.batch.size)
    _require(right, Sentence("a batch has from 1 to {rows:,} samples, not {size}", rows=rows, size=size), "batch.size")


def _check_steps(steps: int) -> None:
    right = _is_whole(steps) and 0 <= steps < STEPS_LIMIT
    _require(
        right, Sentence("steps must be a whole number from 0 below 10**18, not {steps}", steps=_text(steps)), "steps"
    )


def _all_right(spec: RaceSpec, dim: int) -> bool:
    """Whether all starts are good, found out quickly for a million of them."""
    try:
        points = np.array(spec.starts)
    except ValueError:  # of different lengths
        return False
    right_kind = points.dtype.kind in "iuf" and points.shape == (len(spec.starts), dim)
    return bool(right_kind and (np.abs(points) <= spec.bound).all())


def _check_start(start: Point, dim: int, bound: float, where: str) -> None:
    if len(start) != dim:
        count = counted(len(start), "{count} coordinate", "{count} coordinates")
        raise InputError(
            Sentence(
                "the start {start} has {count}, the surface has {dim}", start=_point_text(start), count=count, dim=dim
            ),
            where,
        )
    if not all(_is_number(value) and -math.inf < value < math.inf for value in start):
        raise InputError(
            Sentence("the start {start} holds something that is not a finite number", start=_point_text(start)), where
        )
    if not all(abs(value) <= bound for value in start):
        raise InputError(
            Sentence(
                "the start {start} is farther out than {bound:g}, where runs are stopped",
                start=_point_text(start),
                bound=bound,
            ),
            where,
        )


@contextmanager
def _rules_of(entry: Entry, where: str) -> Iterator[None]:
    """FormulaErrors met inside are about the rules of this entry."""
    try:
        yield
    except FormulaError as error:
        raise InputError(
            Sentence("the rules of {method}: {error}", method=entry.optimizer.called, error=error.sentence), where
        ) from None


@lru_cache(maxsize=256)
def _check_shapes_once(optimizer: Optimizer) -> None:
    check_shapes(optimizer)


def _check_entry(entry: Entry, dim: int, where: str) -> None:
    with _rules_of(entry, where):
        _check_shapes_once(entry.method)
    known = {hyper.name: hyper for hyper in entry.method.hyperparameters}
    given = [name for name, _ in entry.values]
    for name, value in entry.values:
        place = f"{where}.{name}"
        if name not in known:
            raise _unknown_hyper(entry, name, list(known), where)
        _require(
            given.count(name) == 1,
            Sentence("{method}: {name} is given twice", method=entry.optimizer.called, name=name),
            place,
        )
        hyper = known[name]
        _require(
            not isinstance(value, tuple) or name not in entry.method.program.single_numbers,
            Sentence(
                "{method}: {name} must be one number, not one for each coordinate: the line search goes along one line",
                method=entry.optimizer.called,
                name=name,
            ),
            place,
        )
        _check_length(value, dim, entry.optimizer.called, name, place)
        for number in value if isinstance(value, tuple) else (value,):
            _require(
                _is_number(number) and hyper.low <= number <= hyper.high,
                Sentence(
                    "{method}: {name} must lie between {low:g} and {high:g}, not {number}",
                    method=entry.optimizer.called,
                    name=name,
                    low=hyper.low,
                    high=hyper.high,
                    number=_text(number),
                ),
                place,
            )


def _unknown_hyper(entry: Entry, name: str, known: Sequence[str], where: str) -> InputError:
    if not known:
        return InputError(
            Sentence(
                "{method} has no hyperparameters, so none named {name}", method=entry.optimizer.called, name=_text(name)
            ),
            where,
        )
    return unknown(Sentence("hyperparameter of {key}", key=entry.optimizer.key), name[:40], known, where)


def _check_length(value: Value, dim: int, method: Sentence, name: str, where: str) -> None:
    if isinstance(value, tuple):
        values = counted(len(value), "{count} value", "{count} values")
        wanted = counted(dim, "{count} coordinate", "{count} coordinates")
        _require(
            len(value) == dim,
            Sentence(
                "{method}: {name} has {values}, the surface has {wanted}",
                method=method,
                name=name,
                values=values,
                wanted=wanted,
            ),
            where,
        )


def _check_defined(surface: CompiledSurface, spec: RaceSpec) -> None:
    _refuse_undefined(np.isfinite(surface.value(_points(spec))), spec, NO_VALUE)


def _refuse_undefined(defined: ArrayLike, spec: RaceSpec, template: str) -> None:
    if not np.all(defined):
        index = int(np.argmin(defined))
        name = _short(spec.surface.expression)
        raise InputError(Sentence(template, surface=name, start=_point_text(spec.starts[index])), f"starts[{index}]")


def _points(spec: RaceSpec) -> Floats:
    return np.array(spec.starts, dtype=np.float64)


def _require(holds: bool, sentence: str, where: str) -> None:
    if not holds:
        raise InputError(sentence, where)


def _is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_number(value: object) -> bool:
    return isinstance(value, float | int) and not isinstance(value, bool) and value == value


def _text(value: object) -> str:
    """Something that is wrong, shown no longer than a sentence bears."""
    if isinstance(value, int) and abs(value) >= 10**18:
        return Sentence("a number of more than 18 digits")
    return _short(repr(value).removesuffix(".0"))


def _short(text: str, length: int = 60) -> str:
    return text if len(text) <= length else text[: length - 1] + "…"


def _point_text(point: Sequence[float]) -> str:
    shown = ", ".join(_text(value) for value in point[:4])
    return f"({shown}{', …' if len(point) > 4 else ''})"
