"""Sources: bring adverts, programmes and figures from open services, politely, to be resumed.

Example
-------
>>> from beltplan.sources import registry
>>> sorted(registry())[:3]
['eperusteet', 'historical-ads', 'jobed-connect']
"""

from __future__ import annotations

from beltplan.sources.connectors import connector
from beltplan.sources.query import Query, queries
from beltplan.sources.registry import Source, choose, registry
from beltplan.sources.report import Report
from beltplan.sources.sync import sync

__all__ = ["Query", "Report", "Source", "choose", "connector", "queries", "registry", "sync"]
