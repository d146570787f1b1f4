"""The situation on two pages for those who decide: a tagged PDF in each language."""

from __future__ import annotations

from beltplan.brief.minister.document import PageCountError, make, write

__all__ = ["PageCountError", "make", "write"]
