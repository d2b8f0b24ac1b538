"""Pieces of source code that both kernels print."""

from __future__ import annotations

from collections.abc import Iterable


def tuple_text(names: Iterable[str]) -> str:
    """A tuple of names, also where there is only one, or none."""
    return "(" + "".join(f"{name}, " for name in names) + ")"


def numbered(letter: str, count: int) -> list[str]:
    """A letter with each number from 0."""
    return [f"{letter}{index}" for index in range(count)]


def block(lines: list[str], indent: int) -> str:
    """Lines at one indentation; `pass` where there are none."""
    return "\n".join(" " * indent + line for line in lines) or " " * indent + "pass"
