"""The checked tree, node by node, as pieces of LaTeX; the order of terms stays as written."""

from __future__ import annotations

from collections.abc import Callable

from gdviz.language import latex_pieces as join
from gdviz.language.functions import COMPARISONS, FUNCTIONS, Kind
from gdviz.language.latex_names import CONSTANT_LETTERS
from gdviz.language.latex_numbers import literal
from gdviz.language.latex_pieces import Level, Piece, Shape
from gdviz.language.tree import CONSTANTS, Binary, Call, Name, Negative, Node, Number

_COMPARISON = {"<": "<", "<=": r"\leq", ">": ">", ">=": r"\geq", "==": "=", "!=": r"\neq"}

_WORDS = {
    "exp": r"\exp",
    "log": r"\log",
    "sin": r"\sin",
    "cos": r"\cos",
    "tan": r"\tan",
    "tanh": r"\tanh",
    "sign": r"\operatorname{sign}",
    "softplus": r"\operatorname{softplus}",
    "minimum": r"\min",
    "maximum": r"\max",
}

# The functions whose squares are written on the name: sin^2(x).
_SQUARED_ON_THE_NAME = ("sin", "cos", "tan", "tanh")

# What an exponent may follow directly: f(x)^2 is the square of f(x).
_LETTERS = {"sigmoid": r"\sigma", "f": "f"}

_FENCES = {
    "abs": (r"\left|", r"\right|"),
    "floor": (r"\left\lfloor ", r" \right\rfloor"),
    "norm": (r"\left\lVert ", r" \right\rVert"),
    "max_abs": (r"\left\lVert ", r" \right\rVert_{\infty}"),
    "eig_abs": (r"\left|", r"\right|"),
}


class Printer:
    """Prints nodes, asking `names` for the piece that a name stands for."""

    def __init__(self, names: Callable[[str], Piece]) -> None:
        self._names = names

    def node(self, node: Node, small: bool = False) -> Piece:
        """The piece of a node; `small` is for exponents, where a quotient stays on one line."""
        match node:
            case Number():
                return _number(node)
            case Name():
                return self._name(node.name)
            case Negative():
                return join.negated(self.node(node.operand, small))
            case Binary():
                return self._chain(node, small)
            case Call():
                return self._call(node, small)

    def _name(self, name: str) -> Piece:
        if name in CONSTANTS:
            return Piece(CONSTANT_LETTERS[name])
        return self._names(name)

    def _chain(self, node: Binary, small: bool) -> Piece:
        """A chain of operations down its left side, without recursion: sums may have thousands of terms."""
        operations = [node]
        while isinstance(operations[-1].left, Binary) and _squared_function(operations[-1]) is None:
            operations.append(operations[-1].left)
        piece = Piece("")
        if _squared_function(operations[-1]) is None:
            piece = self.node(operations[-1].left, small)
        for operation in reversed(operations):
            piece = self._operation(operation, piece, small)
        return piece

    def _operation(self, node: Binary, left: Piece, small: bool) -> Piece:
        match node.operator:
            case "+" | "-":
                return join.total(node.operator, left, self.node(node.right, small))
            case "*":
                return join.product(left, self.node(node.right, small))
            case "/":
                return (join.slashed if small else join.fraction)(left, self.node(node.right, small))
            case "@":
                right = self.node(node.right, small)
                return join.matrix_product(left, right, _matmul_shape(left.shape, right.shape))
            case "**":
                return self._power(node, left)
        text, shape = self._comparison(node, left, small)
        return Piece(rf"\left[{text}\right]", Level.ATOM, shape)

    def _power(self, node: Binary, base: Piece) -> Piece:
        exponent = self.node(node.right, small=True)
        call = _squared_function(node)
        if call is not None:
            arguments = [self.node(argument) for argument in call.arguments]
            text = join.applied(f"{_WORDS[call.function]}^{{{exponent.text}}}", *arguments)
            return Piece(text, Level.POWER, arguments[0].shape)
        raised = join.power(base, exponent.text)
        return Piece(raised.text, raised.level, max(base.shape, exponent.shape))

    def _comparison(self, node: Binary, left: Piece, small: bool) -> tuple[str, Shape]:
        right = self.node(node.right, small)
        sides = join.at_least(left, Level.SUM).text, join.at_least(right, Level.SUM).text
        return f"{sides[0]} {_COMPARISON[node.operator]} {sides[1]}", max(left.shape, right.shape)

    def _condition(self, node: Node, small: bool) -> tuple[str, Shape]:
        """A condition as words would put it: a comparison bare, anything else compared with zero."""
        if isinstance(node, Binary) and node.operator in COMPARISONS:
            return self._comparison(node, self.node(node.left, small), small)
        piece = join.at_least(self.node(node, small), Level.SUM)
        return rf"{piece.text} \neq 0", piece.shape

    def _call(self, node: Call, small: bool) -> Piece:
        if node.function == "where":
            return self._cases(node, small)
        arguments = [self.node(argument, small) for argument in node.arguments]
        shape = max((argument.shape for argument in arguments), default=Shape.SCALAR)
        if node.function in _WORDS:
            return Piece(join.applied(_WORDS[node.function], *arguments), Level.POWER, shape)
        if node.function in _LETTERS:
            shape = Shape.SCALAR if node.function == "f" else shape
            return Piece(join.applied(_LETTERS[node.function], *arguments), Level.ATOM, shape)
        if node.function in _FENCES:
            opening, closing = _FENCES[node.function]
            shape = Shape.SCALAR if node.function in ("norm", "max_abs") else shape
            return Piece(opening + arguments[0].text + closing, Level.ATOM, shape)
        return _special(node.function, arguments)

    def _cases(self, node: Node, small: bool) -> Piece:
        """A where() as cases; another where() in its last place adds lines to the same brace."""
        lines, shape = [], Shape.SCALAR
        while isinstance(node, Call) and node.function == "where":
            condition, size = self._condition(node.arguments[0], small)
            value = self.node(node.arguments[1], small)
            lines.append(rf"{value.text} & \text{{if }} {condition}")
            shape = max(shape, size, value.shape)
            node = node.arguments[2]
        last = self.node(node, small)
        lines.append(rf"{last.text} & \text{{otherwise}}")
        text = r"\begin{cases} " + r" \\ ".join(lines) + r" \end{cases}"
        return Piece(text, Level.CASES, max(shape, last.shape))


