"""A picture of the real window, drawn without a screen."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from PySide6.QtCore import (
    QBuffer,
    QDeadlineTimer,
    QEventLoop,
    QMessageLogContext,
    QTimer,
    QtMsgType,
    qInstallMessageHandler,
)
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QGraphicsView

from gdviz.engine.errors import InputError
from gdviz.files.writing import write_atomically
from gdviz.language.sentence import Sentence
from gdviz.qt.app import application
from gdviz.qt.appearance import appearance
from gdviz.qt.main_window import MainWindow
from gdviz.qt.setup import Setup
from gdviz.qt.setup_file import load_setup
from gdviz.qt.views.layer import KeptLayer

PathLike = str | os.PathLike[str]

TIME_LIMIT_MS = 120_000
POLL_MS = 20
# Longer than any view waits before it draws itself finely.
SETTLE_MS = 250


@dataclass(frozen=True)
class Showing:
    """Which view and which panel are shown, and of which entry, counted from 1, how many rules of the step."""

    view: str
    panel: str
    entry: int
    rule: int | None


def take(
    out_path: PathLike,
    spec_path: PathLike | None,
    size: tuple[int, int],
    step: int | None,
    *,
    language: str = "en",
    theme: str = "light",
    projector: bool = False,
    view: str = "overlay",
    panel: str = "race",
    entry: int = 1,
    rule: int | None = None,
) -> None:
    """Draw the window at `size` pixels with the race of a file, or the default one, at a step, by default the last.

    The entry, counted from 1, is the selected one; with the panel "step" the step after that is taken apart, up to a
    rule.

    The PNG is written whole or not at all. InputError or FormulaError if the file is wrong, TimeoutError if the race
    or its formulas do not come in time. Unless a Qt platform is chosen, nothing is shown on any screen.
    """
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    setup = load_setup(spec_path)
    before = qInstallMessageHandler(_say)
    try:
        with _appearing(language, theme, projector):
            png = _png(_picture(setup, size, step, Showing(view, panel, entry, rule)))
    finally:
        qInstallMessageHandler(before)
    write_atomically(out_path, lambda file: file.write(png))


@contextmanager
def _appearing(language: str, theme: str, projector: bool) -> Iterator[None]:
    """What is drawn inside has this appearance, whatever the system's is."""
    application()
    now = appearance()
    before = (now.language, now.theme, now.projector)
    now.set_all(language, theme, projector)
    try:
        yield
    finally:
        now.set_all(*before)


def _picture(setup: Setup, size: tuple[int, int], step: int | None, showing: Showing) -> QImage:
    app = application()
    window = MainWindow(setup)
    try:
        window.setFixedSize(*size)
        window.show()
        _run_race(window)
        # The map is drawn for the size that the window has now, not for one it had while it was being laid out.
        window.stage.set_view(showing.view)
        window.stage.reset_window()
        steps = window.session.trajectory.spec.steps
        if step is not None and step > steps:
            raise InputError(Sentence("there is no step {step}: the race has {steps} steps", step=step, steps=steps))
        if step is None:
            window.playhead.to_end()
        else:
            window.playhead.scrub(step)
        _show_step(window, showing)
        return _settled(window)
    finally:
        window.close()
        window.deleteLater()
        app.processEvents()


def _show_step(window: MainWindow, showing: Showing) -> None:
    entries = window.session.trajectory.spec.entries
    if not 1 <= showing.entry <= len(entries):
        template = "there is no entry {entry}: the race has {entries}"
        raise InputError(Sentence(template, entry=showing.entry, entries=len(entries)))
    window.session.selection.select(showing.entry - 1)
    walk = window.steps.walk
    if showing.rule is not None and not 1 <= showing.rule <= walk.count:
        template = "there is no rule {rule}: the optimizer has {rules}"
        raise InputError(Sentence(template, rule=showing.rule, rules=walk.count))
    if showing.panel == "step":
        window.workspace.show_step()
        _wait(lambda: not window.steps.anatomist.waiting, "the step was not taken apart after {seconds} seconds")
    if (search := window.race.search) is not None and showing.panel == "search":
        search.open()
        _wait(lambda: not search.searcher.waiting, "the rates were not tried after {seconds} seconds")
    if showing.panel == "line":
        window.line.open()
        _wait(lambda: not window.line.waiting, "the line was not cut after {seconds} seconds")
    walk.go(showing.rule or walk.count)


def _run_race(window: MainWindow) -> None:
    refusals: list[str] = []

    def refuse(_part: str, sentence: str) -> None:
        refusals.append(sentence)

    window.session.refused.connect(refuse)
    _wait(lambda: bool(refusals) or _complete(window), "the race was not complete after {seconds} seconds")
    if refusals:
        raise InputError(refusals[0])


def _complete(window: MainWindow) -> bool:
    shown = window.session.trajectory.complete and window.session.is_described and not window.formulas.waiting
    return shown and window.race.page is not None and not (window.race.page.scan.waiting or window.replicates.waiting)


def _settled(window: MainWindow) -> QImage:
    """The window when it no longer changes: views draw themselves finely a moment after the last change."""
    for layer in _kept_layers(window):
        layer.contents_changed()
    pictures = [window.grab().toImage()]

    def same() -> bool:
        _pause(SETTLE_MS)
        pictures.append(window.grab().toImage())
        return all(layer.fine for layer in _kept_layers(window)) and pictures[-1] == pictures[-2]

    if focused := QApplication.focusWidget():
        focused.clearFocus()
    _wait(same, "the window was still changing after {seconds} seconds")
    return pictures[-1]


def _kept_layers(window: MainWindow) -> list[KeptLayer]:
    """Those that are seen: how they were reached, in one picture or bit by bit, must not be seen in the picture."""
    scenes = (view.scene() for view in window.findChildren(QGraphicsView) if view.isVisible())
    return [item for scene in scenes for item in scene.items() if isinstance(item, KeptLayer) and item.isVisible()]


def _wait(done: Callable[[], bool], complaint: str) -> None:
    deadline = QDeadlineTimer(TIME_LIMIT_MS)
    while not done():
        if deadline.hasExpired():
            raise TimeoutError(complaint.format(seconds=TIME_LIMIT_MS // 1000))
        _pause(POLL_MS)


def _pause(milliseconds: int) -> None:
    """Let events come for a while."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop, loop.quit)
    loop.exec()


def _png(image: QImage) -> bytes:
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return bytes(buffer.data())


def _say(kind: QtMsgType, _context: QMessageLogContext, message: str) -> None:
    """Qt's warnings, but for the one that the offscreen platform has no window manager to tell of sizes."""
    if kind != QtMsgType.QtDebugMsg and "propagateSizeHints" not in message:
        sys.stderr.write(f"{message}\n")
