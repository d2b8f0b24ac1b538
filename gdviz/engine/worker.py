"""The engine process: answers races, formulas and surfaces over a pipe, and never dies of what it is asked."""

from __future__ import annotations

import signal
from collections import deque
from collections.abc import Iterator
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING

from gdviz.engine.errors import InputError
from gdviz.engine.protocol import (
    HELLO,
    Accepted,
    Anatomized,
    Anatomy,
    Answer,
    CheckGradient,
    CutLine,
    Describe,
    Description,
    Done,
    Failure,
    GradientChecked,
    Picture,
    Previewed,
    PreviewRules,
    PreviewSurface,
    Progress,
    Race,
    Replicate,
    Replicated,
    Request,
    Scan,
    Scanned,
    SearchRates,
    Seek,
    Sliced,
    Sought,
    Typeset,
    Working,
)
from gdviz.language.errors import FormulaError
from gdviz.language.sentence import Sentence

if TYPE_CHECKING:
    from gdviz.engine.scan import Trial
    from gdviz.engine.spec import Entry


def serve(connection: Connection) -> None:
    """Answer requests until the other end of the pipe closes; the main function of the engine process."""
    # Ctrl-C in the terminal goes to the whole group; the window decides when the engine ends.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    jobs: deque[_Job] = deque()
    try:
        connection.send(HELLO)
        while True:
            _read(connection, jobs)
            _work(connection, jobs)
    except (EOFError, OSError):
        return


class _Job:
    """A request and what is left to answer of it."""

    def __init__(self, request: Request) -> None:
        self.request = request
        self._answers = _answers(request)

    def next(self) -> Answer:
        """The next answer; an exception becomes the last one."""
        try:
            return next(self._answers, Done(self.request.number))
        except Exception as error:  # whatever was asked, the engine lives on
            return _failure(self.request.number, error, _place(self.request))


def _place(request: Request) -> str:
    """Which control a formula stands in that cannot be read."""
    return "preview" if isinstance(request, PreviewSurface | PreviewRules) else "surface"


def _read(connection: Connection, jobs: deque[_Job]) -> None:
    """Take in every request that waits; block only when there is nothing else to do."""
    while not jobs or connection.poll():
        try:
            request: Request = connection.recv()
            connection.send(Accepted(request.number))
        except (EOFError, OSError):
            raise
        except Exception as error:  # not a request, or one that cannot be unpickled
            connection.send(_failure(0, error))
            continue
        if not isinstance(request, Typeset):
            _drop(jobs, type(request))
        jobs.append(_Job(request))


def _drop(jobs: deque[_Job], kind: type[Request]) -> None:
    """Abandon the older request of a kind: nobody waits for it any more."""
    for old in [job for job in jobs if isinstance(job.request, kind)]:
        jobs.remove(old)


def _work(connection: Connection, jobs: deque[_Job]) -> None:
    """One answer of the job whose turn it is."""
    job = _next(jobs)
    answer = job.next()
    try:
        connection.send(answer)
    except (EOFError, OSError):
        raise
    except Exception as error:  # an answer that cannot be pickled
        answer = _failure(job.request.number, error)
        connection.send(answer)
    if not isinstance(answer, Done | Failure):
        jobs.append(job)


def _next(jobs: deque[_Job]) -> _Job:
    """The job that has waited longest; previews let the race go first, scans and the like everything else."""
    job = min(jobs, key=lambda job: _patience(job.request))
    jobs.remove(job)
    return job


def _patience(request: Request) -> int:
    match request:
        case Scan() | SearchRates() | Replicate():
            return 2
        case PreviewSurface() | PreviewRules():
            return 1
    return 0


def _answers(request: Request) -> Iterator[Answer]:
    number = request.number
    # Imported where they are used: the window imports this module too, to start the process, and uses none of them.
    match request:
        case Race():
            from gdviz.engine.race import race

            for chunk in race(request.spec, request.record):
                yield Progress(number, chunk)
        case Typeset():
            from gdviz.engine.typeset import svg

            for latex in request.latex:
                yield Picture(number, latex, svg(latex))
        case Describe():
            from gdviz.engine.describe import describe

            compiled, latex, gradient_latex = describe(request.surface)
            yield Description(number, request.surface, compiled, latex, gradient_latex)
        case Anatomy():
            from gdviz.engine.dissect import dissect

            yield Anatomized(number, dissect(request.question, request.paints), request.paints)
        case CutLine():
            from gdviz.engine.cut_line import line_slice

            yield Sliced(number, line_slice(request.question))
        case Scan():
            from gdviz.engine.scan import scan

            for entry in request.entries:
                yield from _scanned(number, entry, scan(request.spec, entry))
        case SearchRates():
            from gdviz.engine.rate_search import search

            for entry in request.entries:
                yield from _scanned(number, entry, search(request.spec, entry, request.span))
        case Replicate():
            from gdviz.engine.replicates import replicas

            for replica in replicas(request.spec, request.seeds):
                yield Working(number) if replica is None else Replicated(number, replica)
        case Seek():
            from gdviz.engine.critical_points import critical_points_in

            yield Sought(number, critical_points_in(request.question))
        case PreviewSurface():
            from gdviz.engine.preview import surface_lines

            for line in surface_lines(request.surface):
                yield Previewed(number, *line)
        case PreviewRules():
            from gdviz.engine.preview import rule_lines

            for line in rule_lines(request.rules, request.letters):
                yield Previewed(number, *line)
        case CheckGradient():
            from gdviz.engine.gradient_check import check_in_pieces

            for check in check_in_pieces(request.surface, request.point):
                yield Working(number) if check is None else GradientChecked(number, check)


def _scanned(number: int, entry: Entry, trials: Iterator[Trial | None]) -> Iterator[Answer]:
    for trial in trials:
        yield Working(number) if trial is None else Scanned(number, entry, trial)
    yield Scanned(number, entry, None)


def _failure(number: int, error: Exception, place: str = "") -> Failure:
    match error:
        case FormulaError():
            return Failure(number, error.sentence, place, error.line, error.column)
        case InputError():
            return Failure(number, error.sentence, error.where)
        case MemoryError():
            return Failure(number, Sentence("there is not enough memory for this race; ask for fewer steps or runs"))
    own = f"{type(error).__name__}: {error}"
    return Failure(number, Sentence("the engine met an error of its own ({error})", error=own))
