"""An independent reader of displayed formulas: LaTeX to something that can be executed.

It knows what a student knows who reads the page: how mathematics is written, and which symbols stand for what. It
shares no code with the printer. Values are plain numbers (of any type that adds and multiplies) or NumPy arrays of one
or two axes.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

TOKEN = re.compile(r"\\\\|\\[A-Za-z]+|\\[,_]|\d+(?:\.\d+)?|\S")
ACCENTS = (r"\hat", r"\bar", r"\tilde", r"\widehat", r"\overline", r"\widetilde")
LETTERS = set(
    r"\alpha \beta \gamma \delta \epsilon \zeta \eta \theta \iota \kappa \lambda \mu \nu \xi \rho \tau \upsilon \phi "
    r"\chi \psi \omega \Gamma \Delta \Theta \Lambda \Xi \Pi \Sigma \Upsilon \Phi \Psi \Omega \sigma \ell".split()
)
FUNCTIONS = {
    r"\exp": "exp",
    r"\log": "log",
    r"\sin": "sin",
    r"\cos": "cos",
    r"\tan": "tan",
    r"\tanh": "tanh",
    r"\min": "minimum",
    r"\max": "maximum",
    r"\sigma": "sigmoid",
    "f": "f",
}
COMPARISONS = {
    "<": operator.lt,
    r"\leq": operator.le,
    ">": operator.gt,
    r"\geq": operator.ge,
    "=": operator.eq,
    r"\neq": operator.ne,
}
NUMPY: dict[str, Callable[..., Any]] = {
    **{name: getattr(np, name) for name in "exp log sin cos tan tanh minimum maximum sqrt sign floor where".split()},
    "abs": np.abs,
    "sigmoid": lambda x: 1 / (1 + np.exp(-x)),
    "softplus": lambda x: np.logaddexp(0, x),
    "number": float,
    "pi": np.pi,
    "e": np.e,
}


class ReadError(Exception):
    """The page cannot be read."""


@dataclass(frozen=True)
class Symbol:
    """A symbol on the page: its letter with its own subscript, and the time it is taken at."""

    letter: str
    time: str = ""


@dataclass(frozen=True)
class Row:
    """A vector that was transposed."""

    vector: Any


@dataclass(frozen=True)
class Inverse:
    """A matrix to the power of -1, waiting for what it is applied to."""

    matrix: Any
    factor: Any = 1.0


Form = tuple[Any, ...]


@dataclass
class Reader:
    """Reads one line; `compound` lists letters that look like formulas, such as `E[g^2]`."""

    text: str
    compound: Iterable[str] = ()
    place: int = 0
    tokens: list[str] = field(init=False)

    def __post_init__(self) -> None:
        self.tokens = [token for token in TOKEN.findall(self.text) if token != r"\,"]
        known = [(TOKEN.findall(letter), letter) for letter in self.compound]
        self.known = sorted(known, key=lambda pair: -len(pair[0]))

    # Moving along the line.

    def see(self, *tokens: str) -> bool:
        return tuple(self.tokens[self.place : self.place + len(tokens)]) == tokens

    def take(self, *tokens: str) -> bool:
        if self.see(*tokens):
            self.place += len(tokens)
            return True
        return False

    def need(self, *tokens: str) -> None:
        if not self.take(*tokens):
            raise ReadError(
                f"{' '.join(tokens)} expected, {' '.join(self.tokens[self.place :][:8])!r} found: {self.text}"
            )

    def next(self) -> str:
        if self.place == len(self.tokens):
            raise ReadError(f"the line ends too early: {self.text}")
        self.place += 1
        return self.tokens[self.place - 1]

    def end(self) -> None:
        if self.place != len(self.tokens):
            raise ReadError(f"{' '.join(self.tokens[self.place :])!r} is left over: {self.text}")

    # The grammar of printed mathematics, loosest first.

    def sum(self) -> Form:
        form: Form = ("negative", self.term()) if self.take("-") else self.term()
        while self.see("+") or self.see("-"):
            sign = self.next()
            if self.see("-"):
                raise ReadError(f"two signs in a row: {self.text}")
            form = ("add" if sign == "+" else "subtract", form, self.term())
        return form

    def term(self) -> Form:
        form = self.factor()
        while not self.at_end_of_term():
            if self.take(r"\odot"):
                form = ("each", form, self.factor())
            elif self.take("/"):
                form = ("divide", form, self.factor())
                if not self.at_end_of_term():
                    raise ReadError(f"what a slash divides by is not clear: {self.text}")
            else:
                dotted = self.take(r"\cdot")
                number_before = self.tokens[self.place - 1][-1].isdigit() and not self.after_subscript()
                number_after = self.tokens[self.place][0].isdigit()
                if not dotted and number_before and number_after:
                    raise ReadError(f"two numbers run together: {self.text}")
                form = ("times", form, self.factor())
        return form

    def after_subscript(self) -> bool:
        return self.place > 1 and self.tokens[self.place - 2] == "_"

    def at_end_of_term(self) -> bool:
        ends = ("+", "-", ")", "}", "]", ",", "&", "\\\\", r"\right", r"\end", *COMPARISONS)
        return self.place == len(self.tokens) or self.tokens[self.place] in ends

    def factor(self) -> Form:
        form = self.primary()
        if self.take("^"):
            self.need("{")
            if self.take(r"\top", "}"):
                form = ("transpose", form)
            else:
                form = ("power", form, self.sum())
                self.need("}")
        if self.see("^"):
            raise ReadError(f"two exponents on one base: {self.text}")
        return form

    def primary(self) -> Form:
        compound = self.compound_letter()
        if compound is not None:
            return ("symbol", self.indexed(compound))
        token = self.next()
        if token[0].isdigit():
            return ("number", token)
        if token == "(":
            form = self.sum()
            self.need(")")
            return form
        if token == "{":
            form = self.sum()
            self.need("}")
            return form
        if token == r"\left":
            return self.fenced(self.next())
        if token == r"\begin":
            self.need("{")
            name = self.word()
            return self.cases() if name == "cases" else self.column()
        if token == r"\frac":
            return ("divide", self.braced(), self.braced())
        if token == r"\sqrt":
            return ("call", "sqrt", self.braced())
        if token == r"\nabla":
            second = self.take("^", "{", "2", "}")
            self.need("f")
            return ("call", "hess" if second else "grad", *self.arguments())
        if token == r"\operatorname":
            self.need("{")
            return ("call", self.word(), *self.arguments())
        if token in FUNCTIONS and (token != r"\sigma" or self.opens()):
            return self.function(FUNCTIONS[token])
        if token == r"\pi":
            return ("constant", "pi")
        if token == "I":
            return ("constant", "I")
        return self.letter(token)

    def opens(self) -> bool:
        return self.see("(") or self.see(r"\left", "(") or self.see(r"\begin")

    def function(self, name: str) -> Form:
        if self.take("^", "{"):
            exponent = self.sum()
            self.need("}")
            return ("power", ("call", name, *self.arguments()), exponent)
        return ("call", name, *self.arguments())

    def arguments(self) -> list[Form]:
        if self.see(r"\begin"):
            return [self.primary()]
        large = self.take(r"\left")
        self.need("(")
        forms = [self.sum()]
        while self.take(","):
            forms.append(self.sum())
        self.need(*((r"\right", ")") if large else (")",)))
        return forms

    def fenced(self, fence: str) -> Form:
        if fence == "[":
            form = self.comparison()
            self.need(r"\right", "]")
            return form
        form = self.sum()
        self.need(r"\right")
        closing = self.next()
        match fence, closing:
            case ("(", ")"):
                return form
            case ("|", "|"):
                return ("call", "abs", form)
            case (r"\lfloor", r"\rfloor"):
                return ("call", "floor", form)
            case (r"\lVert", r"\rVert"):
                return ("call", "max_abs" if self.take("_", "{", r"\infty", "}") else "norm", form)
        raise ReadError(f"{fence} and {closing} do not belong together: {self.text}")

    def comparison(self) -> Form:
        left = self.sum()
        sign = self.next()
        if sign not in COMPARISONS:
            raise ReadError(f"a comparison expected: {self.text}")
        return ("compare", sign, left, self.sum())

    def cases(self) -> Form:
        value = self.sum()
        self.need("&", r"\text", "{")
        word = self.word()
        if word == "otherwise":
            self.need(r"\end", "{")
            self.word()
            return value
        condition = self.comparison()
        self.need("\\\\")
        return ("call", "where", condition, value, self.cases())

    def column(self) -> Form:
        rows: list[list[Form]] = [[]]
        while not self.take(r"\end"):
            rows[-1].append(self.sum())
            if self.take("\\\\"):
                rows.append([])
            else:
                self.take("&")
        self.need("{")
        self.word()
        return ("array", rows)

    def braced(self) -> Form:
        self.need("{")
        form = self.sum()
        self.need("}")
        return form

    def word(self) -> str:
        letters = []
        while not self.take("}"):
            letters.append(self.next())
        return "".join(letters)

    # Symbols.

    def compound_letter(self) -> str | None:
        for tokens, letter in self.known:
            if self.take(*tokens):
                return letter
        return None

    def letter(self, token: str) -> Form:
        if token in ACCENTS:
            self.need("{")
            inner = self.letter(self.next())[1].letter
            self.need("}")
            return ("symbol", self.indexed(token + "{" + inner + "}"))
        if token == r"\mathrm":
            self.need("{")
            word = self.word()
            if word == "e":
                return ("constant", "e")
            return ("symbol", self.indexed(r"\mathrm{" + word + "}"))
        if token in LETTERS or (len(token) == 1 and token.isalpha()):
            return ("symbol", self.indexed(token))
        raise ReadError(f"{token!r} is no letter: {self.text}")

    def indexed(self, letter: str) -> Symbol:
        primes = 0
        while self.take("'"):
            primes += 1
        parts = self.subscript() if self.take("_") else []
        time = parts.pop() if parts and parts[-1] in ("t", "t-1") else ""
        if parts:
            letter += "_{" + ",".join(parts) + "}"
        return Symbol(letter, time + "'" * primes)

    def subscript(self) -> list[str]:
        if not self.take("{"):
            return [self.next()]
        parts, depth = [""], 1
        while depth:
            token = self.next()
            depth += (token == "{") - (token == "}")
            if token == "," and depth == 1:
                parts.append("")
            elif depth:
                parts[-1] += token
        return parts


def read_expression(text: str, compound: Iterable[str] = ()) -> Form:
    """The form of a formula without an equals sign."""
    reader = Reader(text, compound)
    form = reader.sum()
    reader.end()
    return form


def read_symbol(text: str, compound: Iterable[str] = ()) -> Symbol:
    """A symbol that stands alone, such as the left side of a line."""
    reader = Reader(text, compound)
    form = reader.primary()
    reader.end()
    if form[0] != "symbol":
        raise ReadError(f"no symbol: {text}")
    symbol: Symbol = form[1]
    return symbol


def read_line(text: str, compound: Iterable[str] = ()) -> tuple[Symbol, list[Form]]:
    """The symbol on the left of a line and what it is said to equal, one form for every equals sign."""
    left, *sides = _sides(text)
    return read_symbol(left, compound), [read_expression(side, compound) for side in sides]


def _sides(text: str) -> list[str]:
    """The text cut at its equals signs, but for those of comparisons in cases and in square brackets."""
    hidden = re.sub(
        r"\\begin\{cases\}.*\\end\{cases\}|\\left\[.*?\\right\]", lambda found: found[0].replace("=", "\0"), text
    )
    return [side.replace("\0", "=") for side in hidden.split(" = ")]


def execute(form: Form, symbols: Callable[[Symbol], Any], functions: Mapping[str, Any] = NUMPY) -> Any:
    """The value of a form; `symbols` gives the value of a symbol, `functions` those of functions and constants."""

    def value(form: Form) -> Any:
        match form:
            case ("number", text):
                return functions["number"](text)
            case ("symbol", symbol):
                return symbols(symbol)
            case ("constant", name):
                return functions[name]
            case ("negative", inner):
                return -value(inner)
            case ("add", left, right):
                return value(left) + value(right)
            case ("subtract", left, right):
                return value(left) - value(right)
            case ("divide", left, right):
                return value(left) / value(right)
            case ("times", left, right):
                return juxtaposed(value(left), value(right))
            case ("each", left, right):
                return value(left) * value(right)
            case ("power", base, exponent):
                return power(value(base), value(exponent))
            case ("transpose", inner):
                return Row(value(inner))
            case ("compare", sign, left, right):
                return COMPARISONS[sign](value(left), value(right)) * functions["number"](1)
            case ("array", rows):
                return array([[value(cell) for cell in row] for row in rows])
            case ("call", name, *arguments):
                return call(name, [value(argument) for argument in arguments], functions)
        raise ReadError(f"unknown form {form}")

    return value(form)


def axes(value: Any) -> int:
    """0 for a number, 1 for a vector, 2 for a matrix."""
    return value.ndim if isinstance(value, np.ndarray) else 0


def array(rows: list[list[Any]]) -> Any:
    return np.array([row[0] for row in rows] if all(len(row) == 1 for row in rows) else rows)


def power(base: Any, exponent: Any) -> Any:
    return Inverse(base) if axes(base) == 2 and not axes(exponent) and exponent == -1 else base**exponent


def juxtaposed(left: Any, right: Any) -> Any:
    """What two things side by side mean."""
    if isinstance(left, Inverse):
        return left.factor * np.linalg.solve(left.matrix, right)
    if isinstance(right, Inverse):
        return Inverse(right.matrix, left * right.factor)
    if isinstance(left, Row):
        return left.vector @ right
    if isinstance(right, Row):
        return np.outer(left, right.vector)
    if axes(left) == 2 and axes(right):
        return left @ right
    if axes(left) == 1 and axes(right) == 1:
        raise ReadError("two vectors side by side: which product is meant?")
    return left * right


def call(name: str, arguments: list[Any], functions: Mapping[str, Any]) -> Any:
    first = arguments[0]
    match name:
        case "norm":
            return np.sqrt(np.sum(first**2))
        case "max_abs":
            return np.max(np.abs(first))
        case "abs" if axes(first) == 2:
            values, vectors = np.linalg.eigh(first)
            return vectors @ np.diag(np.abs(values)) @ vectors.T
    return functions[name](*arguments)
