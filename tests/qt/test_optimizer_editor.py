"""The editor of one's own optimizer: what is typed, seen, refused, raced, changed and kept."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QComboBox, QLineEdit, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from gdviz.engine.errors import InputError
from gdviz.engine.optimizer import Role
from gdviz.engine.spec import Entry
from gdviz.language.errors import FormulaError
from gdviz.optimizers import OPTIMIZERS, optimizer
from gdviz.qt.appearance import appearance
from gdviz.qt.controls.optimizer_editor import OptimizerEditor
from gdviz.qt.main_window import MainWindow
from gdviz.qt.optimizer_draft import TABLES, TITLE, HyperDraft, OptimizerDraft, assigned_names
from gdviz.qt.setup import Setup, with_own_optimizer, with_value
from gdviz.qt.setup_file import load_setup, save_setup
from tests.qt.windows import WAIT_MS, a_spec, error, part, wait_for_race

HEAVY_BALL = "g = grad(theta)\nv = mu*v - lr*g\ntheta = theta + v"
CLIPPED = "g = grad(theta)\nshort = g*minimum(1, longest/norm(g))\ntheta = theta - lr*short"


@pytest.fixture
def editor(window: MainWindow) -> OptimizerEditor:
    """The editor, opened with its key's action."""
    part(window, QAction, "action_own_optimizer").trigger()
    made = window.editors.optimizer_editor
    assert made is not None
    assert made.isVisible()
    return made


def wait_for_formulas(qtbot: QtBot, editor: OptimizerEditor) -> None:
    qtbot.waitUntil(lambda: not editor._preview.waiting, timeout=WAIT_MS)


def button(editor: OptimizerEditor, name: str) -> QPushButton:
    return part(editor, QPushButton, f"optimizer_{name}")


def at_leisure(window: MainWindow) -> None:
    """The next change is not of the same burst as the last."""
    window.undo._since.invalidate()


def test_it_begins_with_the_selected_optimizer_and_shows_its_rules_with_their_time_indices(
    qtbot: QtBot, window: MainWindow, editor: OptimizerEditor
) -> None:
    assert editor.title.text() == "My Gradient descent"
    assert editor.hypers.hypers() == (HyperDraft("lr", "0.005", "1e-8", "100", True),)
    wait_for_formulas(qtbot, editor)
    editor.text.show_text(HEAVY_BALL)
    assert [text for text, _ in editor.sheet.lines] == ["g = grad(theta)", "theta = theta - lr*g"]
    # mu has no value yet: the last rules that could be read stay.
    assert editor.sheet.stale
    assert editor.text.marked() == "mu"
    assert error(editor, "optimizer_editor_error").startswith("line 2, column 5: the name mu is not known")
    assert button(editor, "make_hyper").text() == "Make mu a hyperparameter"
    button(editor, "make_hyper").click()
    assert editor.hypers.hypers()[1] == HyperDraft("mu", "0.9", "0", "1", False)
    assert not error(editor, "optimizer_editor_error")
    assert not button(editor, "make_hyper").isVisible()
    wait_for_formulas(qtbot, editor)
    assert [text for text, _ in editor.sheet.lines] == ["g = grad(theta)", "v = mu*v - lr*g", "theta = theta + v"]
    assert all(svg.startswith(b"<svg") for _, svg in editor.sheet.lines)
    # Meanings are guessed by name, and v alone is kept from step to step.
    assert editor.names.roles == {"g": Role.GRADIENT, "v": Role.VELOCITY}
    assert editor.names.texts() == {"g": ("", "–"), "v": ("", "0")}
    assert "mu" not in [entry.optimizer.key for entry in window.session.wanted.spec.entries]


def test_only_what_is_kept_from_step_to_step_can_be_given_a_start(editor: OptimizerEditor) -> None:
    editor.text.show_text("v = grad(theta)\ntheta = theta - lr*v")
    assert not editor.names.item(0, 1).flags()
    editor.text.show_text("v = 0.9*v - lr*grad(theta)\ntheta = theta + v")
    assert editor.names.item(0, 1).flags() & Qt.ItemFlag.ItemIsEditable
    assert editor.names.texts() == {"v": ("", "0")}


def test_a_start_ended_by_enter_and_a_click_is_taken_once(qtbot: QtBot, editor: OptimizerEditor) -> None:
    editor.text.show_text("v = 0.9*v - lr*grad(theta)\ntheta = theta + v")
    editor.names.editItem(editor.names.item(0, 1))
    field = editor.names.findChild(QLineEdit)
    qtbot.keyClicks(field, "7")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    editor.names.setFocus()
    qtbot.wait(20)
    assert editor.names.texts() == {"v": ("", "7")}


