"""One engine process with the thin thread that listens to it."""

from __future__ import annotations

import contextlib
import multiprocessing
from multiprocessing.connection import Connection
from typing import Final

from PySide6.QtCore import QObject, QThread, Signal

from gdviz.engine.protocol import Request
from gdviz.engine.worker import serve

END_WAIT_MS = 5000
# A process of its own, with nothing of the window in it. Tests fork theirs from one that has loaded the engine already.
START_METHOD: Final = "spawn"


class _Listener(QThread):
    """Waits on the pipe; every answer and at last the end of the pipe become signals."""

    heard = Signal(object)
    ended = Signal()

    def __init__(self, connection: Connection) -> None:
        super().__init__()
        self._connection = connection

    def run(self) -> None:
        with contextlib.suppress(EOFError, OSError):
            while True:
                self.heard.emit(self._connection.recv())
        self.ended.emit()


class EngineProcess(QObject):
    """A running engine: `heard(answer)` for everything it says, `ended()` when it has died without being asked to."""

    heard = Signal(object)
    ended = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        context = multiprocessing.get_context(START_METHOD)
        self._connection, other_end = context.Pipe()
        self._process = context.Process(target=serve, args=(other_end,), name="gdviz engine", daemon=True)
        self._process.start()
        # While this end holds the other one open too, the death of the process would go unheard.
        other_end.close()
        self._listener = _Listener(self._connection)
        self._listener.heard.connect(self._hear)
        self._listener.ended.connect(self._end)
        self._listener.start()
        self._stopping = False

    @property
    def pid(self) -> int:
        """The process id."""
        return self._process.pid or 0

    def send(self, request: Request) -> None:
        """Ask; a process that is just dying is reported by `ended`, not here."""
        with contextlib.suppress(OSError):
            self._connection.send(request)

    def kill(self) -> None:
        """End the process at once; `ended` follows."""
        self._process.kill()

    def stop(self) -> None:
        """End the process and the thread and wait for both; nothing is signalled any more."""
        self._stopping = True
        self._process.kill()
        self._listener.wait(END_WAIT_MS)
        self._process.join(END_WAIT_MS / 1000)
        self._process.close()
        self._connection.close()

    def _hear(self, answer: object) -> None:
        if not self._stopping:
            self.heard.emit(answer)

    def _end(self) -> None:
        if not self._stopping:
            self.ended.emit()
