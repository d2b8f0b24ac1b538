"""The figures of the textbooks as data: which experiment each one shows, how, and what is said about it."""

from __future__ import annotations

import tomllib
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Literal

import msgspec

from gdviz.engine.errors import unknown
from gdviz.resources_path import resource

FOLDER = "gallery"
# The key of a thumbnail's digest among the texts of its file.
DIGEST = "digest"
Kind = Literal["map", "surface", "loss", "norm", "velocity", "squares", "rates", "gradient", "data", "line"]


class Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The same sentence in both languages."""

    en: str = ""
    zh_CN: str = ""  # noqa: N815 - the name of the language

    def of(self, language: str) -> str:
        """In one of them."""
        return self.zh_CN if language == "zh_CN" else self.en


class Panel(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One picture of a figure: an experiment, and the kind of view that shows it.

    `entries`, counted from 1, are those shown, all visible ones if not given; `step` is the one shown, the last if not
    given; `case` names the textbook number that the first of the entries leads to. `tangents` are drawn on a curve,
    `arrows` straight downhill on a map, `marks` are the vectors of the step after the one shown, of which a panel of
    the kind `line` shows the line, `critical` the
    critical points with their eigenvectors; without `key` a map does not say what its marks are, where it would cover
    what is to be seen.
    """

    experiment: str
    kind: Kind = "map"
    caption: Words = Words()
    entries: tuple[int, ...] | None = None
    step: int | None = None
    case: str = ""
    tangents: bool = False
    arrows: bool = False
    marks: bool = False
    critical: bool = False
    key: bool = True

    @property
    def path(self) -> Path:
        """The experiment's file."""
        return resource(f"{FOLDER}/{self.experiment}.gdviz")


class Figure(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A figure, or a few that belong together: `row` is its name, `number` what the source calls it.

    `note` says what of it differs from the source, `claims` are the textbook numbers that cannot be reproduced.
    """

    row: str
    source: str
    number: Words
    caption: Words
    panels: tuple[Panel, ...]
    note: Words = Words()
    claims: tuple[str, ...] = ()

    def thumbnail(self, index: int) -> Path:
        """The small picture of a panel."""
        return resource(f"{FOLDER}/thumbnails/{self.row}_{index + 1}.png")


class Gallery(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All figures in order, and what their sources are."""

    sources: dict[str, Words]
    figures: tuple[Figure, ...]

    def figure(self, row: str) -> Figure:
        """The figure of a row, in capitals or not; InputError if there is none."""
        known = {figure.row: figure for figure in self.figures}
        if row.upper() not in known:
            raise unknown("figure", row[:40], known, "figure")
        return known[row.upper()]


@cache
def gallery() -> Gallery:
    """The gallery of resources/gallery."""
    text = resource(f"{FOLDER}/gallery.toml").read_text(encoding="utf-8")
    return msgspec.convert(tomllib.loads(text), Gallery)


def digest(panel: Panel) -> str:
    """What changes when what a panel shows does, so that an old thumbnail can be told; its caption is not on it."""
    shown = msgspec.json.encode(msgspec.structs.replace(panel, caption=Words()))
    return sha256(shown + panel.path.read_bytes()).hexdigest()[:16]
