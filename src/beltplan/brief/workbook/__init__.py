"""The situation as an Excel workbook: typed tables, native charts, every source."""

from __future__ import annotations

from beltplan.brief.workbook.book import make, write

__all__ = ["make", "write"]
