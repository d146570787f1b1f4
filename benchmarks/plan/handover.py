"""The numbers of a plan in a file, for processes that do not have Beltplan."""

from __future__ import annotations

from dataclasses import fields
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

import numpy as np

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from beltplan.plan.data import PlanData

__all__ = ["load", "save"]


def save(data: PlanData, path: Path) -> None:
    """Write the numbers as an .npz file, one array for each field."""
    arrays: dict[str, Any] = {each.name: getattr(data, each.name) for each in fields(data)}
    np.savez(path, **arrays)


def load(path: Path) -> PlanData:
    """Read numbers back: arrays as they were, ids as a tuple of texts, single numbers plain."""
    with np.load(path, allow_pickle=False) as file:
        found = {name: _plain(file[name]) for name in file.files}
    found["vacancy_cost"] = tuple(found["vacancy_cost"].tolist())
    return cast("PlanData", SimpleNamespace(**found))


def _plain(array: NDArray[Any]) -> Any:
    if array.dtype.kind == "U":
        return tuple(array.tolist())
    return array.item() if array.ndim == 0 else array
