"""The editor of one's own surface: what is typed, seen, refused, used and kept."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QAction, QTextCharFormat
from PySide6.QtWidgets import QComboBox, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from gdviz.engine.errors import InputError
from gdviz.language.errors import FormulaError
from gdviz.qt.appearance import appearance
from gdviz.qt.controls.formula_edit import FormulaEdit
from gdviz.qt.controls.surface_editor import SurfaceEditor
from gdviz.qt.main_window import MainWindow
from gdviz.qt.surface_draft import SurfaceDraft
from gdviz.surfaces import SURFACES, surface
from tests.qt.windows import WAIT_MS, error, part, wait_for_race


@pytest.fixture
def editor(window: MainWindow) -> SurfaceEditor:
    """The editor, opened with its key's action."""
    part(window, QAction, "action_own_surface").trigger()
    made = window.editors.surface_editor
    assert made is not None
    assert made.isVisible()
    return made


def write_text(qtbot: QtBot, editor: SurfaceEditor, text: str) -> None:
    """Type over all that is there, and wait for the formulas."""
    editor.text.selectAll()
    qtbot.keyClick(editor.text, Qt.Key.Key_Delete)
    qtbot.keyClicks(editor.text, text)
    editor.text.completion.popup.hide()
    wait_for_formulas(qtbot, editor)


def wait_for_formulas(qtbot: QtBot, editor: SurfaceEditor) -> None:
    qtbot.waitUntil(lambda: not editor._preview.waiting, timeout=WAIT_MS)


def test_it_begins_with_the_surface_of_the_race_and_shows_the_exact_gradient_of_what_is_typed(
    qtbot: QtBot, window: MainWindow, editor: SurfaceEditor
) -> None:
    assert editor.text.toPlainText() == surface("beale").expression
    assert editor.table.texts() == {"x": ("-4.5", "4.5", "1"), "y": ("-4.5", "4.5", "-1.5")}
    write_text(qtbot, editor, "x**2/16 + 9*y**2 + z**4")
    texts = [text for text, _ in editor.sheet.lines]
    assert texts == ["f = x**2 / 16 + 9*y**2 + z**4", "∂f/∂x = 0.125*x", "∂f/∂y = 18*y", "∂f/∂z = 4*z**3"]
    assert all(svg.startswith(b"<svg") for _, svg in editor.sheet.lines)
    assert editor.table.names == ("x", "y", "z")
    assert editor._found.text() == "3 coordinates (x, y, z)"
    # The race has heard nothing of it yet.
    assert window.session.wanted.spec.surface == surface("beale")


def test_an_error_is_underlined_where_it_is_and_the_last_good_formulas_stay(
    qtbot: QtBot, editor: SurfaceEditor
) -> None:
    write_text(qtbot, editor, "x**2 + y**2")
    good = editor.sheet.lines
    editor.text.selectAll()
    qtbot.keyClicks(editor.text, "x**2 +")
    qtbot.keyClick(editor.text, Qt.Key.Key_Return)
    qtbot.keyClicks(editor.text, " sine(y)")
    sentence = "line 2, column 2: there is no function named 'sine'; did you mean sin?"
    assert error(editor, "surface_editor_error") == sentence
    assert editor.text.marked() == "sine"
    selection = editor.text.extraSelections()[0]
    assert selection.cursor.blockNumber() == 1
    assert selection.format.underlineStyle() == QTextCharFormat.UnderlineStyle.WaveUnderline
    assert editor.sheet.lines == good
    assert editor.sheet.stale
    assert not part(editor, QPushButton, "surface_take").isEnabled()
    # What only the engine can find out.
    write_text(qtbot, editor, "x - x")
    assert error(editor, "surface_editor_error").endswith("this surface is flat: its gradient is zero everywhere")
    write_text(qtbot, editor, "1/(x - x)")
    assert error(editor, "surface_editor_error").endswith("this formula has no finite value anywhere in the window")
    write_text(qtbot, editor, "x**2")
    assert not error(editor, "surface_editor_error")
    assert not editor.text.marked()
    assert not editor.sheet.stale


def test_used_it_is_the_surface_of_the_race_and_can_be_undone(
    qtbot: QtBot, window: MainWindow, editor: SurfaceEditor
) -> None:
    write_text(qtbot, editor, "x**2 + 3*y**2 # bowl")
    editor.table.item(0, 0).setText("-2")
    editor.table.item(1, 2).setText("up")
    take = part(editor, QPushButton, "surface_take")
    take.click()
    assert error(editor, "surface_editor_error").startswith("y, Start: 'up' is not a number")
    assert editor.unsaved
    editor.table.item(1, 2).setText("0.5")
    take.click()
    assert not error(editor, "surface_editor_error")
    wait_for_race(qtbot, window)
    shown = window.session.shown.spec
    assert shown.surface.expression == "x**2 + 3*y**2"
    assert shown.surface.window == ((-2.0, 4.5), (-4.5, 4.5))
    assert shown.starts == ((1.0, 0.5),)
    assert not editor.unsaved
    # Opened again it says the same, with the comment.
    editor.close()
    appearance().set_theme("dark")
    appearance().set_theme("light")
    window.editors.surface()
    assert editor.text.toPlainText() == "x**2 + 3*y**2 # bowl"
    assert not editor.unsaved
    window.undo.undo()
    wait_for_race(qtbot, window)
    assert window.session.shown.spec.surface == surface("beale")


