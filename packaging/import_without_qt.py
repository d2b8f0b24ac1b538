"""Imports every module of gdviz but those of gdviz.qt while Qt cannot be imported: proof that the rest does without."""

from __future__ import annotations

import importlib
import pkgutil
import sys
from collections.abc import Sequence
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType

ABSENT = ("PySide6", "shiboken6", "pyqtgraph")


class Absent:
    """A finder that denies the existence of some packages."""

    def __init__(self, packages: Sequence[str]) -> None:
        self.packages = packages

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Raise ImportError for what must be absent and leave the rest to the finders that follow."""
        if name.partition(".")[0] in self.packages:
            raise ImportError(f"{name} is not to be imported here", name=name)
        return None


def import_all(package: ModuleType, without: Sequence[str] = ()) -> list[str]:
    """Import all modules of a package but those under `without`; returns their names, ImportError if one fails."""
    names = [package.__name__]
    for info in pkgutil.iter_modules(package.__path__, package.__name__ + "."):
        if info.name in without:
            continue
        module = importlib.import_module(info.name)
        names += import_all(module, without) if info.ispkg else [info.name]
    return names


def unreachable(package: ModuleType) -> list[Path]:
    """Folders with modules that no walk reaches since an `__init__.py` is missing."""
    root = Path(package.__path__[0])
    return sorted({file.parent for file in root.rglob("*.py") if not (file.parent / "__init__.py").exists()})


def main(package_name: str = "gdviz", without: Sequence[str] = ("gdviz.qt",)) -> int:
    """Import everything; returns 1 and says why if something cannot be, or would be overlooked."""
    sys.meta_path.insert(0, Absent(ABSENT))
    try:
        package = importlib.import_module(package_name)
        names = import_all(package, without)
    except ImportError as error:
        print(f"{package_name} cannot be imported without Qt: {error}", file=sys.stderr)
        return 1
    for folder in unreachable(package):
        print(f"{folder} has modules that nothing imports: it has no __init__.py", file=sys.stderr)
        return 1
    print(f"{len(names)} modules of {package_name} were imported without Qt")
    return 0


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    sys.exit(main())
