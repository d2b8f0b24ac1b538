"""The order in which the values of a tape are computed, chosen so that few of them are alive at a time."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from gdviz.language.tape import Tape


def depth_first(tape: Tape, outputs: Iterable[int], wanted: Collection[int], done: Collection[int] = ()) -> list[int]:
    """The wanted values that the outputs need and that are not done yet, each as late as its reader allows.

    Finishing one output before the next is begun keeps the rows that are in use few, and those in the cache.
    """
    order: list[int] = []
    seen = set(done)
    stack = [(output, False) for output in reversed(list(outputs))]
    while stack:
        number, arguments_done = stack.pop()
        if arguments_done:
            order.append(number)
        elif number in wanted and number not in seen:
            seen.add(number)
            stack.append((number, True))
            stack.extend((argument, False) for argument in reversed(tape.operations[number].arguments))
    return order
