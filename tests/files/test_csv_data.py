"""A user's own table: what is found out about it, and one sentence for every way in which it can be wrong."""

from __future__ import annotations

import json
import time

import numpy as np
import pytest

import gdviz
from gdviz.cli.commands import run
from gdviz.engine.errors import InputError
from gdviz.files.csv_data import names_for, parse_csv, read_csv
from gdviz.files.regression import Regression, asked_of, regression_surface

PLAIN = "size,price\n1,2\n2,3.5\n4,9\n"


@pytest.mark.parametrize(
    ("text", "delimiter"), [(PLAIN, ","), (PLAIN.replace(",", ";"), ";"), (PLAIN.replace(",", "\t"), "\t")]
)
def test_the_delimiter_is_found(text, delimiter):
    table = parse_csv(text, "data")
    assert (table.delimiter, table.header, table.names) == (delimiter, True, ("size", "price"))
    assert [table.numbers(0), table.numbers(1)] == [[1, 2, 4], [2, 3.5, 9]]


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_a_decimal_comma_is_read_where_commas_do_not_divide(delimiter):
    text = "a;b\n1,5;-2,25\n3;,5\n".replace(";", delimiter)
    table = parse_csv(text, "data")
    assert (table.delimiter, table.numbers(0), table.numbers(1)) == (delimiter, [1.5, 3.0], [-2.25, 0.5])


def test_a_header_is_made_where_there_is_none():
    table = parse_csv("1,2,3\n4,5,6\n", "data")
    assert (table.header, table.titles, table.names) == (False, ("x1", "x2", "x3"), ("x1", "x2", "x3"))
    assert table.numbers(2) == [3, 6]


@pytest.mark.parametrize(
    ("encoding", "title", "said"),
    [
        ("utf-8", "身高", "utf-8"),
        ("utf-8-sig", "身高", "utf-8-sig"),
        ("utf-16", "身高", "utf-16"),
        ("gb18030", "身高", "gb18030"),
        ("latin-1", "Größe é", "latin-1"),
        ("latin-1", "Größe", "latin-1"),
    ],
)
def test_the_encoding_is_found(tmp_path, encoding, title, said):
    path = tmp_path / "data.csv"
    path.write_bytes(f"{title},y\n1,2\n3,4\n".encode(encoding))
    table = read_csv(path)
    assert (table.encoding, table.titles) == (said, (title, "y"))


def test_titles_become_names_of_formulas():
    titles = ("Height (cm)", "身高", "w", "exp", "e", "2nd", "size", "Size", "size", "a_very_long_title_of_a_column")
    names = names_for(titles)
    assert names[:8] == ("Height_cm", "x2", "x3", "x4", "x5", "x6", "size", "Size")
    assert len(set(names)) == len(names)
    assert all(len(name) <= 16 for name in names)


def test_quoted_cells_blank_lines_and_spaces():
    table = parse_csv('"a, with comma", b\n\n"1" , 2\n3,4\n\n', "data")
    assert (table.titles, table.numbers(0), table.rows) == (("a, with comma", "b"), [1, 3], (3, 4))


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "data: there is nothing in it"),
        ("x,y\n1,2\n", "data: there is 1 row of numbers; a model needs at least two"),
        ("x,y\n", "data: there are 0 rows of numbers; a model needs at least two"),
        ("x\n1\n2\n", "data: there is only one column; divide columns by commas, semicolons or tabs"),
        ("x,y\n1,2\n,4\n", "data: row 3, column x: the cell is empty"),
        ("x,y\n1,2\n3,many\n", "data: row 3, column y: 'many' is not a number"),
        ("x,y\n1,2\n3,nan\n", "data: row 3, column y: 'nan' is not a number"),
        ("x,y\n1,2\n3,1e999\n", "data: row 3, column y: '1e999' is not a number"),
        ("x,y\n1,2\n3\n", "data: row 3 has 1 cell, the first row has 2"),
        ("x,y\n5,2\n5,3\n", "the column x is 5 in every row: it teaches nothing and cannot be scaled"),
        ("x,y\n1,2\n3,2\n", "the column y is 2 in every row: it teaches nothing and cannot be scaled"),
        ("x,y\n1e300,2\n2e300,3\n", "the numbers of the column x are too large or too small; write them in another"),
        ("x,y\n1e-300,2\n2e-300,3\n", "the numbers of the column x are too large or too small; write them in another"),
        ('x,y\n"1,2\n3,4\n', "data: row 2 has a quotation mark that is never closed"),
        ("x" * 200_000 + ",y\n1,2\n3,4\n", "data: row 1 cannot be read (field larger than field limit"),
        ("x,y\n1,2\n3,4\n" * 6000, "data: there are more than 10,000 rows, the most that a race looks at; keep a part"),
        (",".join(["1"] * 300) + "\n" + ",".join(["2"] * 300) + "\n" + "3\n", "data: there are 300 columns, the most"),
    ],
)
@pytest.mark.parametrize("scale", [False, True])
def test_what_is_wrong_is_said_in_one_sentence(text, sentence, scale):
    with pytest.raises(InputError) as caught:
        regression_surface(parse_csv(text, "data"), Regression((0,), 1, scale=scale))
    assert str(caught.value).startswith(sentence)
    assert "\n" not in str(caught.value)


