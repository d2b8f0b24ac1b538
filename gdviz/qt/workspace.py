"""The stage in the middle and the panels around it, which dock, float, hide and come back."""

from __future__ import annotations

from functools import partial

import shiboken6
from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QDockWidget, QMainWindow, QMenu, QTabBar, QTabWidget, QWidget

from gdviz.qt.dock import Dock
from gdviz.qt.text import tr, write

LEFT, RIGHT, BOTTOM = (
    Qt.DockWidgetArea.LeftDockWidgetArea,
    Qt.DockWidgetArea.RightDockWidgetArea,
    Qt.DockWidgetArea.BottomDockWidgetArea,
)
# Name, title and home of every panel; those at the bottom lie behind one another.
PANELS = (
    ("controls", "Controls", LEFT),
    ("loss", "Loss", RIGHT),
    ("velocity", "Velocity", RIGHT),
    ("squares", "Accumulated g∘g", RIGHT),
    ("data", "Data", RIGHT),
    ("rates", "Rates", RIGHT),
    ("race", "Race", BOTTOM),
    ("step", "Step", BOTTOM),
    ("compare", "Compare", BOTTOM),
    ("gradient", "Gradient check", BOTTOM),
    ("critical", "Critical points", BOTTOM),
    ("search", "Rate search", BOTTOM),
    ("line", "Line search", BOTTOM),
)
# Shares of the width and of the height that panels take until they are given another size by hand.
WIDTHS = {"controls": 0.22, "loss": 0.245}
HEIGHT = 0.33
HEIGHTS = {"step": 0.46, "gradient": 0.46, "search": 0.46, "line": 0.46}


