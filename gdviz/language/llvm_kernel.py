"""The fastest code for many lanes: LLVM IR compiled for this processor by llvmlite, which need not be installed."""

from __future__ import annotations

import ctypes
import itertools
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gdviz.language.evaluate import Floats
from gdviz.language.llvm_code import LlvmCode
from gdviz.language.llvm_source import GROUP
from gdviz.language.matrices import MATRIX_CALLS
from gdviz.language.quiet import QUIET_FUNCTIONS

Whole = NDArray[np.int64]

_WHOLE, _ARRAY, _NUMBER = ctypes.c_int64, ctypes.c_void_p, ctypes.c_double
_SIGNATURE = ctypes.CFUNCTYPE(None, *(_WHOLE,) * 3, *(_ARRAY,) * 5, *(_NUMBER,) * 2, _ARRAY)


@lru_cache(maxsize=1)
def has_llvm() -> bool:
    """Whether kernels can be compiled here; asked only where that is worth the time that loading LLVM takes."""
    try:
        import_module("llvmlite.binding")
    except (ImportError, OSError):
        return False
    return True


@dataclass
class LaneColumns:
    """Lanes as columns, their number rounded up to whole groups; every array is contiguous.

    `states` is (numbers, columns). `whys` says why a column stopped, as in Stopped, and `steps` after how many.
    """

    states: Floats
    whys: Whole
    steps: Whole


@dataclass(frozen=True)
class LlvmKernel:
    """A compiled kernel, and what it is given of the steps first .. last."""

    run: Callable[..., None]
    shared: Callable[[int, int, tuple[float, ...]], tuple[Floats, Floats]]

    def __call__(
        self,
        first: int,
        last: int,
        lanes: LaneColumns,
        hypers: tuple[float, ...],
        tolerance: float,
        bound: float,
        record: Floats | None,
    ) -> None:
        """Runs the steps first .. last of the columns that have not stopped; `record` (steps, numbers, columns) gets
        their rows.
        """
        shared = self.shared(first, last, hypers)
        arrays = [array.ctypes.data for array in (lanes.states, lanes.whys, lanes.steps, *shared)]
        out = None if record is None else record.ctypes.data
        self.run(first, last - first + 1, len(lanes.whys), *arrays, tolerance, bound, out)


def whole_groups(lanes: int) -> int:
    """So many columns hold the lanes in whole groups."""
    return -(-lanes // GROUP) * GROUP


def llvm_kernel(code: LlvmCode) -> LlvmKernel:
    """The kernel of printed code."""
    namespace: dict[str, Any] = {**MATRIX_CALLS, **QUIET_FUNCTIONS, **code.functions}
    exec(compile(code.shared, "<shared numbers>", "exec"), namespace)  # noqa: S102 - printed by us from a checked tree

    def shared(first: int, last: int, hypers: tuple[float, ...]) -> tuple[Floats, Floats]:
        with np.errstate(all="ignore"):
            once, columns = namespace["shared"](first, last, hypers)
        return np.array(once, dtype=np.float64), np.array(columns, dtype=np.float64)

    # Other lanes and later races have the same numbers.
    return LlvmKernel(_SIGNATURE(_compiler().address(code.kernel)), lru_cache(maxsize=4)(shared))


class _Compiler:
    """Makes machine code for this processor; it stays for good, a few kilobytes a kernel, and all else is let go."""

    def __init__(self) -> None:
        from llvmlite import binding  # it is large, and used only for large races

        self.binding = binding
        self.names = itertools.count()
        binding.initialize_native_target()
        binding.initialize_native_asmprinter()
        self.machine = self._machine()
        self.engine = binding.create_mcjit_compiler(binding.parse_assembly(""), self._machine())

    def _machine(self) -> Any:
        binding = self.binding
        cpu, features = binding.get_host_cpu_name(), binding.get_host_cpu_features().flatten()
        target = binding.Target.from_triple(binding.get_process_triple())
        return target.create_target_machine(cpu=cpu, features=features, opt=2, jit=True)

    def address(self, text: str) -> int:
        """Where the code of the function @kernel of a module lies."""
        module = self.binding.parse_assembly(text, self.binding.create_context())
        module.verify()
        name = module.get_function("kernel").name = f"kernel{next(self.names)}"
        self.engine.add_object_file(self.binding.ObjectFileRef.from_data(self.machine.emit_object(module)))
        self.engine.finalize_object()
        return int(self.engine.get_function_address(name))


@lru_cache(maxsize=1)
def _compiler() -> _Compiler:
    return _Compiler()
