"""Long formulas on several lines, broken where a textbook breaks them: in front of a plus or a minus."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import accumulate

from gdviz.language.latex_pieces import Level, at_least
from gdviz.language.latex_printer import Printer
from gdviz.language.tree import SUMS, Binary, Node

# What takes room on paper: a named function its letters, any other command one sign, braces and spaces nothing.
_NAMED = re.compile(r"\\(exp|log|sin|cos|tan|tanh|min|max)\b|\\(?:mathrm|operatorname|text|left|right|frac|sqrt)\b")
_COMMAND = re.compile(r"\\[A-Za-z]+|\\.")
_NO_ROOM = re.compile(r"[{}^_\s]")
# Sums of fewer terms are printed whole.
_SUM_WITH_DOTS = 4


def aligned(lines: Iterable[str]) -> str:
    """Several lines as one block whose first equals signs stand below one another."""
    return r"\begin{aligned} " + r" \\ ".join(line.replace(" = ", " &= ", 1) for line in lines) + r" \end{aligned}"


def broken(left: str, node: Node, printer: Printer, width: int) -> str:
    """`left = node` on as many lines as it takes to keep each within about `width` signs."""
    lines, room = [f"{left} ="], width - _signs(left)
    used = 0
    for term in _terms(node, printer):
        if used and used + _signs(term) > room:
            lines.append(r"& \quad")
            used = 2
        lines[-1] += " " + term
        used += _signs(term)
    return lines[0] if len(lines) == 1 else aligned(lines)


def shortened(node: Node, printer: Printer, room: int) -> str:
    """The node on one line; of a sum that takes more than `room` signs the first terms, dots and the last term."""
    terms = _terms(node, printer)
    taken = list(accumulate(_signs(term) for term in terms))
    if len(terms) < _SUM_WITH_DOTS or taken[-1] <= room:
        return printer.node(node).text
    last = taken[-1] - taken[-2]
    shown = max(1, sum(used + last <= room for used in taken))
    return " ".join([*terms[:shown], r"+ \cdots", terms[-1]])


def _terms(node: Node, printer: Printer) -> list[str]:
    """The terms of a sum as they stand in the line, each but the first with its sign in front."""
    rest: list[str] = []
    while isinstance(node, Binary) and node.operator in SUMS:
        term = at_least(printer.node(node.right), Level.QUOTIENT, signed=False)
        rest.append(f"{node.operator} {term.text}")
        node = node.left
    first = printer.node(node)
    return [at_least(first, Level.SUM).text if rest else first.text, *reversed(rest)]


def _signs(text: str) -> int:
    named = _NAMED.sub(lambda found: found[1] or "", text)
    return len(_NO_ROOM.sub("", _COMMAND.sub("x", named)))
