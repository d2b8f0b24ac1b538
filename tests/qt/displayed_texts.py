"""Finds the texts that the window can show: in the source, where they are written, and in the declarations."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from gdviz.engine import sentence_texts
from gdviz.engine.extras import CLIP_NORM, CLIP_VALUE, WARM_UP_STEPS, Clip, Extras, words
from gdviz.engine.verdict_messages import TEMPLATES
from gdviz.optimizers import OPTIMIZERS
from gdviz.schedules import SCHEDULES
from gdviz.surfaces import SURFACES

PACKAGE = Path(__file__).resolve().parents[2] / "gdviz"
# What these print, scripts and people at a terminal read, in English.
ENGLISH_ONLY = ("cli", "api.py", "__init__.py", "__main__.py")
# Every text given to these is shown.
SHOWING = {"tr", "Sentence", "counted", "write"}
# To these only sentences are: other arguments are names and keys.
COMPLAINING = {"InputError", "FormulaError", "StorageError", "require", "_require", "error", "_error", "NumberBox"}
# Texts that are no language's: letters of formulas, names of keys and platforms.
NO_WORDS = {
    "Ctrl+",
    "Space",
    "Left",
    "Right",
    "Home",
    "End",
    "Delete",
    "Up",
    "Down",
    "PageUp",
    "PageDown",
    "Escape",
    "Return",
}


def sources() -> Iterator[tuple[Path, ast.Module]]:
    """Every module whose texts can reach the window."""
    for path in sorted(PACKAGE.rglob("*.py")):
        if path.relative_to(PACKAGE).parts[0] not in ENGLISH_ONLY:
            yield path, ast.parse(path.read_text(encoding="utf-8"))


def written_texts() -> dict[str, str]:
    """Every text that the source gives to a function which shows it, with the module it stands in."""
    found: dict[str, str] = {}
    for path, tree in sources():
        for call in ast.walk(tree):
            if isinstance(call, ast.Call):
                for text in _shown(call):
                    found.setdefault(text, path.name)
    return found


def _shown(call: ast.Call) -> Iterator[str]:
    name = call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
    values = [*call.args, *(keyword.value for keyword in call.keywords if name == "write")]
    for value in values if name in SHOWING | COMPLAINING else ():
        for text in literals(value):
            if text and (name in SHOWING or " " in text):
                yield text


def literals(node: ast.expr) -> Iterator[str]:
    """The texts that an expression may be, where they stand in it."""
    match node:
        case ast.Constant(value=str(text)):
            yield text
        case ast.IfExp(body=body, orelse=other):
            yield from literals(body)
            yield from literals(other)


def sentences_in_the_window() -> dict[str, str]:
    """Every string of gdviz.qt that reads like a sentence or a title, wherever it stands, with its module.

    Finds the tables whose texts are translated later, when they are shown.
    """
    found: dict[str, str] = {}
    for path, tree in sources():
        if path.relative_to(PACKAGE).parts[0] == "qt":
            left_out = _not_shown(tree)
            for node in ast.walk(tree):
                text = getattr(node, "value", None) if isinstance(node, ast.Constant) else None
                if isinstance(text, str) and id(node) not in left_out and _reads_like_a_text(text):
                    found.setdefault(text, path.name)
    return found


def _not_shown(tree: ast.Module) -> set[int]:
    """Docstrings, pieces of f-strings, names of types in quotes."""
    ids: set[int] = set()
    for node in ast.walk(tree):
        match node:
            case ast.Module(body=[ast.Expr(value=first), *_]) | ast.ClassDef(body=[ast.Expr(value=first), *_]):
                ids.add(id(first))
            case ast.FunctionDef(body=[ast.Expr(value=first), *_]):
                ids.add(id(first))
            case ast.JoinedStr(values=values):
                ids |= {id(value) for value in values}
    return ids


def _reads_like_a_text(text: str) -> bool:
    plain = text.replace("&", "")
    if not plain[:1].isalpha() or plain.isupper() or plain in NO_WORDS or plain.startswith("Ctrl+"):
        return False
    return " " in plain.strip() or (plain[0].isupper() and plain[1:].islower())


def declared_texts() -> set[str]:
    """Titles, summaries, helps, verdicts and what is said of a step."""
    texts = {*TEMPLATES, *(text for name, text in vars(sentence_texts).items() if name.isupper())}
    for method in OPTIMIZERS:
        texts |= {method.title, method.summary, *(hyper.help for hyper in method.hyperparameters)}
    for schedule in SCHEDULES:
        texts |= {schedule.title, schedule.summary, schedule.short, *(hyper.help for hyper in schedule.hyperparameters)}
    texts |= {CLIP_NORM.help, CLIP_VALUE.help, WARM_UP_STEPS.help, "own schedule", "Own formula"}
    texts |= {word for clip in Clip for word in words(Extras(warm_up=True, clip=clip))}
    for surface in SURFACES:
        texts |= {surface.title, surface.summary}
    return texts - {""}
