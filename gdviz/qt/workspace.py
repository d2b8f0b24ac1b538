"""The stage in the middle and the panels around it, which dock, float, hide and come back."""

from __future__ import annotations

from functools import partial

import shiboken6
from PySide6.QtCore import QByteArray, QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QDockWidget, QMainWindow, QMenu, QTabBar, QTabWidget, QWidget

from gdviz.qt.dock import Dock
from gdviz.qt.panel_shares import Key, PanelShares
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
        self._in_front: set[str] = set()
        self._over: set[str] = set()
        self._last_tab = "race"
        self._home: bytes = b""
        homes = {name: area for name, _, area in PANELS}
        self._shares = PanelShares(self, self.docks, homes, self.in_front, self._tab_height)
        self._pressed: dict[Key, int] = {}
        # Qt lays the docks out for a new size first.
        self._settling = QTimer(self, singleShot=True, interval=0)
        self._settling.timeout.connect(self._shares.apply)

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
            self._shares.give_height(name)
        self.show_panel(name)

    def tab_parts(self) -> list[QWidget]:
        """The controls, then the other panels in sight and their tabs."""
        seen = [self.docks[name] for name in self.docks if name == "controls" or name in self._in_front]
        return [*seen, *self._tab_bars()]

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
        self._shares.forget()
        for name in self._over:  # whose tabs would stay
            self.removeDockWidget(self.docks[name])
        self._over.clear()
        super().restoreState(self._home)
        self.went_home.emit()
        self._shares.apply()

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
            self._shares.apply()
            self._name_tabs()
            self._home = bytes(self.saveState().data())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Panels keep their shares; left alone, the map would pay for everything, and the lowest panel at last."""
        super().resizeEvent(event)
        self._settle()

    def event(self, event: QEvent) -> bool:
        """What the mouse does to the lines between panels is meant to last."""
        taken = super().event(event)
        if event.type() == QEvent.Type.MouseButtonPress:
            self._pressed = self._shares.sizes()
        elif event.type() == QEvent.Type.MouseButtonRelease:
            self._shares.learn(self._pressed)
        return taken

    def restoreState(self, state: QByteArray | bytes | bytearray | memoryview, version: int | None = 0) -> bool:
        """The panels as they were when that state was saved, their sizes to last."""
        before = self._shares.sizes()
        restored = super().restoreState(state, version or 0)
        self._shares.learn(before)
        return restored

    def restyle(self) -> None:
        """Larger type needs more room, but only as long as it is there."""
        self._settle()

    def retranslate(self) -> None:
        """Write every text in the language of the moment."""
        self._name_tabs()
        self._settle()

    def _settle(self) -> None:
        if self._home:
            self._settling.start()

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
            self._last_tab = name
            self._shares.give_height(name)
            self._name_tabs()
        self.seen.emit(name, front)

    def _beside(self, dock: QDockWidget) -> list[QDockWidget]:
        """The panels that share a place with one, those that are hidden left out."""
        return [other for other in self.tabifiedDockWidgets(dock) if not other.isHidden()]

    def _tab_height(self, name: str) -> int:
        """What the tabs of a panel take of its place."""
        bars = self._tab_bars() if self._beside(self.docks[name]) else []
        return max((bar.height() for bar in bars), default=0)

    def _name_tabs(self) -> None:
        """Qt makes the tab bars of docks itself, without names."""
        for number, bar in enumerate(self._tab_bars()):
            bar.setObjectName(f"dock_tabs_{number}")
            bar.setAccessibleName(tr("Panels"))
            bar.setDocumentMode(True)
            bar.setExpanding(False)

    def _tab_bars(self) -> list[QTabBar]:
        return self.findChildren(QTabBar, options=Qt.FindChildOption.FindDirectChildrenOnly)
