"""Shares: who gains how much from acting together, and who would leave.

Everything here is about gains: ``v(S)`` is the saving of a coalition, an allocation says what each
player gains, and cost shares are cost alone less gain. The room knows nothing of plans; it needs
the cost of coalitions: a table, an oracle, or a linear programme whose right-hand sides are owned.

Example
-------
>>> from beltplan.shares import Game, nucleolus, stability
>>> costs = [0.0, 4.0, 5.0, 7.0, 6.0, 8.0, 7.0, 9.0]  # nobody, a, b, a+b, c, a+c, b+c, all
>>> game = Game.from_costs(("a", "b", "c"), costs)
>>> split = nucleolus(game).gains
>>> split.round(3).tolist(), stability(game, split).stable
([1.0, 2.5, 2.5], True)
"""

from __future__ import annotations

from beltplan.shares.cards import Card, cards
from beltplan.shares.conditions import check_conditions
from beltplan.shares.core import CoreRange, Stability, core_range, stability
from beltplan.shares.degenerate import owen_range
from beltplan.shares.even import Even, even_core
from beltplan.shares.game import Cut, Game, Oracle, excesses, tabulate
from beltplan.shares.kohlberg import is_nucleolus
from beltplan.shares.leastcore import LeastCore, least_core, subsidy
from beltplan.shares.nucleolus import Nucleolus, nucleolus
from beltplan.shares.offer import split_all
from beltplan.shares.owen import OwenSplit, Rows, owen_of_programme, owen_split
from beltplan.shares.priced_game import PricedGame
from beltplan.shares.production import ProductionSolver, Solved, production_game
from beltplan.shares.program import CostProgram, ownership
from beltplan.shares.proportional import by_contribution, by_weight, contributions, equal
from beltplan.shares.safe import SafeSplit, safe_split
from beltplan.shares.settlement import Settlement, settle
from beltplan.shares.shape import Shape, convexity, superadditivity
from beltplan.shares.shapley import SampledShapley, dependence, sampled_shapley, shapley
from beltplan.shares.splits import Finding, Method, Split, Splits

__all__ = [
    "Card",
    "CoreRange",
    "CostProgram",
    "Cut",
    "Even",
    "Finding",
    "Game",
    "LeastCore",
    "Method",
    "Nucleolus",
    "Oracle",
    "OwenSplit",
    "PricedGame",
    "ProductionSolver",
    "Rows",
    "SafeSplit",
    "SampledShapley",
    "Settlement",
    "Shape",
    "Solved",
    "Split",
    "Splits",
    "Stability",
    "by_contribution",
    "by_weight",
    "cards",
    "check_conditions",
    "contributions",
    "convexity",
    "core_range",
    "dependence",
    "equal",
    "even_core",
    "excesses",
    "is_nucleolus",
    "least_core",
    "nucleolus",
    "owen_of_programme",
    "owen_range",
    "owen_split",
    "ownership",
    "production_game",
    "safe_split",
    "sampled_shapley",
    "settle",
    "shapley",
    "split_all",
    "stability",
    "subsidy",
    "superadditivity",
    "tabulate",
]