def test_ten_million_rows_are_refused_before_they_are_read(tmp_path):
    path = tmp_path / "large.csv"
    with path.open("wb") as file:
        for _ in range(100):
            file.write(b"1,2\n" * 100_000)
    begin = time.perf_counter()
    with pytest.raises(InputError, match="more than 10,000 rows"):
        read_csv(path)
    assert time.perf_counter() - begin < 5  # some milliseconds; a whole read would take minutes to become a table


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"PK\x03\x04\x14\x00\x08\x00", "is not text but a file of another kind"),
        (b"\xff\xfea", "begins as utf-16 but does not go on so"),
        (b"a" * 11_000_000, "larger than 10 MB"),
        (b"  \n", "there is nothing in it"),
    ],
)
def test_files_that_are_no_table(tmp_path, data, sentence):
    path = tmp_path / "data.csv"
    path.write_bytes(data)
    with pytest.raises(InputError, match=sentence):
        read_csv(path)


def test_a_folder_and_a_missing_file(tmp_path):
    with pytest.raises(InputError, match="this is a folder, not a CSV file"):
        read_csv(tmp_path)
    with pytest.raises(InputError, match="there is no such file"):
        read_csv(tmp_path / "none.csv")


def test_a_column_that_is_not_there_has_a_nearest_one():
    with pytest.raises(InputError, match=r"there is no column named 'prize'; did you mean price\?"):
        asked_of(parse_csv(PLAIN, "data"), "prize", None)


def test_two_words_become_0_and_1_and_it_is_said():
    table = parse_csv("hours,passed\n1,no\n2,no\n3,yes\n4,no\n5,yes\n", "data")
    surface = regression_surface(table, asked_of(table, "passed", None, logistic=True))
    assert surface.data.column("passed").tolist() == [0, 0, 1, 0, 1]
    assert surface.summary.endswith("In passed, no counts as 0 and yes as 1.")
    with pytest.raises(InputError, match="the column hours has 5 different values; logistic"):
        regression_surface(table, asked_of(table, "hours", ["hours"], logistic=True))


def test_the_command_line_races_over_a_table(tmp_path, capsys):
    path = tmp_path / "data.csv"
    x = np.linspace(0, 10, 30)
    path.write_text("x;y\n" + "".join(f"{a:.3f};{2 * a - 1:.3f}\n".replace(".", ",") for a in x))
    run(["race", "--csv", str(path), "--target", "y", "--scale", "--optimizer", "gd:lr=0.5", "--json"])
    (only,) = json.loads(capsys.readouterr().out)["runs"]
    assert only["verdict"] == "minimum"
    assert only["point"] == pytest.approx([2 * np.std(x), 2 * np.mean(x) - 1], rel=1e-3)


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["--csv", "DATA"], "--target: name the column to predict, one of size, price"),
        (["--csv", "DATA", "--target", "prize"], "--target: there is no column named 'prize'; did you mean price?"),
        (["--csv", "DATA", "--target", "price", "--surface", "beale"], "--csv: a race has one surface"),
        (["--target", "price"], "--target, --features, --logistic and --scale need the data of --csv FILE"),
    ],
)
def test_options_that_do_not_fit_are_refused(tmp_path, options, sentence):
    path = tmp_path / "data.csv"
    path.write_text(PLAIN)
    with pytest.raises(InputError, match=sentence.replace("?", r"\?")):
        run(["race", *(str(path) if option == "DATA" else option for option in options)])


def test_from_python():
    surface = gdviz.regression({"x": [0, 1, 2], "y": [1, 3, 5.5]}, "y")
    assert surface.minima[0] == pytest.approx([2.25, 11 / 12])
    assert gdviz.race(surface, "gd:lr=0.5").runs[0]["verdict"] == "minimum"


@pytest.mark.parametrize("title", ["class", "lambda", "from", "None"])
def test_a_word_of_python_is_no_name_of_a_formula(title):
    assert names_for(("x", title)) == ("x", "x2")


def test_rows_end_where_lines_of_a_file_end():
    assert parse_csv("a,c\nx\x0cy,2\nu\x85v,3\n", "file").cells == (("x\x0cy", "2"), ("u\x85v", "3"))


def test_a_cell_that_is_too_long_is_said_with_its_row():
    with pytest.raises(InputError, match="row 2 cannot be read"):
        parse_csv("a,b\n" + "x" * 200_000 + ",1\n2,3\n", "file")