def test_names_are_completed_while_they_are_typed_and_when_asked(qtbot: QtBot, editor: SurfaceEditor) -> None:
    write_text(qtbot, editor, "x + ")
    qtbot.keyClicks(editor.text, "ta")
    popup = editor.text.completion.popup
    assert popup.isVisible()
    assert editor.text.completion.offered == ["tan", "tanh"]
    qtbot.keyClick(popup, Qt.Key.Key_Down)
    qtbot.keyClick(popup, Qt.Key.Key_Return)
    assert editor.text.toPlainText() == "x + tanh("
    assert not popup.isVisible()
    qtbot.keyClick(editor.text, Qt.Key.Key_Space, Qt.KeyboardModifier.ControlModifier)
    assert popup.isVisible()
    assert {"x", "y", "pi", "exp"} <= set(editor.text.completion.offered)
    qtbot.keyClick(popup, Qt.Key.Key_Escape)
    assert not popup.isVisible()
    assert editor.isVisible()
    # A name that is complete needs no list.
    qtbot.keyClicks(editor.text, "sin")
    assert not popup.isVisible()


def test_what_is_typed_survives_closing_and_another_surface_can_be_begun_with(
    qtbot: QtBot, window: MainWindow, editor: SurfaceEditor
) -> None:
    write_text(qtbot, editor, "x**2 + +")
    qtbot.keyClick(editor, Qt.Key.Key_Escape)
    assert not editor.isVisible()
    part(window, QToolButton, "edit_surface").click()
    assert editor.isVisible()
    assert editor.text.toPlainText() == "x**2 + +"
    choice = part(editor, QComboBox, "surface_start_from")
    choice.activated.emit(2 + SURFACES.index(surface("rosenbrock")))
    assert editor.text.toPlainText() == surface("rosenbrock").expression
    choice.activated.emit(choice.count() - 1)
    assert editor.text.toPlainText() == "x**2 + +"
    editor.text.undo()
    assert editor.text.toPlainText() == surface("rosenbrock").expression
    editor.text.undo()
    assert editor.text.toPlainText() == "x**2 + +"
    wait_for_formulas(qtbot, editor)
    appearance().set_language("zh_CN")
    try:
        assert editor.windowTitle() == "自己的曲面"
        assert editor.table.horizontalHeaderItem(0).text() == "从"
        assert error(editor, "surface_editor_error").startswith("第 1 行第 ")
    finally:
        appearance().set_language("en")


def test_what_the_limits_refuse_is_refused_at_once(qtbot: QtBot, editor: SurfaceEditor) -> None:
    before = editor.text.toPlainText()
    pasted = QMimeData()
    pasted.setText("x+" * 5_000_000)
    began = time.monotonic()
    editor.text.insertFromMimeData(pasted)
    assert editor.text.toPlainText() == before
    assert "10,000,000 characters long" in error(editor, "surface_editor_error")
    for text, reason in (("9**9**9*x", "exponent"), ("(" * 500 + "x" + ")" * 500, "nested too deeply")):
        editor.text.show_text(text)
        assert reason in error(editor, "surface_editor_error")
    assert time.monotonic() - began < 5  # generous: a machine may be busy, and without limits it never ends
    write_text(qtbot, editor, "x**2")
    assert not error(editor, "surface_editor_error")


def test_a_loss_over_data_keeps_its_data_as_long_as_the_formula_reads_them() -> None:
    line = surface("line")
    draft = SurfaceDraft.of(line)
    changed = replace(draft, text="abs(b + w*x - y)").surface()
    assert (changed.data, changed.parameters, changed.model) == (line.data, ("b", "w"), "b + w*x")
    assert changed.window == line.window
    slope = SurfaceDraft("(w*x - y)**2", {"w": ("", "", "1")}, line).surface()
    assert (slope.parameters, slope.model, slope.mean) == (("w",), "", True)
    with pytest.raises(FormulaError, match="column 9: c is neither a parameter"):
        SurfaceDraft("b + w*x*c - y", {}, line).bare()
    # x and y are columns of the data, and coordinates without its parameters.
    assert SurfaceDraft("x**2 + y**2", {}, line).surface().data is None


@pytest.mark.parametrize("known", SURFACES, ids=lambda each: each.key)
def test_a_draft_says_what_its_surface_says(known) -> None:
    assert SurfaceDraft.of(known).surface() == known


def test_a_draft_fills_what_is_left_empty() -> None:
    made = SurfaceDraft("x**2 + # a bowl\n y**2", {"x": ("", "", ""), "y": ("0", "", "1")}).surface()
    assert made.expression == "x**2 + y**2"
    assert made.window == ((-5.0, 5.0), (0.0, 5.0))
    assert made.start[1] == 1.0
    with pytest.raises(InputError, match="lower to a higher number"):
        SurfaceDraft("x**2", {"x": ("1", "0", "")}).surface()


def test_a_mark_past_the_end_is_at_the_last_sign(qapp: object) -> None:
    edit = FormulaEdit("field", "Field", "", 2)
    edit.show_text("x + ")
    edit.mark(1, 5)
    assert edit.marked() == "+"
    edit.mark(7, 1)
    assert edit.marked() == ""
