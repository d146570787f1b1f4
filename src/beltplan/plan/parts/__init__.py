"""The parts of the plan's numbers.

Flows are per period. Costs are scaled by the discount factor, which carries the length of the
period, so that what is paid once is divided by that length.
"""

from beltplan.plan.parts.commuting import commuting
from beltplan.plan.parts.education import education
from beltplan.plan.parts.homes import homes
from beltplan.plan.parts.people import Folk, people
from beltplan.plan.parts.power import power
from beltplan.plan.parts.recruiting import recruiting

__all__ = ["Folk", "commuting", "education", "homes", "people", "power", "recruiting"]
