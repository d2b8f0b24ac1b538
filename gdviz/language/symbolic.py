"""Between our trees and SymPy's expressions."""

from __future__ import annotations

import math
from typing import Any

import sympy
from sympy.core.function import ArgumentIndexError
from sympy.core.parameters import distribute

from gdviz.language.errors import FormulaError
from gdviz.language.sentence import Sentence
from gdviz.language.tree import CONSTANTS, PRODUCTS, SUMS, Binary, Call, Name, Negative, Node, Number

# Literals of up to so many digits stay exact fractions: their products are rounded once, at the end.
_EXACT_DIGITS = 17
_EXACT_EXPONENT = 30


class _Opaque(sympy.Function):  # type: ignore[misc]
    """A function that SymPy must not look into, because it would leave the real numbers."""

    is_real = True
    is_commutative = True


class _Flat(_Opaque):
    """A function made of steps: its derivative is zero wherever it has one."""

    def _eval_derivative(self, symbol: Any) -> Any:
        return sympy.S.Zero


class sigmoid(_Opaque):  # noqa: N801 - the name is the formula language's
    """1 / (1 + exp(-x))."""

    def fdiff(self, argindex: int = 1) -> Any:
        return self * (1 - self)


class softplus(_Opaque):  # noqa: N801
    """log(1 + exp(x)), whose derivative is smooth everywhere: that of the form without overflow has a kink at 0."""

    def fdiff(self, argindex: int = 1) -> Any:
        return sigmoid(self.args[0])


class absolute(_Opaque):  # noqa: N801
    """|x|, with the derivative sign(x)."""

    def fdiff(self, argindex: int = 1) -> Any:
        return sign(self.args[0])


class sign(_Flat):  # noqa: N801
    """-1, 0 or 1."""


class floor(_Flat):  # noqa: N801
    """The largest whole number not above x."""


class compare(_Flat):  # noqa: N801
    """A comparison; the first argument is the symbol that names the operator."""


class where(_Opaque):  # noqa: N801
    """One of two expressions; its derivative is that of the chosen one, never a product with zero."""

    def _eval_derivative(self, symbol: Any) -> Any:
        condition, yes, no = self.args
        return choose(condition, yes.diff(symbol), no.diff(symbol))

    def fdiff(self, argindex: int = 1) -> Any:
        raise ArgumentIndexError(self, argindex)


def choose(condition: Any, yes: Any, no: Any) -> Any:
    """where(), unless both expressions are the same."""
    return yes if yes == no else where(condition, yes, no)


_FUNCTIONS: dict[str, Any] = {
    "sqrt": sympy.sqrt,
    "exp": sympy.exp,
    "log": sympy.log,
    "sin": sympy.sin,
    "cos": sympy.cos,
    "tan": sympy.tan,
    "tanh": sympy.tanh,
    "sigmoid": sigmoid,
    "softplus": softplus,
    "abs": absolute,
    "sign": sign,
    "floor": floor,
}
_NAMES = {
    sympy.exp: "exp",
    sympy.log: "log",
    sympy.sin: "sin",
    sympy.cos: "cos",
    sympy.tan: "tan",
    sympy.tanh: "tanh",
    sigmoid: "sigmoid",
    softplus: "softplus",
    absolute: "abs",
    sign: "sign",
    floor: "floor",
}
_CONSTANTS = {"pi": sympy.pi, "e": sympy.E}


def to_sympy(node: Node) -> Any:
    """The SymPy expression of a tree; raises FormulaError for what has no derivative."""
    match node:
        case Number():
            return _number(node)
        case Name():
            return _CONSTANTS[node.name] if node.name in CONSTANTS else sympy.Symbol(node.name, real=True)
        case Negative():
            return -to_sympy(node.operand)
        case Binary("+" | "-"):
            first, others = _operands(node, SUMS)
            return sympy.Add(to_sympy(first), *(each if sign == "+" else -each for sign, each in others))
        case Binary("*" | "/"):
            first, others = _operands(node, PRODUCTS)
            return sympy.Mul(to_sympy(first), *(each if sign == "*" else 1 / each for sign, each in others))
        case Binary("**"):
            return to_sympy(node.left) ** to_sympy(node.right)
        case Binary():
            return _comparison(node.operator, to_sympy(node.left), to_sympy(node.right))
    arguments = [to_sympy(argument) for argument in node.arguments]
    match node.function:
        case "minimum":
            return choose(_comparison("<=", *arguments), *arguments)
        case "maximum":
            return choose(_comparison(">=", *arguments), *arguments)
        case "where":
            return choose(*arguments)
    if node.function not in _FUNCTIONS:
        raise FormulaError(
            Sentence("{function}() has no place in a surface", function=node.function), node.at.line, node.at.column
        )
    return _FUNCTIONS[node.function](*arguments)


def _number(node: Number) -> Any:
    exact = sympy.Rational(repr(node.value))
    digits = len(str(exact.p)) <= _EXACT_DIGITS and len(str(exact.q)) <= _EXACT_EXPONENT
    return exact if digits else sympy.Float(node.value)


def _operands(node: Node, operators: tuple[str, ...]) -> tuple[Node, list[tuple[str, Any]]]:
    """A sum or product taken apart: its first operand, and the others with their operators. Built one by one, a sum of
    a hundred terms would take SymPy a hundred times as long.
    """
    others: list[tuple[str, Any]] = []
    while isinstance(node, Binary) and node.operator in operators:
        others.append((node.operator, to_sympy(node.right)))
        node = node.left
    return node, others[::-1]


