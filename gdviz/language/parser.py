"""Text to checked tree: Python's expression syntax, whitelisted node by node and never evaluated."""

from __future__ import annotations

import ast
import difflib
import re
import textwrap
import warnings
from dataclasses import dataclass

from gdviz.language import limits
from gdviz.language.errors import FormulaError
from gdviz.language.folding import constant_value
from gdviz.language.functions import FUNCTIONS
from gdviz.language.refusals import complaint_of, refusal_of, too_much
from gdviz.language.sentence import Sentence, counted, nearest
from gdviz.language.tree import CONSTANTS, PRODUCTS, SUMS, Binary, Call, Name, Negative, Node, Number, Position, Rule

_OPERATORS: dict[type[ast.AST], str] = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.Div: "/",
    ast.Pow: "**",
    ast.MatMult: "@",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
    ast.Eq: "==",
    ast.NotEq: "!=",
}

# Line breaks and comments mean nothing inside one expression.
_BLANK = re.compile(r"#[^\r\n]*|[\r\n]")

# What may stand between the left side of an operation and its sign.
_BEFORE_SIGN = re.compile(rb"(?:[\s)\\]|#[^\n]*)*")


def parse_expression(text: str) -> Node:
    """The tree of one expression; raises FormulaError with line and column when the text is outside the language."""
    _check_length(text)
    # Blanks in their place keep every offset.
    source = _BLANK.sub(lambda found: " " * len(found[0]), text).rstrip()
    start = len(source) - len(source.lstrip())
    if start == len(source):
        raise FormulaError("the formula is empty", 1, 1)
    place = _Place(text, start)
    module = _python_tree(source[start:], place)
    reader = _Reader(_rows(source[start:]), place)
    statement = module.body[0] if module.body else None
    if len(module.body) != 1 or not isinstance(statement, ast.Expr):
        raise FormulaError("write one expression, without an = sign", 1, 1)
    return reader.node(statement.value, 1)


def parse_rules(text: str) -> tuple[Rule, ...]:
    """The rules of a program, one `name = expression` a line; raises FormulaError as parse_expression does."""
    _check_length(text)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    source = textwrap.dedent(text)
    place = _Indent(_indentation_removed(text, source))
    module = _python_tree(source, place)
    reader = _Reader(_rows(source), place)
    if not module.body:
        raise FormulaError("there are no rules; write one 'name = expression' a line", 1, 1)
    if len(module.body) > limits.RULES:
        raise reader.error(Sentence("more than {limit} rules", limit=limits.RULES), module.body[limits.RULES])
    return tuple(reader.rule(statement) for statement in module.body)


@dataclass(frozen=True)
class _Place:
    """Where a column of a flattened expression stands in the text as typed."""

    text: str
    start: int

    def position(self, line: int, column: int) -> Position:
        before = self.text[: self.start + column - 1]
        return Position(before.count("\n") + 1, len(before) - before.rfind("\n"))


@dataclass(frozen=True)
class _Indent:
    """Where a column of dedented rules stands in the text as typed."""

    columns: int

    def position(self, line: int, column: int) -> Position:
        return Position(line, column + self.columns)


def _check_length(text: str) -> None:
    if len(text) > limits.TEXT_LENGTH:
        raise FormulaError(
            Sentence(
                "the formula is {length:,} characters long; at most {limit:,} are allowed",
                length=len(text),
                limit=limits.TEXT_LENGTH,
            ),
            1,
            1,
        )


def _indentation_removed(text: str, dedented: str) -> int:
    for before, after in zip(text.splitlines(), dedented.splitlines(), strict=False):
        if after.strip():
            return len(before) - len(after)
    return 0


def _rows(source: str) -> list[bytes]:
    """The lines as Python's parser counts their columns, in bytes."""
    return [row.encode() for row in source.split("\n")]


def _python_tree(source: str, place: _Place | _Indent) -> ast.Module:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(source)
    except SyntaxError as error:
        at = place.position(error.lineno or 1, max(1, error.offset or 1))
        raise FormulaError(complaint_of(error.msg, source), at.line, at.column) from None
    except (RecursionError, MemoryError):
        raise FormulaError(too_much(source), 1, 1) from None
    except ValueError:
        raise FormulaError("the formula holds a character that no formula can hold", 1, 1) from None


def _one_chain(upper: ast.BinOp, lower: ast.BinOp) -> bool:
    """Whether an operation and the one on its left are terms of the same sum or factors of the same product."""
    signs = _OPERATORS.get(type(upper.op)), _OPERATORS.get(type(lower.op))
    return any(set(signs) <= set(chain) for chain in (SUMS, PRODUCTS))


