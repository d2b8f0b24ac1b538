"""The process that draws and encodes what is exported, so that the window has all its time for itself."""

from __future__ import annotations

import contextlib
import os
import sys
import time
from dataclasses import dataclass
from multiprocessing.connection import Connection

from gdviz.engine.errors import InputError
from gdviz.files.progress import Cancelled
from gdviz.language.sentence import Sentence
from gdviz.qt.export_jobs import Job
from gdviz.qt.surroundings import Surroundings

# More often than this nobody can read a progress bar.
TELL_EVERY_S = 0.05
# The window and the engine come first where there are few cores.
NICENESS = 5


@dataclass(frozen=True)
class Told:
    """How much is done, and how much there is."""

    done: int
    total: int


@dataclass(frozen=True)
class Ended:
    """The last word: what went wrong, or nothing; with a failure, or cancelled, the old file is as it was."""

    failure: str = ""
    cancelled: bool = False


def serve(connection: Connection, stop: Connection) -> None:
    """Take one job, do it and say how it ended; give up as soon as anything comes from `stop`, its end included."""
    with contextlib.suppress(EOFError, OSError):
        job, surroundings = connection.recv()
        connection.send(_ended(job, surroundings, _Teller(connection, stop)))


class _Teller:
    """Tells the window of progress, and hears from it whether to go on."""

    def __init__(self, connection: Connection, stop: Connection) -> None:
        self._connection, self._stop = connection, stop
        self._told_at = 0.0

    def __call__(self, done: int, total: int) -> None:
        if self._stop.poll():
            raise Cancelled
        if time.monotonic() >= self._told_at + TELL_EVERY_S:
            self._told_at = time.monotonic()
            self._connection.send(Told(done, total))


def _ended(job: Job, surroundings: Surroundings, tell: _Teller) -> Ended:
    try:
        _prepare(surroundings)
        tell(0, 1)
        job.perform(tell)
    except Cancelled:
        return Ended(cancelled=True)
    except InputError as error:
        return Ended(error.sentence)
    except MemoryError:
        return Ended(Sentence("there is not enough memory for this; make it smaller or shorter"))
    except Exception as error:  # whatever it is, the window must hear of it
        words = f"{type(error).__name__}: {error}"
        return Ended(Sentence("the export met an error of its own ({error})", error=words))
    return Ended()


def _prepare(surroundings: Surroundings) -> None:
    """An application without a window, with the looks of the one that asks."""
    if sys.platform != "win32":
        with contextlib.suppress(OSError):
            os.nice(NICENESS)
    from gdviz.qt.page import need_application

    need_application()
    surroundings.put_on()
