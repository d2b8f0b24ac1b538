"""Windows for tests: every change is immediate, and whatever a test leaves running fails it."""

from __future__ import annotations

import gc
import multiprocessing
from collections.abc import Callable, Iterator

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QThread, QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gdviz.engine.spec import RaceSpec
from gdviz.qt import engine_process
from gdviz.qt.app import application
from gdviz.qt.controls.panel import ControlPanel
from gdviz.qt.engine_client import EngineClient
from gdviz.qt.formulas import Formulas
from gdviz.qt.main_window import MainWindow
from gdviz.qt.session import Session
from gdviz.qt.setup import Setup
from tests.qt.windows import a_spec, wait_for_race

# What an engine loads when it is first asked for a race, a formula, a surface or a step.
LOADED = [
    *(
        f"gdviz.engine.{name}"
        for name in ("worker", "race", "typeset", "typeset_library", "describe", "dissect", "scan")
    ),
    "gdviz.language.derivatives",
    "gdviz.optimizers",
    "sympy",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Qt's offscreen platform warns that it cannot tell window managers about sizes: there are none."""
    for item in items:
        item.add_marker(pytest.mark.qt_log_ignore("propagateSizeHints"))


def pytest_collection_finish() -> None:
    """What all tests together have imported is no test's to leave behind, and is not looked through after each."""
    gc.freeze()


@pytest.fixture(scope="session")
def qapp() -> QApplication:
    """The application as the program sets it up."""
    return application()


@pytest.fixture(autouse=True, scope="session")
def engines_start_quickly() -> Iterator[None]:
    """Hundreds of windows each wait for an engine: here it is forked from a process that has loaded it.

    test_engine_client and what runs the program as a command start it as users do.
    """
    if "forkserver" not in multiprocessing.get_all_start_methods():
        yield
        return
    multiprocessing.get_context("forkserver").set_forkserver_preload(LOADED)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engine_process, "START_METHOD", "forkserver")
        yield


@pytest.fixture(autouse=True)
def nothing_is_left() -> Iterator[None]:
    """Threads, timers and child processes that outlive a test fail it; made first, so it looks last."""
    before = {id(timer) for timer in _running(QTimer)}
    yield
    if QCoreApplication.instance() is None:
        return
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QCoreApplication.processEvents()
    gc.collect()
    assert not multiprocessing.active_children()
    assert not _running(QThread)
    assert not [timer for timer in _running(QTimer) if id(timer) not in before]


def _running(kind: type[QThread | QTimer]) -> list[QThread | QTimer]:
    objects = [each for each in gc.get_objects() if isinstance(each, kind) and shiboken6.isValid(each)]
    return [each for each in objects if (each.isActive() if isinstance(each, QTimer) else each.isRunning())]


@pytest.fixture
def make_window(qtbot: QtBot) -> Iterator[Callable[..., MainWindow]]:
    """A function that shows a window and waits for its race; it stands still at the start unless `playing`."""
    windows = []

    def make(spec: RaceSpec | None = None, *, playing: bool = False, wait: bool = True) -> MainWindow:
        window = MainWindow(Setup.of(spec or a_spec()), merge_ms=0)
        windows.append(window)
        qtbot.addWidget(window)
        with qtbot.waitExposed(window):
            window.show()
        if wait:
            wait_for_race(qtbot, window)
        if not playing:
            window.playhead.scrub(0)
        return window

    yield make
    for window in windows:
        window.close()


@pytest.fixture
def window(make_window: Callable[..., MainWindow]) -> MainWindow:
    """A window whose small race is complete and whose playhead is paused."""
    return make_window()


@pytest.fixture
def session(client: EngineClient) -> Session:
    """A session with a small race and an engine that was never started."""
    return Session(client, Setup.of(a_spec()), merge_ms=0)


@pytest.fixture
def panel(qtbot: QtBot, session: Session, client: EngineClient) -> ControlPanel:
    """The controls alone, shown."""
    made = ControlPanel(session, Formulas(client))
    qtbot.addWidget(made)
    made.build()
    made.show()
    return made


@pytest.fixture
def client(qapp: QApplication) -> Iterator[EngineClient]:
    """An engine that has been started; patience is short, for tests of hanging."""
    made = EngineClient(patience_ms=1500, limit_ms=4000)
    yield made
    made.stop()
