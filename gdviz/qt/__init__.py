"""The window; the only folder that imports Qt."""

from gdviz.qt.quick_pyqtgraph import import_pyqtgraph

import_pyqtgraph()
