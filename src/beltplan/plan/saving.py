"""Keeping a plan in one file."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

import numpy as np

from beltplan.balance.account import Account, Link
from beltplan.balance.draws import Factor
from beltplan.balance.jobs import Jobs
from beltplan.balance.reading import LeftOut, Reading
from beltplan.balance.sizes import Size
from beltplan.facts import Parameter
from beltplan.plan.data import PlanData
from beltplan.plan.errors import SavedPlanError
from beltplan.plan.geography import Geography
from beltplan.plan.keeping import write_whole
from beltplan.plan.level import Solved
from beltplan.plan.model import build
from beltplan.plan.reading import PlanInput
from beltplan.plan.reduction import Reduction
from beltplan.plan.result import Plan
from beltplan.plan.settings import PlanSettings

__all__ = ["load_plan", "save_plan"]

FORMAT: Final = "beltplan-plan/1"
_CLASSES: Final = {
    each.__name__: each
    for each in (
        Account,
        Factor,
        Geography,
        Jobs,
        LeftOut,
        Link,
        Parameter,
        PlanData,
        PlanInput,
        Reading,
        Reduction,
        Size,
        Solved,
    )
}
"""Nothing else is ever made from a file."""


def save_plan(plan: Plan, path: str | Path) -> Path:
    """Write a plan to one ``.npz`` file: numbers as arrays, all else as JSON.

    The file is written as a whole or not at all; the model is not in it, since it follows from
    the numbers.

    Returns
    -------
    The file written.

    Raises
    ------
    OSError
        If the folder cannot be written.
    """
    target = Path(path)
    arrays: dict[str, Any] = {}
    meta = {
        "format": FORMAT,
        "level": plan.level,
        "input": _out(plan.input, "input", arrays),
        "solved": _out(plan.solved, "solved", arrays),
    }
    text = np.array(json.dumps(meta))
    write_whole(target, lambda file: np.savez_compressed(file, meta=text, **arrays))
    return target


def load_plan(path: str | Path) -> Plan:
    """Read a plan that `save_plan` wrote.

    Raises
    ------
    SavedPlanError
        If the file is not a plan, is broken, or was written by another version.
    FileNotFoundError
        If there is no such file.
    """
    source = Path(path)
    again = "make the plan again and save it"
    try:
        with source.open("rb") as stream, np.load(stream, allow_pickle=False) as file:
            arrays = {name: file[name] for name in file.files if name != "meta"}
            meta = json.loads(str(file["meta"]))
        if meta["format"] != FORMAT:
            message = f"{source} has the format {meta['format']}, not {FORMAT}"
            raise SavedPlanError(message, again)
        start, solved = _in(meta["input"], arrays), _in(meta["solved"], arrays)
        level = meta["level"]
    except FileNotFoundError:
        raise
    except (OSError, EOFError, KeyError, TypeError, ValueError, zipfile.BadZipFile) as error:
        message = f"{source} is not a saved plan, or is broken"
        raise SavedPlanError(message, again) from error
    model = build(start.data)
    s, m0, n0, m, n = model.stage.shape
    found = solved.x0.shape, solved.x.shape, solved.y0.shape, solved.y.shape
    if found != ((n0,), (s, n), (m0,), (s, m)):
        message = f"{source} holds a plan of another version of the model"
        raise SavedPlanError(message, again)
    return Plan(level, start, model, solved)


def _out(value: Any, name: str, arrays: dict[str, Any]) -> Any:
    """Return a value as JSON; its arrays go into `arrays` by name."""
    if isinstance(value, np.ndarray):
        arrays[name] = value
        return {"array": name}
    if isinstance(value, np.generic):
        return value.item()
    if isinstance(value, PlanSettings):
        return {"settings": value.model_dump()}
    if isinstance(value, date):
        return {"date": value.isoformat()}
    if isinstance(value, Mapping):
        return {"map": [[key, _out(each, f"{name}.{key}", arrays)] for key, each in value.items()]}
    if isinstance(value, tuple | list):
        return {"list": [_out(each, f"{name}.{k}", arrays) for k, each in enumerate(value)]}
    if is_dataclass(value):
        sort = type(value).__name__
        if sort not in _CLASSES:
            msg = f"a plan with a {sort} cannot be saved"
            raise TypeError(msg)
        every = {
            field.name: _out(getattr(value, field.name), f"{name}.{field.name}", arrays)
            for field in fields(value)
        }
        return {"class": sort, "fields": every}
    return value


def _in(value: Any, arrays: Mapping[str, Any]) -> Any:
    """Return what `_out` wrote; lists come back as tuples."""
    if not isinstance(value, dict):
        return value
    if "array" in value:
        return arrays[value["array"]]
    if "settings" in value:
        return PlanSettings(**value["settings"])
    if "date" in value:
        return date.fromisoformat(value["date"])
    if "map" in value:
        return {key: _in(each, arrays) for key, each in value["map"]}
    if "list" in value:
        return tuple(_in(each, arrays) for each in value["list"])
    every = {key: _in(each, arrays) for key, each in value["fields"].items()}
    return _CLASSES[value["class"]](**every)
