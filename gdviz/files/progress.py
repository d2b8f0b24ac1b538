"""How far a long piece of writing has come, told while it goes on; whoever is told may end it."""

from __future__ import annotations

from collections.abc import Callable

# Called with how much is done and how much there is; it may raise Cancelled.
Progress = Callable[[int, int], None]


class Cancelled(Exception):  # noqa: N818 - not an error: somebody wished it
    """Raised where progress is told when the work is no longer wanted."""


def unheard(_done: int, _total: int) -> None:
    """The progress of work that nobody watches."""
