"""The brief: the situation as a page, as two pages for a minister, as a workbook.

`model` says what a situation is, `charts` what a picture shows, `situation`
builds both from the rooms before it, `svg` draws, `page` writes the page.
"""

from __future__ import annotations
