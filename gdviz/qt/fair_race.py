"""The window's door to the panel of the race, which is made after the first paint and does what the menu asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from gdviz.qt.controls.entries import EntriesControl
from gdviz.qt.engine_client import EngineClient
from gdviz.qt.session import Session
from gdviz.qt.workspace import Workspace

if TYPE_CHECKING:
    from gdviz.qt.race_page import RacePage
    from gdviz.qt.rate_search import RateSearch
    from gdviz.qt.views.race_table import RaceTable


class FairRace(QObject):
    """Same rate for all, each at its best, the rate search, and the table as text; before `build` they do nothing."""

    def __init__(self, workspace: Workspace, client: EngineClient, session: Session) -> None:
        super().__init__(workspace)
        self._workspace, self._client, self._session = workspace, client, session
        self.page: RacePage | None = None
        self.search: RateSearch | None = None

    def build(self, table: RaceTable, entries: EntriesControl) -> None:
        """Put the table into its panel, and show at the entries' rates what each rate leads to."""
        from gdviz.qt.race_page import RacePage  # not needed for the first paint
        from gdviz.qt.rate_search import RateSearch

        self.page = RacePage(self._client, self._session, table)
        self._workspace.fill("race", self.page)
        self.page.scan.found.connect(entries.show_trials)
        self.search = RateSearch(self._workspace, self._client, self._session)

    def stop(self) -> None:
        """Ask nothing any more."""
        if self.page is not None:
            self.page.scan.stop()
        if self.search is not None:
            self.search.stop()

    def same_rate(self) -> None:
        """Give every optimizer the rate of the selected one."""
        if self.page is not None:
            self.page.bar.race_at_same_rate()

    def each_at_its_best(self) -> None:
        """Give every optimizer the best of its rates."""
        if self.page is not None:
            self.page.scan.race_at_best()

    def search_rates(self) -> None:
        """Show the loss against the rate."""
        if self.search is not None:
            self.search.open()

    def copy_table(self) -> None:
        """Put the race table on the clipboard."""
        if self.page is not None:
            self.page.table.copy()
