"""The plan's parameters, by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from beltplan.balance.sizes import chosen

if TYPE_CHECKING:
    from collections.abc import Mapping

    from beltplan.facts import Region

__all__ = ["Assumed"]


class Assumed:
    """Central values of parameters, some of them moved.

    Parameters
    ----------
    region
        The region.
    moved
        Values to use instead, by parameter.

    Attributes
    ----------
    used
        Every parameter that has been asked for, with the value that was used.
    """

    def __init__(self, region: Region, moved: Mapping[str, float] | None = None) -> None:
        self._region = region
        self._moved = dict(moved or {})
        self.used: dict[str, float] = {}

    def __call__(self, name: str) -> float:
        """Return the value of a parameter; later evidence takes the place of an assumption.

        Raises
        ------
        UnknownParameterError
            If the region does not have it.
        """
        record = self._region.parameter(chosen(self._region, name))
        known = [each for each in (record.low, record.high) if each is not None]
        central = record.central if record.central is not None else sum(known) / len(known)
        value = float(self._moved.get(name, central))
        self.used[name] = value
        return value
