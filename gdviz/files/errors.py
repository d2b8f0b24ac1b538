"""The errors of this folder, and texts from outside made fit for one line of a message."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from gdviz.engine.errors import InputError
from gdviz.language.errors import FormulaError
from gdviz.language.sentence import Sentence, as_sentence

SHOWN_LENGTH = 60


class StorageError(InputError):
    """The request was right but the machine could not store it, as on a full disk; the message is one sentence."""


def shown(text: str, length: int = SHOWN_LENGTH) -> str:
    """A text on one line, without control characters, cut to a length that fits into a sentence."""
    cut = text[: length + 1]
    plain = "".join(char if char.isprintable() else " " for char in cut)
    return plain if len(text) <= length else plain[: length - 1].rstrip() + "…"


@contextmanager
def within(place: str) -> Iterator[None]:
    """Errors met inside get the place put before their sentence and become InputErrors."""
    try:
        yield
    except StorageError:
        raise
    except ValueError as error:  # InputError, FormulaError, or a declaration that contradicts itself
        raise InputError(
            Sentence("{place}: {error}", place=place, error=_sentence(error)), getattr(error, "where", "") or place
        ) from None


def _sentence(error: ValueError) -> Sentence:
    return error.sentence if isinstance(error, InputError | FormulaError) else Sentence(str(error))


def require(holds: bool, where: str, sentence: str) -> None:
    """Raise the InputError for this place unless the condition holds."""
    if not holds:
        raise InputError(Sentence("{where}: {sentence}", where=where, sentence=as_sentence(sentence)), where)
