"""Let compiled code take numbers too small for full precision as zero.

What is eliminated along a chain of years fades fast, and numbers below the normal range of a type
cost a processor a hundred times an ordinary one. On x86 the control register can flush them
(Intel 64 and IA-32 manual, vol. 1, § 10.2.3); elsewhere nothing is changed.
"""

from __future__ import annotations

import platform
from typing import Any, Final, cast

from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic

__all__ = ["FLUSH", "set_control"]

FLUSH: Final = 0x8040
"""Flush results to zero, and take operands as zero."""

_alloca: Any = cgutils.alloca_once
_declare: Any = cgutils.get_or_insert_function
_X86: Final = platform.machine().lower() in {"x86_64", "amd64"}


@intrinsic
def _control(_typing: Any, bits: Any) -> Any:  # noqa: ARG001 - Numba names it
    def generate(_context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        word = ir.IntType(32)
        if not _X86:
            return ir.Constant(word, 0)
        cell = _alloca(builder, word)
        kind = ir.FunctionType(ir.VoidType(), [ir.IntType(8).as_pointer()])
        pointer = builder.bitcast(cell, ir.IntType(8).as_pointer())
        read = _declare(builder.module, kind, "llvm.x86.sse.stmxcsr")
        write = _declare(builder.module, kind, "llvm.x86.sse.ldmxcsr")
        builder.call(read, [pointer])
        before = builder.load(cell)
        asked = builder.trunc(arguments[0], word)
        negative = builder.icmp_signed("<", asked, ir.Constant(word, 0))
        after = builder.select(negative, builder.not_(asked), builder.or_(before, asked))
        builder.store(after, cell)
        builder.call(write, [pointer])
        return before

    return types.int32(types.int64), generate


set_control = cast("Any", _control)
"""Set bits of the control register, or all of it if bits are negative; return what it was.

Called with a number b >= 0 it sets the bits b; called with -c - 1 it sets the register to c.
"""