def test_rows_may_go_while_a_start_is_being_typed(qtbot: QtBot, editor: OptimizerEditor) -> None:
    editor.text.show_text(HEAVY_BALL)
    editor.names.editItem(editor.names.item(1, 1))
    field = editor.names.findChild(QLineEdit)
    qtbot.keyClicks(field, "7")
    editor.text.show_text("g = grad(theta)\ntheta = theta - lr*g")
    assert editor.names.names == ("g",)
    assert editor.names.findChild(QLineEdit) is None or not field.isVisible()


def test_added_it_races_and_changed_it_keeps_the_values_of_its_entries(
    qtbot: QtBot, window: MainWindow, editor: OptimizerEditor
) -> None:
    before = window.session.wanted
    editor.title.setText("Heavy ball")
    editor.text.show_text(HEAVY_BALL)
    button(editor, "make_hyper").click()
    meaning = part(editor.names, QComboBox, "meaning_v")
    meaning.setCurrentIndex(0)
    meaning.activated.emit(0)
    assert button(editor, "take").text() == "Add to the race"
    button(editor, "take").click()
    wait_for_race(qtbot, window)
    added = window.session.shown
    entry = added.spec.entries[-1]
    assert (entry.optimizer.key, entry.label) == ("heavy_ball", "Heavy ball")
    assert entry.optimizer.roles == {"g": Role.GRADIENT}
    assert added.own == (entry.optimizer,)
    at_leisure(window)
    # Change it: mu stays what the entry has, though its usual value is another now; lr is gone.
    window.session.change(with_value(window.session.wanted, len(added.spec.entries) - 1, "mu", 0.5))
    wait_for_race(qtbot, window)
    at_leisure(window)
    assert button(editor, "take").text() == "Change Heavy ball"
    editor.text.show_text("g = grad(theta)\nv = mu*v - g/100\ntheta = theta + v")
    assert "lr is never read" in error(editor, "optimizer_table_error")
    assert not button(editor, "take").isEnabled()
    editor.hypers.setCurrentCell(0, 0)
    button(editor, "remove_hyper").click()
    editor.hypers.item(0, 1).setText("0.8")
    button(editor, "take").click()
    wait_for_race(qtbot, window)
    changed = window.session.shown
    assert len(changed.spec.entries) == len(added.spec.entries)
    entry = changed.spec.entries[-1]
    assert entry.hyperparameters() == {"mu": 0.5}
    assert entry.optimizer.hyper("mu").default == 0.8
    assert changed.own == (entry.optimizer,)
    # Each was one step.
    for expected in (0.5, 0.9):
        window.undo.undo()
        wait_for_race(qtbot, window)
        assert window.session.shown.spec.entries[-1].value("mu") == expected
    window.undo.undo()
    wait_for_race(qtbot, window)
    assert window.session.shown == before
    assert button(editor, "take").text() == "Add to the race"


def test_what_is_wrong_is_said_beside_it(qtbot: QtBot, window: MainWindow, editor: OptimizerEditor) -> None:
    take = button(editor, "take")
    for name, sentence in (
        ("Adam", "Adam is the name of a built-in optimizer; choose another"),
        (" ", "give the optimizer a name"),
    ):
        editor.title.selectAll()
        qtbot.keyClicks(editor.title, name)
        assert error(editor, "optimizer_title_error") == sentence
        assert not take.isEnabled()
    editor.title.selectAll()
    qtbot.keyClicks(editor.title, "Mine")
    assert not error(editor, "optimizer_title_error")
    for text, sentence in (("fast", "Value of lr: 'fast' is not a number"), ("1000", "lr: it must hold that low")):
        editor.hypers.item(0, 1).setText(text)
        assert error(editor, "optimizer_table_error").startswith(sentence)
        assert not take.isEnabled()
    editor.hypers.item(0, 1).setText("0.01")
    assert take.isEnabled()
    editor.text.show_text("g = grad(theta)\ntheta = dot(theta, g)*lr")
    assert error(editor, "optimizer_editor_error").startswith("line 2, column 1: theta must stay a vector")
    assert editor.text.marked() == "theta"
    assert not take.isEnabled()
    # Nothing is lost on closing; another optimizer can be begun with, and taken back.
    qtbot.keyClick(editor, Qt.Key.Key_Escape)
    assert not editor.isVisible()
    part(window, QToolButton, "edit_optimizer").click()
    assert editor.text.toPlainText().endswith("dot(theta, g)*lr")
    editor._start_from.activated.emit(1 + OPTIMIZERS.index(optimizer("adagrad")))
    assert editor.names.starts == {"acc": "acc0"}
    assert take.isEnabled()
    # What was written before is not lost by beginning with another.
    editor._start_from.activated.emit(editor._start_from.count() - 1)
    assert editor.text.toPlainText().endswith("dot(theta, g)*lr")
    assert editor.title.text() == "Mine"
    editor._start_from.activated.emit(editor._start_from.count() - 1)
    appearance().set_language("zh_CN")
    try:
        assert editor.windowTitle() == "自己的优化器"
        assert editor.names.horizontalHeaderItem(0).text() == "含义"
        assert editor.names.cellWidget(0, 0).currentText() == "梯度"
        assert part(editor, QLineEdit, "optimizer_title").text() == "My Adagrad"
    finally:
        appearance().set_language("en")