def _comparison(operator: str, left: Any, right: Any) -> Any:
    return compare(sympy.Symbol(operator), left, right)


def from_sympy(expression: Any) -> Node:
    """The tree of a SymPy expression; parts that occur twice become one shared node."""
    return _Printer().node(expression)


class _Printer:
    def __init__(self) -> None:
        self._done: dict[Any, Node] = {}

    def node(self, expression: Any) -> Node:
        if expression not in self._done:
            self._done[expression] = self._node(expression)
        return self._done[expression]

    def _node(self, expression: Any) -> Node:
        if expression.is_Symbol:
            return Name(expression.name)
        if expression is sympy.pi or expression is sympy.E:
            return Name("pi" if expression is sympy.pi else "e")
        if expression.is_Number or expression is sympy.zoo:
            return self._literal(expression)
        if expression.is_Add:
            return self._sum(expression)
        if expression.is_Mul:
            return self._product(expression)
        if expression.is_Pow:
            return self._power(expression)
        return self._call(expression)

    def _literal(self, number: Any) -> Node:
        if not number.is_finite:
            raise FormulaError("this surface has no gradient: a part of its formula is infinite", 1, 1)
        if number < 0:
            return Negative(self._literal(-number))
        value = float(number)
        if not math.isfinite(value):
            raise FormulaError("a number in the derivative of this formula is too large", 1, 1)
        if number.is_Rational and number.q != 1 and sympy.Rational(repr(value)) != number:
            return Binary("/", self._literal(sympy.Integer(number.p)), self._literal(sympy.Integer(number.q)))
        text = str(int(value)) if value == int(value) and value < 1e15 else repr(value)
        return Number(value, text)

    def _sum(self, expression: Any) -> Node:
        """Common factors are taken out where that saves multiplications: 2*((y - 1)*a + (y + 1)*b)."""
        terms = expression.as_ordered_terms()
        common = _common_factors(terms)
        if common:
            with distribute(False):
                rest = [_without(term, common) for term in terms]
            return Binary("*", self._times(common), self._chain(rest))
        return self._chain(terms)

    def _chain(self, terms: list[Any]) -> Node:
        # A sum that starts with a minus sign reads badly: y - x**2, not -x**2 + y.
        first = next((term for term in terms if not term.could_extract_minus_sign()), terms[0])
        rest = [term for term in terms if term is not first]
        result = self.node(first)
        for term in rest:
            if term.could_extract_minus_sign():
                result = Binary("-", result, self.node(-term))
            else:
                result = Binary("+", result, self.node(term))
        return result

    def _product(self, expression: Any) -> Node:
        coefficient, _ = expression.as_coeff_Mul()
        if coefficient.is_negative:
            return Negative(self.node(-expression))
        above: list[Any] = []
        below: list[Any] = []
        for factor in expression.as_ordered_factors():
            base, exponent = factor.as_base_exp()
            inverse = exponent.is_Number and exponent.is_negative and base is not sympy.E and not factor.is_Number
            (below if inverse else above).append(1 / factor if inverse else factor)
        top = self._times(above)
        return Binary("/", top, self._times(below)) if below else top

    def _times(self, factors: list[Any]) -> Node:
        if not factors:
            return Number(1.0, "1")
        result = self.node(factors[0])
        for factor in factors[1:]:
            result = Binary("*", result, self.node(factor))
        return result

    def _power(self, expression: Any) -> Node:
        base, exponent = expression.base, expression.exp
        if base is sympy.E:
            return Call("exp", (self.node(exponent),))
        if exponent.is_Number and exponent.is_negative:
            return Binary("/", Number(1.0, "1"), self.node(base**-exponent))
        if exponent == sympy.Rational(1, 2):
            return Call("sqrt", (self.node(base),))
        return Binary("**", self.node(base), self.node(exponent))

    def _call(self, expression: Any) -> Node:
        if isinstance(expression, compare):
            operator, left, right = expression.args
            return Binary(operator.name, self.node(left), self.node(right))
        if isinstance(expression, sympy.Abs):
            return Call("abs", (self.node(expression.args[0]),))
        if isinstance(expression, sympy.sign):
            return Call("sign", (self.node(expression.args[0]),))
        name = "where" if isinstance(expression, where) else _NAMES.get(type(expression))
        if name is None:
            raise FormulaError(
                Sentence(
                    "this surface has no gradient: SymPy cannot differentiate {function}", function=str(expression.func)
                ),
                1,
                1,
            )
        return Call(name, tuple(self.node(argument) for argument in expression.args))


def _common_factors(terms: list[Any]) -> list[Any]:
    """A whole number that is the coefficient of several terms and divides the others, and the symbols of all terms."""
    if not all(term.is_Mul for term in terms):
        return []
    numbers = [term.as_coeff_Mul()[0] for term in terms]
    symbols = set.intersection(*({factor for factor in term.args if factor.is_Symbol} for term in terms))
    number = sympy.Integer(sympy.igcd(*numbers)) if all(number.is_Integer for number in numbers) else sympy.S.One
    saves = number > 1 and sum(abs(other) == number for other in numbers) > 1
    return [*([number] if saves else []), *sorted(symbols, key=str)]


def _without(term: Any, factors: list[Any]) -> Any:
    """A product without some of its factors, its number divided; never multiplied out."""
    number, _ = term.as_coeff_Mul()
    divisor = sympy.Mul(*(factor for factor in factors if factor.is_Number))
    others = [factor for factor in term.as_ordered_factors() if not factor.is_Number and factor not in factors]
    return sympy.Mul(number / divisor, *others)
