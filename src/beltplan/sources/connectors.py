"""Which connector reads which source."""

from __future__ import annotations

from typing import TYPE_CHECKING

from beltplan.faults import FaultError
from beltplan.sources.eperusteet import EPerusteet
from beltplan.sources.errors import REGISTRY
from beltplan.sources.jobed import JobEd
from beltplan.sources.jobtech import JobTech
from beltplan.sources.konfo import Konfo
from beltplan.sources.nav import Nav
from beltplan.sources.pxweb import PxWeb
from beltplan.sources.pxweb_dialects import PxWeb1, PxWeb2
from beltplan.sources.utdanning import Utdanning

if TYPE_CHECKING:
    from collections.abc import Callable

    from beltplan.sources.page import Connector
    from beltplan.sources.registry import Source

__all__ = ["connector"]

_CONNECTORS: dict[str, Callable[[], Connector]] = {
    "eperusteet": EPerusteet,
    "jobed": JobEd,
    "jobtech": JobTech,
    "konfo": Konfo,
    "nav": Nav,
    "pxweb1": lambda: PxWeb(PxWeb1()),
    "pxweb2": lambda: PxWeb(PxWeb2()),
    "utdanning": Utdanning,
}


def connector(source: Source) -> Connector:
    """Return what reads a source.

    Raises
    ------
    FaultError
        If its registry names no connector that there is.
    """
    made = _CONNECTORS.get(source.connector)
    if made is None:
        way_out = f"connectors: {', '.join(_CONNECTORS)}"
        fault = REGISTRY.at("no such connector", way_out, row=source.name, value=source.connector)
        raise FaultError([fault])
    return made()
