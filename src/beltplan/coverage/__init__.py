"""Coverage: what is needed, what is taught, where, how surely, and what is missing.

Example
-------
>>> from beltplan.coverage import run, survey_needs
>>> from beltplan.facts import load
>>> run.__name__
'run'
"""

from __future__ import annotations

from beltplan.coverage.entry import EntryRule, EntryRules
from beltplan.coverage.gaps import GAPS, gaps
from beltplan.coverage.modules import MODULES, draft_modules
from beltplan.coverage.needs import NEEDS, Uncovered, balance_needs
from beltplan.coverage.programmes import Programme, programmes
from beltplan.coverage.ranges import Range
from beltplan.coverage.result import OFFERS, TIERS, Coverage
from beltplan.coverage.run import run
from beltplan.coverage.travel import Travel

__all__ = [
    "GAPS",
    "MODULES",
    "NEEDS",
    "OFFERS",
    "TIERS",
    "Coverage",
    "EntryRule",
    "EntryRules",
    "Programme",
    "Range",
    "Travel",
    "Uncovered",
    "balance_needs",
    "draft_modules",
    "gaps",
    "programmes",
    "run",
]
