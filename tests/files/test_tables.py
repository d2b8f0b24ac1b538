"""The race table: aligned, complete and at most as wide as asked."""

from __future__ import annotations

import gdviz
from gdviz.files.tables import columns, race_table


def test_columns_are_aligned() -> None:
    text = columns(("a", "number"), [("one", "1"), ("three", "1000000")], frozenset({"number"}))
    assert text.split("\n") == ["a       number", "one          1", "three  1000000"]


def test_the_default_race_fits_into_100_columns() -> None:
    text = str(
        gdviz.race("beale", ["gd", "adam", "momentum:lr=(0.001,0.0015),v0=(1,-1)"], start=[(1, 1), (2, 2)], steps=9)
    )
    assert max(map(len, text.split("\n"))) <= 100
    # A label too long for its column is told in full below.
    assert "from (2, 2): " in " ".join(text.split())


def test_every_run_has_its_numbers_and_its_sentence() -> None:
    result = gdviz.race("bowl", ["gd:lr=0.4", "gd:lr=20"], start=(1, 2), steps=100)
    text = race_table(result.trajectory.runs, result.labels)
    for run in result.runs:
        assert run["verdict"].replace("_", " ") in text
        assert run["message"] in " ".join(text.split())
        assert f" {run['steps']} " in text


def test_evaluations_of_the_loss_have_a_column_where_there_are_any() -> None:
    text = str(gdviz.race("beale", ["gd", "gd_wolfe"], start=(1, 1.5), steps=9))
    header, *rows = [line.split() for line in text.split("\n") if not line.startswith("    ")]
    assert header[-2:] == ["gradients", "losses"]
    runs = gdviz.race("beale", ["gd", "gd_wolfe"], start=(1, 1.5), steps=9).runs
    assert [row[-1] for row in rows] == [str(run["loss_evaluations"]) for run in runs]
    assert max(map(len, text.split("\n"))) <= 100
    assert "losses" not in str(gdviz.race("beale", ["gd"], start=(1, 1.5), steps=9))


def test_control_characters_never_reach_the_terminal() -> None:
    result = gdviz.race("bowl", gdviz.Entry(gdviz.OPTIMIZERS[0], label="\x1b[2Jred\nline"), steps=1)
    text = str(result)
    assert "\x1b" not in text
    assert len(text.split("\n")) <= 4
