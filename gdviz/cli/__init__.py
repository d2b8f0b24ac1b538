"""The gdviz command: one line on stderr and an honest exit status for everything that can go wrong."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Sequence

from gdviz.engine.errors import InputError
from gdviz.language.errors import FormulaError

COMMANDS = ("race", "list", "check", "script", "screenshot", "figures")

DONE, FAILED, WRONG_INPUT, INTERRUPTED = 0, 1, 2, 130

# A line that nobody would read to its end helps nobody.
LINE_LENGTH = 600


class CommandError(Exception):
    """A command cannot go on; the message is one sentence and `status` the exit status."""

    def __init__(self, message: str, status: int = FAILED) -> None:
        super().__init__(message)
        self.status = status


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command line (without the program's name) and return the exit status; never raises."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    try:
        with contextlib.suppress(AttributeError, ValueError):
            sys.stdout.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
        status = _dispatch(arguments)
        sys.stdout.flush()
        return status
    except BrokenPipeError:
        _silence_output()
        return FAILED
    except KeyboardInterrupt:
        return INTERRUPTED
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else DONE
    except Exception as error:
        message, status = _explained(error)
        complain(message)
        if isinstance(error, OSError):
            _silence_output()
        return status


def complain(message: str) -> None:
    """Say one line on stderr."""
    line = " ".join(message.split())
    line = "".join(char if char.isprintable() else "?" for char in line)
    line = line if len(line) <= LINE_LENGTH else line[: LINE_LENGTH - 1] + "…"
    with contextlib.suppress(OSError, ValueError, AttributeError):
        encoding = getattr(sys.stderr, "encoding", None) or "utf-8"
        sys.stderr.write(f"gdviz: {line}\n".encode(encoding, "backslashreplace").decode(encoding))
        sys.stderr.flush()


def _dispatch(arguments: list[str]) -> int:
    if arguments == ["--version"]:
        from gdviz import __version__

        print(f"gdviz {__version__}")
        return DONE
    first = arguments[0] if arguments else ""
    # The window is what starts most often: it does without the imports of the other commands.
    if not arguments or (first not in COMMANDS and not first.startswith("-")):
        from gdviz.cli.window import open_window

        return open_window(arguments)
    from gdviz.cli.commands import run

    return run(arguments)


def _explained(error: Exception) -> tuple[str, int]:
    """The sentence and the status for an error."""
    from gdviz.files.errors import StorageError

    if isinstance(error, StorageError):
        return error.message, FAILED
    if isinstance(error, InputError | FormulaError):
        return str(error), WRONG_INPUT
    if isinstance(error, CommandError):
        return str(error), error.status
    if isinstance(error, MemoryError):
        return "there is not enough memory for this", FAILED
    if isinstance(error, OSError):
        return f"{error.filename or 'the result'}: {(error.strerror or str(error)).lower()}", FAILED
    return f"an error inside gdviz, please report it: {type(error).__name__}: {error}", FAILED


def _silence_output() -> None:
    """Nobody takes our output any more, as after `head` or on a full disk: keep Python from complaining at exit."""
    with contextlib.suppress(OSError, ValueError, AttributeError):
        output = sys.stdout.fileno()
        with open(os.devnull, "wb") as nowhere:  # noqa: PTH123 - a name, not a path
            os.dup2(nowhere.fileno(), output)
