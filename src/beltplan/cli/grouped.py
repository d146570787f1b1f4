"""Options that several commands share, as one parameter each."""

from __future__ import annotations

import functools
import inspect
from dataclasses import MISSING, fields, is_dataclass
from typing import TYPE_CHECKING, Any, TypeVar, get_type_hints

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["grouped"]

Command = TypeVar("Command", bound="Callable[..., None]")


def grouped(command: Command) -> Command:
    """Let a command take dataclasses of options; the command line sees their fields.

    Every parameter whose type is a dataclass is replaced, in its place, by options named and
    typed as the fields are; the dataclass is made from what was given.

    Examples
    --------
    >>> from dataclasses import dataclass
    >>> @dataclass
    ... class Many:
    ...     n: int = 1
    >>> @grouped
    ... def show(many: Many, year: int = 2030) -> None:
    ...     print(many, year)
    >>> inspect.signature(show).parameters["n"].default
    1
    >>> show(n=3, year=2031)
    Many(n=3) 2031
    """
    hints = get_type_hints(command, include_extras=True)
    given = inspect.signature(command).parameters.values()
    groups = {each.name: hints[each.name] for each in given if is_dataclass(hints[each.name])}
    shown: dict[str, inspect.Parameter] = {}
    for each in given:
        if each.name not in groups:
            shown[each.name] = each.replace(
                annotation=hints[each.name], kind=inspect.Parameter.KEYWORD_ONLY
            )
            continue
        types = get_type_hints(groups[each.name], include_extras=True)
        for option in fields(groups[each.name]):
            none = option.default is MISSING
            shown[option.name] = inspect.Parameter(
                option.name,
                inspect.Parameter.KEYWORD_ONLY,
                default=inspect.Parameter.empty if none else option.default,
                annotation=types[option.name],
            )

    @functools.wraps(command)
    def run(**values: Any) -> None:
        made: dict[str, Any] = {}
        for name, group in groups.items():
            made[name] = group(**{option.name: values.pop(option.name) for option in fields(group)})
        command(**made, **values)

    del run.__wrapped__
    run.__signature__ = inspect.Signature(list(shown.values()))  # type: ignore[attr-defined]
    run.__annotations__ = {name: each.annotation for name, each in shown.items()}
    return run  # type: ignore[return-value]
