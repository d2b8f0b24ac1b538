"""Batches, noise and seed in the window: every control changes the race and can be taken back, and shows the race."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QToolButton
from pytestqt.qtbot import QtBot

from gdviz.engine.sampling import Batch
from gdviz.qt.controls.sampling import ORDERS, epochs_sentence
from gdviz.qt.main_window import MainWindow
from gdviz.qt.setup import Setup, with_batch, with_mean, with_replicates, with_spec, with_surface, with_typed
from gdviz.qt.setup_changes import describe_change
from gdviz.surfaces import surface
from tests.qt.windows import a_spec, enter, error, part, wait_for_race

NOISY, BEALE = surface("neuron_noisy"), surface("beale")


@pytest.fixture
def window(make_window: Callable[..., MainWindow]) -> MainWindow:
    return make_window(a_spec("gd", "adam", steps=100, on="neuron_noisy"))


def choose(window: MainWindow, name: str, row: int) -> None:
    box = part(window, QComboBox, name)
    box.setCurrentIndex(row)
    box.activated.emit(row)


def said(window: MainWindow) -> str:
    return part(window, QLabel, "epochs").text()


def test_a_batch_is_typed_shown_and_taken_back(qtbot: QtBot, window: MainWindow) -> None:
    assert said(window) == "Every step sees all samples (40)."
    assert not part(window, QComboBox, "batch_order").isEnabled()
    enter(qtbot, window, "batch", "8")
    wait_for_race(qtbot, window)
    assert window.session.trajectory.spec.batch == Batch(8)
    assert said(window) == "5 steps an epoch, 20 epochs"
    assert part(window, QLineEdit, "seed").isVisible()
    for row, (shuffled, replacement, _) in enumerate(ORDERS):
        choose(window, "batch_order", row)
        assert window.session.wanted.spec.batch == Batch(8, shuffled, replacement)
    seed = window.session.wanted.spec.seed
    part(window, QToolButton, "other_seed").click()
    assert window.session.wanted.spec.seed == seed + 1
    assert part(window, QLineEdit, "seed").text() == str(seed + 1)
    window.undo.undo()
    assert window.session.wanted.spec.seed == seed
    assert part(window, QLineEdit, "seed").text() == str(seed)
    window.session.change(with_batch(window.session.wanted, Batch(8, False)))
    assert part(window, QComboBox, "batch_order").currentIndex() == 1
    enter(qtbot, window, "batch", "41")
    assert error(window, "sampling_error") == "a batch has from 1 to 40 samples, not 41"
    enter(qtbot, window, "batch", "")
    assert window.session.wanted.spec.batch is None
    assert error(window, "sampling_error") == ""
    choose(window, "reduction", 1)
    wait_for_race(qtbot, window)
    assert not window.session.shown.spec.surface.mean
    assert part(window, QComboBox, "surface_choice").currentText() == NOISY.title


def test_noise_on_a_closed_surface_and_what_is_hidden_there(qtbot: QtBot, window: MainWindow) -> None:
    window.session.change(with_surface(window.session.wanted, BEALE))
    wait_for_race(qtbot, window)
    assert not part(window, QLineEdit, "batch").isVisible()
    assert not part(window, QLineEdit, "seed").isVisible()
    before = window.session.trajectory.points[-1].copy()
    enter(qtbot, window, "noise", "0.5")
    wait_for_race(qtbot, window)
    assert part(window, QLineEdit, "seed").isVisible()
    assert (window.session.trajectory.points[-1] != before).any()
    enter(qtbot, window, "noise", "-1")
    assert error(window, "sampling_error") == "noise must be a finite number from 0, not -1"
    window.session.change(with_spec(window.session.wanted, noise=0.0))
    assert part(window, QLineEdit, "noise").text() == "0"


def test_losses_stand_in_a_group_of_their_own(window: MainWindow) -> None:
    choice = part(window, QComboBox, "surface_choice")
    heading = choice.findText("Losses over data")
    assert not choice.model().item(heading).isEnabled()
    assert choice.findText("Plateau") < heading < choice.findText(NOISY.title)
    assert choice.currentText() == NOISY.title


SETUP = with_batch(Setup.of(a_spec(on="neuron_noisy")), Batch(8))


def test_a_batch_goes_along_to_other_data_as_far_as_it_can() -> None:
    assert with_surface(SETUP, BEALE).spec.batch is None
    assert with_surface(SETUP, surface("line")).spec.batch == Batch(8)
    assert with_surface(SETUP, surface("neuron")).spec.batch == Batch(2)
    assert with_surface(SETUP, surface("two_neurons_squared")).spec.batch is None


def test_a_formula_in_the_same_names_stays_a_loss_over_the_data() -> None:
    mine = with_typed(SETUP, "abs(sigmoid(w*x+b) - y)").spec
    assert (mine.surface.data, mine.surface.model, mine.batch) == (NOISY.data, NOISY.model, Batch(8))
    other = with_typed(SETUP, "(tanh(w*x + b) - y)**2").spec.surface
    assert (other.data, other.model) == (NOISY.data, "")
    assert with_typed(SETUP, "x**2 + y**2").spec.surface.data is None


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda setup: with_batch(setup, None), "Batch: 8, shuffled → all samples"),
        (lambda setup: with_batch(setup, Batch(4, False)), "Batch: 8, shuffled → 4, in fixed order"),
        (lambda setup: with_mean(setup, False), "Loss over the samples: mean → sum"),
        (lambda setup: with_spec(setup, noise=0.5), "Noise: 0 → 0.5"),
        (lambda setup: with_replicates(setup, 7), "Replicates: 0 → 7"),
        (
            lambda setup: with_spec(setup, surface=replace(surface("neuron"), start=NOISY.start), batch=Batch(2)),
            "Surface: Neuron, 40 noisy points → Sigmoid neuron, and one more change",
        ),
    ],
)
def test_every_change_has_its_sentence(change: Callable[[Setup], Setup], sentence: str) -> None:
    assert str(describe_change(SETUP, change(SETUP))) == sentence


def test_parts_of_an_epoch_are_said() -> None:
    spec = SETUP.spec
    assert str(epochs_sentence(replace(spec, batch=Batch(16), steps=5))) == "2.5 steps an epoch, 2 epochs"
    assert str(epochs_sentence(replace(spec, batch=Batch(40), steps=1))) == "1 step an epoch, 1 epoch"