def _number(node: Number) -> Piece:
    digits = literal(node.text.lstrip("-"), node.value)
    # A literal is never negative when it was parsed, but a tree built by a program may hold one.
    piece = Piece(digits, Level.PRODUCT if r"\cdot" in digits else Level.POWER if "^" in digits else Level.ATOM)
    return join.negated(piece) if node.value < 0 else piece


def _squared_function(node: Binary) -> Call | None:
    """The sin of `sin(x)**2`: a function that takes a whole exponent above 1 on its name."""
    call, exponent = node.left, node.right
    if node.operator != "**" or not isinstance(call, Call) or call.function not in _SQUARED_ON_THE_NAME:
        return None
    return call if isinstance(exponent, Number) and exponent.value > 1 and exponent.value.is_integer() else None


def _matmul_shape(left: Shape, right: Shape) -> Shape:
    if Shape.MATRIX in (left, right):
        return Shape.MATRIX if left == right else Shape.VECTOR
    return Shape.SCALAR


def _special(function: str, arguments: list[Piece]) -> Piece:
    """The root, and the functions of the surface and of linear algebra."""
    first = arguments[0]
    match function:
        case "sqrt":
            return Piece(rf"\sqrt{{{first.text}}}", Level.POWER, first.shape)
        case "grad":
            return Piece(join.applied(r"\nabla f", first), Level.POWER, Shape.VECTOR)
        case "hess":
            return Piece(join.applied(r"\nabla^{2} f", first), Level.POWER, Shape.MATRIX)
        case "eye":
            return Piece("I", Level.ATOM, Shape.MATRIX)
        case "dot":
            return join.inner_product(first, arguments[1])
        case "outer":
            return join.matrix_product(first, join.power(arguments[1], r"\top"), Shape.MATRIX)
        case "solve":
            return join.matrix_product(join.power(first, "-1"), arguments[1], arguments[1].shape)
    name = function.replace("_", r"\_")
    if FUNCTIONS[function].kind is Kind.LINE:
        return Piece(join.applied(rf"\operatorname{{{name}}}", *arguments), Level.POWER, Shape.SCALAR)
    return Piece(join.applied(rf"\mathrm{{{name}}}", *arguments), Level.POWER, max(a.shape for a in arguments))
