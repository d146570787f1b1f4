"""Keeping a result in one file."""

from __future__ import annotations

import json
from dataclasses import asdict, fields
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from beltplan.balance.freight import Freight
from beltplan.balance.interval import Interval
from beltplan.balance.power import Power, QueuePlace
from beltplan.balance.reading import LeftOut
from beltplan.balance.result import Balance
from beltplan.facts import Parameter

__all__ = ["load_balance", "save_balance"]

_ARRAYS = ("cell_table", "place_table", "samples")


def save_balance(balance: Balance, path: str | Path) -> Path:
    """Write a result to one ``.npz`` file, compressed.

    Returns
    -------
    The file written.
    """
    target = Path(path)
    power, freight = balance.power, balance.freight
    arrays: dict[str, Any] = {name: getattr(balance, name) for name in _ARRAYS}
    arrays |= {f"shared:{name}": value for name, value in balance.shared.items()}
    arrays |= {f"power:{name}": value for name, value in power.variables.items()}
    for name in ("holds", "waits", "lost"):
        rows = [getattr(place, name) for place in power.queue]
        arrays[f"queue:{name}"] = np.array(rows, np.float32)
    arrays["freight:both"] = freight.tonnes
    arrays |= {f"freight:{name}": value for name, value in freight.by_direction.items()}
    meta = {
        "region": balance.region,
        "as_of": balance.as_of.isoformat(),
        "n": balance.n,
        "seed": balance.seed,
        "places": balance.places,
        "groups": balance.groups,
        "country_ids": balance.country_ids,
        "sectors": balance.sectors,
        "quarters": [balance.quarters.start, balance.quarters.stop],
        "threshold": balance.threshold,
        "sampled_quarters": balance.sampled_quarters,
        "jobs": balance.jobs,
        "left_out": [asdict(each) for each in balance.left_out],
        "parameters": {name: asdict(each) for name, each in balance.parameters.items()},
        "power": {
            "areas": power.areas,
            "queue": [
                {
                    "project_id": p.project_id,
                    "area": p.area,
                    "since": p.since,
                    "basis": p.basis,
                    "mw": p.mw,
                }
                for p in power.queue
            ],
            "left_out": [asdict(each) for each in power.left_out],
        },
        "freight": {
            "corridors": freight.corridors,
            "names": freight.names,
            "modes": freight.modes,
            "free_capacity": freight.free_capacity,
            "left_out": [asdict(each) for each in freight.left_out],
        },
    }
    text = json.dumps(meta, default=lambda day: day.isoformat())
    np.savez_compressed(target, meta=np.array(text), **arrays)
    return target


def load_balance(path: str | Path) -> Balance:
    """Read a result that `save_balance` wrote."""
    with np.load(Path(path), allow_pickle=False) as file:
        data = {name: file[name] for name in file.files}
    meta = json.loads(str(data["meta"]))
    span = range(*meta["quarters"])

    def part(prefix: str) -> dict[str, Any]:
        return {k.removeprefix(prefix): v for k, v in data.items() if k.startswith(prefix)}

    lanes = part("queue:")
    places = tuple(
        QueuePlace(
            project_id=row["project_id"],
            area=row["area"],
            since=date.fromisoformat(row["since"]),
            basis=row["basis"],
            mw=tuple(row["mw"]),
            **{name: values[i] for name, values in lanes.items()},
        )
        for i, row in enumerate(meta["power"]["queue"])
    )
    goods = part("freight:")
    free = meta["freight"]["free_capacity"]
    return Balance(
        region=meta["region"],
        as_of=date.fromisoformat(meta["as_of"]),
        n=meta["n"],
        seed=meta["seed"],
        places=tuple(meta["places"]),
        groups=tuple(meta["groups"]),
        country_ids=tuple(meta["country_ids"]),
        sectors=tuple(meta["sectors"]),
        quarters=span,
        threshold=meta["threshold"],
        sampled_quarters=tuple(meta["sampled_quarters"]),
        jobs={name: Interval(*values) for name, values in meta["jobs"].items()},
        left_out=_left(meta["left_out"]),
        parameters={name: _parameter(row) for name, row in meta["parameters"].items()},
        power=Power(
            tuple(meta["power"]["areas"]),
            span,
            part("power:"),
            places,
            _left(meta["power"]["left_out"]),
        ),
        freight=Freight(
            corridors=tuple(meta["freight"]["corridors"]),
            names=tuple(meta["freight"]["names"]),
            modes=tuple(meta["freight"]["modes"]),
            quarters=span,
            tonnes=goods["both"],
            by_direction={"in": goods["in"], "out": goods["out"]},
            free_capacity={k: None if v is None else tuple(v) for k, v in free.items()},
            left_out=_left(meta["freight"]["left_out"]),
        ),
        shared=part("shared:"),
        **{name: data[name] for name in _ARRAYS},
    )


def _left(rows: list[dict[str, Any]]) -> tuple[LeftOut, ...]:
    return tuple(LeftOut(**row) for row in rows)


def _parameter(row: dict[str, Any]) -> Parameter:
    values = dict(row)
    values["known_from"] = date.fromisoformat(values["known_from"])
    values["source_ids"] = tuple(values["source_ids"])
    return Parameter(**{field.name: values[field.name] for field in fields(Parameter)})
