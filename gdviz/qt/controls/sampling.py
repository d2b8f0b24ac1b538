"""What chance adds to the race: batches of the samples of a loss over data, noise on the gradient, and their seed."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from gdviz.engine.sampling import Batch
from gdviz.engine.spec import RaceSpec
from gdviz.language.sentence import Sentence
from gdviz.qt.controls.error_label import ErrorLabel
from gdviz.qt.controls.number_box import NumberBox
from gdviz.qt.controls.race import whole_number_of
from gdviz.qt.controls.scale import number_of
from gdviz.qt.elided_label import ElidedLabel
from gdviz.qt.icons import icon
from gdviz.qt.session import Session
from gdviz.qt.setup import Setup, with_batch, with_mean, with_other_seed, with_replicates, with_spec
from gdviz.qt.style import type_scale
from gdviz.qt.text import tr, write

# Whether shuffled and with replacement, and what it is called.
ORDERS = (
    (True, False, "shuffled"),
    (False, False, "in fixed order"),
    (True, True, "with replacement"),
)
REDUCTIONS = ((True, "mean"), (False, "sum"))
BOX_WIDTH = 56


def batch_size_of(text: str) -> int | None:
    """How many samples; none of an empty text, which means all of them. InputError otherwise."""
    return whole_number_of(text) if text.strip() else None


class SamplingControl(QWidget):
    """The batch shows itself only for a loss over data, the seed only where something is drawn."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._error = ErrorLabel("sampling_error")
        tip = "How many samples each step sees; empty = all of them"
        self._batch = NumberBox("batch", "Batch", tip, batch_size_of)
        write(self._batch, placeholder="all")
        self._order = self._choice(
            "batch_order", "Order of the samples", "In which order the samples come to the steps"
        )
        self._reduction = self._choice(
            "reduction", "Mean or sum", "Whether the loss is the mean over the samples or their sum"
        )
        self._epochs = ElidedLabel()
        self._epochs.setObjectName("epochs")
        self._epochs.setProperty("kind", "muted")
        tip = "Standard deviation of Gaussian noise on every part of the gradient; 0 = none"
        self._noise = NumberBox("noise", "Noise", tip, number_of)
        self._seed = NumberBox("seed", "Seed", "Other numbers draw other samples and noise", whole_number_of)
        tip = "How often the race is run with other seeds, drawn as faint lines behind it; from 0 to 100"
        self._replicates = NumberBox("replicates", "Replicates", tip, whole_number_of)
        self._again = QToolButton(autoRaise=True)
        self._again.setObjectName("other_seed")
        self._again.setIcon(icon("again"))
        write(self._again, name="Other seed", tip="Draw again, with another seed")
        self._boxes = (self._batch, self._noise, self._seed, self._replicates)
        self._lay_out()
        self.retranslate()
        self._connect()
        self.sync(session.wanted)
        self.restyle()

    def sync(self, setup: Setup) -> None:
        """Show the setup's chances."""
        spec = setup.spec
        self._data.setVisible(spec.surface.data is not None)
        for part in (self._chance, self._cloud):
            part.setVisible(not spec.sampling.exact)
        self._batch.show_value(spec.batch.size if spec.batch else None)
        self._order.setEnabled(spec.batch is not None)
        if spec.batch is not None:
            found = [each[:2] for each in ORDERS].index(
                (spec.batch.shuffled or spec.batch.replacement, spec.batch.replacement)
            )
            self._order.setCurrentIndex(found)
        self._reduction.setCurrentIndex(int(not spec.surface.mean))
        self._noise.show_value(spec.noise)
        self._seed.show_value(spec.seed)
        self._replicates.show_value(setup.replicates)
        write(self._epochs, text=epochs_sentence(spec))

    def restyle(self) -> None:
        """Make room for the type of the moment."""
        for box in self._boxes:
            box.setFixedWidth(round(BOX_WIDTH * type_scale()))

    def retranslate(self) -> None:
        """Write every text in the language of the moment."""
        for row, (*_, text) in enumerate(ORDERS):
            self._order.setItemText(row, tr(text))
        for row, (_, text) in enumerate(REDUCTIONS):
            self._reduction.setItemText(row, tr(text))

    def _choice(self, name: str, title: str, tip: str) -> QComboBox:
        choice = QComboBox()
        choice.setObjectName(name)
        write(choice, name=title, tip=tip)
        return choice

    def _connect(self) -> None:
        self._batch.committed.connect(self._set_size)
        self._order.activated.connect(self._set_order)
        self._reduction.activated.connect(self._set_reduction)
        self._noise.committed.connect(self._set_noise)
        self._seed.committed.connect(self._set_seed)
        self._replicates.committed.connect(self._set_replicates)
        self._again.clicked.connect(self._draw_again)
        for box in self._boxes:
            box.failed.connect(self._error.say)
        self._session.setup_changed.connect(self.sync)

    def _change(self, setup: Setup) -> None:
        self._error.attempt(lambda: self._session.change(setup))

    def _set_size(self, size: int | None) -> None:
        shuffled, replacement, _ = ORDERS[self._order.currentIndex()]
        self._change(with_batch(self._session.wanted, None if size is None else Batch(size, shuffled, replacement)))

    def _set_order(self, _row: int) -> None:
        batch = self._session.wanted.spec.batch
        if batch is not None:
            self._set_size(batch.size)

    def _set_reduction(self, row: int) -> None:
        self._change(with_mean(self._session.wanted, REDUCTIONS[row][0]))

    def _set_noise(self, noise: float) -> None:
        self._change(with_spec(self._session.wanted, noise=noise))

    def _set_seed(self, seed: int) -> None:
        self._change(with_spec(self._session.wanted, seed=seed))

    def _set_replicates(self, count: int) -> None:
        self._error.attempt(lambda: self._session.change(with_replicates(self._session.wanted, count)))

    def _draw_again(self) -> None:
        self._change(with_other_seed(self._session.wanted))

    def _lay_out(self) -> None:
        self._order.addItems([""] * len(ORDERS))
        self._reduction.addItems([""] * len(REDUCTIONS))
        self._data, self._chance, self._cloud = QWidget(), QWidget(), QWidget()
        rows = QVBoxLayout(self._data)
        batch = _line(_label("Batch", self._batch), self._batch, self._order)
        batch.setStretch(2, 1)
        rows.addLayout(batch)
        epochs = _line(self._epochs, self._reduction)
        epochs.setStretch(0, 1)
        rows.addLayout(epochs)
        _line(_label("Seed", self._seed), self._seed, self._again, within=self._chance)
        cloud = _line(_label("Replicates", self._replicates), self._replicates, within=self._cloud)
        cloud.addStretch(1)
        noise = _line(_label("Noise", self._noise), self._noise, self._chance)
        noise.addStretch(1)
        column = QVBoxLayout(self)
        column.addWidget(self._data)
        column.addLayout(noise)
        column.addWidget(self._cloud)
        column.addWidget(self._error)
        for each in (rows, column):
            each.setContentsMargins(0, 0, 0, 0)
            each.setSpacing(3)


def epochs_sentence(spec: RaceSpec) -> Sentence:
    """How many steps it takes to see every sample, and how often the race does."""
    rows = len(spec.surface.data) if spec.surface.data is not None else 0
    if spec.batch is None:
        return Sentence("Every step sees all samples ({rows:,}).", rows=rows)
    steps, epochs = rows / spec.batch.size, spec.steps * spec.batch.size / max(rows, 1)
    one = "{count} step an epoch" if steps == 1 else "{count} steps an epoch"
    all_ = "{count} epoch" if epochs == 1 else "{count} epochs"
    parts = {"steps": Sentence(one, count=f"{steps:.4g}"), "epochs": Sentence(all_, count=f"{epochs:.4g}")}
    return Sentence("{steps}, {epochs}", **parts)


def _label(text: str, buddy: QWidget) -> QLabel:
    label = QLabel()
    write(label, text=text)
    label.setBuddy(buddy)
    return label


def _line(*widgets: QWidget, within: QWidget | None = None) -> QHBoxLayout:
    line = QHBoxLayout(within) if within is not None else QHBoxLayout()
    line.setContentsMargins(0, 0, 0, 0)
    for widget in widgets:
        line.addWidget(widget)
    return line
