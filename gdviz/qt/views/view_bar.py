"""Three buttons that say and choose how the race is seen, with room for the tools of the view that is shown."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from gdviz.language.sentence import Sentence
from gdviz.qt.choice_buttons import ChoiceButtons, ChoiceText
from gdviz.qt.style import small_font
from gdviz.qt.text import write

VIEWS = ("overlay", "side-by-side", "3d")
# Text, tip and key of each view.
_TEXTS = (
    (Sentence("Overlay"), Sentence("All entries on one map"), "1"),
    (Sentence("Side by side"), Sentence("One map for each entry"), "2"),
    (Sentence("3-D"), Sentence("The surface in three dimensions, to be turned with the mouse"), "3"),
)
SPACING = 2


class ViewBar(QWidget):
    """`chosen(view)` when a view's button is pressed, `pin_wanted(bool)` by the one that pins the race."""

    chosen = Signal(object)
    pin_wanted = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("view_bar")
        self._tools: QWidget | None = None
        self.views = ChoiceButtons(
            {view: _texts(view, *texts) for view, texts in zip(VIEWS, _TEXTS, strict=True)}, SPACING
        )
        self.views.chosen.connect(self.chosen)
        self.pin = self._pin()
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(6, 2, 6, 0)
        self._row.setSpacing(SPACING)
        self._row.addWidget(self.views)
        self._row.addSpacing(10)
        self._row.addWidget(self.pin)
        self._row.addStretch(1)
        self.show_view(VIEWS[0])
        self.restyle()

    def _pin(self) -> QToolButton:
        """Apart from the views: it keeps the race that is shown."""
        button = QToolButton()
        button.setObjectName("pin_race")
        button.setCheckable(True)
        button.setAutoRaise(True)
        write(
            button, text="Pin", tip=_with_key(Sentence("Keep this race as a dashed ghost"), "P"), name="Pin this race"
        )
        button.clicked.connect(self.pin_wanted)
        return button

    def show_pinned(self, ghost: object) -> None:
        """Check the button while a race is pinned."""
        self.pin.setChecked(ghost is not None)

    def show_view(self, view: str) -> None:
        """Check the button of a view."""
        self.views.show_choice(view)

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
        self.pin.setFont(small_font())


def _texts(view: str, text: Sentence, tip: Sentence, key: str) -> ChoiceText:
    return ChoiceText(f"view_{view.replace('-', '_')}", text, _with_key(tip, key), text)


def _with_key(tip: Sentence, key: str) -> Sentence:
    return Sentence("{tip} ({key})", tip=tip, key=key)
