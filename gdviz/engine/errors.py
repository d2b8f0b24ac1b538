"""The error for a question that cannot be answered as it was asked."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from gdviz.language.sentence import Sentence, as_sentence, nearest


class InputError(ValueError):
    """The input is wrong; the message is one sentence that says what and where, `where` names the control or key it
    came from.
    """

    def __init__(self, message: str, where: str = "") -> None:
        super().__init__(message)
        self.message = as_sentence(message)
        self.where = where

    @property
    def sentence(self) -> Sentence:
        """The message; a FormulaError's has its place in front."""
        return self.message


def unknown(what: str, name: str, known: Iterable[str], where: str = "") -> InputError:
    """The error for a name that is not known, with the nearest one that is."""
    choices = list(known)
    near = difflib.get_close_matches(name, choices, 1, 0.5)
    hint = nearest(near) if near else Sentence("known: {names}", names=", ".join(choices))
    return InputError(Sentence("there is no {what} named {name!r}; {hint}", what=what, name=name, hint=hint), where)