@dataclass
class _Reader:
    """Turns Python's nodes into ours, counting them; `place` finds their columns in the text as typed."""

    rows: list[bytes]
    place: _Place | _Indent
    count: int = 0

    def rule(self, statement: ast.stmt) -> Rule:
        if not isinstance(statement, ast.Assign) or len(statement.targets) != 1:
            raise self.error("a rule has the form 'name = expression'", statement)
        target = statement.targets[0]
        if not isinstance(target, ast.Name):
            raise self.error("a rule has the form 'name = expression': one name on the left", target)
        self._check_name(target)
        if target.id in FUNCTIONS or target.id in CONSTANTS or target.id == "t":
            raise self.error(Sentence("{name} has a meaning of its own and cannot be assigned", name=target.id), target)
        return Rule(target.id, self.node(statement.value, 1), self._at(target))

    def node(self, tree: ast.expr, depth: int) -> Node:
        self._check_size(tree, depth)
        match tree:
            case ast.Constant():
                return self._number(tree)
            case ast.Name():
                self._check_name(tree)
                return Name(tree.id, self._at(tree))
            case ast.UnaryOp(op=ast.USub()):
                return Negative(self.node(tree.operand, depth + 1), self._at(tree))
            case ast.UnaryOp(op=ast.UAdd()):
                return self.node(tree.operand, depth + 1)
            case ast.BinOp() if type(tree.op) in _OPERATORS:
                return self._binary(tree, depth)
            case ast.Compare(left=left, ops=[operator], comparators=[right]) if type(operator) in _OPERATORS:
                return Binary(
                    _OPERATORS[type(operator)], self.node(left, depth + 1), self.node(right, depth + 1), self._at(tree)
                )
            case ast.Call():
                return self._call(tree, depth)
        raise self._refusal(tree)

    def _binary(self, tree: ast.BinOp, depth: int) -> Node:
        operations = [tree]
        while isinstance(tree.left, ast.BinOp) and _one_chain(tree, tree.left):
            tree = tree.left
            self._check_size(tree, depth)
            operations.append(tree)
        node = self.node(tree.left, depth + 1)
        for each in reversed(operations):
            right = self.node(each.right, depth + 1)
            if isinstance(each.op, ast.Pow):
                self._check_exponent(right, each.right)
            node = Binary(_OPERATORS[type(each.op)], node, right, self._at(each))
        return node

    def _check_exponent(self, node: Node, tree: ast.expr) -> None:
        exponent = constant_value(node)
        if exponent is not None and not abs(exponent) <= limits.EXPONENT:
            raise self.error(Sentence("the exponent is larger than {limit}", limit=limits.EXPONENT), tree)

    def _call(self, tree: ast.Call, depth: int) -> Node:
        if not isinstance(tree.func, ast.Name):
            raise self._refusal(tree.func)
        name = tree.func.id
        if name not in FUNCTIONS:
            near = difflib.get_close_matches(name, FUNCTIONS, 1)
            hint = nearest(near) if near else Sentence("allowed are {names}", names=", ".join(FUNCTIONS))
            raise self.error(Sentence("there is no function named {name!r}; {hint}", name=name[:40], hint=hint), tree)
        if tree.keywords or any(isinstance(argument, ast.Starred) for argument in tree.args):
            raise self.error(Sentence("{name} takes plain arguments only", name=name), tree)
        arity = FUNCTIONS[name].arity
        if len(tree.args) != arity:
            wanted = counted(arity, "{count} argument", "{count} arguments")
            raise self.error(
                Sentence("{name} takes {wanted}, not {given}", name=name, wanted=wanted, given=len(tree.args)), tree
            )
        return Call(name, tuple(self.node(argument, depth + 1) for argument in tree.args), self._at(tree))

    def _number(self, tree: ast.Constant) -> Number:
        if not isinstance(tree.value, int | float) or isinstance(tree.value, bool):
            raise self._refusal(tree)
        text = self.rows[tree.lineno - 1][tree.col_offset : tree.end_col_offset].decode()
        if len(text) > limits.LITERAL_LENGTH:
            raise self.error(
                Sentence("a number may have at most {limit} characters", limit=limits.LITERAL_LENGTH), tree
            )
        value = float(tree.value)
        if not abs(value) <= limits.LITERAL_SIZE:
            raise self.error(Sentence("the number is larger than {limit:g}", limit=limits.LITERAL_SIZE), tree)
        return Number(value, text, self._at(tree))

    def _check_size(self, tree: ast.expr, depth: int) -> None:
        self.count += 1
        if self.count > limits.NODES:
            raise self.error(Sentence("the formula has more than {limit:,} parts", limit=limits.NODES), tree)
        if depth > limits.DEPTH:
            raise self.error("the formula is nested too deeply", tree)

    def _check_name(self, tree: ast.Name) -> None:
        if not tree.id.isascii():
            raise self.error(Sentence("write {name!r} with letters a-z, as in theta, beta1", name=tree.id[:20]), tree)
        if tree.id.startswith("_") or "__" in tree.id or len(tree.id) > limits.NAME_LENGTH:
            raise self.error(Sentence("{name!r} cannot be a name", name=tree.id[:40]), tree)

    def _refusal(self, tree: ast.AST) -> FormulaError:
        if isinstance(tree, ast.BinOp):
            return self._refused_sign(tree)
        at = self._at(tree)
        return FormulaError(refusal_of(type(tree)), at.line, at.column)

    def _refused_sign(self, tree: ast.BinOp) -> FormulaError:
        """For the first sign in the text that is not ours: of several the tree has the last one on top."""
        inner = (each for each in ast.walk(tree) if isinstance(each, ast.BinOp) and type(each.op) not in _OPERATORS)
        line, column, kind = min(((*self._sign(each), type(each.op)) for each in inner), key=lambda found: found[:2])
        at = self.place.position(line, column)
        return FormulaError(refusal_of(kind), at.line, at.column)

    def _sign(self, tree: ast.BinOp) -> tuple[int, int]:
        """Line and column of an operation's sign."""
        line, offset = tree.left.end_lineno or 1, tree.left.end_col_offset or 0
        rest = b"\n".join([self.rows[line - 1][offset:], *self.rows[line:]])
        found = _BEFORE_SIGN.match(rest)
        between = self.rows[line - 1][:offset] + (found[0] if found else b"")
        return line + between.count(b"\n"), len(between.rpartition(b"\n")[2].decode(errors="ignore")) + 1

    def _at(self, tree: ast.AST) -> Position:
        line: int = getattr(tree, "lineno", 1)
        offset: int = getattr(tree, "col_offset", 0)
        before = self.rows[line - 1][:offset]
        return self.place.position(line, len(before.decode(errors="ignore")) + 1)

    def error(self, message: str, tree: ast.AST) -> FormulaError:
        at = self._at(tree)
        return FormulaError(message, at.line, at.column)
