"""TOML, both ways: reading says where a text is wrong, writing keeps every float exact."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from typing import Any

from gdviz.engine.errors import InputError
from gdviz.language.sentence import Sentence

# The format needs four. Python's reader takes quadratic time over longer dotted keys.
KEY_PARTS = 8

# Begins at the first letter of a word only, and never gives back what it took: linear in any text.
_LONG_KEY = re.compile(rf"(?<![\w\"'.-])(?:[\w\"'-]++[ \t]*+\.[ \t]*+){{{KEY_PARTS}}}")


def parse(text: str) -> dict[str, Any]:
    """The tables of a TOML text; InputError with line and column when it is none."""
    if found := _LONG_KEY.search(text):
        line = text.count("\n", 0, found.start()) + 1
        raise InputError(
            Sentence("line {line}: no key of an experiment has more than {limit} parts", line=line, limit=KEY_PARTS)
        )
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InputError(_plain(str(error), text)) from None
    except RecursionError:
        raise InputError("the lists or tables in it are nested too deeply") from None
    except ValueError:
        raise InputError("it holds a number with too many digits") from None


def _plain(message: str, text: str) -> str:
    """'line 3, column 5: this is not TOML (expected ...)' from 'Expected ... (at line 3, column 5)'."""
    found = re.fullmatch(r"(.*) \(at (.*)\)", message, re.DOTALL)
    reason, place = found.groups() if found else (message, "end of document")
    if place == "end of document":
        place = Sentence("line {line}, at the end", line=text.rstrip().count(chr(10)) + 1)
    reason = " ".join(reason.split())[:120]
    reason = reason[:1].lower() + reason[1:]
    return Sentence("{place}: this is not TOML ({reason})", place=place, reason=reason)


def key_text(name: str) -> str:
    """A key, in quotes where it needs them."""
    return name if re.fullmatch(r"[A-Za-z0-9_-]+", name) else value_text(name)


def value_text(value: Any) -> str:
    """A value on one line; floats as Python's repr, which TOML reads back exactly."""
    match value:
        case bool():
            return "true" if value else "false"
        case int() | float():
            return repr(value)
        case str():
            # JSON's escapes are TOML's, but for the delete character, which TOML wants escaped as well.
            return json.dumps(str(value), ensure_ascii=False).replace("\x7f", "\\u007f")
        case list() | tuple():
            return "[" + ", ".join(map(value_text, value)) + "]"
        case Mapping():
            inner = ", ".join(f"{key_text(name)} = {value_text(item)}" for name, item in value.items())
            return f"{{ {inner} }}" if inner else "{}"
    raise TypeError(f"{type(value).__name__} has no place in an experiment")


def block_text(text: str) -> str:
    """Text of several lines, as lines where that reads back the same."""
    plain = all(char == "\n" or char.isprintable() for char in text) and "\\" not in text and '"""' not in text
    if "\n" not in text or not plain or text.endswith('"'):
        return value_text(text)
    return f'"""\n{text}"""'


def line(name: str, value: Any) -> str:
    """One `key = value` line."""
    return f"{key_text(name)} = {value_text(value)}"
