"""What connectors hand to a sync: one page of rows at a time, and where to go on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Sequence

    from beltplan.faults import Fault
    from beltplan.sources.client import Client
    from beltplan.sources.query import Query
    from beltplan.sources.rows import Row

__all__ = ["Connector", "Page"]


@dataclass(frozen=True, slots=True)
class Page:
    """One page of an answer.

    Attributes
    ----------
    rows
        Rows found.
    gone
        Ids that the service says are closed or withdrawn.
    position
        Where to go on after this page; plain JSON.
    day
        Day on which the service gave or confirmed the page.
    announced
        How many rows the service says the whole query has, where it says so.
    last
        The query ends here.
    whole
        With `last`: nothing was skipped, so that what did not come is no longer there.
    feed
        With `last`: the next sync goes on at this position, as the service gives changes only.
    faults
        Records of the page that were left out.
    notes
        What the reader of the report should know.
    """

    rows: Sequence[Row]
    position: dict[str, Any]
    day: dt.date
    gone: Sequence[str] = ()
    announced: int | None = None
    last: bool = False
    whole: bool = True
    feed: bool = False
    faults: Sequence[Fault] = ()
    notes: Sequence[str] = ()


class Connector(Protocol):
    """Reads one kind of service."""

    def pages(
        self, client: Client, query: Query, position: dict[str, Any] | None
    ) -> Iterator[Page]:
        """Yield the pages of a query, from a position on."""
        ...  # pragma: no cover - a protocol

    def request_of(self, row_id: str) -> str | None:
        """Return the path whose cached answer holds a row by itself; None where none does."""
        ...  # pragma: no cover - a protocol
