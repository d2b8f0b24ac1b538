"""Tree to tape: what each node of a formula means, number by number."""

from __future__ import annotations

import difflib
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import reduce

from gdviz.language.errors import FormulaError
from gdviz.language.folding import constant_value
from gdviz.language.functions import FUNCTIONS, Kind
from gdviz.language.sentence import Sentence, nearest
from gdviz.language.tape import COMPARISON_OPERATIONS, Tape
from gdviz.language.tree import CONSTANTS, Binary, Call, Name, Negative, Node, Number, upward
from gdviz.language.values import Matrix, Scalar, Value, Vector, dot, elementwise, flat, kind

_ARITHMETIC = {"+": "add", "-": "sub", "*": "mul", "/": "div"}
_SAME_NAME = frozenset("sqrt exp log sin cos tan tanh abs sign floor".split())
_PAIRS = {"minimum": "min", "maximum": "max"}

# grad, f and hess of the surface at a point, and searches along a line, by name with what stands in parentheses.
SurfaceCall = Callable[..., Value]


@dataclass
class Translator:
    """Appends the code of expressions to a tape; `names` says what each name stands for.

    `dimension` is the number of coordinates; `surface` answers grad, f and hess, where they may be called at all.
    """

    tape: Tape
    names: dict[str, Value]
    dimension: int = 1
    surface: SurfaceCall | None = None
    _done: dict[int, Value] = field(default_factory=dict)

    def value(self, node: Node) -> Value:
        """The value of a tree; a node that several parents share is translated once."""
        if id(node) not in self._done:
            for each in upward(node, self._done):
                self._done[id(each)] = self._value(each)
        return self._done[id(node)]

    def assign(self, name: str, value: Value) -> None:
        """Lets a name stand for another value from here on."""
        self.names[name] = value
        self._done.clear()

    def _value(self, node: Node) -> Value:
        match node:
            case Number():
                return Scalar(self.tape.constant(node.value))
            case Name():
                return self._name(node)
            case Negative():
                operand = self.value(node.operand)
                self._refuse_conditions(node, operand)
                return elementwise((operand,), lambda a: self.tape.apply("neg", a), node.at)
            case Binary():
                return self._binary(node)
        return self._call(node)

    def _name(self, node: Name) -> Value:
        if node.name in self.names:
            return self.names[node.name]
        if node.name in CONSTANTS:
            return Scalar(self.tape.constant(CONSTANTS[node.name]))
        near = difflib.get_close_matches(node.name, self.names, 1)
        hint = nearest(near) if near else Sentence("known here: {names}", names=", ".join(self.names))
        raise FormulaError(
            Sentence("the name {name} is not known; {hint}", name=node.name, hint=hint), node.at.line, node.at.column
        )

    def _binary(self, node: Binary) -> Value:
        left, right = self.value(node.left), self.value(node.right)
        if node.operator == "@":
            return self._matrix_product(node, left, right)
        if node.operator == "**":
            return self._power(node, left, right)
        self._refuse_conditions(node, left, right)
        name = COMPARISON_OPERATIONS.get(node.operator) or _ARITHMETIC[node.operator]
        return elementwise((left, right), lambda a, b: self.tape.apply(name, a, b), node.at)

    def _power(self, node: Binary, base: Value, exponent: Value) -> Value:
        self._refuse_conditions(node, base, exponent)
        fixed = constant_value(node.right)
        if fixed is not None:
            return elementwise((base,), lambda a: self.tape.power(a, fixed), node.at)
        return elementwise((base, exponent), lambda a, b: self.tape.apply("pow", a, b), node.at)

    def _call(self, node: Call) -> Value:
        arguments = tuple(self.value(argument) for argument in node.arguments)
        group = FUNCTIONS[node.function].kind
        if node.function == "where":
            return self._where(node, arguments)
        self._refuse_conditions(node, *arguments)
        if group is Kind.ELEMENTWISE:
            return elementwise(arguments, lambda *numbers: self._elementwise(node.function, *numbers), node.at)
        if group is Kind.SURFACE:
            return self._surface(node, arguments[0])
        if group is Kind.LINE:
            return self._line(node, arguments)
        return self._whole(node, arguments)

    def _elementwise(self, function: str, *numbers: int) -> int:
        if function == "sigmoid":
            return self._sigmoid(numbers[0])
        if function == "softplus":
            return self._softplus(numbers[0])
        if function in _PAIRS:
            return self.tape.apply(_PAIRS[function], *numbers)
        assert function in _SAME_NAME
        return self.tape.apply(function, *numbers)

    def _sigmoid(self, number: int) -> int:
        tape, one = self.tape, self.tape.constant(1.0)
        return tape.apply("div", one, tape.apply("add", one, tape.apply("exp", tape.apply("neg", number))))

    def _softplus(self, number: int) -> int:
        """log(1 + exp(x)) in the form that does not overflow: max(x, 0) + log(1 + exp(-|x|))."""
        tape, one = self.tape, self.tape.constant(1.0)
        small = tape.apply("exp", tape.apply("neg", tape.apply("abs", number)))
        above = tape.apply("max", number, tape.constant(0.0))
        return tape.apply("add", above, tape.apply("log", tape.apply("add", one, small)))

    def _where(self, node: Call, arguments: tuple[Value, ...]) -> Value:
        condition, yes, no = arguments
        if not all(self.tape.is_condition(number) for number in flat(condition)):
            raise self._error("where() needs a comparison first, as in where(x < 0, a, b)", node.arguments[0])
        self._refuse_conditions(node, yes, no)
        return elementwise((condition, yes, no), lambda c, a, b: self.tape.apply("where", c, a, b), node.at)

    def _surface(self, node: Call, point: Value) -> Value:
        if self.surface is None:
            raise self._error(Sentence("{function}() has no place in this formula", function=node.function), node)
        if not isinstance(point, Vector):
            raise self._error(
                Sentence(
                    "{function}() needs a point, not a {point}", function=node.function, point=Sentence(kind(point))
                ),
                node.arguments[0],
            )
        return self.surface(node.function, point)

    def _line(self, node: Call, arguments: tuple[Value, ...]) -> Value:
        if self.surface is None:
            raise self._error(Sentence("{function}() has no place in this formula", function=node.function), node)
        shapes = [Vector] * 3 + [Scalar] * (len(arguments) - 3)
        if not all(isinstance(value, shape) for value, shape in zip(arguments, shapes, strict=True)):
            template = "{function}() needs a point, a direction and a gradient, then numbers"
            raise self._error(Sentence(template, function=node.function), node)
        return self.surface(node.function, *arguments)

    def _whole(self, node: Call, arguments: tuple[Value, ...]) -> Value:
        tape = self.tape
        match node.function, arguments:
            case "dot", (Vector(a), Vector(b)):
                return Scalar(dot(tape, a, b))
            case "norm", (Vector(a),):
                return Scalar(tape.apply("sqrt", dot(tape, a, a)))
            case "max_abs", (Vector(a),):
                return Scalar(self._largest(a))
            case "outer", (Vector(a), Vector(b)):
                return Matrix(tuple(tuple(tape.apply("mul", p, q) for q in b) for p in a))
            case "eye", (Vector(a),):
                one, zero = tape.constant(1.0), tape.constant(0.0)
                return Matrix(tuple(tuple(one if i == j else zero for j in range(len(a))) for i in range(len(a))))
            case "solve", (Matrix() as matrix, Vector(b)):
                return Vector(tape.call("solve", flat(matrix) + b, len(b)))
            case "eig_abs", (Matrix() as matrix,):
                return _square(tape.call("eig_abs", flat(matrix), len(flat(matrix))))
        raise self._error(
            Sentence("{function}() cannot work on {kinds}", function=node.function, kinds=_kinds(arguments)), node
        )

    def _largest(self, numbers: tuple[int, ...]) -> int:
        result = self.tape.apply("abs", numbers[0])
        for number in numbers[1:]:
            result = self.tape.apply("max", result, self.tape.apply("abs", number))
        return result

    def _matrix_product(self, node: Binary, left: Value, right: Value) -> Value:
        match left, right:
            case Vector(a), Vector(b):
                return Scalar(dot(self.tape, a, b))
            case Matrix(rows), Vector(b):
                return Vector(tuple(dot(self.tape, row, b) for row in rows))
            case Matrix(rows), Matrix(others):
                columns = tuple(zip(*others, strict=True))
                return Matrix(tuple(tuple(dot(self.tape, row, column) for column in columns) for row in rows))
        raise self._error(
            Sentence("@ cannot multiply a {left} by a {right}", left=Sentence(kind(left)), right=Sentence(kind(right))),
            node,
        )

    def _refuse_conditions(self, node: Negative | Binary | Call, *values: Value) -> None:
        if any(self.tape.is_condition(number) for value in values for number in flat(value)):
            raise self._error("a comparison is allowed only as the first argument of where()", node)

    def _error(self, message: str, node: Node) -> FormulaError:
        return FormulaError(message, node.at.line, node.at.column)


def _kinds(values: tuple[Value, ...]) -> Sentence:
    """The words for what the values are, one after the other."""
    words = [Sentence("a {kind}", kind=Sentence(kind(value))) for value in values]
    return reduce(lambda left, right: Sentence("{left}, {right}", left=left, right=right), words)


def _square(ids: tuple[int, ...]) -> Matrix:
    width = round(len(ids) ** 0.5)
    return Matrix(tuple(ids[row * width : (row + 1) * width] for row in range(width)))
