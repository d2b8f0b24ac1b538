"""The line searches of a script: the functions that the program itself runs, and what walks them."""

from __future__ import annotations

import inspect

from gdviz.engine import line_searches
from gdviz.engine.line_search import SEARCHES

_WALK = """

def walk(search, f, grad, theta, d, *numbers):
    walking, answer = search(*numbers), None
    try:
        while True:
            asked, step = walking.send(answer)
            point = theta + step * d
            answer = float(f(point)) if asked == "f" else float(np.sum(grad(point) * d))
    except StopIteration as end:
        return end.value

"""
_ASKED = """
def {name}(f, grad, theta, d, g, *numbers):
    return walk({name}_search, f, grad, theta, d, float(np.sum(g * d)), *numbers)

"""


def searches_script() -> str:
    """All searches, each as `name(f, grad, theta, d, g, numbers ..)`."""
    source = inspect.getsource(line_searches).split("Search = ")[1].split("\n", 1)[1]
    for name in SEARCHES:
        source = source.replace(f"def {name}(", f"def {name}_search(").replace(f'"{name}"', f'"{name}_search"')
    imports = "\nimport math\n" + source.replace(") -> Search:", "):")
    return imports + _WALK + "".join(_ASKED.format(name=name) for name in SEARCHES)
