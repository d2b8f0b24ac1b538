"""Wrong input: exit status 2, exactly one line on stderr, nothing on stdout, at once."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from gdviz.cli import main

GOOD = 'gdviz = 1\nsurface.key = "beale"\n'

RACES = {
    "unknown surface": (["--surface", "beal"], ["did you mean beale?"]),
    "unknown optimizer": (["--optimizer", "adm"], ["did you mean adam?"]),
    "unknown hyperparameter": (["--optimizer", "adam:lrr=1"], ["'lrr'", "did you mean lr?"]),
    "out of range": (["--optimizer", "adam:lr=1e9"], ["Adam: lr", "between", "1000000000"]),
    "no value": (["--optimizer", "adam:lr"], ["name=value"]),
    "vector length": (["--optimizer", "adam:lr=(1,2,3)"], ["3 values", "2 coordinates"]),
    "start dimension": (["--start", "1,2,3"], ["(1, 2, 3)", "3 coordinates", "has 2"]),
    "start text": (["--start", "a,b"], ["--start", "'a' is not a number"]),
    "start nan": (["--start", "nan,1"], ["'nan' is not a number"]),
    "start empty": (["--start", ""], ["--start"]),
    "steps negative": (["--steps", "-5"], ["--steps", "'-5'"]),
    "steps fraction": (["--steps", "1.5"], ["--steps", "'1.5'"]),
    "steps digits": (["--steps", "9" * 5000], ["--steps"]),
    "steps endless": (["--steps", "1000000000000"], ["144 TB", "limit is 1 GB"]),
    "tolerance negative": (["--tolerance", "-1"], ["tolerance", "not -1"]),
    "tolerance nan": (["--tolerance", "nan"], ["tolerance", "nan"]),
    "seed": (["--seed", "x"], ["--seed", "'x'"]),
    "outside the language": (["--surface", "x^2"], ["line 1, column 2", "**"]),
    "tower": (["--surface", "9**9**9**9"], ["line 1, column"]),
    "class": (["--surface", "().__class__"], ["line 1, column"]),
    "import": (["--surface", "__import__('os')"], ["line 1, column 1"]),
    "exec": (["--surface", "exec('1')"], ["line 1, column 1"]),
    "lambda": (["--surface", "(lambda: x)()"], ["line 1, column"]),
    "nested": (["--surface", "(" * 100_000 + "x" + ")" * 100_000], ["characters"]),
    "10 MB": (["--surface", "x+" * 5_000_000 + "x"], ["10,000,001 characters"]),
    "10 MB word": (["--surface", "x" * 10_000_000], ["no surface named 'xxx"]),
    "10 MB optimizer": (["--optimizer", "adam:" + "l" * 10_000_000], ["too many"]),
    "10 MB start": (["--start", "1," * 5_000_000], ["too many"]),
    "unknown name": (["--surface", "a*x"], ["line 1, column 1", "a is no coordinate"]),
    "no coordinates": (["--surface", "1 + 1"], ["coordinate"]),
    "empty formula": (["--surface", ""], ["empty"]),
    "undefined": (["--surface", "log(x) + y", "--start", "-1,2"], ["log(x) + y", "no finite value", "(-1, 2)"]),
    "no gradient": (["--surface", "sqrt(x)", "--start", "0"], ["sqrt(x)", "no finite gradient", "(0)"]),
    "history suffix": (["--history", "a.txt"], ["--history", "'a.txt'", ".npz or .csv"]),
    "history without suffix": (["--history", "a"], [".npz or .csv"]),
    "figure suffix": (["--figure", "a.gif"], ["--figure", ".png or .svg or .pdf"]),
    "history folder": (["--history", "/nonexistent/a.npz"], ["--history", "there is no folder /nonexistent"]),
    "figure folder": (["--figure", "/nonexistent/a.png"], ["--figure", "there is no folder"]),
    "unknown option": (["--step", "3"], ["--step"]),
    "option without value": (["--steps"], ["--steps"]),
    "two files": (["a.gdviz", "b.gdviz"], ["b.gdviz"]),
    "no such file": (["nothing.gdviz"], ["nothing.gdviz: there is no such file"]),
    "folder": (["."], ["folder"]),
    "lines in a name": (["--surface", "no\nsuch\x1bsurface"], ["line"]),
}


def refused(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """The one line that the command says about wrong input."""
    began = time.perf_counter()
    status = main(arguments)
    seconds = time.perf_counter() - began
    out, err = capsys.readouterr()
    assert status == 2
    assert out == ""
    assert err.startswith("gdviz: ")
    assert err.endswith("\n")
    assert err.count("\n") == 1
    assert err[:-1].isprintable()
    assert len(err) < 700
    assert seconds < 3
    return err


@pytest.mark.parametrize(("arguments", "parts"), RACES.values(), ids=RACES.keys())
def test_races_that_cannot_be_run(capsys: pytest.CaptureFixture[str], arguments: list[str], parts: list[str]) -> None:
    line = refused(capsys, "race", *arguments)
    for part in parts:
        assert part in line


OTHERS = {
    "command": (["rase"], ["'rase'", "did you mean gdviz race?"]),
    "file to show": (["nothing.gdviz"], ["neither a file nor a command"]),
    "too many files": (["a", "b"], ["one file"]),
    "option": (["--fast"], ["--fast"]),
    "list": (["list"], ["optimizers|surfaces"]),
    "list of something": (["list", "surface"], ["did you mean surfaces?"]),
    "check nothing": (["check"], ["FILE"]),
    "script nothing": (["script"], ["FILE"]),
    "script of no file": (["script", "nothing.gdviz"], ["nothing.gdviz"]),
    "screenshot nothing": (["screenshot"], ["OUT.png"]),
    "screenshot suffix": (["screenshot", "a.gif"], ["a.gif", ".png"]),
    "screenshot size": (["screenshot", "a.png", "--size", "big"], ["--size", "'big'", "1366x768"]),
    "screenshot too large": (["screenshot", "a.png", "--size", "100000x100000"], ["--size", "100000x100000"]),
    "screenshot too small": (["screenshot", "a.png", "--size", "1x1"], ["--size"]),
    "screenshot step": (["screenshot", "a.png", "--step", "-1"], ["--step", "'-1'"]),
    "screenshot file": (["screenshot", "a.png", "nothing.gdviz"], ["nothing.gdviz"]),
    "figures nothing": (["figures"], ["gdviz figures D21", "--all DIR"]),
    "figures row": (["figures", "D99"], ["'D99'"]),
    "figures suffix": (["figures", "D21", "a.gif"], ["a.gif", ".svg"]),
    "figures folder": (["figures", "D21", "/nonexistent/a.png"], ["no folder"]),
    "figures all folder": (["figures", "--all", "/nonexistent/a"], ["--all", "no folder /nonexistent/a"]),
    "figures language": (["figures", "D21", "--language", "fr"], ["--language", "'fr'"]),
    "figures format": (["figures", "D21", "--format", "gif"], ["--format", "'gif'"]),
    "screenshot folder": (["screenshot", "/nonexistent/a.png"], ["no folder"]),
}


@pytest.mark.parametrize(("arguments", "parts"), OTHERS.values(), ids=OTHERS.keys())
def test_other_commands_that_cannot_be_run(
    capsys: pytest.CaptureFixture[str], arguments: list[str], parts: list[str]
) -> None:
    line = refused(capsys, *arguments)
    for part in parts:
        assert part in line


FILES = {
    "not toml": (b"gdviz = = 1", "line 1, column 9"),
    "too new": (b"gdviz = 2", "made by a newer gdviz (format 2); this one reads format 1"),
    "empty": (b"", "empty"),
    "binary": (bytes(range(256)), "UTF-8"),
    "wrong type": (GOOD.encode() + b'race.steps = "many"', "race.steps: expected a whole number"),
    "wrong key": (GOOD.encode() + b"race.step = 3", "did you mean steps?"),
    "out of range": (GOOD.encode() + b'race.entries = [{optimizer = "gd", lr = -1}]', "race.entries[0].lr"),
    "formula": (b'gdviz = 1\nsurface.expression = "x.y"', "surface.expression: line 1, column 1"),
    "endless": (GOOD.encode() + b"race.steps = 1000000000000", "TB"),
}


@pytest.mark.parametrize(("content", "part"), FILES.values(), ids=FILES.keys())
@pytest.mark.parametrize("command", ["race", "check", "script"])
def test_files_that_are_wrong_are_named(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, command: str, content: bytes, part: str
) -> None:
    path = tmp_path / "bad.gdviz"
    path.write_bytes(content)
    line = refused(capsys, command, str(path))
    assert line.startswith(f"gdviz: {path}: ")
    assert part in line
    assert path.read_bytes() == content


def test_a_gigabyte_of_zeros(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "zeros.gdviz"
    with path.open("wb") as file:
        file.truncate(2**30)
    assert "1.07 GB" in refused(capsys, "race", str(path))


def test_a_start_outside_the_surface_of_a_file(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "bad.gdviz"
    path.write_text('gdviz = 1\nsurface.expression = "log(x)"\nrace.starts = [[-1]]')
    for command in ("race", "check", "script"):
        assert f"{path}: the surface log(x) has no finite value at the start (-1)" in refused(
            capsys, command, str(path)
        )


def test_nothing_is_written_when_the_input_is_wrong(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    refused(capsys, "race", "--surface", "log(x)", "--start", "-1", "--history", "a.npz", "--figure", "a.png")
    assert list(tmp_path.iterdir()) == []
