"""Anatomy of a step: every rule of the selected optimizer with the numbers of the step at the playhead."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from gdviz.engine.anatomy import StepAnatomy
from gdviz.qt.elided_label import ElidedLabel
from gdviz.qt.marker_shapes import swatch_icon
from gdviz.qt.style import Look, heading_font, theme
from gdviz.qt.text import tr
from gdviz.qt.views.anatomy_card import LARGE, RuleCard
from gdviz.qt.views.vector_colours import vector_colours

# Two columns from this width on; below it a line of numbers would be too small to read.
TWO_COLUMNS = 880
# So few rules are written large, one below the other.
FEW = 3
SWATCH = QSize(34, 16)


class AnatomyPanel(QWidget):
    """Signals: `back_asked()` and `forward_asked()` for one rule, `rule_chosen(rule)` from 1; `arrows_wanted(bool)` and
    `ellipses_wanted(bool)` for the marks on the map.
    """

    back_asked = Signal()
    forward_asked = Signal()
    rule_chosen = Signal(int)
    arrows_wanted = Signal(bool)
    ellipses_wanted = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("anatomy")
        self.anatomy: StepAnatomy | None = None
        self.cards: list[RuleCard] = []
        self._rule = 1
        self._label = ""
        self._ended = False
        self.swatch = QLabel()
        self.title = ElidedLabel()
        self.title.setObjectName("anatomy_title")
        self.title.setFont(heading_font())
        self.place = QLabel()
        self.place.setObjectName("anatomy_rule")
        self.back, self.forward = QToolButton(), QToolButton()
        self.arrows, self.ellipses = QCheckBox(), QCheckBox()
        self.arrows.setChecked(True)
        self.empty = QLabel()
        self.empty.setObjectName("anatomy_empty")
        self.empty.setProperty("kind", "muted")
        self.empty.setWordWrap(True)
        self._cards = QWidget()
        self._line = QHBoxLayout(self._cards)
        self._columns = (QVBoxLayout(), QVBoxLayout())
        self._arranged = (0, 0)
        self._lay_out()
        self._connect()
        self.retranslate()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        for widget in (self.swatch, self.title, self.back, self.place, self.forward, self.arrows, self.ellipses):
            head.addWidget(widget, 1 if widget is self.title else 0)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.setSpacing(4)
        for column in self._columns:
            column.setSpacing(4)
            column.addStretch(1)
            self._line.addLayout(column, 1)
        self.rules = QScrollArea()
        self.rules.setObjectName("anatomy_scroll")
        self.rules.setWidgetResizable(True)
        self.rules.setFrameShape(QScrollArea.Shape.NoFrame)
        self.rules.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.rules.setWidget(self._cards)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(4, 2, 4, 2)
        rows.setSpacing(3)
        rows.addLayout(head)
        rows.addWidget(self.empty, 1)
        rows.addWidget(self.rules, 1)

    def _connect(self) -> None:
        for widget, name in (
            (self.back, "rule_back"),
            (self.forward, "rule_forward"),
            (self.arrows, "anatomy_arrows"),
            (self.ellipses, "anatomy_ellipses"),
        ):
            widget.setObjectName(name)
        self.back.setArrowType(Qt.ArrowType.LeftArrow)
        self.forward.setArrowType(Qt.ArrowType.RightArrow)
        for button in (self.back, self.forward):
            button.setAutoRaise(True)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.back.clicked.connect(self.back_asked)
        self.forward.clicked.connect(self.forward_asked)
        self.arrows.toggled.connect(self.arrows_wanted)
        self.ellipses.toggled.connect(self.ellipses_wanted)

    def retranslate(self) -> None:
        """Write every text in the language of the moment."""
        self.setAccessibleName(tr("Anatomy of a step"))
        self.rules.setAccessibleName(tr("The rules of this step"))
        self.arrows.setText(tr("Arrows"))
        self.ellipses.setText(tr("Ellipses"))
        tips = {
            self.back: tr("One rule back (Ctrl+Left)"),
            self.forward: tr("One rule forward (Ctrl+Right)"),
            self.arrows: tr("Draw the vectors of this step on the map"),
            self.ellipses: tr("Draw the optimizer's own scaling over the true curvature at the head"),
        }
        for widget, tip in tips.items():
            widget.setToolTip(tip)
            widget.setAccessibleName(tip)
        self.empty.setText(
            tr("There is no step to take apart here: the run has not moved yet, or it ended where it began.")
        )
        for card in self.cards:
            card.write()
        self._write_head()

    def restyle(self) -> None:
        """Take the colours and sizes of the moment."""
        self.title.setFont(heading_font())
        self._arranged = (0, 0)
        self._arrange()

    # What is shown

    def show_entry(self, label: str, look: Look) -> None:
        """Whose step it is."""
        self._label = label
        self.swatch.setPixmap(swatch_icon(look).pixmap(SWATCH, self.devicePixelRatioF()))
        self._write_head()

    def show_anatomy(self, anatomy: StepAnatomy | None, ended: bool) -> None:
        """Another step; `ended` says that it is the run's last one and lies behind the head."""
        self.anatomy, self._ended = anatomy, ended
        self.empty.setVisible(anatomy is None)
        self.rules.setVisible(anatomy is not None)
        if anatomy is not None:
            self._fit_cards(len(anatomy.rules))
            colours = vector_colours(anatomy.question.entry.method)
            for card, rule in zip(self.cards, anatomy.rules, strict=True):
                card.show_rule(rule, anatomy.coordinates, colours.get(rule.name, theme().ink))
        self.set_rule(self._rule)

    def set_rule(self, rule: int) -> None:
        """So many rules are done; the last of them is looked at."""
        self._rule = rule
        whole = rule >= len(self.cards)
        for number, card in enumerate(self.cards, 1):
            card.set_state(number <= rule, number == rule and not whole)
        if not whole and 0 < rule <= len(self.cards):
            self.rules.ensureWidgetVisible(self.cards[rule - 1], 0, 4)
        self._write_head()

    def _write_head(self) -> None:
        if self.anatomy is None:
            self.title.setText(self._label)
            self.place.setText("")
            return
        number = f"{self.anatomy.question.number:,}"
        if self._ended:
            self.title.setText(tr("The last step of {entry}, number {number}", number=number, entry=self._label))
        else:
            self.title.setText(tr("Step {number} of {entry}", number=number, entry=self._label))
        self.place.setText(tr("rule {rule} of {count}", rule=min(self._rule, len(self.cards)), count=len(self.cards)))

    def _fit_cards(self, count: int) -> None:
        if count == len(self.cards):
            return
        for card in self.cards[count:]:
            card.hide()
            card.setParent(None)
            card.deleteLater()
        del self.cards[count:]
        for number in range(len(self.cards) + 1, count + 1):
            card = RuleCard(number)
            card.chosen.connect(self.rule_chosen)
            self.cards.append(card)
        self._arrange()

    def _arrange(self) -> None:
        """One column or two, read downwards."""
        columns = 2 if self.width() >= TWO_COLUMNS and len(self.cards) > FEW else 1
        if (columns, len(self.cards)) == self._arranged:
            return
        self._arranged = (columns, len(self.cards))
        rows = -(-len(self.cards) // columns) or 1
        for index, card in enumerate(self.cards):
            card.enlarge(LARGE if len(self.cards) <= FEW else 1.0)
            self._columns[index // rows].insertWidget(index % rows, card)
        self._line.setStretch(1, columns - 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()
