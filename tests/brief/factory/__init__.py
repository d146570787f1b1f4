"""A made-up situation with every kind of picture, for tests that need no model run."""

from __future__ import annotations

from tests.brief.factory.charts import charts
from tests.brief.factory.figures import figure
from tests.brief.factory.region import AS_OF, NAMES, PLANTS, TOWNS, YEAR
from tests.brief.factory.whole import situation

__all__ = ["AS_OF", "NAMES", "PLANTS", "TOWNS", "YEAR", "charts", "figure", "situation"]
