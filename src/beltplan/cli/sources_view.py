"""A report of a sync in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from beltplan.sources import Report

__all__ = ["report_lines"]

_SHOWN = 8


def report_lines(report: Report, cache: Path) -> Iterator[str]:
    """Yield the lines of a report: one of sums, then which rows, notes and faults."""
    changes = report.changes
    requests = "1 request" if report.sent == 1 else f"{report.sent} requests"
    how = "from the cache" if report.offline else requests
    how += ", resumed" if report.resumed else ""
    if report.finished:
        yield (
            f"{report.source}: {len(changes.new)} new, {len(changes.changed)} changed, "
            f"{len(changes.closed)} closed, {len(changes.deleted)} deleted, "
            f"{changes.unchanged} as before; {report.held} held ({how})"
        )
    else:
        yield f"{report.source}: stopped; {report.held} held as before ({how})"
    for word in ("new", "changed", "reopened", "closed", "deleted"):
        names = getattr(changes, word)
        if names:
            more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
            yield f"    {word}: {', '.join(names[:_SHOWN])}{more}"
    if changes.repeated:
        yield f"    {changes.repeated} rows came twice"
    for note in report.notes:
        yield f"    Note: {note}"
    for fault in report.faults:
        spot = f" ({fault.row})" if fault.row != report.source else ""
        field = f" field {fault.field}:" if fault.field else ""
        yield f"    Fault{spot}:{field} {fault.message} [{fault.code}]"
        yield f"        → {fault.way_out}"
    if report.finished:
        yield f"    Records: {cache / report.source / 'records.jsonl'}"
