"""A tree as the text of a Python expression, for scripts on NumPy arrays and for showing derivatives."""

from __future__ import annotations

from gdviz.language.folding import constant_value
from gdviz.language.functions import COMPARISONS
from gdviz.language.tree import Binary, Call, Name, Negative, Node, Number, upward

_PRECEDENCE = {**dict.fromkeys(COMPARISONS, 1), "+": 2, "-": 2, "*": 3, "/": 3, "@": 3, "**": 5}
_ATOM = 6
_SPACED = ("+", "-", "/", "@", *COMPARISONS)

# What NumPy calls our functions; the others are helpers that a script defines, or are spelled out.
NUMPY_NAMES = {
    **{
        name: f"np.{name}"
        for name in "sqrt exp log sin cos tan tanh abs sign floor minimum maximum where outer".split()
    },
}
_SPELLED_OUT = {
    "dot": "sum({0}*{1})",
    "norm": "np.sqrt(sum({0}*{0}))",
    "max_abs": "np.max(np.abs({0}))",
    "eye": "np.eye(len({0}))",
    **{name: f"{name}(f, grad, {{0}}, {{1}}, {{2}}, {{3}}, {{4}}, {{5}})" for name in ("backtracking", "wolfe")},
    "exact": "exact(f, grad, {0}, {1}, {2}, {3})",
}


# Names that a script needs for itself.
TAKEN = frozenset("np sum len range map float print STEPS TOLERANCE BOUND RACE STARTS run start steps theta_".split())


def python_text(node: Node, *, numpy: bool = True) -> str:
    """The expression with as few parentheses as its order of operations allows; without `numpy` as a user would type
    it.

    For NumPy, small powers of names are written as the products that the kernels compute.
    """
    return _Writer(numpy).text(node)


def python_name(name: str) -> str:
    """A name of the formula language as a script may use it."""
    # np_ becomes np__ because np becomes np_; no name of the language has two underlines.
    return f"{name}_" if name in TAKEN or name.removesuffix("_") in TAKEN else name


class _Writer:
    def __init__(self, numpy: bool) -> None:
        self.numpy = numpy
        self._done: dict[int, str] = {}

    def text(self, node: Node) -> str:
        if id(node) not in self._done:
            for each in upward(node, self._done):
                self._done[id(each)] = self._text(each)
        return self._done[id(node)]

    def _text(self, node: Node) -> str:
        match node:
            case Number():
                return node.text
            case Name():
                return {"pi": "np.pi", "e": "np.e"}.get(node.name, python_name(node.name)) if self.numpy else node.name
            case Negative():
                return "-" + self._within(node.operand, 4)
            case Binary():
                return self._binary(node)
        return self._call(node)

    def _within(self, node: Node, least: int) -> str:
        text = self.text(node)
        return text if self._precedence(node) >= least else f"({text})"

    def _precedence(self, node: Node) -> int:
        if isinstance(node, Negative):
            return 4
        if not isinstance(node, Binary):
            return _ATOM
        return 3 if self._as_product(node) else _PRECEDENCE[node.operator]

    def _binary(self, node: Binary) -> str:
        level = _PRECEDENCE[node.operator]
        if self._as_product(node):
            return _product(self.text(node.left), round(constant_value(node.right) or 0))
        if node.operator == "**":
            return f"{self._within(node.left, _ATOM)}**{self._within(node.right, 4)}"
        space = " " if node.operator in _SPACED else ""
        # a < b < c would be another thing than (a < b) < c.
        left = self._within(node.left, level + (node.operator in COMPARISONS))
        return f"{left}{space}{node.operator}{space}{self._within(node.right, level + 1)}"

    def _as_product(self, node: Binary) -> bool:
        exponent = constant_value(node.right) if node.operator == "**" else None
        return self.numpy and isinstance(node.left, Name) and exponent in (2.0, 3.0, 4.0)

    def _call(self, node: Call) -> str:
        arguments = [self.text(argument) for argument in node.arguments]
        if self.numpy and node.function in _SPELLED_OUT:
            wrapped = [self._within(argument, _ATOM) for argument in node.arguments]
            return _SPELLED_OUT[node.function].format(*wrapped)
        name = NUMPY_NAMES.get(node.function, node.function) if self.numpy else node.function
        return f"{name}({', '.join(arguments)})"


def _product(name: str, exponent: int) -> str:
    return f"{name}*{name}*({name}*{name})" if exponent == 4 else "*".join([name] * exponent)
