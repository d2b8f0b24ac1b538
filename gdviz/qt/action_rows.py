"""Everything the menus and keys can do, one row each; menus stand in the order in which they are first named."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Action:
    """`slot` is a path of attributes from the window, `key` in Qt's portable spelling, several with `; ` between.

    A `checkable` one calls its slot with whether it is on, the others without an argument.
    """

    id: str
    text: str
    key: str
    menu: str
    tip: str
    slot: str
    checkable: bool = False


ACTIONS: tuple[Action, ...] = (
    Action("new", "&New", "Ctrl+N", "&File", "Begin again with the experiment of the first start", "documents.new"),
    Action("open_file", "&Open…", "Ctrl+O", "&File", "Open an experiment file", "documents.ask_open"),
    Action("save", "&Save", "Ctrl+S", "&File", "Write the experiment to its file", "documents.save"),
    Action("save_as", "Save &as…", "Ctrl+Shift+S", "&File", "Write it to another file", "documents.save_as"),
    Action(
        "copy_picture", "&Copy picture", "Ctrl+Shift+C", "&File", "Copy the map as a picture", "export.copy_picture"
    ),
    Action("copy_table", "Copy the &table", "Ctrl+Shift+T", "&File", "Copy the race table as text", "race.copy_table"),
    Action("export", "&Export…", "Ctrl+E", "&File", "Write a picture, a film or the numbers to a file", "export.ask"),
    Action("quit", "&Quit", "Ctrl+Q", "&File", "Close the window", "close"),
    Action("undo", "&Undo", "Ctrl+Z", "&Edit", "Take the last change back", "undo.undo"),
    Action("redo", "&Redo", "Ctrl+Shift+Z; Ctrl+Y", "&Edit", "Do again what was undone", "undo.redo"),
    Action(
        "own_surface",
        "Own sur&face…",
        "Ctrl+Shift+F",
        "&Edit",
        "Write a surface of your own, with its exact gradient in sight",
        "editors.surface",
    ),
    Action(
        "own_optimizer",
        "Own opti&mizer…",
        "Ctrl+Shift+O",
        "&Edit",
        "Write an optimizer of your own, beginning with the selected one",
        "editors.optimizer",
    ),
    Action(
        "own_data",
        "Own &data (CSV)…",
        "Ctrl+Shift+D",
        "&Edit",
        "Regression over a table of your own",
        "own_data.ask",
    ),
    Action("play", "&Play or pause", "Space", "&Race", "Play or pause", "playhead.toggle"),
    Action("back", "Step &back", "Left", "&Race", "One step back", "playhead.back"),
    Action("forward", "Step &forward", "Right", "&Race", "One step forward", "playhead.forward"),
    Action("rule_back", "One r&ule back", "Ctrl+Left", "&Race", "One rule of the step back", "steps.walk.back"),
    Action("rule_forward", "One rul&e forward", "Ctrl+Right", "&Race", "One rule of the step on", "steps.walk.forward"),
    Action("start", "To the &start", "Home", "&Race", "Jump to the start", "playhead.to_start"),
    Action("end", "To the &end", "End", "&Race", "Jump to the end", "playhead.to_end"),
    Action(
        "run_end", "To this ru&n's end", "Shift+End", "&Race", "Jump to where the selected run ends", "axis.to_run_end"
    ),
    Action(
        "next_end", "To the ne&xt run's end", "Ctrl+End", "&Race", "Jump to where the next run ends", "axis.to_next_end"
    ),
    Action(
        "previous_end",
        "To the run's end bef&ore",
        "Ctrl+Home",
        "&Race",
        "Jump to where the run before ended",
        "axis.to_previous_end",
    ),
    Action(
        "budget",
        "Steps or &gradients",
        "G",
        "&Race",
        "Count steps, or gradient evaluations, in all views",
        "axis.toggle",
    ),
    Action("faster", "Fas&ter", "Ctrl+Up", "&Race", "More steps per second", "playhead.faster"),
    Action("slower", "S&lower", "Ctrl+Down", "&Race", "Fewer steps per second", "playhead.slower"),
    Action(
        "default_start",
        "Surface's own sta&rt",
        "Ctrl+D",
        "&Race",
        "Start where the surface suggests",
        "starts.to_default",
    ),
    Action("remove_start", "Remo&ve the chosen start", "Delete", "&Race", "One start less", "starts.remove"),
    Action("ring", "R&ing of starts…", "", "&Race", "Many starts around the chosen one", "starts.ask_ring"),
    Action("grid", "Gri&d of starts…", "", "&Race", "Many starts all over the window", "starts.ask_grid"),
    Action("one_start", "&One start again", "", "&Race", "Keep the chosen start alone", "starts.to_one"),
    Action("clear_marks", "&Clear marks", "", "&Race", "No marks of changes on the curves", "marks.clear"),
    Action("pin", "&Pin this race", "P", "&Race", "Keep this race as a dashed ghost", "compare.pin.pin"),
    Action("unpin", "&Unpin", "Shift+P", "&Race", "No ghost any more", "compare.pin.unpin"),
    Action(
        "compare",
        "Co&mpare with the pinned race",
        "Ctrl+P",
        "&Race",
        "A table of what differs between the pinned race and this one",
        "workspace.show_compare",
    ),
    Action(
        "reset_window",
        "&Whole surface",
        "Ctrl+0",
        "&View",
        "Zoom back to the surface's own window",
        "stage.reset_window",
    ),
    Action("view_overlay", "&Overlay", "1", "&View", "All entries on one map", "stage.show_overlay"),
    Action("view_maps", "&Side by side", "2", "&View", "One map for each entry", "stage.show_side_by_side"),
    Action("view_3d", "&3-D", "3", "&View", "The surface in three dimensions", "stage.show_3d"),
    Action("race_panel", "&Race table", "4", "&View", "Bring the race table to the front", "workspace.show_race"),
    Action(
        "step_panel", "Step &anatomy", "5", "&View", "Bring the anatomy of a step to the front", "workspace.show_step"
    ),
    Action(
        "gradient_check",
        "&Gradient check",
        "6",
        "&View",
        "Compare the gradient with central differences of f",
        "gradient.open",
    ),
    Action(
        "critical_points",
        "&Critical points",
        "C",
        "&View",
        "Mark every place where the slope is zero",
        "critical.show_points",
        checkable=True,
    ),
    Action(
        "taylor_model",
        "&Taylor model",
        "T",
        "&View",
        "Show the model of the surface at a clicked point",
        "critical.show_model",
        checkable=True,
    ),
    Action(
        "undock",
        "&Float or dock this panel",
        "Ctrl+U",
        "&View",
        "Let the panel in use float, or dock it again",
        "workspace.undock",
    ),
    Action(
        "panels_home",
        "Panels &back in place",
        "Ctrl+Shift+0",
        "&View",
        "Put every panel back to its place",
        "workspace.go_home",
    ),
    Action(
        "same_rate",
        "Sa&me rate for all",
        "",
        "&Race",
        "Give every optimizer the rate of the selected one",
        "race.same_rate",
    ),
    Action(
        "each_at_its_best",
        "Each at its &best",
        "Ctrl+B",
        "&Race",
        "Give every optimizer the best of many rates, with the same budget for each",
        "race.each_at_its_best",
    ),
    Action(
        "rate_search",
        "&Rate search",
        "R",
        "&View",
        "Loss against the rate: try many rates and take one over",
        "race.search_rates",
    ),
    Action(
        "line_search",
        "&Line search",
        "L",
        "&View",
        "The loss along the line of a step, and what a line search tried there",
        "line.open",
    ),
    Action("first_steps_page", "&First steps", "F1", "&Help", "What to do in the first minutes", "help.first_steps"),
    Action("keys_page", "&Keys", "", "&Help", "Every key and what it does", "help.keys"),
    Action(
        "gallery_page",
        "Figures of the &textbooks",
        "",
        "&Help",
        "Every figure of the textbooks, drawn anew; a click opens its experiment",
        "help.gallery",
    ),
    Action("notation_page", "&Notation", "", "&Help", "What the signs mean", "help.notation"),
    Action("sources_page", "&Sources", "", "&Help", "Where the formulas come from", "help.sources"),
    Action("about", "&About gdviz", "", "&Help", "Versions and licences", "help.about"),
)
