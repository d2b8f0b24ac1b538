"""Tables of numbers beside a plot: no wider than their columns, and these as wide as their widest cell."""

from __future__ import annotations

from PySide6.QtWidgets import QTableView


def fit_columns(table: QTableView, anew: bool = True) -> None:
    """Give every column of a table the width it wishes for, and the table theirs; unless `anew` they only grow."""
    header = table.horizontalHeader()
    for column in range(header.count()):
        wanted = max(table.sizeHintForColumn(column), header.sectionSizeHint(column))
        if anew or wanted > header.sectionSize(column):
            header.resizeSection(column, wanted)
    bars = table.verticalScrollBar().sizeHint().width() + 2 * table.frameWidth()
    table.setMaximumWidth(header.length() + bars)
    table.updateGeometry()
