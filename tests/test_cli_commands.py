"""The commands that are no race, and how the command starts and ends."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import types
from pathlib import Path

import pytest

import gdviz
from gdviz.cli import main

ROOT = Path(__file__).parent.parent
EXPERIMENTS = ROOT / "resources" / "experiments"
needs_full = pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")


def printed(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(arguments) == 0
    out, err = capsys.readouterr()
    assert err == ""
    return out


def command(*arguments: str, **options: object) -> subprocess.CompletedProcess[str]:
    """The real command in a process of its own."""
    line = [sys.executable, "-m", "gdviz", *arguments]
    return subprocess.run(line, capture_output=True, text=True, cwd=ROOT, timeout=120, check=False, **options)  # type: ignore[call-overload,no-any-return]


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert printed(capsys, "--version") == f"gdviz {gdviz.__version__}\n"


def test_help_names_every_command_and_option(capsys: pytest.CaptureFixture[str]) -> None:
    text = printed(capsys, "--help")
    for word in ("race", "list", "check", "script", "screenshot", "--version", "[FILE]"):
        assert word in text
    text = printed(capsys, "race", "--help")
    for option in ("surface", "start", "optimizer", "steps", "tolerance", "seed", "json", "history", "figure"):
        assert f"--{option}" in text
    assert "--size" in printed(capsys, "screenshot", "--help")


def test_list(capsys: pytest.CaptureFixture[str]) -> None:
    text = printed(capsys, "list", "optimizers")
    assert [line.split()[0] for line in text.splitlines()[1:]] == [method.key for method in gdviz.OPTIMIZERS]
    text = printed(capsys, "list", "surfaces")
    assert [line.split()[0] for line in text.splitlines()[1:]] == [surface.key for surface in gdviz.SURFACES]


def test_list_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    methods = json.loads(printed(capsys, "list", "optimizers", "--json"))
    adam = next(method for method in methods if method["key"] == "adam")
    assert [hyper["name"] for hyper in adam["hyperparameters"]] == ["lr", "beta1", "beta2", "eps"]
    assert adam["roles"]["g"] == "gradient"
    assert "theta" in adam["rules"]
    surfaces = json.loads(printed(capsys, "list", "surfaces", "--json"))
    beale = next(surface for surface in surfaces if surface["key"] == "beale")
    assert beale["dimension"] == 2
    assert beale["minima"] == [[3.0, 0.5]]


def test_check_says_valid_of_every_example(capsys: pytest.CaptureFixture[str]) -> None:
    files = [str(path) for path in sorted(EXPERIMENTS.glob("*.gdviz"))]
    lines = printed(capsys, "check", *files).splitlines()
    assert [line for line in lines if not line.startswith(" ")] == [f"{file}: valid" for file in files]


def test_check_tells_the_gradient_of_each_coordinate(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = tmp_path / "a.gdviz"
    file.write_text("gdviz = 1\nsurface.expression = 'x**3 + abs(y)'\nrace.starts = [[2.0, 1.0], [2.0, 0.0]]")
    text = printed(capsys, "check", str(file))
    assert "at (2, 1): The gradient agrees with central differences to at least " in text
    assert "at (2, 0): f has a kink here along y: its slope is -1 before and 1 behind" in text
    rows = [line.split() for line in text.splitlines()]
    assert [row[-1] for row in rows if row[0] in ("x", "y")] == ["agrees", "agrees", "agrees", "kink"]
    assert [float(row[1]) for row in rows if row[0] == "x"] == [12.0, 12.0]


def test_check_of_many_coordinates_and_starts_stays_readable(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = tmp_path / "a.gdviz"
    terms = " + ".join(f"x{number}**2" for number in range(1, 21))
    starts = [[0.1 * number] * 20 for number in range(1, 31)]
    file.write_text(f"gdviz = 1\nsurface.expression = '{terms}'\nrace.starts = {starts}")
    text = printed(capsys, "check", str(file))
    assert text.count("These are the worst 12 of 20 coordinates.") == 5
    assert text.endswith("    The gradient agrees at 25 more starts.\n")
    assert len(text.splitlines()) < 100


def test_check_as_json(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    good, bad = EXPERIMENTS / "default.gdviz", tmp_path / "missing.gdviz"
    assert main(["check", "--json", str(good), str(bad)]) == 2
    valid, missing = json.loads(capsys.readouterr().out)
    assert (valid["file"], valid["valid"]) == (str(good), True)
    check = valid["gradient_checks"][0]
    assert [part["name"] for part in check["coordinates"]] == ["x", "y"]
    assert [len(errors) for errors in check["errors"]] == [len(check["steps"])] * 2
    assert (check["steps"][0], check["steps"][-1]) == (0.1, 1e-12)
    assert missing["valid"] is False
    assert str(bad) in missing["message"]


def test_check_says_one_line_per_bad_file(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    good, bad, missing = EXPERIMENTS / "default.gdviz", tmp_path / "bad.gdviz", tmp_path / "missing.gdviz"
    bad.write_text("gdviz = 1\nsurface.expression = 'x.y'")
    assert main(["check", str(bad), str(good), str(missing)]) == 2
    out, err = capsys.readouterr()
    assert [line for line in out.splitlines() if not line.startswith(" ")] == [f"{good}: valid"]
    assert [line.split(": ")[:2] for line in err.splitlines()] == [["gdviz", str(bad)], ["gdviz", str(missing)]]


@pytest.mark.parametrize("name", ["own_optimizer", "per_axis_rates"])
def test_the_script_needs_no_gdviz_and_ends_where_the_race_ends(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, name: str
) -> None:
    file = EXPERIMENTS / f"{name}.gdviz"
    path = tmp_path / "script.py"
    path.write_text(printed(capsys, "script", str(file)))
    run = subprocess.run([sys.executable, "-I", path], capture_output=True, text=True, check=True, cwd=tmp_path)
    assert run.stderr == ""
    runs = gdviz.race(gdviz.load(file)).runs
    for line, expected in zip(run.stdout.splitlines(), runs, strict=True):
        steps, *numbers = line.removeprefix(expected["label"]).split()
        assert int(steps) == expected["steps"]
        assert [float(number) for number in numbers] == pytest.approx([*expected["point"], expected["loss"]], rel=1e-9)


def test_a_figure_is_drawn_without_a_display(tmp_path: Path) -> None:
    path = tmp_path / "a.svg"
    run = command("race", "--steps", "20", "--figure", str(path), env=_without_display())
    assert (run.returncode, run.stderr) == (0, "")
    assert "<svg" in path.read_text(encoding="utf-8")
    assert "Adam" in run.stdout


def test_a_screenshot_is_taken_without_a_display(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    file = str(EXPERIMENTS / "own_optimizer.gdviz")
    run = command("screenshot", str(path), file, "--size", "1024x768", "--step", "20", env=_without_display())
    assert (run.returncode, run.stdout, run.stderr) == (0, "", "")
    data = path.read_bytes()
    assert data[:4] == b"\x89PNG"
    assert (int.from_bytes(data[16:20]), int.from_bytes(data[20:24])) == (1024, 768)


def test_the_window_opens_without_the_imports_of_the_commands(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    opened: list[str | None] = []
    app = types.ModuleType("gdviz.qt.app")
    app.run = lambda path: opened.append(path) or 0  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "gdviz.qt.app", app)
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    for name in [name for name in sys.modules if name.split(".")[0] in ("typer", "rich")]:
        monkeypatch.delitem(sys.modules, name)
    file = tmp_path / "a.gdviz"
    file.write_text("gdviz = 1")
    assert main([]) == 0
    assert main([str(file)]) == 0
    assert opened == [None, str(file)]
    assert "typer" not in sys.modules
    assert "rich" not in sys.modules


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere there always is a display")
def test_the_window_without_a_display_is_one_line() -> None:
    run = command(env=_without_display())
    assert (run.returncode, run.stdout) == (1, "")
    assert run.stderr.startswith("gdviz: there is no display")
    assert run.stderr.count("\n") == 1


def test_the_real_command(tmp_path: Path) -> None:
    run = command("race", "--json", "--optimizer", "adam:lr=0.1", "--steps", "5", "--start", "-1,2")
    assert (run.returncode, run.stderr) == (0, "")
    assert json.loads(run.stdout)["runs"][0]["start"] == [-1, 2]
    run = command("race", "--surface", "9**9**9**9")
    assert (run.returncode, run.stdout, run.stderr.count("\n")) == (2, "", 1)


def test_the_module_that_workers_import_is_light() -> None:
    code = (
        "import sys, gdviz.__main__; print([m for m in ('numpy', 'typer', 'msgspec', 'PySide6') if m in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert run.stdout.strip() == "[]"


def test_a_reader_that_goes_away_is_no_error() -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "gdviz", "list", "surfaces", "--json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=ROOT,
    ) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        assert process.stderr.read() == b""


@needs_full
def test_output_that_cannot_be_stored_is_one_line() -> None:
    line = [sys.executable, "-m", "gdviz", "list", "optimizers"]
    with Path("/dev/full").open("w") as full:
        run = subprocess.run(line, stdout=full, stderr=subprocess.PIPE, text=True, cwd=ROOT, check=False)
    assert run.returncode == 1
    assert run.stderr == "gdviz: the result: no space left on device\n"


def test_an_ascii_terminal_is_enough(tmp_path: Path) -> None:
    file = tmp_path / "ünï.gdviz"
    file.write_text(
        'gdviz = 1\nsurface.key = "bowl"\nrace.entries = [{optimizer = "gd", label = "梯度"}]', encoding="utf-8"
    )
    env = {**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    run = command("race", str(file), env=env)
    assert (run.returncode, run.stderr) == (0, "")
    assert "\\u68af\\u5ea6" in run.stdout
    assert json.loads(command("race", str(file), "--json", env=env).stdout)["runs"][0]["label"] == "梯度"
    assert command("check", str(file) + "x", env=env).returncode == 2


def test_an_error_of_our_own_is_one_line_too(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for error, status, line in (
        (RuntimeError("two\nlines"), 1, "gdviz: an error inside gdviz, please report it: RuntimeError: two lines\n"),
        (MemoryError(), 1, "gdviz: there is not enough memory for this\n"),
        (KeyboardInterrupt(), 130, ""),
        (BrokenPipeError(), 1, ""),
        (OSError(28, "No space left on device", "a.npz"), 1, "gdviz: a.npz: no space left on device\n"),
    ):
        monkeypatch.setattr("gdviz.cli.race.spec_from", _raising(error))
        assert main(["race"]) == status
        assert capsys.readouterr().err == line


def _raising(error: BaseException) -> object:
    def fail(*_: object) -> None:
        raise error

    return fail


def _without_display() -> dict[str, str]:
    hidden = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return {name: value for name, value in os.environ.items() if name not in hidden}
