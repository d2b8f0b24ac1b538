"""The surface of a script: its formulas, its data, and what chance shows of them in each step."""

from __future__ import annotations

from gdviz.engine.compiled_surface import coordinates
from gdviz.engine.expression import gradient_trees, hessian_trees, parsed
from gdviz.engine.sampling import PAGE, page_rows
from gdviz.engine.spec import RaceSpec
from gdviz.engine.surface import Surface
from gdviz.language.python_text import python_name, python_text
from gdviz.language.tree import Node

# What a step that chance disturbs begins with.
SEEN = "f, grad, hess = seen({step})"

_DATA = """
DATA = np.array({table})  # one row a sample, columns {columns}

"""
_OVER_SAMPLES = """
def over(samples, values):
    return np.{reduction}(np.broadcast_to(values, len(samples)))

"""
_LOSS = """
def loss(theta):
    return whole_f(theta)


def seen(t):
{draws}
    return (
        lambda theta: whole_f(theta{rows}),
        lambda theta: whole_grad(theta{rows}){noise},
        {hessian},
    )

"""
_BATCH = """
    places = (t - 1) * {size} + np.arange({size})
    samples = DATA[[order(place) for place in places]]"""
_NOISE = """
    page, within = divmod(t - 1, {page})
    noise = np.random.default_rng([{seed}, page, 1]).standard_normal(({page}, {dim}))[within]"""
_ORDER_FIXED = """
def order(place):
    return place % {rows}

"""
_ORDER_DRAWN = """
PAGES = {{}}  # the samples in the order in which they come, {length} draws a page


def order(place):
    page, within = divmod(int(place), {length})
    if page not in PAGES:
        random = np.random.default_rng([{seed}, page])
        PAGES[page] = {draw}
    return PAGES[page][within]

"""


def surface_script(spec: RaceSpec, needs_hessian: bool) -> str:
    """f, grad and perhaps hess, as a step sees them; where chance disturbs them, `seen` makes them and `loss` is f."""
    text = _data(spec.surface)
    if spec.sampling.exact:
        return text + _formulas(spec.surface, needs_hessian, "")
    return text + _formulas(spec.surface, needs_hessian, "whole_") + _order(spec) + _seen(spec, needs_hessian)


def _data(surface: Surface) -> str:
    if surface.data is None:
        return ""
    table = _DATA.format(table=surface.data.table.tolist(), columns=", ".join(surface.data.names))
    return table + _OVER_SAMPLES.format(reduction="mean" if surface.mean else "sum")


def _formulas(surface: Surface, needs_hessian: bool, prefix: str) -> str:
    names, data = coordinates(surface), surface.data
    arguments = "theta" if data is None else "theta, samples=DATA"
    unpack = f"    {_listed(names)} = theta\n"
    if data is not None:
        unpack += f"    {_listed(data.names)} = samples.T\n"
    partials = ",\n".join(f"        {_number(surface, tree)}" for tree in gradient_trees(surface.expression, names))
    value = _number(surface, parsed(surface.expression))
    text = f"\ndef {prefix}f({arguments}):\n{unpack}    return {value}\n\n"
    text += f"\ndef {prefix}grad({arguments}):\n{unpack}    return np.array([\n{partials},\n    ], dtype=float)\n\n"
    if needs_hessian:
        rows = ",\n".join(
            f"        [{', '.join(_number(surface, tree) for tree in row)}]"
            for row in hessian_trees(surface.expression, names)
        )
        text += f"\ndef {prefix}hess({arguments}):\n{unpack}    return np.array([\n{rows},\n    ], dtype=float)\n\n"
    return text


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(map(python_name, names)) + ("," if len(names) == 1 else "")


def _number(surface: Surface, tree: Node) -> str:
    text = python_text(tree)
    return text if surface.data is None else f"over(samples, {text})"


def _order(spec: RaceSpec) -> str:
    batch, data = spec.sampling.batch, spec.surface.data
    if batch is None or data is None:
        return ""
    rows, length = len(data), page_rows(len(data))
    if not (batch.shuffled or batch.replacement):
        return _ORDER_FIXED.format(rows=rows)
    draw = f"random.permuted(np.tile(np.arange({rows}), ({length // rows}, 1)), axis=1).ravel()"
    if batch.replacement:
        draw = f"random.integers(0, {rows}, {length})"
    return _ORDER_DRAWN.format(length=length, seed=_seed(spec), draw=draw)


def _seed(spec: RaceSpec) -> int:
    """The seed as the kernels have it: a float, which holds 53 bits."""
    return int(float(spec.seed))


def _seen(spec: RaceSpec, needs_hessian: bool) -> str:
    batch, dim = spec.sampling.batch, len(coordinates(spec.surface))
    draws = _BATCH.format(size=batch.size) if batch else ""
    noise = _NOISE.format(page=PAGE, seed=_seed(spec), dim=dim) if spec.noise else ""
    rows = ", samples" if batch else ""
    return _LOSS.format(
        draws=(draws + noise).strip("\n"),
        rows=rows,
        noise=f" + {float(spec.noise)!r} * noise" if spec.noise else "",
        hessian=f"lambda theta: whole_hess(theta{rows})" if needs_hessian else "None",
    )
