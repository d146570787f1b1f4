"""What a page says, wherever it stands."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING, Any

from beltplan.i18n import Message, Name, Num, Span

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["phrases"]


def phrases(thing: Any) -> Iterator[Any]:
    """Yield the phrases inside a thing, outermost first."""
    if isinstance(thing, Message | Num | Span | Name):
        yield thing
    if isinstance(thing, Message):
        for value in thing.values.values():
            yield from phrases(value)
    elif is_dataclass(thing):
        for item in fields(thing):
            yield from phrases(getattr(thing, item.name))
    elif isinstance(thing, tuple | list):
        for item in thing:
            yield from phrases(item)
