"""Coverage: what is needed, what is taught, where, how surely, and what is missing.

Example
-------
>>> from beltplan.coverage import run, survey_needs
>>> from beltplan.facts import load
>>> run.__name__
'run'
"""

from __future__ import annotations

from beltplan.coverage.adverts import advert_needs
from beltplan.coverage.elm import LACKS, elm, elm_lacks
from beltplan.coverage.entry import EntryRule, EntryRules
from beltplan.coverage.gaps import GAPS, gaps
from beltplan.coverage.judging import REASONS
from beltplan.coverage.modules import MODULES, draft_modules
from beltplan.coverage.needs import NEEDS, Uncovered, balance_needs
from beltplan.coverage.needs_file import read_needs, write_needs
from beltplan.coverage.programmes import Programme, programmes
from beltplan.coverage.ranges import Range
from beltplan.coverage.result import OFFERS, TIERS, Coverage
from beltplan.coverage.run import run
from beltplan.coverage.survey import WORDS as SURVEY_WORDS
from beltplan.coverage.survey import template
from beltplan.coverage.survey_read import survey_needs
from beltplan.coverage.travel import Travel

__all__ = [
    "GAPS",
    "LACKS",
    "MODULES",
    "NEEDS",
    "OFFERS",
    "REASONS",
    "SURVEY_WORDS",
    "TIERS",
    "Coverage",
    "EntryRule",
    "EntryRules",
    "Programme",
    "Range",
    "Travel",
    "Uncovered",
    "advert_needs",
    "balance_needs",
    "draft_modules",
    "elm",
    "elm_lacks",
    "gaps",
    "programmes",
    "read_needs",
    "run",
    "survey_needs",
    "template",
    "write_needs",
]
