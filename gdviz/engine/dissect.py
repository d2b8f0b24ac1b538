"""Takes a step apart. Imports SymPy and draws formulas: for the engine process."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from gdviz.engine.anatomy import Paints, RuleAnatomy, StepAnatomy, StepQuestion
from gdviz.engine.compiled_surface import compile_surface
from gdviz.engine.filled_svg import filled
from gdviz.engine.optimizer_latex import letters
from gdviz.engine.plain_text import full_text, letter_of
from gdviz.engine.result import Floats
from gdviz.engine.scaling import scaling
from gdviz.engine.sentence_scene import Scene
from gdviz.engine.sentences import sentences
from gdviz.engine.step_numbers import StepNumbers, step_numbers
from gdviz.engine.typeset import TypesetError
from gdviz.language.latex_slots import SlottedLine, coloured_rules, coloured_symbols, slotted_rules


def dissect(question: StepQuestion, paints: Paints | None = None) -> StepAnatomy:
    """The step in numbers and words, and with `paints` in pictures too. Raises FormulaError."""
    numbers = step_numbers(question)
    optimizer = question.entry.method
    symbols = letters(optimizer)
    # In a sentence nothing but its index tells the rate of the step from the rate that was chosen.
    said = symbols | {name: f"{symbols[name]}_t" for name in question.entry.woven.rates.values()}
    rules = []
    for index, rule in enumerate(numbers.rules):
        role = optimizer.roles.get(rule.name)
        scene = Scene(numbers, index, role, optimizer.roles, lambda name: letter_of(name, said))
        before = scene.before
        text = f"{scene.subject()} = {full_text(scene.value)}"
        rules.append(RuleAnatomy(rule.name, role, scene.subject(), scene.value, before, text, sentences(scene)))
    if paints is not None:
        rules = _drawn(rules, numbers, symbols, paints)
    compiled = compile_surface(question.surface)
    with np.errstate(all="ignore"):
        hessian: Floats = compiled.hessian(np.array(question.point))
    return StepAnatomy(
        question,
        tuple(rules),
        numbers.after,
        numbers.loss,
        numbers.loss_after,
        numbers.gradient,
        hessian,
        scaling(numbers, optimizer.roles),
        numbers.names,
    )


def _drawn(
    rules: list[RuleAnatomy], numbers: StepNumbers, symbols: dict[str, str], paints: Paints
) -> list[RuleAnatomy]:
    """The rules with their pictures: the line in letters, in numbers, and the name alone."""
    colours, letters_of = dict(paints.names), tuple(symbols.items())
    names, t = tuple(colours), numbers.question.number
    formulas = coloured_rules(numbers.rules, letters_of, names)
    lines = slotted_rules(numbers.rules, letters_of, names, t, numbers.hyperparameters, numbers.before, numbers.lines)
    signs = coloured_symbols(numbers.rules, letters_of, names)
    return [
        replace(
            rule,
            formula=_picture(formula, colours, paints),
            numbers=_picture(line, colours, paints),
            sign=_picture(sign, colours, paints),
        )
        for rule, formula, line, sign in zip(rules, formulas, lines, signs, strict=True)
    ]


def _picture(line: SlottedLine, colours: dict[str, str], paints: Paints) -> bytes:
    """The line as SVG; nothing where it cannot be drawn: the text is there in any case."""
    try:
        return filled(line, colours, paints.ink, paints.size)
    except TypesetError:
        return b""
