"""Which step is to be marked on the views of a race."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from gdviz.engine.anatomy import StepAnatomy
    from gdviz.qt.style import Look


class MarkedStep(NamedTuple):
    """What is to be marked: an anatomy up to a rule, with the ghost in an entry's look, and the ellipses or not."""

    anatomy: StepAnatomy | None
    rule: int
    look: Look | None
    ellipses: bool


UNMARKED = MarkedStep(None, 0, None, False)
