"""All that is below the menus: the panels and the bars under them, and the order in which Tab goes through them."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLayout, QVBoxLayout, QWidget

from gdviz.qt.workspace import Workspace


def column(*widgets: QWidget, whole: QWidget | None = None) -> QWidget:
    """Widgets one below the other without gaps."""
    whole = whole or QWidget()
    rows = QVBoxLayout(whole)
    rows.setContentsMargins(0, 0, 0, 0)
    rows.setSpacing(0)
    for widget in widgets:
        rows.addWidget(widget)
    return whole


class Desk(QWidget):
    """Tab goes on from the controls to the view and the transport bar, and only then to the other panels.

    Widgets come and go, so the order is found when Tab is pressed: that of the layouts, unless a widget has
    `tab_parts()`, which says in what order its parts come.
    """

    def __init__(self, workspace: Workspace, *bars: QWidget) -> None:
        super().__init__()
        self._workspace, self._bars = workspace, bars
        column(workspace, *bars, whole=self)

    def focusNextPrevChild(self, forwards: bool) -> bool:
        """To the next widget in order, or to the one before."""
        order, now = list(in_order(self)), self.window().focusWidget()
        if not order:
            return False
        places = [place for place, widget in enumerate(order) if now is not None and _holds(widget, now)]
        step = 1 if forwards else -1
        place = places[-1] + step if places else min(step, 0)
        reason = Qt.FocusReason.TabFocusReason if forwards else Qt.FocusReason.BacktabFocusReason
        order[place % len(order)].setFocus(reason)
        return True

    def tab_parts(self) -> list[QWidget]:
        """The bars come before the panels that show results."""
        controls, *panels = self._workspace.tab_parts()
        return [controls, self._workspace.centralWidget(), *reversed(self._bars), *panels]


def in_order(whole: QWidget) -> Iterator[QWidget]:
    """Every widget inside that Tab reaches, in order."""
    parts = whole.tab_parts() if hasattr(whole, "tab_parts") else _parts(whole)
    for part in parts:
        if part.isVisible() and part.window() is whole.window():
            if part.isEnabled() and part.focusPolicy() & Qt.FocusPolicy.TabFocus and part.focusProxy() is None:
                yield part
            yield from in_order(part)


def _parts(whole: QWidget) -> list[QWidget]:
    """Those in the layout in its order, then the others."""
    laid = list(_laid(whole.layout()))
    children = whole.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
    return [*laid, *(child for child in children if child not in laid)]


def _laid(layout: QLayout | None) -> Iterator[QWidget]:
    for place in range(layout.count() if layout is not None else 0):
        item = layout.itemAt(place) if layout is not None else None
        if item is not None and (widget := item.widget()) is not None:
            yield widget
        elif item is not None:
            yield from _laid(item.layout())


def _holds(widget: QWidget, focus: QWidget) -> bool:
    return widget is focus or widget.isAncestorOf(focus)
