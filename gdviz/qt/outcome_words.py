"""What the outcomes of a trial are called."""

from __future__ import annotations

from gdviz.engine.scan import Outcome
from gdviz.language.sentence import Sentence

WORDS = {
    Outcome.CONVERGES: Sentence("converges"),
    Outcome.CRAWLS: Sentence("crawls"),
    Outcome.OSCILLATES: Sentence("oscillates"),
    Outcome.DIVERGES: Sentence("diverges"),
}
