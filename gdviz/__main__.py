"""`python -m gdviz` and the gdviz command; spawned worker processes import this too, so it imports nothing heavy."""

from __future__ import annotations

import multiprocessing
import sys


def main() -> int:
    """Run the command line; the exit status."""
    multiprocessing.freeze_support()
    from gdviz.cli import main as run

    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
