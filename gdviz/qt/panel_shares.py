"""How much of the window each panel takes: a share that lasts, whatever size the window has in between."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMainWindow

from gdviz.qt.dock import Dock

# Shares of the width and of the height that panels take until they are given another size by hand.
WIDTHS = {"controls": 0.22, "loss": 0.245}
HEIGHT = 0.33
HEIGHTS = {"data": 0.28, "step": 0.46, "gradient": 0.46, "search": 0.46, "line": 0.46}

ACROSS, UP = Qt.Orientation.Horizontal, Qt.Orientation.Vertical
Key = tuple[str, Qt.Orientation]


class PanelShares:
    """Knows the panels of a window by their names and their homes; one that is elsewhere is left to Qt.

    What a small window squeezes is no other share: that comes from the mouse alone, or from an earlier session.
    """

    def __init__(
        self,
        window: QMainWindow,
        docks: Mapping[str, Dock],
        homes: Mapping[str, Qt.DockWidgetArea],
        in_front: Callable[[str], bool],
        tab_height: Callable[[str], int],
    ) -> None:
        self._window, self._docks, self._homes = window, docks, homes
        self._in_front, self._tab_height = in_front, tab_height
        self._given: dict[Key, float] = {}

    def forget(self) -> None:
        """All as at the first start."""
        self._given.clear()

    def sizes(self) -> dict[Key, int]:
        """Of the panels in sight, the sizes that the mouse can change, as Qt is asked for them."""
        seen = [name for name in self._docks if self._at_home(name) and self._in_front(name)]
        widths = {(name, ACROSS): self._docks[name].width() for name in seen if name in WIDTHS}
        # What is asked of Qt for a dock among tabs is the height with the tabs.
        heights = {(name, UP): self._docks[name].height() + self._tab_height(name) for name in seen}
        return widths | heights

    def learn(self, before: Mapping[Key, int]) -> None:
        """Keep the sizes that are not what they were."""
        for key, size in self.sizes().items():
            if size != before.get(key, size):
                self._given[key] = size / self._room(key[1])

    def apply(self) -> None:
        """Give the panels in sight their shares of the window; the map has the rest."""
        self._resize([name for name in WIDTHS if self._at_home(name)], ACROSS)
        seen = [name for name in self._docks if self._at_home(name) and self._in_front(name)]
        # The panels above end where those at the bottom begin.
        self._resize([name for name in seen if self._is_low(name)], UP)
        self._resize([name for name in seen if not self._is_low(name) and (name, UP) in self._given], UP)

    def give_height(self, name: str) -> None:
        """A panel that has come in front of others gets its own height."""
        self._resize([name], UP)

    def _is_low(self, name: str) -> bool:
        return self._homes[name] is Qt.DockWidgetArea.BottomDockWidgetArea

    def _at_home(self, name: str) -> bool:
        """Neither hidden, nor floating, alone or in a group, nor docked elsewhere."""
        dock = self._docks[name]
        docked = dock.window() is self._window.window() and not dock.isHidden()
        return docked and self._window.dockWidgetArea(dock) is self._homes[name]

    def _room(self, way: Qt.Orientation) -> int:
        return self._window.width() if way is ACROSS else self._window.height()

    def _share(self, name: str, way: Qt.Orientation) -> float:
        first = WIDTHS[name] if way is ACROSS else HEIGHTS.get(name, HEIGHT)
        return self._given.get((name, way), first)

    def _resize(self, names: list[str], way: Qt.Orientation) -> None:
        sizes = [round(self._share(name, way) * self._room(way)) for name in names]
        if names:
            self._window.resizeDocks([self._docks[name] for name in names], sizes, way)
            # Qt would wait with it for the next change.
            self._window.layout().invalidate()
            self._window.layout().activate()
