"""A tape as one Python function on floats: for what is asked at one point at a time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from gdviz.language.layout import Level, lay_out
from gdviz.language.matrices import MATRIX_CALLS
from gdviz.language.quiet import QUIET_FUNCTIONS
from gdviz.language.scalar_source import QUIET_TEMPLATES, ScalarSource
from gdviz.language.source_text import block, numbered, tuple_text
from gdviz.language.tape import Tape

_SOURCE = """
def function({arguments}):
{lines}
    return {results}
"""


def scalar_function(tape: Tape, outputs: Sequence[int], inputs: Sequence[str]) -> Callable[..., tuple[float, ...]]:
    """The function that computes the outputs from the inputs in this order; infinities and NaN pass silently."""
    layout = lay_out(tape, outputs, inputs, "")
    names = {name: f"p{index}" for index, name in enumerate(inputs)}
    printer = ScalarSource(layout, names, frozenset(outputs), QUIET_TEMPLATES)
    lines = [line for level in (Level.ONCE, Level.LANE) for line in printer.lines(layout.at(level))]
    source = _SOURCE.format(
        arguments=", ".join(numbered("p", len(inputs))),
        lines=block(lines, 4),
        results=tuple_text(printer.name(number) for number in outputs),
    )
    namespace: dict[str, Any] = {**MATRIX_CALLS, **QUIET_FUNCTIONS, **tape.functions}
    exec(compile(source, "<scalar function>", "exec"), namespace)  # noqa: S102 - printed by us from a checked tree
    function: Callable[..., tuple[float, ...]] = namespace["function"]
    return function
