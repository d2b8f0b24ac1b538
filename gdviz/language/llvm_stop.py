"""Lanes that stop, as LLVM IR: comparing with a limit, and taking the lanes that have met it out of the mask."""

from __future__ import annotations

from gdviz.language.llvm_source import GROUP, MASK, NUMBERS, SUFFIX, WHOLE, any_of
from gdviz.language.scalar_kernel import Stopped


def sizes(limit: str, names: list[str], comparison: str, join: str) -> list[str]:
    """Compares the size of every vector with a limit; %(limit).met is what they say together."""
    lines = []
    for index, name in enumerate(names):
        lines += [
            f"%{limit}{index}.size = call {NUMBERS} @llvm.fabs.{SUFFIX}({NUMBERS} {name})",
            f"%{limit}{index} = fcmp {comparison} {NUMBERS} %{limit}{index}.size, %{limit}s",
        ]
    met = f"%{limit}0"
    for index in range(1, len(names)):
        lines.append(f"%{limit}{index}.together = {join} {MASK} {met}, %{limit}{index}")
        met = f"%{limit}{index}.together"
    return [*lines, f"%{limit}.met = and {MASK} {met}, {met}"]


def stop(limit: str, why: Stopped, offset: int, running: str, mask: str, then: str) -> list[str]:
    """Where running lanes have met a limit, notes why and after how many steps, and takes them out of the mask."""
    spread_steps = f"insertelement {WHOLE} poison, i64 %{limit}.done, i64 0"
    return [
        f"%{limit}.hit = and {MASK} {running}, %{limit}.met",
        *any_of(f"any.{limit}", f"%{limit}.hit"),
        f"br i1 %any.{limit}, label %{limit}.stop, label {then}",
        f"{limit}.stop:",
        f"%{limit}.step = add i64 %first, %n",
        f"%{limit}.done = add i64 %{limit}.step, {offset}",
        f"%{limit}.done.one = {spread_steps}",
        f"%{limit}.dones = shufflevector {WHOLE} %{limit}.done.one, {WHOLE} poison, <{GROUP} x i32> zeroinitializer",
        *_noted(limit, "whys", f"splat (i64 {why.value})"),
        *_noted(limit, "dones", f"%{limit}.dones"),
        f"%mask.{limit} = select {MASK} %{limit}.hit, {WHOLE} zeroinitializer, {WHOLE} {mask}",
        f"br label {then}",
    ]


def _noted(limit: str, where: str, value: str) -> list[str]:
    old, new = f"%{limit}.{where}.old", f"%{limit}.{where}.new"
    return [
        f"{old} = load {WHOLE}, ptr %{where}.here, align 8",
        f"{new} = select {MASK} %{limit}.hit, {WHOLE} {value}, {WHOLE} {old}",
        f"store {WHOLE} {new}, ptr %{where}.here, align 8",
    ]
