"""The window's end of an export: one process that does one job, and the thin thread that listens to it."""

from __future__ import annotations

import contextlib
import multiprocessing
from multiprocessing.connection import Connection

from PySide6.QtCore import QObject, QThread, Signal

from gdviz.language.sentence import Sentence
from gdviz.qt.export_jobs import Job
from gdviz.qt.export_worker import Ended, Told, serve
from gdviz.qt.surroundings import Surroundings
from gdviz.qt.text import tr

END_WAIT_MS = 5000


class _Listener(QThread):
    """Hands over the job, hears how it goes, and buries the process."""

    heard = Signal(object)

    def __init__(self, connection: Connection, task: tuple[Job, Surroundings]) -> None:
        super().__init__()
        self._connection, self._task = connection, task

    def run(self) -> None:
        last: object = None
        with contextlib.suppress(EOFError, OSError):
            self._connection.send(self._task)
            while not isinstance(last, Ended):
                last = self._connection.recv()
                self.heard.emit(last)
        if not isinstance(last, Ended):
            self.heard.emit(Ended(Sentence("the export stopped unexpectedly; nothing was written")))


class ExportProcess(QObject):
    """A running export.

    Signals: `progressed(done, total)`, then once `ended(failure, cancelled)`, where failure is a sentence, empty if all
    went well.
    """

    progressed = Signal(int, int)
    ended = Signal(str, bool)

    def __init__(self, job: Job, parent: QObject | None = None) -> None:
        super().__init__(parent)
        context = multiprocessing.get_context("spawn")
        self._connection, other_end = context.Pipe()
        other_stop, self._stop = context.Pipe(duplex=False)
        self._process = context.Process(target=serve, args=(other_end, other_stop), name="gdviz export", daemon=True)
        self._process.start()
        # While this end holds the other ones open too, the death of the process would go unheard.
        other_end.close()
        other_stop.close()
        self._listener = _Listener(self._connection, (job, Surroundings.now()))
        self._listener.heard.connect(self._hear)
        self._listener.start()
        self._over = False

    @property
    def pid(self) -> int:
        """The process id."""
        return self._process.pid or 0

    def cancel(self) -> None:
        """Ask it to give up; `ended` follows soon."""
        with contextlib.suppress(OSError):
            self._stop.send_bytes(b"stop")

    def stop(self) -> None:
        """Give up and wait until nothing is left of it; nothing is signalled any more."""
        if self._over:
            return
        self._over = True
        self.cancel()
        if not self._listener.wait(END_WAIT_MS):
            self._process.kill()
        self._bury()

    def _hear(self, said: Told | Ended) -> None:
        if self._over:
            return
        if isinstance(said, Told):
            self.progressed.emit(said.done, said.total)
        else:
            self._over = True
            self._bury()
            self.ended.emit(tr(said.failure), said.cancelled)

    def _bury(self) -> None:
        """Its last word has been said and its file is in place: it need not tidy up."""
        self._process.kill()
        self._listener.wait(END_WAIT_MS)
        self._process.join(END_WAIT_MS / 1000)
        self._process.close()
        for end in (self._connection, self._stop):
            end.close()
