"""What the window and the engine process say to each other: requests go in, answers come out, all of them immutable."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gdviz.engine.result import Record

if TYPE_CHECKING:
    from gdviz.engine.anatomy import Paints, StepAnatomy, StepQuestion
    from gdviz.engine.compiled_surface import CompiledSurface
    from gdviz.engine.critical_answer import CriticalAnswer, CriticalQuestion
    from gdviz.engine.gradient_check import GradientCheck
    from gdviz.engine.line_slice import LineSlice
    from gdviz.engine.rate_search import Span
    from gdviz.engine.replicates import Replica
    from gdviz.engine.result import Chunk
    from gdviz.engine.scan import Trial
    from gdviz.engine.spec import Entry, RaceSpec
    from gdviz.engine.surface import Point, Surface


@dataclass(frozen=True)
class Race:
    """Run this race; a newer Race supersedes it. Answered by Progress for every chunk and by Done."""

    number: int
    spec: RaceSpec
    record: Record = Record.STATES


@dataclass(frozen=True)
class Typeset:
    """Draw these formulas; answered by one Picture each and by Done."""

    number: int
    latex: tuple[str, ...]


@dataclass(frozen=True)
class Describe:
    """Derive what can be known of a surface; a newer Describe supersedes it. Answered by Description and by Done."""

    number: int
    surface: Surface


@dataclass(frozen=True)
class Anatomy:
    """Take a step apart; a newer Anatomy supersedes it. Answered by Anatomized and by Done."""

    number: int
    question: StepQuestion
    paints: Paints


@dataclass(frozen=True)
class CutLine:
    """Cut the surface along the line that a step searched; a newer CutLine supersedes it.

    Answered by Sliced and by Done.
    """

    number: int
    question: StepQuestion


@dataclass(frozen=True)
class Scan:
    """Race each of these entries at many rates; a newer Scan supersedes it, every other request goes first.

    Answered by Scanned, by Working in between, and by Done.
    """

    number: int
    spec: RaceSpec
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class SearchRates:
    """Search the best rate of each of these entries; a newer SearchRates supersedes it, and it waits as a Scan does.

    Answered by Scanned, by Working in between, and by Done.
    """

    number: int
    spec: RaceSpec
    entries: tuple[Entry, ...]
    span: Span


@dataclass(frozen=True)
class Replicate:
    """Run the race with these seeds; a newer Replicate supersedes it, and it waits as a Scan does.

    Answered by Replicated, by Working in between, and by Done.
    """

    number: int
    spec: RaceSpec
    seeds: tuple[int, ...]


@dataclass(frozen=True)
class Seek:
    """Find the critical points in a window; a newer Seek supersedes it. Answered by Sought and by Done."""

    number: int
    question: CriticalQuestion


@dataclass(frozen=True)
class PreviewSurface:
    """Typeset a surface that is being typed, and its gradient; a newer PreviewSurface supersedes it, all but scans go
    first.

    Answered by Previewed for every line and by Done.
    """

    number: int
    surface: Surface


@dataclass(frozen=True)
class PreviewRules:
    """Typeset the rules of an optimizer that are being typed; as PreviewSurface. `letters` as in rule_lines."""

    number: int
    rules: str
    letters: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class CheckGradient:
    """Compare the gradient of a surface with differences at a point; a newer CheckGradient supersedes it.

    Answered by GradientChecked, by Working before it, and by Done.
    """

    number: int
    surface: Surface
    point: Point


Request = (
    Race
    | Typeset
    | Describe
    | Anatomy
    | CutLine
    | Scan
    | SearchRates
    | Replicate
    | Seek
    | PreviewSurface
    | PreviewRules
    | CheckGradient
)


@dataclass(frozen=True)
class Accepted:
    """The engine has read a request; as long as these arrive, it is alive and listening."""

    number: int


# What the engine says when it has started; requests count from 1.
HELLO = Accepted(0)


@dataclass(frozen=True)
class Progress:
    """Some consecutive steps of the race."""

    number: int
    chunk: Chunk


@dataclass(frozen=True)
class Picture:
    """A formula as an SVG document."""

    number: int
    latex: str
    svg: bytes


@dataclass(frozen=True)
class Description:
    """A surface with its gradient and Hessian, and the LaTeX of f and of each component of its gradient."""

    number: int
    surface: Surface
    compiled: CompiledSurface
    latex: str
    gradient_latex: tuple[str, ...]


@dataclass(frozen=True)
class Anatomized:
    """A step in numbers, words and pictures, painted as was asked."""

    number: int
    anatomy: StepAnatomy
    paints: Paints


@dataclass(frozen=True)
class Sliced:
    """The line of a step; None if it searched along none."""

    number: int
    slice: LineSlice | None


@dataclass(frozen=True)
class Replicated:
    """The race with another seed."""

    number: int
    replica: Replica


@dataclass(frozen=True)
class Scanned:
    """One trial of an entry's scan or search; `trial` None says that no more will come of that entry."""

    number: int
    entry: Entry
    trial: Trial | None


@dataclass(frozen=True)
class Sought:
    """The critical points in a window."""

    number: int
    answer: CriticalAnswer


@dataclass(frozen=True)
class Previewed:
    """One line of a preview, from top to bottom: a formula as text and as SVG, empty where it cannot be drawn."""

    number: int
    text: str
    svg: bytes


@dataclass(frozen=True)
class GradientChecked:
    """What the comparison found."""

    number: int
    check: GradientCheck


@dataclass(frozen=True)
class Working:
    """There is more to come, and other requests may go first."""

    number: int


@dataclass(frozen=True)
class Done:
    """The request has been answered in full."""

    number: int


@dataclass(frozen=True)
class Failure:
    """The request has no answer: one sentence, the control or key it is about, and the place in a formula (from 1, 0
    if none).
    """

    number: int
    message: str
    where: str = ""
    line: int = 0
    column: int = 0


Answer = (
    Accepted
    | Progress
    | Picture
    | Description
    | Anatomized
    | Sliced
    | Scanned
    | Replicated
    | Sought
    | GradientChecked
    | Working
    | Done
    | Failure
    | Previewed
)
