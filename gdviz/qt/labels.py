"""What entries and places in a race are called; labels begin with the title of their optimizer, which is translated."""

from __future__ import annotations

from functools import reduce

from gdviz.engine.budget import Budget
from gdviz.engine.extras import words
from gdviz.engine.spec import Entry
from gdviz.language.sentence import Sentence
from gdviz.qt.text import tr


def label_sentence(entry: Entry) -> str:
    """The entry's label, or its method's title; a title at its beginning, as in `Momentum 2`, is translated."""
    title, label = entry.method.title, entry.label
    if not label or label == title:
        return _title(entry)
    if label.startswith(f"{title} "):
        return Sentence("{title} {rest}", title=_title(entry), rest=label.removeprefix(f"{title} "))
    return label


def _title(entry: Entry) -> Sentence:
    """The title of the optimizer, and its extras in a word or two each."""
    parts = [entry.optimizer.title, *words(entry.extras)]
    return reduce(
        lambda left, word: Sentence("{left}, {right}", left=left, right=Sentence(word)), parts[1:], Sentence(parts[0])
    )


def place_text(budget: Budget, row: int, total: int, epoch: int | None = None) -> str:
    """Where the playhead is, in the display language; with the epoch where steps see batches."""
    if budget is Budget.GRADIENTS:
        place = Sentence("gradient {gradient} of {total}", gradient=f"{row:,}", total=f"{total:,}")
    else:
        place = Sentence("step {step} of {total}", step=f"{row:,}", total=f"{total:,}")
    return tr(place if epoch is None else Sentence("{place}, epoch {epoch:,}", place=place, epoch=epoch))
