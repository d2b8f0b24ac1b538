"""The commands and their options, as typer sees them; each imports what it needs when it runs."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from gdviz.cli import DONE, WRONG_INPUT, CommandError

app = typer.Typer(
    name="gdviz",
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    help="Gradient descent to watch: race optimizers over a surface.\n\n"
    "Without a command, `gdviz [FILE]` opens the window, at an experiment file if one is named.",
)


def run(arguments: list[str]) -> int:
    """Run one command; the exit status. CommandError for options that cannot be understood."""
    command = typer.main.get_command(app)
    try:
        status = command.main(arguments, prog_name="gdviz", standalone_mode=False)
    except typer.Abort:
        raise KeyboardInterrupt from None
    except Exception as error:
        # Typer has had its own copy of click's exceptions since 0.20; both have this method.
        if hasattr(error, "format_message"):
            raise CommandError(_usage(error.format_message()), WRONG_INPUT) from None
        raise
    return status if isinstance(status, int) else DONE


def _usage(message: str) -> str:
    text = message.strip().rstrip(".")
    return text[:1].lower() + text[1:] + "; see gdviz --help"


def _version(wanted: bool) -> None:
    if wanted:
        from gdviz import __version__

        typer.echo(f"gdviz {__version__}")
        raise typer.Exit


@app.callback(invoke_without_command=False)
def root(
    version: Annotated[
        bool, typer.Option("--version", help="Show the version and exit.", callback=_version, is_eager=True)
    ] = False,
) -> None:
    """Options of gdviz itself."""


@app.command()
def race(
    file: Annotated[
        Path | None, typer.Argument(readable=False, metavar="FILE", help="An experiment to begin from.")
    ] = None,
    surface: Annotated[
        str | None, typer.Option(metavar="KEY|EXPRESSION", help='E.g. beale, or "x**2/16 + 9*y**2".')
    ] = None,
    start: Annotated[list[str] | None, typer.Option(metavar="X,Y", help="A start, e.g. 3,4; repeatable.")] = None,
    optimizer: Annotated[
        list[str] | None,
        typer.Option(
            metavar="KEY[:name=value,..]",
            help='E.g. adam:lr=0.1; repeatable. A vector goes in parentheses: "momentum:lr=(0.125,0.015),v0=(1,1)". '
            'A schedule, a warm-up or a clipped gradient: "adam:schedule=cosine,period=200,warm_up=50,clip=1".',
        ),
    ] = None,
    steps: Annotated[str | None, typer.Option(metavar="N", help="How many steps at most.")] = None,
    tolerance: Annotated[
        str | None, typer.Option(metavar="T", help="Stop a run when max|g| < T before a step; 0: never.")
    ] = None,
    seed: Annotated[str | None, typer.Option(metavar="N", help="Seed of everything that is random.")] = None,
    batch: Annotated[
        str | None,
        typer.Option(
            metavar="SIZE[,fixed][,replacement]",
            help="How many samples of the data each step sees, drawn anew in each epoch unless `fixed`.",
        ),
    ] = None,
    noise: Annotated[
        str | None, typer.Option(metavar="S", help="Standard deviation of noise on every part of the gradient.")
    ] = None,
    csv: Annotated[
        Path | None, typer.Option(readable=False, metavar="FILE", help="Regression over this table is the surface.")
    ] = None,
    target: Annotated[str | None, typer.Option(metavar="COLUMN", help="The column of the table to predict.")] = None,
    features: Annotated[
        str | None, typer.Option(metavar="A,B,..", help="The columns to predict it from, all others if not given.")
    ] = None,
    logistic: Annotated[bool, typer.Option("--logistic", help="Logistic regression instead of linear.")] = False,
    scale: Annotated[bool, typer.Option("--scale", help="Bring the features to mean 0 and deviation 1.")] = False,
    json: Annotated[bool, typer.Option("--json", help="Print the result as JSON in full precision.")] = False,
    history: Annotated[
        Path | None, typer.Option(readable=False, metavar="FILE.npz|.csv", help="Write every step of every run.")
    ] = None,
    figure: Annotated[
        Path | None, typer.Option(readable=False, metavar="FILE.png|.svg|.pdf", help="Draw the paths.")
    ] = None,
    film: Annotated[
        Path | None,
        typer.Option(readable=False, metavar="FILE.gif|.mp4|.webm", help="Play the race; MP4 and WebM need av."),
    ] = None,
) -> None:
    """Race without a window and print a table.

    Without options: six optimizers on Beale's function. Options replace what the file says.
    """
    from gdviz.cli.race import Options, run_race

    options = Options(file, surface, tuple(start or ()), tuple(optimizer or ()), steps, tolerance, seed, batch, noise)
    options = replace(options, csv=csv, target=target, features=features, logistic=logistic, scale=scale)
    run_race(options, json, history, figure, film)


@app.command("list")
def list_(
    what: Annotated[str, typer.Argument(metavar="optimizers|surfaces|schedules", help="What to list.")],
    json: Annotated[bool, typer.Option("--json", help="Everything that is known of each, as JSON.")] = False,
) -> None:
    """List the known optimizers, surfaces or schedules."""
    from gdviz.cli.listing import run_list

    run_list(what, json)


@app.command()
def check(
    files: Annotated[list[Path], typer.Argument(readable=False, metavar="FILE...", help="Experiments to check.")],
    json: Annotated[
        bool, typer.Option("--json", help="Print the checks as JSON, with the error at every step size.")
    ] = False,
) -> None:
    """Say of each experiment whether it is valid.

    Formulas are read, and the exact gradient at the starts is compared with central differences of f.
    """
    from gdviz.cli.checking import run_check

    raise typer.Exit(run_check(files, json))


@app.command()
def script(file: Annotated[Path, typer.Argument(readable=False, metavar="FILE", help="An experiment.")]) -> None:
    """Print an experiment as a runnable NumPy script."""
    from gdviz.cli.scripting import run_script

    run_script(file)


@app.command()
def screenshot(
    out: Annotated[Path, typer.Argument(readable=False, metavar="OUT.png", help="The picture to write.")],
    file: Annotated[
        Path | None, typer.Argument(readable=False, metavar="FILE", help="An experiment; the default one if none.")
    ] = None,
    size: Annotated[str, typer.Option(metavar="WxH", help="Size of the window in pixels.")] = "1366x768",
    step: Annotated[str | None, typer.Option(metavar="N", help="The step to show; the last if not given.")] = None,
    language: Annotated[str, typer.Option(metavar="en|zh_CN", help="The language of the window.")] = "en",
    theme: Annotated[str, typer.Option(metavar="light|dark|contrast", help="The colours of the window.")] = "light",
    projector: Annotated[bool, typer.Option("--projector", help="Large type, thick lines.")] = False,
    view: Annotated[str, typer.Option(metavar="overlay|side-by-side|3d", help="How the race is seen.")] = "overlay",
    panel: Annotated[
        str,
        typer.Option(
            metavar="race|step|search|line",
            help="The race table, the anatomy of a step, the rate search, or the line of a step.",
        ),
    ] = "race",
    entry: Annotated[str, typer.Option(metavar="N", help="The selected entry, counted from 1.")] = "1",
    rule: Annotated[
        str | None, typer.Option(metavar="N", help="How many rules of the step are done; all if not given.")
    ] = None,
) -> None:
    """Save a picture of the window; needs no screen."""
    from gdviz.cli.screenshot import Appearing, run_screenshot

    run_screenshot(out, file, size, step, Appearing(language, theme, projector, view, panel, entry, rule))


@app.command()
def figures(
    row: Annotated[str | None, typer.Argument(metavar="[ROW]", help="The figure to draw, as in D21.")] = None,
    out: Annotated[
        Path | None,
        typer.Argument(readable=False, metavar="[OUT.png|.svg|.pdf]", help="Where to; ROW.png if not given."),
    ] = None,
    all_: Annotated[
        Path | None, typer.Option("--all", readable=False, metavar="DIR", help="Draw every figure into a folder.")
    ] = None,
    list_figures: Annotated[bool, typer.Option("--list", help="What there is, and from where.")] = False,
    language: Annotated[str, typer.Option(metavar="en|zh_CN", help="The language that comes first.")] = "en",
    format_: Annotated[str, typer.Option("--format", metavar="png|svg|pdf", help="The kind of files.")] = "png",
) -> None:
    """Draw the textbooks' figures anew."""
    from gdviz.cli.figures import Wanted, run_figures

    run_figures(Wanted(row, out, all_, list_figures, language, format_))
