"""Time to read a full JSON-stat answer beside pyjstat, and adverts through the door beside json."""

from __future__ import annotations

import datetime as dt
import importlib
import json
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from beltplan.sources import registry
from beltplan.sources.jobtech import kept_page
from beltplan.sources.jsonstat import read
from beltplan.sources.merge import Changes, merge
from beltplan.sources.rows import Advert
from beltplan.sources.store import Store, line

if TYPE_CHECKING:
    from collections.abc import Callable

SIZES = {"Region": 300, "Alder": 25, "Kon": 2, "Tid": 10}
ADVERTS = 100
HELD = 20_000
REPEATS = 3


def data_set() -> bytes:
    """Return an answer at the limit of Statistics Sweden: 150,000 cells."""
    cells = 1
    for size in SIZES.values():
        cells *= size
    dimension = {
        name: {
            "label": name,
            "category": {
                "index": {f"{name}{n}": n for n in range(size)},
                "label": {f"{name}{n}": f"label {n}" for n in range(size)},
            },
        }
        for name, size in SIZES.items()
    }
    content = {
        "version": "2.0",
        "class": "dataset",
        "label": "benchmark",
        "id": list(SIZES),
        "size": list(SIZES.values()),
        "dimension": dimension,
        "role": {"time": ["Tid"]},
        "value": [n % 977 for n in range(cells)],
    }
    return json.dumps(content).encode()


def adverts() -> bytes:
    """Return an answer with as many adverts as the service gives, of 2.4 kB of text each."""
    text = "Du kör beläggningsmaskiner i torrum och följer upp kvalitet. Ring 070-123 45 67. " * 30
    hits = [
        {
            "id": str(n),
            "headline": f"Operatör {n}",
            "description": {"text": text[:2400]},
            "employer": {"name": "Elektrodfabriken AB", "email": "a.b@example.org"},
            "publication_date": "2026-11-01T08:00:00",
            "occupation_group": {"legacy_ams_taxonomy_id": "8131", "label": "Processoperatörer"},
            "workplace_address": {"municipality_code": "2482", "municipality": "Skellefteå"},
        }
        for n in range(ADVERTS)
    ]
    return json.dumps({"total": {"value": ADVERTS}, "hits": hits}).encode()


def best(call: Callable[[], object]) -> float:
    """Return the seconds of the quickest of a few calls."""
    times = []
    for _ in range(REPEATS):
        start = time.perf_counter()
        call()
        times.append(time.perf_counter() - start)
    return min(times)


def peer() -> Callable[[bytes], object] | None:
    """Return pyjstat's reader, where it is installed."""
    try:
        pyjstat: Any = importlib.import_module("pyjstat.pyjstat")
    except ImportError:
        return None
    return lambda data: pyjstat.Dataset.read(data.decode()).write("dataframe")


def held(folder: Path) -> float:
    """Return the seconds to bring a sync of many adverts together with as many held."""
    store = Store(folder)
    day = dt.date(2026, 11, 1)
    rows = [
        Advert(id=str(n), source="x", country="SE", title=f"t{n}", text="x" * 2400)
        for n in range(HELD)
    ]
    cursor: dict[str, Any] = {"bytes": 0}
    store.begin(cursor)
    cursor = store.append(cursor, [line(row, "q", day) for row in rows])

    def once() -> None:
        merged = merge(
            store.held(),
            store.incoming(cursor["bytes"]),
            on_close="mark",
            asked=frozenset({"q"}),
            whole=frozenset({"q"}),
            walked="2026-11-01",
            today="2026-11-01",
            changes=Changes(),
        )
        with (folder / "out").open("w", encoding="utf-8") as file:
            for record in merged:
                file.write(json.dumps(record) + "\n")
        (folder / "out").replace(store.records)

    once()
    return best(once)


def main() -> None:
    """Print seconds and ratios."""
    data, page = data_set(), adverts()
    ours = best(lambda: read(json.loads(data)).frame())
    plain = best(lambda: json.loads(data))
    print(f"JSON-stat, 150,000 cells to a table           {ours:7.3f} s")
    print(f"  json.loads alone                            {plain:7.3f} s  {ours / plain:5.1f}")
    other = peer()
    if other is None:
        print("  pyjstat is not installed: pip install pyjstat")
    else:
        theirs = best(lambda: other(data))
        print(
            f"  pyjstat to a pandas table                   {theirs:7.3f} s  {theirs / ours:5.1f}"
        )
    source = registry()["jobsearch"]
    door = best(lambda: kept_page(source, json.loads(page)))
    plain = best(lambda: json.loads(page))
    print(f"{ADVERTS} adverts of 2.4 kB through the door         {door:7.3f} s")
    print(f"  json.loads alone                            {plain:7.3f} s  {door / plain:5.1f}")
    with tempfile.TemporaryDirectory() as folder:
        print(f"{HELD:,} adverts brought together with as many {held(Path(folder)):7.3f} s")


if __name__ == "__main__":
    main()