def test_names_of_rules_and_hyperparameters_are_completed(qtbot: QtBot, editor: OptimizerEditor) -> None:
    editor.load(optimizer("adam"))
    editor.text.moveCursor(editor.text.textCursor().MoveOperation.End)
    qtbot.keyClicks(editor.text, " + be")
    assert editor.text.completion.offered == ["beta1", "beta2"]
    qtbot.keyClick(editor.text.completion.popup, Qt.Key.Key_Tab)
    assert editor.text.toPlainText().endswith("lr*scaled + beta1")
    qtbot.keyClicks(editor.text, "*m_h")
    assert editor.text.completion.offered == ["m_hat"]
    editor.text.completion.popup.hide()


@pytest.mark.parametrize("method", OPTIMIZERS, ids=lambda each: each.key)
def test_a_draft_of_a_built_in_optimizer_is_that_optimizer_under_another_name(method) -> None:
    made = OptimizerDraft.of(method, "Mine").declared(())
    assert made.key == "mine"
    assert made.program == method.program
    assert made.hyperparameters == method.hyperparameters
    assert (made.roles, made.initial, made.symbols) == (method.roles, method.initial, method.symbols)
    assert set(assigned_names(method.rules)) == {rule.name for rule in method.program.rules} - {"theta"}
    kept = {name for name, is_kept in assigned_names(method.rules).items() if is_kept}
    assert kept == set(method.program.states) - {"theta"}


def test_drafts_are_refused_with_a_sentence_that_knows_its_place() -> None:
    good = OptimizerDraft("Mine", CLIPPED, (HyperDraft("lr", "0.1"), HyperDraft("longest", "1")))
    assert good.declared(()).hyper("longest").high == 10.0
    for draft, where in (
        (OptimizerDraft("adam", CLIPPED, good.hypers), TITLE),
        (OptimizerDraft("Mine", CLIPPED, (*good.hypers, HyperDraft("k", "1"))), TABLES),
        (OptimizerDraft("Mine", CLIPPED, (*good.hypers, HyperDraft("", "1"))), TABLES),
        (OptimizerDraft("Mine", CLIPPED, (HyperDraft("lr", "0.1", "1", "2"), good.hypers[1])), TABLES),
        (OptimizerDraft("Mine", CLIPPED, (HyperDraft("lr", "0.1", "0", "1e999"), good.hypers[1])), TABLES),
        (
            OptimizerDraft("Mine", HEAVY_BALL, (HyperDraft("lr", "1"), HyperDraft("mu", "0")), starts={"v": "g +"}),
            TABLES,
        ),
    ):
        with pytest.raises(InputError) as caught:
            draft.declared(())
        assert caught.value.where == where
    with pytest.raises(FormulaError, match="line 2, column 22: the name longest is not known"):
        OptimizerDraft("Mine", CLIPPED, good.hypers[:1]).declared(())


def test_names_that_are_no_letters_get_keys_of_their_own() -> None:
    first = OptimizerDraft("我的", HEAVY_BALL, (HyperDraft("lr", "1"), HyperDraft("mu", "0"))).declared(())
    second = OptimizerDraft("他的", HEAVY_BALL, (HyperDraft("lr", "1"), HyperDraft("mu", "0"))).declared((first,))
    assert (first.key, second.key) == ("own", "own_2")
    adam = OptimizerDraft.of(optimizer("adam"), "我的 Adam").declared((first, second))
    assert adam.key == "own_adam"


def test_a_changed_optimizer_is_saved_and_entries_come_to_the_edge_of_what_is_allowed(tmp_path: Path) -> None:
    hypers = (HyperDraft("lr", "0.01", "0", "1"), HyperDraft("mu", "0.9", "0", "1"))
    setup = with_own_optimizer(Setup.of(a_spec()), OptimizerDraft("Mine", HEAVY_BALL, hypers).declared(()))
    last = len(setup.spec.entries) - 1
    setup = with_value(with_value(setup, last, "lr", 0.5), last, "mu", (0.1, 0.95))
    narrow = (HyperDraft("lr", "0.01", "0", "0.1"), HyperDraft("mu", "0.5", "0", "0.9"))
    changed = with_own_optimizer(setup, OptimizerDraft("Mine", HEAVY_BALL, narrow).declared(setup.own))
    assert changed.spec.entries[-1].values == (("lr", 0.1), ("mu", (0.1, 0.9)))
    assert changed.spec.entries[:-1] == setup.spec.entries[:-1]
    assert changed.looks == setup.looks
    save_setup(tmp_path / "mine.gdviz", changed)
    again = load_setup(tmp_path / "mine.gdviz")
    assert again.own == changed.own
    assert again.spec.entries[-1] == Entry(changed.own[0], changed.spec.entries[-1].values, "Mine")
