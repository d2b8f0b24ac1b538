"""What is said of a text that Python can read and we cannot, or that neither can."""

from __future__ import annotations

import ast
import re

from gdviz.language import limits
from gdviz.language.functions import Kind, names_of
from gdviz.language.sentence import Sentence

ALLOWED = Sentence(
    "numbers, names, + - * / **, parentheses, comparisons inside where(), and the functions {functions}",
    functions=", ".join(names_of(Kind.ELEMENTWISE, Kind.VECTOR)),
)
NOT_OURS = "this is not part of the formula language"

_WORD = re.compile(r"[\w.]+")

# These say what to write instead, so that a list of all that is allowed would only hide it.
_MENDED: dict[type[ast.AST], str] = {
    ast.BitXor: "^ is not a power here; write **",
    ast.FloorDiv: "// is not part of the formula language; write floor(a / b)",
    ast.Compare: "a comparison has two sides and one sign of < <= > >= == != between them",
    ast.BoolOp: "and, or are not part of the formula language; nest where() instead",
    ast.Constant: "only numbers may stand here, no text and no complex numbers",
    ast.IfExp: "if ... else is not part of the formula language; write where(condition, a, b)",
}
_REFUSED: dict[type[ast.AST], str] = {
    ast.Attribute: "a dot after a name is not part of the formula language",
    ast.Subscript: "square brackets are not part of the formula language",
    ast.Lambda: "lambda is not part of the formula language",
    ast.Mod: "% is not part of the formula language",
}


def refusal_of(kind: type[ast.AST]) -> Sentence:
    """Why a node of Python's is refused, or a sign."""
    if kind in _MENDED:
        return Sentence(_MENDED[kind])
    reason = Sentence(_REFUSED.get(kind, NOT_OURS))
    return Sentence("{reason}; allowed are {allowed}", reason=reason, allowed=ALLOWED)


def complaint_of(message: str, source: str) -> str:
    """Our words for what Python's parser complains of."""
    if "nested" in message or "too complex" in message:
        return "the formula is nested too deeply"
    if "indent" in message:
        return "every rule starts in the same column"
    if message.startswith("Exceeds the limit"):
        return Sentence("a number may have at most {limit} characters", limit=limits.LITERAL_LENGTH)
    if "never closed" in message:
        return "this parenthesis is never closed"
    if message.startswith("unmatched") or "does not match" in message:
        return "this closing parenthesis has no partner"
    if "character" in message and not source.isascii():
        return "this character is not part of the formula language; letters, digits and + - * / ** ( ) , are"
    if "decimal literal" in message or "invalid imaginary" in message:
        return "a number runs into a name here; write * between them, as in 2*x"
    if "expected ':'" in message or "f-string" in message:
        return Sentence("{reason}; allowed are {allowed}", reason=Sentence(NOT_OURS), allowed=ALLOWED)
    if "assign" in message or "=" in message:
        return "an = sign cannot stand here"
    return Sentence(
        "{reason}; allowed are {allowed}", reason=Sentence("the formula cannot be read here"), allowed=ALLOWED
    )


def too_much(source: str) -> str:
    """What was too much for Python's parser: a chain of thousands of terms, or depth."""
    # Every name or number but the first needs an operator or a call, which is a part of its own.
    if 2 * len(_WORD.findall(source)) > limits.NODES:
        return Sentence("the formula has more than {limit:,} parts", limit=limits.NODES)
    return "the formula is nested too deeply"
