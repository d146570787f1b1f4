"""Pause of Python's search for circular garbage while many small rows are made.

The search looks through all that is held, which is a whole vocabulary here, again and again; rows
of numbers and words never point back at themselves, so nothing is found.
"""

from __future__ import annotations

import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["no_collecting"]


@contextmanager
def no_collecting() -> Iterator[None]:
    """Pause the search, if it is on, until the end of the block."""
    on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if on:
            gc.enable()
