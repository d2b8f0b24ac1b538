from __future__ import annotations

import copy
import pickle

from gdviz.engine.errors import InputError
from gdviz.language.errors import FormulaError
from gdviz.language.sentence import Sentence, counted


def test_a_sentence_is_its_english_text_and_remembers_what_it_was_made_of() -> None:
    sentence = Sentence("step {step:,} of {total:,}", step=1200, total=5000)
    assert sentence == "step 1,200 of 5,000"
    assert sentence.template == "step {step:,} of {total:,}"
    assert sentence.values == {"step": 1200, "total": 5000}


def test_braces_in_a_text_without_values_are_left_alone() -> None:
    assert Sentence("{not a place}") == "{not a place}"


def test_a_sentence_crosses_to_another_process_whole() -> None:
    inner = Sentence("{count} runs", count=3)
    for crossed in (pickle.loads(pickle.dumps(Sentence("no {what}", what=inner))), copy.deepcopy(inner)):
        assert isinstance(crossed, Sentence)
        assert crossed.values
    assert isinstance(pickle.loads(pickle.dumps(Sentence("no {what}", what=inner))).values["what"], Sentence)


def test_one_and_many_are_told_apart() -> None:
    assert counted(1, "{count} run", "{count} runs") == "1 run"
    assert counted(2, "{count} run", "{count} runs") == "2 runs"


def test_errors_keep_their_sentences_apart_from_their_place() -> None:
    error = FormulaError(Sentence("write {name}(...)", name="sin"), 2, 5)
    assert str(error) == "line 2, column 5: write sin(...)"
    assert error.sentence == str(error)
    assert isinstance(error.sentence, Sentence)
    assert FormulaError("the formula is empty").sentence == "the formula is empty"
    assert isinstance(FormulaError("the formula is empty", 1, 1).sentence.values["message"], Sentence)
    assert isinstance(InputError("no start", "starts").sentence, Sentence)
    assert InputError("no start", "starts").sentence == "no start"
