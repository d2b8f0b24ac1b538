"""The colours of everything on the screen: one table per theme."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Theme:
    """All colours as #rrggbb. `map_stops` run from low to high; `trails` are the entries' colours, in their order;
    `vectors` those of the vectors of a step: gradient, look-ahead, velocity, moment, squares, scaled, step, any others.
    """

    key: str
    paper: str
    ink: str
    muted_ink: str
    frame: str
    ground: str
    button: str
    card: str
    card_frame: str
    alternate_paper: str
    accent: str
    accent_ink: str
    error: str
    error_ground: str
    contour_line: str
    playhead: str
    known_point: str
    known_outline: str
    start_ring: str
    model: str
    undefined: str
    wall: str
    map_stops: tuple[str, ...]
    trails: tuple[str, ...]
    vectors: tuple[str, ...] = (
        "#c8102e",
        "#7a5c00",
        "#0057b8",
        "#7b2fbe",
        "#00695c",
        "#b0480a",
        "#39424e",
        "#4a6fa5",
        "#6b7300",
        "#a0406f",
    )


# The first three are Okabe and Ito's (2008), the green a little darker; the rest were searched for: dark enough for
# light paper, and far apart (CIE 1976) also to eyes without red or green cones. A test holds them to it.
_DARK_TRAILS = (
    "#0072b2",
    "#d55e00",
    "#007d5a",
    "#a3237f",
    "#1f2430",
    "#6b4a00",
    "#2b1d73",
    "#737334",
    "#8736d9",
    "#285951",
    "#a60037",
    "#40000b",
)

LIGHT = Theme(
    key="light",
    paper="#ffffff",
    ink="#1f2430",
    muted_ink="#5b6472",
    frame="#aab2bd",
    ground="#f1f3f6",
    button="#e9ecf1",
    card="#ffffff",
    card_frame="#d5dae1",
    alternate_paper="#f7f8fa",
    accent="#0b5cad",
    accent_ink="#ffffff",
    error="#a3162a",
    error_ground="#fdecee",
    contour_line="#8494a8",
    playhead="#d1495b",
    known_point="#ffffff",
    known_outline="#1f2430",
    start_ring="#14181f",
    model="#b0005e",
    undefined="#d9d9de",
    wall="#aab2bd",
    # All light: dark trails must stand out at the back of a classroom.
    map_stops=("#a9c6de", "#c3d8e6", "#dbe7ea", "#ebeee6", "#f5f0df", "#fbf3e2", "#fff8ee"),
    trails=_DARK_TRAILS,
)

DARK = Theme(
    key="dark",
    paper="#171b21",
    ink="#eceff4",
    muted_ink="#a9b3c1",
    frame="#586274",
    ground="#232831",
    button="#343b47",
    card="#2a303b",
    card_frame="#454e5d",
    alternate_paper="#1d222a",
    accent="#5aa9f0",
    accent_ink="#0b1016",
    error="#ff9aa5",
    error_ground="#3a1d22",
    contour_line="#6b7d95",
    playhead="#ff7a8a",
    known_point="#ffffff",
    known_outline="#14171c",
    start_ring="#ffffff",
    model="#ff9ad1",
    undefined="#3b3b42",
    wall="#343c49",
    map_stops=("#43597a", "#3a4c68", "#303f57", "#283445", "#232b36", "#20252c", "#1d2025"),
    # The light sisters of the dark ones, searched for in the same way.
    trails=(
        "#56b3ea",
        "#ff9a2b",
        "#2fdaa0",
        "#efb1d4",
        "#f2fdf8",
        "#e6d46a",
        "#ba67ff",
        "#b6b85a",
        "#c780ff",
        "#7fb2ac",
        "#ff6b79",
        "#d8748c",
    ),
    vectors=(
        "#ff6b6b",
        "#e0c060",
        "#6db3ff",
        "#c79bff",
        "#4fd1b5",
        "#ffad5c",
        "#e3e8ef",
        "#9fc0e8",
        "#d4d46a",
        "#f0a3c8",
    ),
)

CONTRAST = Theme(
    key="contrast",
    paper="#ffffff",
    ink="#000000",
    muted_ink="#202020",
    frame="#000000",
    ground="#ffffff",
    button="#ffffff",
    card="#ffffff",
    card_frame="#000000",
    alternate_paper="#f0f0f0",
    accent="#003a8c",
    accent_ink="#ffffff",
    error="#8b0000",
    error_ground="#ffffff",
    contour_line="#5a5a5a",
    playhead="#b00020",
    known_point="#ffffff",
    known_outline="#000000",
    start_ring="#000000",
    model="#b0005e",
    undefined="#c4c4c4",
    wall="#909090",
    map_stops=("#d6e4ef", "#e2ebf3", "#ecf1f6", "#f4f7f9", "#f9fafb", "#fcfdfd", "#ffffff"),
    trails=_DARK_TRAILS,
)

THEMES = {theme.key: theme for theme in (LIGHT, DARK, CONTRAST)}
