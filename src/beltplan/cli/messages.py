"""Turn the library's exceptions into messages, and messages into exit codes.

Exit codes: 0 done; 1 the input has faults, or something could not be written; 2 the command
was not understood (an unknown name, a text that is no date, a missing option).
"""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

import typer
from rich.console import Console

from beltplan.facts.errors import NotADateError, UnknownNameError, UnknownRegionError
from beltplan.faults import BeltplanError, FaultError, count, plain

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["console", "reported"]

_PIPE_WIDTH = 140
_NOT_UNDERSTOOD = (NotADateError, UnknownNameError, UnknownRegionError)


def console(*, error: bool = False) -> Console:
    """Return a console that writes what it is given: no mark-up, no emoji, no colours of words.

    What goes to a file or a pipe is laid out for 140 columns, unless COLUMNS says otherwise.
    """
    stream = sys.stderr if error else sys.stdout
    width = None if stream.isatty() or "COLUMNS" in os.environ else _PIPE_WIDTH
    return Console(stderr=error, markup=False, emoji=False, highlight=False, width=width)


@contextmanager
def reported() -> Iterator[None]:
    """Print an exception of the library as a message, and leave with its exit code.

    Raises
    ------
    typer.Exit
        With 1 for faults, 2 for a command that was not understood.
    """
    try:
        yield
    except FaultError as error:
        out = console(error=True)
        out.print(plain(error.faults), soft_wrap=True)
        out.print(f"{count(error.faults)}: mend them and try again.")
        raise typer.Exit(1) from None
    except BeltplanError as error:
        out = console(error=True)
        out.print(f"Error: {error.message}", soft_wrap=True)
        if error.way_out:
            out.print(f"Try: {error.way_out}", soft_wrap=True)
        raise typer.Exit(2 if isinstance(error, _NOT_UNDERSTOOD) else 1) from None
    except OSError as error:
        out = console(error=True)
        out.print(f"Error: {error.strerror}: {error.filename}", soft_wrap=True)
        out.print("Try: a file or folder that exists and that you may write to.")
        raise typer.Exit(1) from None
