"""What entries are called, in a form that can be translated: labels begin with the title of their optimizer."""

from __future__ import annotations

from gdviz.engine.spec import Entry
from gdviz.language.sentence import Sentence


def label_sentence(entry: Entry) -> str:
    """The entry's label, or its optimizer's title; a title at its beginning, as in `Momentum 2`, is translated."""
    title, label = entry.optimizer.title, entry.label
    if not label or label == title:
        return Sentence(title)
    if label.startswith(f"{title} "):
        return Sentence("{title} {rest}", title=Sentence(title), rest=label.removeprefix(f"{title} "))
    return label
