"""The shape of an experiment file, format 1: which keys there are and what type each has."""

from __future__ import annotations

import difflib
import re
from functools import reduce
from typing import Any, Literal, TypeVar

import msgspec

from gdviz.engine.errors import InputError
from gdviz.engine.spec import DEFAULT_BOUND, DEFAULT_STEPS, DEFAULT_TOLERANCE
from gdviz.files.errors import shown
from gdviz.language.sentence import Sentence, nearest

FORMAT = 1

Vector = list[float]
NUMBER_OR_VECTOR: Any = float | list[float]


class SurfaceTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`[surface]`: the key of a known surface, or an expression; the rest says what is known about it."""

    key: str | None = None
    expression: str | None = None
    title: str | None = None
    window: list[tuple[float, float]] | None = None
    start: Vector | None = None
    minima: list[Vector] | None = None
    local_minima: list[Vector] | None = None
    saddles: list[Vector] | None = None
    maxima: list[Vector] | None = None
    levels: Literal["linear", "log"] | None = None
    summary: str | None = None
    reference: str | None = None
    parameters: list[str] | None = None
    data: dict[str, Vector] | None = None
    mean: bool | None = None
    model: str | None = None
    target: str | None = None


class BatchTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`batch = { size = 8 }`: how many samples a step sees, and in what order they come."""

    size: int
    order: Literal["shuffled", "fixed"] = "shuffled"
    replacement: bool = False


class RaceTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`[race]`; each entry holds `optimizer`, perhaps `label` and `visible`, and hyperparameters by their names.

    `target` is the loss whose first step below is told, `replicates` how often the race is drawn with other seeds.
    """

    starts: list[Vector] | None = None
    steps: int = DEFAULT_STEPS
    tolerance: float = DEFAULT_TOLERANCE
    seed: int = 0
    bound: float = DEFAULT_BOUND
    batch: BatchTable | None = None
    noise: float = 0.0
    target: float | None = None
    replicates: int = 0
    entries: list[dict[str, Any]] | None = None


class HyperTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A hyperparameter written out."""

    default: float
    low: float | None = None
    high: float | None = None
    log: bool | None = None
    symbol: str | None = None
    help: str | None = None
    initial: bool | None = None


class OptimizerTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`[[optimizers]]`: a student's own method."""

    key: str
    rules: str
    title: str | None = None
    summary: str = ""
    hyperparameters: dict[str, Any] = {}
    roles: dict[str, str] = {}
    initial: dict[str, str | float] = {}
    symbols: dict[str, str] = {}
    reference: str = ""
    variant_of: str = ""


class FileTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A whole file."""

    gdviz: int
    surface: SurfaceTable | None = None
    race: RaceTable = RaceTable()
    optimizers: list[OptimizerTable] = []


T = TypeVar("T")

_TYPES = {
    "int": "a whole number",
    "float": "a number",
    "str": "text in quotes",
    "bool": "true or false",
    "array": "a list in square brackets",
    "object": "a table",
    "null": "nothing",
}


def checked(value: object, schema: type[T], place: str = "") -> T:
    """The value as the schema's type, nothing guessed; InputError naming the key it is about."""
    try:
        return msgspec.convert(value, schema, strict=True)
    except (msgspec.ValidationError, OverflowError) as error:
        raise _in_plain_words(str(error), schema, place) from None


def _in_plain_words(message: str, schema: Any, place: str) -> InputError:
    """A sentence such as 'race.steps: expected a whole number, got text in quotes'."""
    sentence, _, path = message.partition(" - at `$")
    where = (place + path.rstrip("`")).lstrip(".")
    if found := re.match(r"Object contains unknown field `(.*)`$", sentence, re.DOTALL):
        return unknown_key(found[1], _fields(schema, path.rstrip("`")), where)
    if found := re.match(r"Object missing required field `(\w+)`$", sentence):
        return _said(where, Sentence("the key {key} is missing", key=found[1]))
    if found := re.match(r"Expected `(.+)`, got `(.+)`$", sentence):
        wanted, given = _type_words(found[1]), _type_words(found[2])
        return _said(where, Sentence("expected {wanted}, got {given}", wanted=wanted, given=given))
    return _said(where, sentence[:1].lower() + sentence[1:].replace("`", ""))


def unknown_key(name: str, known: list[str], where: str) -> InputError:
    """The error for a key that the format does not have, with the nearest one that it has."""
    near = difflib.get_close_matches(name[:100], known, 1, 0.5)
    hint = nearest(near) if near else Sentence("known keys: {names}", names=", ".join(known))
    return _said(where, Sentence("there is no key {name!r}; {hint}", name=shown(name), hint=hint))


def _said(where: str, sentence: str) -> InputError:
    whole = Sentence("{where}: {sentence}", where=where, sentence=sentence) if where else sentence
    return InputError(whole, where)


def _type_words(types: str) -> Sentence:
    names = [name.strip() for name in types.split("|") if name.strip() != "null"]
    words = [Sentence(_TYPES.get(name, name)) for name in names]
    return reduce(lambda left, right: Sentence("{left} or {right}", left=left, right=right), words)


def _fields(schema: Any, path: str) -> list[str]:
    """The keys of the table that a path such as `.optimizers[3]` leads to."""
    for step in re.findall(r"\w+", re.sub(r"\[.*?\]", "", path)):
        table = {field.name: field.type for field in msgspec.structs.fields(schema)}
        schema = _table_of(table[step])
    return [field.name for field in msgspec.structs.fields(schema)]


def _table_of(kind: Any) -> Any:
    """The Struct inside a type such as `list[OptimizerTable]` or `SurfaceTable | None`."""
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        return kind
    inner = (_table_of(argument) for argument in getattr(kind, "__args__", ()))
    return next((found for found in inner if found is not None), None)
