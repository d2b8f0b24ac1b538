"""Which states of an optimizer are scalars, vectors or matrices, found out from its rules alone."""

from __future__ import annotations

from collections.abc import Mapping

from gdviz.engine.rules import POSITION, Rules
from gdviz.language.errors import FormulaError
from gdviz.language.sentence import Sentence
from gdviz.language.tree import Binary, Call, Name, Node, fold

# In the order in which one becomes another; "" is not known yet.
_KINDS = ("", "scalar", "vector", "matrix")
_GIVES = {
    **dict.fromkeys(("dot", "norm", "max_abs", "f", "backtracking", "wolfe", "exact"), "scalar"),
    **dict.fromkeys(("grad", "solve"), "vector"),
    **dict.fromkeys(("hess", "outer", "eye", "eig_abs"), "matrix"),
}


def state_kinds(rules: Rules, vectors: frozenset[str]) -> dict[str, str]:
    """Whether each state is a "scalar", a "vector" or a "matrix"; `vectors` names the hyperparameters that are vectors.

    Follows the rules until nothing changes. Raises FormulaError when theta would not stay a vector.
    """
    kinds = {**dict.fromkeys(rules.states, ""), POSITION: "vector"}
    while True:
        after = _followed(rules, {**dict.fromkeys(vectors, "vector"), **kinds})
        starts = {name: _kind(node, after) for name, node in rules.initial}
        found = {name: _widest(kind, after[name], starts.get(name, "")) for name, kind in kinds.items()}
        if found == kinds:
            break
        kinds = found
    if after[POSITION] != "vector":
        at = rules.rules[-1].at
        raise FormulaError(
            Sentence("theta must stay a vector, but becomes a {kind}", kind=Sentence(after[POSITION] or "scalar")),
            at.line,
            at.column,
        )
    return {name: kind or "scalar" for name, kind in kinds.items()}


def _followed(rules: Rules, kinds: Mapping[str, str]) -> dict[str, str]:
    """What every name is after the rules."""
    after = dict(kinds)
    for rule in rules.rules:
        after[rule.name] = _kind(rule.expression, after)
    return after


def _kind(node: Node, names: Mapping[str, str]) -> str:
    def kind(node: Node, below: list[str]) -> str:
        match node:
            case Name():
                return names.get(node.name, "scalar")
            case Binary("@"):
                return _product(*below)
            case Call() if node.function in _GIVES:
                return _GIVES[node.function]
        return _widest(*below) if below else "scalar"

    return fold(node, kind)


def _product(left: str, right: str) -> str:
    if not left or not right:
        return ""
    return right if left == "matrix" else "scalar"


def _widest(*kinds: str) -> str:
    return max(kinds, key=_KINDS.index)
