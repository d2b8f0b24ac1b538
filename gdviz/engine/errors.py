"""The error for a question that cannot be answered as it was asked."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


class InputError(ValueError):
    """The input is wrong; the message is one sentence that says what and where, `where` names the control or key it
    came from.
    """

    def __init__(self, message: str, where: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.where = where


def unknown(what: str, name: str, known: Iterable[str], where: str = "") -> InputError:
    """The error for a name that is not known, with the nearest one that is."""
    choices = list(known)
    near = difflib.get_close_matches(name, choices, 1, 0.5)
    hint = f"did you mean {near[0]}?" if near else "known: " + ", ".join(choices)
    return InputError(f"there is no {what} named {name!r}; {hint}", where)
