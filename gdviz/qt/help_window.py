"""The pages of the Help menu: what is written in resources/docs, and what the declarations themselves say."""

from __future__ import annotations

import platform
from importlib.metadata import PackageNotFoundError, metadata

from PySide6.QtCore import qVersion
from PySide6.QtWidgets import QDialog, QTextBrowser, QVBoxLayout, QWidget

from gdviz.optimizers import OPTIMIZERS
from gdviz.qt.action_rows import ACTIONS
from gdviz.qt.appearance import appearance
from gdviz.qt.text import tr
from gdviz.resources_path import resource
from gdviz.surfaces import SURFACES

SIZE = (640, 560)
PACKAGES = (
    *("PySide6-Essentials", "numpy", "sympy", "pyqtgraph", "contourpy"),
    *("msgspec", "ziamath", "pillow", "platformdirs", "typer"),
    *("av", "llvmlite"),
)
KEYS, SOURCES, ABOUT = "keys", "sources", "about"
TITLES = {
    "first_steps": "First steps",
    KEYS: "Keys",
    "notation": "Notation",
    SOURCES: "Sources",
    ABOUT: "About gdviz",
}


class HelpWindow(QDialog):
    """One window for all pages; it stays open beside the race."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("help_window")
        self._page = KEYS
        self.text = QTextBrowser()
        self.text.setObjectName("help_text")
        self.text.setOpenLinks(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.text)
        self.resize(*SIZE)

    def show_page(self, page: str) -> None:
        """Show a page, one of TITLES, from its top."""
        self._page = page
        self.retranslate()
        self.show()
        self.raise_()

    def retranslate(self) -> None:
        """Write the page in the language of the moment."""
        self.setWindowTitle(tr(TITLES[self._page]))
        self.text.setAccessibleName(tr(TITLES[self._page]))
        self.text.setMarkdown(markdown(self._page))


def markdown(page: str) -> str:
    """The text of a page in the language shown."""
    made = {KEYS: _keys, SOURCES: _sources, ABOUT: _about}
    if page in made:
        return made[page]()
    return resource(f"docs/{appearance().shown_language}/{page}.md").read_text(encoding="utf-8")


def _keys() -> str:
    """From the rows of the menus, so that it is never wrong."""
    rows = [_row(row.key.replace("; ", ", "), tr(row.tip)) for row in ACTIONS if row.key]
    return "\n".join([f"# {tr('Keys')}", "", f"| {tr('Key')} | {tr('What it does')} |", "| --- | --- |", *rows])


def _sources() -> str:
    """What each declaration gives as its source."""
    given = [(tr(each.title), each.reference) for each in OPTIMIZERS]
    given += [(tr(each.title), each.reference) for each in SURFACES if each.reference]
    rows = [_row(title, reference) for title, reference in given]
    return "\n".join([f"# {tr('Sources')}", "", f"| {tr('Name')} | {tr('Source')} |", "| --- | --- |", *rows])


def _row(*cells: str) -> str:
    """A row of a table; a bar within a cell, as in |g|, would end it."""
    return " ".join(["|", *(cell.replace("|", "\\|") + " |" for cell in cells)])


def _about() -> str:
    about = tr(
        "gdviz races gradient-descent optimizers over a surface and shows every step. "
        "The formula on the screen is the program that runs."
    )
    rows = [_package("gdviz"), f"| Python | {platform.python_version()} | PSF |"]
    rows += [f"| Qt | {qVersion()} | LGPL-3.0 |", "| gdviz Sans SC (Noto Sans CJK) | | OFL-1.1 |"]
    rows += [_package(name) for name in PACKAGES]
    return "\n".join([about, "", f"| | {tr('Version')} | {tr('Licence')} |", "| --- | --- | --- |", *rows])


def _package(name: str) -> str:
    """Name, version and licence as the installed package itself tells them."""
    try:
        told = metadata(name)
    except PackageNotFoundError:  # an extra
        return f"| {name} | {tr('not installed')} | |"
    stated = [*(told.get_all("license-expression") or []), *(told.get_all("license") or [])]
    classes = [each for each in told.get_all("classifier") or [] if each.lower().startswith("license")]
    licence = stated[0].split("\n")[0][:60] if stated else ", ".join(each.split("::")[-1].strip() for each in classes)
    return f"| {name} | {told['version']} | {licence} |"
