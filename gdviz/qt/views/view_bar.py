"""Three buttons that say and choose how the race is seen, with room for the tools of the view that is shown."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QToolButton, QWidget

from gdviz.qt.style import small_font
from gdviz.qt.text import tr

VIEWS = ("overlay", "side-by-side", "3d")
# Text, tip and key of each view.
_TEXTS = (
    ("Overlay", "All entries on one map", "1"),
    ("Side by side", "One map for each entry", "2"),
    ("3-D", "The surface in three dimensions, to be turned with the mouse", "3"),
)


class ViewBar(QWidget):
    """`chosen(view)` when a view's button is pressed, `pin_wanted(bool)` by the one that pins the race."""

    chosen = Signal(str)
    pin_wanted = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("view_bar")
        self._group = QButtonGroup(self)
        self._tools: QWidget | None = None
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(6, 2, 6, 0)
        self._row.setSpacing(2)
        self.buttons = {view: self._button(view) for view in VIEWS}
        self.pin = self._pin()
        self._row.addStretch(1)
        self._group.buttonClicked.connect(self._choose)
        self.show_view(VIEWS[0])
        self.restyle()
        self.retranslate()

    def _button(self, view: str) -> QToolButton:
        button = QToolButton()
        button.setObjectName(f"view_{view.replace('-', '_')}")
        button.setCheckable(True)
        button.setAutoRaise(True)
        self._group.addButton(button)
        self._row.addWidget(button)
        return button

    def _pin(self) -> QToolButton:
        """Apart from the views: it keeps the race that is shown."""
        button = QToolButton()
        button.setObjectName("pin_race")
        button.setCheckable(True)
        button.setAutoRaise(True)
        button.clicked.connect(self.pin_wanted)
        self._row.addSpacing(10)
        self._row.addWidget(button)
        return button

    def show_pinned(self, ghost: object) -> None:
        """Check the button while a race is pinned."""
        self.pin.setChecked(ghost is not None)

    def _choose(self, pressed: QToolButton) -> None:
        self.chosen.emit(next(view for view, button in self.buttons.items() if button is pressed))

    def show_view(self, view: str) -> None:
        """Check the button of a view."""
        self.buttons[view].setChecked(True)

    def show_tools(self, tools: QWidget | None) -> None:
        """Put a view's own tools at the right end, in place of the last view's."""
        if tools is self._tools:
            return
        if self._tools is not None:
            self._tools.hide()
        self._tools = tools
        if tools is not None:
            self._row.addWidget(tools)
            tools.show()

    def restyle(self) -> None:
        """Take the type of the moment."""
        for button in (*self.buttons.values(), self.pin):
            button.setFont(small_font())

    def retranslate(self) -> None:
        """Write every text in the language of the moment."""
        for (text, tip, key), button in zip(_TEXTS, self.buttons.values(), strict=True):
            button.setText(tr(text))
            button.setToolTip(f"{tr(tip)} ({key})")
            button.setAccessibleName(tr(text))
        self.pin.setText(tr("Pin"))
        self.pin.setToolTip(f"{tr('Keep this race as a dashed ghost')} (P)")
        self.pin.setAccessibleName(tr("Pin this race"))
