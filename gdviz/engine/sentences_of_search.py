"""What is said of a line search: what it looked for, how often it tried, and the step that it took."""

from __future__ import annotations

from collections.abc import Iterator

from gdviz.engine.line_search import SEARCHES
from gdviz.engine.plain_text import number_text
from gdviz.engine.sentence_scene import Scene
from gdviz.engine.sentence_texts import BACKTRACKED, NO_STEP, SEARCHED_EXACT, SEARCHED_WOLFE, TRIED_ONE
from gdviz.language.sentence import Sentence, counted
from gdviz.language.tree import Call, Node

_SOUGHT = {"backtracking": BACKTRACKED, "wolfe": SEARCHED_WOLFE, "exact": SEARCHED_EXACT}


def about_a_search(scene: Scene, node: Node) -> Iterator[Sentence]:
    """A rule that is a line search and nothing else."""
    if not (isinstance(node, Call) and node.function in SEARCHES):
        return
    found = scene.numbers.search(node, scene.rule).walked
    tried = {trial.step for trial in found.trials if trial.step > 0.0}
    texts = {"name": scene.subject(), "step": number_text(found.step)}
    if found.step == 0.0:
        yield Sentence(NO_STEP, name=scene.subject())
    elif len(tried) == 1:
        yield Sentence(TRIED_ONE, **texts)
    else:
        trials = counted(len(tried), "{count} trial", "{count} trials")
        more = {"factor": number_text(float(scene.of(node.arguments[4])))} if node.function == "backtracking" else {}
        yield Sentence(_SOUGHT[node.function], trials=trials, **texts, **more)