class Workspace(QMainWindow):
    """A main window within the window; `seen(name, bool)` when a panel comes in sight or goes out of it,
    `went_home()` when all are back.
    """

    seen = Signal(str, bool)
    went_home = Signal()

    def __init__(self, middle: QWidget) -> None:
        super().__init__()
        self.setWindowFlags(Qt.WindowType.Widget)
        self.setObjectName("workspace")
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        options = QMainWindow.DockOption
        self.setDockOptions(options.AllowNestedDocks | options.AllowTabbedDocks | options.GroupedDragging)
        self.setTabPosition(Qt.DockWidgetArea.AllDockWidgetAreas, QTabWidget.TabPosition.North)
        self.setCorner(Qt.Corner.BottomLeftCorner, LEFT)
        self.setCorner(Qt.Corner.BottomRightCorner, BOTTOM)
        self.setCentralWidget(middle)
        self.docks = {name: self._dock(name, title, area) for name, title, area in PANELS}
        self._heights: dict[str, int] = {}
        self._in_front: set[str] = set()
        self._over: set[str] = set()
        self._last_tab = "race"
        self._home: bytes = b""

    def fill(self, name: str, panel: QWidget) -> None:
        """Put a panel into its dock."""
        self.docks[name].fill(panel)

    def show_panel(self, name: str) -> None:
        """Bring a panel to the front, wherever it is."""
        self.docks[name].show()
        self.docks[name].raise_()

    def show_over(self, name: str, other: str) -> None:
        """Bring a panel to the front, until it has been moved in the place of another one."""
        # Panels that are tabs from the start leave bars without panels on the window while they are hidden.
        if name not in self._over:
            self._over.add(name)
            self.tabifyDockWidget(self.docks[other], self.docks[name])
            self._name_tabs()
        self.show_panel(name)

    def in_front(self, name: str) -> bool:
        """Whether a panel is in sight: neither hidden nor behind another tab."""
        return name in self._in_front

    def show_race(self) -> None:
        """The race table."""
        self.show_panel("race")

    def show_compare(self) -> None:
        """The pinned race beside the present one."""
        self.show_panel("compare")

    def show_step(self) -> None:
        """The anatomy of the step."""
        self.show_panel("step")

    def go_home(self) -> None:
        """Every panel where it was at the first start."""
        self._heights.clear()
        for name in self._over:  # whose tabs would stay
            self.removeDockWidget(self.docks[name])
        self._over.clear()
        self.restoreState(self._home)
        self.went_home.emit()
        self._set_sizes()

    def undock(self) -> None:
        """Float or dock again the panel with the keyboard focus, or else the one in front at the bottom."""
        focus = QApplication.focusWidget()
        held = [dock for dock in self.docks.values() if focus is not None and dock.isAncestorOf(focus)]
        front = [self.docks[name] for name in self._in_front if self.dockWidgetArea(self.docks[name]) == BOTTOM]
        for dock in [*held, *front][:1]:
            dock.turn_floating()

    def add_menu(self, view: QMenu) -> None:
        """One line per panel that shows or hides it."""
        menu = view.addMenu("")
        menu.setObjectName("menu_panels")
        write(menu, title="Pane&ls")
        for dock in self.docks.values():
            menu.addAction(dock.toggleViewAction())

    def showEvent(self, event: QShowEvent) -> None:
        """Sizes can be set, and tabs be named, only once there is room."""
        super().showEvent(event)
        if not self._home:
            self.docks["race"].raise_()
            self._set_sizes()
            self._name_tabs()
            self._home = bytes(self.saveState().data())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Side panels keep their shares of the width; left alone, the map would pay for everything."""
        super().resizeEvent(event)
        if self._home and event.oldSize().width() > 0:
            share = event.size().width() / event.oldSize().width()
            widths = [round(self.docks[name].width() * share) for name in WIDTHS]
            # Qt lays the docks out for the new size first.
            QTimer.singleShot(0, self, partial(self._set_widths, widths))

    def retranslate(self) -> None:
        """Write every text in the language of the moment."""
        self._name_tabs()

    def minimumSizeHint(self) -> QSize:
        """Panels give way before the window does."""
        return QSize(640, 360)

    def _dock(self, name: str, title: str, area: Qt.DockWidgetArea) -> Dock:
        dock = Dock(name, title)
        self.addDockWidget(area, dock)
        if area == BOTTOM:
            for other in self.findChildren(Dock):
                if other is not dock and self.dockWidgetArea(other) == BOTTOM:
                    self.tabifyDockWidget(other, dock)
        dock.visibilityChanged.connect(partial(self._turn, name))
        return dock

    def _turn(self, name: str, front: bool) -> None:
        """A panel has come in sight or gone out of it: hidden, behind another tab, or with the whole window."""
        if not shiboken6.isValid(self):  # docks end after the window that holds them, and are hidden then
            return
        for dock in self.docks.values():
            dock.set_tabbed(bool(self._beside(dock)))
        if front == (name in self._in_front):
            return
        (self._in_front.add if front else self._in_front.discard)(name)
        if not self._home:
            return
        if front and self.docks[self._last_tab] in self._beside(self.docks[name]):
            self._exchange_heights(name)
        self.seen.emit(name, front)

    def _beside(self, dock: QDockWidget) -> list[QDockWidget]:
        """The panels that share a place with one, those that are hidden left out."""
        return [other for other in self.tabifiedDockWidgets(dock) if not other.isHidden()]

    def _exchange_heights(self, name: str) -> None:
        """Each tab gets the height that it was given last; until now the one before it had that room."""
        dock = self.docks[name]
        # What is asked of Qt for a dock among tabs is the height with the tabs.
        tabs = max((bar.height() for bar in self._tab_bars()), default=0)
        self._heights[self._last_tab], self._last_tab = dock.height() + tabs, name
        self._resize([name], [self._heights.get(name, self._share(name))], Qt.Orientation.Vertical)
        self._name_tabs()

    def _share(self, name: str) -> int:
        return round(HEIGHTS.get(name, HEIGHT) * self.height())

    def _set_sizes(self) -> None:
        self._set_widths([round(share * self.width()) for share in WIDTHS.values()])
        self._resize(["race"], [self._share("race")], Qt.Orientation.Vertical)

    def _set_widths(self, widths: list[int]) -> None:
        self._resize(list(WIDTHS), widths, Qt.Orientation.Horizontal)

    def _resize(self, names: list[str], sizes: list[int], way: Qt.Orientation) -> None:
        """Give panels these sizes; those that float, alone or in a group, or are hidden have no part in it."""
        docks = [(self.docks[name], size) for name, size in zip(names, sizes, strict=True)]
        docked = [(dock, size) for dock, size in docks if dock.window() is self.window() and not dock.isHidden()]
        if docked:
            self.resizeDocks([dock for dock, _ in docked], [size for _, size in docked], way)

    def _name_tabs(self) -> None:
        """Qt makes the tab bars of docks itself, without names."""
        for number, bar in enumerate(self._tab_bars()):
            bar.setObjectName(f"dock_tabs_{number}")
            bar.setAccessibleName(tr("Panels"))
            bar.setDocumentMode(True)
            bar.setExpanding(False)

    def _tab_bars(self) -> list[QTabBar]:
        return self.findChildren(QTabBar, options=Qt.FindChildOption.FindDirectChildrenOnly)
